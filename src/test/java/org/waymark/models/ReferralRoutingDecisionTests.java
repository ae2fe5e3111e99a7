package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.support.UsualAnswers;

class ReferralRoutingDecisionTests {

    private static final Set<String> SERVICES = Set.copyOf(UsualAnswers.SERVICES);
    private static final Set<String> CARER_SERVICES =
            Set.of("CARER_ENABLEMENT", "LOCAL_AUTHORITY_CARER_ASSESSMENT", "ADMIRAL_NURSE", "RESPITE");
    private static final Set<String> PALLIATIVE_SERVICES =
            Set.of("PALLIATIVE_NURSE", "HOSPICE_AT_HOME", "RAPID_RESPONSE");
    private static final List<String> PRIORITIES = List.of("ROUTINE", "SOON", "URGENT");
    private static final @Nullable String[] STAGES = {
        "PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED", "CONFLICT", "UNKNOWN", null
    };
    private static final @Nullable String[] STRAINS = {"LOW", "MODERATE", "HIGH", "VERY_HIGH", "UNKNOWN", null};
    private static final @Nullable String[] PALLIATIVE = {"ADD_TO_REGISTER", "CONSIDER", "NO", null};
    private static final @Nullable String[] PHASES = {"STABLE", "UNSTABLE", "DETERIORATING", "DYING", null};
    private static final @Nullable Boolean[] ANSWERS = {true, false, null};
    private static final List<String> NEEDS = List.of(
            "distress",
            "pain",
            "eatingProblem",
            "falls",
            "isolated",
            "wantsActivity",
            "skillsWanted",
            "legalPlansMissing",
            "planningOffered",
            "newlyDiagnosed");

    private final DecisionFile decision = DecisionFile.assessment("referral-routing");

    /** A person in the moderate stage with no carer and no need, to whom planning has been offered. */
    private Inputs settled() {
        Inputs inputs = decision.nothingKnown();
        for (String need : NEEDS) {
            inputs = inputs.with(need, false);
        }
        return inputs.with("planningOffered", true)
                .with("stage", "MODERATE")
                .with("carerPresent", false)
                .with("livesAlone", false)
                .with("carerStrainLevel", "UNKNOWN")
                .with("palliative", "NO")
                .with("phase", "STABLE");
    }

    private Inputs withCarer(String strain) {
        return settled().with("carerPresent", true).with("carerStrainLevel", strain);
    }

    @Test
    void aSettledPersonTalksWithTheCoordinatorAndNothingElse() {
        assertThat(decision.decide(settled()).rules()).containsExactly("Rule_CoordinatorForEveryone");
    }

    @Test
    void whenNothingIsKnownTheCoordinatorAsksAndPlanningIsOffered() {
        assertThat(decision.decide(decision.nothingKnown()).rules())
                .containsExactlyInAnyOrder(
                        "Rule_CoordinatorForEveryone",
                        "Rule_CoordinatorForUnclearStage",
                        "Rule_CoordinatorAsksWhoHelps",
                        "Rule_PlanningNotOffered");
    }

    @ParameterizedTest
    @CsvSource({
        "newlyDiagnosed,true,DEMENTIA_ADVISER,SOON,Rule_AdviserForNewDiagnosis",
        "stage,MILD,DEMENTIA_ADVISER,ROUTINE,Rule_AdviserForEarlyStage",
        "stage,PRE_DEMENTIA,DEMENTIA_ADVISER,ROUTINE,Rule_AdviserForEarlyStage",
        "planningOffered,false,ADVANCE_CARE_PLANNING,ROUTINE,Rule_PlanningNotOffered",
        "planningOffered,,ADVANCE_CARE_PLANNING,ROUTINE,Rule_PlanningNotOffered",
        "legalPlansMissing,true,LEGAL_AND_MONEY_ADVICE,SOON,Rule_LegalAdviceWhilePlansCanBeMade",
        "wantsActivity,true,DEMENTIA_SERVICES_CENTRE,ROUTINE,Rule_CentreForActivity",
        "isolated,true,DEMENTIA_SERVICES_CENTRE,ROUTINE,Rule_CentreForCompany",
        "isolated,true,BEFRIENDING,ROUTINE,Rule_BefriendingForCompany",
        "stage,ADVANCED,NAMASTE_CARE,ROUTINE,Rule_NamasteForAdvanced",
        "pain,true,GP_REVIEW,SOON,Rule_DoctorForPain",
        "pain,true,MEDICINES_REVIEW,SOON,Rule_MedicinesForPain",
        "distress,true,GP_REVIEW,SOON,Rule_DoctorForDistress",
        "eatingProblem,true,SPEECH_AND_LANGUAGE,SOON,Rule_SpeechAndLanguageForEating",
        "falls,true,FALLS_SERVICE,SOON,Rule_FallsServiceForFalls",
        "falls,true,MEDICINES_REVIEW,ROUTINE,Rule_MedicinesForFalls",
        "palliative,ADD_TO_REGISTER,PALLIATIVE_NURSE,SOON,Rule_PalliativeNurseForRegister",
        "palliative,CONSIDER,COORDINATOR_CONVERSATION,SOON,Rule_CoordinatorSoonToConsiderPalliative",
        "phase,DETERIORATING,PALLIATIVE_NURSE,SOON,Rule_PalliativeNurseForDeteriorating",
        "phase,UNSTABLE,PALLIATIVE_NURSE,URGENT,Rule_PalliativeNurseForUnstable",
        "phase,UNSTABLE,RAPID_RESPONSE,URGENT,Rule_RapidResponseForUnstable",
        "phase,DYING,PALLIATIVE_NURSE,URGENT,Rule_PalliativeNurseForDying",
        "phase,DYING,HOSPICE_AT_HOME,URGENT,Rule_HospiceAtHomeForDying"
    })
    void oneNeedBringsItsService(String name, @Nullable String value, String service, String priority, String rule) {
        Inputs inputs = settled().with(name, answer(value));

        assertThat(proposals(inputs)).contains(Map.entry(service, priority));
        assertThat(decision.decide(inputs).rules()).contains(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "SEVERE,true,SOON",
        "ADVANCED,true,SOON",
        "UNKNOWN,true,SOON",
        "MODERATE,true,ROUTINE",
        "SEVERE,false,ROUTINE",
        "ADVANCED,,ROUTINE",
        "CONFLICT,false,ROUTINE"
    })
    void theCoordinatorIsSoonerForSomeoneWhoLivesAlone(String stage, @Nullable Boolean alone, String priority) {
        Inputs inputs = settled().with("stage", stage).with("livesAlone", alone);

        assertThat(highest(inputs, "COORDINATOR_CONVERSATION")).isEqualTo(priority);
    }

    @ParameterizedTest
    @CsvSource({
        "LOW,CARER_ENABLEMENT=ROUTINE",
        "MODERATE,CARER_ENABLEMENT=ROUTINE",
        "UNKNOWN,CARER_ENABLEMENT=ROUTINE",
        "HIGH,CARER_ENABLEMENT=SOON LOCAL_AUTHORITY_CARER_ASSESSMENT=SOON ADMIRAL_NURSE=SOON",
        "VERY_HIGH,CARER_ENABLEMENT=URGENT LOCAL_AUTHORITY_CARER_ASSESSMENT=SOON ADMIRAL_NURSE=SOON RESPITE=SOON"
    })
    void theCarersStrainBringsHelpForTheCarer(String strain, String expected) {
        Set<String> found = proposals(withCarer(strain)).stream()
                .filter(proposal -> CARER_SERVICES.contains(proposal.getKey()))
                .map(proposal -> proposal.getKey() + "=" + proposal.getValue())
                .collect(Collectors.toSet());

        assertThat(found).containsExactlyInAnyOrder(expected.split(" "));
    }

    @Test
    void aCarerWhoWantsToLearnIsOfferedIt() {
        assertThat(decision.decide(withCarer("LOW").with("skillsWanted", true)).rules())
                .contains("Rule_EnablementForSkills");
    }

    @Test
    void aFamilyLivingWithDistressIsOfferedANurse() {
        assertThat(decision.decide(withCarer("LOW").with("distress", true)).rules())
                .contains("Rule_AdmiralNurseForDistress");
    }

    @Test
    void helpForTheCarerIsTheSameAtEveryStage() {
        for (String strain : STRAINS) {
            for (Boolean wants : ANSWERS) {
                Set<Set<Map.Entry<String, String>>> byStage = Stream.of(STAGES)
                        .map(stage -> proposals(settled()
                                .with("carerPresent", true)
                                .with("carerStrainLevel", strain)
                                .with("skillsWanted", wants)
                                .with("distress", wants)
                                .with("stage", stage)))
                        .map(found -> found.stream()
                                .filter(proposal -> CARER_SERVICES.contains(proposal.getKey()))
                                .collect(Collectors.toSet()))
                        .collect(Collectors.toSet());

                assertThat(byStage).hasSize(1);
                assertThat(byStage.iterator().next())
                        .extracting(Map.Entry::getKey)
                        .contains("CARER_ENABLEMENT");
            }
        }
    }

    @Test
    void palliativeHelpIsTheSameAtEveryStage() {
        for (String palliative : PALLIATIVE) {
            for (String phase : PHASES) {
                Set<Set<Map.Entry<String, String>>> byStage = Stream.of(STAGES)
                        .map(stage -> proposals(settled()
                                .with("palliative", palliative)
                                .with("phase", phase)
                                .with("stage", stage)))
                        .map(found -> found.stream()
                                .filter(proposal -> PALLIATIVE_SERVICES.contains(proposal.getKey()))
                                .collect(Collectors.toSet()))
                        .collect(Collectors.toSet());

                assertThat(byStage).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSTABLE", "DYING"})
    void palliativeHelpIsUrgentForTheUnstableAndTheDying(String phase) {
        for (String palliative : PALLIATIVE) {
            assertThat(proposals(settled().with("phase", phase).with("palliative", palliative)))
                    .filteredOn(proposal -> PALLIATIVE_SERVICES.contains(proposal.getKey()))
                    .isNotEmpty()
                    .allSatisfy(proposal -> assertThat(proposal.getValue()).isEqualTo("URGENT"));
        }
    }

    @Test
    void planningIsOfferedSoonWhenPalliativeNeedsAreInSight() {
        for (String palliative : List.of("ADD_TO_REGISTER", "CONSIDER")) {
            assertThat(highest(
                            settled().with("planningOffered", null).with("palliative", palliative),
                            "ADVANCE_CARE_PLANNING"))
                    .isEqualTo("SOON");
        }
    }

    @Test
    void everyPointOfASampleKeepsTheCareRules() {
        assertThat(sample(1_500)).allSatisfy(point -> {
            List<Map<String, Object>> rows = decision.decide(point).rows();
            Set<String> services =
                    rows.stream().map(row -> String.valueOf(row.get("service"))).collect(Collectors.toSet());

            assertThat(rows).allSatisfy(row -> {
                assertThat(row.get("service")).isIn(SERVICES);
                assertThat(row.get("priority")).isIn(PRIORITIES);
                assertThat((String) row.get("reason")).isNotBlank();
            });
            assertThat(services).contains("COORDINATOR_CONVERSATION").doesNotContain("BEREAVEMENT_SUPPORT");
            if (point.isTrue("carerPresent")) {
                assertThat(services).contains("CARER_ENABLEMENT");
            } else {
                assertThat(services).doesNotContainAnyElementsOf(CARER_SERVICES);
            }
            assertThat(services.contains("ADVANCE_CARE_PLANNING")).isEqualTo(!point.isTrue("planningOffered"));
            if ("ADD_TO_REGISTER".equals(point.text("palliative"))) {
                assertThat(services).containsAnyOf("PALLIATIVE_NURSE", "HOSPICE_AT_HOME");
            }
        });
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(sample(600))).isEmpty();
    }

    private Stream<Inputs> sample(int points) {
        Random random = new Random(20261107);
        return Stream.generate(() -> {
                    Inputs inputs = decision.nothingKnown()
                            .with("stage", STAGES[random.nextInt(STAGES.length)])
                            .with("carerPresent", ANSWERS[random.nextInt(3)])
                            .with("livesAlone", ANSWERS[random.nextInt(3)])
                            .with("carerStrainLevel", STRAINS[random.nextInt(STRAINS.length)])
                            .with("palliative", PALLIATIVE[random.nextInt(PALLIATIVE.length)])
                            .with("phase", PHASES[random.nextInt(PHASES.length)]);
                    for (String need : NEEDS) {
                        inputs = inputs.with(need, ANSWERS[random.nextInt(3)]);
                    }
                    return inputs;
                })
                .limit(points);
    }

    private List<Map.Entry<String, String>> proposals(Inputs inputs) {
        return decision.decide(inputs).rows().stream()
                .map(row -> Map.entry(String.valueOf(row.get("service")), String.valueOf(row.get("priority"))))
                .toList();
    }

    private String highest(Inputs inputs, String service) {
        int highest = proposals(inputs).stream()
                .filter(proposal -> proposal.getKey().equals(service))
                .mapToInt(proposal -> PRIORITIES.indexOf(proposal.getValue()))
                .max()
                .orElseThrow();
        return PRIORITIES.get(highest);
    }

    private static @Nullable Object answer(@Nullable String value) {
        return value == null || !Set.of("true", "false").contains(value) ? value : (Object) Boolean.valueOf(value);
    }
}
