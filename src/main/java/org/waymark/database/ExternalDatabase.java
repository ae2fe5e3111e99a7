package org.waymark.database;

import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** The PostgreSQL that an operator runs and names in WAYMARK_DB_URL. */
record ExternalDatabase(String url, String user, String password) implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public String getUsername() {
        return user;
    }

    @Override
    public String getPassword() {
        return password;
    }
}
