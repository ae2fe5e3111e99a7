package org.waymark.database;

import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

    /** Ends after everything that uses it, since the pool depends on it: requests and jobs finish on a live database. */
    @Bean
    JdbcConnectionDetails database(DatabaseSettings settings, ServerProperties server) {
        var port = new HttpPort(server.getAddress(), server.getPort() == null ? 8080 : server.getPort());
        var db = settings.db();
        String url = db.url();
        if (url != null && StringUtils.hasText(url)) {
            port.requireFree();
            return new ExternalDatabase(url, db.user(), db.password()).requireAnswer();
        }
        // The folder is asked first: somebody who starts a second copy hears of that, not of the port alone.
        var folder = DataFolder.take(settings.data());
        try {
            port.requireFree();
        } catch (StartRefused e) {
            folder.close();
            throw e;
        }
        return EmbeddedDatabase.start(folder);
    }

    /** Migrations get a connection of their own, since those of the pool give up on a statement after half a minute. */
    @Bean
    FlywayConfigurationCustomizer migrateOverOwnConnection(JdbcConnectionDetails database) {
        return flyway -> flyway.dataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }
}
