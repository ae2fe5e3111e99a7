-- Strain that one carer reports in their own conversations, beside that of the short review, which names no carer. A row
-- without a level says that the carer no longer counts.
alter table short_review add column carer_id uuid;
create index short_review_carer on short_review (pathway_ref, carer_id, id desc) where carer_id is not null;
