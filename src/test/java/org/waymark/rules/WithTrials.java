package org.waymark.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.background.BackgroundRunner;
import org.waymark.decisions.KeptDecisions;
import org.waymark.kernel.WaymarkClock;
import org.waymark.rules.TableTrial.State;
import org.waymark.support.Alliance;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Row;

/**
 * A test of what a changed table would change. It goes through its trials on its own thread, so that nothing has to be
 * waited for, and counts for each what it asks of the database.
 */
abstract class WithTrials extends WithCare {

    private static final int BATCH = 50;

    /** In one batch: finding the trial, its turn and lock, both versions, what was asked, what came of it, how far it is. */
    private static final long QUERIES_A_BATCH = 10;

    @Autowired
    TableTrials trials;

    @Autowired
    TableProposals proposals;

    @Autowired
    FollowOns followOns;

    @Autowired
    KeptDecisions decisions;

    @Autowired
    DecisionVersions versions;

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    private ProposalTable proposalTable;

    @Autowired
    private TrialTables tables;

    @Autowired
    private TrialWork work;

    @Autowired
    private BackgroundRunner background;

    @Autowired
    private JdbcExecutions executions;

    @BeforeEach
    void nothingOnRecord() {
        WaymarkDatabase.clean();
        care.begin();
    }

    /** The table in force with other rows, proposed. */
    UUID proposed(String decision, UnaryOperator<List<Row>> change) throws TableFile.Refusal {
        TableFile file = versions.file(versions.inForce(decision));
        TableFile changed =
                file.with(decision, change.apply(new ArrayList<>(file.main().rows())));
        return proposals.begin(
                Alliance.CLINICAL_LEAD, decision, changed.xml().getBytes(StandardCharsets.UTF_8), "Board", "To try it");
    }

    /** One row that answers otherwise. */
    static UnaryOperator<List<Row>> answering(String row, String answer) {
        return rows -> {
            rows.replaceAll(one -> {
                if (!one.id().equals(row)) {
                    return one;
                }
                List<String> then = new ArrayList<>(one.then());
                then.set(0, "\"" + answer + "\"");
                return new Row(one.id(), one.words(), one.when(), then);
            });
            return rows;
        };
    }

    /** As the facade begins it, but nobody in the background is woken to go through it. */
    TableTrial begun(UUID id) {
        TableProposal proposal = proposalTable.find(id).orElseThrow();
        String decision = proposal.decision();
        var extent = decisions.extent(decision);
        var trial = new TableTrial(
                UUID.randomUUID(),
                id,
                proposal.revision(),
                versions.inForce(decision).number(),
                followOns.after(decision),
                State.RUNNING,
                "clinical-lead",
                clock.instant(),
                null,
                extent.last(),
                extent.evaluations(),
                extent.people(),
                0,
                0,
                0,
                0);
        tables.insert(trial);
        return trial;
    }

    /** Begins a trial and goes through all that is on record. */
    TableTrial tried(UUID proposal) {
        TableTrial trial = ended(begun(proposal));
        assertThat(trial.state()).isEqualTo(State.DONE);
        assertThat(trial.looked()).isEqualTo(trial.total());
        assertThat(trial.failed()).isZero();
        assertThat(isCurrent(trial)).isTrue();
        return trial;
    }

    TableTrial ended(TableTrial trial) {
        long before = executions.countOfThisThread();
        int batches = 0;
        while (background.step(work)) {
            batches++;
        }
        assertThat(executions.countOfThisThread() - before).isLessThanOrEqualTo(QUERIES_A_BATCH * (batches + 1));
        TableTrial ended = trials.progress(Alliance.CLINICAL_LEAD, trial.id());
        assertThat(batches)
                .as("portions, and one that finds no more")
                .isEqualTo((ended.looked() + BATCH - 1) / BATCH + 1);
        return ended;
    }

    boolean isCurrent(TableTrial trial) {
        return trials.isCurrent(Alliance.CONSULTANT, trial);
    }
}
