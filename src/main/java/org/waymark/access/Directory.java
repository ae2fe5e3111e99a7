package org.waymark.access;

import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.kernel.WaymarkClock;

/** The organisations, teams and staff of the alliance and its partners. */
@Service
public class Directory {

    public record Organisation(String id, String name, boolean inAlliance) {}

    /** How an organisation calls itself where nothing may be said of illness, and the number that people can ring. */
    public record Contact(String called, String phone) {}

    public record StaffMember(
            String username,
            String displayName,
            String jobTitle,
            String organisation,
            @Nullable String team,
            Set<Role> roles) {

        public Viewer asViewer() {
            return new Viewer(username, displayName, jobTitle, organisation, team, roles);
        }
    }

    public record NewStaffMember(
            String username,
            String displayName,
            String jobTitle,
            String organisation,
            @Nullable String team,
            Set<Role> roles,
            String password) {

        /** Without the password, so that no log can hold it. */
        @Override
        public String toString() {
            return "NewStaffMember[" + username + "]";
        }
    }

    private static final RowMapper<Organisation> ORGANISATION =
            (row, n) -> new Organisation(row.getString("id"), row.getString("name"), row.getBoolean("in_alliance"));

    private static final RowMapper<StaffMember> STAFF_MEMBER = (row, n) -> new StaffMember(
            row.getString("username"),
            row.getString("display_name"),
            row.getString("job_title"),
            row.getString("organisation"),
            row.getString("team"),
            Stream.of((String[]) row.getArray("roles").getArray())
                    .map(Role::ofCode)
                    .collect(Collectors.toSet()));

    private static final String STAFF = """
            select s.username, s.display_name, s.job_title, s.organisation, s.team, s.password_hash,
                   array(select r.role from staff_role r where r.username = s.username) as roles
            from staff s
            """;

    private final JdbcClient jdbc;
    private final WaymarkClock clock;
    private final PasswordEncoder passwords;

    Directory(JdbcClient jdbc, WaymarkClock clock, PasswordEncoder passwords) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.passwords = passwords;
    }

    public List<Organisation> organisations() {
        return jdbc.sql("select id, name, in_alliance from organisation order by name")
                .query(ORGANISATION)
                .list();
    }

    public Optional<Organisation> organisation(String id) {
        return jdbc.sql("select id, name, in_alliance from organisation where id = :id")
                .param("id", id)
                .query(ORGANISATION)
                .optional();
    }

    /** Empty until somebody has said it. */
    public Optional<Contact> contact(String organisation) {
        return jdbc.sql("select called, phone from organisation_contact where organisation = :organisation")
                .param("organisation", organisation)
                .query((row, n) -> new Contact(row.getString("called"), row.getString("phone")))
                .optional();
    }

    public void setContact(String organisation, Contact contact) {
        jdbc.sql("""
                        insert into organisation_contact (organisation, called, phone) values (:organisation, :called, :phone)
                        on conflict (organisation) do update set called = excluded.called, phone = excluded.phone""")
                .param("organisation", organisation)
                .param("called", contact.called())
                .param("phone", contact.phone())
                .update();
    }

    public Optional<StaffMember> staffMember(String username) {
        return jdbc.sql(STAFF + "where s.username = :username")
                .param("username", username)
                .query(STAFF_MEMBER)
                .optional();
    }

    /** Everybody, by name. */
    public List<StaffMember> staff() {
        return jdbc.sql(STAFF + "order by s.display_name, s.username")
                .query(STAFF_MEMBER)
                .list();
    }

    /** How these people are called, by username; those who are not there are left out. */
    public Map<String, String> displayNames(Collection<String> usernames) {
        var names = new HashMap<String, String>();
        jdbc.sql("select username, display_name from staff where username = any(:usernames)")
                .param("usernames", usernames.toArray(String[]::new))
                .query(row -> {
                    names.put(row.getString("username"), row.getString("display_name"));
                });
        return names;
    }

    /** Staff of a group {@code <organisation>.<role>}, by name. */
    public List<StaffMember> staffOf(String group) {
        int dot = group.indexOf('.');
        if (dot < 0) {
            return List.of();
        }
        return jdbc.sql(STAFF + """
                        where s.organisation = :organisation
                          and exists (select 1 from staff_role r where r.username = s.username and r.role = :role)
                        order by s.display_name, s.username""")
                .param("organisation", group.substring(0, dot))
                .param("role", group.substring(dot + 1))
                .query(STAFF_MEMBER)
                .list();
    }

    public void addOrganisation(Organisation organisation) {
        jdbc.sql("insert into organisation (id, name, in_alliance) values (:id, :name, :inAlliance)")
                .paramSource(organisation)
                .update();
    }

    public void addTeam(String id, String organisation, String name) {
        jdbc.sql("insert into team (id, organisation, name) values (:id, :organisation, :name)")
                .params(Map.of("id", id, "organisation", organisation, "name", name))
                .update();
    }

    @Transactional
    public void addStaff(NewStaffMember member) {
        jdbc.sql("""
                        insert into staff (username, display_name, job_title, organisation, team, password_hash, added_at)
                        values (:username, :displayName, :jobTitle, :organisation, :team, :passwordHash, :at)""")
                .param("username", member.username())
                .param("displayName", member.displayName())
                .param("jobTitle", member.jobTitle())
                .param("organisation", member.organisation())
                .param("team", member.team())
                .param("passwordHash", passwords.encode(member.password()))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        for (Role role : member.roles()) {
            jdbc.sql("insert into staff_role (username, role) values (:username, :role)")
                    .params(Map.of("username", member.username(), "role", role.code()))
                    .update();
        }
    }

    /** For sign-in alone. A name typed in capitals or with spaces around it is the same account. */
    Optional<SignedIn> toSignIn(String typedName) {
        if (typedName.indexOf('\0') >= 0) {
            return Optional.empty(); // PostgreSQL refuses to compare with such a text
        }
        return jdbc.sql(STAFF + "where s.username = :username")
                .param("username", usernameOf(typedName))
                .query((row, n) -> new SignedIn(STAFF_MEMBER.mapRow(row, n).asViewer(), row.getString("password_hash")))
                .optional();
    }

    static String usernameOf(String typedName) {
        return typedName.strip().toLowerCase(Locale.ROOT);
    }
}
