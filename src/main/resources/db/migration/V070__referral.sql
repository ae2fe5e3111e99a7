-- The service directory and the referrals sent to its services.

create table service (
    id           text primary key,
    -- What need it answers; the routing decision proposes codes, the directory says who provides them.
    code         text    not null,
    name         text    not null,
    organisation text    not null references organisation,
    role         text    not null,
    area         text    not null,
    taking       boolean not null default true
);
create index service_code on service (code) where taking;

create table referral (
    id                       uuid primary key,
    pathway_ref              text        not null,
    service_id               text        not null references service,
    priority                 text        not null,
    reasons                  text[]      not null,
    agreed_by                text        not null,
    for_carer                uuid,
    predecessor              uuid references referral,
    phase                    text,
    coordinator              text        not null,
    coordinator_organisation text        not null,
    state                    text        not null,
    end_reason               text,
    question                 text,
    question_answer          text,
    decline_reason           text,
    decline_note             text,
    expected_on              date,
    next_service_id          text references service,
    next_agreed_by           text,
    next_step                text,
    ask_again_on             date,
    next_step_note           text,
    contact_note             text,
    result                   text,
    outcome                  text,
    follow_up                text,
    follow_up_note           text,
    further_need             boolean,
    read_note                text,
    sent_by                  text        not null,
    sent_organisation        text        not null,
    sent_at                  timestamptz not null,
    received_at              timestamptz,
    answered_at              timestamptz,
    first_contact_at         timestamptz,
    outcome_reported_at      timestamptz,
    outcome_read_at          timestamptz,
    ended_at                 timestamptz
);
create index referral_pathway on referral (pathway_ref, sent_at);
create index referral_service on referral (service_id, sent_at);
create index referral_sender on referral (sent_organisation, sent_at);

-- Every step of every loop, for evidence: rows are added and never changed.
create table referral_step (
    id          bigint generated always as identity primary key,
    referral_id uuid        not null references referral,
    state       text        not null,
    at          timestamptz not null,
    by          text        not null
);
create index referral_step_referral on referral_step (referral_id);
