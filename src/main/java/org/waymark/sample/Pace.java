package org.waymark.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.WorkItem;

/**
 * When staff get to a piece of work. Made up, so that some work is late and two services have too few people: whoever looks
 * for the bottleneck of the sample finds speech and language, and after it the council's carers' assessment.
 */
final class Pace {

    /** When somebody begins with it, and when it is handed in. */
    record Slot(Instant begun, Instant handedIn) {}

    /** Working days until half of the work of a kind has been begun; what stands nowhere takes three. */
    private static final Map<String, Double> HALF_BEGUN = Map.ofEntries(
            Map.entry("name-coordinator", 1.2),
            Map.entry("make-welcome-contact", 6.0),
            Map.entry("rate-abilities", 5.0),
            Map.entry("enter-paper-answers", 7.0),
            Map.entry("adjudicate-ratings", 2.0),
            Map.entry("confirm-stage", 2.0),
            Map.entry("agree-support-plan", 4.0),
            Map.entry("review-pathway", 6.0),
            Map.entry("respond-to-referral", 2.0),
            Map.entry("respond-to-referral LOCAL_AUTHORITY_CARER_ASSESSMENT", 7.0),
            Map.entry("make-first-contact", 8.0),
            Map.entry("offer-place", 6.0),
            Map.entry("report-outcome", 9.0),
            Map.entry("talk-with-carer", 6.0),
            Map.entry("agree-carer-plan", 1.5),
            Map.entry("review-carer-support", 2.0),
            Map.entry("answer-question", 1.0),
            Map.entry("decide-next-step", 1.5),
            Map.entry("review-palliative-care", 1.0),
            Map.entry("review-bereavement-support", 2.0),
            Map.entry("offer-deprescribing", 5.0),
            Map.entry("contact-bereaved-carer", 6.0),
            Map.entry("start-palliative-care", 0.5));

    /** Done within hours, by day and by night. */
    private static final Set<String> AT_ONCE =
            Set.of("rule-out-delirium", "act-on-concern", "triage-crisis", "see-pain-again", "look-at-unstable-phase");

    /** Done on the day for which it was arranged. */
    private static final Set<String> ARRANGED = Set.of("hold-carer-session", "record-induction");

    /** Services with too few people for all who come: working days until they begin, then and now. */
    private record Falling(double behindThen, double behindNow) {}

    private static final Map<String, Falling> BEHIND = Map.of(
            "make-first-contact SPEECH_AND_LANGUAGE",
            new Falling(10, 75),
            "make-first-contact LOCAL_AUTHORITY_CARER_ASSESSMENT",
            new Falling(8, 35));

    private static final double SPREAD = 0.65;
    private static final double HOURS_WORKED = 3;
    private static final int FIRST_MINUTE = 9 * 60;
    private static final int LAST_MINUTE = 16 * 60 + 45;

    private final RandomGenerator random;
    private final Instant from;
    private final Instant until;

    /** @param from when the time begins that is told of, which ends then */
    Pace(RandomGenerator random, Instant from, Instant until) {
        this.random = random;
        this.from = from;
        this.until = until;
    }

    Slot of(WorkItem task) {
        if (AT_ONCE.contains(task.formId())) {
            Instant begun = task.createdAt().plus(minutes(70 * around()));
            return new Slot(begun, begun.plus(minutes(20 * around())));
        }
        Instant due = task.dueAt();
        if (ARRANGED.contains(task.formId()) && due != null) {
            LocalDate day = LocalDate.ofInstant(due, WorkingDays.ZONE);
            Instant at = later(at(day), task.createdAt());
            return new Slot(at, at);
        }
        Falling falling = BEHIND.get(task.formId() + " " + task.service());
        if (falling != null) {
            Instant at = atWork(task.createdAt(), behind(falling, task.createdAt()) * random.nextDouble(0.9, 1.1));
            return new Slot(at, at.plus(minutes(60)));
        }
        double half = HALF_BEGUN.getOrDefault(
                task.formId() + " " + task.service(), HALF_BEGUN.getOrDefault(task.formId(), 3.0));
        Instant begun = atWork(task.createdAt(), half * around());
        return new Slot(begun, atWork(begun.plus(minutes(60 * HOURS_WORKED * around())), 0));
    }

    /** More come than are begun, so each waits a little longer than the one before. */
    private double behind(Falling falling, Instant at) {
        double passed = (double) Duration.between(from, at).toSeconds()
                / Duration.between(from, until).toSeconds();
        return falling.behindThen() + Math.max(0, Math.min(1, passed)) * (falling.behindNow() - falling.behindThen());
    }

    /** So many working days later, at a time when people work. */
    Instant atWork(Instant from, double workingDays) {
        ZonedDateTime local = from.atZone(WorkingDays.ZONE);
        LocalDate day = WorkingDays.plus(local.toLocalDate(), Math.round(workingDays));
        if (!WorkingDays.isWorkingDay(day) || (workingDays < 0.5 && minuteOf(local) > LAST_MINUTE)) {
            day = WorkingDays.plus(day, 1);
        }
        if (day.equals(local.toLocalDate())) {
            return later(
                    from.plus(minutes(10)),
                    day.atTime(9, 0).atZone(WorkingDays.ZONE).toInstant());
        }
        return at(day);
    }

    private static int minuteOf(ZonedDateTime time) {
        return time.getHour() * 60 + time.getMinute();
    }

    private Instant at(LocalDate day) {
        int minute = random.nextInt(FIRST_MINUTE, LAST_MINUTE);
        return day.atTime(minute / 60, minute % 60).atZone(WorkingDays.ZONE).toInstant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** About one; half of all are less, and none is three: of few people one forgotten would be all that is seen. */
    private double around() {
        return Math.exp(SPREAD * Math.min(1.6, random.nextGaussian()));
    }

    private static Duration minutes(double minutes) {
        return Duration.ofSeconds(Math.round(60 * minutes));
    }
}
