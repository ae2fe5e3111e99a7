-- Where the person lives, and whether they are in hospital now.
alter table person add column lives_in text not null default 'HOME' check (lives_in in ('HOME', 'CARE_HOME'));
alter table person add column in_hospital_since date;

-- A carer who has died or has stopped stays on record and is asked and invited no more.
alter table carer add column ended_on date;
alter table carer add column ended_reason text check (ended_reason in ('DIED', 'STOPPED'));
alter table carer add constraint carer_ended_with_reason check ((ended_on is null) = (ended_reason is null));
alter table carer add constraint carer_main_cares check (not is_main or ended_on is null);

-- What an event was about, and what it needs to be taken back.
alter table life_event add column carer_id uuid;
alter table life_event add column was text;

-- What an event did, as it was told to the one who recorded it. Rows are added and never changed.
create table life_event_effect (
    id            bigint generated always as identity primary key,
    life_event_id uuid not null references life_event,
    kind          text not null check (kind in ('TASK_CLOSED', 'TASK_OPENED', 'REFERRAL_CLOSED', 'REFERRAL_SENT', 'STARTED', 'ENDED')),
    -- The name of a task or a service, or the id of a process.
    what          text not null
);
create index life_event_effect_event on life_event_effect (life_event_id, id);
create trigger life_event_effect_append_only before update or delete on life_event_effect
    for each statement execute function refuse_rewriting();

insert into life_event_effect (life_event_id, kind, what)
select e.id, 'TASK_CLOSED', closed.what from life_event e cross join lateral unnest(e.closed) as closed (what);
alter table life_event drop column closed;
