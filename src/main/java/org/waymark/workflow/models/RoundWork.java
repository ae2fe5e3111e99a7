package org.waymark.workflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.background.LongWork;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.models.ModelVersions.Kind;
import org.waymark.workflow.models.ModelVersions.State;
import org.waymark.workflow.models.RoundTables.Run;
import org.waymark.workflow.models.RoundTables.Running;

/**
 * Works through the rounds that operators began. Engine, worklist and round change in one commit; a trial does the same in
 * a transaction of its own, which it takes back before it notes what came of it.
 */
@Component
class RoundWork implements LongWork {

    private final RoundTables tables;
    private final Mover mover;
    private final Workflow workflow;
    private final CurrentViewer current;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final TransactionTemplate trial;

    RoundWork(
            RoundTables tables,
            Mover mover,
            Workflow workflow,
            CurrentViewer current,
            Directory directory,
            AuditTrail audit,
            WaymarkClock clock,
            PlatformTransactionManager transactions) {
        this.tables = tables;
        this.mover = mover;
        this.workflow = workflow;
        this.current = current;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
        this.trial = new TransactionTemplate(transactions);
        trial.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** What became of one run. */
    private record Outcome(
            Run run,
            String state,
            @Nullable String reason,
            @Nullable String detail) {

        static Outcome of(Run run, String state) {
            return new Outcome(run, state, null, null);
        }

        static Outcome failed(Run run, RuntimeException failure) {
            if (failure instanceof MigratingProcessInstanceValidationException refused) {
                String steps = refused.getValidationReport().getActivityInstanceReports().stream()
                        .map(report -> report.getSourceScopeId())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
                return new Outcome(run, "FAILED", "NO_WAY", steps);
            }
            // A message may quote what somebody entered, so only the kind of the failure is kept.
            return failure instanceof OptimisticLockingException
                    ? new Outcome(run, "FAILED", "BUSY", null)
                    : new Outcome(run, "FAILED", "FAILED", failure.getClass().getSimpleName());
        }
    }

    @Override
    public String name() {
        return "model-rounds";
    }

    @Override
    public Optional<UUID> next() {
        return tables.nextRunning();
    }

    @Override
    public void take(UUID id, int most) {
        tables.lockRunning(id).ifPresent(round -> {
            List<Run> runs = tables.waiting(id, most);
            if (runs.isEmpty()) {
                finish(round);
            } else {
                settle(id, current.as(actingFor(round), () -> outcomes(round, runs)));
            }
        });
    }

    @Override
    public void giveBack(UUID id, RuntimeException why) {
        tables.lockRunning(id)
                .ifPresent(round -> settle(
                        id,
                        tables.waiting(id, 1).stream()
                                .map(run -> Outcome.failed(run, why))
                                .toList()));
    }

    private List<Outcome> outcomes(Running round, List<Run> runs) {
        return round.kind() == Kind.MOVE
                ? move(round, runs)
                : Objects.requireNonNull(trial.execute(status -> {
                    status.setRollbackOnly();
                    return move(round, runs);
                }));
    }

    private List<Outcome> move(Running round, List<Run> runs) {
        Mover.Way way = mover.way(round.process(), round.from(), round.to());
        List<Outcome> outcomes = new ArrayList<>();
        for (Run run : runs) {
            workflow.hold(run.pathway());
            if (tables.isStillOn(round, run)) {
                mover.move(way, run.pathway(), run.record(), run.instance());
                audit.record(
                        round.startedBy(),
                        "model.moved",
                        run.pathway(),
                        round.process() + " " + round.from() + " " + round.to());
                outcomes.add(Outcome.of(run, "MOVED"));
            } else {
                outcomes.add(Outcome.of(run, "OVER"));
            }
        }
        return outcomes;
    }

    private void settle(UUID round, List<Outcome> outcomes) {
        outcomes.forEach(
                outcome -> tables.settle(round, outcome.run(), outcome.state(), outcome.reason(), outcome.detail()));
    }

    private Viewer actingFor(Running round) {
        return directory
                .staffMember(round.startedBy())
                .map(Directory.StaffMember::asViewer)
                .orElse(Viewer.SYSTEM);
    }

    private void finish(Running round) {
        tables.end(round.id(), State.DONE, clock.instant());
        audit.record(round.startedBy(), "modelRound.finished", null, round.id().toString());
    }
}
