-- Sets on the way up to a load. They are logged with set_type warmup and count for nothing.

create function private.empty_bar(p_load numeric, p_kind text, p_buildable numeric[])
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case
        when p_kind not in ('bar', 'short_bar') then null
        when p_buildable is null
            then (
                -- Whoever lifts less than 20 kg has a lighter bar.
                select max(b.kg)
                from unnest(case when p_kind = 'bar' then '{20,15,10}' else '{10,7.5}' end::numeric[]) as b (kg)
                where b.kg <= p_load
            )
        else private.lightest_load(p_kind, p_buildable)
    end;
end;
$$;
comment on function private.empty_bar is 'The weight of the empty bar with which a load is made; null where there is none.';

create function private.ramp_up(
    p_load numeric,
    -- The least repetitions of a planned set.
    p_reps integer,
    p_kind text,
    p_mechanic public.mechanic,
    p_buildable numeric[],
    -- Whether the load is a guess: then the way up tells whether it is far off.
    p_is_guess boolean,
    -- Whether something of the day has warmed up its muscles already.
    p_is_warm boolean
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- A light load is at most this many empty bars, or half of that in each hand.
    c_light constant numeric := 1.3;
    v_bar constant numeric := private.empty_bar(p_load, p_kind, p_buildable);
    v_is_light constant boolean := case
        when v_bar is not null then p_load <= v_bar * c_light
        else p_kind in ('dumbbell', 'kettlebell', 'ball', 'plate') and p_load <= 10 * c_light
    end;
    -- Shares of the load and repetitions (judgement: what coaches do).
    v_shares numeric[];
    v_reps integer[];
    v_kg numeric;
    v_last numeric := 0;
    v_steps jsonb := '[]'::jsonb;
begin
    if coalesce(p_load, 0) <= 0 or p_reps is null then
        return '[]'::jsonb;
    elsif v_is_light or p_kind in ('machine', 'landmine') or p_mechanic = 'isolation' or p_reps > 12 then
        v_shares := '{0.5}'::numeric[];
        v_reps := '{8}'::integer[];
        if p_is_guess and not v_is_light then
            v_shares := '{0.5,0.75}'::numeric[];
            v_reps := '{8,5}'::integer[];
        end if;
    elsif p_is_guess then
        v_shares := '{0.5,0.75}'::numeric[];
        v_reps := '{8,5}'::integer[];
    elsif p_reps <= 6 then
        v_shares := case
            when p_is_warm then '{0.7}'::numeric[]
            when v_bar is null then '{0.5,0.7,0.87}'::numeric[]
            else '{0,0.5,0.7,0.87}'::numeric[]
        end;
        v_reps := case when p_is_warm then '{3}'::integer[] when v_bar is null then '{5,3,2}'::integer[] else '{8,5,3,2}'::integer[] end;
    else
        v_shares := case when p_is_warm then '{0.75}'::numeric[] else '{0.5,0.75}'::numeric[] end;
        v_reps := case when p_is_warm then '{4}'::integer[] else '{8,4}'::integer[] end;
    end if;

    for v_place in 1 .. cardinality(v_shares) loop
        v_kg := p_load * v_shares[v_place];
        v_kg := case
            when v_kg < v_bar then v_bar
            -- Below a usual bar on a lighter one.
            when v_bar is not null and p_buildable is null then floor(v_kg / 2.5) * 2.5
            else private.load_to_hand(v_kg, p_kind, p_buildable)
        end;
        -- Two at the same load, or one at the planned load, would be work.
        continue when v_kg is null or v_kg <= v_last or v_kg >= p_load;
        v_steps := v_steps || jsonb_build_object('reps', v_reps[v_place], 'weight_kg', trim_scale(v_kg), 'rest_seconds', 45);
        v_last := v_kg;
    end loop;
    return jsonb_set(v_steps, '{-1,rest_seconds}', '120');
end;
$$;
comment on function private.ramp_up is
'The sets before the first planned one, [{reps, weight_kg, rest_seconds: after it}], from what can be loaded: up to 6 reps the empty bar and
50, 70 and 87 %, up to 12 reps 50 and 75 %, else and on machines 50 %; of a guess 50 and 75 %. One where the load is light or the muscles are
warm; none without a load.';

create function private.ramp_of_today(p_work private.todays_work, p_is_warm boolean)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target constant private.target := p_work.target;
    -- Of a wave the first set.
    v_load constant numeric := coalesce(v_target.loads_kg[1], v_target.weight_kg);
begin
    if v_load is null or (p_work.terms).is_assisted or v_target.reps ~ '[sm]$' then
        return '[]'::jsonb;
    elsif p_work.is_on_body then
        -- The body alone is on the way to a belt.
        return case
            when v_load > 0 then '[{"reps": 5, "weight_kg": 0, "rest_seconds": 120}]'::jsonb
            else '[]'
        end;
    end if;
    return private.ramp_up(
        v_load,
        -- As many as possible are many.
        case when v_target.reps = 'AMRAP' then 8 else private.target_amount(v_target.reps, 1) end,
        p_work.load_kind, p_work.mechanic, (p_work.terms).buildable, p_work.is_guess, p_is_warm
    );
end;
$$;
comment on function private.ramp_of_today is 'The sets on the way up to the first set of today''s work, as private.ramp_up has them.';

create function private.warm_lines(p_user uuid, p_plan_workout_id uuid)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return array(
        with lines as (
            select
                x.id, e.primary_muscle_group, e.secondary_muscle_groups, row_number() over (order by x.order_in_workout, x.id) as place
            from public.workout_plan_day_exercises as x
            inner join public.exercises as e on e.id = x.exercise_id
            where x.user_id = p_user and x.plan_workout_id = p_plan_workout_id and x.section = 'main'
        )

        select l.id
        from lines as l
        where exists (
            select from lines as o
            where o.place < l.place
                and (o.primary_muscle_group = l.primary_muscle_group or l.primary_muscle_group = any(o.secondary_muscle_groups))
        )
    );
end;
$$;
comment on function private.warm_lines is
'The main exercises of a plan day whose target muscle an earlier one of them has worked.';
