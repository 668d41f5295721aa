create type private.set_mark as (id uuid, is_record boolean, is_success boolean);

create function private.marks_of(p_user uuid, p_sets private.scored_sets [])
returns private.set_mark[]
language plpgsql
stable
set search_path = ''
as $$
declare
    v_set record;
    v_exercise uuid;
    v_session uuid;
    -- What the next set has to beat: the best of all earlier workouts and of the earlier sets in this one. Without an earlier
    -- workout, this one is the baseline: comparing with null is never true.
    v_load numeric;
    v_reps numeric;
    v_1rm_kg numeric;
    v_duration numeric;
    v_distance numeric;
    v_pace numeric;
    v_times integer[];
    v_amounts bigint[];
    v_is_amount boolean;
    v_is_record boolean;
    v_marks private.set_mark[];
begin
    for v_set in
        -- Subscripting an array of composites re-parses it, so unnest once.
        with sets as materialized (
            select
                s.id, s.session_id, s.exercise_id, s.plan_exercise_id, s.set_order, s.tracking_type, s.is_planned,
                s.logged_weight_kg, s.logged_reps, s.duration_seconds, s.distance_m, s.load_score, s.reps_score,
                s.estimated_1rm_kg, s.duration_score, s.distance_score, s.pace_score, s.times, s.amount,
                s.side, s.is_personal_record, s.was_successful_for_progression
            from unnest(p_sets) as s
        ),

        sessions as materialized (
            select distinct k.session_id as id from sets as k
        ),

        steps as materialized (
            select
                p.session_id,
                p.plan_exercise_id,
                -- More than one line that share the target.
                p.inputs -> 'lines' as lines,
                (p.inputs ->> 'exercise_id')::uuid as exercise_id,
                p.old_target ->> 'reps' as reps,
                -- Only a list has different repetitions from set to set, and only a wave different loads.
                private.target_amount(p.old_target ->> 'reps', 1) as least,
                (p.old_target ->> 'weight_kg')::numeric as load_kg,
                p.old_target -> 'loads_kg' as loads_kg
            from sessions as o
            inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
        ),

        -- Materialized: without statistics the planner would query them again for each set (a tenth of the whole call).
        priors as materialized (
            select x.*
            from sessions as o
            -- The offset makes the planner use the session's index, whatever its statistics say.
            cross join lateral (
                select
                    e.session_id, e.exercise_id, e.prior_load_score, e.prior_reps_score, e.prior_estimated_1rm_kg,
                    e.prior_duration_score, e.prior_distance_score, e.prior_pace_score, e.prior_times, e.prior_amounts, e.is_timed,
                    e.is_on_body
                from private.exercise_sessions as e
                where e.user_id = p_user and e.session_id = o.id
                offset 0
            ) as x
        )

        select
            s.id, s.session_id, s.exercise_id, s.load_score, s.reps_score, s.estimated_1rm_kg, s.duration_score,
            s.distance_score, s.pace_score, s.times, s.amount, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg,
            r.prior_duration_score, r.prior_distance_score, r.prior_pace_score, r.prior_times, r.prior_amounts, r.is_timed,
            r.is_on_body,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            case
                -- The plan may have been deleted since: the set keeps its mark.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                when p.session_id is not null
                    then coalesce(
                        case
                            -- As private.load_tolerance without gear: a rounded load is the same load.
                            when s.tracking_type = 'assisted' then s.logged_weight_kg <= a.load_kg + 0.06
                            else coalesce(s.logged_weight_kg, 0) >= a.load_kg - 0.06
                        end,
                        true
                    )
                    and coalesce(
                        case right(p.reps, 1)
                            when 's' then s.duration_seconds
                            when 'm' then s.distance_m
                            else s.logged_reps
                        end
                        >= case when p.reps like '%,%' then private.target_amount(p.reps, s.place) else p.least end,
                        false
                    )
            end as is_success
        from (
            select
                o.*,
                count(*) filter (where o.is_planned) over (
                    partition by o.session_id, o.exercise_id, o.plan_exercise_id, o.side order by o.set_order, o.id
                )::integer as place
            from sets as o
        ) as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        -- A set of another exercise, swapped in for the day, is not judged by the target.
        left join steps as p
            on s.is_planned
            and p.session_id = s.session_id
            and (p.plan_exercise_id = s.plan_exercise_id or p.lines ? s.plan_exercise_id::text)
            and p.exercise_id = s.exercise_id
        cross join lateral (select coalesce((p.loads_kg ->> (s.place - 1))::numeric, p.load_kg) as load_kg) as a
        order by s.session_id, s.exercise_id, s.set_order, s.id
    loop
        if v_session is distinct from v_set.session_id or v_exercise is distinct from v_set.exercise_id then
            v_session := v_set.session_id;
            v_exercise := v_set.exercise_id;
            v_load := v_set.prior_load_score;
            v_reps := v_set.prior_reps_score;
            v_1rm_kg := v_set.prior_estimated_1rm_kg;
            v_duration := v_set.prior_duration_score;
            v_distance := v_set.prior_distance_score;
            v_pace := v_set.prior_pace_score;
            v_times := v_set.prior_times;
            v_amounts := v_set.prior_amounts;
        end if;
        -- As in exercise_scores.
        v_is_amount := private.beaten_amounts(array[v_set.amount], v_amounts) > 0;
        v_is_record := (
            v_set.load_score > v_load + 0.06
            or v_set.reps_score > v_reps
            or not v_set.is_on_body and v_set.estimated_1rm_kg > 1.0025 * v_1rm_kg
            or v_set.is_timed and v_set.duration_score > v_duration
            or v_set.distance_score > 1.001 * v_distance
            or v_set.pace_score > 0.999 * v_pace
            or private.beaten_times(v_set.times, v_times) > 0
            or v_is_amount
        ) is true;
        if v_is_record then
            -- Not greatest(), which would turn a null baseline into a value.
            v_load := case when v_set.load_score > v_load then v_set.load_score else v_load end;
            v_reps := case when v_set.reps_score > v_reps then v_set.reps_score else v_reps end;
            v_1rm_kg := case when v_set.estimated_1rm_kg > v_1rm_kg then v_set.estimated_1rm_kg else v_1rm_kg end;
            v_duration := case when v_set.duration_score > v_duration then v_set.duration_score else v_duration end;
            v_distance := case when v_set.distance_score > v_distance then v_set.distance_score else v_distance end;
            v_pace := case when v_set.pace_score > v_pace then v_set.pace_score else v_pace end;
            v_amounts := case when v_is_amount then private.best_amounts(v_amounts, array[v_set.amount]) else v_amounts end;
            v_times := case when v_times is not null then private.best_times(v_times, v_set.times, true) end;
        end if;
        if v_is_record <> v_set.was_record or v_set.is_success is distinct from v_set.was_success then
            v_marks := v_marks || (v_set.id, v_is_record, v_set.is_success)::private.set_mark;
        end if;
    end loop;
    return v_marks;
end;
$$;
comment on function private.marks_of is
'Given all sets of one or more workouts, the sets whose marks have to change. A record beats every earlier set, as exercise_scores says, by
(started_at, set_order, id); a success met the target of its day.';
