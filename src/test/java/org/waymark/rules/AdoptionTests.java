package org.waymark.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.Subject;
import org.waymark.kernel.PathwayRef;
import org.waymark.rules.TableTrial.State;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Tables;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.Workflow.Evaluation;

/** From a proposal to a table that counts, and back. */
class AdoptionTests extends WithCare {

    private static final String STAGE = "pathway-stage";

    @Autowired
    TableProposals proposals;

    @Autowired
    TableTrials trials;

    @Autowired
    Rules rules;

    @Autowired
    DecisionVersions versions;

    @Autowired
    KeptDecisions decisions;

    @Autowired
    Tables adopted;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void nothingIsAdopted() {
        WaymarkDatabase.clean();
        care.begin();
    }

    @AfterEach
    void asShipped() {
        adopted.takeBack();
    }

    // ------------------------------------------------------------------ on the way

    private TableFile levelFourIs(String stage) {
        TableFile file = versions.file(versions.shipped(STAGE));
        List<Row> rows = new ArrayList<>(file.main().rows());
        rows.replaceAll(row -> row.when().equals(List.of("\"4\"", "not(0, 0.5, 1, 2, 3)"))
                ? new Row(row.id(), "The alliance: level 4 is " + stage, row.when(), List.of("\"" + stage + "\""))
                : row);
        return file.with(STAGE, rows);
    }

    private UUID drafted(String stage) {
        try {
            return proposals.begin(
                    Alliance.CLINICAL_LEAD,
                    STAGE,
                    levelFourIs(stage).xml().getBytes(StandardCharsets.UTF_8),
                    "Board, 9 November 2026",
                    "The day centre helps from level 4 on");
        } catch (TableFile.Refusal e) {
            throw new IllegalStateException(e);
        }
    }

    private UUID tried(UUID proposal) {
        return tried(Alliance.CLINICAL_LEAD, proposal);
    }

    private UUID tried(Viewer owner, UUID proposal) {
        UUID trial = trials.begin(owner, proposal);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> trials.progress(owner, trial).state() != State.RUNNING);
        return proposal;
    }

    private UUID submitted(UUID proposal) {
        tried(proposal);
        proposals.submit(Alliance.CLINICAL_LEAD, proposal, revision(proposal));
        return proposal;
    }

    private int revision(UUID proposal) {
        return proposals.view(Alliance.CONSULTANT, proposal).revision();
    }

    private int approved(UUID proposal) {
        return proposals.approve(Alliance.CONSULTANT, proposal, revision(proposal), "Agreed");
    }

    private Evaluation staged(PathwayRef ref) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("functionalLevel", "4");
        inputs.put("cdrGlobal", null);
        return care.as(Alliance.COORDINATOR, () -> decisions.evaluate(Subject.of(ref), STAGE, inputs));
    }

    private static void refused(String code, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo("rules." + code));
    }

    private boolean isAsShipped() {
        return versions.of(STAGE).size() == 1 && versions.inForce(STAGE).isShipped();
    }

    // ------------------------------------------------------------------ the rules

    @Test
    @CareRule(14)
    void aTableThatTwoOwnersAgreeOnCountsFromThenOn() {
        PathwayRef ref = PathwayRef.random();
        Evaluation before = staged(ref);
        UUID proposal = submitted(drafted("MODERATE"));
        assertThat(staged(ref).text("stage")).isEqualTo("MILD");

        int version = approved(proposal);

        Evaluation after = staged(ref);
        assertThat(after.text("stage")).isEqualTo("MODERATE");
        assertThat(after.version()).isEqualTo(version).isGreaterThan(before.version());
        assertThat(after.reasons()).containsExactly("The alliance: level 4 is MODERATE");
        Edition edition = rules.edition(STAGE, version).orElseThrow();
        assertThat(edition.isInForce()).isTrue();
        assertThat(edition.owner()).isEqualTo("Nadia Farouk");
        assertThat(edition.approvedBy()).isEqualTo("Owen Price");
        assertThat(edition.source()).isEqualTo("Board, 9 November 2026");
        assertThat(edition.reason()).isEqualTo("The day centre helps from level 4 on");
        assertThat(audited("table.adopted", "consultant")).isEqualTo(1);
    }

    @Test
    @CareRule(14)
    void whatWasDecidedKeepsTheVersionThatItWasDecidedBy() {
        PathwayRef ref = PathwayRef.random();
        Evaluation before = staged(ref);

        approved(submitted(drafted("MODERATE")));

        assertThat(jdbc.sql("select version || ' ' || (outputs -> 0 ->> 'stage') from decision_evaluation"
                                + " where pathway_ref = :ref")
                        .param("ref", ref.value())
                        .query(String.class)
                        .list())
                .containsExactly(before.version() + " MILD");
        assertThat(rules.edition(STAGE, before.version()).orElseThrow().isShipped())
                .isTrue();
    }

    @Test
    void nobodyApprovesTheirOwnProposal() {
        UUID proposal = submitted(drafted("MODERATE"));

        refused("ownProposal", () -> proposals.approve(Alliance.CLINICAL_LEAD, proposal, 1, ""));

        assertThat(isAsShipped()).isTrue();
    }

    @Test
    void nobodyWhoDoesNotAnswerForRulesApprovesOne() {
        UUID proposal = submitted(drafted("MODERATE"));
        for (var viewer : List.of(Alliance.COORDINATOR, Alliance.MANAGER, Alliance.OPERATOR, Alliance.ADMIN)) {
            assertThatThrownBy(() -> proposals.approve(viewer, proposal, 1, "")).isInstanceOf(NotVisible.class);
        }
        assertThat(isAsShipped()).isTrue();
    }

    @Test
    void nothingIsSubmittedThatIsWrongUntriedOrTheSame() {
        UUID untried = drafted("MODERATE");
        refused("notTried", () -> proposals.submit(Alliance.CLINICAL_LEAD, untried, 1));

        Row row = levelFourIs("MODERATE").main().rows().get(0);
        tried(untried);
        proposals.removeRow(Alliance.CLINICAL_LEAD, untried, 1, STAGE, row.id());
        refused("notChecked", () -> proposals.submit(Alliance.CLINICAL_LEAD, untried, 2));
        refused("changedMeanwhile", () -> proposals.submit(Alliance.CLINICAL_LEAD, untried, 1));

        int inForce = versions.inForce(STAGE).number();
        UUID same = proposals.begin(Alliance.CLINICAL_LEAD, STAGE, inForce, "s", "r");
        refused("noChange", () -> proposals.submit(Alliance.CLINICAL_LEAD, tried(same), 1));
        assertThat(isAsShipped()).isTrue();
    }

    @Test
    void nothingIsApprovedThatWasNotSubmitted() {
        UUID draft = tried(drafted("MODERATE"));

        refused("notSubmitted", () -> proposals.approve(Alliance.CONSULTANT, draft, 1, ""));
        proposals.submit(Alliance.CLINICAL_LEAD, draft, 1);
        refused(
                "noDraft",
                () -> proposals.putRow(
                        Alliance.CLINICAL_LEAD, draft, 1, STAGE, null, List.of("-", "-"), List.of("\"MILD\""), "Any."));
        proposals.reopen(Alliance.CLINICAL_LEAD, draft);
        refused("notSubmitted", () -> proposals.approve(Alliance.CONSULTANT, draft, 1, ""));
        proposals.withdraw(Alliance.CLINICAL_LEAD, draft);
        refused("notSubmitted", () -> proposals.approve(Alliance.CONSULTANT, draft, 1, ""));
        assertThat(isAsShipped()).isTrue();
    }

    @Test
    void whatIsSentBackIsADraftAgainWithWhatWasSaid() {
        UUID proposal = submitted(drafted("MODERATE"));

        proposals.sendBack(Alliance.CONSULTANT, proposal, 1, "Ask the day centre first");

        TableProposal draft = proposals.view(Alliance.CLINICAL_LEAD, proposal);
        assertThat(draft.state()).isEqualTo(TableProposal.State.DRAFT);
        assertThat(draft.answer()).isEqualTo("Ask the day centre first");
        assertThat(proposals.mayChange(Alliance.CLINICAL_LEAD, draft)).isTrue();
        assertThat(isAsShipped()).isTrue();
    }

    @Test
    void ofTwoProposalsTheSecondIsTriedAgainstTheFirstBeforeItCounts() {
        UUID first = submitted(drafted("MODERATE"));
        UUID second = submitted(drafted("SEVERE"));
        approved(first);

        refused("otherInForce", () -> approved(second));
        proposals.sendBack(Alliance.CONSULTANT, second, 1, "Another one counts now");
        refused("notTried", () -> proposals.submit(Alliance.CLINICAL_LEAD, second, 1));
        approved(submitted(second));

        assertThat(staged(PathwayRef.random()).text("stage")).isEqualTo("SEVERE");
    }

    @Test
    void approvingTwiceAdoptsOnce() {
        UUID proposal = submitted(drafted("MODERATE"));
        approved(proposal);

        refused("notSubmitted", () -> approved(proposal));

        assertThat(versions.of(STAGE)).hasSize(2);
    }

    @Test
    void oneGoesBackByAdoptingTheFormerTableOnTheSameRoad() {
        int shipped = versions.inForce(STAGE).number();
        int changed = approved(submitted(drafted("MODERATE")));

        UUID back = tried(
                Alliance.CONSULTANT,
                proposals.begin(
                        Alliance.CONSULTANT, STAGE, shipped, "As it came with Waymark", "The day centre is full"));
        proposals.submit(Alliance.CONSULTANT, back, 1);
        int restored = proposals.approve(Alliance.CLINICAL_LEAD, back, 1, "");

        assertThat(restored).isGreaterThan(changed);
        Evaluation after = staged(PathwayRef.random());
        assertThat(after.text("stage")).isEqualTo("MILD");
        assertThat(after.version()).isEqualTo(restored);
        assertThat(rules.editions(Alliance.COORDINATOR, STAGE).stream().map(Edition::number))
                .containsExactly(restored, changed, shipped);
        assertThat(rules.edition(STAGE, restored).orElseThrow().reason()).isEqualTo("The day centre is full");
    }

    private long audited(String action, String actor) {
        return jdbc.sql("select count(*) from audit_event where action = :action and actor = :actor")
                .param("action", action)
                .param("actor", actor)
                .query(Long.class)
                .single();
    }
}
