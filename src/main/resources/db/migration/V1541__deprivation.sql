-- How deprived postcode districts are, as somebody has published it; the list that was loaded last counts. Earlier ones are
-- kept, so that it can be said what a comparison was made with.
create table deprivation_list (
    id        bigint generated always as identity primary key,
    name      text        not null check (char_length(name) between 1 and 200),
    source    text        not null check (char_length(source) between 1 and 500),
    stated_on date        not null,
    -- Into how many parts of the same size the country is divided; 1 is the most deprived.
    parts     int         not null check (parts in (5, 10)),
    loaded_at timestamptz not null,
    loaded_by text        not null
);

create table deprivation_district (
    list_id  bigint not null references deprivation_list,
    district text   not null check (district ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?$'),
    part     int    not null check (part between 1 and 10),
    primary key (list_id, district)
);
create trigger deprivation_list_append_only before update or delete on deprivation_list
    for each statement execute function refuse_rewriting();
create trigger deprivation_district_append_only before update or delete on deprivation_district
    for each statement execute function refuse_rewriting();
