-- The palliative register, what was planned ahead, and how the illness went.

-- Somebody on the register, from the day they were added until they died, moved, left or came off it.
create table palliative_entry (
    id              uuid primary key,
    pathway_ref     text        not null,
    need            text        not null,
    need_note       text,
    added_at        timestamptz not null,
    added_by        text        not null,
    -- The first meeting; what came before it is the wait for palliative care.
    started_at      timestamptz,
    what_matters    text,
    -- Null until it was agreed at the first meeting, or said when the person was added.
    code            text,
    -- What the rhythm of the reviews counts from.
    reviewed_at     timestamptz,
    review_due_at   timestamptz,
    -- The offer of advance care planning is open as a task.
    planning_asked  boolean     not null default false,
    -- Everything else that is planned ahead follows that offer, or is open already.
    arranging_next  boolean     not null default false,
    arranging       boolean     not null default false,
    arranged_at     timestamptz,
    ended_at        timestamptz,
    end_reason      text
);
create unique index palliative_entry_open on palliative_entry (pathway_ref) where ended_at is null;
create index palliative_entry_pathway on palliative_entry (pathway_ref, added_at desc);

-- Every code that was ever agreed, for evidence: rows are added and never changed.
create table palliative_code (
    id       bigint generated always as identity primary key,
    entry_id uuid        not null references palliative_entry,
    code     text        not null,
    reason   text,
    at       timestamptz not null,
    by       text        not null
);
create index palliative_code_entry on palliative_code (entry_id, id);

-- Each review by the team: rows are added and never changed.
create table palliative_review (
    id         bigint generated always as identity primary key,
    entry_id   uuid        not null references palliative_entry,
    took_part  text[]      not null,
    code       text,
    phase      text,
    planning   text,
    note       text,
    held_on    date        not null,
    at         timestamptz not null,
    by         text        not null
);
create index palliative_review_entry on palliative_review (entry_id, id);

-- Phases of illness one after the other; how long an unstable one lasted is the time between the two.
create table illness_phase (
    id          bigint generated always as identity primary key,
    pathway_ref text        not null,
    phase       text        not null,
    seen        text,
    from_at     timestamptz not null,
    found_by    text        not null,
    until_at    timestamptz
);
create unique index illness_phase_open on illness_phase (pathway_ref) where until_at is null;
create index illness_phase_pathway on illness_phase (pathway_ref, id);

-- Something was done about pain, and what was seen afterwards.
create table pain_action (
    id       bigint generated always as identity primary key,
    entry_id uuid        not null references palliative_entry,
    acted_at timestamptz not null,
    acted_by text        not null,
    seen_at  timestamptz,
    seen_by  text,
    pain     text,
    note     text
);
create unique index pain_action_open on pain_action (entry_id) where seen_at is null;

-- Each answer to the offer of advance care planning, with the wishes as they were said: rows are added and never changed.
create table planning_version (
    id             bigint generated always as identity primary key,
    pathway_ref    text        not null,
    version        int         not null,
    answer         text        not null,
    ask_again_on   date,
    wishes         text,
    place_of_care  text,
    place_of_death text,
    who_was_there  text[]      not null default '{}',
    capacity       text,
    at             timestamptz not null,
    by             text        not null,
    unique (pathway_ref, version)
);

-- Where the emergency-care plan is, never what it says: rows are added and never changed.
create table emergency_plan_status (
    id          bigint generated always as identity primary key,
    pathway_ref text        not null,
    status      text        not null,
    kept_where  text,
    dated_on    date,
    at          timestamptz not null,
    by          text        not null
);
create index emergency_plan_status_pathway on emergency_plan_status (pathway_ref, id);

-- Whether what may be needed is there: rows are added and never changed.
create table anticipatory_care (
    id           bigint generated always as identity primary key,
    pathway_ref  text        not null,
    medicines    text        not null,
    whom_to_ring text        not null,
    ring_first   text,
    equipment    text        not null,
    at           timestamptz not null,
    by           text        not null
);
create index anticipatory_care_pathway on anticipatory_care (pathway_ref, id);

-- Whether a conversation about medicines was offered and what came of it; no medicine is named anywhere.
create table deprescribing_conversation (
    id          bigint generated always as identity primary key,
    pathway_ref text        not null,
    offered_on  date        not null,
    offered_by  text        not null,
    outcome     text,
    at          timestamptz not null,
    by          text        not null
);
create index deprescribing_conversation_pathway on deprescribing_conversation (pathway_ref, id);

-- Asked once after a death, so that care can become better.
create table place_of_death (
    entry_id    uuid primary key references palliative_entry,
    pathway_ref text        not null,
    preferred   text,
    actual      text        not null,
    why         text,
    note        text,
    at          timestamptz not null,
    by          text        not null
);

insert into clock (name, priority, amount, unit, owner, source, since) values
    ('PALLIATIVE_START', '', 1, 'DAYS', 'alliance', 'PCOC benchmark 1', '2026-11-25'),
    ('PLANNING_AHEAD', '', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('PLANNING_AHEAD', 'AMBER', 3, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('PLANNING_AHEAD', 'RED', 1, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW', 'BLUE', 90, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW', 'GREEN', 30, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW', 'AMBER', 7, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW', 'RED', 1, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW_HELD', '', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW_HELD', 'GREEN', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW_HELD', 'AMBER', 1, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('MDT_REVIEW_HELD', 'RED', 12, 'HOURS', 'alliance', 'local', '2026-11-25'),
    ('UNSTABLE_SAME_DAY', '', 4, 'HOURS', 'alliance', 'local', '2026-11-25'),
    ('UNSTABLE_RESOLVED', '', 3, 'DAYS', 'alliance', 'PCOC benchmark 2', '2026-11-25'),
    ('PAIN_SEEN_AGAIN', '', 1, 'HOURS', 'alliance', 'Abbey scale practice', '2026-11-25'),
    ('PLACE_OF_DEATH', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25');
