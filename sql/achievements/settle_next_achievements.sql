create function private.settle_next_achievements(p_now timestamptz, p_limit integer)
returns integer
language sql
set search_path = ''
-- Achievement rules don't depend on the time; every batch function takes p_now.
return case when p_now is not null then private.settle_achievements(p_limit) end;
comment on function private.settle_next_achievements is 'For a job: see private.settle_achievements.';
