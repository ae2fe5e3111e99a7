package org.waymark.insight;

/**
 * What counts in each measure, case by case: on whose pathway, on which day in London, whether it was as it should be, and
 * how many days it took. A case counts as soon as it is certain, so one that is neither done nor late yet does not.
 */
final class MeasureCases {

    private static final String LONDON = "at time zone 'Europe/London'";

    /** Only what lies in a stretch of time is looked at, so that a month of many years costs no more than that month. */
    private static final String BETWEEN = "%1$s >= cast(:since as timestamptz) and %1$s < cast(:until as timestamptz)";

    private MeasureCases() {}

    /**
     * A query with the columns {@code pathway_ref, on_day, met, amount}. Its parameters are {@code now} and {@code today},
     * and {@code since} and {@code until} as PostgreSQL spells times, infinity included.
     */
    static String of(Measure measure) {
        return """
                select c.pathway_ref, c.on_day, c.met, c.amount from (%s) c
                  join pathway p on p.pathway_ref = c.pathway_ref and p.end_reason is distinct from 'OPENED_IN_ERROR'
                 where c.on_day <= :today""".formatted(cases(measure));
    }

    private static String cases(Measure measure) {
        return switch (measure) {
            // Who is named first; a later change of coordinator is no new wait for one.
            case TIME_TO_COORDINATOR -> """
                    select f.pathway_ref, (f.at %1$s)::date as on_day, cast(null as boolean) as met,
                           extract(epoch from f.at - o.opened_at) / 86400.0 as amount
                      from flow_fact f join pathway o on o.pathway_ref = f.pathway_ref
                     where f.kind = 'STEP_COMPLETED' and f.process = 'dementia-pathway' and f.element = 'UserTask_NameCoordinator'
                       and not exists (select 1 from flow_fact e
                                        where e.pathway_ref = f.pathway_ref and e.kind = f.kind and e.process = f.process
                                          and e.element = f.element and (e.at, e.id) < (f.at, f.id))
                       and %2$s""".formatted(LONDON, between("f.at"));
            case PLANNING_OFFERED -> """
                    select s.pathway_ref, (s.submitted_at %s)::date as on_day,
                           coalesce(s.answers ->> 'planningOffered', s.answers ->> 'planning') <> 'NOT_OFFERED' as met,
                           cast(null as double precision) as amount
                      from form_submission s
                     where s.form_id in ('make-welcome-contact', 'agree-support-plan', 'review-pathway', 'review-palliative-care')
                       and coalesce(s.answers ->> 'planningOffered', s.answers ->> 'planning') is not null""".formatted(LONDON);
            case CARERS_OFFERED_ENABLEMENT -> """
                    select s.pathway_ref, (s.opened_at %1$s)::date as on_day, t.is_reached as met,
                           cast(null as double precision) as amount
                      from carer_support s
                     cross join lateral (select exists (select 1 from carer_talk k where k.support_id = s.id
                                                           and k.kind = 'NEEDS' and k.how <> 'NOT_REACHED') as is_reached) t
                     where %2$s
                       and not exists (select 1 from carer_support e
                                        where e.carer_id = s.carer_id and (e.opened_at, e.id) < (s.opened_at, s.id))
                       and (t.is_reached or exists (
                           select 1 from work_item w
                            where w.process = 'carer-enablement' and w.record = s.id::text and w.pathway_ref = s.pathway_ref
                              and w.element = 'UserTask_TalkWithCarer' and w.state <> 'CANCELLED' and w.paused_at is null
                              and w.due_at < :now))""".formatted(LONDON, between("s.opened_at"));
            // A death ends a phase as well, also of somebody who was never on the register.
            case UNSTABLE_PHASES_ENDED -> """
                    select u.pathway_ref, u.from_day as on_day, coalesce(u.until_day, :today) - u.from_day <= 3 as met,
                           cast(null as double precision) as amount
                      from (select i.pathway_ref, (i.from_at %1$s)::date as from_day,
                                   (coalesce(i.until_at, o.ended_at) %1$s)::date as until_day
                              from illness_phase i join pathway o on o.pathway_ref = i.pathway_ref
                             where i.phase = 'UNSTABLE' and %2$s) u
                     where u.until_day is not null or :today - u.from_day > 3""".formatted(LONDON, between("i.from_at"));
            // Another place than those that are named cannot be compared with itself.
            case PREFERRED_PLACE -> """
                    select d.pathway_ref, coalesce(n.died_on, (d.at %s)::date) as on_day, d.preferred = d.actual as met,
                           cast(null as double precision) as amount
                      from place_of_death d join person n on n.pathway_ref = d.pathway_ref
                     where d.preferred in ('HOME', 'CARE_HOME', 'HOSPICE', 'HOSPITAL') and d.actual <> 'NOT_KNOWN'""".formatted(LONDON);
            case OUTCOMES_READ -> doneInTime("partner-referral", "UserTask_ReadOutcome");
            case REVIEWS_ON_TIME -> doneInTime("dementia-pathway", "UserTask_ReviewPathway");
            case REGISTER_SIZE -> """
                    select distinct e.pathway_ref, m.on_day, cast(null as boolean) as met, cast(null as double precision) as amount
                      from (select least((date_trunc('month', month) + interval '1 month - 1 day')::date, :today) as on_day
                              from generate_series(
                                   (select date_trunc('month', min(added_at) %1$s) from palliative_entry),
                                   date_trunc('month', cast(:today as timestamp)), interval '1 month') month) m
                      join palliative_entry e on (e.added_at %1$s)::date <= m.on_day
                       and (e.ended_at is null or (e.ended_at %1$s)::date > m.on_day)""".formatted(LONDON);
            // The team asks at each of its reviews whether it was offered, so after the first one it is certain.
            case DEPRESCRIBING_OFFERED -> """
                    select e.pathway_ref, (e.added_at %1$s)::date as on_day, d.is_offered as met,
                           cast(null as double precision) as amount
                      from palliative_entry e
                     cross join lateral (select exists (select 1 from deprescribing_conversation k
                                                         where k.pathway_ref = e.pathway_ref and k.offered_by <> 'NOBODY'
                                                           and k.at >= e.added_at
                                                           and (e.ended_at is null or k.at <= e.ended_at)) as is_offered) d
                     where %2$s and (d.is_offered or exists (select 1 from palliative_review v where v.entry_id = e.id) or exists (
                           select 1 from work_item w
                            where w.process = 'palliative-care' and w.record = e.id::text and w.pathway_ref = e.pathway_ref
                              and w.element = 'UserTask_OfferDeprescribing' and w.state <> 'CANCELLED' and w.paused_at is null
                              and w.due_at < :now))""".formatted(LONDON, between("e.added_at"));
            case NON_ATTENDANCE -> """
                    select l.pathway_ref, s.held_on as on_day, not a.came as met, cast(null as double precision) as amount
                      from centre_attendance a
                      join centre_session s on s.id = a.session_id and s.not_held_reason is null
                      join centre_place l on l.id = a.place_id
                     where a.replaced_at is null
                       and not exists (select 1 from centre_pause h where h.place_id = a.place_id and h.since_on <= s.held_on
                                          and (h.until_on is null or h.until_on >= s.held_on))
                    union all
                    select s.pathway_ref, t.held_on, t.attendance = 'NOT_ATTENDED', null
                      from carer_session t join carer_support s on s.id = t.support_id
                     where t.attendance <> 'CANCELLED_BY_US'""";
            // Where another service was tried, the need goes on there.
            case NEEDS_CLOSED -> """
                    select r.pathway_ref, (r.ended_at %s)::date as on_day,
                           r.outcome_read_at is not null and coalesce(not r.further_need, false) as met,
                           cast(null as double precision) as amount
                      from referral r
                     where r.state = 'CLOSED' and r.ended_at is not null and r.next_step is distinct from 'ANOTHER_SERVICE'""".formatted(LONDON);
        };
    }

    /**
     * Of the times at which a step was due, those at which it was done by then. What was missed before it was moved stays
     * missed, and what is late and still open is certain enough.
     */
    private static String doneInTime(String process, String element) {
        return """
                select w.pathway_ref, (coalesce(w.missed_due_at, w.due_at) %1$s)::date as on_day,
                       w.missed_due_at is null and w.state = 'COMPLETED' and w.ended_at <= w.due_at as met,
                       cast(null as double precision) as amount
                  from work_item w
                 where w.process = '%2$s' and w.element = '%3$s' and %4$s
                   and (w.state = 'COMPLETED' or w.state = 'OPEN' and w.paused_at is null and w.due_at < :now)""".formatted(LONDON, process, element, between("coalesce(w.missed_due_at, w.due_at)"));
    }

    private static String between(String at) {
        return BETWEEN.formatted(at);
    }
}
