package org.waymark.access;

/** The kinds of data that access is decided for; a role may see one kind of a person's record and not another. */
public enum DataKind {
    /** Name, date of birth, NHS number, contact, carers. */
    IDENTITY,
    /** Ratings, stage, decisions, capacity, consent. */
    CARE,
    /** Referrals and their outcomes. */
    REFERRALS,
    /** Position, tasks and timeline. */
    PATHWAY
}
