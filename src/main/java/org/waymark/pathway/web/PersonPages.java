package org.waymark.pathway.web;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessments;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.Pathways;
import org.waymark.pathway.Phase;
import org.waymark.pathway.Timeline;
import org.waymark.pathway.web.PersonPage.Capacity;
import org.waymark.pathway.web.PersonPage.Fact;
import org.waymark.pathway.web.PersonPage.Head;
import org.waymark.pathway.web.PersonPage.Line;
import org.waymark.pathway.web.PersonPage.SharingLine;
import org.waymark.pathway.web.PersonPage.StageRow;
import org.waymark.pathway.web.PersonPage.Step;
import org.waymark.pathway.web.PersonPage.TableStep;
import org.waymark.pathway.web.PersonPage.Tag;
import org.waymark.pathway.web.PersonPage.Todo;
import org.waymark.pathway.web.PersonPage.Where;
import org.waymark.people.LivingSituations;
import org.waymark.people.LivingSituations.LivesIn;
import org.waymark.people.LivingSituations.Situation;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;
import org.waymark.web.Words;
import org.waymark.workflow.Clocks;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow.Position;
import org.waymark.workflow.Worklist;

/** Gathers what the page of a person shows, each part only for those who may see that kind of data. */
@Component
@Transactional
class PersonPages {

    private static final Set<String> STRAIN_TO_SHOW = Set.of("HIGH", "VERY_HIGH");
    private static final int TIMELINE_LINES = 12;

    private final People people;
    private final Pathways pathways;
    private final Assessments assessments;
    private final Referrals referrals;
    private final LifeEvents lifeEvents;
    private final LivingSituations situations;
    private final Timeline timeline;
    private final Worklist worklist;
    private final AccessDecision access;
    private final Directory directory;
    private final LoopStrips strips;
    private final Clocks clocks;
    private final Words words;
    private final MessageSource messages;
    private final List<PersonSection> sections;

    PersonPages(
            People people,
            Pathways pathways,
            Assessments assessments,
            Referrals referrals,
            LifeEvents lifeEvents,
            LivingSituations situations,
            Timeline timeline,
            Worklist worklist,
            AccessDecision access,
            Directory directory,
            LoopStrips strips,
            Clocks clocks,
            Words words,
            MessageSource messages,
            List<PersonSection> sections) {
        this.people = people;
        this.pathways = pathways;
        this.assessments = assessments;
        this.referrals = referrals;
        this.lifeEvents = lifeEvents;
        this.situations = situations;
        this.timeline = timeline;
        this.worklist = worklist;
        this.access = access;
        this.directory = directory;
        this.strips = strips;
        this.clocks = clocks;
        this.words = words;
        this.messages = messages;
        this.sections = sections;
    }

    Map<String, Object> page(Viewer viewer, PathwayRef ref, boolean wholeTimeline) {
        Person person = people.view(viewer, ref);
        Pathway pathway = pathways.view(viewer, ref);
        Situation situation = situations.of(viewer, ref);
        boolean seesCare = access.maySee(viewer, ref, DataKind.CARE);
        boolean coordinates = viewer.has(Role.COORDINATOR);
        List<Assessment> rounds = seesCare ? assessments.of(viewer, ref) : List.of();
        List<WorkItem> open = worklist.openOf(viewer, ref);
        Optional<Position> position = pathways.position(viewer, ref);
        String base = "/people/" + ref;

        var model = new HashMap<String, Object>();
        model.put("person", head(viewer, person, pathway, situation, position, rounds, coordinates, base));
        model.put("where", where(viewer, pathway, person, position));
        List<Referral> sent = access.maySee(viewer, ref, DataKind.REFERRALS) ? referrals.of(viewer, ref) : List.of();
        Map<String, String> services = sent.stream()
                .collect(Collectors.toMap(
                        Referral::id, referral -> referral.service().name()));
        Map<String, String> apart = tellApart(services, rounds, person);
        sections.forEach(section -> apart.putAll(section.tellApart(viewer, pathway, person)));
        model.put("now", now(viewer, pathway, position, open, apart));
        model.put(
                "referrals",
                sent.stream().map(referral -> strips.strip(referral, null)).toList());
        model.put(
                "closed",
                pathway.isOpen()
                        ? List.of()
                        : lifeEvents.of(viewer, ref).stream()
                                .filter(event -> event.kind().ends() && event.withdrawnAt() == null)
                                .findFirst()
                                .map(PersonPages::closed)
                                .orElse(List.of()));
        model.put("stages", stages(viewer, ref, rounds));
        model.put("stagesHref", seesCare ? base + "/stages" : null);
        model.put("around", around(person, pathway, situation, seesCare));
        model.put(
                "sharing",
                new SharingLine(
                        person.sharing() == Sharing.AGREED ? "green" : "amber",
                        words.of(person.sharing()),
                        words.day(person.sharingOn()),
                        pathway.isOpen() && coordinates ? base + "/record/record-sharing" : null));
        model.put("capacity", seesCare ? capacity(viewer, ref) : List.of());
        if (pathway.isOpen() && coordinates) {
            model.put("capacityHref", base + "/record/record-capacity");
            model.put("carerHref", base + "/record/add-carer");
        }
        model.put(
                "cards",
                sections.stream()
                        .flatMap(section -> section.of(viewer, pathway, person).stream())
                        .toList());
        var named = new HashMap<>(apart);
        person.carerNames().keySet().forEach(id -> named.put(id.toString(), person.carerNameInSentence(id)));
        List<Line> lines = timeline(viewer, ref, wholeTimeline ? 1000 : TIMELINE_LINES, named);
        model.put("timeline", lines);
        if (!wholeTimeline && lines.size() == TIMELINE_LINES) {
            model.put("timelineHref", base + "?timeline=all");
        }
        return model;
    }

    private static List<String> closed(LifeEvents.LifeEvent event) {
        return event.did().stream()
                .filter(effect -> effect.kind().endsWith("_CLOSED"))
                .map(LifeEvents.Effect::what)
                .toList();
    }

    private Head head(
            Viewer viewer,
            Person person,
            Pathway pathway,
            Situation situation,
            Optional<Position> position,
            List<Assessment> rounds,
            boolean coordinates,
            String base) {
        var tags = new ArrayList<Tag>();
        rounds.stream()
                .filter(round -> round.stage() != null)
                .findFirst()
                .ifPresent(round -> tags.add(new Tag(
                        "plum",
                        words.code(
                                        "Stage",
                                        Objects.requireNonNull(round.stage()).name())
                                + (round.functionalLevel() == null ? "" : ", level " + round.functionalLevel()))));
        if (STRAIN_TO_SHOW.contains(pathway.carerStrain())) {
            tags.add(new Tag(
                    pathway.carerStrain().equals("VERY_HIGH") ? "red" : "amber",
                    "Carer strain "
                            + words.code("CarerStrain", pathway.carerStrain()).toLowerCase(Locale.UK)));
        }
        if (pathway.isOpen()) {
            tags.addAll(whereabouts(person, situation));
        }
        var lead = new ArrayList<String>();
        if (person.preferredName() != null) {
            lead.add("Likes to be called " + person.preferredName());
        }
        lead.add(
                person.diedOn() == null
                        ? words.age(person.dateOfBirth())
                        : say("person.bornAndDied", words.day(person.dateOfBirth()), words.day(person.diedOn())));
        lead.add("NHS number " + Words.unbroken(words.nhsNumber(person.nhsNumber())));
        lead.add(pathway.coordinator() == null ? "No coordinator yet" : "Coordinator: " + name(pathway.coordinator()));
        lead.add(words.of(person.sharing()) + (person.sharingOn() == null ? "" : " " + words.day(person.sharingOn())));
        return new Head(
                person.pathway().value(),
                person.fullName(),
                person.calledName(),
                tags,
                String.join(". ", lead) + ".",
                coordinates && pathway.isOpen() ? base + "/record" : null,
                pathway.isOpen() ? base + "/record/report-crisis" : null,
                viewer.has(Role.COORDINATOR) || viewer.has(Role.OPERATOR) ? cockpit(position) : null,
                pathway.isOpen() ? null : ended(person, pathway),
                !pathway.isOpen()
                                && coordinates
                                && lifeEvents
                                        .reopenable(viewer, person.pathway())
                                        .isPresent()
                        ? base + "/record/reopen-pathway"
                        : null,
                pathway.isOpen() && person.sharing() != Sharing.AGREED
                        ? say("person.notShared", organisation(pathway.receivingOrganisation()))
                        : null);
    }

    /** Where to find the person, when it is not simply at home with others. */
    private List<Tag> whereabouts(Person person, Situation situation) {
        var tags = new ArrayList<Tag>();
        if (situation.inHospitalSince() != null) {
            tags.add(new Tag("amber", say("person.inHospital", words.shortDay(situation.inHospitalSince()))));
        }
        if (situation.livesIn() == LivesIn.CARE_HOME) {
            tags.add(new Tag("", say("person.inACareHome")));
        } else if (person.livesAlone()) {
            tags.add(new Tag("", say("person.livesAlone")));
        }
        return tags;
    }

    /** What one run of the person's is about and what it waits for, for those who found it in Cockpit. */
    Map<String, Object> run(Viewer viewer, Position run) {
        PathwayRef ref = run.episode().pathway();
        Person person = people.view(viewer, ref);
        Pathway pathway = pathways.view(viewer, ref);
        String at = at(pathway, pathways.position(viewer, ref));
        List<String> tasks = worklist.openOf(viewer, ref).stream()
                .filter(item -> item.process().equals(run.episode().process())
                        && item.record().equals(run.episode().record()))
                .map(item -> item.name() + ": " + standing(item))
                .toList();
        return Map.of(
                "name", person.fullName(),
                "pathwayRef", ref.value(),
                "process", words.process(run.episode().process()),
                "headline", headline(at, person),
                "text", text(at, pathway),
                "tasks", tasks,
                "isOpen", run.endedAt() == null);
    }

    private static @Nullable String cockpit(Optional<Position> position) {
        return position.filter(run -> run.endedAt() == null)
                .map(run -> "/camunda/app/cockpit/default/#/process-instance/" + run.processInstanceId() + "/runtime")
                .orElse(null);
    }

    private String ended(Person person, Pathway pathway) {
        if (person.diedOn() != null) {
            return say("person.died", person.calledName(), words.day(person.diedOn()));
        }
        return words.code("EndReason", pathway.endReason()) + ", " + words.day(pathway.endedAt()) + ".";
    }

    /** A phase that lies behind, and one that nobody lived in, which was passed over. */
    private static String state(Phase phase, Phase now, Set<Phase> lived) {
        if (phase.compareTo(now) > 0 && !lived.contains(phase)) {
            return "todo";
        }
        return lived.contains(phase) ? "done" : "skipped";
    }

    private Where where(Viewer viewer, Pathway pathway, Person person, Optional<Position> position) {
        var steps = new ArrayList<Step>();
        Phase now = person.diedOn() == null ? pathway.phase() : Phase.BEREAVEMENT_SUPPORT;
        Set<Phase> lived = pathways.lived(viewer, pathway.ref());
        for (Phase phase : Phase.values()) {
            steps.add(new Step(words.of(phase), phase == now ? "now" : state(phase, now, lived)));
        }
        List<String> current = position.map(Position::current).orElse(List.of());
        List<String> passed = position.map(Position::passed).orElse(List.of());
        String at = at(pathway, position);
        return new Where(
                steps,
                headline(at, person),
                text(at, pathway),
                position.isPresent() ? "/people/" + pathway.ref() + "/diagram" : null,
                String.join(",", current),
                String.join(",", passed),
                table(current, passed, worklist.historyOf(viewer, pathway.ref())));
    }

    /** The element by which it is said where the pathway stands. */
    private String at(Pathway pathway, Optional<Position> position) {
        return pathway.isOpen()
                ? position.stream()
                        .flatMap(run -> run.current().stream())
                        .filter(this::isSaid)
                        .findFirst()
                        .orElse("")
                : "ended";
    }

    private String headline(String at, Person person) {
        return say("position." + at + ".headline", person.calledName());
    }

    private String text(String at, Pathway pathway) {
        return say("position." + at + ".text", words.day(pathway.reviewDueAt()));
    }

    private boolean isSaid(String element) {
        return messages.getMessage("position." + element + ".headline", new Object[] {""}, "", Locale.UK)
                        .length()
                > 0;
    }

    /** The diagram in words: the steps of the pathway in their order, with who did what when. */
    private List<TableStep> table(List<String> current, List<String> passed, List<WorkItem> history) {
        var table = new ArrayList<TableStep>();
        for (String element : List.of(
                "UserTask_NameCoordinator",
                "UserTask_MakeWelcomeContact",
                "ServiceTask_OpenAssessment",
                "Event_AssessmentFinished",
                "UserTask_AgreeSupportPlan",
                "ServiceTask_SendReferrals",
                "BusinessRuleTask_SetReviewDate",
                "Event_LivingWellReviewDue",
                "Event_MoreSupportReviewDue",
                "Event_TowardsEndOfLifeReviewDue",
                "UserTask_ReviewPathway")) {
            boolean isNow = current.contains(element);
            Optional<WorkItem> last = history.stream()
                    .filter(item -> item.element().equals(element) && item.state() == WorkItem.State.COMPLETED)
                    .findFirst();
            table.add(new TableStep(
                    say("step." + element),
                    isNow ? "current" : passed.contains(element) ? "done" : "todo",
                    last.map(WorkItem::endedBy).map(this::name).orElse(null),
                    last.map(WorkItem::endedAt).map(words::dayTime).orElse(null)));
        }
        return table;
    }

    /** What tells tasks of one name apart: the service of a referral, the name of the carer who rates. By record, and by part of it. */
    private static Map<String, String> tellApart(Map<String, String> services, List<Assessment> rounds, Person person) {
        var apart = new HashMap<>(services);
        for (Assessment round : rounds) {
            for (Assessment.Rating rating : round.ratings()) {
                if (rating.carer() != null) {
                    apart.put(rating.id(), person.carerName(rating.carer()));
                }
            }
        }
        return apart;
    }

    private String title(WorkItem item, Map<String, String> apart) {
        String of = apart.get(item.part());
        if (of == null) {
            of = apart.get(item.record());
        }
        if (of == null && "PERSON".equals(item.about())) {
            of = words.code("Rater", item.about());
        }
        return of == null ? item.name() : item.name() + ": " + of;
    }

    /** With whom it waits, how it stands to its date, and how far it has been told that it is late. */
    private String standing(WorkItem item) {
        String with = item.assignee() == null ? group(item.group()) : name(item.assignee());
        String told = words.told(item.remindedAt(), item.leadToldAt(), item.escalatedAt());
        return with + ", " + words.due(item.dueAt(), item.pausedUntil()) + (told.isEmpty() ? "" : ". " + told);
    }

    private List<Todo> now(
            Viewer viewer,
            Pathway pathway,
            Optional<Position> position,
            List<WorkItem> open,
            Map<String, String> apart) {
        var todos = new ArrayList<Todo>();
        for (WorkItem item : open) {
            boolean mine = item.assignee() == null
                    ? viewer.groups().contains(item.group())
                    : viewer.username().equals(item.assignee());
            todos.add(new Todo(
                    "Now",
                    requireNonNullElse(words.dueTone(item.dueAt(), item.pausedUntil()), ""),
                    title(item, apart),
                    standing(item),
                    "/tasks/" + item.taskId(),
                    mine));
        }
        if (pathway.isOpen()) {
            List<String> current = position.map(Position::current).orElse(List.of());
            current.stream()
                    .map(element -> say("next." + element))
                    .filter(next -> !next.isEmpty())
                    .findFirst()
                    .ifPresent(next -> todos.add(new Todo("Next", "amber", next, null, null, false)));
            if (pathway.reviewDueAt() != null && current.stream().anyMatch(PersonPages::isWaitForReview)) {
                todos.add(new Todo("Later", "", "Review", words.day(pathway.reviewDueAt()), null, false));
            }
            pathways.antipsychoticReviewOn(viewer, pathway.ref())
                    .ifPresent(by -> todos.add(new Todo(
                            "Later",
                            "",
                            say("next.antipsychotic"),
                            say("next.antipsychotic.by", words.day(by)),
                            null,
                            false)));
            if (pathway.planningAskAgainOn() != null) {
                todos.add(new Todo(
                        "Later",
                        "",
                        "Advance care planning offered again",
                        "Said \"not now\"; ask again from " + words.day(pathway.planningAskAgainOn()),
                        null,
                        false));
            }
        }
        return todos;
    }

    /** In the model's first version one gateway waited, whatever the phase. */
    private static boolean isWaitForReview(String element) {
        return element.endsWith("ReviewDue") || element.equals("Gateway_WaitForReviewOrChange");
    }

    private List<StageRow> stages(Viewer viewer, PathwayRef ref, List<Assessment> rounds) {
        var rows = new ArrayList<StageRow>();
        for (int i = rounds.size() - 1; i >= 0; i--) {
            Assessment round = rounds.get(i);
            if (round.stage() == null || round.closedAt() == null) {
                continue;
            }
            var reasons = new ArrayList<>(assessments.reasons(viewer, ref, round.id()));
            if (round.stageReason() != null) {
                reasons.add(round.stageReason());
            }
            rows.add(new StageRow(
                    LocalDate.ofInstant(round.closedAt(), WorkingDays.ZONE),
                    round.stage().name(),
                    round.functionalLevel() == null ? "" : "level " + round.functionalLevel(),
                    name(Objects.requireNonNull(round.confirmedBy())),
                    reasons,
                    "/people/" + ref + "/why/stage/" + round.id()));
        }
        return rows;
    }

    private List<Fact> around(Person person, Pathway pathway, Situation situation, boolean seesCare) {
        var facts = new ArrayList<Fact>();
        for (Person.Carer carer : person.carers()) {
            var notes = new ArrayList<String>();
            if (carer.isMain()) {
                notes.add("main carer");
            }
            if (carer.livesWith() && situation.livesIn() == LivesIn.HOME && person.diedOn() == null) {
                notes.add("lives with " + person.calledName());
            }
            if (carer.phone() != null) {
                notes.add(Words.unbroken(carer.phone()));
            }
            facts.add(new Fact(carer.relationship(), carer.name(), notes.isEmpty() ? null : String.join(", ", notes)));
        }
        if (seesCare && person.memoryReferredOn() != null) {
            facts.add(memoryService(person.memoryReferredOn(), person.diagnosedOn()));
        }
        if (pathway.coordinator() != null) {
            facts.add(new Fact(
                    "Coordinator",
                    name(pathway.coordinator()),
                    organisation(
                            requireNonNullElse(pathway.coordinatorOrganisation(), pathway.receivingOrganisation()))));
        }
        facts.add(new Fact("Received by", organisation(pathway.receivingOrganisation()), null));
        return facts;
    }

    /** The memory service works elsewhere; here it is only said how long it took and how long it was to take. */
    private Fact memoryService(LocalDate referredOn, @Nullable LocalDate diagnosedOn) {
        LocalDate by = LocalDate.ofInstant(
                clocks.due(
                        "MEMORY_SERVICE",
                        null,
                        referredOn.atStartOfDay(WorkingDays.ZONE).toInstant()),
                WorkingDays.ZONE);
        String took = diagnosedOn == null
                ? say("person.memoryService.referred", words.day(referredOn))
                : say("person.memoryService.took", ChronoUnit.DAYS.between(referredOn, diagnosedOn));
        String met = diagnosedOn == null ? "" : diagnosedOn.isAfter(by) ? ".late" : ".met";
        return new Fact(say("person.memoryService"), took, say("person.memoryService.by" + met, words.day(by)));
    }

    private List<Capacity> capacity(Viewer viewer, PathwayRef ref) {
        return people.capacityDecisions(viewer, ref).stream()
                .map(decision -> new Capacity(
                        decision.matter(),
                        decision.hasCapacity()
                                ? "Has capacity"
                                : "Decided by "
                                        + words.code(
                                                "Decider", requireNonNullElse(decision.decidedBy(), "BEST_INTERESTS")),
                        words.day(decision.on()),
                        name(decision.recordedBy())))
                .toList();
    }

    private List<Line> timeline(Viewer viewer, PathwayRef ref, int limit, Map<String, String> names) {
        return timeline.of(viewer, ref, limit).stream()
                .map(entry -> new Line(
                        words.dayTime(entry.at()),
                        say("timeline." + entry.kind(), detail(entry, names)),
                        entry.by().equals(Viewer.SYSTEM.username()) ? null : name(entry.by()),
                        null))
                .toList();
    }

    /** The word that the sentence of an entry needs, in words. */
    private String detail(Timeline.Entry entry, Map<String, String> names) {
        String detail = entry.detail();
        if (detail == null) {
            return "";
        }
        return switch (entry.kind()) {
            case "STAGE_CONFIRMED" -> words.code("Stage", detail);
            case "RATED" -> words.code("Rater", detail);
            case "COORDINATOR_NAMED" -> name(detail);
            case "PHASE_FOUND" -> words.of(Phase.valueOf(detail));
            case "REVIEW_SET" -> words.day(Instant.parse(detail));
            case "DIED",
                    "MOVED_AWAY",
                    "LEFT",
                    "OPENED_IN_ERROR",
                    "CHANGE_REPORTED",
                    "CARER_DIED",
                    "CARER_STOPPED",
                    "CARER_ILL",
                    "ADMITTED",
                    "DISCHARGED",
                    "MOVED_TO_CARE_HOME" -> words.day(LocalDate.parse(detail));
            case "SHARING_OBJECTED" -> organisation(detail);
            case "CONCERN_RAISED" -> words.code("Concern", detail);
            case "ASSESSMENT_OPENED" -> words.code("Trigger", detail);
            case "CORRECTED" -> words.code("LifeEvents.Kind", detail);
            case "ASSESSMENT_CANCELLED", "REOPENED" -> words.code("EndReason", detail);
            case "CRISIS_TRIAGED", "CRISIS_SETTLED" -> words.code("Crisis.Answer", detail);
            case "CRISIS_NIGHT_COVERED", "CRISIS_NIGHT_NOT_COVERED" -> words.day(LocalDate.parse(detail));
            case "CRISIS_HANDED_ON" -> detail.contains(".") ? group(detail) : name(detail);
            case "CRISIS_OUTCOME", "CRISIS_CANCELLED" -> words.code("CrisisEnd", detail);
            case "CENTRE_REVIEWED" -> words.code("CentreReview", detail);
            case "CENTRE_ENDED" -> words.code("CentreEnd", detail);
            default -> names.getOrDefault(detail, detail);
        };
    }

    private String name(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }

    private String group(String group) {
        String[] parts = group.split("\\.", 2);
        return organisation(parts[0])
                + Arrays.stream(parts)
                        .skip(1)
                        .map(role -> ", " + words.of(Role.ofCode(role)).toLowerCase(Locale.UK))
                        .findFirst()
                        .orElse("");
    }

    private String organisation(String id) {
        return directory.organisation(id).map(Directory.Organisation::name).orElse(id);
    }

    private String say(String key, Object... arguments) {
        return requireNonNullElse(messages.getMessage(key, arguments, "", Locale.UK), "");
    }
}
