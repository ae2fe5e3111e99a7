package org.waymark.insight;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fact of the flow says besides whom it is about and when it was: the same for many facts, and held once for all of
 * them.
 *
 * @param number from zero, in the order in which they were met, so that what is true of each can stand in an array
 * @param version of the model; zero where none is known
 * @param detail the stage, the state of the referral, the kind of the event, or why a step was cancelled
 */
record Happening(
        int number,
        Kind kind,
        @Nullable String process,
        int version,
        @Nullable String element,
        @Nullable String organisation,
        @Nullable String team,
        @Nullable String service,
        String stage,
        @Nullable String needsCode,
        @Nullable String detail) {

    /** The model of the pathway itself. */
    static final String PATHWAY = "dementia-pathway";

    /** As the facts are written. */
    enum Kind {
        RUN_STARTED,
        RUN_ENDED,
        STEP_ENTERED,
        STEP_CLAIMED,
        STEP_RELEASED,
        STEP_REASSIGNED,
        CLOCK_PAUSED,
        CLOCK_RESUMED,
        STEP_COMPLETED,
        STEP_CANCELLED,
        DIAGNOSED,
        DETAILS_CORRECTED,
        ROUND_CLOSED,
        CARER_PLAN_AGREED,
        STAGE_CONFIRMED,
        REFERRAL_MOVED,
        LIFE_EVENT,
        LIFE_EVENT_TAKEN_BACK;

        boolean isEndOfStep() {
            return this == STEP_COMPLETED || this == STEP_CANCELLED;
        }
    }

    /** All that a happening is made of in one text, for the database to hand over at once. */
    static final String WRITTEN =
            "array_to_string(array[f.kind, f.process, f.version::text, f.element, f.organisation, f.team,"
                    + " f.service, f.stage, f.needs_code, f.detail], E'\\x1f', '')";

    static Happening read(int number, String written) {
        List<String> parts = Arrays.asList(written.split("\u001f", -1));
        String version = parts.get(2);
        return new Happening(
                number,
                Kind.valueOf(parts.get(0)),
                known(parts.get(1)),
                version.isEmpty() ? 0 : Integer.parseInt(version),
                known(parts.get(3)),
                known(parts.get(4)),
                known(parts.get(5)),
                known(parts.get(6)),
                parts.get(7),
                known(parts.get(8)),
                known(parts.get(9)));
    }

    private static @Nullable String known(String part) {
        return part.isEmpty() ? null : part;
    }

    /** Whether with it a pathway begins, ends or comes to another stage. */
    boolean isTurn() {
        return is(Kind.RUN_STARTED, PATHWAY) || is(Kind.RUN_ENDED, PATHWAY) || is(Kind.STAGE_CONFIRMED);
    }

    boolean is(Kind one) {
        return kind == one;
    }

    boolean is(Kind one, String ofProcess) {
        return kind == one && ofProcess.equals(process);
    }
}
