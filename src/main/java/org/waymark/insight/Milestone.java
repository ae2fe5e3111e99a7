package org.waymark.insight;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.waymark.insight.Happening.Kind;

/**
 * A point on a pathway between which and another one time is measured. Each is found in the facts of the flow, in one
 * place, so that every page means the same by it.
 */
public enum Milestone {
    DIAGNOSED(Unit.PERSON, what -> what.is(Kind.DIAGNOSED)),
    REFERRAL_RECEIVED(Unit.PERSON, run("dementia-pathway")),
    COORDINATOR_NAMED(Unit.PERSON, step("dementia-pathway", "UserTask_NameCoordinator")),
    WELCOME_CONTACT_MADE(Unit.PERSON, step("dementia-pathway", "UserTask_MakeWelcomeContact")),
    ASSESSMENT_BEGUN(Unit.ASSESSMENT, run("staging-assessment")),
    ASSESSMENT_COMPLETE(Unit.ASSESSMENT, what -> what.is(Kind.ROUND_CLOSED)),
    STAGE_CONFIRMED(Unit.ASSESSMENT, what -> what.is(Kind.STAGE_CONFIRMED)),
    SUPPORT_PLAN_AGREED(Unit.PERSON, step("dementia-pathway", "UserTask_AgreeSupportPlan")),
    REFERRAL_SENT(Unit.REFERRAL, moved("SENT")),
    REFERRAL_ACCEPTED(Unit.REFERRAL, moved("ACCEPTED")),
    REFERRAL_IN_CONTACT(Unit.REFERRAL, moved("IN_CONTACT")),
    OUTCOME_REPORTED(Unit.REFERRAL, moved("OUTCOME_REPORTED")),
    OUTCOME_READ(Unit.REFERRAL, step("partner-referral", "UserTask_ReadOutcome")),
    CARER_KNOWN(Unit.CARER, run("carer-enablement")),
    CARER_PLAN_AGREED(Unit.CARER, what -> what.is(Kind.CARER_PLAN_AGREED)),
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
    /** Of which nobody has said since that it was recorded by mistake. */
    DIED(Unit.PERSON, what -> what.is(Kind.LIFE_EVENT) && "DIED".equals(what.detail()));

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
    /** Each is a condition without a state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<Happening> passed;

    Milestone(Unit unit, Predicate<Happening> passed) {
        this.unit = unit;
        this.passed = passed;
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

    /** Whether a happening is the passing of it, if it was not taken back. */
    boolean is(Happening what) {
        return passed.test(what);
    }

    /** Whether that fact is the passing of it. */
    boolean isPassed(Way way, int fact) {
        if (!passed.test(way.what(fact))) {
            return false;
        }
        for (int i = 0; this == DIED && i < way.size(); i++) {
            if (way.run(i) == way.run(fact) && way.what(i).is(Kind.LIFE_EVENT_TAKEN_BACK)) {
                return false;
            }
        }
        return true;
    }

    /** Of what is noted again when it is corrected, the later one counts; of everything else, the first. */
    boolean isCorrected() {
        return this == DIAGNOSED;
    }

    /** Whether a service is known of it. */
    public boolean isOfService() {
        return unit == Unit.REFERRAL;
    }

    private static Predicate<Happening> run(String process) {
        return what -> what.is(Kind.RUN_STARTED, process);
    }

    private static Predicate<Happening> step(String process, String element) {
        return what -> what.is(Kind.STEP_COMPLETED, process) && element.equals(what.element());
    }

    private static Predicate<Happening> moved(String state) {
        return what -> what.is(Kind.REFERRAL_MOVED) && state.equals(what.detail());
    }

    private static Predicate<Happening> stage(String stage) {
        return what -> what.is(Kind.STAGE_CONFIRMED) && stage.equals(what.detail());
    }
}
