-- What each open run of a process has ahead of it, for the check that nobody is lost (care rules 1 and 2).
create view episode_ahead as
select e.id, e.process, e.record, e.pathway_ref, e.process_instance_id, e.started_at,
       exists (select 1 from work_item w where w.process_instance_id = e.process_instance_id and w.state = 'OPEN') as has_task,
       -- A job whose retries are used up waits for an operator, not for its time.
       exists (select 1 from act_ru_job j
                where j.process_instance_id_ = e.process_instance_id and j.retries_ > 0 and j.suspension_state_ = 1) as has_timer,
       -- Boundary events listen all the time, to things that may never happen; an intermediate event waits for its answer.
       exists (select 1 from act_ru_event_subscr s
                where s.proc_inst_id_ = e.process_instance_id and s.activity_id_ like 'Event\_%') as awaits_answer
  from episode e
 where e.ended_at is null;

-- Steps that the engine gave up on, by the run they belong to.
create view episode_incident as
select i.id_ as id, e.process, e.record, e.pathway_ref, e.process_instance_id, i.activity_id_ as element,
       cast(i.incident_timestamp_ as timestamptz) as since
  from act_ru_incident i join episode e on e.process_instance_id = i.proc_inst_id_;

-- The engine finds what listens in a run by a scan of all that listens otherwise.
create index waymark_act_ru_event_subscr_instance on act_ru_event_subscr (proc_inst_id_);

-- How much care each thing about a person takes, in points of a caseload. Data of the alliance: an aid to share work fairly.
create table caseload_weight (
    aspect text not null check (aspect in ('PERSON', 'STAGE', 'STRAIN', 'CODE', 'REVIEW')),
    value  text not null,
    points int  not null check (points between 0 and 20),
    primary key (aspect, value)
);
insert into caseload_weight (aspect, value, points) values
    ('PERSON', 'EACH', 1),
    ('STAGE', 'MODERATE', 1), ('STAGE', 'SEVERE', 2), ('STAGE', 'ADVANCED', 3), ('STAGE', 'CONFLICT', 1), ('STAGE', 'UNKNOWN', 1),
    ('STRAIN', 'MODERATE', 1), ('STRAIN', 'HIGH', 2), ('STRAIN', 'VERY_HIGH', 4),
    ('CODE', 'BLUE', 1), ('CODE', 'GREEN', 2), ('CODE', 'AMBER', 3), ('CODE', 'RED', 5),
    ('REVIEW', 'OVERDUE', 3), ('REVIEW', 'WITHIN_14_DAYS', 2), ('REVIEW', 'WITHIN_60_DAYS', 1);

-- People offered by one coordinator to another, until the other accepts.
create table handover (
    id               uuid primary key,
    from_coordinator text        not null,
    to_coordinator   text        not null,
    pathway_refs     text[]      not null check (cardinality(pathway_refs) > 0),
    note             text,
    state            text        not null check (state in ('OFFERED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
    offered_by       text        not null,
    offered_at       timestamptz not null,
    answered_by      text,
    answered_at      timestamptz,
    answer_note      text
);
create index handover_to on handover (to_coordinator) where state = 'OFFERED';
create index handover_from on handover (from_coordinator, offered_at desc);
