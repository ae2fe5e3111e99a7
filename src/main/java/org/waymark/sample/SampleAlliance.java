package org.waymark.sample;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.Directory;
import org.waymark.workflow.Escalations;

/**
 * Loads the sample alliance once, into an empty database, before anybody can sign in. In one transaction, so that a start
 * that is interrupted leaves nothing half told. The many of {@link SimulatedCaseload} follow while it is in use.
 */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleAlliance implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SampleAlliance.class);

    private final SampleStaff staff;
    private final SampleRota rota;
    private final List<Chapter> chapters;
    private final SampleHandover handover;
    private final SimulatedCaseload caseload;
    private final Storyteller teller;
    private final Escalations escalations;
    private final Directory directory;
    private final TransactionTemplate transaction;
    private volatile boolean running;

    SampleAlliance(
            SampleStaff staff,
            SampleRota rota,
            List<Chapter> chapters,
            SampleHandover handover,
            SimulatedCaseload caseload,
            Storyteller teller,
            Escalations escalations,
            Directory directory,
            PlatformTransactionManager transactions) {
        this.staff = staff;
        this.rota = rota;
        this.chapters = chapters;
        this.handover = handover;
        this.caseload = caseload;
        this.teller = teller;
        this.escalations = escalations;
        this.directory = directory;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void start() {
        running = true;
        if (!directory.organisations().isEmpty()) {
            return;
        }
        teller.tell(() -> transaction.executeWithoutResult(status -> {
            staff.load();
            rota.load();
            chapters.forEach(Chapter::tell);
            teller.end();
            handover.offer();
            escalations.sweep();
            caseload.begin();
        }));
        LOG.info("The sample alliance is loaded");
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server and the timers start, both of which come in the last phases. */
    @Override
    public int getPhase() {
        return 0;
    }
}
