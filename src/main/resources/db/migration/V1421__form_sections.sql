-- Sections of a form that is answered section by section: which ones somebody has saved, and since when what others answered
-- stands beside them. From then on their answers stay as they are.
create table form_section (
    task_id text not null,
    username text not null,
    -- As the form calls it.
    section text not null,
    saved_at timestamptz not null,
    others_shown_at timestamptz,
    -- The immediate concern that was told of when the section was saved, so that handing in does not tell of it again.
    concern text,
    primary key (task_id, username, section)
);
