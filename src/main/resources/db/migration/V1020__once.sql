-- Forms of a person's page that were handed in, so that a second click, or the page sent again, finds here what came of it.
create table page_submission (
    -- The random id that the page carried.
    page uuid not null,
    -- What was entered, as a hash: the page sent back with other answers is another submission.
    input_sha256 text not null,
    form_id text not null,
    pathway_ref text not null,
    submitted_by text not null,
    submitted_at timestamptz not null,
    -- What its writer was told; null only within the transaction that acts on it.
    told text,
    primary key (page, submitted_by, form_id, pathway_ref, input_sha256)
);

-- The hash of what was entered into the form of a task, before anything was read from it: two tabs of one task may differ.
alter table form_submission add column input_sha256 text;
