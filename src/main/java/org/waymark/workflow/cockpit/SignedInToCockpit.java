package org.waymark.workflow.cockpit;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationProvider;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.waymark.access.CurrentViewer;

/** Signs in to Cockpit whoever is signed in to Waymark. Their groups come from {@link StaffIdentities}. */
class SignedInToCockpit extends ContainerBasedAuthenticationFilter {

    SignedInToCockpit(CurrentViewer viewer) {
        this.authenticationProvider = new AuthenticationProvider() {
            @Override
            public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
                var asking = viewer.get();
                return asking.roles().isEmpty()
                        ? AuthenticationResult.unsuccessful()
                        : AuthenticationResult.successful(asking.username());
            }

            @Override
            public void augmentResponseByAuthenticationChallenge(HttpServletResponse response, ProcessEngine engine) {
                // Whoever is not signed in never comes this far.
            }
        };
    }

    /** The filter would read the name of a provider class here; ours is set already. */
    @Override
    public void init(FilterConfig config) {}
}
