-- The week from which the next recount may begin. Offline phones and corrections are usually some days late: four weeks cover
-- nearly all of them and are quick to count.
create function private.settling_of(p_user uuid)
returns private.settling
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_settling private.settling;
    v_last_before timestamptz;
    v_first_after timestamptz;
begin
    select private.week_start(w.day, p.week_starts_on) - 28 into v_settling.week_start
    from public.profiles as p
    inner join public.workout_sessions as w on w.user_id = p.id and w.status = 'completed' and w.total_sets > 0 and not w.is_history
    where p.id = p_user
    order by w.started_at desc
    limit 1;
    select w.started_at into v_last_before
    from public.workout_sessions as w
    where w.user_id = p_user and w.day < v_settling.week_start and w.status = 'completed' and w.total_sets > 0 and not w.is_history
    order by w.started_at desc
    limit 1;
    select min(w.started_at) into v_first_after
    from public.workout_sessions as w
    where w.user_id = p_user and w.day >= v_settling.week_start and w.status = 'completed' and w.total_sets > 0 and not w.is_history;
    -- After crossing time zones, a later workout can have an earlier date: then no moment separates the two.
    if v_last_before < v_first_after then
        v_settling.started_before := v_last_before + interval '1 microsecond';
        return v_settling;
    end if;
    return null;
end;
$$;
comment on function private.settling_of is
'The week four weeks before that of the latest workout, and a moment just after all workouts before it; null if there are none.';
