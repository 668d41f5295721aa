-- How long to rest now. In a superset one goes on to the next exercise at once and rests after the round.

create function private.exercise_just_done(p_session public.workout_sessions)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        p_session.current_plan_exercise_id,
        (
            select s.workout_plan_exercise_id
            from public.session_exercises as s
            where s.user_id = p_session.user_id and s.workout_session_id = p_session.id
            order by s.set_order desc, s.logged_at desc, s.id desc
            limit 1
        )
    );
end;
$$;
comment on function private.exercise_just_done is
'The plan exercise that the client shows, else that of the latest set; null for a set without one.';

create function private.rest_after(p_session public.workout_sessions)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
    v_done public.workout_plan_day_exercises;
begin
    select x.* into v_done
    from public.workout_plan_day_exercises as x
    where x.user_id = p_session.user_id and x.id = private.exercise_just_done(p_session);
    -- Once the others have all their sets, an exercise with more is rested after as any other.
    if v_done.superset_group is not null and exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = v_done.user_id
            and x.plan_workout_id = v_done.plan_workout_id
            and x.section = v_done.section
            and x.superset_group = v_done.superset_group
            and (x.order_in_workout, x.id) > (v_done.order_in_workout, v_done.id)
            and x.target_sets > (
                select count(*)
                from public.session_exercises as s
                inner join private.set_types as t on t.set_type = s.set_type and t.is_work
                where s.user_id = x.user_id
                    and s.workout_session_id = p_session.id
                    and (
                        s.workout_plan_exercise_id = x.id
                        or (s.workout_plan_exercise_id is null and s.exercise_id = x.exercise_id)
                    )
            )
    ) then
        return 0;
    end if;
    return coalesce(
        v_done.target_rest_seconds,
        -- The rest of a round may be written at any of its exercises.
        (
            select max(x.target_rest_seconds)
            from public.workout_plan_day_exercises as x
            where x.user_id = v_done.user_id
                and x.plan_workout_id = v_done.plan_workout_id
                and x.section = v_done.section
                and x.superset_group = v_done.superset_group
        ),
        (select p.default_rest_seconds from public.profiles as p where p.id = p_session.user_id)
    );
end;
$$;
comment on function private.rest_after is
'Seconds to rest after the exercise just done: as its plan says, else the profile''s default; 0 before the next exercise of its superset.';
