package org.waymark.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.ADJUDICATE;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.waymark.decisions.KeptDecisions.Step;
import org.waymark.decisions.WhatFollows;
import org.waymark.rules.TableTrial.Consequence;
import org.waymark.rules.TableTrial.Consequences;
import org.waymark.rules.TableTrial.Told;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.workflow.TableFile;

/** What follows when a table changes, on rounds that were made as staff make them. */
class FollowOnsTests extends WithTrials {

    private static final String LEVEL = "functional-level";
    private static final String STRAIN = "carer-strain-level";

    @Autowired
    List<WhatFollows> modules;

    @Autowired
    MessageSource messages;

    private final Map<String, Somebody> people = new LinkedHashMap<>();

    // ------------------------------------------------------------------ what is on record

    private Somebody welcomed(String name, String... carers) {
        var making = care.somebody();
        for (String carer : carers) {
            making = making.withCarer(carer);
        }
        Somebody somebody = making.registered().welcomed();
        people.put(name, somebody);
        return somebody;
    }

    private static String ratingOf(Somebody person, String organisation) {
        return (String) person.value(
                "select cast(r.id as text) from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref"
                        + " and r.organisation = '" + organisation + "'");
    }

    private void roundsAroundLevel7b() {
        welcomed("all say 7b").everybodyRates(atLevel("7b")).does(CONFIRM);

        Somebody mistaken = welcomed("only the person says 7b").personRates(atLevel("7b"));
        mistaken.staffRates("approach", atLevel("6b")).staffRates("dougie-mac", atLevel("6b"));
        mistaken.does(ADJUDICATE, "decidedBy", ratingOf(mistaken, "approach")).does(CONFIRM);

        Somebody waiting = welcomed("staff are still to decide").personRates(atLevel("7b"));
        waiting.staffRates("approach", atLevel("6b")).staffRates("dougie-mac", atLevel("6b"));

        Somebody decided = welcomed("staff decide on 7a").personRates(atLevel("6b"));
        decided.everybodyRates(atLevel("7b"));
        decided.does(ADJUDICATE, "decidedBy", "OWN_LEVEL", "level", "7a").does(CONFIRM);

        Somebody chosen = welcomed("staff let the 7b of two count").personRates(atLevel("6b"));
        chosen.everybodyRates(atLevel("7b"));
        chosen.does(ADJUDICATE, "decidedBy", ratingOf(chosen, "approach")).does(CONFIRM);

        welcomed("not staged yet").staffRates("approach", atLevel("7b"));

        welcomed("confirmed otherwise")
                .everybodyRates(atLevel("7b"))
                .does(CONFIRM, "stage", "MODERATE", "reason", "Seen on a bad day.");

        Somebody differing = welcomed("7b beside 7c").staffRates("approach", atLevel("7b"));
        differing.everybodyRates(atLevel("7c"));
        differing
                .does(ADJUDICATE, "decidedBy", ratingOf(differing, "dougie-mac"))
                .does(CONFIRM);

        welcomed("all say 6c").everybodyRates(atLevel("6c")).does(CONFIRM);
    }

    // ------------------------------------------------------------------ what is proposed

    private TableTrial tried(String decision, String row, String answer) throws TableFile.Refusal {
        return tried(proposed(decision, answering(row, answer)));
    }

    /** As {@code all say 7b: pathway-stage stage SEVERE > ADVANCED}, each once. */
    private List<String> found(TableTrial trial, boolean actedOn) {
        Map<String, String> names = new LinkedHashMap<>();
        people.forEach((name, somebody) -> names.put(somebody.ref().value(), name));
        return jdbc
                .sql("""
                        select pathway_ref, concat_ws(' ', decision, outcome, about, coalesce(before, '-'), '>', coalesce(after, '-'))
                          from table_trial_shift where trial_id = :trial and acted_on = :actedOn
                        """)
                .param("trial", trial.id())
                .param("actedOn", actedOn)
                .query((row, number) -> names.get(row.getString(1)) + ": " + row.getString(2))
                .list()
                .stream()
                .distinct()
                .toList();
    }

    private Consequences consequences(TableTrial trial) {
        return trials.consequences(Alliance.CLINICAL_LEAD, trial.id());
    }

    // ------------------------------------------------------------------ the rules

    @Test
    void aLevelThatChangesTellsExactlyWhoWouldBeStagedOrOfferedSomethingElse() throws TableFile.Refusal {
        roundsAroundLevel7b();
        long onRecord = evaluations();

        TableTrial trial = tried(LEVEL, "Rule_Level7b", "7c");

        String otherLevel = ": functional-level functionalLevel 7b > 7c";
        assertThat(found(trial, false))
                .containsExactlyInAnyOrder(
                        "all say 7b" + otherLevel,
                        "only the person says 7b" + otherLevel,
                        "staff are still to decide" + otherLevel,
                        "staff decide on 7a" + otherLevel,
                        "staff let the 7b of two count" + otherLevel,
                        "not staged yet" + otherLevel,
                        "confirmed otherwise" + otherLevel,
                        "7b beside 7c" + otherLevel);
        String otherStage = ": pathway-stage stage SEVERE > ADVANCED";
        String namaste = ": referral-routing priority NAMASTE_CARE - > ROUTINE";
        assertThat(found(trial, true))
                .containsExactlyInAnyOrder(
                        "all say 7b" + otherStage,
                        "all say 7b" + namaste,
                        "staff let the 7b of two count" + otherStage,
                        "staff let the 7b of two count" + namaste,
                        "confirmed otherwise" + otherStage,
                        "7b beside 7c: rating-agreement agreement ADJUDICATE > AGREED");
        assertThat(consequences(trial))
                .isEqualTo(new Consequences(
                        List.of(
                                new Consequence("pathway-stage", 3, 3),
                                new Consequence("referral-routing", 2, 2),
                                new Consequence("rating-agreement", 1, 1)),
                        4));
        assertThat(evaluations()).as("nothing is asked anew on record").isEqualTo(onRecord);

        TableTrial ofStage = tried("pathway-stage", "Rule_SevereByLevelAlone", "ADVANCED");

        assertThat(found(ofStage, false)).as("evaluations").contains("not staged yet" + otherStage);
        assertThat(found(ofStage, true))
                .as("who would be at another stage, however many ratings were staged on the way")
                .containsExactlyInAnyOrder(
                        "all say 7b" + otherStage,
                        "all say 7b" + namaste,
                        "only the person says 7b" + otherStage,
                        "only the person says 7b" + namaste,
                        "staff decide on 7a" + otherStage,
                        "staff decide on 7a" + namaste,
                        "staff let the 7b of two count" + otherStage,
                        "staff let the 7b of two count" + namaste,
                        "confirmed otherwise" + otherStage,
                        "7b beside 7c: rating-agreement agreement ADJUDICATE > AGREED",
                        "all say 6c" + otherStage,
                        "all say 6c" + namaste);
        assertThat(consequences(ofStage).without())
                .as("not staged yet, and two still to be decided between")
                .isEqualTo(2);

        TableTrial within = tried(LEVEL, "Rule_Level6c", "6d");

        assertThat(found(within, false)).containsExactly("all say 6c: functional-level functionalLevel 6c > 6d");
        assertThat(consequences(within)).isEqualTo(new Consequences(List.of(), 1));
    }

    private long evaluations() {
        return jdbc.sql("select count(*) from decision_evaluation")
                .query(Long.class)
                .single();
    }

    @Test
    void theHighestStrainAndUrgentHelpAreFollowedAndSoIsACarersOwnSupport() throws TableFile.Refusal {
        Somebody one = welcomed("one carer", "Joan Hill");
        one.carerRates(atLevel("4"), "ownWords", "3").everybodyRates(atLevel("4"));
        one.does(TALK_WITH_CARER, "ownWords", "3", "livesWith", "NO", "ownHealth", "GOOD");
        Somebody two = welcomed("two carers", "Joan Hill", "Paul Hill");
        two.carerRates(atLevel("4"), "ownWords", "4")
                .carerRates(atLevel("4"), "ownWords", "3")
                .everybodyRates(atLevel("4"));

        TableTrial trial = tried(STRAIN, "Rule_OwnWordsHigh", "VERY_HIGH");

        String routing = "one carer: referral-routing priority ";
        assertThat(found(trial, true))
                .containsExactlyInAnyOrder(
                        routing + "CARER_ENABLEMENT - > URGENT",
                        routing + "CARER_ENABLEMENT SOON > URGENT",
                        routing + "RESPITE - > SOON",
                        "one carer: carer-support-level level ONE_TO_ONE > URGENT");
        assertThat(consequences(trial).without()).isEqualTo(1);
        assertThat(trials.people(Alliance.COORDINATOR, trial.id(), "", 10).get(one.ref()))
                .as("by person each decision is told by its last evaluation")
                .filteredOn(Told::isActedOn)
                .extracting(told -> told.shift().decision() + " " + told.shift().after() + " " + told.isLatest())
                .containsExactlyInAnyOrder(
                        "referral-routing URGENT true",
                        "referral-routing SOON true",
                        "carer-support-level URGENT true");
    }

    @Test
    void whatIsFollowedIsWhatTheRoundsReallyAsked() {
        roundsAroundLevel7b();
        Somebody withCarer = welcomed("with a carer", "Joan Hill").carerRates(atLevel("4"), "ownWords", "3");
        withCarer.everybodyRates(atLevel("4"), "zarit", 50);
        var told = new TreeSet<String>();

        var refs = people.values().stream().map(Somebody::ref).toList();
        decisions
                .histories(refs, Long.MAX_VALUE)
                .values()
                .forEach(steps -> modules.forEach(module -> {
                    WhatFollows.Rounds rounds = module.of(refs);
                    for (int at = 0; at < steps.size(); at++) {
                        Step step = steps.get(at);
                        rounds.inputs(steps, at, Step::outputs).forEach((name, value) -> {
                            if (step.inputs().containsKey(name)) {
                                told.add(step.decision() + " " + name);
                                assertThat(String.valueOf(value))
                                        .as(step.decision() + " " + name + " of " + step.number())
                                        .isEqualTo(String.valueOf(step.inputs().get(name)));
                            }
                        });
                    }
                }));
        assertThat(told)
                .containsExactly(
                        "complexity-tier cdrGlobal",
                        "complexity-tier functionalLevel",
                        "palliative-indicators functionalLevel",
                        "pathway-stage cdrGlobal",
                        "pathway-stage functionalLevel",
                        "rating-agreement carerStrainLevel",
                        "rating-agreement highestStage",
                        "rating-agreement lowestStage",
                        "rating-agreement subLevelGap",
                        "referral-routing carerStrainLevel");
    }

    @Test
    void eachDecisionThatFollowsStandsInTheTablesAndHasItsWords() {
        assertThat(followOns.after("referral-routing")).isEmpty();
        assertThat(followOns.after("palliative-indicators").keySet()).containsExactly("referral-routing");
        assertThat(followOns.after(LEVEL).keySet())
                .containsExactlyInAnyOrder(
                        "complexity-tier",
                        "palliative-indicators",
                        "pathway-stage",
                        "rating-agreement",
                        "referral-routing",
                        "review-interval",
                        "sudden-change");
        versions.inForce().stream()
                .flatMap(version -> followOns.after(version.decision()).keySet().stream())
                .forEach(decision -> assertThat(Objects.requireNonNull(messages.getMessage(
                                "rules.comesTo." + decision, new Object[] {"12 people"}, java.util.Locale.UK)))
                        .contains("12 people"));
    }
}
