-- Counts the changes of who somebody is and how to reach them, whichever page or form makes them, so that nobody saves what
-- they read before over what another has written since.
alter table person add column details_revision int not null default 0;

create function count_change_of_details() returns trigger language plpgsql as $$
begin
    new.details_revision := old.details_revision + 1;
    return new;
end $$;

create trigger person_details_counted before update on person for each row
    when ((old.given_name, old.family_name, old.preferred_name, old.date_of_birth, old.nhs_number, old.nhs_number_unknown_reason,
           old.phone, old.postcode, old.language, old.lives_alone, old.memory_referred_on, old.diagnosed_on, old.subtype, old.referred_by)
          is distinct from
          (new.given_name, new.family_name, new.preferred_name, new.date_of_birth, new.nhs_number, new.nhs_number_unknown_reason,
           new.phone, new.postcode, new.language, new.lives_alone, new.memory_referred_on, new.diagnosed_on, new.subtype, new.referred_by))
    execute function count_change_of_details();
