-- Names are found in flexible spelling by their trigrams. The extension is a trusted one since PostgreSQL 13: who may
-- create in this database may create it, without being superuser. It is part of the embedded PostgreSQL, and of the
-- contrib package of every other.
create extension if not exists pg_trgm;

-- One row for each time somebody was brought in: a later pathway of the same person is a row of its own, so that what
-- was recorded on the earlier one keeps standing there.
create table person (
    id uuid primary key,
    pathway_ref text not null unique,
    given_name text not null check (char_length(given_name) between 1 and 200),
    family_name text not null check (char_length(family_name) between 1 and 200),
    preferred_name text check (char_length(preferred_name) between 1 and 200),
    date_of_birth date not null,
    nhs_number text check (nhs_number ~ '^[0-9]{10}$'),
    nhs_number_unknown_reason text,
    phone text,
    postcode text,
    language text,
    lives_alone boolean not null,
    diagnosed_on date,
    subtype text,
    referred_by text,
    receiving_organisation text not null,
    sharing text not null check (sharing in ('NOT_ASKED', 'AGREED', 'REFUSED')),
    sharing_on date,
    died_on date,
    ended_at timestamptz,
    registered_at timestamptz not null,
    registered_by text not null,
    -- All names with accents, case and punctuation folded by the application, which folds what is searched alike.
    name_key text not null,
    -- How each of those names sounds, for spellings whose letters differ too much: Mohammed and Muhammad.
    name_sounds text[] not null,
    constraint nhs_number_or_reason check (nhs_number is not null or nhs_number_unknown_reason is not null)
);

-- Two open pathways for one NHS number would be one person coordinated twice. An ended pathway does not stand in the
-- way of coming back.
create unique index person_nhs_number_open on person (nhs_number) where nhs_number is not null and ended_at is null;
create index person_nhs_number on person (nhs_number);
create index person_date_of_birth on person (date_of_birth);
create index person_postcode on person (postcode);
create index person_name on person using gin (name_key gin_trgm_ops);
create index person_sounds on person using gin (name_sounds);

create table carer (
    id uuid primary key,
    pathway_ref text not null references person (pathway_ref),
    name text not null check (char_length(name) between 1 and 200),
    relationship text not null,
    phone text,
    lives_with boolean not null,
    is_main boolean not null,
    added_at timestamptz not null,
    added_by text not null
);

create index carer_pathway on carer (pathway_ref);
create unique index carer_main on carer (pathway_ref) where is_main;

-- What the person said of sharing, each time it was asked; the last one also stands on the person.
create table consent_event (
    id bigint generated always as identity primary key,
    pathway_ref text not null references person (pathway_ref),
    sharing text not null check (sharing in ('NOT_ASKED', 'AGREED', 'REFUSED')),
    said_on date not null,
    said_by text not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);

create index consent_event_pathway on consent_event (pathway_ref);

create table capacity_decision (
    id bigint generated always as identity primary key,
    pathway_ref text not null references person (pathway_ref),
    matter text not null,
    has_capacity boolean not null,
    decided_by text,
    decided_on date not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);

create index capacity_decision_pathway on capacity_decision (pathway_ref);

-- Why somebody was registered although a likely duplicate was shown.
create table duplicate_dismissal (
    id bigint generated always as identity primary key,
    pathway_ref text not null references person (pathway_ref),
    resembles text not null references person (pathway_ref),
    likeness text not null,
    reason text not null,
    dismissed_at timestamptz not null,
    dismissed_by text not null
);

create index duplicate_dismissal_pathway on duplicate_dismissal (pathway_ref);

-- Evidence is added to and never rewritten, not even by a mistake of ours.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;

create trigger consent_event_append_only before update or delete on consent_event
    for each statement execute function refuse_rewriting();
create trigger capacity_decision_append_only before update or delete on capacity_decision
    for each statement execute function refuse_rewriting();
create trigger duplicate_dismissal_append_only before update or delete on duplicate_dismissal
    for each statement execute function refuse_rewriting();

-- A spreadsheet of referrals. The line of history stays; what the rows hold goes after 30 days.
create table intake_file (
    id uuid primary key,
    name text not null,
    receiving_organisation text not null,
    header text[] not null,
    state text not null check (state in ('CHECKED', 'RUNNING', 'DONE', 'DISCARDED')),
    row_count integer not null,
    -- How many rows came to which end; counted when the file is checked, after the run, and kept when the rows are deleted.
    ready_count integer not null default 0,
    duplicate_count integer not null default 0,
    known_count integer not null default 0,
    refused_count integer not null default 0,
    created_count integer not null default 0,
    -- Why likely duplicates are brought in too; null when they are left out.
    duplicate_reason text,
    uploaded_at timestamptz not null,
    uploaded_by text not null,
    started_at timestamptz,
    started_by text,
    ended_at timestamptz,
    rows_deleted_at timestamptz
);

create index intake_file_uploaded on intake_file (uploaded_at);
create index intake_file_running on intake_file (started_at) where state = 'RUNNING';

create table intake_row (
    file_id uuid not null references intake_file (id),
    -- The line of the file on which the row begins; a row may run over several.
    line integer not null,
    state text not null check (state in ('READY', 'DUPLICATE', 'KNOWN', 'REFUSED', 'CREATED')),
    cells text[] not null,
    -- What is wrong, each as "COLUMN:code", with "*" for the row as a whole.
    problems text[] not null default '{}',
    -- What makes it a likely duplicate, and of what: a line of the same file, a pathway that the one who imports may
    -- see, or, where not, only the organisation to ask.
    likeness text,
    like_line integer,
    like_organisation text,
    -- The pathway that was opened, or that the row resembles.
    pathway_ref text,
    primary key (file_id, line)
);

create index intake_row_state on intake_row (file_id, state, line);
