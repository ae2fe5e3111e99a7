-- The timeline says when a phase was found, by the one clock; the time of the database was another, and nothing read it.
alter table phase_entry drop column entered_at;
