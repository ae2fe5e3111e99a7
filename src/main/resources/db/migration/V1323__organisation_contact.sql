-- How an organisation is called where nothing may be said of illness, and whom its readers can ring.
create table organisation_contact (
    organisation text primary key references organisation,
    called text not null,
    phone text not null
);
