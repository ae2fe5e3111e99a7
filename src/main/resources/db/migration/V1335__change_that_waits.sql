-- A change that nobody could look at yet, and that asks for a review as soon as somebody can, by the event that brought it.
alter table life_event add column waits boolean not null default false;
create index life_event_waits on life_event (pathway_ref, recorded_at) where waits;
