package org.waymark.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.waymark.sample.Course.Grief;
import org.waymark.sample.Course.Kind;
import org.waymark.sample.Rates.Severity;

/** The simulated lives are the published rates, found again in very many of them. */
class CourseTests {

    private static final int LIVES = 40_000;

    /** Three times the standard error of the share of a half, the widest there is, in a third of the lives. */
    private static final double ABOUT = 3 * Math.sqrt(0.25 / (LIVES / 3.0));

    private static final List<Course> COURSES = courses();

    private static List<Course> courses() {
        var random = new Random(11);
        return Stream.generate(() -> Course.draw(random)).limit(LIVES).toList();
    }

    private static double share(List<Course> of, Predicate<Course> which) {
        return of.stream().filter(which).count() / (double) of.size();
    }

    private static void assertShare(double expected, Predicate<Course> which) {
        assertThat(share(COURSES, which)).isCloseTo(expected, within(ABOUT));
    }

    private static boolean diesWithin(Course course, int days) {
        return course.diesOn().orElse(Integer.MAX_VALUE) < days;
    }

    @Test
    void areEnteredInTheMixOfThePlan() {
        assertShare(0.55, course -> course.entry() == Severity.MILD);
        assertShare(0.35, course -> course.entry() == Severity.MODERATE);
        assertShare(0.10, course -> course.entry() == Severity.SEVERE);
    }

    /** By hand: a month moves (mild, moderate, severe) on by the matrix of the rates; twelve of them make the year. */
    @Test
    void moveAsTwelveMonthsOfTheRatesDo() {
        double mild = 0.55;
        double moderate = 0.35;
        double severe = 0.10;
        double dead = 0;
        for (int month = 0; month < 12; month++) {
            double nextMild = mild * (1 - 0.0195 - 0.0029) + moderate * 0.0091;
            double nextModerate = mild * 0.0195 + moderate * (1 - 0.0091 - 0.0328 - 0.0151);
            double nextSevere = moderate * 0.0328 + severe * (1 - 0.0530);
            dead += mild * 0.0029 + moderate * 0.0151 + severe * 0.0530;
            mild = nextMild;
            moderate = nextModerate;
            severe = nextSevere;
        }
        assertThat(mild + moderate + severe + dead).isCloseTo(1, within(1e-9));

        assertShare(dead, course -> diesWithin(course, 365));
        assertShare(severe, course -> !diesWithin(course, 365) && course.severityOn(365) == Severity.SEVERE);
        assertShare(mild, course -> !diesWithin(course, 365) && course.severityOn(365) == Severity.MILD);
    }

    @Test
    void bringTheShareOfTheSourceIntoACareHomeUnlessDeathComesFirst() {
        List<Course> alive =
                COURSES.stream().filter(course -> !diesWithin(course, 366)).toList();

        assertThat(share(alive, course -> course.isInCareHome(365))).isCloseTo(0.13, within(ABOUT));
        assertThat(COURSES).noneMatch(course -> course.turns().stream()
                .anyMatch(turn -> turn.kind() == Kind.MOVED_TO_CARE_HOME && course.daysLeft(turn.day()) < 0));
    }

    @Test
    void haveTheCarersThatTheRatesSay() {
        assertShare(0.40, Course::livesAlone);
        assertShare(0.08, course -> course.carers() == 0);
        assertShare(0.32, Course::isStrained);
        assertShare(0.06, course -> course.grief() == Grief.SPECIALIST);
        assertShare(0.35, course -> course.grief() == Grief.TARGETED);
        assertThat(COURSES).allMatch(course -> course.returns() >= 0.30 && course.returns() <= 0.60);
    }

    @Test
    void areTheSameForTheSameSeed() {
        assertThat(Course.draw(new Random(3))).isEqualTo(Course.draw(new Random(3)));
    }
}
