-- The assessment that an event opened, so that both can be taken back together.
alter table life_event add column opened_assessment uuid references assessment;
create index life_event_assessment on life_event (opened_assessment) where opened_assessment is not null;
