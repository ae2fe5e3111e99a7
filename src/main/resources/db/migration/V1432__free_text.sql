-- What people write in their own words, which no rule sees, so that it can be found. It is taken out of each submission as
-- that is stored, by the definition that it answered; the submission stays the record.
create table free_text (
    id            bigint generated always as identity primary key,
    submission_id uuid        not null references form_submission,
    task_id       text,
    form_id       text        not null,
    field         text        not null,
    label         text        not null,
    pathway_ref   text        not null,
    text          text        not null,
    said_by       text        not null,
    said_at       timestamptz not null,
    words         tsvector generated always as (to_tsvector('english', text)) stored
);
create index free_text_words on free_text using gin (words);
create index free_text_pathway on free_text (pathway_ref);

create function take_out_free_text(submission form_submission) returns void language sql as $$
    insert into free_text (submission_id, task_id, form_id, field, label, pathway_ref, text, said_by, said_at)
    select submission.id, submission.task_id, submission.form_id, field ->> 'key', coalesce(field ->> 'label', ''),
           submission.pathway_ref, submission.answers ->> (field ->> 'key'), submission.submitted_by, submission.submitted_at
      from form_version v, jsonb_path_query(cast(v.definition as jsonb), 'strict $.** ? (@.type == "textarea")') field
     where v.form_id = submission.form_id and v.version = submission.version
       and nullif(trim(submission.answers ->> (field ->> 'key')), '') is not null;
$$;

create function take_out_free_text_of_new() returns trigger language plpgsql as $$
begin
    perform take_out_free_text(new);
    return null;
end $$;

create trigger form_submission_free_text after insert on form_submission
    for each row execute function take_out_free_text_of_new();

do $$
declare before form_submission;
begin
    for before in select * from form_submission order by submitted_at, id loop
        perform take_out_free_text(before);
    end loop;
end $$;
