package org.waymark.workflow.cockpit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.web.filter.OncePerRequestFilter;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;

/** Tells the engine who asks through its REST interface, so that the grants hold there as they do in Cockpit. */
class EngineIdentity extends OncePerRequestFilter {

    private final IdentityService identities;
    private final CurrentViewer viewer;
    private final Directory directory;

    EngineIdentity(IdentityService identities, CurrentViewer viewer, Directory directory) {
        this.identities = identities;
        this.viewer = viewer;
        this.directory = directory;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        var asking = directory.staffMember(viewer.get().username());
        if (asking.isEmpty()) {
            // An engine that does not know who asks checks nothing.
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        identities.setAuthentication(asking.get().username(), StaffIdentities.groupsOf(asking.get()));
        try {
            rest.doFilter(request, response);
        } finally {
            identities.clearAuthentication();
        }
    }
}
