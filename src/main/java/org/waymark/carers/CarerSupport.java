package org.waymark.carers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/** The support of one carer: where it stands, what the carer said before and after, and what was agreed. */
public record CarerSupport(
        String id,
        PathwayRef pathway,
        CarerId carer,
        State state,
        /** Found by the decision after each conversation; null before the first. */
        @Nullable Level level,
        @Nullable LocalDate sessionOn,
        @Nullable Instant reviewDueAt,
        @Nullable Instant askAgainAt,
        @Nullable String authorityAnswer,
        @Nullable LocalDate authorityAskAgainOn,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable String endReason,
        /** In their order. */
        List<Talk> talks,
        /** The plan that was agreed last. */
        @Nullable Plan plan,
        /** In their order. */
        List<Session> sessions) {

    public boolean isOpen() {
        return closedAt == null;
    }

    /** The latest conversation that reached the carer. */
    public @Nullable Talk lastTalk() {
        return last(null, 0);
    }

    /** What the carer said before support began, or began anew. */
    public @Nullable Talk before() {
        return last(Kind.NEEDS, 0);
    }

    /** What the carer said at the latest review since then. */
    public @Nullable Talk after() {
        Talk before = before();
        return last(Kind.REVIEW, before == null ? 0 : before.number());
    }

    private @Nullable Talk last(@Nullable Kind kind, long since) {
        Talk found = null;
        for (Talk talk : talks) {
            if (talk.isReached() && talk.number() >= since && (kind == null || talk.kind() == kind)) {
                found = talk;
            }
        }
        return found;
    }

    /** Where the support stands. */
    public enum State {
        /** A conversation about needs is ahead. */
        TO_TALK,
        TO_PLAN,
        IN_SESSIONS,
        /** The plan goes on and the review is ahead. */
        SUPPORTED,
        /** The carer said "not now" or no, or could not be reached, and is asked again. */
        PUT_OFF,
        HANDED_OVER,
        CLOSED
    }

    /** How much support is offered; spelled as the decision {@code carer-support-level} answers. */
    public enum Level {
        INFORM,
        GROUP,
        ONE_TO_ONE,
        URGENT
    }

    /** What a conversation was for. */
    public enum Kind {
        NEEDS,
        REVIEW
    }

    /** What was said in one conversation. Null is not known, which is never the same as no. */
    public record Talk(
            long number,
            Kind kind,
            LocalDate on,
            String answer,
            @Nullable Integer ownWords,
            @Nullable String words,
            String strain,
            @Nullable String ownHealth,
            @Nullable Boolean livesWith,
            @Nullable Boolean caringAlone,
            List<String> does,
            @Nullable String wouldHelp,
            @Nullable String whatChanged) {

        public boolean isReached() {
            return !answer.equals("NOT_REACHED");
        }

        @Nullable
        Boolean ownHealthPoor() {
            return ownHealth == null ? null : ownHealth.equals("POOR");
        }
    }

    /** What the carer agreed to. */
    public record Plan(
            String id,
            @Nullable LocalDate agreedOn,
            List<String> helps,
            @Nullable String urgentHelp,
            List<Goal> goals) {}

    /** One goal of a plan, in the carer's words. */
    public record Goal(String id, String text) {}

    /** One session, held or missed. */
    public record Session(LocalDate on, Attendance attendance, List<String> goals) {}

    /** Whether a session took place. */
    public enum Attendance {
        ATTENDED,
        NOT_ATTENDED,
        CANCELLED_BY_US
    }

    /** Support began, or began again. */
    public record Opened(String id, PathwayRef pathway, CarerId carer, Instant at) {}

    /** A conversation said how much strain the carer is under. */
    public record StrainReported(String id, PathwayRef pathway, CarerId carer, String strain, Instant at, String by) {}

    /** The decision found how much support to offer. */
    public record LevelFound(String id, PathwayRef pathway, CarerId carer, Level level, Instant at) {}

    /** The carer agreed to a plan. */
    public record PlanAgreed(String id, PathwayRef pathway, CarerId carer, Instant at, String by) {}

    /** The carer asked for, or agreed to, the assessment that the local authority owes every carer. */
    public record LocalAuthorityAssessmentAgreed(
            String id, PathwayRef pathway, CarerId carer, boolean isUrgent, Instant at, String by) {}

    /** A session was held or missed. */
    public record SessionHeld(
            String id, PathwayRef pathway, CarerId carer, Attendance attendance, Instant at, String by) {}

    /** The carer was asked again how it is going. */
    public record Reviewed(String id, PathwayRef pathway, CarerId carer, Instant at, String by) {}

    /** The carer said "not now" or no, or could not be reached; asked again then. */
    public record PutOff(String id, PathwayRef pathway, CarerId carer, Instant askAgainAt, Instant at, String by) {}

    /** Support is over, or bereavement support goes on with it. */
    public record Closed(String id, PathwayRef pathway, CarerId carer, State state, String endReason, Instant at) {}
}
