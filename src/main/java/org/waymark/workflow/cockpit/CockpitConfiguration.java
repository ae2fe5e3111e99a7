package org.waymark.workflow.cockpit;

import jakarta.servlet.Filter;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.audit.AuditTrail;

@Configuration(proxyBeanMethods = false)
class CockpitConfiguration {

    /** Behind Spring Security, which has found out who asks; before Camunda's own filters. */
    private static final int AFTER_SECURITY = SecurityProperties.DEFAULT_FILTER_ORDER + 10;

    @Bean
    static ProcessEnginePlugin staffInTheEngine(ObjectProvider<Directory> directory) {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.setIdentityProviderSessionFactory(new StaffIdentities(directory::getObject));
                engine.setResourceAuthorizationProvider(new NoGrantsByTask());
                // Expressions of a stored query would be code from the database.
                engine.setEnableExpressionsInStoredQueries(false);
                engine.setEnableExpressionsInAdhocQueries(false);
            }
        };
    }

    @Bean
    FilterRegistrationBean<Filter> onlyCockpit() {
        return filter(new OnlyCockpit(), 0, "/camunda", "/camunda/*");
    }

    // Filters come into being while the web server starts; what needs the database comes with the first request, so
    // that a
    // database that cannot be had is refused in one sentence and not in the server's stack trace.
    @Bean
    FilterRegistrationBean<Filter> engineOnRecord(@Lazy AuditTrail audit, CurrentViewer viewer) {
        return filter(new EngineOnRecord(audit, viewer), 1, "/camunda/api/*", "/engine-rest/*");
    }

    @Bean
    FilterRegistrationBean<Filter> engineIdentity(
            @Lazy IdentityService identities, CurrentViewer viewer, @Lazy Directory directory) {
        return filter(new EngineIdentity(identities, viewer, directory), 2, "/engine-rest/*");
    }

    @Bean
    FilterRegistrationBean<Filter> signedInToCockpit(CurrentViewer viewer) {
        return filter(new SignedInToCockpit(viewer), 3, "/camunda/app/*", "/camunda/api/*");
    }

    private static FilterRegistrationBean<Filter> filter(Filter filter, int order, String... paths) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(AFTER_SECURITY + order);
        registration.addUrlPatterns(paths);
        return registration;
    }
}
