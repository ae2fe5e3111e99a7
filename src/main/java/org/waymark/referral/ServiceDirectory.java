package org.waymark.referral;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The services of the alliance and its partners, by the need they answer. */
@Component
public class ServiceDirectory {

    private final JdbcClient jdbc;

    ServiceDirectory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Service> all() {
        return jdbc.sql("select id, code, name, organisation, role, area from service where taking order by name")
                .query(Service.class)
                .list();
    }

    /** The services that answer the need now, by name. */
    public List<Service> providing(String code) {
        return jdbc.sql(
                        "select id, code, name, organisation, role, area from service where code = :code and taking order by name")
                .param("code", code)
                .query(Service.class)
                .list();
    }

    public Optional<Service> service(String id) {
        return jdbc.sql("select id, code, name, organisation, role, area from service where id = :id")
                .param("id", id)
                .query(Service.class)
                .optional();
    }

    public void add(Service service) {
        jdbc.sql(
                        "insert into service (id, code, name, organisation, role, area) values (:id, :code, :name, :organisation, :role, :area)")
                .paramSource(service)
                .update();
    }
}
