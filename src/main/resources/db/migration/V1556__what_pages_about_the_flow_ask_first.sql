-- Which versions of a model anybody has been on, and what stands at each step now: every page about the flow asks both.
create index episode_version on episode (process, version);
create index work_item_standing on work_item (process, element, created_at)
    include (due_at, paused_at, service, group_name, pathway_ref, process_instance_id, assignee) where state = 'OPEN';
