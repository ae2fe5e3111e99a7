-- Instruments whose scores may be entered because the alliance has stated that it holds the licence. Rows are added, and
-- marked when a statement is taken back; nothing is deleted.
create table licence (
    id           bigint generated always as identity primary key,
    instrument   text        not null,
    reference    text        not null,
    stated_by    text        not null,
    stated_at    timestamptz not null,
    withdrawn_by text,
    withdrawn_at timestamptz
);
create unique index licence_one_stated on licence (instrument) where withdrawn_at is null;

-- The global score that the six scores of a rating come to.
alter table rating add column cdr_global numeric(2, 1);
