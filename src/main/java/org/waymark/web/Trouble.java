package org.waymark.web;

import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;

/** What went wrong, in the few kinds that a user can be told apart; each has its words in the messages. */
enum Trouble {
    BAD_INPUT(HttpStatus.BAD_REQUEST),
    NOT_ALLOWED(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    REFUSED(HttpStatus.CONFLICT),
    TOO_LARGE(HttpStatus.PAYLOAD_TOO_LARGE),
    FAILED(HttpStatus.INTERNAL_SERVER_ERROR),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

    private final HttpStatus status;

    Trouble(HttpStatus status) {
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    static Trouble of(HttpStatusCode code) {
        for (Trouble trouble : values()) {
            if (trouble.status.isSameCodeAs(code)) {
                return trouble;
            }
        }
        return code.is5xxServerError() ? FAILED : BAD_INPUT;
    }

    static Trouble of(Throwable failure) {
        if (isDatabaseLost(failure)) {
            return UNAVAILABLE;
        }
        if (failure instanceof NotVisible) {
            return NOT_FOUND;
        }
        if (failure instanceof Refused) {
            return REFUSED;
        }
        if (failure instanceof MaxUploadSizeExceededException) {
            return TOO_LARGE;
        }
        if (failure instanceof MethodArgumentTypeMismatchException mismatch
                && (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)
                        || mismatch.getParameter().getParameterType() == UUID.class)) {
            // What cannot be an id of ours is as unknown as one that is not.
            return NOT_FOUND;
        }
        if (isUnstorable(failure)) {
            return BAD_INPUT;
        }
        if (failure instanceof RequestRejectedException
                || failure instanceof TypeMismatchException
                || failure instanceof BindException
                || failure instanceof MultipartException) {
            return BAD_INPUT;
        }
        return of(statusOf(failure));
    }

    /** The status that an exception asks for by itself; 500 when it asks for none. */
    static HttpStatusCode statusOf(Throwable failure) {
        if (failure instanceof ErrorResponse response) {
            return response.getStatusCode();
        }
        ResponseStatus annotated = AnnotatedElementUtils.findMergedAnnotation(failure.getClass(), ResponseStatus.class);
        return annotated == null ? HttpStatus.INTERNAL_SERVER_ERROR : annotated.code();
    }

    /** Whether the database did not answer, or can take nothing more, anywhere below this failure. */
    static boolean isDatabaseLost(@Nullable Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof CannotCreateTransactionException) {
                return true;
            }
            if (cause instanceof SQLException sql && isLost(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the database was given a text that it cannot hold, which is one with a NUL in it. */
    private static boolean isUnstorable(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql && "22021".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** SQLSTATE classes 08 connection, 53 out of resources, 57P shutting down or starting. */
    private static boolean isLost(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }
}
