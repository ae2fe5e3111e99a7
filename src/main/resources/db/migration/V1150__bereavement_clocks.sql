-- The clocks of support in bereavement. The first contact, the review and the closing contact count from the day of death.

alter table clock drop constraint clock_unit_check;
alter table clock add constraint clock_unit_check check (unit in ('HOURS', 'DAYS', 'WORKING_DAYS', 'MONTHS'));

insert into clock (name, priority, amount, unit, owner, source, since) values
    ('BEREAVEMENT_PREPARATION', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('BEREAVEMENT_PLAN', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    ('BEREAVEMENT_RETRY', '', 5, 'WORKING_DAYS', 'alliance', 'local', '2026-11-25'),
    -- How long before its date the task of a planned contact opens.
    ('BEREAVEMENT_NOTICE', '', 7, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('BEREAVEMENT_REVIEW', '', 56, 'DAYS', 'alliance', 'local', '2026-11-25'),
    ('BEREAVEMENT_CLOSING', '', 13, 'MONTHS', 'alliance', 'local', '2026-11-25');
