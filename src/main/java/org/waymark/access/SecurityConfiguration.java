package org.waymark.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.web.servlet.filter.OrderedRequestContextFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.RequestContextFilter;
import org.waymark.audit.AuditTrail;

/** The filter chains: the engine's REST interface, Cockpit, static files, and the pages, where what no rule names is refused. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; style-src 'self'; script-src 'self';"
            + " img-src 'self' data:; font-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none';"
            + " form-action 'self'";

    private static final String ENGINE_API = "(/engine-rest|/camunda/api/engine/engine/[^/]+)(/engine/[^/]+)?";

    /** New models come with a new version of Waymark; through HTTP they would bring scripts along. */
    private static final Pattern DEPLOYMENT = Pattern.compile(ENGINE_API + "/deployment(/.*)?");

    /** Accounts are Waymark's; these of Camunda's doors would open beside them. */
    private static final Pattern CLOSED_APPS = Pattern.compile(
            "/camunda/(app|api)/(tasklist|admin)(/.*)?" + "|/camunda/(app|api)/[^/]+(/[^/]+)?/setup(/.*)?"
                    // Start pages of an engine that does not exist, at which Camunda's filter fails.
                    + "|/camunda/app/[^/]+/(?!default/?$)([^/.]+|[^/]+/(index\\.html)?)");

    private static final Set<String> HEALTH =
            Set.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");

    /** What Cockpit itself asks of the admin app's interface: who is signed in, and to sign out. */
    private static final Pattern OPEN_OF_ADMIN = Pattern.compile("/camunda/api/admin/auth/user/[^/]+(/logout)?");

    /** So early that the filters of this class are within it, too: whoever refuses a request marks it as written down. */
    @Bean
    RequestContextFilter requestContext() {
        return new OrderedRequestContextFilter();
    }

    /**
     * Lets the container show the page about a request that was refused, whatever its method was: the address of that page is
     * ours, and a method that nobody knows would be refused there again.
     */
    @Bean
    HttpFirewall firewall() {
        return new StrictHttpFirewall() {
            @Override
            public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                return request.getDispatcherType() == DispatcherType.ERROR
                        ? new AboutARefusal(request)
                        : super.getFirewalledRequest(request);
            }
        };
    }

    private static final class AboutARefusal extends FirewalledRequest {

        private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

        AboutARefusal(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return KNOWN.contains(super.getMethod()) ? super.getMethod() : "GET";
        }

        @Override
        public void reset() {
            // Nothing was changed.
        }
    }

    /** A bean, so that Spring Boot makes up no account of its own; without a parent, which would try past the throttle. */
    @Bean
    AuthenticationManager pageSignIn(
            Directory directory, PasswordEncoder passwords, SignInThrottle throttle, AuditTrail audit) {
        return new ProviderManager(new PasswordSignIn(directory, passwords, throttle, audit, true));
    }

    @Bean
    @Order(1)
    SecurityFilterChain engineRest(
            HttpSecurity http,
            Directory directory,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            AuditTrail audit,
            NotYours notYours)
            throws Exception {
        var signIn = new ProviderManager(new PasswordSignIn(directory, passwords, throttle, audit, false));
        return http.securityMatcher(PageRules.under("/engine-rest"))
                .authenticationManager(signIn)
                .httpBasic(basic -> basic.authenticationEntryPoint(SecurityConfiguration::askForPassword))
                .exceptionHandling(handling -> handling.accessDeniedHandler(notYours))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                // No cookie opens this interface, so no other site can act through the browser of somebody signed in.
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(changes(DEPLOYMENT))
                        .denyAll()
                        .anyRequest()
                        .hasAnyRole(PageRules.names(PageRules.ENGINE_REST)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain cockpit(HttpSecurity http, NotYours notYours) throws Exception {
        RequestMatcher isApi = PageRules.under("/camunda/api");
        return http.securityMatcher(PageRules.under("/camunda"))
                // Camunda's own filters set and check its token and write its policy, which its pages need.
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentTypeOptions(options -> options.disable())
                        .xssProtection(xss -> xss.disable())
                        .cacheControl(cache -> cache.disable())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .exceptionHandling(handling -> handling.accessDeniedHandler(notYours)
                        .defaultAuthenticationEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), isApi)
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"), request -> true))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                // Otherwise "sign out" in Cockpit would be followed by a silent sign-in.
                .logout(logout -> logout.logoutRequestMatcher(request -> "POST".equals(request.getMethod())
                                && PageRules.path(request).matches("/camunda/api/admin/auth/user/[^/]+/logout"))
                        .logoutSuccessHandler(
                                (request, response, who) -> response.setStatus(HttpServletResponse.SC_NO_CONTENT)))
                .authorizeHttpRequests(requests -> requests.requestMatchers(changes(DEPLOYMENT), closed())
                        .denyAll()
                        .anyRequest()
                        .hasAnyRole(PageRules.names(PageRules.COCKPIT)))
                .build();
    }

    /** Of its own so that browsers may keep the files and no request for one touches a session. */
    @Bean
    @Order(3)
    SecurityFilterChain staticFiles(HttpSecurity http) throws Exception {
        withOurHeaders(http.securityMatcher(
                request -> PageRules.under("/webjars", "/static").matches(request)
                        || PageRules.path(request).startsWith("/favicon")));
        return http.headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                request -> "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod()))
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain pages(
            HttpSecurity http,
            AuthenticationManager pageSignIn,
            NotYours notYours,
            AuditTrail audit,
            CurrentViewer viewer)
            throws Exception {
        withOurHeaders(http);
        return http.authenticationManager(pageSignIn)
                .addFilterBefore(new LedNowhere(audit, viewer), AuthorizationFilter.class)
                .formLogin(form -> form.loginPage("/sign-in")
                        .defaultSuccessUrl("/worklist", true)
                        .failureHandler(sayWhatWentWrong()))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?signed-out"))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .exceptionHandling(handling -> handling.accessDeniedHandler(notYours)
                        .authenticationEntryPoint(SecurityConfiguration::leadToSignIn))
                .authorizeHttpRequests(requests -> {
                    // Only the application itself forwards, to a page it has decided to show.
                    requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                            .permitAll();
                    requests.requestMatchers(PageRules.under("/sign-in", "/error"))
                            .permitAll();
                    requests.requestMatchers(request -> HEALTH.contains(PageRules.path(request)))
                            .permitAll();
                    requests.requestMatchers(request -> PageRules.path(request).equals("/"))
                            .authenticated();
                    for (var rule : PageRules.RULES) {
                        requests.requestMatchers(rule.matcher()).hasAnyRole(rule.roleNames());
                    }
                    requests.anyRequest().denyAll();
                })
                .build();
    }

    private static void withOurHeaders(HttpSecurity http) throws Exception {
        http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                .frameOptions(FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .crossOriginOpenerPolicy(coop -> coop.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(corp -> corp.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions ->
                        permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()")));
    }

    /** Says so to one whose session has ended in the meantime. */
    private static void leadToSignIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        boolean isOver = request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
        response.sendRedirect(request.getContextPath() + (isOver ? "/sign-in?expired" : "/sign-in"));
    }

    private static AuthenticationFailureHandler sayWhatWentWrong() {
        return (request, response, failure) -> {
            if (failure instanceof AuthenticationServiceException) {
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            } else {
                String what = failure instanceof Throttled ? "throttled" : "error";
                response.sendRedirect(request.getContextPath() + "/sign-in?" + what);
            }
        };
    }

    private static void askForPassword(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof AuthenticationServiceException) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        boolean throttled = failure instanceof Throttled;
        if (throttled) {
            response.setStatus(429);
            response.setHeader("Retry-After", String.valueOf(SignInThrottle.WINDOW.toSeconds()));
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("WWW-Authenticate", "Basic realm=\"Waymark engine REST\", charset=\"UTF-8\"");
        }
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .println(
                        throttled
                                ? "Too many failed sign-ins. Wait "
                                        + SignInThrottle.WINDOW.toMinutes()
                                        + " minutes and try again."
                                : "Sign in with an operator's username and password.");
    }

    private static RequestMatcher changes(Pattern path) {
        return request -> !"GET".equals(request.getMethod())
                && !"HEAD".equals(request.getMethod())
                && path.matcher(PageRules.path(request)).matches();
    }

    private static RequestMatcher closed() {
        return request -> {
            String path = PageRules.path(request);
            return CLOSED_APPS.matcher(path).matches()
                    && !OPEN_OF_ADMIN.matcher(path).matches();
        };
    }
}
