create function private.run_keyed_batch(p_name text, p_key text, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_job private.jobs;
    v_outcome private.job_outcome;
    v_rows integer;
begin
    perform private.require_service();
    perform private.check_shape(
        jsonb_build_object('p_key', p_key), null, '{"p_key": {"type": "text", "min": 1, "max": 200, "required": true}}'
    );
    select j.* into strict v_job from private.jobs as j where j.name = p_name;
    if not pg_try_advisory_xact_lock(private.job_lock(p_name)) then
        return jsonb_build_object('outcome', 'busy', 'rows', 0);
    end if;
    insert into private.job_runs (job, key, as_of) values (p_name, p_key, p_now) on conflict do nothing;
    select r.outcome into v_outcome from private.job_runs as r where r.job = p_name and r.key = p_key;
    if v_outcome = 'done' then
        return jsonb_build_object('outcome', 'done', 'rows', 0);
    end if;
    execute format('select %s($1, $2)', v_job.batch_function) into v_rows using p_now, v_job.batch_size;
    update private.job_runs as r
    set
        batches = r.batches + 1,
        rows = r.rows + v_rows,
        outcome = case when v_rows < v_job.batch_size then 'done' else 'unfinished' end::private.job_outcome,
        ended_at = clock_timestamp()
    where r.job = p_name and r.key = p_key
    returning r.outcome into v_outcome;
    return jsonb_build_object('outcome', v_outcome, 'rows', v_rows);
end;
$$;
comment on function private.run_keyed_batch is
'Runs one batch of an externally driven job, recorded under the key of the event that asked for it. See public.reset_streaks.';

create function private.reset_streaks(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_settled integer := private.settle_streaks_batch(p_now, p_limit);
begin
    return v_settled + case when v_settled < p_limit then private.nudge_streaks(p_now, p_limit - v_settled) else 0 end;
end;
$$;
comment on function private.reset_streaks is
'For a job: continues the round that settles streaks, then nudges users whose streak is about to end.';

create function public.reset_streaks(p_key text)
returns jsonb
language sql
security invoker
set search_path = ''
return private.run_keyed_batch('reset_streaks', p_key, now());
comment on function public.reset_streaks is
'For the service: settles streaks and writes nudges, one batch per call. p_key, 1 to 200 characters, identifies the event that asks for
it. Returns {outcome, rows}: unfinished: call again; done: also if that event was handled before; busy: another call is running.
The next event continues with whatever is left.';
