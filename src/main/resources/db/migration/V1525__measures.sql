-- Measures month by month, as they are drawn: counted anew in one go from what is on record, so that nothing has to be kept
-- in step. How many count, how many of them were as they should be, and half of all times.
create table measure_month (
    measure text   not null,
    month   date   not null,
    n       bigint not null check (n > 0),
    met     bigint check (met between 0 and n),
    half    double precision,
    primary key (measure, month)
);

-- When all of it was counted last and how long that took; the one row is also the lock of whoever counts.
create table measure_counted (
    is_only boolean primary key default true check (is_only),
    at      timestamptz,
    took_ms bigint not null default 0
);
insert into measure_counted default values;

-- What is to be reached, and who says so. The newest row of a measure counts; without a value it has no target any more.
create table measure_target (
    id      bigint generated always as identity primary key,
    measure text             not null,
    value   double precision check (value >= 0),
    source  text             not null check (char_length(source) between 1 and 500),
    set_by  text             not null,
    set_at  timestamptz      not null
);
create index measure_target_measure on measure_target (measure, id desc);
insert into measure_target (measure, value, source, set_by, set_at) values
    ('UNSTABLE_PHASES_ENDED', 0.9, 'PCOC benchmark 2: nine of ten unstable phases last three days or less', 'system', '2026-11-25');

-- From which month mean and limits are worked out anew, and why; one that was taken back stays on record.
create table measure_rebase (
    id            bigint generated always as identity primary key,
    measure       text        not null,
    month         date        not null,
    reason        text        not null check (char_length(reason) between 1 and 500),
    set_by        text        not null,
    set_at        timestamptz not null,
    taken_back_by text,
    taken_back_at timestamptz
);
create unique index measure_rebase_once on measure_rebase (measure, month) where taken_back_at is null;

-- How many people the alliance's practices have on their lists, as somebody read it somewhere on a day. Rows are added only.
create table list_size (
    id     bigint generated always as identity primary key,
    people bigint      not null check (people between 1 and 100000000),
    as_of  date        not null,
    source text        not null check (char_length(source) between 1 and 500),
    set_by text        not null,
    set_at timestamptz not null
);

create trigger measure_target_append_only before update or delete on measure_target
    for each statement execute function refuse_rewriting();
create trigger list_size_append_only before update or delete on list_size
    for each statement execute function refuse_rewriting();

-- The forms in which planning is offered, by when they were handed in.
create index form_submission_planning on form_submission (submitted_at)
    where form_id in ('make-welcome-contact', 'agree-support-plan', 'review-pathway', 'review-palliative-care');
