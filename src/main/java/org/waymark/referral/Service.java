package org.waymark.referral;

/**
 * An entry of the service directory: who provides what the routing decision proposes.
 *
 * @param code the need it answers, as the decision {@code referral-routing} spells it
 * @param role the role of the organisation's staff who answer referrals to it
 */
public record Service(String id, String code, String name, String organisation, String role, String area) {

    /** The group whose worklist receives a referral to this service. */
    public String group() {
        return organisation + "." + role;
    }
}
