-- What lists of people are narrowed by, seen from the one who looks.

create index relationship_of_holder on relationship (holder, kind, pathway_ref) include (ended_at);
-- Covers open ones only, which the one above does as well.
drop index relationship_by_holder;

create index work_item_completed_by on work_item (ended_by, ended_at) include (pathway_ref) where state = 'COMPLETED';
