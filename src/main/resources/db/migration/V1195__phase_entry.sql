-- Which phases a person has really been in, whatever writes the present one.
create table phase_entry (
    id          bigint generated always as identity primary key,
    pathway_ref text        not null,
    phase       text        not null,
    entered_at  timestamptz not null default now()
);
create index phase_entry_pathway on phase_entry (pathway_ref, id);

insert into phase_entry (pathway_ref, phase, entered_at)
select pathway_ref, 'WELCOME', opened_at from pathway
union all
select pathway_ref, phase, now() from pathway where phase <> 'WELCOME';

create function keep_phase() returns trigger language plpgsql as $$
begin
    insert into phase_entry (pathway_ref, phase) values (new.pathway_ref, new.phase);
    return null;
end $$;

create trigger pathway_phase_entered after insert on pathway for each row execute function keep_phase();
create trigger pathway_phase_changed after update of phase on pathway for each row
    when (old.phase is distinct from new.phase) execute function keep_phase();
