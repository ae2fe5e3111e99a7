package org.waymark.crisis.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.crisis.CrisisCover;
import org.waymark.crisis.CrisisCover.Responder;
import org.waymark.crisis.Rota;
import org.waymark.crisis.Rota.Entry;
import org.waymark.crisis.Rota.Gap;
import org.waymark.crisis.web.RotaPage.Choice;
import org.waymark.crisis.web.RotaPage.Row;
import org.waymark.crisis.web.RotaPage.Section;
import org.waymark.crisis.web.RotaPage.Week;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.FieldErrors;
import org.waymark.web.Words;

/** Gathers the rota of each organisation that gives rapid response, the viewer's own first. */
@Component
@Transactional
class RotaPages {

    /** A gap over a weekend is shown as one piece. */
    private static final Duration INTO_THE_WEEK_AFTER = Duration.ofHours(12);

    private final Rota rota;
    private final CrisisCover reach;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final Words words;
    private final MessageSource messages;

    RotaPages(
            Rota rota,
            CrisisCover reach,
            Directory directory,
            AuditTrail audit,
            WaymarkClock clock,
            Words words,
            MessageSource messages) {
        this.rota = rota;
        this.reach = reach;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
        this.words = words;
        this.messages = messages;
    }

    /** @param errors what is wrong with the draft, by field */
    void show(Viewer viewer, Model model, RotaDraft draft, Map<String, String> errors) {
        audit.record(viewer.username(), "rota.viewed", null, null);
        Map<String, String> names =
                directory.organisations().stream().collect(Collectors.toMap(Organisation::id, Organisation::name));
        List<Section> sections = reach.responders().stream()
                .sorted(Comparator.comparing(
                        responder -> !responder.organisation().equals(viewer.organisation())))
                .map(responder -> section(viewer, responder, names.getOrDefault(responder.organisation(), "")))
                .toList();
        model.addAttribute("sections", sections);
        model.addAttribute("mayAdd", sections.stream().anyMatch(Section::mayChange));
        model.addAttribute("who", viewer.organisation() == null ? List.of() : choices(viewer.organisation()));
        model.addAttribute("typed", draft);
        FieldErrors.show(model, errors, RotaPages::idOf);
    }

    /** A date has three fields, of which the first is gone to. */
    private static String idOf(String field) {
        return field.equals("from") || field.equals("until") ? field + "-day" : field;
    }

    String say(String key, Object... arguments) {
        return messages.getMessage(key, arguments, Locale.UK);
    }

    private Section section(Viewer viewer, Responder responder, String name) {
        String organisation = responder.organisation();
        boolean mayChange = rota.mayChange(viewer, organisation);
        String group = name + ", " + role(responder.role());
        String now = rota.at(organisation, clock.instant())
                .map(entry -> say("rota.now", who(entry), words.dayTime(entry.until())))
                .orElseGet(() -> say("rota.nobodyNow", group));
        List<Gap> tonight = rota.gapsTonight(organisation);
        String gap = tonight.isEmpty()
                ? null
                : say(
                        "rota.gapTonight",
                        tonight.stream()
                                .map(one -> say("rota.fromTo", words.dayTime(one.from()), words.dayTime(one.until())))
                                .collect(Collectors.joining(say("rota.and"))),
                        group);
        return new Section(
                organisation,
                name,
                now,
                gap,
                mayChange,
                List.of(
                        new Week(organisation + "-this", say("rota.thisWeek"), rows(organisation, 0, mayChange)),
                        new Week(organisation + "-next", say("rota.nextWeek"), rows(organisation, 1, mayChange))));
    }

    private record Timed(Instant from, Row row) {}

    private List<Row> rows(String organisation, int weeksOn, boolean mayChange) {
        Instant now = clock.instant();
        Instant begins = rota.weekBegins(weeksOn);
        Instant ends = rota.weekBegins(weeksOn + 1);
        Stream<Timed> entries = rota.between(organisation, begins, ends).stream()
                // One that goes on over midnight of a Sunday stands in the week in which it begins.
                .filter(entry -> weeksOn == 0 || !entry.from().isBefore(begins))
                .map(entry -> new Timed(entry.from(), row(entry, now, mayChange)));
        Stream<Timed> gaps = rota.gaps(organisation, now, rota.weekBegins(2).plus(INTO_THE_WEEK_AFTER)).stream()
                .filter(gap -> !gap.from().isBefore(begins) && gap.from().isBefore(ends))
                .map(gap -> new Timed(
                        gap.from(),
                        new Row(
                                words.dayTime(gap.from()),
                                words.dayTime(gap.until()),
                                say("rota.nobody"),
                                "amber",
                                say("rota.state.gap"),
                                null,
                                "")));
        return Stream.concat(entries, gaps)
                .sorted(Comparator.comparing(Timed::from))
                .map(Timed::row)
                .toList();
    }

    private Row row(Entry entry, Instant now, boolean mayChange) {
        boolean isOver = !entry.until().isAfter(now);
        boolean isNow = entry.isAt(now);
        return new Row(
                words.dayTime(entry.from()),
                words.dayTime(entry.until()),
                who(entry),
                isNow ? "green" : "",
                say(isNow ? "rota.state.now" : isOver ? "rota.state.over" : "rota.state.ahead"),
                mayChange && !isOver ? "/rota/" + entry.id() + "/end" : null,
                say(isNow ? "rota.end" : "rota.takeOff"));
    }

    private String who(Entry entry) {
        if (entry.role() != null) {
            return say("rota.everybody", role(entry.role()));
        }
        String username = String.valueOf(entry.username());
        return directory.staffMember(username).map(StaffMember::displayName).orElse(username);
    }

    private String role(String code) {
        return words.of(Role.ofCode(code)).toLowerCase(Locale.UK);
    }

    private List<Choice> choices(String organisation) {
        List<StaffMember> staff = rota.candidates(organisation);
        var choices = new ArrayList<Choice>();
        staff.forEach(member -> choices.add(
                new Choice(RotaDraft.PERSON + member.username(), member.displayName() + ", " + member.jobTitle())));
        var roles = new LinkedHashSet<Role>();
        staff.forEach(member -> roles.addAll(member.roles()));
        roles.stream()
                .sorted()
                .forEach(role -> choices.add(
                        new Choice(RotaDraft.ROLE + role.code(), say("rota.everybody", role(role.code())))));
        return choices;
    }
}
