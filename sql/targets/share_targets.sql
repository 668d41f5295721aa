-- Lines of a plan that ask for the same share one target: a lift trained twice a week is one lift.

create function private.target_key(p_line public.workout_plan_day_exercises, p_mechanic public.mechanic)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_rules jsonb := private.rules_of(
        p_line.progression, p_line.on_success_weight_increase_kg, p_line.target_reps, p_mechanic
    );
begin
    return jsonb_build_array(
        p_line.exercise_id, p_line.section, p_line.target_sets, replace(lower(p_line.target_reps), ' ', ''), v_rules, p_line.target_rir,
        p_line.target_group,
        -- A wave counts its weeks by the workouts of a line: shared, a cycle of four weeks would pass in two.
        case when private.scheme_of(v_rules) = 'percentage_wave' and p_line.target_group is null then p_line.id end
    )::text;
end;
$$;
comment on function private.target_key is
'What lines of a plan have in common to share a target: exercise, section, sets, repetitions, progression, repetitions in reserve and
target_group.';

create function private.has_repeats(p_user uuid, p_lines uuid[])
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from (
            select distinct d.plan_id
            from public.workout_plan_day_exercises as x
            inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
            where x.user_id = p_user and x.id = any(p_lines)
        ) as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.plan_id
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
        group by p.plan_id, x.exercise_id
        having count(*) > 1 and bool_or(x.id = any(p_lines))
    );
end;
$$;
comment on function private.has_repeats is 'Whether the plans of these lines have the exercise of one of them in another line as well.';

create function private.is_same_load(p_one numeric, p_other numeric)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- As private.load_tolerance without gear.
    return coalesce(abs(p_one - p_other) <= 0.06, p_one is null and p_other is null);
end;
$$;
comment on function private.is_same_load is 'Whether two loads in kilograms differ by rounding at most; null equals null.';

create function private.follow_target(p_user uuid, p_line uuid, p_target_id uuid, p_is_new boolean, p_set_at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update private.target_facts as f
    set target_id = p_target_id, moves_target = p_is_new
    where f.user_id = p_user and f.plan_exercise_id = p_line and f.set_at = p_set_at;
    perform private.set_deriving(true);
    update public.workout_plan_day_exercises as x
    set
        target_id = p_target_id,
        current_suggested_weight_kg = case
            when p_is_new then x.current_suggested_weight_kg
            else (select (s.target).weight_kg from private.current_targets(p_user, array[p_target_id], 'infinity') as s)
        end
    where x.user_id = p_user and x.id = p_line;
    perform private.set_deriving(false);
end;
$$;
comment on function private.follow_target is
'Lets a line follow another target from its fact of that time on: one that is new and starts with the line, or that goes on as it is.';

create function private.lines_to_share(p_user uuid, p_lines uuid[], p_typed uuid[])
returns table (
    id uuid,
    target_id uuid,
    load_kg numeric,
    key text,
    is_given boolean,
    is_typed boolean,
    -- Whether lines that ask for something else follow its target.
    is_left boolean
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    with plans as materialized (
        select distinct d.plan_id, x.exercise_id
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
        where x.user_id = p_user and x.id = any(p_lines)
    ),

    lines as materialized (
        select
            x.id, x.target_id, x.current_suggested_weight_kg as load_kg,
            p.plan_id::text || private.target_key(x, e.mechanic) as key,
            row_number() over (order by d.week_number, d.order_in_plan, d.id, x.order_in_workout, x.id) as place
        from plans as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.plan_id
        inner join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.plan_workout_id = d.id and x.exercise_id = p.exercise_id
        inner join public.exercises as e on e.id = x.exercise_id
    ),

    followers as materialized (
        select x.target_id, count(*) as lines
        from public.workout_plan_day_exercises as x
        where x.user_id = p_user and x.target_id in (select l.target_id from lines as l)
        group by x.target_id
    )

    select
        l.id, l.target_id, l.load_kg, l.key, g.id is not null, t.id is not null,
        f.lines > count(*) over (partition by l.target_id, l.key)
    from lines as l
    inner join followers as f on f.target_id = l.target_id
    left join unnest(p_lines) as g (id) on g.id = l.id
    left join unnest(p_typed) as t (id) on t.id = l.id
    order by l.key, g.id is not null, t.id is null, l.place;
end;
$$;
comment on function private.lines_to_share is
'The lines with the exercises of p_lines in their plans, by what they have in common: settled ones first, then those whose load the user
typed, then the others.';

create function private.share_targets(
    p_user uuid,
    -- New or edited.
    p_lines uuid[],
    -- Those with a load that the user typed.
    p_typed uuid[],
    -- The time of their facts.
    p_set_at timestamptz
)
returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_line record;
    v_key text;
    -- The targets of the lines with this key so far, their loads, and whether the user has just typed these.
    v_targets uuid[];
    v_loads numeric[];
    v_are_typed boolean[];
    v_choice integer;
    v_target uuid;
    v_concerned uuid[] := '{}'::uuid[];
begin
    for v_line in
        select l.* from private.lines_to_share(p_user, p_lines, p_typed) as l
    loop
        if v_key is distinct from v_line.key then
            v_key := v_line.key;
            v_targets := '{}'::uuid[];
            v_loads := '{}'::numeric[];
            v_are_typed := '{}'::boolean[];
        end if;
        v_choice := array_position(v_targets, v_line.target_id);
        if not v_line.is_given then
            if v_choice is null then
                v_targets := v_targets || v_line.target_id;
                v_loads := v_loads || v_line.load_kg;
                v_are_typed := v_are_typed || false;
            end if;
            continue;
        end if;
        v_concerned := v_concerned || v_line.target_id;
        -- It stays with its own, and a load that was typed is a decision about that, unless another one was typed at the same time.
        if v_line.is_left
            or v_are_typed[v_choice] and v_line.is_typed and not private.is_same_load(v_loads[v_choice], v_line.load_kg)
        then
            v_choice := null;
        end if;
        if v_choice is not null then
            if v_line.is_typed then
                v_loads[v_choice] := v_line.load_kg;
                v_are_typed[v_choice] := true;
            end if;
            continue;
        end if;
        -- Else it joins one with its load. Without a load of its own it takes over that of the only one.
        select c.i into v_choice
        from unnest(v_loads) with ordinality as c (load_kg, i)
        where private.is_same_load(c.load_kg, v_line.load_kg)
            or not v_line.is_typed and cardinality(v_targets) = 1
        order by c.i
        limit 1;
        v_target := case
            when v_choice is not null then v_targets[v_choice]
            when v_line.is_left or v_line.target_id = any(v_targets) then gen_random_uuid()
            else v_line.target_id
        end;
        if v_choice is null then
            v_targets := v_targets || v_target;
            v_loads := v_loads || v_line.load_kg;
            v_are_typed := v_are_typed || v_line.is_typed;
        end if;
        if v_target <> v_line.target_id then
            perform private.follow_target(p_user, v_line.id, v_target, v_choice is null, p_set_at);
            v_concerned := v_concerned || v_target;
        end if;
    end loop;
    return array(select distinct o.id from unnest(v_concerned) as o (id));
end;
$$;
comment on function private.share_targets is
'Lets new and edited lines follow the target of an equal line in their plan, and leave that of one that they no longer equal. Different
loads typed for equal lines keep them apart. Returns the targets concerned. The caller holds the user''s lock.';
