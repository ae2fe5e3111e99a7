package org.waymark.bereavement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/** Support of one carer in bereavement: where it stands, what is known, and what comes next. */
public record Bereavement(
        String id,
        PathwayRef pathway,
        CarerId carer,
        State state,
        Preparation preparation,
        @Nullable LocalDate diedOn,
        Signs signs,
        @Nullable Level proposedLevel,
        @Nullable Level level,
        @Nullable String levelReason,
        Dates dates,
        @Nullable LocalDate firstContactOn,
        @Nullable LocalDate reviewedOn,
        @Nullable LocalDate askAgainOn,
        boolean lookAgain,
        @Nullable Retry retry,
        @Nullable NextContact next,
        @Nullable Instant closedAt,
        @Nullable String endReason) {

    public boolean isOpen() {
        return closedAt == null;
    }

    /** Where it stands. */
    public enum State {
        /** The carer is being asked what they would want when the person has died. */
        PREPARING,
        /** Prepared; it waits for the death, however long the person lives. */
        PREPARED,
        FIRST_CONTACT,
        /** The carer would like support; level and offers are being agreed. */
        AGREEING,
        SUPPORTED,
        /** The carer does not want it for the time being and is asked again on a date of theirs. */
        NOT_NOW,
        CLOSED
    }

    /** The three components of support in bereavement. */
    public enum Level {
        UNIVERSAL,
        TARGETED,
        SPECIALIST
    }

    /** Why the carer is contacted. */
    public enum Kind {
        /** Before the death, of what the carer would want then. */
        PREPARATION,
        /** The first conversation after the death, and again on a date that the carer named. */
        CONTACT,
        GENTLE_DATE,
        REVIEW,
        CLOSING
    }

    /** How the carer was reached, or that they were not. */
    public enum How {
        VISIT,
        TELEPHONE,
        LETTER,
        NOT_REACHED,
        CARER_DIED
    }

    /** Whether the carer would like support; every answer has full standing. */
    public enum Wish {
        YES,
        NOT_NOW,
        NO
    }

    /** What is offered. Some of it leads to a referral of the carer. */
    public enum Offer {
        INFORMATION,
        PRACTICAL_HELP,
        BEREAVEMENT_GROUP,
        LISTENING_SUPPORT,
        COUNSELLING
    }

    /** What the carer said to an offer. */
    public enum Answer {
        AGREED,
        DECLINED,
        NOT_NOW
    }

    /** What follows from a contact, as the model's gateway reads it. */
    public enum Follows {
        /** To the level of support and its offers. */
        LOOK,
        /** Another contact later, or another attempt. */
        GO_ON,
        ENDED
    }

    /** What was prepared before the death. */
    public record Preparation(
            @Nullable LocalDate on,
            @Nullable String wishes,
            @Nullable String whomToRing) {}

    /** What may make grief harder; null where it is not known. */
    public record Signs(
            @Nullable Boolean suddenDeath,
            @Nullable Boolean caringAlone,
            @Nullable Boolean previousLoss,
            @Nullable Boolean asksForHelp,
            String strainBeforeDeath) {}

    /** Counted from the day of death; null before it. */
    public record Dates(
            @Nullable Instant contactDueAt,
            @Nullable Instant reviewDueAt,
            @Nullable Instant closingDueAt) {}

    /** A contact that did not reach the carer. */
    public record Retry(Kind of, Instant dueAt) {}

    /**
     * The contact that comes next.
     *
     * @param opensAt when its task opens
     * @param gentleOn the day it is about, of a gentle contact
     */
    public record NextContact(
            Kind kind,
            Instant opensAt,
            Instant dueAt,
            @Nullable LocalDate gentleOn) {}

    /** A day to be gentle about; {@code what} is in the carer's words, where staff entered it. */
    public record GentleDate(
            String id,
            LocalDate on,
            DateKind kind,
            String what,
            @Nullable Instant contactedAt) {}

    /** Why a day may be hard. */
    public enum DateKind {
        ANNIVERSARY,
        BIRTHDAY,
        OTHER
    }

    /** The latest answer to an offer. */
    public record OfferMade(
            Offer offer, Answer answer, @Nullable LocalDate askAgainOn, Instant at) {}

    /** A contact as it was recorded. */
    public record Contact(
            Kind kind,
            LocalDate on,
            How how,
            @Nullable Wish wish,
            @Nullable String note,
            String by) {}

    /**
     * Everything there is to see of it.
     *
     * @param reasons why the level was proposed, in words
     * @param dates those to come
     * @param contacts newest first
     */
    public record Picture(
            Bereavement bereavement,
            List<String> reasons,
            List<OfferMade> offers,
            List<GentleDate> dates,
            List<Contact> contacts) {}

    /** The carer was asked before the death what they would want. */
    public record Prepared(String id, PathwayRef pathway, CarerId carer, Instant at, String by) {}

    /** The carer was reached for the first time after the death. */
    public record Contacted(String id, PathwayRef pathway, CarerId carer, Instant at, String by) {}

    /** Staff confirmed the level of support. */
    public record LevelConfirmed(String id, PathwayRef pathway, CarerId carer, Level level, Instant at, String by) {}

    /** The carer agreed to help that a service gives. */
    public record HelpAgreed(
            String id,
            PathwayRef pathway,
            CarerId carer,
            String serviceId,
            @Nullable Level level,
            List<String> reasons,
            Instant at,
            String by) {}

    /** It is over. */
    public record Closed(String id, PathwayRef pathway, CarerId carer, String endReason, Instant at, String by) {}
}
