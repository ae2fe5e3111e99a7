-- When the person was referred to the memory service that made the diagnosis, and how soon that was to be. The memory service
-- does its work elsewhere; here it is recorded how long it took.
alter table person add column memory_referred_on date;
insert into clock (name, priority, amount, unit, owner, source, since) values
    ('MEMORY_SERVICE', '', 42, 'DAYS', 'memory service', 'NHS England ambition', '2026-11-25');
update clock_version set version = version + 1;
