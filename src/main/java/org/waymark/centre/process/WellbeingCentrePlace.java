package org.waymark.centre.process;

/** Names that the model {@code wellbeing-centre-place} and Java share. */
final class WellbeingCentrePlace {

    static final String PLACE_ID = "placeId";
    static final String HAS_FREE_DAY = "hasFreeDay";
    static final String REVIEW_AT = "reviewAt";
    static final String END_REASON = "endReason";

    private WellbeingCentrePlace() {}
}
