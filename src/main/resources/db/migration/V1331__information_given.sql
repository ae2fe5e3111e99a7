-- The day on which information about the diagnosis was given; asked after at the welcome and at each review until then.
alter table pathway add column information_given_on date;
update pathway p set information_given_on = (
    select min(cast(s.answers ->> 'contactOn' as date)) from form_submission s
     where s.pathway_ref = p.pathway_ref and s.form_id = 'make-welcome-contact' and s.answers ->> 'informationGiven' = 'YES');

-- Nothing ever counted by it: the form that records the wish to leave asks who made the call.
delete from clock where name = 'LEAVING_CALL';
update clock_version set version = version + 1;
