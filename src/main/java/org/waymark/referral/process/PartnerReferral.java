package org.waymark.referral.process;

/** Names that the model {@code partner-referral} and Java share. */
final class PartnerReferral {

    static final String REFERRAL_ID = "referralId";
    static final String END_REASON = "endReason";

    private PartnerReferral() {}
}
