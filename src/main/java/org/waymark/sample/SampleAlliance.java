package org.waymark.sample;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.assessment.Assessments;
import org.waymark.forms.Forms;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Worklist;

/**
 * Loads the sample alliance once, into an empty database, before anybody can sign in. In one transaction, so that a start
 * that is interrupted leaves nothing half told.
 */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleAlliance implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SampleAlliance.class);

    private final SampleStaff staff;
    private final SampleCentre centre;
    private final SamplePeople people;
    private final SampleRota rota;
    private final WaymarkClock clock;
    private final CurrentViewer viewer;
    private final Directory directory;
    private final Forms forms;
    private final Worklist worklist;
    private final Assessments assessments;
    private final TransactionTemplate transaction;
    private volatile boolean running;

    SampleAlliance(
            SampleStaff staff,
            SampleCentre centre,
            SamplePeople people,
            SampleRota rota,
            WaymarkClock clock,
            CurrentViewer viewer,
            Directory directory,
            Forms forms,
            Worklist worklist,
            Assessments assessments,
            PlatformTransactionManager transactions) {
        this.staff = staff;
        this.centre = centre;
        this.people = people;
        this.rota = rota;
        this.clock = clock;
        this.viewer = viewer;
        this.directory = directory;
        this.forms = forms;
        this.worklist = worklist;
        this.assessments = assessments;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void start() {
        running = true;
        if (!directory.organisations().isEmpty()) {
            return;
        }
        Instant today = clock.instant();
        try {
            transaction.executeWithoutResult(status -> {
                staff.load();
                rota.load();
                var means = new Story.Means(clock, today, viewer, directory, forms, worklist, assessments);
                centre.open(means);
                people.load(means);
                centre.tell(means);
            });
        } finally {
            clock.reset();
        }
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
