-- Points between which time is measured that were not noted yet, and the team of whoever ended a step in the daily figures.
alter table flow_fact drop constraint flow_fact_kind_check;
alter table flow_fact add constraint flow_fact_kind_check check (kind in (
    'RUN_STARTED', 'RUN_ENDED',
    'STEP_ENTERED', 'STEP_CLAIMED', 'STEP_RELEASED', 'STEP_REASSIGNED', 'CLOCK_PAUSED', 'CLOCK_RESUMED',
    'STEP_COMPLETED', 'STEP_CANCELLED',
    'DIAGNOSED', 'DETAILS_CORRECTED', 'ROUND_CLOSED', 'CARER_PLAN_AGREED',
    'STAGE_CONFIRMED', 'REFERRAL_MOVED', 'LIFE_EVENT', 'LIFE_EVENT_TAKEN_BACK'));

-- Where a milestone is found by when it was passed; steps that ended have an index of their own.
create index flow_fact_milestone on flow_fact (kind, process, detail, at)
    where kind in ('RUN_STARTED', 'RUN_ENDED', 'DIAGNOSED', 'DETAILS_CORRECTED', 'ROUND_CLOSED', 'CARER_PLAN_AGREED', 'STAGE_CONFIRMED',
                   'REFERRAL_MOVED', 'LIFE_EVENT', 'LIFE_EVENT_TAKEN_BACK', 'STEP_RELEASED', 'STEP_REASSIGNED');

-- A diagnosis lies before the registration; one that is corrected is noted again, and the later one counts.
create function note_flow_of_diagnosis() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, stage, carer_strain)
    values (new.diagnosed_on::timestamp at time zone 'Europe/London', 'DIAGNOSED', new.pathway_ref, 'UNKNOWN', 'UNKNOWN');
    return null;
end $$;

create trigger flow_of_diagnosis_registered after insert on person for each row
    when (new.diagnosed_on is not null) execute function note_flow_of_diagnosis();
create trigger flow_of_diagnosis_corrected after update on person for each row
    when (new.diagnosed_on is not null and new.diagnosed_on is distinct from old.diagnosed_on)
    execute function note_flow_of_diagnosis();

create function note_flow_of_correction() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, stage, carer_strain, needs_code)
    select new.corrected_at, 'DETAILS_CORRECTED', new.pathway_ref,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code
      from (select 1) one left join pathway p on p.pathway_ref = new.pathway_ref;
    return null;
end $$;

create trigger flow_of_correction after insert on person_correction for each row execute function note_flow_of_correction();

create function note_flow_of_round() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, record, stage, carer_strain, needs_code)
    select new.closed_at, 'ROUND_CLOSED', new.pathway_ref, new.id::text,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code
      from (select 1) one left join pathway p on p.pathway_ref = new.pathway_ref;
    return null;
end $$;

create trigger flow_of_round after update on assessment for each row
    when (old.closed_at is null and new.closed_at is not null) execute function note_flow_of_round();

create function note_flow_of_carer_plan() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, record, stage, carer_strain, needs_code)
    select new.at, 'CARER_PLAN_AGREED', c.pathway_ref, c.id::text,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code
      from carer_support c left join pathway p on p.pathway_ref = c.pathway_ref
     where c.id = new.support_id;
    return null;
end $$;

create trigger flow_of_carer_plan after insert on carer_plan for each row
    when (new.answer = 'AGREED') execute function note_flow_of_carer_plan();

-- What had happened before these were noted; the stage of that time is not made up.
insert into flow_fact (at, kind, pathway_ref, stage, carer_strain)
select diagnosed_on::timestamp at time zone 'Europe/London', 'DIAGNOSED', pathway_ref, 'UNKNOWN', 'UNKNOWN'
  from person where diagnosed_on is not null order by diagnosed_on, pathway_ref;
insert into flow_fact (at, kind, pathway_ref, stage, carer_strain)
select corrected_at, 'DETAILS_CORRECTED', pathway_ref, 'UNKNOWN', 'UNKNOWN' from person_correction order by id;
insert into flow_fact (at, kind, pathway_ref, record, stage, carer_strain)
select closed_at, 'ROUND_CLOSED', pathway_ref, id::text, 'UNKNOWN', 'UNKNOWN'
  from assessment where closed_at is not null order by closed_at, id;
insert into flow_fact (at, kind, pathway_ref, record, stage, carer_strain)
select l.at, 'CARER_PLAN_AGREED', c.pathway_ref, c.id::text, 'UNKNOWN', 'UNKNOWN'
  from carer_plan l join carer_support c on c.id = l.support_id where l.answer = 'AGREED' order by l.at, l.id;

-- The same figures with the team; all are counted anew.
drop view flow_ended;
delete from flow_day;
update flow_counted set before = '0';
alter table flow_day drop constraint flow_day_pkey;
alter table flow_day add column team text not null;
alter table flow_day add primary key (process, element, day, version, organisation, role, team, service, stage, carer_strain,
                                      is_completed, is_late, waited_hours, worked_hours);

create view flow_ended as
select tx, (at at time zone 'Europe/London')::date as day, process, coalesce(version, 0) as version, element,
       coalesce(organisation, '') as organisation, coalesce(role, '') as role, coalesce(team, '') as team,
       coalesce(service, '') as service, stage, carer_strain,
       kind = 'STEP_COMPLETED' as is_completed, coalesce(at > due_at, false) as is_late,
       flow_hours(greatest(0, floor(extract(epoch from at - entered_at))::bigint - worked_seconds)) as waited_hours,
       flow_hours(worked_seconds) as worked_hours
  from flow_fact
 where kind in ('STEP_COMPLETED', 'STEP_CANCELLED');
