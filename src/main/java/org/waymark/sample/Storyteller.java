package org.waymark.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessments;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.LifeEvents;
import org.waymark.people.People;
import org.waymark.workflow.DueJobs;
import org.waymark.workflow.Escalations;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** What every story is told with: staff who hand in forms, and a clock that goes back and comes on again. */
@Component
@ConditionalOnProperty("waymark.sample")
class Storyteller {

    private static final LocalTime MORNING = LocalTime.of(10, 30);

    private static final Map<Role, String> ACCOUNTS = Map.of(
            Role.COORDINATOR, "coordinator",
            Role.DEMENTIA_ADVISER, "adviser",
            Role.ACTIVITY_OFFICER, "activity",
            Role.CARER_ENABLEMENT, "carers",
            Role.PALLIATIVE_NURSE, "nurse",
            Role.PARTNER, "partner");

    private final WaymarkClock clock;
    private final DueJobs jobs;
    private final CurrentViewer viewer;
    private final Directory directory;
    private final People people;
    private final Forms forms;
    private final Worklist worklist;
    private final Assessments assessments;
    private final LifeEvents lifeEvents;
    private final Escalations escalations;
    private Instant now = Instant.EPOCH;

    Storyteller(
            WaymarkClock clock,
            DueJobs jobs,
            CurrentViewer viewer,
            Directory directory,
            People people,
            Forms forms,
            Worklist worklist,
            Assessments assessments,
            LifeEvents lifeEvents,
            Escalations escalations) {
        this.clock = clock;
        this.jobs = jobs;
        this.viewer = viewer;
        this.directory = directory;
        this.people = people;
        this.forms = forms;
        this.worklist = worklist;
        this.assessments = assessments;
        this.lifeEvents = lifeEvents;
        this.escalations = escalations;
    }

    /** Tells stories up to this moment. Time is moved for whoever tells alone, and for nobody else. */
    void tell(Runnable stories) {
        clock.apart(() -> {
            now = clock.instant();
            stories.run();
        });
    }

    /** The time that it is for everybody. */
    void end() {
        clock.reset();
    }

    /** Up to when stories are told. */
    Instant now() {
        return now;
    }

    /** The moment that is told of. */
    Instant moment() {
        return clock.instant();
    }

    /** The day that it is. */
    LocalDate today() {
        return LocalDate.ofInstant(now, WorkingDays.ZONE);
    }

    /** The day that is told of. */
    LocalDate day() {
        return clock.today();
    }

    void moveTo(Instant told) {
        clock.moveTo(told);
    }

    /** On that day, or the working day before it, in the morning: nobody fills in forms at night. */
    Instant daysAgo(int days) {
        LocalDate day = today().minusDays(days);
        while (days > 0 && !WorkingDays.isWorkingDay(day)) {
            day = day.minusDays(1);
        }
        return morningOf(day);
    }

    Instant morningOf(LocalDate day) {
        Instant morning = day.atTime(MORNING).atZone(WorkingDays.ZONE).toInstant();
        return morning.isBefore(now) ? morning : now;
    }

    /** The day of {@link #daysAgo}. */
    LocalDate dayAgo(int days) {
        return LocalDate.ofInstant(daysAgo(days), WorkingDays.ZONE);
    }

    Instant ago(Duration time) {
        return now.minus(time);
    }

    /** Lets time go by for somebody, so that what waits for its day happens on it. */
    void passUntil(PathwayRef pathway, Instant until) {
        while (passOnce(pathway, until)) {
            // Each thing that happens may bring the next.
        }
    }

    /** The same up to the first thing that happens by itself; false when there is none until then. */
    boolean passOnce(PathwayRef pathway, Instant until) {
        Optional<Instant> due = Stream.of(jobs.next(pathway, until), escalations.nextOn(pathway, until))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        comeOnTo(due.orElse(until));
        if (due.isPresent()) {
            jobs.happen(pathway);
            escalations.sweepOn(pathway);
        }
        return due.isPresent();
    }

    private void comeOnTo(Instant told) {
        if (told.isAfter(clock.instant())) {
            clock.moveTo(told);
        }
    }

    /** The coordinator registers somebody, so many days ago. */
    Story register(int daysAgo, Newcomer newcomer) {
        return registerAt(daysAgo(daysAgo), newcomer);
    }

    Story registerAt(Instant at, Newcomer newcomer) {
        moveTo(at);
        Viewer by = staff("coordinator");
        LocalDate today = today();
        return new Story(this, as(by, () -> people.register(by, newcomer.toRegister(today), null)));
    }

    Viewer staff(String username) {
        return directory.staffMember(username).orElseThrow().asViewer();
    }

    <T> T as(Viewer by, Supplier<T> act) {
        return viewer.as(by, act);
    }

    /** Work that is open, in an order that tells the same story each time. */
    List<WorkItem> open(PathwayRef pathway) {
        return worklist.openOf(Viewer.SYSTEM, pathway).stream()
                .sorted(Comparator.comparing(WorkItem::createdAt)
                        .thenComparing(WorkItem::element)
                        .thenComparing(task -> String.valueOf(task.service()))
                        .thenComparing(task -> String.valueOf(task.about())))
                .toList();
    }

    List<WorkItem> open(PathwayRef pathway, String element) {
        return worklist.openOf(Viewer.SYSTEM, pathway).stream()
                .filter(task -> task.element().equals(element))
                .toList();
    }

    boolean isForRater(WorkItem task, Rater rater) {
        return raterOf(task) == rater;
    }

    /** Whose rating the task is; null when it is none. */
    @Nullable
    Rater raterOf(WorkItem task) {
        return task.part() == null
                ? null
                : assessments.invitationOf(task.part()).rater();
    }

    void claim(Viewer by, WorkItem task) {
        as(by, () -> {
            worklist.claim(by, task.taskId());
            return task;
        });
    }

    /** What can be chosen in each field of the form, what is filled in already first. */
    Map<String, List<String>> shown(Viewer by, WorkItem task) {
        Map<String, List<String>> shown = new HashMap<>();
        collect(as(by, () -> forms.open(by, task)).items(), shown);
        return shown;
    }

    private static void collect(List<? extends FormView.Item> items, Map<String, List<String>> shown) {
        for (FormView.Item item : items) {
            if (item instanceof FormView.Section section) {
                collect(section.items(), shown);
            } else if (item instanceof FormView.Input input && !input.options().isEmpty()) {
                shown.put(
                        input.key(),
                        Stream.concat(
                                        Stream.of(input.value()),
                                        input.options().stream().map(FormView.Choice::value))
                                .filter(value -> !value.isEmpty())
                                .distinct()
                                .toList());
            }
        }
    }

    /** Whose task it is, or somebody of the group that may take it. */
    Viewer whose(WorkItem task) {
        if (task.assignee() != null) {
            return staff(task.assignee());
        }
        String role = task.group().substring(task.group().indexOf('.') + 1);
        return staff(Objects.requireNonNull(ACCOUNTS.get(Role.ofCode(role)), "Nobody in the sample has the role"));
    }

    void handIn(Viewer by, WorkItem task, Sheet sheet) {
        Forms.Result result = as(by, () -> forms.submit(by, task.taskId(), sheet.parameters()));
        if (result instanceof Forms.Invalid invalid) {
            throw new IllegalStateException("The sample fills in " + task.formId() + " wrongly: "
                    + invalid.view().errors());
        }
        if (!(result instanceof Forms.Done)) {
            throw new IllegalStateException("The sample could not hand in " + task.formId());
        }
    }

    /** What a form of a person's page says, as the page would read it. */
    Answers read(String form, Sheet sheet) {
        Forms.Checked checked = forms.check(form, FormContext.EMPTY, sheet.parameters());
        if (!checked.isValid()) {
            throw new IllegalStateException("The sample fills in " + form + " wrongly: "
                    + checked.view().errors());
        }
        return checked.answers();
    }

    /** Records something of the person, as their page would: what it did is kept with it. */
    void record(Viewer by, PathwayRef pathway, Runnable act) {
        as(
                by,
                () -> lifeEvents.recording(by, pathway, () -> {
                    act.run();
                    return "";
                }));
    }
}
