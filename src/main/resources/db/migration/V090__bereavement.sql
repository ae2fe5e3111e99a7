-- Support for carers after a death: one row a bereaved carer.

create table bereavement (
    id          uuid primary key,
    pathway_ref text        not null,
    carer_id    uuid        not null,
    opened_at   timestamptz not null
);
create index bereavement_pathway on bereavement (pathway_ref);
