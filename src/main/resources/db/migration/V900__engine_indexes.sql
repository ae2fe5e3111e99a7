-- Indexes that the engine's own schema lacks.

-- Acquiring due jobs reads every future timer otherwise.
create index waymark_act_ru_job_duedate on act_ru_job (duedate_);

-- Completing a task looks for its subtasks by a scan of all open tasks otherwise.
create index waymark_act_ru_task_parent on act_ru_task (parent_task_id_);
