-- Multiplies the caseload that the real processes were taken through: every fourth copy stands where its original stands, the
-- others had their time up to four and a half years earlier and are over. Each copy is some days apart from the others, and
-- goes its way up to a quarter faster or slower. Their references begin with three letters that no original's would.
create function pg_temp.reference(n bigint) returns text language sql immutable as $$
    select regexp_replace(translate(upper(lpad(to_hex(n), 8, '0')), '01', 'GH'), '(....)(....)', 'WM-\1-\2')
$$;

create temporary table copy on commit drop as
select k, mod(k, 4) = 0 as is_now, p.pathway_ref as original, pg_temp.reference(k * 1000 + row_number() over (
           partition by k order by p.pathway_ref)) as pathway_ref,
       case when mod(k, 4) = 0 then interval '0' else interval '1 day' * ((k * 7919) % 1640) end
         + interval '1 minute' * (abs(hashtext(p.pathway_ref || k)) % 7200) as earlier,
       0.75 + (abs(hashtext(k || p.pathway_ref)) % 500) / 1000.0::float8 as pace
  from generate_series(:first, :last) k cross join pathway p where p.pathway_ref not like 'WM-GGG%';

create function pg_temp.moved(at timestamptz, c copy) returns timestamptz language sql stable as $$
    select transaction_timestamp() - (transaction_timestamp() - at) * c.pace - c.earlier
$$;

insert into pathway_sharing (pathway_ref, receiving_organisation, sharing, opened_at, sharing_at)
select c.pathway_ref, s.receiving_organisation, s.sharing, pg_temp.moved(s.opened_at, c), pg_temp.moved(s.sharing_at, c)
  from copy c join pathway_sharing s on s.pathway_ref = c.original;

insert into relationship (pathway_ref, kind, holder, granted_at, ended_at)
select c.pathway_ref, r.kind, r.holder, pg_temp.moved(r.granted_at, c),
       case when c.is_now then pg_temp.moved(r.ended_at, c) else coalesce(pg_temp.moved(r.ended_at, c), now() - c.earlier) end
  from copy c join relationship r on r.pathway_ref = c.original;

insert into pathway (pathway_ref, receiving_organisation, coordinator, coordinator_organisation, opened_at, next_trigger, stage,
                     carer_strain, phase, ended_at, end_reason, needs_code)
select c.pathway_ref, p.receiving_organisation, p.coordinator, p.coordinator_organisation, pg_temp.moved(p.opened_at, c),
       p.next_trigger, p.stage, p.carer_strain, p.phase, case when c.is_now then pg_temp.moved(p.ended_at, c) else now() - c.earlier end,
       case when c.is_now then p.end_reason else coalesce(p.end_reason, 'DISCHARGED') end, p.needs_code
  from copy c join pathway p on p.pathway_ref = c.original;

insert into person (id, pathway_ref, given_name, family_name, date_of_birth, nhs_number_unknown_reason, postcode, language,
                    ethnicity, lives_alone, diagnosed_on, subtype, receiving_organisation, sharing, registered_at, registered_by, name_key, name_sounds,
                    lives_in)
select gen_random_uuid(), c.pathway_ref, 'Copy', c.k::text, p.date_of_birth, 'benchmark', p.postcode, p.language, p.ethnicity, p.lives_alone,
       pg_temp.moved(p.diagnosed_on::timestamptz, c)::date, p.subtype, p.receiving_organisation, p.sharing,
       pg_temp.moved(p.registered_at, c), p.registered_by, c.pathway_ref, '{}', p.lives_in
  from copy c join person p on p.pathway_ref = c.original;

insert into episode (process, record, pathway_ref, process_instance_id, version, started_at, ended_at)
select e.process, e.record || '-' || c.k, c.pathway_ref, e.process_instance_id || '-' || c.k, e.version,
       pg_temp.moved(e.started_at, c),
       case when c.is_now then pg_temp.moved(e.ended_at, c)
            else coalesce(pg_temp.moved(e.ended_at, c), now() - c.earlier) end
  from copy c join episode e on e.pathway_ref = c.original;

insert into work_item (task_id, process, record, pathway_ref, element, name, form_id, group_name, assignee, created_at, due_at,
                       claimed_at, state, ended_at, ended_by, process_instance_id, definition_id, service)
select w.task_id || '-' || c.k, w.process, w.record || '-' || c.k, c.pathway_ref, w.element, w.name, w.form_id, w.group_name,
       w.assignee, pg_temp.moved(w.created_at, c), pg_temp.moved(w.due_at, c), pg_temp.moved(w.claimed_at, c),
       case when w.state = 'OPEN' and not c.is_now then 'CANCELLED' else w.state end,
       case when w.state = 'OPEN' and not c.is_now then now() - c.earlier else pg_temp.moved(w.ended_at, c) end, w.ended_by,
       w.process_instance_id || '-' || c.k, w.definition_id, w.service
  from copy c join work_item w on w.pathway_ref = c.original;

insert into flow_fact (at, kind, pathway_ref, process, version, record, element, task_id, organisation, role, team, service,
       stage,
                       carer_strain, needs_code, detail, entered_at, due_at, worked_seconds, paused_seconds)
select pg_temp.moved(f.at, c), f.kind, c.pathway_ref, f.process, f.version, f.record || '-' || c.k, f.element,
       f.task_id || '-' || c.k,
       f.organisation, f.role, f.team, f.service, f.stage, f.carer_strain, f.needs_code, f.detail, pg_temp.moved(f.entered_at, c),
       pg_temp.moved(f.due_at, c), (f.worked_seconds * c.pace)::bigint, (f.paused_seconds * c.pace)::bigint
  from copy c join flow_fact f on f.pathway_ref = c.original
union all
select now() - c.earlier, 'STEP_CANCELLED', c.pathway_ref, w.process, e.version, w.record || '-' || c.k, w.element,
       w.task_id || '-' || c.k, split_part(w.group_name, '.', 1), split_part(w.group_name, '.', 2), null, w.service, p.stage,
       p.carer_strain, p.needs_code, null, pg_temp.moved(w.created_at, c), pg_temp.moved(w.due_at, c), 0, 0
  from copy c
  join work_item w on w.pathway_ref = c.original and w.state = 'OPEN'
  join episode e on e.process_instance_id = w.process_instance_id
  join pathway p on p.pathway_ref = c.original
 where not c.is_now
union all
select now() - c.earlier, 'RUN_ENDED', c.pathway_ref, e.process, e.version, e.record || '-' || c.k, null, null, null, null,
       null, null,
       p.stage, p.carer_strain, p.needs_code, null, null, null, null, null
  from copy c
  join episode e on e.pathway_ref = c.original and e.ended_at is null
  join pathway p on p.pathway_ref = c.original
 where not c.is_now;

drop function pg_temp.moved(timestamptz, copy);

drop function pg_temp.reference(bigint);
