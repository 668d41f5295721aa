create function public.start_dispatch(p_key text)
returns jsonb
language sql
security invoker
set search_path = ''
return private.run_keyed_batch('dispatch_notifications', p_key, now());
comment on function public.start_dispatch is
'For the service only: records a run of the dispatcher and stops asking for push receipts that are too old.
p_key, 1 to 200 characters, identifies the event that asks for it. Returns {outcome, rows}, as reset_streaks does.';
