-- Who works where, who has to do with whom, and what may be shared with whom.

create table organisation (
    id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
    name text not null,
    -- Whether it belongs to the alliance; a partner outside it sees only people with a referral to it.
    in_alliance boolean not null
);

create table team (
    id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
    organisation text not null references organisation,
    name text not null
);

create table staff (
    -- Small letters only, so that a name typed in capitals is the same account and no second one.
    username text primary key check (username ~ '^[a-z0-9._-]{1,64}$'),
    display_name text not null,
    job_title text not null,
    organisation text not null references organisation,
    team text references team,
    password_hash text not null,
    added_at timestamptz not null
);

create index staff_organisation on staff (organisation);

create table staff_role (
    username text not null references staff,
    role text not null,
    primary key (username, role)
);

-- One row a pathway: whose it is, and what the person said of sharing within the alliance.
create table pathway_sharing (
    pathway_ref text primary key,
    receiving_organisation text not null references organisation,
    sharing text not null check (sharing in ('NOT_ASKED', 'AGREED', 'REFUSED')),
    opened_at timestamptz not null,
    -- When the person was last asked; null until then.
    sharing_at timestamptz
);

create index pathway_sharing_receiving on pathway_sharing (receiving_organisation, pathway_ref);

create table relationship (
    id bigint generated always as identity primary key,
    pathway_ref text not null references pathway_sharing,
    kind text not null check (kind in ('CASELOAD', 'REFERRAL', 'COORDINATOR')),
    -- An organisation, or for COORDINATOR a username.
    holder text not null,
    granted_at timestamptz not null,
    ended_at timestamptz
);

-- A repeated grant changes nothing, whoever is first.
create unique index relationship_open on relationship (pathway_ref, kind, holder) where ended_at is null;
-- Ended ones count for a while, so the open ones alone are not enough to decide by.
create index relationship_by_pathway on relationship (pathway_ref, kind, holder, ended_at);
create index relationship_by_holder on relationship (holder, kind, pathway_ref) where ended_at is null;

-- Failed sign-ins of the last minutes; older rows are deleted as new ones come.
create table sign_in_failure (
    id bigint generated always as identity primary key,
    -- Hashes: people type passwords into the wrong field.
    account_hash text not null,
    address_hash text not null,
    at timestamptz not null
);

create index sign_in_failure_account on sign_in_failure (account_hash, at);
create index sign_in_failure_address on sign_in_failure (address_hash, at);
create index sign_in_failure_at on sign_in_failure (at);
