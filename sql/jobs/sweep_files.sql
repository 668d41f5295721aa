create function public.delete_files(p_key text)
returns jsonb
language sql
security invoker
set search_path = ''
return private.run_keyed_batch('delete_files', p_key, now());
comment on function public.delete_files is
'For the service, before it claims folders: removes empty ones from the queue and gives up those that can''t be emptied. p_key, 1 to 200
characters, identifies the event that asks for it. Returns {outcome, rows}, as reset_streaks does.';
