-- What the one who handed in a form of a person's page is told that it did, line by line, so that a second click is told all of it.
alter table page_submission add column did text[] not null default '{}';
