create type private.streak_step as (met_at timestamptz, streak private.settled_streaks);

create function private.streak_steps(p_user uuid, p_streak private.settled_streaks)
returns setof private.streak_step
language plpgsql
stable
set search_path = ''
as $$
declare
    v_week record;
    v_streak private.settled_streaks := coalesce(
        p_streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks
    );
begin
    for v_week in
        select coalesce(t.week_start, w.week_start) as week_start, t.met_at
        from (
            select o.week_start, o.met_at from private.training_weeks as o
            where o.user_id = p_user
                and o.met_at is not null
                and o.week_start >= coalesce((p_streak).settled_until, '-infinity')
        ) as t
        full join (
            select o.week_start from private.paused_weeks as o
            where o.user_id = p_user and o.week_start >= coalesce((p_streak).settled_until, '-infinity')
        ) as w on w.week_start = t.week_start
        order by 1
    loop
        v_streak := private.streak_after(v_streak, array[v_week.week_start], array[v_week.met_at is not null]);
        if v_week.met_at is not null then
            return next (v_week.met_at, v_streak)::private.streak_step;
        end if;
    end loop;
end;
$$;
comment on function private.streak_steps is
'The weekly streak after each week that met its target, continuing from p_streak (null: from the first week).';
