-- Who is behind a month of a measure that counts work by the date it was due.
create index work_item_measured on work_item (element, (coalesce(missed_due_at, due_at)))
    where element in ('UserTask_ReadOutcome', 'UserTask_ReviewPathway');
