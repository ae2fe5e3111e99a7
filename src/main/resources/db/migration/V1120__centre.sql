-- Places at a wellbeing centre: its days and how many places each has, who has one or waits for one, and who came.

-- An organisation that keeps a place for the person, for as long as it does.
alter table relationship drop constraint relationship_kind_check;
alter table relationship add constraint relationship_kind_check check (kind in ('CASELOAD', 'REFERRAL', 'COORDINATOR', 'PLACE'));

create table centre_day (
    id         uuid primary key,
    -- The service of the directory whose day it is.
    service_id text     not null references service,
    -- 1 for Monday to 7 for Sunday.
    weekday    smallint not null check (weekday between 1 and 7),
    begins     time     not null,
    ends       time     not null check (ends > begins),
    places     int      not null check (places between 0 and 200),
    opened_on  date     not null,
    unique (service_id, weekday, begins)
);

-- What a day had before, and why it was changed: rows are added and never changed.
create table centre_day_change (
    id            bigint generated always as identity primary key,
    day_id        uuid        not null references centre_day,
    places_before int         not null,
    places        int         not null,
    reason        text        not null,
    at            timestamptz not null,
    by            text        not null
);
create index centre_day_change_day on centre_day_change (day_id, id);

create table centre_place (
    id            uuid primary key,
    pathway_ref   text        not null,
    service_id    text        not null references service,
    organisation  text        not null references organisation,
    priority      text        not null check (priority in ('URGENT', 'SOON', 'ROUTINE')),
    state         text        not null check (state in ('WAITING', 'KEPT', 'INDUCTION', 'ATTENDING', 'ENDED')),
    asked_at      timestamptz not null,
    asked_by      text        not null,
    -- The one day for which somebody waits; null when any will do.
    only_day      uuid references centre_day,
    induction_on  date,
    -- The day of the induction that the person came to; they are expected from the next session on.
    started_on    date,
    review_due_at timestamptz,
    transport     text,
    likes         text,
    to_know       text,
    more_support  text,
    ended_at      timestamptz,
    ended_by      text,
    end_reason    text
);
create unique index centre_place_open on centre_place (pathway_ref, service_id) where ended_at is null;
create index centre_place_pathway on centre_place (pathway_ref, asked_at);
create index centre_place_waiting on centre_place (service_id, asked_at) where state = 'WAITING';

-- Every step of every place, for evidence: rows are added and never changed.
create table centre_place_step (
    id       bigint generated always as identity primary key,
    place_id uuid        not null references centre_place,
    state    text        not null,
    at       timestamptz not null,
    by       text        not null
);
create index centre_place_step_place on centre_place_step (place_id);

-- Who has which of a day's places. Each place of a day has a number, so that two people never have the same one, and none has
-- a number that the day does not have: the last place can be taken once, whoever asks at the same moment.
create table centre_allocation (
    id       bigint generated always as identity primary key,
    place_id uuid not null references centre_place,
    day_id   uuid not null references centre_day,
    number   int  not null check (number > 0),
    since_on date not null,
    until_on date check (until_on >= since_on)
);
create unique index centre_allocation_number on centre_allocation (day_id, number) where until_on is null;
create unique index centre_allocation_place on centre_allocation (place_id) where until_on is null;
create index centre_allocation_day on centre_allocation (day_id, since_on);

create function centre_allocation_within_day() returns trigger language plpgsql as $$
begin
    if new.until_on is null and new.number > (select d.places from centre_day d where d.id = new.day_id for share) then
        raise exception 'The day has no place %', new.number using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger centre_allocation_within_day before insert or update on centre_allocation
    for each row execute function centre_allocation_within_day();

create function centre_day_holds_its_people() returns trigger language plpgsql as $$
begin
    if exists (select 1 from centre_allocation a where a.day_id = new.id and a.until_on is null and a.number > new.places) then
        raise exception 'More places of the day are taken' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger centre_day_holds_its_people before update on centre_day
    for each row execute function centre_day_holds_its_people();

-- A day on which the centre was open, or should have been.
create table centre_session (
    id              uuid primary key,
    day_id          uuid        not null references centre_day,
    held_on         date        not null,
    -- Why it did not take place; null when it did.
    not_held_reason text,
    recorded_at     timestamptz not null,
    recorded_by     text        not null,
    unique (day_id, held_on)
);

-- Who came. A correction is another row, and the earlier one stays with the time at which it was replaced.
create table centre_attendance (
    id          bigint generated always as identity primary key,
    session_id  uuid        not null references centre_session,
    place_id    uuid        not null references centre_place,
    came        boolean     not null,
    -- Why not; null when nobody knows.
    reason      text check (reason is null or not came),
    at          timestamptz not null,
    by          text        not null,
    replaced_at timestamptz
);
create unique index centre_attendance_current on centre_attendance (session_id, place_id) where replaced_at is null;
create index centre_attendance_place on centre_attendance (place_id) where replaced_at is null;

-- Two sessions missed in a row and nobody knew why: somebody finds out, once for each run of absences.
create table centre_absence (
    id            bigint generated always as identity primary key,
    place_id      uuid        not null references centre_place,
    asked_at      timestamptz not null,
    -- The last session that belongs to what was found out; later ones begin a new run.
    counted_until date,
    answered_at   timestamptz,
    answered_by   text,
    reason        text,
    answer        text,
    note          text
);
create unique index centre_absence_open on centre_absence (place_id) where answered_at is null;
create index centre_absence_place on centre_absence (place_id, id);

-- Times in hospital: the place is kept, and nobody counts the sessions.
create table centre_pause (
    id       bigint generated always as identity primary key,
    place_id uuid not null references centre_place,
    since_on date not null,
    until_on date
);
create unique index centre_pause_open on centre_pause (place_id) where until_on is null;
create index centre_pause_place on centre_pause (place_id, since_on);

insert into clock (name, priority, amount, unit, owner, source, since) values
    ('CENTRE_INDUCTION', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    -- After the day that was agreed for it.
    ('CENTRE_INDUCTION_RECORD', '', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    -- How long somebody waits until somebody looks again.
    ('CENTRE_WAITING', '', 20, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CENTRE_WAITING', 'SOON', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CENTRE_WAITING', 'URGENT', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CENTRE_WAITING_LOOK', '', 3, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CENTRE_MISSED', '', 2, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CENTRE_REVIEW', '', 84, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('CENTRE_REVIEW_TALK', '', 10, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('CENTRE_MORE_SUPPORT', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25');
