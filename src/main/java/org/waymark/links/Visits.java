package org.waymark.links;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.forms.Forms;
import org.waymark.forms.Questionnaires;
import org.waymark.forms.Questionnaires.Sheet;
import org.waymark.forms.Questionnaires.Wrong;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.links.Links.SecondFact;
import org.waymark.links.Links.Way;
import org.waymark.links.Readers.Kind;
import org.waymark.workflow.TaskGuest;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/**
 * What a reader does with a personal link: takes it up with a second fact, answers, hands in, stops and comes back. A visit
 * shows its reader what they have answered so far, and nothing else of anybody.
 */
@Component
@Transactional
public class Visits {

    static final int FAILURES_PER_SECRET = 5;

    /** More than one reader's, since a whole care home may share one address. */
    static final int FAILURES_PER_ADDRESS = 50;

    /** A birthday can be guessed with patience; with so few tries it cannot. */
    static final int FAILURES_TO_LOCK = 10;

    private static final Duration IDLE = Duration.ofMinutes(30);

    /** Without a reader to look up, the same questions are put to a link that is not there. */
    private static final PersonalLink NOBODY = new PersonalLink(
            new UUID(0, 0),
            "",
            new PathwayRef("WM-2222-2222"),
            null,
            Kind.PERSON,
            "",
            Way.EMAIL,
            SecondFact.BIRTHDAY,
            null,
            Language.ENGLISH,
            Instant.EPOCH,
            "",
            Instant.EPOCH,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    /** What a reader typed as the second fact, as they typed it. */
    public record Typed(String day, String month, String year, String code) {

        /** Without what was typed, so that no log can hold it. */
        @Override
        public String toString() {
            return "Typed";
        }
    }

    /** How an opening ended. */
    public sealed interface Opening {}

    /** @param visit the value of the reader's cookie */
    public record Opened(String visit) implements Opening {}

    /** Whatever the reason, it is told alike. */
    public record Refused() implements Opening {}

    /** Too many tries failed of late, for this secret or from this address, whether there is such a link or not. */
    public record Throttled() implements Opening {}

    /** What can be done in a visit. */
    public enum Standing {
        OPEN,
        HANDED_IN,
        /** Staff have entered the answers from paper or the telephone. */
        ENTERED_BY_STAFF,
        /** The time for answers is over, or the link was taken back. */
        CLOSED,
        PERSON_DIED
    }

    /** A reader who has opened a link. */
    public static final class Visit {

        private final PersonalLink link;
        private final String hash;
        private final boolean isIdle;

        private Visit(PersonalLink link, String hash, boolean isIdle) {
            this.link = link;
            this.hash = hash;
            this.isIdle = isIdle;
        }

        /** Whether nothing has happened for so long that the second fact is asked again. */
        public boolean isIdle() {
            return isIdle;
        }

        public Language language() {
            return link.language();
        }

        public boolean isOfCarer() {
            return link.reader() == Kind.CARER;
        }

        public String formId() {
            return link.formId();
        }

        /** What the page asks for to open it again, as {@link Visits#letterOf}. */
        public char letter() {
            return link.letter();
        }

        private TaskGuest guest() {
            return Links.guest(link);
        }
    }

    private final LinkTables tables;
    private final Readers readers;
    private final Worklist worklist;
    private final Questionnaires questionnaires;
    private final Forms forms;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Visits(
            LinkTables tables,
            Readers readers,
            Worklist worklist,
            Questionnaires questionnaires,
            Forms forms,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.readers = readers;
        this.worklist = worklist;
        this.questionnaires = questionnaires;
        this.forms = forms;
        this.audit = audit;
        this.clock = clock;
    }

    // ------------------------------------------------------------------ opening

    /**
     * What a page asks for beside this secret: {@code P} one's own date of birth, {@code C} that of the person cared for,
     * {@code N} a number that was told; {@code ?} a date of birth where the secret does not say whose.
     */
    public static char letterOf(String secret) {
        char first = secret.isEmpty() ? '?' : Character.toUpperCase(secret.charAt(0));
        return first == 'P' || first == 'C' || first == 'N' ? first : '?';
    }

    /** A secret typed from a letter, in the way it was printed. */
    public static String asPrinted(String typed) {
        return Secrets.asPrinted(typed);
    }

    /**
     * Opens a link. One that is expired, used, revoked, mistyped or made up, and one with a wrong second fact, end alike after
     * the same work.
     *
     * @param address where the request comes from
     */
    public Opening open(String secret, Typed typed, Language language, String address) {
        String secretHash = Secrets.hash(secret);
        String addressHash = Secrets.hash(address);
        LinkTables.Failures before = tables.failures(secretHash, addressHash);
        if (before.ofSecret() >= FAILURES_PER_SECRET || before.ofAddress() >= FAILURES_PER_ADDRESS) {
            audit.record(Links.GUEST, "link.throttled", null, null, Outcome.REFUSED);
            return new Throttled();
        }
        Optional<PersonalLink> found = tables.bySecret(secretHash);
        PersonalLink link = found.orElse(NOBODY);
        boolean isUsable = isUsable(link);
        boolean isRight = isRight(link, typed);
        if (found.isPresent() && isUsable && isRight) {
            tables.opened(link.id(), secretHash, language);
            String visit = Secrets.random();
            tables.begin(link.id(), Secrets.hash(visit));
            audit.record(Links.GUEST, "link.opened", link.pathway(), link.id().toString());
            return new Opened(visit);
        }
        tables.failed(secretHash, addressHash, link.id(), FAILURES_TO_LOCK);
        audit.record(
                Links.GUEST,
                "link.opened",
                found.map(PersonalLink::pathway).orElse(null),
                found.map(one -> one.id().toString()).orElse(null),
                Outcome.REFUSED);
        return new Refused();
    }

    private boolean isUsable(PersonalLink link) {
        boolean isOpen = worklist.find(Links.guest(link)).map(WorkItem::isOpen).orElse(false);
        return isOpen && link.isUsable(clock.instant());
    }

    private boolean isRight(PersonalLink link, Typed typed) {
        LocalDate birthday = readers.birthday(link.pathway()).orElse(null);
        boolean isBirthday = Secrets.areSame(
                birthday == null ? null : birthday.toString(),
                day(typed).map(LocalDate::toString).orElse(null));
        boolean isCode =
                Secrets.areSame(link.codeHash(), Secrets.hash(typed.code().replaceAll("\\D", "")));
        return link.fact() == SecondFact.CODE ? isCode : isBirthday;
    }

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** The day that was typed; empty for none and for one that never was. */
    public static Optional<LocalDate> day(Typed typed) {
        try {
            String month = typed.month().strip().toLowerCase(Locale.ROOT);
            int number = month.matches("\\d{1,2}")
                    ? Integer.parseInt(month)
                    : month.length() < 3 ? 0 : MONTHS.indexOf(month.substring(0, 3)) + 1;
            return Optional.of(LocalDate.of(
                    Integer.parseInt(typed.year().strip()),
                    number,
                    Integer.parseInt(typed.day().strip())));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    // ------------------------------------------------------------------ a visit

    /** The visit of this cookie; empty when there is none, or none any more. */
    public Optional<Visit> resume(String cookie) {
        String hash = Secrets.hash(cookie);
        Optional<LinkTables.Seen> seen = tables.visit(hash);
        boolean isIdle = seen.map(one -> one.usedAt().plus(IDLE).isBefore(clock.instant()))
                .orElse(false);
        if (seen.isPresent() && !isIdle) {
            tables.touch(hash);
        }
        return seen.map(one -> new Visit(one.link(), hash, isIdle));
    }

    /** An idle visit goes on, when its reader knows the second fact again; whatever is wrong ends alike after the same work. */
    public Opening goOn(Visit visit, Typed typed, String address) {
        PersonalLink link = visit.link;
        String addressHash = Secrets.hash(address);
        LinkTables.Failures before = tables.failures(visit.hash, addressHash);
        if (before.ofSecret() >= FAILURES_PER_SECRET || before.ofAddress() >= FAILURES_PER_ADDRESS) {
            audit.record(
                    Links.GUEST, "link.throttled", link.pathway(), link.id().toString(), Outcome.REFUSED);
            return new Throttled();
        }
        boolean isRight = isRight(link, typed);
        if (link.lockedAt() != null || !isRight) {
            tables.failed(visit.hash, addressHash, link.id(), FAILURES_TO_LOCK);
            audit.record(Links.GUEST, "link.opened", link.pathway(), link.id().toString(), Outcome.REFUSED);
            return new Refused();
        }
        tables.opened(link.id(), visit.hash, link.language());
        tables.touch(visit.hash);
        audit.record(Links.GUEST, "link.opened", link.pathway(), link.id().toString());
        return new Opened("");
    }

    @Transactional(readOnly = true)
    public Standing standing(Visit visit) {
        PersonalLink link = visit.link;
        if (link.handedInAt() != null) {
            return Standing.HANDED_IN;
        }
        if (readers.hasDied(link.pathway())) {
            return Standing.PERSON_DIED;
        }
        WorkItem task = worklist.find(visit.guest()).orElse(null);
        if (task != null && task.state() == WorkItem.State.COMPLETED) {
            return Links.GUEST.equals(task.endedBy()) ? Standing.HANDED_IN : Standing.ENTERED_BY_STAFF;
        }
        return task != null && task.isOpen() && link.isUsable(clock.instant()) ? Standing.OPEN : Standing.CLOSED;
    }

    /** Until when answers count; null where nothing says so. */
    @Transactional(readOnly = true)
    public @Nullable Instant until(Visit visit) {
        return worklist.find(visit.guest()).map(WorkItem::dueAt).orElse(null);
    }

    /** Whom the reader can ring. */
    @Transactional(readOnly = true)
    public Readers.Sender sender(Visit visit) {
        return readers.sender(visit.link.pathway());
    }

    public void speak(Visit visit, Language language) {
        tables.speak(visit.link.id(), language);
    }

    /** The questions, with what this reader has answered so far. */
    @Transactional(readOnly = true)
    public Sheet sheet(Visit visit) {
        return questionnaires.open(visit.guest(), visit.formId());
    }

    /** Keeps an answer, whatever has happened to the task meanwhile; as {@link Questionnaires#answer}. */
    public @Nullable Wrong answer(Visit visit, String key, @Nullable String given) {
        Wrong wrong = questionnaires.answer(visit.guest(), visit.formId(), key, given);
        if (wrong != Wrong.NOTHING_CHOSEN) {
            tables.mark(visit.link.id(), "begun_at");
        }
        return wrong;
    }

    /** Hands in what was answered. A second click, or a second tab, changes nothing. */
    public Forms.Result handIn(Visit visit) {
        PersonalLink link = visit.link;
        if (!link.isUsable(clock.instant()) && link.handedInAt() == null) {
            return new Forms.AlreadyEnded(worklist.find(visit.guest()).orElseThrow());
        }
        Forms.Result result = forms.submit(visit.guest(), visit.formId());
        if (result instanceof Forms.Done && link.handedInAt() == null) {
            tables.mark(link.id(), "handed_in_at");
            audit.record(Links.GUEST, "link.handedIn", link.pathway(), link.id().toString());
        }
        return result;
    }

    /** The reader stops; the link opens it again. */
    public void leave(Visit visit) {
        tables.end(visit.hash);
    }
}
