-- Personal links: one open task that somebody without an account may hand in.
create table personal_link (
    id uuid primary key,
    task_id text not null,
    pathway_ref text not null,
    -- Which part of the task's record it asks for, such as one rating of a round.
    part text,
    reader text not null check (reader in ('PERSON', 'CARER')),
    -- The form in the reader's own words.
    form_id text not null,
    way text not null check (way in ('EMAIL', 'LETTER')),
    -- What else the reader has to know before anything opens.
    fact text not null check (fact in ('BIRTHDAY', 'CODE')),
    code_hash text,
    language text not null,
    issued_at timestamptz not null,
    issued_by text not null,
    expires_at timestamptz not null,
    printed_at timestamptz,
    opened_at timestamptz,
    begun_at timestamptz,
    handed_in_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    -- Wrong tries since the last right one; too many lock the link for good.
    failures integer not null default 0,
    locked_at timestamptz
);

create index personal_link_pathway on personal_link (pathway_ref, issued_at desc);
create index personal_link_task on personal_link (task_id);

-- What opens a link: only hashes. Each e-mail and each printed letter has a secret of its own.
create table personal_link_secret (
    hash text primary key,
    link_id uuid not null references personal_link,
    made_at timestamptz not null
);

create index personal_link_secret_link on personal_link_secret (link_id);

-- Readers who are at it, or were a while ago.
create table personal_link_visit (
    hash text primary key,
    link_id uuid not null references personal_link,
    began_at timestamptz not null,
    used_at timestamptz not null
);

create index personal_link_visit_used on personal_link_visit (used_at);

-- Failed openings of the last minutes, of secrets that exist and of those that do not; older rows go as new ones come.
create table personal_link_failure (
    id bigint generated always as identity primary key,
    secret_hash text not null,
    address_hash text not null,
    at timestamptz not null
);

create index personal_link_failure_secret on personal_link_failure (secret_hash, at);
create index personal_link_failure_address on personal_link_failure (address_hash, at);
create index personal_link_failure_at on personal_link_failure (at);
