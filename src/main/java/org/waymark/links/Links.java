package org.waymark.links;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.links.Readers.Reader;
import org.waymark.notify.Outbox;
import org.waymark.workflow.TaskGuest;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** Gives people and carers a link by which they hand in one task themselves, and tells what became of it. */
@Component
@Transactional
public class Links {

    /** Who hands in a task by a link, on record. */
    public static final String GUEST = "personal link";

    /** The kind of its messages in the outbox. */
    static final String MAIL = "PERSONAL_LINK";

    /** A link ends with its task; this is for a task that never ends. */
    private static final Duration LONGEST = Duration.ofDays(90);

    public enum Way {
        EMAIL,
        LETTER
    }

    /** What a reader has to know beside the link. */
    public enum SecondFact {
        /** The person's date of birth. */
        BIRTHDAY,
        /** Six digits that staff tell by another way. */
        CODE
    }

    public enum State {
        /** Issued, and neither sent nor printed yet. */
        WAITING,
        /** Sent, or printed. */
        SENT,
        /** It could not be sent; the outbox says why. */
        NOT_SENT,
        OPENED,
        /** At least one answer is kept. */
        BEGUN,
        HANDED_IN,
        REVOKED,
        /** Somebody tried too often without knowing the second fact. */
        LOCKED,
        /** Its task has ended otherwise. */
        OVER
    }

    /** A link as staff see it. */
    public record Given(
            UUID id,
            Way way,
            SecondFact fact,
            Language language,
            State state,
            Instant since,
            Instant issuedAt,
            @Nullable Instant remindedAt) {

        private static final Set<State> WITH_THE_READER = EnumSet.of(State.SENT, State.OPENED, State.BEGUN);

        /** Whether the reader has an e-mail that can be sent again. */
        public boolean canBeSentAgain() {
            return way == Way.EMAIL && WITH_THE_READER.contains(state);
        }

        /** Whether there is something left to take back. */
        public boolean isLive() {
            return state != State.HANDED_IN && state != State.REVOKED && state != State.OVER;
        }
    }

    /** An open task whose answers may come by a link, whom it asks, and the links given for it, newest first. */
    public record Asked(WorkItem task, Reader reader, List<Given> links) {}

    /** @param code what to tell the reader by another way, this once; null where the second fact is a birthday */
    public record Issued(UUID id, @Nullable String code) {}

    private final LinkTables tables;
    private final Readers readers;
    private final Worklist worklist;
    private final Outbox outbox;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Links(
            LinkTables tables,
            Readers readers,
            Worklist worklist,
            Outbox outbox,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.readers = readers;
        this.worklist = worklist;
        this.outbox = outbox;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether e-mails leave at all; without a mail server letters can still be printed. */
    public boolean canSendEmail() {
        return outbox.canSend();
    }

    /** All open tasks of a pathway that wait for the person or a carer, with the links given for each. */
    @Transactional(readOnly = true)
    public List<Asked> of(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        List<PersonalLink> links = tables.of(pathway);
        Map<String, Outbox.Message> messages =
                outbox.of(links.stream().map(link -> key(link.id())).toList());
        return worklist.openOf(viewer, pathway).stream()
                .flatMap(task -> readers
                        .of(task)
                        .map(reader -> new Asked(
                                task,
                                reader,
                                links.stream()
                                        .filter(link -> link.taskId().equals(task.taskId()))
                                        .map(link -> given(link, true, messages.get(key(link.id()))))
                                        .toList()))
                        .stream())
                .toList();
    }

    /** The links given for one part of a record, such as a rating, newest first, also after its task has ended. */
    @Transactional(readOnly = true)
    public List<Given> ofPart(Viewer viewer, PathwayRef pathway, String part) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        List<PersonalLink> links = tables.of(pathway).stream()
                .filter(link -> part.equals(link.part()))
                .toList();
        Map<String, Outbox.Message> messages =
                outbox.of(links.stream().map(link -> key(link.id())).toList());
        return links.stream()
                .map(link -> given(
                        link,
                        worklist.find(guest(link)).map(WorkItem::isOpen).orElse(false),
                        messages.get(key(link.id()))))
                .toList();
    }

    private Given given(PersonalLink link, boolean isTaskOpen, Outbox.@Nullable Message message) {
        State state;
        Instant since;
        if (link.handedInAt() != null) {
            state = State.HANDED_IN;
            since = link.handedInAt();
        } else if (link.revokedAt() != null) {
            state = State.REVOKED;
            since = link.revokedAt();
        } else if (!isTaskOpen || !clock.instant().isBefore(link.expiresAt())) {
            state = State.OVER;
            since = link.issuedAt();
        } else if (link.lockedAt() != null) {
            state = State.LOCKED;
            since = link.lockedAt();
        } else if (link.begunAt() != null) {
            state = State.BEGUN;
            since = link.begunAt();
        } else if (link.openedAt() != null) {
            state = State.OPENED;
            since = link.openedAt();
        } else if (link.printedAt() != null) {
            state = State.SENT;
            since = link.printedAt();
        } else {
            state = message == null ? State.WAITING : stateOf(message);
            since = message == null ? link.issuedAt() : Objects.requireNonNullElse(message.endedAt(), message.putAt());
        }
        return new Given(
                link.id(), link.way(), link.fact(), link.language(), state, since, link.issuedAt(), link.remindedAt());
    }

    private static State stateOf(Outbox.Message message) {
        return switch (message.state()) {
            case WAITING -> State.WAITING;
            case SENT -> State.SENT;
            case FAILED, CANCELLED -> State.NOT_SENT;
        };
    }

    /**
     * Sends the reader of an open task a link by e-mail. One that waits to be sent is sent once, however often this is asked.
     *
     * @param language null for the one on record
     * @throws Refused when nobody outside the staff is asked, or there is no address
     */
    public Issued email(Viewer viewer, String taskId, SecondFact fact, @Nullable Language language) {
        WorkItem task = require(viewer, taskId, "link.emailed");
        Reader reader = reader(task);
        if (reader.email() == null) {
            throw new Refused("links.noAddress");
        }
        if (!outbox.canSend()) {
            throw new Refused("links.noMailServer");
        }
        Issued issued = issue(viewer, task, reader, Way.EMAIL, fact, language);
        outbox.put(key(issued.id()), MAIL, issued.id().toString(), task.pathway(), viewer.username());
        audit.record(
                viewer.username(), "link.emailed", task.pathway(), issued.id().toString());
        return issued;
    }

    /**
     * Sends the e-mail of an open task's newest link once more; what its reader has to know stays the same. There is one
     * reminder a day, however often it is asked for.
     *
     * @return false when the reader has been reminded today
     * @throws Refused when no e-mail has reached the reader that could be sent again
     */
    public boolean remind(Viewer viewer, String taskId) {
        WorkItem task = require(viewer, taskId, "link.reminded");
        Given newest = of(viewer, task.pathway()).stream()
                .filter(asked -> asked.task().taskId().equals(taskId))
                .flatMap(asked -> asked.links().stream())
                .filter(Given::canBeSentAgain)
                .findFirst()
                .orElseThrow(() -> new Refused("links.nothingToSendAgain"));
        if (!outbox.canSend()) {
            throw new Refused("links.noMailServer");
        }
        LocalDate today = clock.today();
        if (!tables.remind(newest.id(), today)) {
            return false;
        }
        outbox.put(key(newest.id()) + " " + today, MAIL, newest.id().toString(), task.pathway(), viewer.username());
        audit.record(
                viewer.username(), "link.reminded", task.pathway(), newest.id().toString());
        return true;
    }

    /** Makes ready a link for a letter; {@link Letters#print} prints it, as often as it has to be. */
    public Issued letter(Viewer viewer, String taskId, SecondFact fact, @Nullable Language language) {
        WorkItem task = require(viewer, taskId, "link.written");
        Issued issued = issue(viewer, task, reader(task), Way.LETTER, fact, language);
        audit.record(
                viewer.username(), "link.written", task.pathway(), issued.id().toString());
        return issued;
    }

    private Issued issue(
            Viewer viewer, WorkItem task, Reader reader, Way way, SecondFact fact, @Nullable Language language) {
        String code = fact == SecondFact.CODE ? Secrets.code() : null;
        Instant now = clock.instant();
        var link = new PersonalLink(
                UUID.randomUUID(),
                task.taskId(),
                task.pathway(),
                task.part(),
                reader.kind(),
                reader.formId(),
                way,
                fact,
                code == null ? null : Secrets.hash(code),
                language == null ? Language.recordedAs(reader.language()) : language,
                now,
                viewer.username(),
                now.plus(LONGEST),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        tables.insert(link);
        return new Issued(link.id(), code);
    }

    /** Takes a link back: it opens nothing any more. What its reader has answered stays with the task. */
    public void revoke(Viewer viewer, UUID id) {
        PersonalLink link = require(viewer, id, "link.revoked");
        tables.revoke(id, viewer.username());
        outbox.cancel(MAIL, id.toString());
        audit.record(viewer.username(), "link.revoked", link.pathway(), id.toString());
    }

    /** A link that the viewer may deal with. */
    PersonalLink require(Viewer viewer, UUID id, String action) {
        return tables.find(id)
                .filter(link -> access.maySee(viewer, link.pathway(), DataKind.CARE))
                .orElseThrow(() -> refused(viewer, action));
    }

    private WorkItem require(Viewer viewer, String taskId, String action) {
        WorkItem task = worklist.find(viewer, taskId)
                .filter(found -> access.maySee(viewer, found.pathway(), DataKind.CARE))
                .orElseThrow(() -> refused(viewer, action));
        if (!task.isOpen()) {
            throw new Refused("taskEnded");
        }
        return task;
    }

    private NotVisible refused(Viewer viewer, String action) {
        audit.record(viewer.username(), action, null, null, Outcome.REFUSED);
        return new NotVisible();
    }

    private Reader reader(WorkItem task) {
        return readers.of(task).orElseThrow(() -> new Refused("links.nobodyToAsk"));
    }

    static TaskGuest guest(PersonalLink link) {
        return new TaskGuest(GUEST, link.taskId());
    }

    private static String key(UUID link) {
        return MAIL.toLowerCase(Locale.ROOT) + " " + link;
    }
}
