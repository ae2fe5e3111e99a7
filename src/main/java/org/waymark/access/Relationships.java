package org.waymark.access;

import org.waymark.kernel.PathwayRef;

/** Who has to do with whom, and why. Features write it through here; {@link AccessDecision} reads it. */
public interface Relationships {

    enum Kind {
        /** An organisation whose coordinators and team leads look after the person: the receiving one, or after sharing was agreed another of the alliance. */
        CASELOAD,
        /** An organisation that a referral was sent to. */
        REFERRAL,
        /** The named coordinator. */
        COORDINATOR
    }

    enum Sharing {
        NOT_ASKED,
        AGREED,
        REFUSED
    }

    /** Opens the record of a new pathway for the organisation that received it. */
    void open(PathwayRef pathway, String receivingOrganisation);

    /**
     * Opens a relationship; a repeated grant changes nothing.
     *
     * @param holder organisation id for CASELOAD and REFERRAL, username for COORDINATOR
     */
    void grant(PathwayRef pathway, Kind kind, String holder);

    void end(PathwayRef pathway, Kind kind, String holder);

    /** What the person said of sharing within the alliance; from then on it decides what the other organisation sees. */
    void sharing(PathwayRef pathway, Sharing sharing);
}
