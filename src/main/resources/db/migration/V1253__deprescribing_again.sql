-- A talk about medicines that was put off, or that nobody has offered yet, is looked at again on that day.
alter table deprescribing_conversation add column ask_again_on date;
