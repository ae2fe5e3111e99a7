package org.waymark.links.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.waymark.links.Visits;

/**
 * The filter chain of personal links: a cookie of its own that opens nothing else, no session of the staff's and none made,
 * and what no rule names is refused.
 */
@Configuration(proxyBeanMethods = false)
class LinkSecurity {

    /** No scripts at all: these pages have none. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " font-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();

    @Bean
    @Order(0)
    SecurityFilterChain personalLinks(HttpSecurity http, Visits visits, LinkCookies cookies) throws Exception {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("waymark-link-form");
        tokens.setCookiePath("/s");
        tokens.setCookieCustomizer(cookie -> cookies.dress(cookie));
        return http.securityMatcher(LinkSecurity::isOfLinks)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .frameOptions(FrameOptionsConfig::deny)
                        // The address of the first page holds the secret.
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .crossOriginOpenerPolicy(coop -> coop.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(corp -> corp.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions ->
                                permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()")))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new VisitFilter(visits, cookies), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, refusal) -> response.sendRedirect("/s/stopped"))
                        .accessDeniedHandler((request, response, refusal) ->
                                turnAway(request, response, refusal instanceof CsrfException)))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(
                                        PATHS.matcher(HttpMethod.GET, "/s"),
                                        PATHS.matcher(HttpMethod.GET, "/s/{secret}"),
                                        PATHS.matcher(HttpMethod.POST, "/s/code"),
                                        PATHS.matcher(HttpMethod.POST, "/s/open"))
                                .permitAll()
                                .requestMatchers(
                                        PATHS.matcher(HttpMethod.GET, "/s/go/again"),
                                        PATHS.matcher(HttpMethod.POST, "/s/go/again"),
                                        // What was written for longer than half an hour must not be lost.
                                        PATHS.matcher(HttpMethod.POST, "/s/go/question/{place}"))
                                .hasAnyAuthority(VisitFilter.READER, VisitFilter.IDLE)
                                .requestMatchers(PATHS.matcher("/s/go/**"))
                                .hasAuthority(VisitFilter.READER)
                                .anyRequest()
                                .denyAll())
                .build();
    }

    private static boolean isOfLinks(HttpServletRequest request) {
        // As the container read it when it chose a servlet: decoded, and whole.
        String within = request.getPathInfo();
        String path = within == null ? request.getServletPath() : request.getServletPath() + within;
        return path.equals("/s") || path.startsWith("/s/");
    }

    private static void turnAway(HttpServletRequest request, HttpServletResponse response, boolean hasNoToken)
            throws IOException, ServletException {
        if (hasNoToken) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            request.getRequestDispatcher("/s/stopped").forward(request, response);
        } else {
            response.sendRedirect("/s/go/again");
        }
    }
}
