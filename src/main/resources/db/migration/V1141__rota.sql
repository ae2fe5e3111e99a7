-- Who is on for rapid response, by organisation.

create extension if not exists btree_gist;

create table rota_entry (
    id               uuid primary key,
    organisation     text        not null references organisation,
    service          text        not null,
    -- One of the two: a member of staff, or everybody with a role.
    username         text references staff,
    role             text,
    from_at          timestamptz not null,
    until_at         timestamptz not null,
    added_at         timestamptz not null,
    added_by         text        not null,
    -- Until when it was meant to last, once somebody has ended it early; one that had not begun then lasts no time at all.
    planned_until_at timestamptz,
    ended_at         timestamptz,
    ended_by         text,
    check ((username is null) <> (role is null)),
    check (until_at > from_at or (ended_at is not null and until_at = from_at)),
    constraint rota_entry_one_at_a_time
        exclude using gist (organisation with =, service with =, tstzrange(from_at, until_at) with &&)
);
