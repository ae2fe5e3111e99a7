-- What is to leave the system. A row names what to say and to whom by a reference: the words, the address and any secret
-- in them are put together when it is sent and never lie here.
create table outbox_message (
    id uuid primary key,
    -- The same key is one message, however often it is put in.
    key text not null unique,
    -- Who composes it, and of what.
    kind text not null,
    reference text not null,
    pathway_ref text,
    state text not null check (state in ('WAITING', 'SENT', 'FAILED', 'CANCELLED')),
    put_at timestamptz not null,
    put_by text not null,
    -- How often a server that answered did not take it.
    attempts integer not null default 0,
    next_try_at timestamptz not null,
    -- Why the last try came to nothing, as a code.
    failure text,
    ended_at timestamptz
);

create index outbox_message_due on outbox_message (next_try_at) where state = 'WAITING';
create index outbox_message_open on outbox_message (put_at) where state in ('WAITING', 'FAILED');
create index outbox_message_reference on outbox_message (kind, reference);
