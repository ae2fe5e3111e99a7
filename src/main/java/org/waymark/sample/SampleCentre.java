package org.waymark.sample;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.centre.CentreDays;
import org.waymark.centre.CentrePlaces;
import org.waymark.centre.CentreRegister;
import org.waymark.centre.CentreRegister.Mark;
import org.waymark.forms.Forms;
import org.waymark.kernel.WorkingDays;
import org.waymark.sample.Story.Means;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** The days of the sample's wellbeing centre, and somebody who comes every week. */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleCentre {

    private static final LocalTime AFTERNOON = LocalTime.of(15, 10);

    private final CentreDays days;
    private final CentreRegister register;

    SampleCentre(CentreDays days, CentreRegister register) {
        this.days = days;
        this.register = register;
    }

    /** Before anybody is referred to it. */
    void open(Means means) {
        Story.daysAgo(means, 200);
        day(DayOfWeek.TUESDAY, 8);
        day(DayOfWeek.WEDNESDAY, 8);
        day(DayOfWeek.FRIDAY, 6);
    }

    private void day(DayOfWeek weekday, int places) {
        days.open(
                Viewer.SYSTEM,
                SampleServices.idOf("DEMENTIA_SERVICES_CENTRE"),
                weekday,
                LocalTime.of(10, 0),
                LocalTime.of(15, 0),
                places,
                "The centre opens.");
    }

    /** Whoever was accepted first has begun; for the others the induction is still to be planned. */
    void tell(Means means) {
        Viewer officer = means.directory().staffMember("activity").orElseThrow().asViewer();
        UUID wednesdays = days.overview(Viewer.SYSTEM).stream()
                .flatMap(centre -> centre.days().stream())
                .map(use -> use.day())
                .filter(day -> day.weekday() == DayOfWeek.WEDNESDAY)
                .findFirst()
                .orElseThrow()
                .id();
        WorkItem toPlan = tasks(means, officer, "UserTask_PlanInduction").stream()
                .min(Comparator.comparing(WorkItem::createdAt))
                .orElseThrow();
        Story.daysAgo(means, 78);
        var plan = new HashMap<String, String>(Map.of(
                "planAnswer", "PLANNED",
                "day", wednesdays.toString(),
                "transport", "CARER_BRINGS",
                "likes", "Singing, and a walk round the garden.",
                "toKnow", "Hears better on the left."));
        Story.date(plan, "inductionOn", means.clock().today().plusDays(3));
        submit(means, officer, toPlan, plan);
        Story.daysAgo(means, 75);
        var induction = new HashMap<String, String>(Map.of(
                "inductionAnswer", "CAME",
                "howItWent", "Joined in the singing before the coats were off.",
                "transport", "CARER_BRINGS",
                "immediateConcern", "NO"));
        Story.date(induction, "cameOn", means.clock().today());
        submit(means, officer, tasks(means, officer, "UserTask_RecordInduction").get(0), induction);
        LocalDate today = LocalDate.ofInstant(means.today(), WorkingDays.ZONE);
        LocalDate last = today.with(TemporalAdjusters.previous(DayOfWeek.WEDNESDAY));
        for (int week = 5; week >= 0; week--) {
            LocalDate on = last.minusWeeks(week);
            means.clock().moveTo(on.atTime(AFTERNOON).atZone(WorkingDays.ZONE).toInstant());
            Mark mark = week == 2 ? new Mark(false, "ILL") : new Mark(true, null);
            means.viewer()
                    .as(
                            officer,
                            () -> register.save(
                                    officer, wednesdays, on, Map.of(UUID.fromString(toPlan.record()), mark)));
        }
        Story.daysAgo(means, 0);
    }

    private static List<WorkItem> tasks(Means means, Viewer officer, String element) {
        var filter = new Worklist.Filter(CentrePlaces.PROCESS, element, null);
        return means.worklist()
                .page(officer, Worklist.View.TEAM, filter, null, 50)
                .items();
    }

    private static void submit(Means means, Viewer by, WorkItem task, Map<String, String> answers) {
        Map<String, List<String>> parameters = answers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        Forms.Result result = means.viewer().as(by, () -> means.forms().submit(by, task.taskId(), parameters));
        if (!(result instanceof Forms.Done)) {
            throw new IllegalStateException("The sample could not hand in " + task.formId() + ": " + result);
        }
    }
}
