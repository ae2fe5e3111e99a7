package org.waymark.pathway.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.carers.CarerSupport;
import org.waymark.carers.CarerSupport.Attendance;
import org.waymark.carers.CarerSupport.Level;
import org.waymark.carers.CarerSupport.State;
import org.waymark.carers.CarerSupport.Talk;
import org.waymark.carers.CarerSupports;
import org.waymark.kernel.CarerId;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonPage.Fact;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** The card on the support of the carers: for each where it stands, what comes next, and their words before and after. */
@Component
@Order(100)
class CarersSection implements PersonSection {

    /** One carer as the card shows them. */
    record Carer(
            String name,
            String relationship,
            @Nullable String level,
            String tone,
            String state,
            List<Fact> facts,
            List<String> reasons) {}

    private final CarerSupports supports;
    private final AccessDecision access;
    private final Words words;

    CarersSection(CarerSupports supports, AccessDecision access, Words words) {
        this.supports = supports;
        this.access = access;
        this.words = words;
    }

    @Override
    public Optional<PersonPage.Card> of(Viewer viewer, Pathway pathway, Person person) {
        if (!access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            return Optional.empty();
        }
        // The latest of each carer; an earlier one was closed before it.
        Map<CarerId, CarerSupport> latest = new LinkedHashMap<>();
        supports.of(viewer, pathway.ref()).forEach(support -> latest.put(support.carer(), support));
        List<Carer> carers = person.carers().stream()
                .flatMap(carer ->
                        Stream.ofNullable(latest.get(carer.id())).map(support -> carer(viewer, carer, support)))
                .toList();
        return carers.isEmpty()
                ? Optional.empty()
                : Optional.of(new PersonPage.Card(
                        "carers", "Support of the carers", "carers/panels :: supports", Map.of("carers", carers)));
    }

    @Override
    public Map<String, String> tellApart(Viewer viewer, Pathway pathway, Person person) {
        Map<String, String> apart = new LinkedHashMap<>();
        if (access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            supports.of(viewer, pathway.ref())
                    .forEach(support -> apart.put(support.id(), person.carerName(support.carer())));
        }
        return apart;
    }

    private Carer carer(Viewer viewer, Person.Carer carer, CarerSupport support) {
        Level level = support.level();
        return new Carer(
                carer.name(),
                carer.relationship(),
                level == null ? null : words.of(level),
                level == Level.URGENT ? "red" : "",
                words.of(support.state()),
                facts(support),
                level == null ? List.of() : supports.reasons(viewer, support));
    }

    private List<Fact> facts(CarerSupport support) {
        var facts = new ArrayList<Fact>();
        next(support).ifPresent(facts::add);
        if (support.plan() != null) {
            facts.add(new Fact(
                    "Agreed",
                    StringUtils.capitalize(support.plan().helps().stream()
                            .map(help -> words.code("CarerHelp", help))
                            .collect(Collectors.joining("; "))),
                    words.day(support.plan().agreedOn())));
        }
        if (!support.sessions().isEmpty()) {
            facts.add(new Fact("Sessions", attended(support), null));
        }
        add(facts, support.after() == null ? "In their own words" : "In their own words, before", support.before());
        add(facts, "In their own words, after", support.after());
        if (support.authorityAnswer() != null) {
            facts.add(new Fact(
                    "Assessment by the local authority",
                    words.code("AuthorityAssessment", support.authorityAnswer()),
                    support.authorityAskAgainOn() == null
                            ? null
                            : "to be offered again from " + words.day(support.authorityAskAgainOn())));
        }
        return facts;
    }

    private Optional<Fact> next(CarerSupport support) {
        if (!support.isOpen()) {
            return Optional.of(
                    new Fact("Ended", words.code("EndReason", support.endReason()), words.day(support.closedAt())));
        }
        if (support.state() == State.IN_SESSIONS && support.sessionOn() != null) {
            return Optional.of(new Fact("Next session", words.day(support.sessionOn()), null));
        }
        if (support.state() == State.SUPPORTED && support.reviewDueAt() != null) {
            return Optional.of(new Fact("Next review", words.day(support.reviewDueAt()), null));
        }
        if (support.state() == State.PUT_OFF && support.askAgainAt() != null) {
            return Optional.of(new Fact("Asked again from", words.day(support.askAgainAt()), answer(support)));
        }
        return Optional.empty();
    }

    private @Nullable String answer(CarerSupport support) {
        return support.talks().isEmpty()
                ? null
                : words.code(
                        "CarerAnswer",
                        support.talks().get(support.talks().size() - 1).answer());
    }

    private String attended(CarerSupport support) {
        long attended = support.sessions().stream()
                .filter(session -> session.attendance() == Attendance.ATTENDED)
                .count();
        return attended + " of " + support.sessions().size() + " attended";
    }

    private void add(List<Fact> facts, String key, @Nullable Talk said) {
        if (said != null) {
            String step = words.code(
                    "OwnWords",
                    said.ownWords() == null ? "RATHER_NOT_SAY" : said.ownWords().toString());
            facts.add(new Fact(key, said.words() == null ? step : step + " " + said.words(), words.day(said.on())));
        }
    }
}
