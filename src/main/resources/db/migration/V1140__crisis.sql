-- Crises: one row a crisis, with what the latest triage, the visit and the outcome said; the forms as they were handed in
-- are kept beside it as always.

insert into clock (name, priority, amount, unit, owner, source, since) values
    ('CRISIS_TRIAGE', '', 4, 'HOURS', 'alliance', 'local', '2026-11-25'),
    ('CRISIS_VISIT', '', 4, 'HOURS', 'alliance', 'local', '2026-11-25'),
    ('CRISIS_NIGHT', '', 1, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('CRISIS_OUTCOME', '', 1, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CRISIS_FOLLOW_UP', '', 1, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25');

create table crisis (
    id                uuid primary key,
    pathway_ref       text        not null,
    state             text        not null,
    reported_at       timestamptz not null,
    reported_by       text        not null,
    triaged_at        timestamptz,
    triaged_by        text,
    what_is_happening text,
    in_danger         text,
    illness_note      text,
    answer            text,
    -- What whoever visits should know, which hospital, what was advised, or why it was no crisis.
    answer_note       text,
    visited_at        timestamptz,
    visited_by        text,
    who_was_there     text,
    what_was_done     text,
    carer_own_words   text,
    carer_said        text,
    called_on         date,
    call_answer       text,
    call_note         text,
    outcome           text,
    outcome_on        date,
    outcome_note      text,
    what_next         text,
    ended_at          timestamptz,
    ended_by          text,
    end_reason        text,
    check ((ended_at is null) = (end_reason is null))
);
-- A second crisis while one is open is noted on the open one.
create unique index crisis_open on crisis (pathway_ref) where ended_at is null;
create index crisis_pathway on crisis (pathway_ref, reported_at desc);

-- What was reported, the first time and whenever it was reported again. Rows are added and never changed.
create table crisis_report (
    id               bigint generated always as identity primary key,
    crisis_id        uuid        not null references crisis,
    submission       uuid        not null references form_submission,
    at               timestamptz not null,
    by               text        not null,
    reported_by      text        not null,
    call_back        text,
    what_happened    text        not null,
    since            text        not null,
    immediate_danger text        not null,
    danger_note      text
);
create index crisis_report_crisis on crisis_report (crisis_id, id);

-- Nights that somebody stays, by the day on which they begin.
create table crisis_night (
    crisis_id    uuid        not null references crisis,
    night_of     date        not null,
    given_at     timestamptz not null,
    -- Who was given it: a group, and the one on the rota where it names one.
    given_group  text        not null,
    given_to     text,
    recorded_at  timestamptz,
    recorded_by  text,
    was_covered  boolean,
    note         text,
    primary key (crisis_id, night_of)
);

-- Every step of every crisis, for evidence: rows are added and never changed.
create table crisis_step (
    id        bigint generated always as identity primary key,
    crisis_id uuid        not null references crisis,
    state     text        not null,
    at        timestamptz not null,
    by        text        not null
);
create index crisis_step_crisis on crisis_step (crisis_id, id);
