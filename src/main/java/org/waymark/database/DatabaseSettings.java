package org.waymark.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator decides about the database, each also as an environment variable (WAYMARK_DATA, WAYMARK_DB_URL and so
 * on).
 *
 * @param data the folder of the embedded PostgreSQL
 * @param db the PostgreSQL to use instead of the embedded one
 */
@ConfigurationProperties("waymark")
record DatabaseSettings(
        @DefaultValue("data") Path data, @DefaultValue Db db) {

    record Db(
            @Nullable String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {}
}
