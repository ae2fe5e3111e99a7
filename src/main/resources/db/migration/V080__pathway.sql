-- Where each person is, what happened on the way, and what was agreed.

create table pathway (
    pathway_ref              text primary key,
    receiving_organisation   text        not null references organisation,
    coordinator              text,
    coordinator_organisation text,
    opened_at                timestamptz not null,
    -- Why the next round of the assessment opens, until it does.
    next_trigger             text        not null default 'FIRST',
    -- A change was reported that no round and no review has looked at yet.
    change_waits             boolean     not null default false,
    review_due_at            timestamptz,
    last_contact_on          date,
    planning_answer          text,
    planning_answered_on     date,
    planning_ask_again_on    date,
    stage                    text        not null default 'UNKNOWN',
    carer_strain             text        not null default 'UNKNOWN',
    phase                    text        not null default 'WELCOME',
    ended_at                 timestamptz,
    end_reason               text
);
create index pathway_coordinator on pathway (coordinator, pathway_ref) where ended_at is null;
create index pathway_opened on pathway (opened_at desc, pathway_ref desc);

-- Who rates for an organisation when a round opens.
create table assessing_role (
    organisation text primary key references organisation,
    role         text not null
);

-- What happened, for the person's page: rows are added and never changed.
create table timeline_entry (
    id          bigint generated always as identity primary key,
    pathway_ref text        not null,
    at          timestamptz not null,
    kind        text        not null,
    -- A stage, a service's name or another word that the kind's sentence needs.
    detail      text,
    by          text        not null
);
create index timeline_entry_pathway on timeline_entry (pathway_ref, id desc);

-- A life event as it was recorded; a mistake is taken back with a reason and stays on record.
create table life_event (
    id               uuid primary key,
    pathway_ref      text        not null,
    kind             text        not null,
    happened_on      date        not null,
    organisation     text,
    submission       uuid        not null references form_submission,
    closed           text[]      not null default '{}',
    recorded_at      timestamptz not null,
    recorded_by      text        not null,
    settled_at       timestamptz,
    withdrawn_at     timestamptz,
    withdrawn_by     text,
    withdrawn_reason text
);
create index life_event_pathway on life_event (pathway_ref, recorded_at desc);

-- What the person agreed to in the support plan and is to be sent.
create table plan_item (
    id          uuid primary key,
    pathway_ref text        not null,
    proposal_id text,
    service_id  text        not null references service,
    priority    text        not null,
    reasons     text[]      not null,
    agreed_by   text        not null,
    for_carer   uuid,
    agreed_at   timestamptz not null,
    referral_id text
);
create index plan_item_unsent on plan_item (pathway_ref) where referral_id is null;

-- Something that must be acted on the same day, from the form that said so until somebody has.
create table concern (
    id          uuid primary key,
    pathway_ref text        not null,
    kind        text        not null,
    note        text,
    raised_at   timestamptz not null,
    raised_by   text        not null,
    acted_at    timestamptz,
    acted_by    text
);
create index concern_open on concern (pathway_ref, raised_at) where acted_at is null;
