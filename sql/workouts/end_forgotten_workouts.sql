create function private.end_forgotten_workouts(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session record;
    v_end timestamptz;
    v_ended integer := 0;
begin
    for v_session in
        select w.user_id, w.id
        from public.workout_sessions as w
        inner join public.profiles as p on w.user_id = p.id
        where w.status in ('started', 'paused') and w.started_at <= p_now - interval '24 hours'
            and not private.has_fault('end_forgotten_workouts', w.user_id, p_now)
        order by w.started_at
        limit p_limit
        -- Users who are writing right now are left to the next run.
        for no key update of p skip locked
    loop
        begin
            if exists (
                select from private.scored_sets as s
                where s.user_id = v_session.user_id and s.session_id = v_session.id and s.is_performed
            ) then
                perform private.finish_workout(v_session.user_id, v_session.id, null, null, p_now);
            else
                v_end := (
                    select private.likely_end(w, p_now) from public.workout_sessions as w
                    where w.user_id = v_session.user_id and w.id = v_session.id
                );
                update public.workout_sessions as w
                set
                    status = 'abandoned',
                    ended_at = v_end,
                    paused_seconds = private.paused_within(w, v_end),
                    paused_at = null,
                    rest_started_at = null,
                    rest_seconds = null
                where w.user_id = v_session.user_id and w.id = v_session.id and w.status in ('started', 'paused');
            end if;
        exception
            when others then
                perform private.note_fault('end_forgotten_workouts', v_session.user_id, p_now, sqlstate, sqlerrm);
        end;
        v_ended := v_ended + 1;
    end loop;
    return v_ended;
end;
$$;
comment on function private.end_forgotten_workouts is
'For a job: ends at most p_limit workouts that started 24 hours ago or earlier, and returns how many. A workout with a working set
is completed, as if finished by hand, and ends with its last set; one without is abandoned.';
