package org.waymark.insight;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A point on a pathway between which and another one time is measured. Each is found in the facts of the flow, in one
 * place, so that every page means the same by it.
 */
public enum Milestone {
    DIAGNOSED(Unit.PERSON, "%1$s.kind = 'DIAGNOSED'"),
    REFERRAL_RECEIVED(Unit.PERSON, run("dementia-pathway")),
    COORDINATOR_NAMED(Unit.PERSON, step("dementia-pathway", "UserTask_NameCoordinator")),
    WELCOME_CONTACT_MADE(Unit.PERSON, step("dementia-pathway", "UserTask_MakeWelcomeContact")),
    ASSESSMENT_BEGUN(Unit.ASSESSMENT, run("staging-assessment")),
    ASSESSMENT_COMPLETE(Unit.ASSESSMENT, "%1$s.kind = 'ROUND_CLOSED'"),
    STAGE_CONFIRMED(Unit.ASSESSMENT, "%1$s.kind = 'STAGE_CONFIRMED'"),
    SUPPORT_PLAN_AGREED(Unit.PERSON, step("dementia-pathway", "UserTask_AgreeSupportPlan")),
    REFERRAL_SENT(Unit.REFERRAL, moved("SENT")),
    REFERRAL_ACCEPTED(Unit.REFERRAL, moved("ACCEPTED")),
    REFERRAL_IN_CONTACT(Unit.REFERRAL, moved("IN_CONTACT")),
    OUTCOME_REPORTED(Unit.REFERRAL, moved("OUTCOME_REPORTED")),
    OUTCOME_READ(Unit.REFERRAL, step("partner-referral", "UserTask_ReadOutcome")),
    CARER_KNOWN(Unit.CARER, run("carer-enablement")),
    CARER_PLAN_AGREED(Unit.CARER, "%1$s.kind = 'CARER_PLAN_AGREED'"),
    CENTRE_ASKED(Unit.PLACE, run("wellbeing-centre-place")),
    CENTRE_INDUCTION(Unit.PLACE, step("wellbeing-centre-place", "UserTask_RecordInduction")),
    CRISIS_REPORTED(Unit.CRISIS, run("crisis-response")),
    CRISIS_TRIAGED(Unit.CRISIS, step("crisis-response", "UserTask_TriageCrisis")),
    PALLIATIVE_REGISTER(Unit.PERSON, run("palliative-care")),
    PALLIATIVE_CARE_BEGUN(Unit.PERSON, step("palliative-care", "UserTask_StartPalliativeCare")),
    STAGE_MILD(Unit.PERSON, stage("MILD")),
    STAGE_MODERATE(Unit.PERSON, stage("MODERATE")),
    STAGE_SEVERE(Unit.PERSON, stage("SEVERE")),
    STAGE_ADVANCED(Unit.PERSON, stage("ADVANCED")),
    DIED(
            Unit.PERSON,
            "%1$s.kind = 'LIFE_EVENT' and %1$s.detail = 'DIED' and not exists (select 1 from flow_fact t"
                    + " where t.pathway_ref = %1$s.pathway_ref and t.kind = 'LIFE_EVENT_TAKEN_BACK' and t.record = %1$s.record)");

    /** Who or what passes it: two milestones of one referral are compared by referral, all others by person. */
    enum Unit {
        PERSON,
        ASSESSMENT,
        REFERRAL,
        CARER,
        PLACE,
        CRISIS
    }

    private final Unit unit;
    private final String fact;

    Milestone(Unit unit, String fact) {
        this.unit = unit;
        this.fact = fact;
    }

    /** As it stands in an address. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Milestone> of(String code) {
        return Stream.of(values()).filter(one -> one.code().equals(code)).findFirst();
    }

    Unit unit() {
        return unit;
    }

    /** A condition over an alias of {@code flow_fact}. */
    String fact(String alias) {
        return fact.formatted(alias);
    }

    /** Of what is noted again when it is corrected, the later one counts; of everything else, the first. */
    boolean isCorrected() {
        return this == DIAGNOSED;
    }

    /** Whether a service is known of it. */
    public boolean isOfService() {
        return unit == Unit.REFERRAL;
    }

    private static String run(String process) {
        return "%1$s.kind = 'RUN_STARTED' and %1$s.process = '" + process + "'";
    }

    private static String step(String process, String element) {
        return "%1$s.kind = 'STEP_COMPLETED' and %1$s.process = '" + process + "' and %1$s.element = '" + element + "'";
    }

    private static String moved(String state) {
        return "%1$s.kind = 'REFERRAL_MOVED' and %1$s.detail = '" + state + "'";
    }

    private static String stage(String stage) {
        return "%1$s.kind = 'STAGE_CONFIRMED' and %1$s.detail = '" + stage + "'";
    }
}
