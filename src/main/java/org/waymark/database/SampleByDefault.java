package org.waymark.database;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Gives {@code waymark.sample} its default: the sample alliance comes with the embedded database, where a newcomer looks
 * around, and never by itself into a database that somebody runs.
 */
class SampleByDefault implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean embedded = !StringUtils.hasText(environment.getProperty("waymark.db.url"));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("waymark defaults", Map.of("waymark.sample", embedded)));
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
