package org.waymark.bereavement;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.bereavement.Bereavement.Answer;
import org.waymark.bereavement.Bereavement.Dates;
import org.waymark.bereavement.Bereavement.GentleDate;
import org.waymark.bereavement.Bereavement.Kind;
import org.waymark.bereavement.Bereavement.NextContact;
import org.waymark.bereavement.Bereavement.OfferMade;
import org.waymark.bereavement.Bereavement.Retry;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Clocks;

/** Which contact with a bereaved carer comes next, and when: one at a time, so that nobody is rung twice in a week. */
@Component
class ContactPolicy {

    private final Clocks clocks;
    private final WaymarkClock clock;

    ContactPolicy(Clocks clocks, WaymarkClock clock) {
        this.clocks = clocks;
        this.clock = clock;
    }

    /** Counted from the day of death, however late it was recorded. */
    Dates dates(LocalDate diedOn) {
        Instant from = startOf(diedOn);
        return new Dates(
                clocks.due("BEREAVEMENT_CONTACT", null, from),
                clocks.due("BEREAVEMENT_REVIEW", null, from),
                clocks.due("BEREAVEMENT_CLOSING", null, from));
    }

    /** When another attempt is due after one that did not reach the carer. */
    Instant retryDue() {
        return clocks.due("BEREAVEMENT_RETRY", null, clock.instant());
    }

    /** Whether the review at eight weeks has come so near that looking at the level now is that review. */
    boolean isTimeToReview(@Nullable Instant reviewDueAt) {
        return reviewDueAt != null && !opening(reviewDueAt).isAfter(clock.instant());
    }

    /** @param bereavement one whose dates are set */
    NextContact next(Bereavement bereavement, List<OfferMade> offers, List<GentleDate> gentle) {
        Dates dates = bereavement.dates();
        Instant now = clock.instant();
        if (bereavement.askAgainOn() != null) {
            // As they wished: nobody is in touch before that day.
            return onDay(Kind.CONTACT, bereavement.askAgainOn());
        }
        Retry retry = bereavement.retry();
        Instant closingDueAt = required(dates.closingDueAt());
        if (retry == null || retry.of() != Kind.CLOSING) {
            if (!opening(closingDueAt).isAfter(now)) {
                return new NextContact(Kind.CLOSING, now, closingDueAt, null);
            }
        }
        if (retry != null) {
            LocalDate gentleOn =
                    bereavement.next() == null ? null : bereavement.next().gentleOn();
            return new NextContact(retry.of(), now, retry.dueAt(), gentleOn);
        }
        if (bereavement.firstContactOn() == null) {
            return new NextContact(Kind.CONTACT, now, required(dates.contactDueAt()), null);
        }
        var ahead = new ArrayList<NextContact>();
        if (bereavement.lookAgain()) {
            ahead.add(new NextContact(Kind.REVIEW, now, retryDue(), null));
        }
        if (bereavement.reviewedOn() == null) {
            ahead.add(planned(Kind.REVIEW, required(dates.reviewDueAt()), null));
        }
        toAskAgain(offers).map(day -> onDay(Kind.REVIEW, day)).forEach(ahead::add);
        gentle.stream()
                .filter(date -> date.contactedAt() == null && date.on().isAfter(clock.today()))
                .map(date -> planned(Kind.GENTLE_DATE, endOf(date.on()), date.on()))
                .forEach(ahead::add);
        ahead.add(planned(Kind.CLOSING, closingDueAt, null));
        return ahead.stream().min(Comparator.comparing(NextContact::opensAt)).orElseThrow();
    }

    private static Stream<LocalDate> toAskAgain(List<OfferMade> offers) {
        return offers.stream()
                .filter(offer -> offer.answer() == Answer.NOT_NOW)
                .flatMap(offer -> Stream.ofNullable(offer.askAgainOn()));
    }

    /** Opens on the day itself, never before: it is the carer who named it. */
    private NextContact onDay(Kind kind, LocalDate day) {
        return new NextContact(kind, startOf(day), clocks.due("BEREAVEMENT_RETRY", null, startOf(day)), null);
    }

    private NextContact planned(Kind kind, Instant dueAt, @Nullable LocalDate gentleOn) {
        return new NextContact(kind, opening(dueAt), dueAt, gentleOn);
    }

    /** The morning of the day on which the task of a planned contact opens. */
    private Instant opening(Instant dueAt) {
        Duration notice = Duration.between(dueAt, clocks.due("BEREAVEMENT_NOTICE", null, dueAt));
        return startOf(LocalDate.ofInstant(dueAt.minus(notice), WorkingDays.ZONE));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(WorkingDays.ZONE).toInstant();
    }

    private static Instant endOf(LocalDate day) {
        return day.atTime(WorkingDays.END_OF_DAY).atZone(WorkingDays.ZONE).toInstant();
    }

    private static Instant required(@Nullable Instant date) {
        if (date == null) {
            throw new IllegalStateException("The dates are not set yet");
        }
        return date;
    }
}
