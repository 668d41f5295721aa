-- Whether a document says what is stored already. Asked of a workout whose hashes don't know the document: it was kept under a hash
-- of another form, or led to the same by other ways.
create function private.is_stored(p_user uuid, p_workout private.workout_document)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from public.workout_sessions as w
        where w.user_id = p_user
            and w.id = p_workout.id
            and w.status in ('completed', 'duplicate')
            and (w.started_at, w.ended_at) = (p_workout.started_at, p_workout.ended_at)
            and w.timezone = coalesce(p_workout.timezone, w.timezone)
            and w.name is not distinct from coalesce(p_workout.name, w.planned ->> 'name')
            and (w.location, w.overall_feeling, nullif(w.notes, ''))
            is not distinct from (p_workout.location, p_workout.overall_feeling, p_workout.notes)
            -- A link is lost when its day is deleted.
            and w.plan_workout_id is not distinct from (
                select d.id from public.workout_plan_days as d where d.user_id = p_user and d.id = p_workout.plan_workout_id
            )
    ) and not exists (
        select
        from (
            select s.* from public.session_exercises as s
            where s.user_id = p_user and s.workout_session_id = p_workout.id
        ) as s
        full join unnest(p_workout.sets) as o on o.id = s.id
        where (
            s.id, s.exercise_id, case when not s.is_linked then s.workout_plan_exercise_id end, s.set_order, s.logged_reps, s.logged_weight_kg, s.logged_at,
            s.difficulty_rating, nullif(s.notes, ''), s.set_type, s.duration_seconds, s.distance_m, s.rest_seconds, s.side
        ) is distinct from (
            o.id, o.exercise_id, case when not o.is_linked then o.workout_plan_exercise_id end, o.set_order, o.logged_reps, o.logged_weight_kg, o.logged_at,
            o.difficulty_rating, o.notes, o.set_type, o.duration_seconds, o.distance_m, o.rest_seconds, o.side
        )
    );
end;
$$;
comment on function private.is_stored is
'Whether the user has this workout, completed or a duplicate, with just this content. A time zone that the document leaves out is no
difference.';
