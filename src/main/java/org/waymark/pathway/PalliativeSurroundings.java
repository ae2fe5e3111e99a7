package org.waymark.pathway;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.endoflife.PalliativeCare.Place;
import org.waymark.endoflife.Surroundings;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;

/** Tells palliative care who gives it and what the record of a death says. */
@Component
class PalliativeSurroundings implements Surroundings {

    private static final String PALLIATIVE_NURSE = "PALLIATIVE_NURSE";

    private final JdbcClient jdbc;
    private final People people;
    private final ServiceDirectory services;
    private final Directory directory;

    PalliativeSurroundings(JdbcClient jdbc, People people, ServiceDirectory services, Directory directory) {
        this.jdbc = jdbc;
        this.people = people;
        this.services = services;
        this.directory = directory;
    }

    private record Around(
            String receivingOrganisation, @Nullable String coordinator) {}

    /** Palliative nurses of the organisation that received the person, or with sharing agreed those of another of the alliance. */
    @Override
    public Team team(PathwayRef pathway) {
        Around around = jdbc.sql("select receiving_organisation, coordinator from pathway where pathway_ref = :ref")
                .param("ref", pathway.value())
                .query(Around.class)
                .single();
        String receiving = around.receivingOrganisation();
        boolean isShared = people.facts(pathway).sharing() == Sharing.AGREED;
        Set<String> alliance = directory.organisations().stream()
                .filter(Organisation::inAlliance)
                .map(Organisation::id)
                .collect(Collectors.toSet());
        return services.providing(PALLIATIVE_NURSE).stream()
                .filter(service -> service.organisation().equals(receiving)
                        || (isShared && alliance.contains(service.organisation())))
                .min(Comparator.comparing(
                                (Service service) -> !service.organisation().equals(receiving))
                        .thenComparing(Service::id))
                .map(service -> new Team(service.organisation(), service.role(), around.coordinator()))
                .orElseGet(() -> new Team(receiving, Role.COORDINATOR.code(), around.coordinator()));
    }

    @Override
    public Optional<Place> placeOfDeath(PathwayRef pathway) {
        return jdbc.sql("""
                        select s.answers ->> 'placeOfDeath' from life_event e join form_submission s on s.id = e.submission
                         where e.pathway_ref = :ref and e.kind = 'DIED' and e.withdrawn_at is null
                           and s.answers ->> 'placeOfDeath' is not null
                         order by e.recorded_at desc limit 1
                        """)
                .param("ref", pathway.value())
                .query(String.class)
                .optional()
                .map(Place::valueOf);
    }
}
