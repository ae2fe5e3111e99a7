-- The same, with the fact it was said by.
create or replace view flow_ended as
select tx, (at at time zone 'Europe/London')::date as day, process, coalesce(version, 0) as version, element,
       coalesce(organisation, '') as organisation, coalesce(role, '') as role, coalesce(team, '') as team,
       coalesce(service, '') as service, stage, carer_strain,
       kind = 'STEP_COMPLETED' as is_completed, coalesce(at > due_at, false) as is_late,
       flow_hours(greatest(0, floor(extract(epoch from at - entered_at))::bigint - worked_seconds)) as waited_hours,
       flow_hours(worked_seconds) as worked_hours, id
  from flow_fact
 where kind in ('STEP_COMPLETED', 'STEP_CANCELLED');
