package org.waymark.database;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

    @Bean
    @ConditionalOnProperty("waymark.db.url")
    JdbcConnectionDetails externalDatabase(DatabaseSettings settings) {
        var db = settings.db();
        return new ExternalDatabase(String.valueOf(db.url()), db.user(), db.password());
    }

    /** Migrations get a connection of their own, since those of the pool give up on a statement after a minute. */
    @Bean
    FlywayConfigurationCustomizer migrateOverOwnConnection(JdbcConnectionDetails database) {
        return flyway -> flyway.dataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }
}
