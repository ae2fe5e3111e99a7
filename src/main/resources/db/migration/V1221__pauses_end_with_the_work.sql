-- Work that had ended while its clock was paused looked as if its clock still stood.
update work_item
   set paused_seconds = paused_seconds + extract(epoch from least(ended_at, paused_until) - paused_at)::bigint,
       paused_at = null, paused_until = null, pause_reason = null
 where state <> 'OPEN' and paused_at is not null;
