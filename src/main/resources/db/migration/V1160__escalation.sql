-- Clocks by service, kept with what they said before; and whom work that stays open is told to, step by step.

-- Empty in service for the row that counts whatever the service is. Of the rows that fit, the most special one counts:
-- service and priority, service, priority, neither.
alter table clock
    add column service text not null default '' check (service ~ '^[A-Z_]{0,40}$'),
    -- Why it was set to what it is, by whom and when; empty for what a migration wrote.
    add column reason text,
    add column set_by text,
    add column set_at timestamptz,
    add column revision int not null default 0,
    drop constraint clock_pkey,
    add primary key (name, priority, service);

-- What a clock said before it was changed or ended.
create table clock_former (
    id bigint generated always as identity primary key,
    name text not null,
    priority text not null,
    service text not null,
    amount int not null,
    unit text not null,
    owner text not null,
    source text not null,
    since date not null,
    reason text,
    set_by text,
    valid_from timestamptz,
    valid_until timestamptz not null,
    replaced_by text not null,
    -- Of a clock for one service: why it was ended. Null where another value followed.
    ended_reason text
);

create index clock_former_clock on clock_former (name, id);

create function refuse_change_of_clock_former() returns trigger language plpgsql as $$
begin
    raise exception 'clock_former is append-only';
end $$;

create trigger clock_former_append_only before update or delete or truncate on clock_former
    for each statement execute function refuse_change_of_clock_former();

-- Counts the changes, so that each node sees with one small question whether what it remembers still holds.
create table clock_version (
    is_only boolean primary key default true check (is_only),
    version bigint not null
);
insert into clock_version (version) values (1);

-- When the steps of an escalation come: the one who has the work is reminded, then the team lead is told, then the coordinator.
create table escalation_rule (
    -- Empty for every clock that has no rule of its own.
    clock text not null default '',
    priority text not null default '',
    -- Of rules for every clock: the unit of the work's clock.
    unit text not null default '' check (unit in ('', 'HOURS', 'DAYS', 'WORKING_DAYS', 'MONTHS')),
    step text not null check (step in ('REMINDER', 'TEAM_LEAD', 'COORDINATOR')),
    -- Either when another clock, counted from the creation of the work, has run out,
    by_clock text,
    -- or so long after the work is due (before, where negative); PERCENT is of the time that the work was given.
    amount int,
    amount_unit text check (amount_unit in ('PERCENT', 'HOURS', 'DAYS', 'WORKING_DAYS')),
    check ((by_clock is null) = (amount is not null) and (amount is null) = (amount_unit is null)),
    primary key (clock, priority, unit, step)
);

insert into escalation_rule (clock, priority, unit, step, by_clock, amount, amount_unit) values
    ('', '', 'HOURS', 'REMINDER', null, -50, 'PERCENT'),
    ('', '', 'HOURS', 'TEAM_LEAD', null, 0, 'PERCENT'),
    ('', '', 'HOURS', 'COORDINATOR', null, 50, 'PERCENT'),
    ('', '', 'DAYS', 'REMINDER', null, -50, 'PERCENT'),
    ('', '', 'DAYS', 'TEAM_LEAD', null, 0, 'PERCENT'),
    ('', '', 'DAYS', 'COORDINATOR', null, 1, 'WORKING_DAYS'),
    ('', '', 'WORKING_DAYS', 'REMINDER', null, -1, 'WORKING_DAYS'),
    ('', '', 'WORKING_DAYS', 'TEAM_LEAD', null, 0, 'PERCENT'),
    ('', '', 'WORKING_DAYS', 'COORDINATOR', null, 1, 'WORKING_DAYS'),
    ('', '', 'MONTHS', 'REMINDER', null, -50, 'PERCENT'),
    ('', '', 'MONTHS', 'TEAM_LEAD', null, 0, 'PERCENT'),
    ('', '', 'MONTHS', 'COORDINATOR', null, 1, 'WORKING_DAYS'),
    ('REFERRAL_ANSWER', '', '', 'REMINDER', 'REFERRAL_REMINDER', null, null),
    ('REFERRAL_ANSWER', '', '', 'COORDINATOR', null, 0, 'PERCENT'),
    ('FIRST_CONTACT', '', '', 'COORDINATOR', null, 0, 'PERCENT'),
    ('ASSESSMENT_CLOSE', '', '', 'REMINDER', 'ASSESSMENT_REMINDER', null, null);

alter table work_item
    add column service text,
    -- False where the process says the date, counted from something else than the creation of the work, such as a death.
    add column counts_from_creation boolean not null default true,
    -- The step of the escalation that comes next, and when; null when all of them are behind it.
    add column next_step text check (next_step in ('REMINDER', 'TEAM_LEAD', 'COORDINATOR')),
    add column next_step_at timestamptz,
    add column lead_told_at timestamptz,
    -- Team leads as they are addressed: <organisation>.team-lead, and /<team> behind it for those of one team.
    -- escalated_to is a username, or <organisation>.coordinator.
    add column lead_told text,
    add check ((next_step is null) = (next_step_at is null));

create index work_item_next_step on work_item (next_step_at) where state = 'OPEN' and next_step is not null;
create index work_item_lead_told on work_item (lead_told, due_sort, task_id) include (assignee, group_name, escalated_to)
    where state = 'OPEN' and lead_told is not null;

-- Each step once for each piece of work, however often it is tried.
create table escalation (
    task_id text not null references work_item,
    step text not null check (step in ('REMINDER', 'TEAM_LEAD', 'COORDINATOR')),
    -- When it was to come, and when it came.
    planned_at timestamptz not null,
    at timestamptz not null,
    -- Whom it told, addressed as in work_item; null when there was nobody to tell.
    told text,
    primary key (task_id, step)
);

create function refuse_change_of_escalation() returns trigger language plpgsql as $$
begin
    raise exception 'escalation is append-only';
end $$;

create trigger escalation_append_only before update or delete or truncate on escalation
    for each statement execute function refuse_change_of_escalation();

alter table work_item_event drop constraint work_item_event_kind_check;
alter table work_item_event add constraint work_item_event_kind_check
    check (kind in ('CLAIMED', 'RELEASED', 'REASSIGNED', 'REMINDED', 'LEAD_TOLD', 'ESCALATED'));

-- Work that was open before: what was told then is not told again, and the rest comes at its time, which the first sweep sets.
insert into escalation (task_id, step, planned_at, at, told)
select task_id, 'REMINDER', reminded_at, reminded_at, coalesce(assignee, group_name) from work_item where reminded_at is not null;
insert into escalation (task_id, step, planned_at, at, told)
select task_id, 'COORDINATOR', escalated_at, escalated_at, escalated_to from work_item where escalated_at is not null;
update work_item set service = about where process = 'partner-referral';
update work_item
   set next_step = case when reminded_at is null then 'REMINDER' else 'TEAM_LEAD' end, next_step_at = created_at
 where state = 'OPEN' and due_at is not null and clock is not null and escalated_at is null;
