-- A proposed change of a decision's table, from its first draft to what became of it.
create table table_proposal (
    id           uuid        primary key,
    decision     text        not null,
    -- The version that was in force when it was begun or last brought in line.
    base_version int         not null,
    -- Rows and formulas in the frame of ours, as DMN.
    file         text        not null,
    findings     jsonb       not null,
    source       text        not null,
    reason       text        not null,
    state        text        not null check (state in ('DRAFT', 'SUBMITTED', 'ADOPTED', 'WITHDRAWN')),
    author       text        not null,
    created_at   timestamptz not null,
    changed_at   timestamptz not null,
    -- Counts changes of the file, so that nobody overwrites, tries or approves another one than they saw.
    revision     int         not null default 1,
    submitted_at timestamptz,
    -- Who approved it or sent it back last, and what they said.
    answered_by  text,
    answered_at  timestamptz,
    answer       text,
    -- As which version it was adopted.
    version      int,
    check ((state = 'ADOPTED') = (version is not null)),
    check (state <> 'ADOPTED' or answered_by <> author)
);
create index table_proposal_decision on table_proposal (decision, created_at desc);
create unique index table_proposal_version on table_proposal (decision, version) where version is not null;
