-- Keeps derived data up to date with the sets. However a set was written, by one of our functions, by plain CRUD or by hand in
-- SQL, these triggers see it, once per statement. The exception is write_workout, which derives from the sets of a new workout
-- before it writes them.

create function private.on_sets_inserted()
returns trigger
language plpgsql
security definer
set search_path = ''
-- One plan fits all: planning each time would take ten times as long as adding a set.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_new record;
begin
    for v_new in
        select
            n.user_id,
            array_agg(distinct n.workout_session_id) as sessions,
            bool_or(w.status in ('completed', 'duplicate')) as has_ended,
            array_agg(n.id) filter (
                where e.id is null
                or w.status not in ('started', 'paused', 'completed', 'duplicate')
                or private.missing_measure(
                    e.tracking_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m
                ) is not null
            ) as suspects
        from new_rows as n
        inner join public.workout_sessions as w on w.user_id = n.user_id and w.id = n.workout_session_id
        left join public.exercises as e
            on e.id = n.exercise_id and (e.created_by is null or e.is_approved or e.created_by = n.user_id)
        group by n.user_id
    loop
        if v_new.suspects is not null then
            perform private.check_sets(v_new.user_id, v_new.suspects);
        end if;
        perform private.require_room(v_new.user_id, v_new.sessions);
        if v_new.has_ended then
            perform private.link_session(v_new.user_id, w)
            from public.workout_sessions as w
            where w.user_id = v_new.user_id and w.id = any(v_new.sessions) and w.status in ('completed', 'duplicate');
            perform private.after_workouts_changed(v_new.user_id, v_new.sessions);
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.on_sets_inserted is
'Statement trigger: checks and links new sets and derives from those of workouts that are over.';

create function private.on_sets_updated()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_changed record;
begin
    for v_changed in
        -- Derived columns, notes and rests affect nothing, so updates made while deriving stop here.
        select n.user_id, array_agg(n.id) as sets, array_agg(distinct n.workout_session_id) as sessions
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where (
            n.exercise_id, n.set_order, n.set_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m,
            n.difficulty_rating, n.side
        ) is distinct from (
            o.exercise_id, o.set_order, o.set_type, o.logged_reps, o.logged_weight_kg, o.duration_seconds, o.distance_m,
            o.difficulty_rating, o.side
        )
        -- A link that became null because its plan was deleted affects nothing: the targets were deleted too.
        or n.workout_plan_exercise_id is distinct from o.workout_plan_exercise_id
        and (
            n.workout_plan_exercise_id is not null
            or exists (
                select from public.workout_plan_day_exercises as x
                where x.user_id = o.user_id and x.id = o.workout_plan_exercise_id
            )
        )
        group by n.user_id
    loop
        perform private.check_sets(v_changed.user_id, v_changed.sets);
        perform private.after_workouts_changed(v_changed.user_id, v_changed.sessions);
    end loop;
    return null;
end;
$$;
comment on function private.on_sets_updated is 'Statement trigger: checks changed sets and derives from those of completed workouts.';

create function private.on_sets_deleted()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
begin
    for v_user in select distinct o.user_id from old_rows as o loop
        perform private.after_workouts_changed(
            v_user, array(select distinct o.workout_session_id from old_rows as o where o.user_id = v_user)
        );
    end loop;
    return null;
end;
$$;
comment on function private.on_sets_deleted is 'Statement trigger: takes back what was derived from deleted sets.';

create trigger derive_inserted after insert on public.session_exercises
referencing new table as new_rows for each statement
when (not private.is_deriving())
execute function private.on_sets_inserted();
create trigger derive_updated after update on public.session_exercises
referencing old table as old_rows new table as new_rows for each statement
when (not private.is_deriving())
execute function private.on_sets_updated();
create trigger derive_deleted after delete on public.session_exercises
referencing old table as old_rows for each statement execute function private.on_sets_deleted();
