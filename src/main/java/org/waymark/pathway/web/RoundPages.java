package org.waymark.pathway.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.Rating;
import org.waymark.assessment.Assessment.RatingState;
import org.waymark.assessment.Assessments;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.links.Links;
import org.waymark.links.Links.Given;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/**
 * Gathers the page of one round: whom it asks, who has answered, when and by which channel, and how far their links have
 * come. What anybody said is not on it.
 */
@Component
@Transactional
class RoundPages {

    /** Somebody who is or was asked. */
    record RaterRow(
            String name,
            String who,
            String tone,
            String state,
            @Nullable String at,
            @Nullable String how,
            String told,
            List<LinkLine> links,
            @Nullable String remindTask,
            boolean canGetLink,
            @Nullable String taskHref,
            @Nullable String taskLabel) {}

    /** A link that was given to a rater, and how far it has come. */
    record LinkLine(String tone, String state, String text) {}

    /** A carer who is not asked, and why not. */
    record NotAsked(String name, String why) {}

    private final Assessments assessments;
    private final People people;
    private final Links links;
    private final Worklist worklist;
    private final Forms forms;
    private final Directory directory;
    private final AuditTrail audit;
    private final Words words;
    private final MessageSource messages;

    RoundPages(
            Assessments assessments,
            People people,
            Links links,
            Worklist worklist,
            Forms forms,
            Directory directory,
            AuditTrail audit,
            Words words,
            MessageSource messages) {
        this.assessments = assessments;
        this.people = people;
        this.links = links;
        this.worklist = worklist;
        this.forms = forms;
        this.directory = directory;
        this.audit = audit;
        this.words = words;
        this.messages = messages;
    }

    Map<String, Object> page(Viewer viewer, PathwayRef ref, String roundId) {
        Assessment round = assessments.of(viewer, ref).stream()
                .filter(one -> one.id().equals(roundId))
                .findFirst()
                .orElseThrow(() -> refused(viewer));
        Person person = people.view(viewer, ref);
        boolean isAsking = round.state() == Assessment.State.RATING;
        boolean coordinates = viewer.has(Role.COORDINATOR);
        Map<String, WorkItem> tasks = worklist.historyOf(viewer, ref).stream()
                .filter(task -> task.part() != null && task.record().equals(round.id()))
                .collect(Collectors.toMap(
                        task -> Objects.requireNonNull(task.part()), Function.identity(), (one, other) -> one));
        var model = new HashMap<String, Object>();
        model.put("ref", ref.value());
        model.put("round", round.id());
        model.put("name", person.fullName());
        model.put("lead", lead(round, tasks));
        model.put("ended", ended(round, person));
        model.put(
                "raters",
                round.ratings().stream()
                        .map(rating -> row(viewer, ref, person, rating, tasks.get(rating.id()), isAsking))
                        .toList());
        model.put("notAsked", isAsking ? notAsked(person, round) : List.of());
        model.put("isAsking", isAsking);
        model.put("canSend", links.canSendEmail());
        model.put("coordinates", coordinates);
        model.put("hasOutcome", round.stage() != null);
        audit.record(viewer.username(), "round.viewed", ref, round.id());
        return model;
    }

    private NotVisible refused(Viewer viewer) {
        audit.record(viewer.username(), "round.viewed", null, null, Outcome.REFUSED);
        return new NotVisible();
    }

    /** The task of a rating of this round that waits for the person or a carer. */
    WorkItem asked(Viewer viewer, PathwayRef ref, String roundId, String taskId) {
        return worklist.openOf(viewer, ref).stream()
                .filter(task -> task.taskId().equals(taskId) && task.record().equals(roundId))
                .findFirst()
                .orElseThrow(() -> refused(viewer));
    }

    private List<String> lead(Assessment round, Map<String, WorkItem> tasks) {
        var lead = new ArrayList<String>();
        lead.add(say(
                "round.opened",
                words.day(round.openedAt()),
                words.code("Trigger", round.trigger().name()).toLowerCase(Locale.UK)));
        long answered = round.ratings().stream()
                .filter(rating -> rating.state() == RatingState.RATED)
                .count();
        long asked = round.ratings().stream()
                .filter(rating -> rating.state() != RatingState.WITHDRAWN)
                .count();
        lead.add(say("round.answered", answered, asked));
        if (round.state() == Assessment.State.RATING) {
            tasks.values().stream()
                    .filter(WorkItem::isOpen)
                    .flatMap(task -> Optional.ofNullable(task.dueAt()).stream())
                    .findFirst()
                    .ifPresent(due -> lead.add(say("round.closes", words.dayTime(due))));
        }
        return lead;
    }

    /** How the asking ended and without whom the round went ahead; null while everybody is still asked. */
    private @Nullable String ended(Assessment round, Person person) {
        if (round.state() == Assessment.State.CANCELLED) {
            return say("round.cancelled", words.day(round.closedAt()), words.code("EndReason", round.endReason()));
        }
        if (round.state() == Assessment.State.RATING) {
            return null;
        }
        List<String> missing = round.ratings().stream()
                .filter(rating -> rating.state() == RatingState.MISSING)
                .map(rating -> name(person, rating))
                .toList();
        Assessment.Asking ended = round.ended();
        if (missing.isEmpty()) {
            return ended == null ? say("round.ended") : say("round.ended.on", words.day(ended.at()));
        }
        String without = String.join(", ", missing);
        if (ended == null) {
            return say("round.without", without);
        }
        String reason = ended.reason();
        return reason == null || ended.by() == null
                ? say("round.ended.byClock", words.day(ended.at()), without)
                : say("round.ended.early", words.day(ended.at()), staff(ended.by()), reason, without);
    }

    private RaterRow row(
            Viewer viewer, PathwayRef ref, Person person, Rating rating, @Nullable WorkItem task, boolean isAsking) {
        WorkItem open =
                isAsking && rating.state() == RatingState.INVITED && task != null && task.isOpen() ? task : null;
        boolean isStaff = rating.rater() == Rater.STAFF;
        List<Given> given = isStaff ? List.of() : links.ofPart(viewer, ref, rating.id());
        boolean canRemind =
                given.stream().findFirst().filter(Given::canBeSentAgain).isPresent();
        String told =
                open == null || !isStaff ? "" : words.told(open.remindedAt(), open.leadToldAt(), open.escalatedAt());
        boolean mayAnswer = open != null && forms.mayAnswer(viewer, open);
        return new RaterRow(
                name(person, rating),
                who(person, rating),
                tone(rating.state()),
                words.of(rating.state()),
                words.dayTime(rating.ratedAt()),
                how(rating),
                told,
                given.stream().map(this::line).toList(),
                open != null && canRemind ? open.taskId() : null,
                open != null && !isStaff,
                open != null && mayAnswer ? "/tasks/" + open.taskId() : null,
                mayAnswer ? say(isStaff ? "round.rate" : "round.enter") : null);
    }

    private static String tone(RatingState state) {
        return switch (state) {
            case RATED -> "teal";
            case INVITED -> "amber";
            case MISSING -> "red";
            case WITHDRAWN -> "";
        };
    }

    /** By which channel the answers came, and whose hands entered them. */
    private @Nullable String how(Rating rating) {
        String channel = rating.channel();
        if (channel == null) {
            return null;
        }
        String by = rating.ratedBy();
        return by == null || by.equals(Links.GUEST)
                ? words.code("Channel", channel)
                : say(
                        "round.how." + (channel.equals("STAFF_FORM") ? "staff" : "entered"),
                        words.code("Channel", channel),
                        staff(by));
    }

    private LinkLine line(Given given) {
        String text = words.of(given.way()) + ", " + words.dayTime(given.since());
        return new LinkLine(
                switch (given.state()) {
                    case NOT_SENT, LOCKED -> "red";
                    case OPENED, BEGUN, HANDED_IN -> "teal";
                    case WAITING, SENT, REVOKED, OVER -> "";
                },
                given.way() == Links.Way.LETTER && given.state() == Links.State.SENT
                        ? say("link.staff.printed")
                        : words.of(given.state()),
                given.remindedAt() == null ? text : text + ". " + say("round.reminded", words.day(given.remindedAt())));
    }

    private List<NotAsked> notAsked(Person person, Assessment round) {
        return person.carers().stream()
                .filter(carer ->
                        round.ratings().stream().noneMatch(rating -> carer.id().equals(rating.carer())))
                .map(carer -> new NotAsked(carer.name(), say(why(carer.mayBeAsked()), person.calledName())))
                .toList();
    }

    private static String why(@Nullable Boolean mayBeAsked) {
        return mayBeAsked == null ? "round.notAsked.unknown" : mayBeAsked ? "round.notAsked.late" : "round.notAsked.no";
    }

    /** Those who have not answered, for somebody who is about to go on without them. */
    String stillAsked(Viewer viewer, PathwayRef ref) {
        Person person = people.view(viewer, ref);
        return assessments.of(viewer, ref).stream()
                .filter(round -> round.state() == Assessment.State.RATING)
                .flatMap(round -> round.ratings().stream())
                .filter(rating -> rating.state() == RatingState.INVITED)
                .map(rating -> name(person, rating))
                .collect(Collectors.joining(", "));
    }

    String name(Person person, Rating rating) {
        if (rating.carer() != null) {
            return person.carerName(rating.carer());
        }
        String organisation = rating.organisation();
        return organisation == null
                ? person.fullName()
                : directory
                        .organisation(organisation)
                        .map(Directory.Organisation::name)
                        .orElse(organisation);
    }

    private String who(Person person, Rating rating) {
        if (rating.carer() != null) {
            return person.carer(rating.carer())
                    .map(carer -> say("round.carer", carer.relationship()))
                    .orElse(words.code("Rater", Rater.CARER.name()));
        }
        String role = rating.role();
        return role == null
                ? words.code("Rater", rating.rater().name())
                : say("round.staff", words.of(Role.ofCode(role)).toLowerCase(Locale.UK));
    }

    private String staff(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }

    private String say(String key, Object... arguments) {
        return messages.getMessage(key, arguments, Locale.UK);
    }

    /** An address that holds no id is no page. */
    static String id(String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
