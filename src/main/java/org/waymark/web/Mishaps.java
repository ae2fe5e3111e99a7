package org.waymark.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;
import org.waymark.access.Refused;

/** Takes what no controller handles itself, and logs it without what people entered. */
@ControllerAdvice
class Mishaps {

    private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

    private final TroublePages pages;
    private final MessageSource messages;

    Mishaps(TroublePages pages, MessageSource messages) {
        this.pages = pages;
        this.messages = messages;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ModelAndView handle(Exception failure, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
            // The security filters decide between the sign-in page and a refusal.
            throw failure;
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(failure) || response.isCommitted()) {
            LOG.debug("Nobody is there to be told of a {}", failure.getClass().getName());
            return null;
        }
        Trouble trouble = Trouble.of(failure);
        String reference = trouble == Trouble.FAILED ? reference() : null;
        if (trouble == Trouble.FAILED) {
            LOG.error("Unexpected failure, reference {}", reference, new Traced(failure));
        } else if (trouble == Trouble.UNAVAILABLE) {
            LOG.warn("The database does not answer ({})", Traced.describe(failure));
        }
        HttpStatusCode own = Trouble.statusOf(failure);
        HttpStatusCode status = trouble == Trouble.BAD_INPUT && own.is4xxClientError() ? own : trouble.status();
        return pages.answer(trouble, status, refusal(failure), reference, request, response);
    }

    private @Nullable String refusal(Exception failure) {
        return failure instanceof Refused refused
                ? messages.getMessage("refused." + refused.code(), null, null, Locale.UK)
                : null;
    }

    static String reference() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /**
     * Stands for a failure in the log: its type and where it happened. The messages of other people's exceptions quote
     * what was entered, so only ours are kept.
     */
    static final class Traced extends Exception {

        private static final long serialVersionUID = 1L;
        private static final int DEEPEST = 20;

        Traced(Throwable failure) {
            this(failure, 0);
        }

        private Traced(Throwable failure, int depth) {
            super(
                    describe(failure),
                    failure.getCause() == null || depth == DEEPEST ? null : new Traced(failure.getCause(), depth + 1),
                    false,
                    true);
            setStackTrace(failure.getStackTrace());
        }

        static String describe(Throwable failure) {
            String type = failure.getClass().getName();
            if (failure instanceof SQLException sql) {
                return type + " " + sql.getSQLState();
            }
            return type.startsWith("org.waymark.") ? type + ": " + failure.getMessage() : type;
        }
    }
}
