package org.waymark.workflow;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

@Service
class EngineDueJobs implements DueJobs {

    private final JdbcClient jdbc;
    private final ManagementService jobs;
    private final WaymarkClock clock;

    EngineDueJobs(JdbcClient jdbc, ManagementService jobs, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Instant> next(PathwayRef pathway, Instant until) {
        return waiting(pathway)
                .map(EngineDueJobs::due)
                .filter(due -> !due.isAfter(until))
                .min(Instant::compareTo);
    }

    @Override
    @Transactional
    public void happen(PathwayRef pathway) {
        Instant now = clock.instant();
        // One may stop another, so each time the first of those that are left.
        for (Optional<Job> job = first(pathway, now); job.isPresent(); job = first(pathway, now)) {
            jobs.executeJob(job.get().getId());
        }
    }

    private Optional<Job> first(PathwayRef pathway, Instant now) {
        return waiting(pathway).filter(job -> !due(job).isAfter(now)).min(Comparator.comparing(EngineDueJobs::due));
    }

    private Stream<Job> waiting(PathwayRef pathway) {
        Projection.writePending();
        Set<String> open = jdbc.sql(
                        "select process_instance_id from episode where pathway_ref = :pathway and ended_at is null")
                .param("pathway", pathway.value())
                .query(String.class)
                .set();
        return open.isEmpty()
                ? Stream.empty()
                : jobs.createJobQuery().processInstanceIds(open).active().withRetriesLeft().list().stream();
    }

    /** What was put off to a transaction of its own has no date: it is due at once. */
    private static Instant due(Job job) {
        return job.getDuedate() == null ? Instant.EPOCH : job.getDuedate().toInstant();
    }
}
