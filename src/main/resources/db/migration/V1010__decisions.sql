-- Evaluations that a module other than the assessment asked for, by the id of its record.
alter table decision_evaluation add column record text;
create index decision_evaluation_record on decision_evaluation (record, id) where record is not null;
