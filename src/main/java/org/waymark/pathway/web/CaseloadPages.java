package org.waymark.pathway.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Caseloads;
import org.waymark.pathway.Caseloads.Entry;
import org.waymark.pathway.Caseloads.Load;
import org.waymark.pathway.Caseloads.Offer;
import org.waymark.pathway.Caseloads.Order;
import org.waymark.people.People;
import org.waymark.people.People.Label;
import org.waymark.web.Words;

/** Gathers what the board of caseloads shows, and what would be if people were handed over. */
@Component
class CaseloadPages {

    /** Stands for those who have no coordinator yet, where a username stands otherwise. */
    private static final String NOBODY = "nobody-yet";

    private static final int PAGE = 50;

    private final Caseloads caseloads;
    private final People people;
    private final Directory directory;
    private final AuditTrail audit;
    private final Words words;

    CaseloadPages(Caseloads caseloads, People people, Directory directory, AuditTrail audit, Words words) {
        this.caseloads = caseloads;
        this.people = people;
        this.directory = directory;
        this.audit = audit;
        this.words = words;
    }

    /** @param share of the heaviest caseload, in hundredths, for the bar */
    record LoadRow(
            String coordinator, String name, String people, long points, long share, long overdue, boolean current) {}

    record Tag(String tone, String text) {}

    record Row(
            String pathwayRef,
            String name,
            String href,
            List<Tag> tags,
            @Nullable String next,
            String dueTone,
            String dueWords,
            long overdue,
            String lastContact,
            String review,
            int points) {}

    record OfferRow(
            UUID id,
            String sentence,
            String names,
            @Nullable String note,
            boolean mayAccept,
            boolean mayWithdraw) {}

    record Choice(String value, String label) {}

    /** What would be, beside what is. */
    record WhatIf(String name, String now, String then) {}

    /** Which part of the board is asked for. */
    record Request(
            @Nullable String of, Order order, @Nullable PathwayRef after) {

        static Request of(@Nullable String of, @Nullable String order, @Nullable String after) {
            return new Request(
                    of,
                    Stream.of(Order.values())
                            .filter(known -> known.name().equals(order))
                            .findFirst()
                            .orElse(Order.POINTS),
                    after == null ? null : PersonController.ref(after));
        }

        String address() {
            return "/caseload?order=" + order + (of == null ? "" : "&of=" + of);
        }

        @Nullable
        String coordinator() {
            return NOBODY.equals(of) ? null : of;
        }
    }

    Map<String, Object> board(Viewer asking, Request request) {
        List<Load> loads = caseloads.loads(asking);
        Request shown = request.of() == null
                ? new Request(mineOrHeaviest(asking, loads), request.order(), request.after())
                : request;
        List<Entry> page = caseloads.caseload(asking, shown.coordinator(), shown.order(), shown.after(), PAGE + 1);
        List<Entry> entries = page.size() > PAGE ? page.subList(0, PAGE) : page;
        audit.record(asking.username(), "caseload.viewed", null, null);
        Map<PathwayRef, Label> labels =
                people.labels(asking, entries.stream().map(Entry::pathway).toList());
        List<Offer> offers = caseloads.open(asking);
        Map<String, String> names = names(loads, offers);
        var model = new HashMap<String, Object>();
        model.put("loads", loadRows(loads, shown, names));
        model.put("of", String.valueOf(shown.of()));
        model.put("ofName", name(shown.of(), names));
        model.put("order", shown.order().name());
        model.put(
                "orders",
                Stream.of(Order.values())
                        .map(one -> new Choice(one.name(), words.of(one)))
                        .toList());
        model.put(
                "rows",
                entries.stream()
                        .flatMap(entry ->
                                Stream.ofNullable(labels.get(entry.pathway())).map(label -> row(entry, label)))
                        .toList());
        model.put("mayOffer", shown.coordinator() != null && !entries.isEmpty());
        model.put(
                "offers",
                offers.stream().map(offer -> offerRow(asking, offer, names)).toList());
        if (page.size() > PAGE) {
            model.put(
                    "older", shown.address() + "&after=" + entries.get(PAGE - 1).pathway());
        }
        if (shown.after() != null) {
            model.put("newer", shown.address());
        }
        return model;
    }

    private static @Nullable String mineOrHeaviest(Viewer asking, List<Load> loads) {
        return loads.stream().anyMatch(load -> asking.username().equals(load.coordinator())) || loads.isEmpty()
                ? asking.username()
                : of(loads.get(0));
    }

    private static String of(Load load) {
        return load.coordinator() == null ? NOBODY : load.coordinator();
    }

    private Map<String, String> names(List<Load> loads, List<Offer> offers) {
        Set<String> usernames = new LinkedHashSet<>();
        loads.forEach(load -> usernames.add(of(load)));
        offers.forEach(offer -> usernames.addAll(List.of(offer.from(), offer.to(), offer.offeredBy())));
        return directory.displayNames(usernames);
    }

    private static String name(@Nullable String coordinator, Map<String, String> names) {
        return coordinator == null || coordinator.equals(NOBODY)
                ? "Nobody yet"
                : names.getOrDefault(coordinator, coordinator);
    }

    private List<LoadRow> loadRows(List<Load> loads, Request shown, Map<String, String> names) {
        long heaviest = loads.stream().mapToLong(Load::points).max().orElse(1);
        return loads.stream()
                .map(load -> new LoadRow(
                        of(load),
                        name(load.coordinator(), names),
                        counted(load.people()),
                        load.points(),
                        load.points() * 100 / Math.max(1, heaviest),
                        load.overdue(),
                        of(load).equals(shown.of())))
                .toList();
    }

    private String counted(long people) {
        return people == 1 ? "1 person" : words.number(people) + " people";
    }

    private List<Tag> tags(Entry entry) {
        if (entry.endReason() != null) {
            return List.of(new Tag("", words.code("EndReason", entry.endReason())));
        }
        var tags = new ArrayList<Tag>();
        tags.add(new Tag("plum", entry.stage() == Stage.UNKNOWN ? "No stage yet" : words.of(entry.stage())));
        if (!entry.carerStrain().equals("UNKNOWN")) {
            tags.add(new Tag(
                    strainTone(entry.carerStrain()),
                    "Carer strain "
                            + words.code("CarerStrain", entry.carerStrain()).toLowerCase(Locale.UK)));
        }
        if (entry.code() != null) {
            tags.add(new Tag(
                    entry.code().equals("RED") ? "red" : "teal",
                    "Code " + words.code("NeedsCode", entry.code()).toLowerCase(Locale.UK)));
        }
        return tags;
    }

    private Row row(Entry entry, Label label) {
        return new Row(
                entry.pathway().value(),
                label.name(),
                "/people/" + entry.pathway(),
                tags(entry),
                entry.nextTask(),
                words.dueTone(entry.nextDueAt()),
                entry.nextTask() == null ? "" : words.due(entry.nextDueAt()),
                entry.overdue(),
                entry.lastContactOn() == null ? "not yet" : words.day(entry.lastContactOn()),
                entry.endReason() != null
                        ? "none"
                        : entry.reviewDueAt() == null ? "not set" : words.day(entry.reviewDueAt()),
                entry.points());
    }

    private static String strainTone(String strain) {
        return switch (strain) {
            case "VERY_HIGH" -> "red";
            case "HIGH" -> "amber";
            default -> "";
        };
    }

    private OfferRow offerRow(Viewer asking, Offer offer, Map<String, String> names) {
        boolean isForMe = offer.to().equals(asking.username());
        String who = counted(offer.people().size());
        return new OfferRow(
                offer.id(),
                isForMe
                        ? name(offer.from(), names) + " hands over " + who + " to you, if you accept."
                        : name(offer.to(), names) + " has been asked to take over " + who + " from "
                                + name(offer.from(), names) + ".",
                String.join(
                        ", ",
                        sorted(asking, offer.people()).stream().map(Label::name).toList()),
                offer.note(),
                isForMe,
                offer.offeredBy().equals(asking.username()));
    }

    private List<Label> sorted(Viewer asking, List<PathwayRef> refs) {
        return people.labels(asking, refs).values().stream()
                .sorted(Comparator.comparing(Label::name))
                .toList();
    }

    /** Who is meant: those ticked, or the whole caseload. */
    List<PathwayRef> chosen(Viewer asking, Request request, @Nullable List<String> person, boolean everybody) {
        return everybody
                ? caseloads.everybodyOf(asking, request.coordinator())
                : Stream.ofNullable(person)
                        .flatMap(List::stream)
                        .map(PersonController::ref)
                        .distinct()
                        .toList();
    }

    List<StaffMember> receivers(Viewer asking, Request request, List<PathwayRef> chosen) {
        return caseloads.receivers(asking, chosen).stream()
                .filter(member -> !member.username().equals(request.of()))
                .toList();
    }

    Map<String, Object> whatIf(Viewer asking, Request request, List<PathwayRef> chosen, List<StaffMember> receivers) {
        long points = caseloads.points(asking, chosen);
        Map<String, Long> now = new HashMap<>();
        Map<String, Long> everybody = new HashMap<>();
        caseloads.loads(asking).forEach(load -> {
            now.put(of(load), load.points());
            everybody.put(of(load), load.people());
        });
        String from = String.valueOf(request.of());
        var rows = new ArrayList<WhatIf>();
        long before = now.getOrDefault(from, 0L);
        rows.add(new WhatIf(
                directory.staffMember(from).map(StaffMember::displayName).orElse("Nobody yet"),
                before + " points",
                (before - points) + " points"));
        for (StaffMember member : receivers) {
            long has = now.getOrDefault(member.username(), 0L);
            rows.add(new WhatIf(member.displayName(), has + " points", (has + points) + " points, with these people"));
        }
        return Map.of(
                "of",
                from,
                "order",
                request.order().name(),
                "people",
                sorted(asking, chosen),
                "points",
                points,
                "left",
                chosen.size() < Caseloads.MOST_AT_ONCE ? 0 : everybody.getOrDefault(from, 0L) - chosen.size(),
                "receivers",
                receivers.stream()
                        .map(member -> new Choice(member.username(), member.displayName() + ", " + member.jobTitle()))
                        .toList(),
                "whatIf",
                rows);
    }
}
