-- Work whose clock stands still for a while, with a reason. Both readings are kept: with the pauses, and without them.

alter table work_item
    -- The date as if there had been no pause; due_at is the one that counts.
    add column first_due_at timestamptz,
    -- A date that had passed already when it was moved: that it was missed stays on record.
    add column missed_due_at timestamptz,
    add column paused_at timestamptz,
    add column paused_until timestamptz,
    add column pause_reason text check (pause_reason in ('PERSON_UNWELL', 'FAMILYS_CHOICE', 'AWAITING_INFORMATION')),
    -- How long all pauses took that are over.
    add column paused_seconds bigint not null default 0,
    add check ((paused_at is null) = (paused_until is null) and (paused_at is null) = (pause_reason is null));

update work_item set first_due_at = due_at;

drop index work_item_next_step;
create index work_item_next_step on work_item (next_step_at)
    where state = 'OPEN' and next_step is not null and paused_at is null;
create index work_item_paused on work_item (paused_until) where state = 'OPEN' and paused_at is not null;

-- What is paused is not overdue, so the counts ask for it beside the date.
drop index work_item_mine;
drop index work_item_group;
create index work_item_mine on work_item (assignee, due_sort, task_id) include (group_name, paused_at)
    where state = 'OPEN' and assignee is not null;
create index work_item_group on work_item (group_name, due_sort, task_id) include (assignee, paused_at) where state = 'OPEN';

-- Each pause is a row that begins it and, unless the work ended first, one that ends it.
create table clock_pause (
    id bigint generated always as identity primary key,
    task_id text not null references work_item,
    kind text not null check (kind in ('PAUSED', 'RESUMED')),
    at timestamptz not null,
    by text not null,
    reason text check (reason in ('PERSON_UNWELL', 'FAMILYS_CHOICE', 'AWAITING_INFORMATION')),
    note text,
    -- The latest end of it.
    until timestamptz,
    due_before timestamptz not null,
    due_after timestamptz not null,
    check ((kind = 'PAUSED') = (reason is not null) and (kind = 'PAUSED') = (until is not null))
);

create index clock_pause_task on clock_pause (task_id, id);

create function refuse_change_of_clock_pause() returns trigger language plpgsql as $$
begin
    raise exception 'clock_pause is append-only';
end $$;

create trigger clock_pause_append_only before update or delete or truncate on clock_pause
    for each statement execute function refuse_change_of_clock_pause();

alter table work_item_event
    drop constraint work_item_event_kind_check,
    add constraint work_item_event_kind_check check (
        kind in ('CLAIMED', 'RELEASED', 'REASSIGNED', 'REMINDED', 'LEAD_TOLD', 'ESCALATED', 'PAUSED', 'RESUMED', 'DUE_MOVED')),
    -- Of a date that was moved.
    add column due_before timestamptz,
    add column due_after timestamptz;

-- How long a pause takes where nobody says anything else, and at the most, so that nobody is lost in one.
insert into clock (name, priority, amount, unit, owner, source, since) values
    ('PAUSE', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('PAUSE_AT_MOST', '', 20, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25');
