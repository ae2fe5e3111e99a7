-- Support in bereavement from before an expected death to the closing contact thirteen months after it.

alter table bereavement
    add column state             text        not null default 'FIRST_CONTACT',
    -- What was prepared with the carer before the death.
    add column prepared_on       date,
    add column wishes            text,
    add column whom_to_ring      text,
    add column died_on           date,
    add column strain_before     text        not null default 'UNKNOWN',
    -- What may make grief harder; null is not known.
    add column sudden_death      boolean,
    add column caring_alone      boolean,
    add column previous_loss     boolean,
    add column asks_for_help     boolean,
    add column proposed_level    text,
    add column level             text,
    add column level_reason      text,
    add column level_by          text,
    add column level_at          timestamptz,
    -- Counted from the day of death, once, and kept.
    add column contact_due_at    timestamptz,
    add column review_due_at     timestamptz,
    add column closing_due_at    timestamptz,
    add column first_contact_on  date,
    add column reviewed_on       date,
    -- Until then the carer is left in peace, as they wished.
    add column ask_again_on      date,
    add column look_again        boolean     not null default false,
    -- The contact that did not reach the carer, until one does.
    add column retry_of          text,
    add column retry_due_at      timestamptz,
    add column next_contact      text,
    add column next_opens_at     timestamptz,
    add column next_due_at       timestamptz,
    add column gentle_on         date,
    add column closed_at         timestamptz,
    add column end_reason        text;

-- Until now support ended with the first contact.
update bereavement b
   set died_on = (select p.died_on from person p where p.pathway_ref = b.pathway_ref),
       closed_at = e.ended_at,
       state = case when e.ended_at is null then 'FIRST_CONTACT' else 'CLOSED' end,
       end_reason = case when e.ended_at is null then null
                         when exists (select 1 from work_item w
                                       where w.process_instance_id = e.process_instance_id
                                         and w.element = 'UserTask_ContactBereavedCarer' and w.state = 'COMPLETED') then 'CONTACTED'
                         else 'DEATH_CORRECTED' end
  from episode e
 where e.process = 'bereavement-support' and e.record = b.id::text;

create unique index bereavement_open on bereavement (pathway_ref, carer_id) where closed_at is null;

-- Every contact and every attempt at one: rows are added and never changed.
create table bereavement_contact (
    id             bigint generated always as identity primary key,
    bereavement_id uuid        not null references bereavement,
    kind           text        not null,
    contact_on     date        not null,
    how            text        not null,
    -- What the carer wished then; null when they did not say.
    wish           text,
    ask_again_on   date,
    note           text,
    at             timestamptz not null,
    by             text        not null
);
create index bereavement_contact_bereavement on bereavement_contact (bereavement_id, id);

-- What the carer said to each offer: rows are added and never changed, and the latest of an offer counts.
create table bereavement_offer (
    id             bigint generated always as identity primary key,
    bereavement_id uuid        not null references bereavement,
    offer          text        not null,
    answer         text        not null,
    ask_again_on   date,
    service_id     text,
    at             timestamptz not null,
    by             text        not null
);
create index bereavement_offer_bereavement on bereavement_offer (bereavement_id, id);

-- Days on which it is good to be in touch: the anniversary, birthdays, and what the carer told us.
create table gentle_date (
    id             uuid        primary key,
    bereavement_id uuid        not null references bereavement,
    on_day         date        not null,
    kind           text        not null,
    -- In the carer's words, of a date that staff entered.
    what           text        not null default '',
    entered_at     timestamptz not null,
    entered_by     text        not null,
    contacted_at   timestamptz,
    taken_off_at   timestamptz,
    taken_off_by   text
);
create unique index gentle_date_once on gentle_date (bereavement_id, on_day, kind, lower(what)) where taken_off_at is null;
create index gentle_date_bereavement on gentle_date (bereavement_id, on_day);
