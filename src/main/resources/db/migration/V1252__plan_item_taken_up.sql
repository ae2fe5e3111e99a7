-- Carer enablement that was agreed is no referral: the support that runs for the carer has taken it up.
alter table plan_item add column taken_up_at timestamptz;
drop index plan_item_unsent;
create index plan_item_unsent on plan_item (pathway_ref) where referral_id is null and taken_up_at is null;
