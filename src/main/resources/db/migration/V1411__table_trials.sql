-- A proposed table tried on everything on record: each evaluation of the decision asked again of the table in force and of
-- the proposed one. It holds nothing of what went into them.
create table table_trial (
    id          uuid        primary key,
    -- In the order in which they were begun.
    number      bigint      not null generated always as identity,
    proposal_id uuid        not null references table_proposal,
    -- Which change of the proposal it tries, and against which version in force.
    revision    int         not null,
    against     int         not null,
    -- STALE: one of the two changed before it came to its end.
    state       text        not null check (state in ('RUNNING', 'DONE', 'STALE')),
    started_by  text        not null,
    started_at  timestamptz not null,
    ended_at    timestamptz,
    -- Evaluations up to this one are looked at, of so many people; how far it is.
    up_to       bigint      not null,
    total       bigint      not null,
    people      bigint      not null,
    reached     bigint      not null default 0,
    looked      bigint      not null default 0,
    failed      bigint      not null default 0,
    check ((state = 'RUNNING') = (ended_at is null))
);
create unique index table_trial_running on table_trial (proposal_id) where state = 'RUNNING';
create index table_trial_proposal on table_trial (proposal_id, number desc);

-- What would come out otherwise, a row for each thing.
create table table_trial_shift (
    trial_id      uuid    not null references table_trial,
    evaluation_id bigint  not null,
    pathway_ref   text    not null,
    -- No later evaluation of the decision is on record for this person.
    is_latest     boolean not null,
    outcome       text    not null,
    -- What it is about where a decision answers with several rows, such as a service.
    about         text,
    before        text,
    after         text
);
create index table_trial_shift_trial on table_trial_shift (trial_id, pathway_ref, evaluation_id);

create index decision_evaluation_decision on decision_evaluation (decision, id);
