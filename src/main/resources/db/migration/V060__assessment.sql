-- Rounds of the comprehensive assessment, the ratings in them, and every evaluation of a decision.

create table assessment (
    id                       uuid primary key,
    pathway_ref              text        not null,
    trigger                  text        not null,
    state                    text        not null,
    coordinator              text        not null,
    coordinator_organisation text        not null,
    opened_at                timestamptz not null,
    closed_at                timestamptz,
    previous_stage           text,
    previous_on              date,
    -- The rating that counts until staff confirm, or null where a human decided on a level of their own.
    working_rating           uuid,
    functional_level         text,
    is_provisional           boolean     not null default false,
    out_of_sequence          boolean     not null default false,
    agreement                text,
    carer_finding            boolean     not null default false,
    adjudication_reason      text,
    proposed_stage           text,
    sudden_change            text,
    hours_to_days            boolean     not null default false,
    -- null: not asked in this round; OPEN; then what was found.
    delirium                 text,
    palliative               text,
    palliative_confirmed     text,
    stage                    text,
    stage_reason             text,
    confirmed_by             text,
    confirmed_at             timestamptz,
    end_reason               text
);
create unique index assessment_one_open on assessment (pathway_ref) where closed_at is null;
create index assessment_pathway on assessment (pathway_ref, opened_at desc);

create table rating (
    id                 uuid primary key,
    assessment_id      uuid not null references assessment,
    position           int  not null,
    rater              text not null,
    carer_id           uuid,
    organisation       text,
    role               text,
    state              text not null,
    channel            text,
    knows_person       text,
    answers            jsonb,
    functional_level   text,
    out_of_sequence    boolean not null default false,
    carer_strain_level text    not null default 'UNKNOWN',
    phase              text,
    rated_at           timestamptz,
    rated_by           text
);
create index rating_assessment on rating (assessment_id, position);

-- Each evaluation with what went in, the rules that matched and what came out: rows are added and never changed.
create table decision_evaluation (
    id            bigint generated always as identity primary key,
    pathway_ref   text        not null,
    assessment_id uuid,
    rating_id     uuid,
    decision      text        not null,
    version       int         not null,
    inputs        jsonb       not null,
    matched_rules text[]      not null,
    reasons       text[]      not null,
    outputs       jsonb       not null,
    at            timestamptz not null,
    by            text        not null
);
create index decision_evaluation_pathway on decision_evaluation (pathway_ref, decision, id desc);

create table proposal (
    id            uuid primary key,
    pathway_ref   text        not null,
    assessment_id uuid        not null references assessment,
    service       text        not null,
    priority      text        not null,
    reasons       text[]      not null,
    answer        text        not null default 'OPEN',
    ask_again_on  date,
    agreed_by     text,
    answered_by   text,
    answered_at   timestamptz,
    unique (assessment_id, service)
);
create index proposal_pathway on proposal (pathway_ref, answer);

-- What a short review found between two rounds.
create table short_review (
    id                 bigint generated always as identity primary key,
    pathway_ref        text        not null,
    phase              text,
    carer_strain_level text,
    at                 timestamptz not null,
    by                 text        not null
);
create index short_review_pathway on short_review (pathway_ref, id desc);
create index decision_evaluation_assessment on decision_evaluation (assessment_id, id) where assessment_id is not null;
