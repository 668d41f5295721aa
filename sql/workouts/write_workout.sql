-- Writes a completed workout that arrives as a whole: its row and its sets are each written once, including derived columns.

create function private.write_sets(p_sets public.session_exercises [], p_marks private.set_mark [] default null)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_bytes bigint;
begin
    with written as (
        insert into public.session_exercises as r (
            id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
            logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds,
            was_successful_for_progression, is_personal_record, side, is_linked
        )
        select
            s.id, s.workout_session_id, s.exercise_id, s.workout_plan_exercise_id, s.set_order, s.logged_reps,
            s.logged_weight_kg, s.logged_at, s.difficulty_rating, s.notes, s.user_id, s.set_type, s.duration_seconds,
            s.distance_m, s.rest_seconds, m.is_success, coalesce(m.is_record, false), s.side, s.is_linked
        from unnest(p_sets) as s
        left join unnest(p_marks) as m on m.id = s.id
        returning pg_column_size(r.*) as bytes
    )

    select sum(w.bytes) into v_bytes from written as w;
    return v_bytes;
end;
$$;
comment on function private.write_sets is 'Inserts validated sets with their marks. Returns their bytes.';

create function private.write_workout(
    p_user uuid,
    p_workout private.workout_document,
    p_plan_workout_id uuid,
    p_planned jsonb,
    p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
-- Many small statements whose plan is the same for every user: planning them each time takes as long as running them.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_sets private.scored_sets[] := private.scored(p_workout.sets);
    v_totals record;
    v_timezone constant text := private.plausible_zone(
        p_user, p_workout.started_at, p_workout.ended_at, p_workout.zone
    );
    v_duplicate_of constant uuid := private.likely_duplicate_of(
        p_user, p_workout.id, p_workout.started_at, p_workout.ended_at, p_workout.sets
    );
    v_derived private.derivation;
    v_bytes bigint;
    v_request_bytes bigint;
    -- Then only rows of this workout are written, which are cheaper to weigh at once than by the triggers of six tables.
    v_is_latest constant boolean := not exists (
        select from public.workout_sessions as w
        where w.user_id = p_user and w.started_at >= p_workout.started_at and w.status = 'completed'
    )
    -- Steps of later edits are made anew as well.
    and not exists (select from private.target_facts as f where f.user_id = p_user and f.set_at >= p_workout.started_at);
begin
    perform private.set_weighing(case when v_is_latest then 'aside' else '' end);
    select
        coalesce(sum(s.volume_kg), 0) as volume_kg,
        count(*) filter (where s.is_performed) as sets,
        avg(s.met) filter (where s.is_performed) as met,
        bool_or(s.side is not null) as has_sides
    into v_totals
    from unnest(v_sets) as s;
    if v_totals.has_sides then
        v_totals.sets := (select t.sets from private.totals_of(v_sets) as t);
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name, location,
        planned, total_volume_kg, total_sets, energy_kcal, created_at, is_history, duplicate_of
    )
    values (
        p_workout.id, p_user, p_plan_workout_id, p_workout.started_at, p_workout.ended_at,
        case when v_duplicate_of is null then 'completed'::public.session_status else 'duplicate' end,
        p_workout.notes, p_workout.overall_feeling, v_timezone,
        coalesce(p_workout.name, p_planned ->> 'name'), p_workout.location, p_planned, v_totals.volume_kg, v_totals.sets,
        private.net_energy(
            p_user, v_totals.met, p_workout.started_at, extract(epoch from p_workout.ended_at - p_workout.started_at)
        ),
        p_now, private.is_history(p_user, p_workout.started_at, v_timezone, p_now, p_now), v_duplicate_of
    )
    on conflict (id) do nothing
    returning pg_column_size(w.*) into v_bytes;
    if not found then
        return false;
    end if;
    if cardinality(p_workout.sets) > 0 then
        perform private.set_deriving(true);
        if v_duplicate_of is null then
            v_derived := private.derive_scores(p_user, array[p_workout.id], v_sets, true);
            -- Inserted with their marks: updating a row in the transaction that inserted it checks all its foreign keys again (60
            -- checks for 20 sets).
            v_bytes := v_bytes + private.write_sets(p_workout.sets, private.marks_of(p_user, v_sets));
            perform private.derive_rewards(p_user, v_derived, v_sets);
        else
            v_bytes := v_bytes + private.write_sets(p_workout.sets);
        end if;
        perform private.set_deriving(false);
    end if;
    insert into private.workout_requests as r (user_id, session_id, content_hash)
    values (p_user, p_workout.id, p_workout.content_hash)
    returning pg_column_size(r.*) into v_request_bytes;
    perform private.set_weighing('');
    if v_is_latest then
        perform private.weigh_workout(p_user, p_workout.id, v_bytes + v_request_bytes, cardinality(p_workout.sets));
    end if;
    return true;
end;
$$;
comment on function private.write_workout is
'Writes a completed workout whose sets are validated, derives what depends on it unless it is likely a duplicate, and keeps the hash
of its document; false if the id is taken. The caller holds the user''s lock.';
