-- What stood on a person before somebody corrected it, so that nothing entered is lost and a mistake can be seen.
create table person_correction (
    id bigint generated always as identity primary key,
    pathway_ref text not null references person (pathway_ref),
    earlier jsonb not null,
    corrected_at timestamptz not null,
    corrected_by text not null
);

create index person_correction_pathway on person_correction (pathway_ref);

create trigger person_correction_append_only before update or delete on person_correction
    for each statement execute function refuse_rewriting();
