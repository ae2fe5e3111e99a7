-- What follows from a proposed table in the decisions that look at its answers. A trial from before knows none of it, and a
-- proposal that is still open is tried again.
alter table table_trial
    -- The decisions that follow, each as 'pathway-stage 2' with the version in force.
    add column following text[] not null default '{}',
    -- Things that would come out otherwise.
    add column found     bigint not null default 0;

alter table table_trial_shift
    add column decision text,
    -- In consequence of what another evaluation would answer.
    add column follows  boolean not null default false,
    -- The round or the record that the evaluation belongs to; its own number where it belongs to none.
    add column chain    text;
update table_trial_shift s
   set decision = (select p.decision from table_trial t join table_proposal p on p.id = t.proposal_id where t.id = s.trial_id),
       chain = coalesce((select coalesce(e.assessment_id::text, e.record) from decision_evaluation e where e.id = s.evaluation_id),
                        s.evaluation_id::text);
alter table table_trial_shift
    alter column decision set not null,
    alter column chain set not null;
