-- A crisis that nobody has triaged: the team lead hears of it when half of the time is over, the coordinator when all of it is.
insert into escalation_rule (clock, priority, unit, step, by_clock, amount, amount_unit) values
    ('CRISIS_TRIAGE', '', '', 'REMINDER', null, -75, 'PERCENT'),
    ('CRISIS_TRIAGE', '', '', 'TEAM_LEAD', null, -50, 'PERCENT'),
    ('CRISIS_TRIAGE', '', '', 'COORDINATOR', null, 0, 'PERCENT');
