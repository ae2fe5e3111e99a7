-- Where the person and each carer can be written to, if they wish.
alter table person add column email text check (char_length(email) <= 254);
alter table carer add column email text check (char_length(email) <= 254);
