-- The code on the palliative register, beside stage and strain; null for those who are not on it.
alter table pathway add column needs_code text;
