package org.waymark.links.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.waymark.links.Language;
import org.waymark.links.Visits;
import org.waymark.links.Visits.Visit;

/** Finds the visit of a request by its cookie, and the language in which to answer. */
class VisitFilter extends OncePerRequestFilter {

    static final String READER = "READER";

    /** A reader who has been away for a while, and is asked for the second fact again. */
    static final String IDLE = "IDLE";

    /** Tells the access log of the servlet container to leave a request out; see {@code application.yml}. */
    private static final String UNLOGGED = "waymark.unlogged";

    private static final Logger LOG = LoggerFactory.getLogger(VisitFilter.class);

    private final Visits visits;
    private final LinkCookies cookies;

    VisitFilter(Visits visits, LinkCookies cookies) {
        this.visits = visits;
        this.cookies = cookies;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        request.setAttribute(UNLOGGED, true);
        Optional<Visit> visit;
        try {
            visit = LinkCookies.visit(request).flatMap(visits::resume);
        } catch (RuntimeException e) {
            LOG.warn("A visit waits for the database: {}", e.getClass().getName());
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            request.getRequestDispatcher("/s/trouble").forward(request, response);
            return;
        }
        if (visit.isEmpty() && LinkCookies.visit(request).isPresent()) {
            cookies.clear(response);
        }
        ReaderLocale.choose(
                request, Language.ofCode(request.getParameter("l")).orElseGet(() -> visit.map(Visit::language)
                        .orElse(Language.ENGLISH)));
        visit.ifPresent(found -> {
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    found, null, AuthorityUtils.createAuthorityList(found.isIdle() ? IDLE : READER)));
            SecurityContextHolder.setContext(context);
        });
        rest.doFilter(request, response);
    }
}
