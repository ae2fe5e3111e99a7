-- What pages ask the facts for, found without reading the facts themselves: who passed a milestone, the facts of one run, and
-- the steps that began in a period. They take the place of indexes that no query used any more.
drop index flow_fact_pathway;
create index flow_fact_run on flow_fact (pathway_ref, record, kind, at);

drop index flow_fact_milestone;
create index flow_fact_milestone on flow_fact (kind, process, detail, at) include (pathway_ref, record, id)
    where kind in ('RUN_STARTED', 'RUN_ENDED', 'DIAGNOSED', 'DETAILS_CORRECTED', 'ROUND_CLOSED', 'CARER_PLAN_AGREED',
                   'STAGE_CONFIRMED', 'REFERRAL_MOVED', 'LIFE_EVENT', 'LIFE_EVENT_TAKEN_BACK', 'STEP_RELEASED', 'STEP_REASSIGNED');

drop index flow_fact_step;
create index flow_fact_step on flow_fact (process, element, at) include (pathway_ref, record, id) where kind = 'STEP_COMPLETED';

create index flow_fact_entered on flow_fact (at) where kind = 'STEP_ENTERED';
