package org.waymark.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.workflow.ClockTable.Row;
import org.waymark.workflow.ClockTable.Rule;
import org.waymark.workflow.Escalations.Step;

/** Says which step of an escalation comes next, and when. */
@Component
class EscalationSteps {

    private static final String PERCENT = "PERCENT";

    private final ClockTable clocks;

    EscalationSteps(ClockTable clocks) {
        this.clocks = clocks;
    }

    /** What of a piece of work decides. */
    record Work(
            @Nullable String clock,
            @Nullable String priority,
            @Nullable String service,
            Instant createdAt,
            /** As if its clock had never been paused. */
            @Nullable Instant firstDueAt,
            @Nullable Instant dueAt) {}

    record Next(Step step, Instant at) {}

    /** The step that follows; null after the last, and for work without a date. */
    @Nullable
    Next after(@Nullable Step done, Work work) {
        Step step = done == null ? Step.REMINDER : done.next();
        Instant at = step == null ? null : at(step, work);
        return step == null || at == null ? null : new Next(step, at);
    }

    @Nullable
    Instant at(Step step, Work work) {
        Instant due = work.dueAt();
        Row row = work.clock() == null ? null : clocks.row(work.clock(), work.priority(), work.service());
        if (due == null || row == null) {
            return null;
        }
        Rule rule = clocks.rule(row, work.priority(), step);
        Instant at = rule == null ? due : by(rule, work, due);
        // Work of a single day has no day before: a reminder then comes when half of the time is over.
        if (step == Step.REMINDER && (at.isBefore(work.createdAt()) || at.isAfter(due))) {
            at = share(work.createdAt(), due, -50);
        }
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    private Instant by(Rule rule, Work work, Instant due) {
        if (rule.byClock() != null) {
            Row other = clocks.row(rule.byClock(), work.priority(), work.service());
            return other == null ? due : movedAlong(other.after(work.createdAt()), other.unit(), work, due);
        }
        return PERCENT.equals(rule.amountUnit())
                ? share(work.createdAt(), due, rule.amount())
                : Clocks.Unit.valueOf(String.valueOf(rule.amountUnit())).after(due, rule.amount());
    }

    /** What counts from the creation of the work moves along with its date when the clock was paused. */
    private static Instant movedAlong(Instant at, Clocks.Unit unit, Work work, Instant due) {
        Instant first = work.firstDueAt();
        return first == null || !due.isAfter(first)
                ? at
                : MovedDates.with(at, unit, List.of(new MovedDates.Interval(first, due)));
    }

    /** After it is due, by so many hundredths of the time that there was. */
    private static Instant share(Instant created, Instant due, int percent) {
        return due.plus(Duration.between(created, due).multipliedBy(percent).dividedBy(100));
    }
}
