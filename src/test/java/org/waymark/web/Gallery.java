package org.waymark.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.ITemplateResolver;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.kernel.WaymarkClock;

/**
 * Every page of the shell with made-up people, served without a database: for the view tests, and for looking at. Run
 * {@link #main} and open {@code /gallery/worklist}. It bears no annotation that a component scan would find.
 */
@ImportAutoConfiguration({
    MessageSourceAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    ThymeleafAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
@Import({
    WaymarkClock.class,
    CurrentViewer.class,
    Words.class,
    StageChart.class,
    ShellAdvice.class,
    TroublePages.class,
    Mishaps.class,
    ErrorPages.class
})
public class Gallery {

    /** A Saturday morning, as in the sketches. */
    static final Instant NOW = Instant.parse("2026-11-07T09:12:00Z");

    static final String POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
            + " font-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private static final Viewer RUTH = new Viewer(
            "coordinator",
            "Ruth Amadi",
            "Dementia liaison coordinator",
            "dougie-mac",
            "dougie-mac",
            Set.of(Role.COORDINATOR));

    public static void main(String[] args) {
        SpringApplication.run(Gallery.class, args);
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http, CurrentViewer viewer) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .addFilterAfter(
                        (request, response, chain) -> viewer.as(RUTH, () -> proceed(request, response, chain)),
                        AnonymousAuthenticationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY)))
                .build();
    }

    private static boolean proceed(ServletRequest request, ServletResponse response, FilterChain chain) {
        try {
            chain.doFilter(request, response);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields of a task come from another module, so a form of ours stands in for them here. */
    @Bean
    ITemplateResolver formInTheGallery() {
        var resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/gallery/");
        resolver.setSuffix(".html");
        resolver.setResolvablePatterns(Set.of("forms/form"));
        resolver.setOrder(1);
        return resolver;
    }

    @Bean
    InitializingBean pages(RequestMappingHandlerMapping mapping, WaymarkClock clock) throws NoSuchMethodException {
        clock.moveTo(NOW);
        Method show = Gallery.class.getDeclaredMethod("show", String.class, Model.class);
        return () -> mapping.registerMapping(
                RequestMappingInfo.paths("/gallery/{page}")
                        .options(mapping.getBuilderConfiguration())
                        .build(),
                this,
                show);
    }

    String show(@PathVariable String page, Model model) {
        Map.Entry<String, Map<String, Object>> shown = GalleryPages.of(page);
        model.addAllAttributes(shown.getValue());
        return shown.getKey();
    }
}
