-- What the pseudonyms of exported event logs are made with: the same for every export, so that two can be laid side by side.
create table event_log_key (
    is_only boolean primary key default true check (is_only),
    secret  bytea   not null check (length(secret) = 32)
);
