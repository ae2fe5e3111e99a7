package org.waymark.background;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries every {@link LongWork} on, each in a thread of its own and on one node at a time: after a start, when it is woken,
 * and every half minute for what another node left lying or what waited for the database to come back.
 */
@Component
public class BackgroundRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRunner.class);
    private static final int ITEMS_AT_ONCE = 50;

    /** For all together; the phase they end in gives eight. */
    private static final long SECONDS_TO_STOP = 5;

    private final Map<LongWork, Worker> workers;
    private final JdbcClient jdbc;
    private final TransactionTemplate turn;
    private final TransactionTemplate batch;
    private volatile boolean isRunning;

    BackgroundRunner(List<LongWork> works, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.workers = works.stream().collect(Collectors.toMap(Function.identity(), Worker::new));
        this.jdbc = jdbc;
        this.turn = new TransactionTemplate(transactions);
        this.batch = new TransactionTemplate(transactions);
        batch.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    private final class Worker {

        private final LongWork work;
        private final ExecutorService thread;
        private final AtomicBoolean isAwake = new AtomicBoolean();

        Worker(LongWork work) {
            this.work = work;
            this.thread = Executors.newSingleThreadExecutor(task -> {
                var made = new Thread(task, work.name());
                made.setDaemon(true);
                return made;
            });
        }

        void wake() {
            if (isRunning && isAwake.compareAndSet(false, true)) {
                thread.execute(this::workUntilDone);
            }
        }

        private void workUntilDone() {
            // Asked for from here on counts as new: what was begun meanwhile must not be missed.
            isAwake.set(false);
            try {
                boolean hasMore = true;
                while (isRunning && hasMore) {
                    hasMore = step(work);
                }
            } catch (RuntimeException e) {
                // A message may quote what somebody entered, so only the kind of the failure is told.
                LOG.warn(
                        "{} waits and is tried again: {}",
                        work.name(),
                        e.getClass().getName());
            }
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(initialDelay = 60, fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    void wakeAll() {
        workers.values().forEach(Worker::wake);
    }

    /** Starts working unless it already does, once the transaction at hand is committed; returns at once. */
    public void wake(LongWork work) {
        Worker worker = worker(work);
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    worker.wake();
                }
            });
        } else {
            worker.wake();
        }
    }

    private Worker worker(LongWork work) {
        Worker worker = workers.get(work);
        if (worker == null) {
            throw new IllegalArgumentException(work.name() + " is no bean");
        }
        return worker;
    }

    /**
     * Does one batch here and now, as the thread of the work does over and over.
     *
     * @return whether there may be more to do; false when nothing waits, or another node is at it
     */
    public boolean step(LongWork work) {
        // The turn lasts over a failed batch and what is done about it: another node would give back items of its own.
        return Boolean.TRUE.equals(turn.execute(status -> {
            Optional<UUID> begun = isOurTurn(work) ? work.next() : Optional.empty();
            begun.ifPresent(id -> takeBatch(work, id));
            return begun.isPresent();
        }));
    }

    /** Ends with the transaction, and so also with a node that dies. */
    private boolean isOurTurn(LongWork work) {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(:name, 9))")
                .param("name", work.name())
                .query(Boolean.class)
                .single();
    }

    private void takeBatch(LongWork work, UUID begun) {
        try {
            batch.executeWithoutResult(status -> work.take(begun, ITEMS_AT_ONCE));
        } catch (RuntimeException e) {
            giveWayIfDatabaseIsAway(e);
            LOG.warn("{} goes one by one: {}", work.name(), e.getClass().getName());
            for (int i = 0; i < ITEMS_AT_ONCE && work.next().equals(Optional.of(begun)); i++) {
                takeOne(work, begun);
            }
        }
    }

    private void takeOne(LongWork work, UUID begun) {
        try {
            batch.executeWithoutResult(status -> work.take(begun, 1));
        } catch (RuntimeException e) {
            giveWayIfDatabaseIsAway(e);
            LOG.warn("{} gives one back: {}", work.name(), e.getClass().getName());
            batch.executeWithoutResult(status -> work.giveBack(begun, e));
        }
    }

    private static void giveWayIfDatabaseIsAway(RuntimeException e) {
        if (e instanceof CannotCreateTransactionException
                || e instanceof DataAccessResourceFailureException
                || e instanceof TransientDataAccessResourceException
                || e instanceof RecoverableDataAccessException) {
            throw e;
        }
    }

    @Override
    public void start() {
        isRunning = true;
    }

    /** Ends after the batches in hand; their transactions are short. */
    @Override
    public void stop() {
        isRunning = false;
        workers.values().forEach(worker -> worker.thread.shutdown());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
        try {
            for (Worker worker : workers.values()) {
                if (!worker.thread.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    worker.thread.shutdownNow();
                }
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
