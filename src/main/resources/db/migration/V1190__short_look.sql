-- A review of somebody who is unstable or dying is a short look, the same or the next day.
insert into clock (name, priority, amount, unit, owner, source, since) values
    ('REVIEW', 'PALLIATIVE', 1, 'DAYS', 'alliance', 'PCOC', '2026-11-25');
