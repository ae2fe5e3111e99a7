-- Who saw, searched and did what. Rows are added and never touched again.

create table audit_event (
    -- The order of events even when a clock is set back.
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    pathway_ref text,
    subject text,
    outcome text not null check (outcome in ('DONE', 'REFUSED'))
);

create index audit_event_pathway on audit_event (pathway_ref, id) where pathway_ref is not null;
create index audit_event_actor on audit_event (actor, id);

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    raise exception 'audit_event is append-only';
end $$;

create trigger audit_event_append_only before update or delete or truncate on audit_event
    for each statement execute function refuse_change_of_audit();
