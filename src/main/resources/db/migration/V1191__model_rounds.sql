-- Moving everybody who is on an older version of a model to the latest one, in the background.
create table model_round (
    id           uuid primary key,
    process      text        not null,
    from_version int         not null,
    to_version   int         not null,
    -- A trial does everything and takes it all back.
    kind         text        not null check (kind in ('TRIAL', 'MOVE')),
    state        text        not null check (state in ('RUNNING', 'STOPPED', 'DONE')),
    started_by   text        not null,
    started_at   timestamptz not null,
    ended_at     timestamptz,
    check ((state = 'RUNNING') = (ended_at is null))
);
create unique index model_round_running on model_round (process) where state = 'RUNNING';
create index model_round_latest on model_round (started_at desc);

create table model_round_run (
    round_id            uuid not null references model_round,
    process_instance_id text not null,
    pathway_ref         text not null,
    record              text not null,
    state               text not null check (state in ('WAITING', 'MOVED', 'FAILED', 'OVER')),
    reason              text,
    detail              text,
    primary key (round_id, process_instance_id)
);
create index model_round_run_waiting on model_round_run (round_id, pathway_ref) where state = 'WAITING';
