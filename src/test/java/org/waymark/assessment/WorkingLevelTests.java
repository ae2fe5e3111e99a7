package org.waymark.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.RatingState;
import org.waymark.assessment.Assessments.RatingRow;
import org.waymark.assessment.Assessments.Working;
import org.waymark.forms.Answers;
import org.waymark.support.CareRule;

/** Which rating counts, whatever was answered by whom and whenever it came. */
class WorkingLevelTests {

    private static final int NOT_NAMED = -1;

    @Property
    @CareRule(5)
    void noRatingOfThePersonLowersTheWorkingLevel(
            @ForAll("ratings") List<RatingRow> others,
            @ForAll("observations") List<RatingRow> before,
            @ForAll("ofThePerson") RatingRow persons) {
        Working without = Working.of(others, () -> before);
        var withPerson = new ArrayList<>(others);
        withPerson.add(persons);

        Working with = Working.of(withPerson, () -> before);

        assertThat(loss(with.level())).isGreaterThanOrEqualTo(loss(without.level()));
        if (!without.provisional()) {
            assertThat(with).isEqualTo(without);
        }
    }

    @Property
    void theOrderInWhichRatingsArriveChangesNothing(
            @ForAll("inTwoOrders") List<List<RatingRow>> orders, @ForAll("observations") List<RatingRow> before) {
        assertThat(Working.of(orders.get(1), () -> before)).isEqualTo(Working.of(orders.get(0), () -> before));
    }

    @Property
    void aStaffObservationCountsBeforeEverybodyElseAndTheGreaterLossOfTwo(
            @ForAll("ratings") List<RatingRow> rated, @ForAll("observations") List<RatingRow> before) {
        List<RatingRow> now = rated.stream()
                .filter(rating -> rating.rater() == Rater.STAFF && rating.functionalLevel() != null)
                .toList();
        List<RatingRow> staff = now.isEmpty() ? before : now;

        Working working = Working.of(rated, () -> before);

        List<RatingRow> counting = staff.isEmpty() ? rated : staff;
        int greatest = counting.stream()
                .mapToInt(rating -> loss(rating.functionalLevel()))
                .max()
                .orElse(NOT_NAMED);
        assertThat(loss(working.level())).isEqualTo(greatest);
        assertThat(working.provisional()).isEqualTo(staff.isEmpty());
        // One of those that were named, so never a mean of several.
        assertThat(counting.stream().map(RatingRow::functionalLevel).toList())
                .satisfies(levels -> assertThat(working.level() == null || levels.contains(working.level()))
                        .isTrue());
    }

    private static int loss(@Nullable String level) {
        return level == null ? NOT_NAMED : Levels.IN_ORDER.indexOf(level);
    }

    @Provide
    Arbitrary<List<RatingRow>> ratings() {
        return rating(Arbitraries.of(Rater.values()))
                .list()
                .uniqueElements(RatingRow::id)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<List<RatingRow>>> inTwoOrders() {
        return ratings().flatMap(rated -> Arbitraries.shuffle(rated).map(shuffled -> List.of(rated, shuffled)));
    }

    /** Made shortly before the round; only such as name a level are looked up. */
    @Provide
    Arbitrary<List<RatingRow>> observations() {
        return rating(Arbitraries.just(Rater.STAFF))
                .filter(rating -> rating.functionalLevel() != null)
                .list()
                .uniqueElements(RatingRow::id)
                .ofMaxSize(2);
    }

    @Provide
    Arbitrary<RatingRow> ofThePerson() {
        return rating(Arbitraries.just(Rater.PERSON));
    }

    private static Arbitrary<RatingRow> rating(Arbitrary<Rater> raters) {
        Arbitrary<Integer> levels = Arbitraries.integers().between(NOT_NAMED, Levels.IN_ORDER.size() - 1);
        Arbitrary<UUID> ids = Arbitraries.longs().map(number -> new UUID(0, number));
        return Combinators.combine(raters, levels, Arbitraries.of(true, false), ids)
                .as((rater, level, outOfSequence, id) -> new RatingRow(
                        id,
                        new UUID(0, 0),
                        rater,
                        null,
                        null,
                        null,
                        RatingState.RATED,
                        null,
                        new Answers(Map.of()),
                        level == NOT_NAMED ? null : Levels.IN_ORDER.get(level),
                        outOfSequence,
                        "UNKNOWN",
                        null,
                        null,
                        null,
                        null));
    }
}
