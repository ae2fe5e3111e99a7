-- What happened on every pathway, in the order it happened, with what was true at that moment: what waits and bottlenecks
-- are counted from. Written by the database with the change itself (ADR 29), so that no fact can be forgotten or be wrong
-- about a change that was rolled back. Holds no name and no text that somebody wrote.
create table flow_fact (
    id             bigint generated always as identity primary key,
    -- Which transaction wrote it: facts of transactions that are still open are counted later, and none is left out.
    tx             xid8        not null default pg_current_xact_id(),
    at             timestamptz not null,
    kind           text        not null check (kind in (
        'RUN_STARTED', 'RUN_ENDED',
        'STEP_ENTERED', 'STEP_CLAIMED', 'STEP_RELEASED', 'STEP_REASSIGNED', 'CLOCK_PAUSED', 'CLOCK_RESUMED',
        'STEP_COMPLETED', 'STEP_CANCELLED',
        'STAGE_CONFIRMED', 'REFERRAL_MOVED', 'LIFE_EVENT', 'LIFE_EVENT_TAKEN_BACK')),
    pathway_ref    text        not null,
    -- Of runs and steps.
    process        text,
    version        int,
    record         text,
    element        text,
    task_id        text,
    organisation   text,
    role           text,
    -- Of whoever has the step; null while nobody has.
    team           text,
    service        text,
    -- As they were at that moment.
    stage          text        not null,
    carer_strain   text        not null,
    needs_code     text,
    -- The stage, the state of the referral, the kind of the event, or why the step was cancelled.
    detail         text,
    -- Of the end of a step: when it began and was due, and how long somebody had it. Until somebody takes it, it waits.
    entered_at     timestamptz,
    due_at         timestamptz,
    worked_seconds bigint check (worked_seconds >= 0),
    paused_seconds bigint check (paused_seconds >= 0)
);
create index flow_fact_tx on flow_fact (tx);
create index flow_fact_pathway on flow_fact (pathway_ref, id);
create index flow_fact_step on flow_fact (process, element, at desc, id desc) where kind in ('STEP_COMPLETED', 'STEP_CANCELLED');
create trigger flow_fact_append_only before update or delete on flow_fact
    for each statement execute function refuse_rewriting();

create function note_flow_of_episode() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, process, version, record, stage, carer_strain, needs_code)
    select case when new.ended_at is null then new.started_at else new.ended_at end,
           case when new.ended_at is null then 'RUN_STARTED' else 'RUN_ENDED' end,
           new.pathway_ref, new.process, new.version, new.record,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code
      from (select 1) one left join pathway p on p.pathway_ref = new.pathway_ref;
    return null;
end $$;

-- A run that is only reserved has no instance yet, and has not started.
create trigger flow_of_episode_inserted after insert on episode for each row
    when (new.process_instance_id is not null) execute function note_flow_of_episode();
create trigger flow_of_episode_started after update on episode for each row
    when (old.process_instance_id is null and new.process_instance_id is not null) execute function note_flow_of_episode();
create trigger flow_of_episode_ended after update on episode for each row
    when (old.ended_at is null and new.ended_at is not null and new.process_instance_id is not null)
    execute function note_flow_of_episode();

create function note_flow_of_step() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, process, version, record, element, task_id, organisation, role, team, service,
                           stage, carer_strain, needs_code, detail, entered_at, due_at, worked_seconds, paused_seconds)
    select case when new.state = 'OPEN' then new.created_at else new.ended_at end,
           case new.state when 'OPEN' then 'STEP_ENTERED' when 'COMPLETED' then 'STEP_COMPLETED' else 'STEP_CANCELLED' end,
           new.pathway_ref, new.process, e.version, new.record, new.element, new.task_id,
           split_part(new.group_name, '.', 1), split_part(new.group_name, '.', 2), s.team, new.service,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code,
           case when new.state = 'CANCELLED' then new.end_reason end,
           case when new.state <> 'OPEN' then new.created_at end,
           new.due_at,
           case when new.state <> 'OPEN'
                then greatest(0, floor(extract(epoch from coalesce(new.ended_at - new.claimed_at, interval '0')))::bigint) end,
           case when new.state <> 'OPEN' then new.paused_seconds end
      from (select 1) one
      left join pathway p on p.pathway_ref = new.pathway_ref
      left join episode e on e.process_instance_id = new.process_instance_id
      left join staff s on s.username = coalesce(case when new.state = 'COMPLETED' then new.ended_by end, new.assignee);
    return null;
end $$;

create trigger flow_of_step_entered after insert on work_item for each row execute function note_flow_of_step();
create trigger flow_of_step_ended after update on work_item for each row
    when (old.state = 'OPEN' and new.state <> 'OPEN') execute function note_flow_of_step();

create function note_flow_of_step_event() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, process, version, record, element, task_id, organisation, role, team, service,
                           stage, carer_strain, needs_code, due_at)
    select new.at,
           case new.kind when 'PAUSED' then 'CLOCK_PAUSED' when 'RESUMED' then 'CLOCK_RESUMED' else 'STEP_' || new.kind end,
           w.pathway_ref, w.process, e.version, w.record, w.element, w.task_id,
           split_part(w.group_name, '.', 1), split_part(w.group_name, '.', 2), s.team, w.service,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code, w.due_at
      from work_item w
      left join pathway p on p.pathway_ref = w.pathway_ref
      left join episode e on e.process_instance_id = w.process_instance_id
      left join staff s on s.username = new.holder
     where w.task_id = new.task_id;
    return null;
end $$;

create trigger flow_of_step_event after insert on work_item_event for each row
    when (new.kind in ('CLAIMED', 'RELEASED', 'REASSIGNED', 'PAUSED', 'RESUMED')) execute function note_flow_of_step_event();

create function note_flow_of_stage() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, record, stage, carer_strain, needs_code, detail)
    select new.confirmed_at, 'STAGE_CONFIRMED', new.pathway_ref, new.id::text,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code, new.stage
      from (select 1) one left join pathway p on p.pathway_ref = new.pathway_ref;
    return null;
end $$;

create trigger flow_of_stage after update on assessment for each row
    when (old.confirmed_at is null and new.confirmed_at is not null) execute function note_flow_of_stage();

create function note_flow_of_referral() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, record, organisation, role, service, stage, carer_strain, needs_code, detail)
    select new.at, 'REFERRAL_MOVED', r.pathway_ref, r.id::text, s.organisation, s.role, s.code,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code, new.state
      from referral r
      join service s on s.id = r.service_id
      left join pathway p on p.pathway_ref = r.pathway_ref
     where r.id = new.referral_id;
    return null;
end $$;

create trigger flow_of_referral after insert on referral_step for each row execute function note_flow_of_referral();

create function note_flow_of_life_event() returns trigger language plpgsql as $$
begin
    insert into flow_fact (at, kind, pathway_ref, record, organisation, stage, carer_strain, needs_code, detail)
    select case when new.withdrawn_at is null then new.recorded_at else new.withdrawn_at end,
           case when new.withdrawn_at is null then 'LIFE_EVENT' else 'LIFE_EVENT_TAKEN_BACK' end,
           new.pathway_ref, new.id::text, new.organisation,
           coalesce(p.stage, 'UNKNOWN'), coalesce(p.carer_strain, 'UNKNOWN'), p.needs_code, new.kind
      from (select 1) one left join pathway p on p.pathway_ref = new.pathway_ref;
    return null;
end $$;

create trigger flow_of_life_event_recorded after insert on life_event for each row execute function note_flow_of_life_event();
create trigger flow_of_life_event_taken_back after update on life_event for each row
    when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function note_flow_of_life_event();

-- What there was before facts were kept; the stage of that time is not known any more and is not made up.
insert into flow_fact (at, kind, pathway_ref, process, version, record, element, task_id, organisation, role, service,
                       stage, carer_strain, detail, entered_at, due_at, worked_seconds, paused_seconds)
select w.ended_at, case w.state when 'COMPLETED' then 'STEP_COMPLETED' else 'STEP_CANCELLED' end,
       w.pathway_ref, w.process, e.version, w.record, w.element, w.task_id,
       split_part(w.group_name, '.', 1), split_part(w.group_name, '.', 2), w.service, 'UNKNOWN', 'UNKNOWN',
       case when w.state = 'CANCELLED' then w.end_reason end, w.created_at, w.due_at,
       greatest(0, floor(extract(epoch from coalesce(w.ended_at - w.claimed_at, interval '0')))::bigint), w.paused_seconds
  from work_item w left join episode e on e.process_instance_id = w.process_instance_id
 where w.state <> 'OPEN'
 order by w.ended_at, w.task_id;

-- Steps that ended, by day in London: how many took how long. Times are counted in whole hours begun, and beyond a fortnight
-- in whole days begun, so that a day of a step is a few rows however many people pass it.
create table flow_day (
    day          date not null,
    process      text not null,
    version      int  not null,
    element      text not null,
    organisation text not null,
    role         text not null,
    service      text not null,
    stage        text not null,
    carer_strain text not null,
    -- Completed, or cancelled because something else made it needless.
    is_completed boolean not null,
    is_late      boolean not null,
    waited_hours int  not null,
    worked_hours int  not null,
    n            bigint not null check (n > 0),
    primary key (process, element, day, version, organisation, role, service, stage, carer_strain, is_completed, is_late,
                 waited_hours, worked_hours)
);

-- Up to which transaction the facts have been counted; the one row is also the lock of whoever counts.
create table flow_counted (
    is_only boolean primary key default true check (is_only),
    before  xid8 not null
);
insert into flow_counted (before) values ('0');

create function flow_hours(seconds bigint) returns int language sql immutable parallel safe as $$
    select case when seconds <= 14 * 86400 then ((seconds + 3599) / 3600)::int else (((seconds + 86399) / 86400) * 24)::int end
$$;

create view flow_ended as
select tx, (at at time zone 'Europe/London')::date as day, process, coalesce(version, 0) as version, element,
       coalesce(organisation, '') as organisation, coalesce(role, '') as role, coalesce(service, '') as service, stage, carer_strain,
       kind = 'STEP_COMPLETED' as is_completed, coalesce(at > due_at, false) as is_late,
       flow_hours(greatest(0, floor(extract(epoch from at - entered_at))::bigint - worked_seconds)) as waited_hours,
       flow_hours(worked_seconds) as worked_hours
  from flow_fact
 where kind in ('STEP_COMPLETED', 'STEP_CANCELLED');
