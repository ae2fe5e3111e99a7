-- Form definitions as they were, what was handed in, and what is being written.

-- Every version of a definition that ever ran here: a submission is read by the definition it answered.
create table form_version (
    form_id text not null,
    version int not null check (version > 0),
    sha256 text not null,
    definition text not null,
    first_seen_at timestamptz not null,
    primary key (form_id, version),
    -- An older text that comes back, or still runs on another node, is the version it was.
    unique (form_id, sha256)
);

create table form_submission (
    id uuid primary key,
    -- One submission completes one task; null for a form that stands on the person's page.
    task_id text unique,
    form_id text not null,
    version int not null,
    pathway_ref text not null,
    answers jsonb not null,
    submitted_by text not null,
    submitted_at timestamptz not null,
    foreign key (form_id, version) references form_version
);

create index form_submission_pathway on form_submission (pathway_ref, submitted_at desc);

create function refuse_change_of_form_submission() returns trigger language plpgsql as $$
begin
    raise exception 'form_submission is append-only';
end $$;

create trigger form_submission_append_only before update or delete or truncate on form_submission
    for each statement execute function refuse_change_of_form_submission();

-- What somebody has entered so far, valid or not. Outlives the task: work that somebody else completed is not thrown away.
create table form_draft (
    task_id text not null,
    username text not null,
    form_id text not null,
    version int not null,
    input jsonb not null,
    saved_at timestamptz not null,
    primary key (task_id, username)
);
