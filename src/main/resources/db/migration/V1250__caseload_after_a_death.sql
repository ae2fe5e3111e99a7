-- Those who have died stay on the caseload as long as their carers are supported, so the index is not of open pathways alone.
drop index pathway_coordinator;
create index pathway_coordinator on pathway (coordinator, pathway_ref);
