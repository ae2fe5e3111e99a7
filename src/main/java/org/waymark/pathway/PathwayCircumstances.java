package org.waymark.pathway;

import java.time.LocalDate;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.Relationships;
import org.waymark.assessment.Circumstances;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;

/** Tells the assessment what it does not keep itself: how the person lives and what was offered. */
@Component
class PathwayCircumstances implements Circumstances {

    /** Somebody counts as newly diagnosed for a year, the time in which advice after diagnosis is offered. */
    private static final Period NEWLY = Period.ofYears(1);

    private final People people;
    private final ServiceDirectory services;
    private final Relationships relationships;
    private final JdbcClient jdbc;
    private final WaymarkClock clock;

    PathwayCircumstances(
            People people,
            ServiceDirectory services,
            Relationships relationships,
            JdbcClient jdbc,
            WaymarkClock clock) {
        this.people = people;
        this.services = services;
        this.relationships = relationships;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Known of(PathwayRef pathway) {
        Person person = people.facts(pathway);
        Map<CarerId, String> carers = new LinkedHashMap<>();
        person.carers().forEach(carer -> carers.put(carer.id(), carer.name()));
        LocalDate diagnosedOn = person.diagnosedOn();
        return new Known(
                person.calledName(),
                !person.carers().isEmpty(),
                person.livesAlone(),
                diagnosedOn == null ? null : diagnosedOn.isAfter(clock.today().minus(NEWLY)),
                planningOffered(pathway),
                diagnosedOn,
                carers,
                person.carerNames());
    }

    private @Nullable Boolean planningOffered(PathwayRef pathway) {
        return jdbc.sql("select planning_answer from pathway where pathway_ref = :ref")
                .param("ref", pathway.value())
                .query((row, number) -> java.util.Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(answer -> answer)
                .map(answer -> !answer.equals("NOT_OFFERED"))
                .orElse(null);
    }

    @Override
    public List<ServiceChoice> servicesFor(PathwayRef pathway, String code) {
        return open(pathway, services.providing(code)).stream()
                .map(service -> new ServiceChoice(service.id(), service.name()))
                .toList();
    }

    /** Those services that the person has not refused to share with. */
    List<Service> open(PathwayRef pathway, List<Service> among) {
        Set<String> closed = relationships.notToTell(pathway);
        return among.stream()
                .filter(service -> !closed.contains(service.organisation()))
                .toList();
    }
}
