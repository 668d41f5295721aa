-- The next set of a running workout.

create function private.hinted_set(
    p_line private.line_so_far,
    p_work private.todays_work,
    p_unit public.preferred_unit
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target private.target := p_work.target;
    v_reps constant text := ((p_work.terms).base).reps;
    v_amounts integer[] := case
        when v_reps ~ 's$' then p_line.seconds
        when v_reps ~ 'm$' then p_line.metres
        else p_line.reps
    end;
    v_loads numeric[] := p_line.loads;
    v_efforts numeric[] := p_line.efforts;
    -- Left sets more than right ones.
    v_ahead integer;
    v_side public.side;
    v_hint private.set_hint;
    v_complete integer;
begin
    if num_nonnulls(variadic p_line.sides) > 0 then
        v_ahead := (
            select (count(*) filter (where s.side = 'left') - count(*) filter (where s.side = 'right'))::integer
            from unnest(p_line.sides) as s (side)
        );
        v_side := case when v_ahead > 0 then 'right' when v_ahead < 0 then 'left' else p_line.sides[1] end;
        select p.amounts, p.loads, p.efforts into v_amounts, v_loads, v_efforts
        from private.paired_sets(v_amounts, v_loads, v_efforts, p_line.sides, (p_work.terms).is_assisted) as p;
        v_complete := cardinality(v_amounts) - abs(v_ahead);
    end if;
    if p_work.load_kind in ('bar', 'short_bar') and v_target.weight_kg is null and p_work.lighter is null
        and v_target.reps !~ '[sm]$|AMRAP'
    then
        -- Nothing is known of this user: the lightest that can be built, where it is known.
        v_target.weight_kg := case
            when (p_work.terms).buildable is not null then private.empty_bar(null, p_work.load_kind, (p_work.terms).buildable)
        end;
    end if;
    -- What was done of the exercise before is done.
    v_target.sets := v_target.sets - p_line.earlier_sets;
    v_hint := private.next_set_hint(
        (
            v_target, p_work.terms, (p_work.standing).weight_kg is null, p_work.is_eased, p_line.is_on_body,
            (p_work.state -> 'floor_reps')::integer, p_work.is_lower
        )::private.hint_work,
        coalesce(v_amounts[:coalesce(v_complete, 1000)], '{}'::integer[]),
        coalesce(v_loads[:coalesce(v_complete, 1000)], '{}'::numeric[]),
        coalesce(v_efforts[:coalesce(v_complete, 1000)], '{}'::numeric[])
    );
    if v_hint.rule = 'done' then
        return null;
    elsif v_ahead <> 0 then
        v_hint.rule := 'other_side';
        v_hint.weight_kg := v_loads[v_complete + 1];
        v_hint.expected := v_amounts[v_complete + 1];
    end if;
    return jsonb_build_object(
        'set_number', v_hint.set_number,
        'of_sets', v_hint.of_sets,
        'is_last', v_hint.set_number = v_hint.of_sets,
        'side', v_side,
        'weight_kg', v_hint.weight_kg,
        -- Once a set was done at it, it is none.
        'is_guess', p_work.is_guess and v_hint.set_number = 1 and v_hint.rule in ('planned', 'amrap'),
        'target_reps', case when v_hint.reps !~ '[sm]$' then v_hint.reps end,
        'target_seconds', case when v_hint.reps ~ 's$' then rtrim(v_hint.reps, 's')::integer end,
        'target_distance_m', case when v_hint.reps ~ 'm$' then rtrim(v_hint.reps, 'm')::integer end,
        'expected', v_hint.expected,
        'target_rir', (p_work.terms).target_rir,
        'reason_code', v_hint.rule,
        'reason', private.hint_text(v_hint, p_work.terms, p_work.reason, p_unit),
        'inputs', v_hint.inputs || jsonb_build_object('target_reason_code', p_work.reason_code)
    );
end;
$$;
comment on function private.hinted_set is
'The part of next_set that says what to do, for a line of a plan with what was done of it; null if all its sets are.';

create function private.repeated_set(
    p_sets public.session_exercises [],
    -- Null without a plan.
    p_of_sets integer
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_set constant public.session_exercises := p_sets[cardinality(p_sets)];
    v_sides constant public.side [] := array(select s.side from unnest(p_sets) with ordinality as s order by s.ordinality);
    -- Left sets more than right ones.
    v_ahead constant integer := cardinality(array_positions(v_sides, 'left')) - cardinality(array_positions(v_sides, 'right'));
    v_number constant integer := private.whole_sets(v_sides) + case when v_ahead = 0 then 1 else 0 end;
    -- After a set of none: one.
    v_reps constant integer := case when v_set.logged_reps = 0 then 1 else v_set.logged_reps end;
    v_seconds constant integer := case when v_set.duration_seconds = 0 then 1 else v_set.duration_seconds end;
    v_metres constant numeric := case when v_set.distance_m = 0 then 1 else v_set.distance_m end;
begin
    if v_number > p_of_sets then
        return null;
    end if;
    return jsonb_build_object(
        'exercise_id', v_set.exercise_id,
        'exercise_name', (select e.name from public.exercises as e where e.id = v_set.exercise_id),
        'set_number', v_number,
        'of_sets', p_of_sets,
        'is_last', coalesce(v_number = p_of_sets, false),
        'side', case
            when v_ahead > 0 then 'right'
            when v_ahead < 0 then 'left'
            when v_set.side is not null then (select s.side::text from unnest(v_sides) as s (side) where s.side is not null limit 1)
        end,
        'weight_kg', v_set.logged_weight_kg,
        'is_guess', false,
        'target_reps', v_reps::text,
        'target_seconds', v_seconds,
        'target_distance_m', v_metres,
        'expected', coalesce(v_reps, v_seconds, greatest(floor(v_metres)::integer, case when v_metres > 0 then 1 end)),
        'target_rir', null,
        'reason_code', case when v_ahead = 0 then 'repeat' else 'other_side' end,
        'reason', case
            when v_ahead <> 0 then 'The other side: the same again.'
            when p_of_sets is null then 'No plan: the same as your last set.'
            else 'In place of the planned exercise: the same as your last set.'
        end,
        'inputs', jsonb_strip_nulls(jsonb_build_object('set_id', v_set.id, 'rpe', v_set.difficulty_rating))
    );
end;
$$;
comment on function private.repeated_set is
'The part of next_set that says what to do where no target does: the last of these sets once more, or its other side; null if they
are as many as planned.';

create function private.ramp_to_come(
    p_session public.workout_sessions,
    p_sets public.session_exercises [],
    p_line_id uuid,
    p_work private.todays_work
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_done constant integer := (
        select count(*) from generate_subscripts(p_sets, 1) as o (place)
        where (p_sets[o.place]).workout_plan_exercise_id = p_line_id
    );
begin
    return (
        select coalesce(jsonb_agg(s.step order by s.place), '[]')
        from jsonb_array_elements(
            private.ramp_of_today(p_work, p_line_id = any(private.warm_lines(p_session.user_id, p_session.plan_workout_id)))
        ) with ordinality as s (step, place)
        where s.place > v_done
    );
end;
$$;
comment on function private.ramp_to_come is
'The sets that are still to be done on the way up to the first planned set of a line, as private.ramp_up has them.';

create function private.next_planned_set(
    p_session public.workout_sessions,
    p_sets public.session_exercises [],
    p_done uuid
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_unit constant public.preferred_unit := (select p.preferred_unit from public.profiles as p where p.id = p_session.user_id);
    -- What a running workout prescribes was fixed when it started.
    v_reduction constant private.load_reduction := private.load_reduction_at(p_session.user_id, p_session.started_at, p_session.day);
    v_line private.line_so_far;
    v_work private.todays_work;
    v_set jsonb;
begin
    for v_line in select l.* from private.lines_to_come(p_session, p_sets, p_done) as l loop
        v_work := private.work_of_today(
            p_session.user_id, v_line.target_id,
            private.eased_by(v_reduction, private.caution_for(p_session.user_id, v_line.exercise_id, p_session.day)),
            p_session.started_at, v_unit
        );
        if (v_work.target).sets <= v_line.earlier_sets then
            v_set := null;
        elsif v_line.other_sets is not null and v_line.reps is null then
            v_set := private.repeated_set(v_line.other_sets, (v_work.target).sets - v_line.earlier_sets);
        else
            v_set := private.hinted_set(v_line, v_work, v_unit);
        end if;
        if v_set is not null then
            return jsonb_build_object('exercise_id', v_line.exercise_id, 'exercise_name', v_line.name)
            || v_set
            || jsonb_build_object(
                'plan_exercise_id', v_line.id,
                'set_type', case when v_line.is_warm_up then 'warmup' else 'working' end,
                'ramp_up', case
                    when v_line.is_main and v_set -> 'set_number' = '1' and v_set ->> 'reason_code' in ('planned', 'amrap')
                        then private.ramp_to_come(p_session, p_sets, v_line.id, v_work)
                    else '[]'
                end,
                'rest_seconds', case
                    -- Tired sets tell nothing of a load.
                    when v_set ->> 'reason_code' = 'finding_load' and p_done = v_line.id
                        then greatest(private.rest_between(p_session.user_id, p_done, v_line.id), (private.hint_limits()).search_rest)
                    when cardinality(p_sets) > 0 then private.rest_between(p_session.user_id, p_done, v_line.id)
                end
            );
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.next_planned_set is 'The next set of a workout from a plan; null if all are done.';

create function private.next_set(p_user uuid, p_session_id uuid, p_sets jsonb, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_sets public.session_exercises [];
    v_set jsonb;
begin
    perform private.require_caller(p_user);
    -- Without the user's lock: nothing is written.
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    elsif v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'continued');
    end if;
    v_sets := private.sets_so_far(v_session, nullif(p_sets, 'null'), p_now);

    if v_session.plan_workout_id is not null then
        v_set := private.next_planned_set(v_session, v_sets, private.exercise_just_done(v_session, v_sets));
    else
        v_sets := array(
            select v_sets[o.place]
            from generate_subscripts(v_sets, 1) as o (place)
            inner join private.set_types as t on t.set_type = (v_sets[o.place]).set_type and t.is_judged
            order by o.place
        );
        if cardinality(v_sets) > 0 then
            v_sets := array(
                select v_sets[o.place]
                from generate_subscripts(v_sets, 1) as o (place)
                where (v_sets[o.place]).exercise_id = (v_sets[cardinality(v_sets)]).exercise_id
                order by o.place
            );
            v_set := private.repeated_set(v_sets, null)
            || jsonb_build_object(
                'plan_exercise_id', null, 'set_type', 'working', 'ramp_up', '[]'::jsonb,
                'rest_seconds', private.rest_between(p_user, null, null)
            );
        else
            v_set := '{"reason_code": "no_plan", "reason": "No plan: choose an exercise."}'::jsonb;
        end if;
    end if;
    return jsonb_build_object('session_id', p_session_id, 'is_done', v_set is null)
    || coalesce(v_set, '{"reason_code": "done", "reason": "All planned sets are done."}');
end;
$$;
comment on function private.next_set is 'See public.next_set.';

create function public.next_set(p_session_id uuid, p_sets jsonb default null)
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.next_set((select auth.uid()), p_session_id, p_sets, now());
comment on function public.next_set is
'The next set of a running workout of the caller, from what was just done: {session_id, is_done, exercise_id, exercise_name,
plan_exercise_id, set_number, of_sets, is_last (of the exercise), set_type, side, weight_kg, is_guess (as in next_workout), ramp_up (what is
left of the way up to the first set, as in next_workout), target_reps or target_seconds or
target_distance_m, expected (how many of them can be), target_rir, rest_seconds (before it, as start_rest has them; null before the first
set), reason_code, reason (a sentence), inputs}. p_sets: sets as log_workout takes them that the server doesn''t have yet, taken as if they
had been logged; nothing is written. is_done: all planned sets are. Without a plan the last set once more. PT404 workout not found, PT409
not running, PT422 and PT404 for p_sets with the field as log_workout names it: sets[0].logged_reps.';
