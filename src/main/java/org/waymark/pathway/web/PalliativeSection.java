package org.waymark.pathway.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.endoflife.AdvancePlans;
import org.waymark.endoflife.AdvancePlans.Said;
import org.waymark.endoflife.AdvancePlans.Version;
import org.waymark.endoflife.PalliativeCare;
import org.waymark.endoflife.PalliativeCare.Code;
import org.waymark.endoflife.PalliativeCare.PhaseSpan;
import org.waymark.endoflife.PalliativeRegister;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.PalliativeOnPathway;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonPage.Card;
import org.waymark.pathway.web.PersonPage.Fact;
import org.waymark.pathway.web.PersonPage.Tag;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** Shows palliative care on a person's page to those who see their care: the code, the phase, and what is planned ahead. */
@Component
@Order(30)
class PalliativeSection implements PersonSection {

    private final PalliativeRegister register;
    private final AdvancePlans plans;
    private final AccessDecision access;
    private final Directory directory;
    private final Words words;

    PalliativeSection(
            PalliativeRegister register, AdvancePlans plans, AccessDecision access, Directory directory, Words words) {
        this.register = register;
        this.plans = plans;
        this.access = access;
        this.directory = directory;
        this.words = words;
    }

    /** Something to be recorded from the card. */
    record Way(String href, String text) {}

    /** A line of a history: what held, from when, and who found it. */
    record Was(String what, String when, String by) {}

    @Override
    public Optional<Card> of(Viewer viewer, Pathway pathway, Person person) {
        PathwayRef ref = pathway.ref();
        if (!access.maySee(viewer, ref, DataKind.CARE)) {
            return Optional.empty();
        }
        Optional<PalliativeCare> entry = register.latest(viewer, ref);
        List<PhaseSpan> phases = register.phases(viewer, ref);
        List<Version> versions = plans.versions(viewer, ref);
        boolean isOn = entry.filter(PalliativeCare::isOpen).isPresent();
        if (!pathway.isOpen() && entry.isEmpty() && versions.isEmpty()) {
            return Optional.empty();
        }
        var model = new HashMap<String, Object>();
        model.put("tags", tags(entry.filter(PalliativeCare::isOpen), phases));
        model.put("lead", lead(entry));
        model.put("facts", facts(viewer, ref, entry.filter(PalliativeCare::isOpen), versions));
        AdvancePlans.standing(versions).ifPresent(version -> model.put("wishes", wishes(version)));
        model.put("versions", versions.stream().map(this::was).toList());
        model.put(
                "codes",
                entry.map(known -> register.codes(viewer, known).stream()
                                .map(code -> new Was(words.of(code.code()), words.day(code.at()), name(code.by())))
                                .toList())
                        .orElse(List.of()));
        model.put("phases", phases.stream().map(this::was).toList());
        model.put("ways", pathway.isOpen() ? ways(viewer, ref, isOn) : List.of());
        return Optional.of(new Card("palliative", "Palliative care", "endoflife/panels :: card", model));
    }

    private List<Tag> tags(Optional<PalliativeCare> entry, List<PhaseSpan> phases) {
        var tags = new ArrayList<Tag>();
        entry.map(PalliativeCare::code).ifPresent(code -> tags.add(new Tag(tone(code), words.of(code))));
        phases.stream()
                .filter(span -> span.until() == null)
                .findFirst()
                .ifPresent(span -> tags.add(new Tag(
                        span.phase().isPressing() ? "red" : "",
                        "Phase of illness: " + words.of(span.phase()).toLowerCase(Locale.UK))));
        return tags;
    }

    static String tone(Code code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    private String lead(Optional<PalliativeCare> latest) {
        if (latest.isEmpty()) {
            return "Not on the palliative register. Palliative help opens by need, at any stage.";
        }
        PalliativeCare entry = latest.get();
        if (entry.endedAt() != null) {
            return "On the palliative register from " + words.day(entry.addedAt()) + " to " + words.day(entry.endedAt())
                    + ". " + words.code("PalliativeEnd", entry.endReason()) + ".";
        }
        return "On the palliative register since " + words.day(entry.addedAt()) + ". " + words.of(entry.need()) + "."
                + (entry.startedAt() == null ? " The first meeting is still to come." : "");
    }

    private List<Fact> facts(Viewer viewer, PathwayRef ref, Optional<PalliativeCare> entry, List<Version> versions) {
        var facts = new ArrayList<Fact>();
        entry.map(PalliativeCare::reviewDueAt)
                .ifPresent(due -> facts.add(new Fact("Next review", words.day(due), "with the team")));
        if (versions.isEmpty()) {
            facts.add(new Fact("Planning ahead", "Not offered by palliative care yet", null));
        } else {
            Version last = versions.get(0);
            Said said = last.said();
            facts.add(new Fact(
                    "Planning ahead",
                    words.of(said.answer()),
                    words.day(last.at())
                            + (said.askAgainOn() == null
                                    ? ""
                                    : ", to ask again from " + words.day(said.askAgainOn()))));
        }
        plans.emergencyPlan(viewer, ref)
                .ifPresent(plan -> facts.add(new Fact(
                        "Emergency-care plan",
                        words.code("EmergencyPlan", plan.status()),
                        plan.keptWhere() == null
                                ? words.day(plan.at())
                                : plan.keptWhere() + ", dated " + words.day(plan.datedOn()))));
        plans.anticipatoryCare(viewer, ref)
                .ifPresent(care -> facts.add(new Fact(
                        "Before it is needed",
                        "Medicines " + arranged(care.medicines()) + ", equipment " + arranged(care.equipment()),
                        care.ringFirst() == null
                                ? "They do not know yet whom to ring"
                                : "To ring first: " + care.ringFirst())));
        plans.deprescribing(viewer, ref)
                .ifPresent(talk -> facts.add(new Fact(
                        "Talk about medicines",
                        talk.outcome() == null ? "Not offered yet" : words.code("Deprescribing", talk.outcome()),
                        "offered by " + words.code("OfferedBy", talk.offeredBy()) + ", "
                                + words.day(talk.offeredOn())
                                + (talk.askAgainOn() == null
                                        ? ""
                                        : ", to look at again from " + words.day(talk.askAgainOn())))));
        return facts;
    }

    private String arranged(String code) {
        return words.code("Arranged", code);
    }

    private Map<String, Object> wishes(Version version) {
        Said said = version.said();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("To be cared for", words.of(said.placeOfCare()), null));
        facts.add(new Fact("At the end", words.of(said.placeOfDeath()), null));
        facts.add(new Fact(
                "Who was there",
                said.whoWasThere().stream()
                        .map(one -> words.code("PlanningPresent", one))
                        .collect(Collectors.joining(", ")),
                words.code("PlanningCapacity", said.capacity())));
        return Map.of(
                "text",
                said.wishes() == null ? "" : said.wishes(),
                "facts",
                facts,
                "from",
                "Version " + version.number() + ", " + words.day(version.at()) + ", " + name(version.by()));
    }

    private Was was(Version version) {
        return new Was(
                version.number() + ". " + words.of(version.said().answer()),
                words.day(version.at()),
                name(version.by()));
    }

    private Was was(PhaseSpan span) {
        return new Was(
                words.of(span.phase()),
                words.dayTime(span.from()) + (span.until() == null ? "" : " to " + words.dayTime(span.until())),
                name(span.by()));
    }

    private static List<Way> ways(Viewer viewer, PathwayRef ref, boolean isOn) {
        if (PalliativeOnPathway.RECORDING.stream().noneMatch(viewer::has)) {
            return List.of();
        }
        String base = "/people/" + ref + "/record/";
        var phase = new Way(base + "record-phase", "Record the phase of illness");
        var wishes = new Way(base + "offer-advance-care-planning", "Record wishes for later");
        return isOn
                ? List.of(phase, new Way(base + "change-palliative-code", "Change the code"), wishes)
                : List.of(
                        new Way(base + "add-to-palliative-register", "Add to the palliative register"), phase, wishes);
    }

    private String name(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }
}
