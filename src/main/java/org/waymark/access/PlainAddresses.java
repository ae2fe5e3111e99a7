package org.waymark.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows no address of the engine's servlets that is spelled with escapes: the container would find the servlet, Spring would
 * not find the address within its path and fail, and nobody has a reason to write one so.
 */
@Component
@Order(SecurityProperties.DEFAULT_FILTER_ORDER - 10)
class PlainAddresses extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        String servlet = request.getContextPath() + request.getServletPath();
        if (PageRules.under("/camunda", "/engine-rest").matches(request)
                && !request.getRequestURI().startsWith(servlet)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            rest.doFilter(request, response);
        }
    }
}
