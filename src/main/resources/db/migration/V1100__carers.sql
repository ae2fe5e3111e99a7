-- Support of each carer: where it stands, and as evidence every conversation, plan and session.

create table carer_support (
    id                     uuid primary key,
    pathway_ref            text        not null,
    carer_id               uuid        not null,
    state                  text        not null,
    level                  text,
    session_on             date,
    review_due_at          timestamptz,
    ask_again_at           timestamptz,
    -- Asked for while a task was open, so that nobody waited for it: the next wait ends at once.
    look_again             text        check (look_again in ('ROUTINE', 'URGENT')),
    -- What the carer said to the assessment that the local authority owes every carer.
    authority_answer       text,
    authority_answered_on  date,
    authority_ask_again_on date,
    opened_at              timestamptz not null,
    closed_at              timestamptz,
    end_reason             text
);
create unique index carer_support_open on carer_support (carer_id) where closed_at is null;
create index carer_support_pathway on carer_support (pathway_ref, opened_at);

-- Conversations about needs, before support (NEEDS) and at its reviews (REVIEW), in the carer's own words.
create table carer_talk (
    id           bigint generated always as identity primary key,
    support_id   uuid        not null references carer_support,
    kind         text        not null check (kind in ('NEEDS', 'REVIEW')),
    held_on      date        not null,
    how          text        not null,
    answer       text        not null,
    ask_again_on date,
    -- The five steps, from 0 (coping well) to 4; null when the carer would rather not say.
    own_words    int,
    words        text,
    strain       text        not null default 'UNKNOWN',
    own_health   text,
    lives_with   boolean,
    caring_alone boolean,
    does         text[]      not null default '{}',
    would_help   text,
    what_changed text,
    zarit        int,
    note         text,
    at           timestamptz not null,
    by           text        not null
);
create index carer_talk_support on carer_talk (support_id, id);

create table carer_plan (
    id                     uuid primary key,
    support_id             uuid        not null references carer_support,
    level                  text,
    answer                 text        not null,
    agreed_on              date,
    ask_again_on           date,
    helps                  text[]      not null default '{}',
    urgent_help            text,
    session_on             date,
    authority_answer       text,
    authority_ask_again_on date,
    note                   text,
    at                     timestamptz not null,
    by                     text        not null
);
create index carer_plan_support on carer_plan (support_id, at);

create table carer_goal (
    id       uuid primary key,
    plan_id  uuid not null references carer_plan,
    position int  not null,
    goal     text not null
);
create index carer_goal_plan on carer_goal (plan_id, position);

create table carer_session (
    id         bigint generated always as identity primary key,
    support_id uuid        not null references carer_support,
    planned_on date,
    held_on    date        not null,
    attendance text        not null,
    goals      uuid[]      not null default '{}',
    note       text,
    next_on    date,
    at         timestamptz not null,
    by         text        not null
);
create index carer_session_support on carer_session (support_id, id);

create function refuse_change_of_carer_evidence() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;

create trigger carer_talk_append_only before update or delete or truncate on carer_talk
    for each statement execute function refuse_change_of_carer_evidence();
create trigger carer_plan_append_only before update or delete or truncate on carer_plan
    for each statement execute function refuse_change_of_carer_evidence();
create trigger carer_goal_append_only before update or delete or truncate on carer_goal
    for each statement execute function refuse_change_of_carer_evidence();
create trigger carer_session_append_only before update or delete or truncate on carer_session
    for each statement execute function refuse_change_of_carer_evidence();

insert into clock (name, priority, amount, unit, owner, source, since) values
    ('CARER_CONVERSATION', '', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_CONVERSATION', 'URGENT', 1, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_PLAN', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_PLAN', 'URGENT', 1, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_SESSION', '', 1, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_REVIEW', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_REVIEW', 'URGENT', 1, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_REVIEW_DATE', '', 91, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_REVIEW_DATE', 'URGENT', 14, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_REVIEW_DATE', 'ONE_TO_ONE', 56, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_REVIEW_DATE', 'GROUP', 91, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_REVIEW_DATE', 'INFORM', 182, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('CARER_ASK_AGAIN', '', 182, 'DAYS', 'alliance', 'local', '2026-11-25');
