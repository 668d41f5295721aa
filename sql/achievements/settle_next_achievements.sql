create function private.settle_next_achievements(p_now timestamptz, p_limit integer)
returns integer
language sql
set search_path = ''
return private.settle_achievements(p_limit, p_now);
comment on function private.settle_next_achievements is 'For a job: see private.settle_achievements.';
