package org.waymark.pathway.web;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.centre.CentreDay;
import org.waymark.centre.CentreDays.Capacity;
import org.waymark.centre.CentreDays.Overview;
import org.waymark.centre.CentrePlace;
import org.waymark.centre.CentrePlace.Attendance;
import org.waymark.centre.CentreRegister.Expected;
import org.waymark.centre.CentreRegister.Session;
import org.waymark.centre.Centres.Centre;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.People;
import org.waymark.people.People.Label;
import org.waymark.web.Words;

/** Gathers what the pages of the wellbeing centre show. */
@Component
class CentrePages {

    /** Why somebody did not come, when it is known. */
    static final List<String> REASONS =
            List.of("ILL", "HOSPITAL", "HOLIDAY", "APPOINTMENT", "TRANSPORT", "CARER", "DID_NOT_WISH", "OTHER");

    static final List<String> NOT_HELD = List.of("BANK_HOLIDAY", "STAFF", "WEATHER", "OTHER");

    static final Map<String, String> WEEKDAYS = Arrays.stream(DayOfWeek.values())
            .collect(Collectors.toMap(
                    DayOfWeek::name,
                    day -> day.getDisplayName(TextStyle.FULL, Locale.UK),
                    (one, other) -> one,
                    LinkedHashMap::new));

    static final Set<String> OPENING = Set.of("weekday", "begins", "ends", "places", "reason");

    private static final int MOST_PLACES = 200;

    private final People people;
    private final Directory directory;
    private final WaymarkClock clock;
    private final Words words;

    CentrePages(People people, Directory directory, WaymarkClock clock, Words words) {
        this.people = people;
        this.directory = directory;
        this.clock = clock;
        this.words = words;
    }

    record Choice(String value, String label) {}

    /** @param share taken places in hundredths, for the bar */
    record DayRow(
            String label,
            String sentence,
            long share,
            @Nullable String waiting,
            @Nullable String registerHref,
            @Nullable String changeHref) {}

    record CentreCard(
            String id,
            String name,
            String waiting,
            List<DayRow> days,
            @Nullable String waitingHref,
            @Nullable String openHref) {}

    Map<String, Object> overview(List<Overview> centres) {
        return Map.of("centres", centres.stream().map(CentrePages::card).toList());
    }

    private static CentreCard card(Overview overview) {
        String id = overview.centre().serviceId();
        return new CentreCard(
                "centre-" + id,
                overview.centre().name(),
                counted(overview.waiting(), "waits", "wait") + " for a place.",
                overview.days().stream().map(use -> row(overview, use)).toList(),
                overview.mayName() ? "/centre/waiting/" + id : null,
                overview.mayChange() ? "/centre/open/" + id : null);
    }

    private static DayRow row(Overview overview, CentreDay.Use use) {
        CentreDay day = use.day();
        return new DayRow(
                day.label(),
                use.taken() + " of " + day.places() + (day.places() == 1 ? " place taken, " : " places taken, ")
                        + (use.free() == 0 ? "none free" : use.free() + " free")
                        + (use.kept() == 0 ? "" : "; " + use.kept() + " kept for an induction"),
                day.places() == 0 ? 0 : use.taken() * 100L / day.places(),
                use.waiting() == 0 ? null : counted(use.waiting(), "waits", "wait") + " for this day",
                overview.mayName() ? "/centre/days/" + day.id() : null,
                overview.mayChange() ? "/centre/days/" + day.id() + "/places" : null);
    }

    private static String counted(int count, String one, String many) {
        return switch (count) {
            case 0 -> "Nobody " + one;
            case 1 -> "1 person " + one;
            default -> count + " people " + many;
        };
    }

    record WaitingRow(
            int place, String name, String href, String pathwayRef, String priority, String tone, String since) {}

    Map<String, Object> waiting(Viewer asking, List<CentrePlace> waiting) {
        Map<PathwayRef, Label> labels =
                people.labels(asking, waiting.stream().map(CentrePlace::pathway).toList());
        var rows = new ArrayList<WaitingRow>();
        for (CentrePlace place : waiting) {
            Label label = labels.get(place.pathway());
            if (label != null) {
                rows.add(new WaitingRow(
                        rows.size() + 1,
                        label.name(),
                        "/people/" + place.pathway(),
                        place.pathway().value(),
                        words.of(place.priority()),
                        switch (place.priority()) {
                            case URGENT -> "red";
                            case SOON -> "amber";
                            case ROUTINE -> "";
                        },
                        words.day(place.askedAt())));
            }
        }
        return Map.of("rows", rows);
    }

    /**
     * One line of a register.
     *
     * @param mark CAME, MISSED or nothing
     * @param earlier what was marked before, as sentences
     */
    record Line(
            String placeId,
            String name,
            String href,
            String pathwayRef,
            @Nullable String inHospital,
            @Nullable String transport,
            @Nullable String toKnow,
            String mark,
            String reason,
            List<String> earlier) {}

    Map<String, Object> register(Viewer asking, Session session) {
        List<PathwayRef> refs = Stream.concat(
                        session.people().stream().map(one -> one.place().pathway()), session.inductions().stream())
                .distinct()
                .toList();
        Map<PathwayRef, Label> labels = people.labels(asking, refs);
        LocalDate on = session.on();
        boolean isAhead = on.isAfter(clock.today());
        String base = "/centre/days/" + session.day().id() + "?on=";
        var model = new HashMap<String, Object>();
        model.put("centre", session.centre().name());
        model.put("dayId", session.day().id());
        model.put("day", session.day().label());
        model.put("on", on.toString());
        model.put("onWords", words.longDay(on));
        model.put("isAhead", isAhead);
        model.put(
                "notHeld",
                session.notHeldReason() == null
                        ? null
                        : "This session did not take place: "
                                + words.code("CentreNotHeld", session.notHeldReason())
                                        .toLowerCase(Locale.UK)
                                + ".");
        model.put("lines", lines(session, labels));
        model.put(
                "inductions",
                session.inductions().stream()
                        .flatMap(ref -> Stream.ofNullable(labels.get(ref)).map(Label::name))
                        .sorted()
                        .toList());
        model.put("hidden", session.hidden());
        model.put("reasons", choices("CentreAbsence", REASONS));
        model.put("notHeldReasons", choices("CentreNotHeld", NOT_HELD));
        model.put("mayCallOff", session.people().stream().allMatch(one -> one.mark() == null));
        model.put("newer", isAhead ? null : base + on.plusWeeks(1));
        model.put("older", on.minusWeeks(1).isBefore(session.day().openedOn()) ? null : base + on.minusWeeks(1));
        return model;
    }

    private List<Choice> choices(String type, List<String> codes) {
        return codes.stream()
                .map(code -> new Choice(code, words.code(type, code)))
                .toList();
    }

    private List<Line> lines(Session session, Map<PathwayRef, Label> labels) {
        return session.people().stream()
                .flatMap(one ->
                        Stream.ofNullable(labels.get(one.place().pathway())).map(label -> line(one, label.name())))
                .sorted(Comparator.comparing(Line::name))
                .toList();
    }

    private Line line(Expected one, String name) {
        CentrePlace place = one.place();
        Attendance mark = one.mark();
        return new Line(
                place.id(),
                name,
                "/people/" + place.pathway(),
                place.pathway().value(),
                one.inHospital() ? "In hospital; the place is kept" : null,
                place.transport() == null ? null : words.code("CentreTransport", place.transport()),
                place.toKnow(),
                mark == null ? "" : mark.came() ? "CAME" : "MISSED",
                mark == null || mark.reason() == null ? "" : mark.reason(),
                one.earlier().stream()
                        .map(earlier -> (earlier.came() ? "came" : "did not come") + ", marked "
                                + words.dayTime(earlier.at()) + " by " + staff(earlier.by()))
                        .toList());
    }

    private String staff(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }

    record ChangeRow(String sentence, String reason, String when) {}

    Map<String, Object> capacity(Capacity capacity) {
        var model = new HashMap<String, Object>();
        model.put("centre", capacity.centre().name());
        model.put("dayId", capacity.day().id());
        model.put("day", capacity.day().label());
        model.put("least", capacity.least());
        model.put("places", String.valueOf(capacity.day().places()));
        model.put(
                "changes",
                capacity.changes().stream()
                        .map(change -> new ChangeRow(
                                "From " + change.before() + " to " + change.places(),
                                change.reason(),
                                words.dayTime(change.at()) + ", " + staff(change.by())))
                        .toList());
        return model;
    }

    Map<String, Object> openDay(Centre centre) {
        return Map.of(
                "centre",
                centre.name(),
                "serviceId",
                centre.serviceId(),
                "weekdays",
                WEEKDAYS.entrySet().stream()
                        .map(day -> new Choice(day.getKey(), day.getValue()))
                        .toList());
    }

    static @Nullable String placesError(String typed, int least) {
        String number = typed.strip();
        if (!number.matches("\\d{1,3}") || Integer.parseInt(number) > MOST_PLACES) {
            return "Enter how many places there are, from 0 to 200";
        }
        return Integer.parseInt(number) < least
                ? "There cannot be fewer places than are taken, which is " + least
                : null;
    }
}
