package org.waymark.insight;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;

/** A step of referrals, service by service: all of them together hide the one where people wait. */
@Service
public class StepByService {

    /**
     * @param whole how long it took those who completed it; null when none did
     * @param open who stands there now
     * @param openLate those of them after their date
     * @param openSince when the oldest of them began; null when nobody stands there
     */
    public record Part(
            String service,
            long completed,
            @Nullable Times whole,
            long open,
            long openLate,
            @Nullable Instant openSince) {}

    private static final String PARTS = """
            with cells as (
              select service, waited_hours + worked_hours as hours, sum(n) as n
                from flow_day where is_completed and service <> '' and element = :element and\s""" + Bottlenecks.ASKED_DAYS + """
               group by 1, 2),
            ranked as (
              select service, hours, n, sum(n) over (partition by service order by hours) as upto,
                     sum(n) over (partition by service) as among
                from cells),
            ended as (
              select service, sum(n) as completed, min(hours) filter (where upto * 2 >= among) as half,
                     min(hours) filter (where upto * 10 >= among * 9) as nine_of_ten
                from ranked group by service),
            standing as (
              select w.service, count(*) as open, count(*) filter (where w.due_at < :now and w.paused_at is null) as late,
                     min(w.created_at) as since
            """ + Bottlenecks.FROM_OPEN + """
                 and w.element = :element and w.service is not null
               group by w.service)
            select service, coalesce(completed, 0) as completed, half, nine_of_ten, coalesce(open, 0) as open, coalesce(late, 0) as late,
                   since
              from ended full join standing using (service)
             order by nine_of_ten desc nulls last, since nulls last, service
            """;

    private final Bottlenecks bottlenecks;

    StepByService(Bottlenecks bottlenecks) {
        this.bottlenecks = bottlenecks;
    }

    /** Every service that somebody was or is referred to, the longest first; empty for a step that is for none. */
    @Transactional
    public List<Part> of(Viewer viewer, Question question, String element) {
        bottlenecks.requireReader(viewer);
        return bottlenecks
                .asked(PARTS, question)
                .param("element", element)
                .query((row, number) -> {
                    var since = row.getTimestamp("since");
                    boolean isCompleted = row.getLong("completed") > 0;
                    return new Part(
                            row.getString("service"),
                            row.getLong("completed"),
                            isCompleted ? new Times(row.getInt("half"), row.getInt("nine_of_ten")) : null,
                            row.getLong("open"),
                            row.getLong("late"),
                            since == null ? null : since.toInstant());
                })
                .list();
    }
}
