-- What the worklist, the counts and the clocks read: our own rows, written in the engine's transaction.

-- The alliance's named clocks. A due date is computed from these once and then stands.
create table clock (
    name text not null check (name ~ '^[A-Z_]{1,40}$'),
    -- Empty for the row that counts when a piece of work has no priority, or one that this clock does not tell apart.
    priority text not null default '' check (priority ~ '^[A-Z_]{0,40}$'),
    amount int not null check (amount > 0),
    -- Hours run day and night; working days are those of England; both kinds of days end at 17:00 in London.
    unit text not null check (unit in ('HOURS', 'DAYS', 'WORKING_DAYS')),
    owner text not null,
    source text not null,
    since date not null,
    primary key (name, priority)
);

insert into clock (name, priority, amount, unit, owner, source, since) values
    ('NAME_COORDINATOR', '', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('WELCOME_CONTACT', '', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('SUPPORT_PLAN', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('ASSESSMENT_REMINDER', '', 7, 'DAYS', 'alliance', 'local', '2026-11-01'),
    ('ASSESSMENT_CLOSE', '', 21, 'DAYS', 'alliance', 'local', '2026-11-01'),
    ('ADJUDICATE', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('CONFIRM_STAGE', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_ANSWER', 'URGENT', 1, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_ANSWER', 'SOON', 3, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_ANSWER', 'ROUTINE', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_ANSWER', 'RAPID_RESPONSE', 4, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_ANSWER', 'PALLIATIVE', 1, 'DAYS', 'alliance', 'PCOC benchmark 1', '2026-11-01'),
    ('REFERRAL_REMINDER', 'URGENT', 4, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_REMINDER', 'SOON', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_REMINDER', 'ROUTINE', 3, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_REMINDER', 'RAPID_RESPONSE', 2, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_REMINDER', 'PALLIATIVE', 4, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('FIRST_CONTACT', 'URGENT', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('FIRST_CONTACT', 'SOON', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('FIRST_CONTACT', 'ROUTINE', 20, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('FIRST_CONTACT', 'RAPID_RESPONSE', 4, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('FIRST_CONTACT', 'PALLIATIVE', 1, 'DAYS', 'alliance', 'PCOC benchmark 1', '2026-11-01'),
    ('WAITING_LIST', '', 20, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_QUESTION', '', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_NEXT_STEP', '', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('REFERRAL_OUTCOME', '', 30, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('READ_OUTCOME', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('DELIRIUM_CHECK', '', 4, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('IMMEDIATE_CONCERN', '', 4, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('URGENT_HELP', '', 4, 'HOURS', 'alliance', 'local', '2026-11-01'),
    ('REVIEW', '', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('BEREAVEMENT_CONTACT', '', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01'),
    ('LEAVING_CALL', '', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-01');

-- One run of one process for one record of ours. The engine has no index to find an instance by what it is about.
create table episode (
    id bigint generated always as identity primary key,
    process text not null,
    record text not null,
    pathway_ref text not null,
    -- Null only between the reservation of the start and the start itself, within one transaction.
    process_instance_id text,
    version int,
    started_at timestamptz not null,
    ended_at timestamptz
);

-- One open run a record, whoever is first.
create unique index episode_open on episode (process, record) where ended_at is null;
create unique index episode_instance on episode (process_instance_id);
create index episode_pathway on episode (pathway_ref, started_at);
create index episode_record on episode (process, record, started_at desc);

create table work_item (
    task_id text primary key,
    process text not null,
    record text not null,
    pathway_ref text not null,
    element text not null,
    name text not null,
    form_id text not null,
    -- <organisation>.<role>
    group_name text not null,
    assignee text,
    -- Value of the local variable that the task's property part names: which rating of a round, for example.
    part text,
    clock text,
    priority text,
    -- Value of the variable that the task's property about names, to tell tasks of one name apart: a service, a rater.
    about text,
    created_at timestamptz not null,
    due_at timestamptz,
    -- What lists are sorted by: without a date comes last, and pages compare rows without a special case.
    due_sort timestamptz not null generated always as (coalesce(due_at, 'infinity')) stored,
    -- When the present assignee took it; null again once it is released or given to another.
    claimed_at timestamptz,
    released_at timestamptz,
    reassigned_at timestamptz,
    reminded_at timestamptz,
    escalated_at timestamptz,
    escalated_to text,
    state text not null check (state in ('OPEN', 'COMPLETED', 'CANCELLED')),
    ended_at timestamptz,
    ended_by text,
    -- Element of the model that cancelled the task, or DELETED when the whole run was taken away.
    end_reason text,
    process_instance_id text not null,
    definition_id text not null,
    check ((state = 'OPEN') = (ended_at is null))
);

create index work_item_mine on work_item (assignee, due_sort, task_id) include (group_name)
    where state = 'OPEN' and assignee is not null;
create index work_item_group on work_item (group_name, due_sort, task_id) include (assignee) where state = 'OPEN';
create index work_item_escalated on work_item (escalated_to, due_sort, task_id) include (assignee, group_name)
    where state = 'OPEN' and escalated_to is not null;
create index work_item_pathway on work_item (pathway_ref, created_at desc);
create index work_item_instance on work_item (process_instance_id, element) where state = 'OPEN';

-- What happened to a task between its creation and its end. Rows are added and never touched again.
create table work_item_event (
    id bigint generated always as identity primary key,
    task_id text not null references work_item,
    kind text not null check (kind in ('CLAIMED', 'RELEASED', 'REASSIGNED', 'REMINDED', 'ESCALATED')),
    at timestamptz not null,
    by text not null,
    -- Who has the task, or is told of it, from then on.
    holder text
);

create index work_item_event_task on work_item_event (task_id, id);

create function refuse_change_of_work_item_event() returns trigger language plpgsql as $$
begin
    raise exception 'work_item_event is append-only';
end $$;

create trigger work_item_event_append_only before update or delete or truncate on work_item_event
    for each statement execute function refuse_change_of_work_item_event();
