package org.waymark.pathway.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
import org.waymark.crisis.Crises;
import org.waymark.crisis.Crisis;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonPage.Card;
import org.waymark.pathway.web.PersonPage.Fact;
import org.waymark.people.Person;
import org.waymark.web.Words;
import org.waymark.workflow.Worklist;

/** The crisis of a person, where it stands and who is on it, and those before it; only when there is or was one. */
@Component
@Order(10)
class CrisisSection implements PersonSection {

    private final Crises crises;
    private final Worklist worklist;
    private final AccessDecision access;
    private final Directory directory;
    private final Words words;

    CrisisSection(Crises crises, Worklist worklist, AccessDecision access, Directory directory, Words words) {
        this.crises = crises;
        this.worklist = worklist;
        this.access = access;
        this.directory = directory;
        this.words = words;
    }

    /** One that is over, in a line. */
    record Earlier(String when, String how, @Nullable String whatNext) {}

    @Override
    public Optional<Card> of(Viewer viewer, Pathway pathway, Person person) {
        if (!access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            return Optional.empty();
        }
        List<Crisis> all = crises.of(viewer, pathway.ref());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        var model = new HashMap<String, Object>(Map.of("state", "", "facts", List.of()));
        all.stream().filter(Crisis::isOpen).findFirst().ifPresent(open -> {
            model.put("state", words.of(open.state()));
            model.put("facts", facts(viewer, open, pathway));
        });
        model.put(
                "earlier",
                all.stream()
                        .filter(crisis -> !crisis.isOpen())
                        .map(crisis -> new Earlier(
                                words.day(crisis.reportedAt()),
                                words.code("CrisisEnd", crisis.endReason()),
                                crisis.whatNext()))
                        .toList());
        return Optional.of(new Card("crisis", "Crisis", "pathway/crisis :: card", Map.copyOf(model)));
    }

    private List<Fact> facts(Viewer viewer, Crisis crisis, Pathway pathway) {
        var facts = new ArrayList<Fact>();
        worklist.openOf(viewer, pathway.ref()).stream()
                .filter(task -> task.record().equals(crisis.id()))
                .findFirst()
                .ifPresent(task -> facts.add(new Fact(
                        task.name(),
                        who(task.assignee(), task.group()),
                        words.due(task.dueAt()) + ", by " + words.dayTime(task.dueAt()))));
        Crisis.Report last = crisis.reports().get(crisis.reports().size() - 1);
        facts.add(new Fact(
                "Reported",
                words.dayTime(crisis.reportedAt()),
                crisis.reports().size() == 1
                        ? last.whatHappened()
                        : "Reported " + crisis.reports().size() + " times, last " + words.dayTime(last.at()) + ": "
                                + last.whatHappened()));
        if (crisis.triage() != null) {
            facts.add(new Fact(
                    "Triage",
                    words.of(crisis.triage().answer()),
                    words.dayTime(crisis.triage().at())));
        }
        if (crisis.visit() != null) {
            facts.add(new Fact(
                    "Visited",
                    words.dayTime(crisis.visit().at()),
                    name(crisis.visit().by())));
        }
        for (Crisis.Night night : crisis.nights()) {
            facts.add(new Fact(
                    "Night of " + words.shortDay(night.nightOf()),
                    who(night.givenTo(), night.givenGroup()),
                    night.wasCovered() == null
                            ? "not recorded yet"
                            : night.wasCovered() ? "somebody was there" : "nobody was there"));
        }
        return facts;
    }

    private String who(@Nullable String username, String group) {
        return username == null ? group(group) : name(username);
    }

    private String name(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }

    private String group(String group) {
        String[] parts = group.split("\\.", 2);
        return directory
                        .organisation(parts[0])
                        .map(Directory.Organisation::name)
                        .orElse(parts[0])
                + Arrays.stream(parts)
                        .skip(1)
                        .map(role -> ", " + words.of(Role.ofCode(role)).toLowerCase(Locale.UK))
                        .findFirst()
                        .orElse("");
    }
}
