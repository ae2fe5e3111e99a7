package org.waymark.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;

/**
 * Writes down each address of somebody signed in that ended in the page that does not exist, unless whoever refused it has
 * done so: an id that is mistyped, made up or no id at all is looked for like one that may not be seen.
 */
class LedNowhere extends OncePerRequestFilter {

    private final AuditTrail audit;
    private final CurrentViewer viewer;

    LedNowhere(AuditTrail audit, CurrentViewer viewer) {
        this.audit = audit;
        this.viewer = viewer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (response.getStatus() == HttpServletResponse.SC_NOT_FOUND) {
            writeDown(request);
        }
    }

    /** Also the page for an address that the container has refused before any filter. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private void writeDown(HttpServletRequest request) {
        Viewer asking = viewer.get();
        if (!asking.roles().isEmpty() && !AuditTrail.hasRefused(request)) {
            audit.record(asking.username(), "page.opened", null, PageRules.pageOf(request), Outcome.REFUSED);
        }
    }

    /** The same for an address so malformed that no filter sees it, nor who asks. */
    @Component
    static class Malformed implements RequestRejectedHandler {

        private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
        private final LedNowhere nowhere;

        Malformed(AuditTrail audit, CurrentViewer viewer) {
            this.nowhere = new LedNowhere(audit, viewer);
        }

        @Override
        public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException refusal)
                throws IOException {
            SecurityContext before = SecurityContextHolder.getContext();
            SecurityContextHolder.setContext(
                    sessions.loadDeferredContext(request).get());
            try {
                nowhere.writeDown(request);
            } finally {
                SecurityContextHolder.setContext(before);
            }
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
