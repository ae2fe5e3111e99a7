-- The day on which an antipsychotic was last asked after, as long as the person takes one; null when not. No medicine is named.
alter table pathway add column antipsychotic_on date;
insert into clock (name, priority, amount, unit, owner, source, since) values
    ('ANTIPSYCHOTIC_REVIEW', '', 42, 'DAYS', 'alliance', 'NICE NG97', '2026-11-25');
