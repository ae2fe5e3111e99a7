package org.waymark.sample;

import java.util.List;

/**
 * What the lives of the simulated caseload are drawn from, each rate with its source, so that the sample shows about what an
 * alliance would meet. A planning figure is one that the design of Waymark states without naming a source for it.
 */
final class Rates {

    /** How far somebody's dementia has come, in the words of the source of the moves. */
    enum Severity {
        MILD,
        MODERATE,
        SEVERE
    }

    /** Chance of this move within a month. */
    record Move(Severity from, Severity to, double aMonth) {}

    /** Fitted to the yearly chances of Spackman and others 2012, PMC3690579. */
    static final List<Move> MOVES = List.of(
            new Move(Severity.MILD, Severity.MODERATE, 0.0195),
            new Move(Severity.MODERATE, Severity.MILD, 0.0091),
            new Move(Severity.MODERATE, Severity.SEVERE, 0.0328));

    /** The same source. */
    static double deathAMonth(Severity severity) {
        return switch (severity) {
            case MILD -> 0.0029;
            case MODERATE -> 0.0151;
            case SEVERE -> 0.0530;
        };
    }

    /** Of those who come onto the pathway. Planning figure. */
    static double entering(Severity severity) {
        return switch (severity) {
            case MILD -> 0.55;
            case MODERATE -> 0.35;
            case SEVERE -> 0.10;
        };
    }

    /** Of those at home. Planning figure. */
    static final double LIVES_ALONE = 0.40;

    /** Of all: nobody who effectively cares for them. Planning figure. */
    static final double NO_CARER = 0.08;

    /** Of the carers. Planning figure. */
    static final double HIGH_STRAIN = 0.32;

    /** Of the personal forms given out; each person's own chance lies between these. Planning figures. */
    static final double RETURNED_AT_LEAST = 0.30;

    static final double RETURNED_AT_MOST = 0.60;

    /** Of the bereaved, 58 of a hundred need no more than everybody is offered. Aoun and others 2015, PLoS ONE 10(3) e0121101. */
    static final double BEREAVED_TARGETED = 0.35;

    static final double BEREAVED_SPECIALIST = 0.06;

    /** Of those at home at first: in a care home by the end of so many years. Planning figures. */
    record CareHome(int years, double share) {}

    static final List<CareHome> CARE_HOME =
            List.of(new CareHome(1, 0.13), new CareHome(3, 0.35), new CareHome(5, 0.57));

    // ------------------------------------------------------------------ made up

    static final double SECOND_CARER = 0.25;

    /** Of referrals: what the service answers at first; all others are accepted. */
    static final double REFERRAL_DECLINED = 0.12;

    static final double REFERRAL_TO_WAITING_LIST = 0.10;

    static final double REFERRAL_QUESTION = 0.06;

    /** Carers who rate otherwise than staff by so much that somebody has to look at it. */
    static final double RATINGS_DIFFER = 0.20;

    /** Moves to another severity that somebody reports; the others show at the next review. */
    static final double CHANGE_REPORTED = 0.5;

    /** Of those who die: put on the palliative register before. */
    static final double ON_REGISTER = 0.75;

    private Rates() {}
}
