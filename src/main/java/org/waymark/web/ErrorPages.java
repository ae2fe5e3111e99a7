package org.waymark.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Where the server sends what failed outside a controller: in a filter, in security, or while a page was written. */
@Controller
class ErrorPages implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final TroublePages pages;
    private final DataSize largestRequest;

    ErrorPages(
            TroublePages pages, @Value("${spring.servlet.multipart.max-request-size:10MB}") DataSize largestRequest) {
        this.pages = pages;
        this.largestRequest = largestRequest;
    }

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ModelAndView error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpStatusCode status = HttpStatusCode.valueOf(
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                        ? code
                        : HttpStatus.NOT_FOUND.value());
        Throwable failure =
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown ? thrown : null;
        Trouble trouble = troubleOf(status, failure, request);
        String reference = null;
        if (trouble == Trouble.FAILED && failure != null) {
            reference = Mishaps.reference();
            LOG.error("Unexpected failure, reference {}", reference, new Mishaps.Traced(failure));
        }
        HttpStatusCode told = trouble == Trouble.of(status) && trouble != Trouble.FAILED ? status : trouble.status();
        return pages.answer(trouble, told, null, reference, request, response);
    }

    private Trouble troubleOf(HttpStatusCode status, @Nullable Throwable failure, HttpServletRequest request) {
        if (Trouble.isDatabaseLost(failure)) {
            return Trouble.UNAVAILABLE;
        }
        Trouble trouble = Trouble.of(status);
        if (trouble == Trouble.NOT_ALLOWED) {
            if (request.getContentLengthLong() > largestRequest.toBytes()) {
                // The token against forged requests could not be read out of a body that is refused unread.
                return Trouble.TOO_LARGE;
            }
            if (request.getMethod().equals("GET")) {
                // What may not be seen looks like what does not exist.
                return Trouble.NOT_FOUND;
            }
        }
        return trouble;
    }
}
