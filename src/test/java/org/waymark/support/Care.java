package org.waymark.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.forms.Forms;
import org.waymark.kernel.WaymarkClock;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.Pathways;
import org.waymark.people.People;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;
import org.waymark.referral.Referrals;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.workflow.Escalations;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Worklist;

/**
 * Brings made-up people onto the pathway and along it as staff would: through the forms of their tasks, the real
 * processes and the real tables. The alliance is that of {@link Alliance}; {@code dougie-mac} receives everybody.
 */
public final class Care {

    /** A Monday morning with three plain working weeks ahead. */
    public static final Instant MONDAY = Instant.parse("2026-11-09T09:00:00Z");

    private static final AtomicInteger BROUGHT_IN = new AtomicInteger();

    final Forms forms;
    final Worklist worklist;
    final Workflow workflow;
    final LifeEvents lifeEvents;
    final Referrals referrals;
    final CurrentViewer currentViewer;
    final WaymarkClock clock;
    final JdbcClient jdbc;

    private final Directory directory;
    private final ServiceDirectory services;
    private final Pathways pathways;
    private final People people;
    private final ManagementService jobs;
    private final Escalations escalations;
    private Function<String, Map<String, Object>> written = form -> Map.of();
    private BiConsumer<Viewer, WorkItem> looked = (viewer, task) -> {};

    Care(
            Forms forms,
            Worklist worklist,
            Workflow workflow,
            LifeEvents lifeEvents,
            Referrals referrals,
            CurrentViewer currentViewer,
            WaymarkClock clock,
            JdbcClient jdbc,
            Directory directory,
            ServiceDirectory services,
            Pathways pathways,
            People people,
            ManagementService jobs,
            Escalations escalations) {
        this.forms = forms;
        this.worklist = worklist;
        this.workflow = workflow;
        this.lifeEvents = lifeEvents;
        this.referrals = referrals;
        this.currentViewer = currentViewer;
        this.clock = clock;
        this.jdbc = jdbc;
        this.directory = directory;
        this.services = services;
        this.pathways = pathways;
        this.people = people;
        this.jobs = jobs;
        this.escalations = escalations;
    }

    /** The alliance, its services and a Monday morning. */
    public void begin() {
        begin(MONDAY);
    }

    /** The alliance and its services at some other time. */
    public void begin(Instant at) {
        clock.moveTo(at);
        Alliance.add(directory);
        if (services.all().isEmpty()) {
            UsualAnswers.SERVICES.forEach(code -> services.add(service(code)));
            pathways.setAssessingRole(Viewer.SYSTEM, "approach", Role.DEMENTIA_ADVISER);
            pathways.setAssessingRole(Viewer.SYSTEM, "dougie-mac", Role.PALLIATIVE_NURSE);
        }
        holdsLicence("ZARIT");
    }

    /** The alliance states that it holds the licence; Zarit's from the beginning. */
    public void holdsLicence(String instrument) {
        jdbc.sql("""
                        insert into licence (instrument, reference, stated_by, stated_at) values (:instrument, 'Try 1', 'admin', now())
                        on conflict (instrument) where withdrawn_at is null do nothing
                        """).param("instrument", instrument).update();
    }

    public void holdsNoLicence() {
        jdbc.sql("delete from licence").update();
    }

    public void end() {
        clock.reset();
        written = form -> Map.of();
        looked = (viewer, task) -> {};
    }

    /** From now on until the end of the test, everybody enters these too, by form. */
    public void alsoWrite(Function<String, Map<String, Object>> answers) {
        written = answers;
    }

    /** From now on until the end of the test, whoever hands in a form looks at its page first. */
    public void lookFirst(BiConsumer<Viewer, WorkItem> look) {
        looked = look;
    }

    void looks(Viewer viewer, WorkItem task) {
        looked.accept(viewer, task);
    }

    Map<String, Object> writes(String form) {
        return written.apply(form);
    }

    private static Service service(String code) {
        String group =
                switch (code) {
                    case "CARER_ENABLEMENT" -> "approach.carer-enablement";
                    case "DEMENTIA_ADVISER" -> "approach.dementia-adviser";
                    case "DEMENTIA_SERVICES_CENTRE", "NAMASTE_CARE" -> "dougie-mac.activity-officer";
                    case "PALLIATIVE_NURSE", "HOSPICE_AT_HOME", "ADVANCE_CARE_PLANNING", "BEREAVEMENT_SUPPORT" ->
                        "dougie-mac.palliative-nurse";
                    case "COORDINATOR_CONVERSATION" -> "dougie-mac.coordinator";
                    default -> "community-trust.partner";
                };
        String[] who = group.split("\\.", 2);
        return new Service(
                UsualAnswers.serviceId(code),
                code,
                code.charAt(0)
                        + code.substring(1).toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                who[0],
                who[1],
                "North Staffordshire");
    }

    public Instant now() {
        return clock.instant();
    }

    public LocalDate today() {
        return clock.today();
    }

    /** Lets time go by; each timer fires at its own time, and so does each step of an escalation. */
    public void pass(Duration time) {
        passUntil(clock.instant().plus(time));
    }

    public void passDays(int days) {
        pass(Duration.ofDays(days));
    }

    public void passUntil(Instant until) {
        boolean goesOn = true;
        while (goesOn) {
            Optional<Job> job = next(until);
            Optional<Instant> step = nextStep(until);
            goesOn = job.isPresent() || step.isPresent();
            if (job.isPresent() && step.map(at -> !due(job.get()).isAfter(at)).orElse(true)) {
                moveOnTo(due(job.get()));
                jobs.executeJob(job.get().getId());
            } else if (step.isPresent()) {
                moveOnTo(step.get());
                escalations.sweep();
            }
        }
        clock.moveTo(until);
    }

    private void moveOnTo(Instant at) {
        if (at.isAfter(clock.instant())) {
            clock.moveTo(at);
        }
    }

    private static Instant due(Job job) {
        return job.getDuedate().toInstant();
    }

    private Optional<Instant> nextStep(Instant until) {
        return jdbc.sql("""
                        select min(at) from (
                          select min(next_step_at) as at from work_item
                           where state = 'OPEN' and next_step_at <= :until and paused_at is null
                          union all
                          select min(paused_until) from work_item where state = 'OPEN' and paused_until <= :until) next
                        """)
                .param("until", Timestamp.from(until))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** Does what was to be done as soon as the transaction before was over. */
    public void settle() {
        for (List<Job> now = atOnce(); !now.isEmpty(); now = atOnce()) {
            now.forEach(job -> jobs.executeJob(job.getId()));
        }
    }

    private List<Job> atOnce() {
        return jobs.createJobQuery().active().withRetriesLeft().messages().list();
    }

    private Optional<Job> next(Instant until) {
        settle();
        return jobs.createJobQuery().active().withRetriesLeft().timers().list().stream()
                .filter(job -> job.getProcessInstanceId() != null
                        && job.getDuedate() != null
                        && !job.getDuedate().toInstant().isAfter(until))
                .min(Comparator.comparing(Job::getDuedate));
    }

    /** Somebody with no carer, received by Dougie Mac. */
    public Somebody registered() {
        return somebody().registered();
    }

    public Intake somebody() {
        return new Intake();
    }

    /** How somebody is brought in. */
    public final class Intake {

        private final List<NewCarer> carers = new ArrayList<>();
        private String givenName = "Ada";
        private String familyName = "Number" + letters(BROUGHT_IN.incrementAndGet());
        private @Nullable String preferredName;
        private @Nullable String nhsNumber;
        private @Nullable String phone;
        private @Nullable String referredBy;
        private boolean livesAlone;
        private @Nullable LocalDate memoryReferredOn;
        private @Nullable LocalDate diagnosedOn;
        private @Nullable LocalDate bornOn;
        private Viewer by = Alliance.COORDINATOR;

        public Intake called(String given, String family, String preferred) {
            givenName = given;
            familyName = family;
            preferredName = preferred;
            return this;
        }

        public Intake withNhsNumber(String number) {
            nhsNumber = number;
            return this;
        }

        public Intake withPhone(String number) {
            phone = number;
            return this;
        }

        public Intake referredBy(String text) {
            referredBy = text;
            return this;
        }

        public Intake livingAlone() {
            livesAlone = true;
            return this;
        }

        public Intake referredToMemoryServiceOn(LocalDate day) {
            memoryReferredOn = day;
            return this;
        }

        public Intake diagnosedOn(LocalDate day) {
            diagnosedOn = day;
            return this;
        }

        public Intake bornOn(LocalDate day) {
            bornOn = day;
            return this;
        }

        public Intake withCarer(String name) {
            return withCarer(name, "Daughter", false);
        }

        public Intake withCarer(String name, String relationship, boolean livesWith) {
            carers.add(new NewCarer(name, relationship, null, livesWith, carers.isEmpty()));
            return this;
        }

        public Intake by(Viewer viewer) {
            by = viewer;
            return this;
        }

        public Somebody registered() {
            NewPerson person = new NewPerson(
                    givenName,
                    familyName,
                    preferredName,
                    bornOn == null ? LocalDate.of(1930, 1, 1).plusDays(BROUGHT_IN.get() * 17L % 7000) : bornOn,
                    nhsNumber,
                    nhsNumber == null ? "Not on the referral" : null,
                    phone,
                    null,
                    null,
                    null,
                    livesAlone,
                    memoryReferredOn,
                    diagnosedOn,
                    null,
                    referredBy,
                    carers);
            return new Somebody(
                    Care.this, currentViewer.as(by, () -> people.register(by, person, "Somebody else of that name")));
        }
    }

    private static String letters(int number) {
        return number < 26 ? String.valueOf((char) ('a' + number)) : letters(number / 26) + (char) ('a' + number % 26);
    }

    /** The one of the alliance's staff who would do this task. */
    public static Viewer whoDoes(@Nullable String assignee, String group) {
        return Alliance.EVERYBODY.stream()
                .filter(viewer -> assignee == null
                        ? viewer.groups().contains(group)
                        : viewer.username().equals(assignee))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nobody does the work of " + group));
    }

    public <T> T as(Viewer viewer, Supplier<T> action) {
        return currentViewer.as(viewer, action);
    }

    /** What the person says about sharing, on the form of its own. */
    public void records(Somebody person, Sharing sharing) {
        as(Alliance.COORDINATOR, () -> {
            people.recordSharing(Alliance.COORDINATOR, person.ref(), sharing, today(), "PERSON");
            return person;
        });
    }

    /** Writes the row of the pathway, as any form may in the middle of its submission. */
    public void touch(Somebody person) {
        jdbc.sql("update pathway set last_contact_on = :on where pathway_ref = :ref")
                .param("on", today())
                .param("ref", person.ref().value())
                .update();
    }

    /** Returns when another transaction waits for a lock. */
    public void awaitSomebodyWaitingForALock() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> jdbc.sql(
                        "select exists (select 1 from pg_locks where not granted)")
                .query(Boolean.class)
                .single());
    }

    /** No service for this need takes anybody on until {@link #takesAgain}. */
    public void stopsTaking(String code) {
        taking(code, false);
    }

    public void takesAgain(String code) {
        taking(code, true);
    }

    private void taking(String code, boolean isTaking) {
        jdbc.sql("update service set taking = :taking where code = :code")
                .param("taking", isTaking)
                .param("code", code)
                .update();
    }

    /** No task of anybody stands in the worklist that the engine does not have, and the other way round. */
    public void worklistEqualsTheEngine() {
        List<String> ours = jdbc.sql("select task_id from work_item where state = 'OPEN' order by 1")
                .query(String.class)
                .list();
        List<String> engines = jdbc.sql("select id_ from act_ru_task order by 1")
                .query(String.class)
                .list();
        assertThat(ours).isEqualTo(engines);
    }

    /** What the engine still has of anybody: runs, tasks, timers and expected messages. */
    public List<String> leftInTheEngine() {
        return jdbc.sql("""
                        select 'run at ' || coalesce(act_id_, '?') from act_ru_execution
                        union all select 'task ' || task_def_key_ from act_ru_task
                        union all select 'job of ' || process_def_key_ from act_ru_job where process_instance_id_ is not null
                        union all select 'message ' || event_name_ from act_ru_event_subscr where proc_inst_id_ is not null
                        """).query(String.class).list();
    }
}
