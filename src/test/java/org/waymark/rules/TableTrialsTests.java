package org.waymark.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.rules.TableTrial.Difference;
import org.waymark.rules.TableTrial.Group;
import org.waymark.rules.TableTrial.State;
import org.waymark.rules.TableTrial.Told;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Row;

class TableTrialsTests extends WithTrials {

    private static final String STAGE = "pathway-stage";
    private static final Shift MODERATE = new Shift(STAGE, "stage", null, "MILD", "MODERATE");
    private static final String ROUTING = "referral-routing";
    private static final List<String> LEVELS = List.of("3", "4", "5", "6a", "6d", "7a", "7c");

    @Autowired
    JdbcTemplate batches;

    @Autowired
    ObjectMapper json;

    // ------------------------------------------------------------------ what is on record

    private void kept(String decision, PathwayRef ref, Map<String, ? extends @Nullable Object> inputs) {
        keptAll(decision, List.of(ref), List.of(inputs));
    }

    private void keptAll(
            String decision, List<PathwayRef> refs, List<? extends Map<String, ? extends @Nullable Object>> inputs) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            rows.add(new Object[] {
                refs.get(i % refs.size()).value(), decision, written(inputs.get(i)), Timestamp.from(clock.instant())
            });
        }
        batches.batchUpdate("""
                insert into decision_evaluation (pathway_ref, decision, version, inputs, matched_rules, reasons, outputs, at, by)
                values (?, ?, 1, cast(? as jsonb), '{}', '{}', '[]', ?, 'coordinator')
                """, rows);
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, @Nullable Object> level(@Nullable String level) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("functionalLevel", level);
        inputs.put("cdrGlobal", null);
        return inputs;
    }

    private static List<PathwayRef> people(int count) {
        List<PathwayRef> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(PathwayRef.random());
        }
        return people;
    }

    private List<Map<String, @Nullable Object>> drawn(String decision, int count) {
        var random = new Random(20261125);
        Map<String, List<@Nullable Object>> values = Grid.inputs(versions.file(versions.inForce(decision)));
        List<Map<String, @Nullable Object>> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> inputs = new HashMap<>();
            values.forEach((name, of) -> inputs.put(name, of.get(random.nextInt(of.size()))));
            drawn.add(inputs);
        }
        return drawn;
    }

    // ------------------------------------------------------------------ what is proposed

    /** Level 4 without a score says another stage. */
    private UUID levelFourIs(String stage) throws TableFile.Refusal {
        return proposed(STAGE, answering("Rule_MildByLevelAlone", stage));
    }

    private List<Group> groups(TableTrial trial) {
        return trials.groups(Alliance.CLINICAL_LEAD, trial.id(), 1_000);
    }

    private Difference difference(TableTrial trial) {
        return trials.difference(Alliance.CLINICAL_LEAD, trial.id());
    }

    // ------------------------------------------------------------------ the rules

    @Test
    void anUnchangedTableWouldAnswerNobodyOtherwiseAmongFiveThousand() throws TableFile.Refusal {
        keptAll(ROUTING, people(1_000), drawn(ROUTING, 5_000));

        TableTrial trial = tried(proposed(ROUTING, rows -> rows));

        assertThat(trial.looked()).isEqualTo(5_000);
        assertThat(trial.people()).isEqualTo(1_000);
        assertThat(difference(trial)).isEqualTo(new Difference(0, 0, 0));
    }

    @Test
    void aTableChangedInOneRowTellsExactlyThoseWhoseOutcomeChanges() throws TableFile.Refusal {
        List<Map<String, @Nullable Object>> inputs = drawn(STAGE, 2_000);
        keptAll(STAGE, people(2_000), inputs);
        long concerned = inputs.stream()
                .filter(one -> "4".equals(one.get("functionalLevel")) && one.get("cdrGlobal") == null)
                .count();
        assertThat(concerned).isBetween(5L, 1_000L);

        TableTrial trial = tried(levelFourIs("MODERATE"));

        assertThat(groups(trial))
                .containsExactly(new Group(
                        new Shift(STAGE, "stage", null, "MILD", "MODERATE"), concerned, concerned, concerned));
        assertThat(difference(trial)).isEqualTo(new Difference(concerned, concerned, concerned));
        assertThat(jdbc.sql("select count(*) from decision_evaluation e where decision = 'pathway-stage' and exists"
                                + " (select 1 from table_trial_shift s where s.evaluation_id = e.id and s.pathway_ref = e.pathway_ref)"
                                + " and e.inputs ->> 'functionalLevel' = '4' and e.inputs ->> 'cdrGlobal' is null")
                        .query(Long.class)
                        .single())
                .isEqualTo(concerned);
    }

    @Test
    void whatSaysTheSameInOtherWordsOrAnotherRowChangesNothing() throws TableFile.Refusal {
        keptAll(STAGE, people(10), drawn(STAGE, 200));

        TableTrial trial = tried(proposed(STAGE, rows -> {
            rows.replaceAll(row -> new Row(row.id() + "x", "Said anew. " + row.words(), row.when(), row.then()));
            return rows;
        }));

        assertThat(difference(trial).evaluations()).isZero();
    }

    @Test
    void servicesThatComeGoOrBecomeMorePressingAreToldByService() throws TableFile.Refusal {
        Map<String, @Nullable Object> alone = new HashMap<>();
        versions.file(versions.inForce(ROUTING)).inputs().keySet().forEach(name -> alone.put(name, null));
        alone.putAll(Map.of("stage", "MILD", "carerPresent", false, "livesAlone", false, "falls", true));
        kept(ROUTING, PathwayRef.random(), alone);

        TableTrial trial = tried(proposed(ROUTING, rows -> {
            Row falls = rows.stream()
                    .filter(row -> row.then().get(0).equals("\"FALLS_SERVICE\""))
                    .findFirst()
                    .orElseThrow();
            rows.set(
                    rows.indexOf(falls),
                    new Row(
                            falls.id(),
                            falls.words(),
                            falls.when(),
                            List.of(
                                    falls.then().get(0),
                                    "\"URGENT\"",
                                    falls.then().get(2))));
            rows.add(new Row(
                    "Rule_Befriend",
                    "Everybody is offered company.",
                    falls.when().stream().map(cell -> "-").toList(),
                    List.of("\"BEFRIENDING\"", "\"ROUTINE\"", "\"Company\"")));
            return rows;
        }));

        assertThat(groups(trial).stream().map(Group::shift))
                .containsExactlyInAnyOrder(
                        new Shift(ROUTING, "priority", "BEFRIENDING", null, "ROUTINE"),
                        new Shift(ROUTING, "priority", "FALLS_SERVICE", priorityOfFalls(), "URGENT"));
    }

    private String priorityOfFalls() {
        return versions.file(versions.inForce(ROUTING)).main().rows().stream()
                .filter(row -> row.then().get(0).equals("\"FALLS_SERVICE\""))
                .map(row -> row.then().get(1).replace("\"", ""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void peopleAreCountedOnceAndApartByWhatTheyWereAskedLast() throws TableFile.Refusal {
        List<PathwayRef> people = people(3);
        for (PathwayRef ref : people) {
            kept(STAGE, ref, level("4"));
            kept(STAGE, ref, level("4"));
        }
        kept(STAGE, people.get(0), level("6d"));
        kept(STAGE, people.get(1), level("3"));

        TableTrial trial = tried(levelFourIs("MODERATE"));

        assertThat(difference(trial)).isEqualTo(new Difference(6, 3, 1));
    }

    @Test
    void whatTheTableDidNotAskForThenIsNotKnown() throws TableFile.Refusal {
        kept(STAGE, PathwayRef.random(), Map.of("functionalLevel", "4", "postcode", "ST4"));

        TableTrial trial = tried(levelFourIs("MODERATE"));

        assertThat(groups(trial).stream().map(Group::shift))
                .containsExactly(new Shift(STAGE, "stage", null, "MILD", "MODERATE"));
        assertThat(trial.failed()).isZero();
    }

    @Test
    @CareRule(14)
    void whatIsOnRecordStaysAsItWasDecided() throws TableFile.Refusal {
        kept(STAGE, PathwayRef.random(), level("4"));
        String before = evaluations();

        tried(levelFourIs("MODERATE"));

        assertThat(evaluations()).isEqualTo(before);
        assertThat(versions.inForce(STAGE).isShipped()).isTrue();
    }

    private String evaluations() {
        return jdbc.sql("select string_agg(e::text, ';' order by id) from decision_evaluation e")
                .query(String.class)
                .single();
    }

    @Test
    void whoItWouldConcernIsToldOnlyToThoseWhoMaySeeThem() throws TableFile.Refusal {
        PathwayRef ours = care.registered().named().ref();
        PathwayRef theirs =
                care.somebody().by(Alliance.OTHER_COORDINATOR).registered().ref();
        kept(STAGE, ours, level("4"));
        kept(STAGE, theirs, level("4"));

        TableTrial trial = tried(levelFourIs("MODERATE"));

        assertThat(difference(trial).people()).isEqualTo(2);
        assertThat(seen(Alliance.CLINICAL_LEAD, trial)).isEmpty();
        assertThat(seen(Alliance.CONSULTANT, trial)).isEmpty();
        assertThat(seen(Alliance.COORDINATOR, trial))
                .containsExactly(entry(ours, List.of(new Told(MODERATE, true, false), new Told(MODERATE, true, true))));
        assertThat(trials.visible(Alliance.COORDINATOR, trial.id())).isEqualTo(1);
        for (Viewer viewer : List.of(Alliance.NURSE, Alliance.MANAGER, Alliance.OPERATOR)) {
            assertThatThrownBy(() -> trials.groups(viewer, trial.id(), 10)).isInstanceOf(NotVisible.class);
            assertThatThrownBy(() -> seen(viewer, trial)).isInstanceOf(NotVisible.class);
        }
    }

    private Map<PathwayRef, List<Told>> seen(Viewer viewer, TableTrial trial) {
        return trials.people(viewer, trial.id(), "", 100);
    }

    @Test
    void onlyClinicalOwnersTryAndOnlyWhatHasNothingToPutRight() throws TableFile.Refusal {
        UUID proposal = levelFourIs("MODERATE");
        assertThatThrownBy(() -> trials.begin(Alliance.COORDINATOR, proposal)).isInstanceOf(NotVisible.class);

        UUID withAGap = proposed(STAGE, rows -> {
            rows.remove(0);
            return rows;
        });
        assertThatThrownBy(() -> trials.begin(Alliance.CLINICAL_LEAD, withAGap)).isInstanceOf(Refused.class);

        proposals.withdraw(Alliance.CLINICAL_LEAD, proposal);
        assertThatThrownBy(() -> trials.begin(Alliance.CLINICAL_LEAD, proposal)).isInstanceOf(Refused.class);
        assertThat(jdbc.sql("select count(*) from table_trial")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aTrialOfWhatWasChangedSinceSaysNothingOfWhatItIsNow() throws TableFile.Refusal {
        kept(STAGE, PathwayRef.random(), level("4"));
        UUID proposal = levelFourIs("MODERATE");
        TableTrial trial = tried(proposal);
        assertThat(isCurrent(trial)).isTrue();

        changed(proposal);

        assertThat(isCurrent(trial)).isFalse();
        TableTrial again = tried(proposal);
        jdbc.sql(
                        "update table_trial set following = array_replace(following, 'referral-routing 1', 'referral-routing 2')")
                .update();
        assertThat(isCurrent(trials.progress(Alliance.CONSULTANT, again.id())))
                .as("nor once a table that follows is another one")
                .isFalse();
    }

    private void changed(UUID proposal) {
        Row row = versions.file(versions.inForce(STAGE)).main().rows().get(1);
        proposals.putRow(
                Alliance.CLINICAL_LEAD, proposal, 1, STAGE, row.id(), row.when(), List.of("\"SEVERE\""), row.words());
    }

    @Test
    void aTrialUnderWayEndsWhenTheProposalChanges() throws TableFile.Refusal {
        keptAll(STAGE, people(5), LEVELS.stream().map(TableTrialsTests::level).toList());
        UUID proposal = levelFourIs("MODERATE");
        TableTrial trial = begun(proposal);

        changed(proposal);

        assertThat(ended(trial).state()).isEqualTo(State.STALE);
    }
}
