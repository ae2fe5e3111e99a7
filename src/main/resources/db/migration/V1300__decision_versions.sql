-- Every version of a decision's table that the engine holds, and since when which one counts. The engine alone would take
-- the latest, also one that a new release of Waymark brought over a table that the alliance had adopted.
create table decision_version (
    decision      text        not null,
    version       int         not null check (version > 0),
    definition_id text        not null unique,
    -- It came with a release of Waymark; otherwise the alliance adopted it.
    is_shipped    boolean     not null,
    deployed_at   timestamptz not null,
    -- The highest version with a time here is the one in force; null: it never was.
    in_force_from timestamptz,
    primary key (decision, version)
);
create index decision_version_in_force on decision_version (decision, version desc) where in_force_from is not null;
