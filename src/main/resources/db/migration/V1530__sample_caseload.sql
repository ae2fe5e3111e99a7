-- How far the simulated caseload of the sample alliance has been told. One row where a sample was loaded, none elsewhere.
create table sample_caseload (
    id         uuid primary key,
    seed       bigint not null,
    -- The time that is told of, up to when it was begun; each person is told up to the moment it is their turn.
    begins_at  timestamptz not null,
    begun_at   timestamptz not null check (begun_at > begins_at),
    people     int not null check (people >= 0),
    told       int not null default 0 check (told >= 0),
    -- Of whom it could not be told.
    left_out   int not null default 0 check (left_out >= 0),
    ended_at   timestamptz,
    check (told + left_out <= people)
);
