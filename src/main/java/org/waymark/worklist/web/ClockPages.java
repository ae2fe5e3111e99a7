package org.waymark.worklist.web;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.web.Words;
import org.waymark.workflow.ClockRegister;
import org.waymark.workflow.ClockRegister.Clock;
import org.waymark.workflow.ClockRegister.Former;
import org.waymark.workflow.Clocks.Unit;
import org.waymark.workflow.ServiceCodes;

/** Gathers what the pages of the clocks show. */
@Component
class ClockPages {

    /** One row of a clock, in words. */
    record Row(
            String counts,
            String time,
            String owner,
            String source,
            String since,
            String running,
            int wouldMove,
            @Nullable String changeHref,
            @Nullable String endHref,
            String priority,
            String service) {}

    /** A clock in the list, with all its times. */
    record Listed(String name, String href, List<String> times, String source, String running) {}

    /** The clocks of one part of the care. */
    record Part(String id, String title, List<Listed> clocks) {}

    record Before(String counts, String time, String owner, String source, String valid, String replaced) {}

    /** What came with Waymark without another source, or was set by the alliance itself. */
    private static final String LOCAL = "local";

    private static final Comparator<Clock> SHORTEST_FIRST = Comparator.comparing(
                    (Clock one) -> isForAnything(one.key()))
            .thenComparing(Clock::unit)
            .thenComparing(Clock::amount);

    private final ClockRegister register;
    private final ServiceCodes services;
    private final Directory directory;
    private final Words words;
    private final Sentences sentences;

    ClockPages(ClockRegister register, ServiceCodes services, Directory directory, Words words, Sentences sentences) {
        this.register = register;
        this.services = services;
        this.directory = directory;
        this.words = words;
        this.sentences = sentences;
    }

    Map<String, Object> list(Viewer viewer) {
        Map<String, List<Clock>> byName = register.all(viewer).stream()
                .collect(Collectors.groupingBy(one -> one.key().name()));
        Map<ClockPart, List<String>> names = byName.keySet().stream()
                .sorted(ClockPart.IN_ORDER)
                .collect(Collectors.groupingBy(ClockPart::of, TreeMap::new, Collectors.toList()));
        return Map.of(
                "parts",
                names.entrySet().stream()
                        .map(part -> new Part(
                                part.getKey().name().toLowerCase(Locale.ROOT),
                                words.of(part.getKey()),
                                part.getValue().stream()
                                        .map(name -> listed(name, Objects.requireNonNull(byName.get(name))))
                                        .toList()))
                        .toList());
    }

    private Listed listed(String name, List<Clock> rows) {
        return new Listed(
                words.code("Clock", name),
                address(name, "", null),
                rows.stream()
                        .sorted(SHORTEST_FIRST)
                        .map(one -> timeInList(one, rows.size() == 1))
                        .toList(),
                rows.stream()
                        .map(Clock::source)
                        .filter(source -> !source.equals(LOCAL))
                        .distinct()
                        .collect(Collectors.joining(", ")),
                running(rows.stream().mapToInt(Clock::running).sum()));
    }

    /** Empty where nothing runs. */
    String running(int tasks) {
        return tasks == 0 ? "" : sentences.count("clocks.running", tasks);
    }

    private String timeInList(Clock one, boolean isOnly) {
        String time = time(one.amount(), one.unit());
        if (!isForAnything(one.key())) {
            return counts(one.key()) + ": " + time;
        }
        return isOnly ? time : sentences.say("clocks.otherwise", time);
    }

    private static boolean isForAnything(ClockRegister.Key key) {
        return key.priority().isEmpty() && !key.isOfService();
    }

    Map<String, Object> one(Viewer viewer, String name) {
        List<Clock> clocks =
                register.of(viewer, name).stream().sorted(SHORTEST_FIRST).toList();
        List<Row> rows = clocks.stream().map(one -> row(viewer, one)).toList();
        List<Former> former = register.formerOf(viewer, name);
        Map<String, String> people =
                directory.displayNames(former.stream().map(Former::replacedBy).collect(Collectors.toSet()));
        var model = new HashMap<String, Object>();
        model.put("name", name);
        model.put("what", words.code("Clock", name));
        model.put("uses", String.join(", ", clocks.get(0).uses()));
        model.put("rows", rows);
        model.put("former", former.stream().map(one -> before(one, people)).toList());
        model.put("mayChange", register.mayChange(viewer));
        return model;
    }

    /** The row, or the same page as an address that leads nowhere. */
    Clock find(Viewer viewer, ClockRegister.Key key) {
        return register.of(viewer, key.name()).stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(NotVisible::new);
    }

    private Row row(Viewer viewer, Clock one) {
        ClockRegister.Key key = one.key();
        boolean mayChange = register.mayChange(viewer);
        return new Row(
                counts(key),
                time(one.amount(), one.unit()),
                one.owner(),
                one.source(),
                words.day(one.since()),
                running(one.running()),
                one.wouldMove(),
                mayChange ? address(key.name(), "/change", key) : null,
                mayChange && key.isOfService() ? address(key.name(), "/end", key) : null,
                key.priority(),
                key.service());
    }

    private Before before(Former one, Map<String, String> people) {
        String from = one.validFrom() == null ? words.day(one.since()) : words.dayTime(one.validFrom());
        String by = people.getOrDefault(one.replacedBy(), one.replacedBy());
        return new Before(
                counts(one.key()),
                time(one.amount(), one.unit()),
                one.owner(),
                one.source(),
                sentences.say("clocks.validFromTo", from, words.dayTime(one.validUntil())),
                one.endedReason() == null
                        ? sentences.say("clocks.replacedBy", by)
                        : sentences.say("clocks.endedBy", by, one.endedReason()));
    }

    /** "urgent, befriending"; "anything" where the row counts for any work. */
    String counts(ClockRegister.Key key) {
        String counts = Stream.of(
                        key.priority().isEmpty() ? "" : words.code("ClockPriority", key.priority()),
                        key.service().isEmpty() ? "" : words.code("Service", key.service()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? sentences.say("clocks.any") : counts;
    }

    String time(int amount, Unit unit) {
        return sentences.count("clocks." + unit.name(), amount);
    }

    static String address(String name, String below, ClockRegister.@Nullable Key key) {
        var address = UriComponentsBuilder.fromPath("/clocks/" + name + below);
        if (key != null) {
            address.queryParam("priority", key.priority()).queryParam("service", key.service());
        }
        return address.encode().build().toUriString();
    }

    /** What a change begins with: the value as it is. */
    FormContext ofChange(Clock one) {
        return new FormContext(
                Map.of(
                        "amount", one.amount(),
                        "unit", one.unit().name(),
                        "owner", one.owner(),
                        "source", one.source()),
                Map.of("services", List.of(), "priorities", List.of()),
                Map.of("isNew", false),
                null);
    }

    /** A new row begins as the most general one of its clock. */
    FormContext ofAddition(List<Clock> rows) {
        Clock general = rows.get(0);
        List<Option> priorities = rows.stream()
                .map(one -> one.key().priority())
                .filter(code -> !code.isEmpty())
                .distinct()
                .map(code -> new Option(code, words.code("ClockPriority", code)))
                .toList();
        List<Option> codes = services.all().stream()
                .map(code -> new Option(code, words.code("Service", code)))
                .toList();
        return new FormContext(
                Map.of("unit", general.unit().name(), "owner", general.owner()),
                Map.of("services", codes, "priorities", priorities),
                Map.of("isNew", true),
                null);
    }

    /** Said after a change: what it means for new work, and how much open work there would be to move. */
    String changed(Viewer viewer, ClockRegister.Key key) {
        Clock now = find(viewer, key);
        String text = sentences.say(
                "clocks.changed",
                words.code("Clock", key.name()),
                counts(key).toLowerCase(Locale.UK),
                time(now.amount(), now.unit()));
        return now.wouldMove() == 0
                ? text
                : text + " "
                        + sentences.count(
                                "clocks.wouldMove", Objects.requireNonNull(now).wouldMove());
    }
}
