package org.waymark.links.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Whatever fails while a reader is there ends in a page of theirs, and says nothing of them in the log. */
@ControllerAdvice(assignableTypes = {BeginController.class, QuestionController.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class LinkMishaps {

    private static final Logger LOG = LoggerFactory.getLogger(LinkMishaps.class);

    private final BeginController begin;

    LinkMishaps(BeginController begin) {
        this.begin = begin;
    }

    @ExceptionHandler(Exception.class)
    ModelAndView handle(Exception failure, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
            throw failure;
        }
        StackTraceElement[] trace = failure.getStackTrace();
        LOG.error(
                "A page of a personal link failed: {} at {}",
                failure.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        var model = new ExtendedModelMap();
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        return new ModelAndView(begin.trouble(model, request), model);
    }
}
