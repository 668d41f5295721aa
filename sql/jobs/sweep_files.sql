create function public.delete_files(p_key text)
returns jsonb
language sql
security invoker
set search_path = ''
return private.run_keyed_batch('delete_files', p_key, now());
comment on function public.delete_files is
'For the service, before it claims: forgets folders that are empty, gives up those that nothing empties. p_key, 1 to 200
characters, names the event that asks for it. Returns {outcome, rows}, see reset_streaks.';
