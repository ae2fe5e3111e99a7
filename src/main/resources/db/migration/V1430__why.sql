-- The evaluation that a proposal followed from, so that "Why?" shows exactly that one; a later one that sharpens an open
-- proposal takes its place. Proposals from before are given the last evaluation of their round that proposed the service.
alter table proposal add column evaluation bigint references decision_evaluation;

update proposal p set evaluation = (
    select max(e.id) from decision_evaluation e
     where e.assessment_id = p.assessment_id and e.decision = 'referral-routing'
       and (p.answered_at is null or e.at <= p.answered_at)
       and e.outputs @> jsonb_build_array(jsonb_build_object('service', p.service)));

create index decision_evaluation_rating on decision_evaluation (rating_id, id) where rating_id is not null;
