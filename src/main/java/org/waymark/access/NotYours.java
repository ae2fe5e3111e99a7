package org.waymark.access;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;

/**
 * Answers a page that a role does not reach like one that does not exist, and writes the refusal down. A form that comes
 * without its token is no attack as a rule but a page left open for too long, so that gets a page which says so.
 */
@Component
class NotYours implements AccessDeniedHandler {

    private final AuditTrail audit;
    private final CurrentViewer viewer;

    NotYours(AuditTrail audit, CurrentViewer viewer) {
        this.audit = audit;
        this.viewer = viewer;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
            throws IOException, ServletException {
        if (refusal instanceof CsrfException) {
            answerStalePage(request, response);
        } else {
            audit.record(viewer.get().username(), "page.opened", null, PageRules.pageOf(request), Outcome.REFUSED);
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static void answerStalePage(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (PageRules.under("/sign-in", "/sign-out").matches(request)) {
            response.sendRedirect(request.getContextPath() + "/sign-in?expired");
            return;
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        RequestDispatcher page = request.getRequestDispatcher("/sign-in/stale-page");
        page.forward(request, response);
    }
}
