package org.waymark.people.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.waymark.people.LikelyDuplicate;
import org.waymark.people.People;
import org.waymark.people.People.Arrival;
import org.waymark.people.People.Arrived;
import org.waymark.people.People.Intake;
import org.waymark.people.People.NewPerson;
import org.waymark.people.intake.IntakeFile.RowState;
import org.waymark.people.intake.IntakeFile.State;
import org.waymark.people.intake.IntakeRow.Finding;

/**
 * Brings the rows of started files in, a few dozen a transaction, one file after the other. Person, engine and row change
 * in one commit, so a run that is cut off anywhere goes on where it stood, on this node or another.
 */
@Component
class IntakeRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeRunner.class);
    private static final int ROWS_AT_ONCE = 50;
    private static final int SECONDS_TO_STOP = 5;

    private final IntakeTables tables;
    private final People people;
    private final CurrentViewer current;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final TransactionTemplate transaction;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "intake");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private volatile boolean isRunning;

    IntakeRunner(
            IntakeTables tables,
            People people,
            CurrentViewer current,
            Directory directory,
            AuditTrail audit,
            WaymarkClock clock,
            PlatformTransactionManager transactions) {
        this.tables = tables;
        this.people = people;
        this.current = current;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
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
        // Asked for from here on counts as new: what was started meanwhile must not be missed.
        isAwake.set(false);
        try {
            Optional<UUID> file = tables.nextRunning();
            while (isRunning && file.isPresent()) {
                workOn(file.get());
                file = tables.nextRunning();
            }
        } catch (RuntimeException e) {
            // The next look goes on. A message may quote a row, so only the kind of the failure is told.
            LOG.warn("An import waits and is tried again: {}", e.getClass().getName());
        }
    }

    private void workOn(UUID file) {
        boolean hasMore = true;
        while (isRunning && hasMore) {
            hasMore = workOnePart(file);
        }
    }

    /** @return whether the file may hold more; package-private so that a test can stop in the middle */
    boolean workOnePart(UUID file) {
        try {
            return takeRows(file, ROWS_AT_ONCE);
        } catch (RuntimeException e) {
            if (isDatabaseAway(e)) {
                throw e;
            }
            LOG.warn(
                    "{} rows of an import go one by one: {}",
                    ROWS_AT_ONCE,
                    e.getClass().getName());
            return oneByOne(file);
        }
    }

    private boolean oneByOne(UUID file) {
        boolean hasMore = true;
        for (int i = 0; i < ROWS_AT_ONCE && hasMore; i++) {
            try {
                hasMore = takeRows(file, 1);
            } catch (RuntimeException e) {
                if (isDatabaseAway(e)) {
                    throw e;
                }
                LOG.warn(
                        "A row of an import failed and is given back: {}",
                        e.getClass().getName());
                transaction.executeWithoutResult(status -> giveBackFirst(file));
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

    private boolean takeRows(UUID file, int most) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            IntakeFile running = tables.lockRunning(file).orElse(null);
            if (running == null) {
                return false;
            }
            List<IntakeRow> waiting = waiting(running, most);
            if (waiting.isEmpty()) {
                finish(running);
                return false;
            }
            Viewer viewer = actingFor(running);
            List<IntakeRow> done = viewer == null
                    ? waiting.stream().map(IntakeRunner::withoutAccount).toList()
                    : current.as(viewer, () -> bringIn(viewer, running, waiting));
            tables.update(file, done);
            return true;
        }));
    }

    private List<IntakeRow> waiting(IntakeFile running, int most) {
        return tables.rows(running.id(), List.of(RowState.READY), 0, most);
    }

    private void giveBackFirst(UUID file) {
        tables.lockRunning(file)
                .ifPresent(running -> tables.update(
                        file,
                        waiting(running, 1).stream()
                                .map(row -> row.refused(List.of(new Finding(null, "row.failed"))))
                                .toList()));
    }

    private @Nullable Viewer actingFor(IntakeFile running) {
        return running.startedBy() == null
                ? null
                : directory
                        .staffMember(running.startedBy())
                        .map(Directory.StaffMember::asViewer)
                        .orElse(null);
    }

    private static IntakeRow withoutAccount(IntakeRow row) {
        return row.refused(List.of(new Finding(null, "row.noLongerStaff")));
    }

    private List<IntakeRow> bringIn(Viewer viewer, IntakeFile file, List<IntakeRow> rows) {
        Map<Column, Integer> places = ReferralSheet.places(file.header());
        var done = new ArrayList<IntakeRow>();
        var ready = new ArrayList<IntakeRow>();
        var arrivals = new ArrayList<Arrival>();
        for (IntakeRow row : rows) {
            var checked = ReferralSheet.draft(places, row.cells()).check(clock.today());
            if (!checked.problems().isEmpty()) {
                // Right when it was looked through, and no longer: nothing but the date has changed.
                done.add(
                        row.refused(checked.problems().stream().map(Finding::of).toList()));
                continue;
            }
            var arrival = new Arrival(
                    checked.valid(),
                    new Intake(requestOf(file, row), file.receivingOrganisation(), file.duplicateReason()));
            if (file.duplicateReason() == null) {
                ready.add(row);
                arrivals.add(arrival);
            } else {
                // One at a time, for these may resemble one another, and each reason is kept with whom it is about.
                done.add(certain(viewer, arrival.person())
                        .map(row::like)
                        .orElseGet(() -> after(
                                row, people.bringIn(viewer, List.of(arrival)).get(0))));
            }
        }
        List<Arrived> arrived = arrivals.isEmpty() ? List.of() : people.bringIn(viewer, arrivals);
        for (int i = 0; i < ready.size(); i++) {
            done.add(after(ready.get(i), arrived.get(i)));
        }
        return done;
    }

    /** A reason given for all likely duplicates is none for somebody who is there for certain. */
    private Optional<LikelyDuplicate> certain(Viewer viewer, NewPerson person) {
        return people.likelyDuplicates(viewer, List.of(person)).get(0).stream()
                .filter(LikelyDuplicate::isCertain)
                .findFirst();
    }

    private static IntakeRow after(IntakeRow row, Arrived arrived) {
        return arrived.pathway() == null
                ? Intakes.worst(arrived.duplicates()).map(row::like).orElseThrow()
                : row.created(arrived.pathway());
    }

    /** The same for the same row of the same file, whatever happens in between. */
    private static UUID requestOf(IntakeFile file, IntakeRow row) {
        return UUID.nameUUIDFromBytes((file.id() + ":" + row.line()).getBytes(StandardCharsets.UTF_8));
    }

    private void finish(IntakeFile running) {
        tables.end(running.id(), State.DONE, clock.instant());
        tables.keepCounts(running.id());
        audit.record(
                String.valueOf(running.startedBy()),
                "intake.finished",
                null,
                running.id().toString());
    }

    @Override
    public void start() {
        isRunning = true;
    }

    /** Ends after the rows in hand; their transaction is short. */
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
