package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.waymark.insight.Happening.Kind;
import org.waymark.insight.Way.Fact;

/** What is worked out of the facts of one pathway: from which step the next one came, and how long it was waited for. */
class WayTests {

    private static final long HOUR = 3_600_000_000L;

    private final List<Happening> known = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    private void note(int hour, Kind kind, String process, String element, int run, int task) {
        var what = new Happening(known.size(), kind, process, 1, element, "approach", null, null, "MILD", null, null);
        known.add(what);
        boolean isEnd = kind.isEndOfStep();
        facts.add(new Fact(
                facts.size(), hour * HOUR, what, run, task, isEnd ? 0 : Way.NEVER, isEnd ? 10 * HOUR : Way.NEVER, 0));
    }

    private Way way() {
        return Way.of("WM-2345-6789", facts, known.toArray(Happening[]::new));
    }

    /** The element of the step that was completed before the last one that began. */
    private @Nullable String before() {
        Beginnings begun = way().begun();
        int before = begun.before(begun.count() - 1);
        return before == Way.NONE ? null : known.get(before).element();
    }

    @Test
    void comesFromTheStepCompletedLastInTheSameRun() {
        note(1, Kind.STEP_COMPLETED, "referral", "Send", 1, 11);
        note(2, Kind.STEP_COMPLETED, "referral", "Respond", 1, 12);
        note(3, Kind.STEP_COMPLETED, "referral", "OfOther", 2, 13);
        note(4, Kind.STEP_CANCELLED, "referral", "Cancelled", 1, 14);
        note(5, Kind.STEP_ENTERED, "referral", "Contact", 1, 15);

        assertThat(before()).isEqualTo("Respond");
    }

    /** The engine writes the end of the one and the beginning of the other at once, in whatever order. */
    @Test
    void comesFromAStepThatEndedInTheSameMoment() {
        note(1, Kind.STEP_COMPLETED, "referral", "Send", 1, 11);
        note(2, Kind.STEP_ENTERED, "referral", "Contact", 1, 12);
        note(2, Kind.STEP_COMPLETED, "referral", "Respond", 1, 13);

        assertThat(before()).isEqualTo("Respond");
    }

    @Test
    void doesNotComeFromAnotherModelThatHasARunOfTheSameRecord() {
        note(1, Kind.STEP_COMPLETED, "carer", "Talk", 1, 11);
        note(2, Kind.STEP_COMPLETED, "carer", "OfOther", 2, 12);
        note(3, Kind.STEP_COMPLETED, "bereavement", "Contact", 1, 13);
        note(4, Kind.STEP_ENTERED, "carer", "Agree", 1, 14);

        assertThat(before()).isEqualTo("Talk");
    }

    @Test
    void comesFromNowhereAtTheBeginningOfARun() {
        note(1, Kind.STEP_COMPLETED, "referral", "OfOther", 2, 11);
        note(2, Kind.STEP_ENTERED, "referral", "Send", 1, 12);

        assertThat(before()).isNull();
    }

    @Test
    void isTakenWithTheFirstThatSomebodyDidAboutIt() {
        note(1, Kind.STEP_ENTERED, "referral", "Claimed", 1, 11);
        note(2, Kind.STEP_ENTERED, "referral", "DoneAtOnce", 1, 12);
        note(3, Kind.STEP_ENTERED, "referral", "Cancelled", 1, 13);
        note(4, Kind.STEP_ENTERED, "referral", "Open", 1, 14);
        note(5, Kind.STEP_CLAIMED, "referral", "Claimed", 1, 11);
        note(6, Kind.STEP_COMPLETED, "referral", "DoneAtOnce", 1, 12);
        note(7, Kind.STEP_CANCELLED, "referral", "Cancelled", 1, 13);
        note(9, Kind.STEP_COMPLETED, "referral", "Claimed", 1, 11);

        Beginnings begun = way().begun();

        assertThat(begun.takenAfter(0)).isEqualTo(4);
        assertThat(begun.takenAfter(1)).isEqualTo(4);
        assertThat(begun.takenAfter(2)).isEqualTo(Beginnings.NEEDLESS);
        assertThat(begun.takenAfter(3)).isEqualTo(Beginnings.UNTAKEN);
    }

    @Test
    void isLateWhenItEndedAfterItsDate() {
        note(10, Kind.STEP_COMPLETED, "referral", "InTime", 1, 11);
        note(11, Kind.STEP_COMPLETED, "referral", "Late", 1, 12);

        Ends ends = way().ends();

        assertThat(ends.isLate(0)).isFalse();
        assertThat(ends.isLate(1)).isTrue();
        assertThat(ends.hours(1)).isEqualTo(11);
    }

    @Test
    void findsWhatBeginsAndEndsFromAMomentOn() {
        for (int hour = 1; hour <= 9; hour += 2) {
            note(hour, Kind.STEP_ENTERED, "referral", "Step" + hour, 1, hour);
            note(hour + 1, Kind.STEP_COMPLETED, "referral", "Step" + hour, 1, hour);
        }
        Way way = way();

        for (int hour = 0; hour <= 11; hour++) {
            int from = way.from(hour * HOUR);
            assertThat(from).as("facts before hour %s", hour).isEqualTo(Math.min(10, Math.max(0, hour - 1)));
            assertThat(way.begun().from(from))
                    .as("beginnings before hour %s", hour)
                    .isEqualTo(Math.min(5, hour / 2));
            assertThat(way.ends().from(from)).as("ends before hour %s", hour).isEqualTo(Math.max(0, (hour - 1) / 2));
        }
    }
}
