package org.waymark.workflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.models.ModelVersions.Kind;
import org.waymark.workflow.models.ModelVersions.State;
import org.waymark.workflow.models.RoundTables.Run;
import org.waymark.workflow.models.RoundTables.Running;

/**
 * Works through the rounds that operators began, a few dozen runs a transaction. Engine, worklist and round change in one
 * commit, so a round that is cut off anywhere goes on where it stood, on this node or another. A trial takes back what it
 * did before it notes what came of it.
 */
@Component
class RoundRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);
    private static final int RUNS_AT_ONCE = 50;
    private static final int SECONDS_TO_STOP = 5;

    private final RoundTables tables;
    private final Mover mover;
    private final Workflow workflow;
    private final CurrentViewer current;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final TransactionTemplate transaction;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "model-rounds");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private volatile boolean isRunning;

    RoundRunner(
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
        this.transaction = new TransactionTemplate(transactions);
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

    @EventListener(ApplicationReadyEvent.class)
    void goOnAfterARestart() {
        wake();
    }

    /** Takes up what another node left lying, and what waited for the database to come back. */
    @Scheduled(initialDelay = 60, fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    void lookForWork() {
        wake();
    }

    /** Starts working unless it already does; returns at once. */
    void wake() {
        if (isRunning && isAwake.compareAndSet(false, true)) {
            worker.execute(this::workUntilDone);
        }
    }

    private void workUntilDone() {
        // Asked for from here on counts as new: what was begun meanwhile must not be missed.
        isAwake.set(false);
        try {
            Optional<UUID> round = tables.nextRunning();
            while (isRunning && round.isPresent()) {
                while (isRunning && workOnePart(round.get())) {
                    LOG.debug("A round goes on");
                }
                round = tables.nextRunning();
            }
        } catch (RuntimeException e) {
            LOG.warn("A round waits and is tried again: {}", e.getClass().getName());
        }
    }

    /** @return whether the round may hold more; package-private so that a test can stop in the middle */
    boolean workOnePart(UUID round) {
        try {
            return take(round, RUNS_AT_ONCE);
        } catch (RuntimeException e) {
            if (isDatabaseAway(e)) {
                throw e;
            }
            return oneByOne(round);
        }
    }

    private boolean oneByOne(UUID round) {
        boolean hasMore = true;
        for (int i = 0; i < RUNS_AT_ONCE && hasMore; i++) {
            try {
                hasMore = take(round, 1);
            } catch (RuntimeException e) {
                if (isDatabaseAway(e)) {
                    throw e;
                }
                LOG.warn("A run stays on its version: {}", e.getClass().getName());
                settle(
                        round,
                        tables.waiting(round, 1).stream()
                                .map(run -> Outcome.failed(run, e))
                                .toList());
            }
        }
        return hasMore;
    }

    private static boolean isDatabaseAway(RuntimeException e) {
        return e instanceof CannotCreateTransactionException
                || e instanceof DataAccessResourceFailureException
                || e instanceof TransientDataAccessResourceException
                || e instanceof RecoverableDataAccessException;
    }

    private boolean take(UUID id, int most) {
        List<Outcome> tried = new ArrayList<>();
        boolean hasMore = Boolean.TRUE.equals(transaction.execute(status -> {
            Running round = tables.lockRunning(id).orElse(null);
            List<Run> runs = round == null ? List.of() : tables.waiting(id, most);
            if (round == null || runs.isEmpty()) {
                if (round != null) {
                    finish(round);
                }
                return false;
            }
            List<Outcome> outcomes = current.as(actingFor(round), () -> move(round, runs));
            if (round.kind() == Kind.TRIAL) {
                tried.addAll(outcomes);
                status.setRollbackOnly();
            } else {
                outcomes.forEach(outcome -> settle(id, outcome));
            }
            return true;
        }));
        settle(id, tried);
        return hasMore;
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
        if (!outcomes.isEmpty()) {
            transaction.executeWithoutResult(status -> outcomes.forEach(outcome -> settle(round, outcome)));
        }
    }

    private void settle(UUID round, Outcome outcome) {
        tables.settle(round, outcome.run(), outcome.state(), outcome.reason(), outcome.detail());
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

    @Override
    public void start() {
        isRunning = true;
    }

    /** Ends after the runs in hand; their transaction is short. */
    @Override
    public void stop() {
        isRunning = false;
        worker.shutdown();
        try {
            if (!worker.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
