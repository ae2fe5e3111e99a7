package org.waymark.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.util.StringUtils;

/** The PostgreSQL that an operator runs and names in WAYMARK_DB_URL. */
record ExternalDatabase(String url, String user, String password) implements JdbcConnectionDetails {

    private static final int OLDEST = 14;

    /** Connects once, so that a wrong address or password is told in a sentence before anything else starts. */
    ExternalDatabase requireAnswer() {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new StartRefused("WAYMARK_DB_URL must look like jdbc:postgresql://host:5432/database.");
        }
        try (var connection = DriverManager.getConnection(url, login())) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new StartRefused("The database at " + place() + " is PostgreSQL " + version + ": Waymark needs "
                        + OLDEST + " or newer.");
            }
            return this;
        } catch (SQLException e) {
            throw new StartRefused("The database at " + place() + " " + reason(e), e);
        }
    }

    private Properties login() {
        var login = new Properties();
        if (StringUtils.hasText(user)) {
            login.setProperty("user", user);
        }
        if (StringUtils.hasText(password)) {
            login.setProperty("password", password);
        }
        login.setProperty("connectTimeout", "5");
        login.setProperty("loginTimeout", "10");
        return login;
    }

    private static String reason(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28") || state.equals("08004")) {
            return "refuses the sign-in: check WAYMARK_DB_USER and WAYMARK_DB_PASSWORD.";
        }
        if (state.startsWith("3D")) {
            return "does not exist on that server: create it, or check WAYMARK_DB_URL.";
        }
        return "cannot be reached: check that it runs, and WAYMARK_DB_URL.";
    }

    /** Without the parameters, which may hold a password. */
    private String place() {
        return url.replaceFirst("\\?.*", "")
                .replaceFirst("^jdbc:postgresql:(//)?", "")
                .replaceFirst("^.*@", "");
    }

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
