-- By the ethnic categories of the NHS Data Dictionary, as the person says it; nothing where nobody has asked.
alter table person add column ethnicity text check (ethnicity in
    ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'Z'));

drop trigger person_details_counted on person;
create trigger person_details_counted before update on person for each row
    when ((old.given_name, old.family_name, old.preferred_name, old.date_of_birth, old.nhs_number, old.nhs_number_unknown_reason,
           old.phone, old.postcode, old.language, old.ethnicity, old.lives_alone, old.memory_referred_on, old.diagnosed_on,
           old.subtype, old.referred_by)
          is distinct from
          (new.given_name, new.family_name, new.preferred_name, new.date_of_birth, new.nhs_number, new.nhs_number_unknown_reason,
           new.phone, new.postcode, new.language, new.ethnicity, new.lives_alone, new.memory_referred_on, new.diagnosed_on,
           new.subtype, new.referred_by))
    execute function count_change_of_details();
