package org.waymark.workflow.cockpit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Leads from Camunda's start pages to the one application of it that Waymark offers. */
class OnlyCockpit extends OncePerRequestFilter {

    private static final String COCKPIT = "/camunda/app/cockpit/default/";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        if (request.getServletPath().matches("/camunda(/|/app/?|/app/welcome(/.*)?)?")) {
            response.sendRedirect(request.getContextPath() + COCKPIT);
        } else {
            rest.doFilter(request, response);
        }
    }
}
