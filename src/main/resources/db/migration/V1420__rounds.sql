-- Whether a carer may be asked in a round: the person says so, or whoever decides for them. Null while nobody has asked the person.
alter table carer
    add column may_be_asked boolean,
    add column may_be_asked_said_by text,
    add column may_be_asked_said_on date,
    add constraint carer_may_be_asked_said check ((may_be_asked is null) = (may_be_asked_said_by is null)
                                              and (may_be_asked is null) = (may_be_asked_said_on is null));

-- Carers who were asked before this was recorded go on being asked, until somebody records that the person does not want it.
update carer c
   set may_be_asked = true, may_be_asked_said_by = 'ASKED_BEFORE', may_be_asked_said_on = c.added_at::date
 where exists (select 1 from rating r where r.carer_id = c.id);

alter table assessment
    -- When nobody was asked any more: all had answered, the time was over, or somebody ended it early and said why.
    add column asking_ended_at timestamptz,
    add column ended_early_by text,
    add column ended_early_reason text check (char_length(ended_early_reason) between 1 and 4000),
    add constraint assessment_ended_early_with_reason check ((ended_early_by is null) = (ended_early_reason is null));

-- The last reminder that a link was sent with.
alter table personal_link add column reminded_at timestamptz;
