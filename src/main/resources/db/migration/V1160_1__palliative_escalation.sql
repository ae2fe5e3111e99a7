-- Where an hour or a day is long, the coordinator is told as soon as the time is over.
insert into escalation_rule (clock, priority, unit, step, by_clock, amount, amount_unit) values
    ('PALLIATIVE_START', '', '', 'COORDINATOR', null, 0, 'PERCENT'),
    ('UNSTABLE_SAME_DAY', '', '', 'COORDINATOR', null, 0, 'PERCENT'),
    ('UNSTABLE_RESOLVED', '', '', 'COORDINATOR', null, 0, 'PERCENT');
