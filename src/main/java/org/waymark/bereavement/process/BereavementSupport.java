package org.waymark.bereavement.process;

/** Names that the model {@code bereavement-support} and Java share. */
final class BereavementSupport {

    static final String BEREAVEMENT_ID = "bereavementId";
    static final String COORDINATOR = "coordinator";
    static final String COORDINATOR_ORGANISATION = "coordinatorOrganisation";
    static final String NEXT_CONTACT = "nextContact";
    static final String IS_DUE_NOW = "isDueNow";
    static final String NEXT_CONTACT_AT = "nextContactAt";
    static final String CONTACT_DUE_AT = "contactDueAt";
    static final String END_REASON = "endReason";

    private BereavementSupport() {}
}
