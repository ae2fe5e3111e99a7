package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.LifeEvents.LifeEvent;
import org.waymark.pathway.Pathway;
import org.waymark.people.LivingSituations;
import org.waymark.people.LivingSituations.LivesIn;
import org.waymark.people.LivingSituations.Situation;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** What has happened in the person's life, what each entry did, and the way to take a mistake back. */
@Component
@Order(100)
class LifeEventsSection implements PersonSection {

    private final LifeEvents lifeEvents;
    private final LivingSituations situations;
    private final AccessDecision access;
    private final Directory directory;
    private final Words words;
    private final Effects effects;

    LifeEventsSection(
            LifeEvents lifeEvents,
            LivingSituations situations,
            AccessDecision access,
            Directory directory,
            Words words,
            Effects effects) {
        this.lifeEvents = lifeEvents;
        this.situations = situations;
        this.access = access;
        this.directory = directory;
        this.words = words;
        this.effects = effects;
    }

    record Row(
            String what,
            String on,
            String by,
            List<String> did,
            @Nullable String withdrawn,
            @Nullable String correctHref) {}

    @Override
    public Optional<PersonPage.Card> of(Viewer viewer, Pathway pathway, Person person) {
        if (!access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            return Optional.empty();
        }
        List<Row> rows = lifeEvents.of(viewer, pathway.ref()).stream()
                .map(event -> row(viewer, pathway, event))
                .toList();
        String now = now(situations.of(viewer, pathway.ref()));
        return rows.isEmpty() && now.isEmpty()
                ? Optional.empty()
                : Optional.of(new PersonPage.Card(
                        "life-events",
                        "Life events",
                        "pathway/life-events :: events",
                        Map.of("rows", rows, "now", pathway.isOpen() ? now : "")));
    }

    private String now(Situation situation) {
        String home = situation.livesIn() == LivesIn.CARE_HOME ? "Lives in a care home." : "";
        String hospital = situation.inHospitalSince() == null
                ? ""
                : "In hospital since " + words.day(situation.inHospitalSince()) + ".";
        return (home + " " + hospital).strip();
    }

    private Row row(Viewer viewer, Pathway pathway, LifeEvent event) {
        boolean isCorrectable = viewer.has(Role.COORDINATOR)
                && pathway.isOpen()
                && lifeEvents.correctable(viewer, pathway.ref(), event.id()).isPresent();
        return new Row(
                words.of(event.kind()),
                words.day(event.happenedOn()),
                directory
                                .staffMember(event.recordedBy())
                                .map(Directory.StaffMember::displayName)
                                .orElse(event.recordedBy())
                        + ", " + words.dayTime(event.recordedAt()),
                effects.inWords(event.did()),
                event.withdrawnAt() == null
                        ? null
                        : "Taken back " + words.day(event.withdrawnAt()) + ": " + event.withdrawnReason(),
                isCorrectable ? "/people/" + pathway.ref() + "/events/" + event.id() + "/correct" : null);
    }
}
