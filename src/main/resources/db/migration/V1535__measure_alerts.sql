-- Who is told when a measure crosses a line. A change ends a row and begins another, so that what was told by it can be understood.
create table measure_alert (
    id        uuid primary key,
    measure   text             not null,
    -- Told below it where more is better, above it where less is.
    threshold double precision not null check (threshold >= 0),
    reader    text             not null references staff,
    rhythm    text             not null check (rhythm in ('WEEKLY', 'MONTHLY')),
    set_by    text             not null,
    set_at    timestamptz      not null,
    -- The last week in which it was looked at, by its Monday.
    looked_in date,
    ended_by  text,
    ended_at  timestamptz
);
create index measure_alert_open on measure_alert (measure) where ended_at is null;
create index measure_alert_reader on measure_alert (reader) where ended_at is null;

-- What somebody was told: once for each month of a measure, however often it is looked at.
create table measure_telling (
    alert_id uuid             not null references measure_alert,
    month    date             not null,
    value    double precision not null,
    n        bigint           not null,
    is_so_far boolean         not null,
    told_at  timestamptz      not null,
    seen_at  timestamptz,
    primary key (alert_id, month)
);
create index measure_telling_unseen on measure_telling (alert_id) where seen_at is null;
