package org.waymark.crisis;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.WorkItem;

/** What each form of the response does to the crisis, in the order in which they come. */
@Configuration(proxyBeanMethods = false)
class CrisisForms {

    /** Every form opens with the crisis beside it and ends by moving it on. */
    private record Step(String formId, Crises crises, Consumer<Submission> move) implements FormHandler {

        @Override
        public FormContext context(WorkItem task) {
            return beside(crises, task);
        }

        @Override
        public Map<String, Object> handle(Submission submission) {
            move.accept(submission);
            return Map.of();
        }
    }

    private final Crises crises;
    private final WaymarkClock clock;

    CrisisForms(Crises crises, WaymarkClock clock) {
        this.crises = crises;
        this.clock = clock;
    }

    private static FormContext beside(Crises crises, WorkItem task) {
        return new FormContext(
                Map.of(),
                Map.of(),
                Map.of(),
                new Panel("crisis/panels :: beside", Map.of("crisis", crises.load(task.record()))));
    }

    @Bean
    FormHandler triageCrisis() {
        return new Step("triage-crisis", crises, crises::triaged);
    }

    @Bean
    FormHandler recordCrisisVisit() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "record-crisis-visit";
            }

            @Override
            public FormContext context(WorkItem task) {
                return beside(crises, task);
            }

            @Override
            public List<FieldError> check(WorkItem task, Answers answers) {
                Instant at = visitedAt(answers);
                return at != null && at.isAfter(clock.instant())
                        ? List.of(new FieldError("visitedAt", "error.timeInFuture"))
                        : List.of();
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Instant at = visitedAt(submission.answers());
                crises.visited(submission, at == null ? submission.at() : at);
                return Map.of();
            }
        };
    }

    private static @Nullable Instant visitedAt(Answers answers) {
        LocalDate day = answers.date("visitedOn");
        String time = answers.text("visitedAt");
        if (day == null || time == null) {
            return null;
        }
        String[] parts = time.split("[:.]", 2);
        return day.atTime(LocalTime.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
                .atZone(WorkingDays.ZONE)
                .toInstant();
    }

    @Bean
    FormHandler recordCrisisNight() {
        return new Step("record-crisis-night", crises, crises::nightRecorded);
    }

    @Bean
    FormHandler recordCrisisOutcome() {
        return new Step("record-crisis-outcome", crises, crises::concluded);
    }

    @Bean
    FormHandler followUpCrisis() {
        return new Step("follow-up-crisis", crises, crises::called);
    }
}
