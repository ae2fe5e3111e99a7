-- Of the table itself, too, is noted what would have come of it: not every evaluation was acted on.
alter table table_trial_shift rename column follows to acted_on;
-- A trial from before says nothing of that, so a proposal that is still open is tried again.
update table_trial set revision = 0 where state = 'DONE';
