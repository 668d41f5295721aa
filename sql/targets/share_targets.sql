-- Lines of a plan that ask for the same share one target: a lift trained twice a week is one lift.

create function private.own_target()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- A line that comes back under its id doesn't take over what others follow.
    new.target_id := case
        when exists (select from private.target_facts as f where f.user_id = new.user_id and f.target_id = new.id) then gen_random_uuid()
        else new.id
    end;
    return new;
end;
$$;
comment on function private.own_target is
'Row trigger: a new line starts with a target of its own; private.share_targets may let it follow another.';

create trigger own_target before insert on public.workout_plan_day_exercises
for each row execute function private.own_target();

create function private.follow_targets(
    p_user uuid,
    p_lines uuid[],
    p_targets uuid[],
    -- null: a target that begins with the line, which keeps its load.
    p_loads numeric[],
    p_are_new boolean[],
    p_set_at timestamptz
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_was_deriving constant boolean := private.is_deriving();
begin
    -- A new target goes on from where the one that was left stands, unless the user has just said otherwise.
    update private.target_facts as f
    set
        target_id = m.target_id,
        moves_target = m.is_new,
        standing = case when m.is_new and not f.moves_target then s.target end,
        state = case when m.is_new and not f.moves_target then s.state else f.state end,
        failures = case when m.is_new and not f.moves_target then s.failures else f.failures end,
        trained_at = case when m.is_new and not f.moves_target then s.trained_at else f.trained_at end
    from
        unnest(p_lines, p_targets, p_are_new) as m (id, target_id, is_new)
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = m.id
        left join private.current_targets(
            p_user,
            array(
                select distinct o.target_id
                from unnest(p_lines, p_are_new) as n (id, is_new)
                inner join public.workout_plan_day_exercises as o on o.user_id = p_user and o.id = n.id
                where n.is_new
            ),
            'infinity'
        ) as s on s.target_id = x.target_id
    where f.user_id = p_user and f.plan_exercise_id = m.id and f.set_at = p_set_at;
    perform private.set_deriving(true);
    update public.workout_plan_day_exercises as x
    set
        target_id = m.target_id,
        current_suggested_weight_kg = case when m.is_new then x.current_suggested_weight_kg else m.load_kg end
    from unnest(p_lines, p_targets, p_loads, p_are_new) as m (id, target_id, load_kg, is_new)
    where x.user_id = p_user and x.id = m.id;
    perform private.set_deriving(v_was_deriving);
end;
$$;
comment on function private.follow_targets is
'Lets lines follow other targets from their facts of that time on: ones that go on as they are, or that are new.';

create function private.share_targets(
    p_user uuid,
    -- New or edited.
    p_lines uuid[],
    -- Those with a load that the user typed.
    p_typed uuid[],
    -- All that the statement wrote.
    p_written uuid[],
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
    v_is_other boolean;
    v_choice integer;
    v_target uuid;
    v_moved uuid[] := '{}'::uuid[];
    v_moved_to uuid[] := '{}'::uuid[];
    v_moved_loads numeric[] := '{}'::numeric[];
    v_are_new boolean[] := '{}'::boolean[];
    v_concerned uuid[] := '{}'::uuid[];
begin
    for v_line in
        select l.* from private.lines_to_share(p_user, p_lines, p_typed, p_written, p_set_at) as l
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
                v_are_typed := v_are_typed || v_line.is_typed;
            elsif v_line.is_typed then
                v_are_typed[v_choice] := true;
            end if;
            continue;
        end if;
        v_concerned := v_concerned || v_line.target_id;
        -- It stays with its own, and a load that was typed is a decision about that, unless another one was typed at the same time.
        v_is_other := v_are_typed[v_choice] and v_line.is_typed
        and coalesce(abs(v_loads[v_choice] - v_line.load_kg) > 0.06, num_nulls(v_loads[v_choice], v_line.load_kg) = 1);
        if v_choice is not null and not v_line.is_left and not v_is_other then
            if v_line.is_typed then
                v_loads[v_choice] := v_line.load_kg;
                v_are_typed[v_choice] := true;
            end if;
            continue;
        end if;
        -- Else it joins one with its load, to 60 g, as is the tolerance without gear. Without a load that was typed it takes over that of
        -- the only one.
        select c.i into v_choice
        from unnest(v_loads) with ordinality as c (load_kg, i)
        where coalesce(abs(c.load_kg - v_line.load_kg) <= 0.06, num_nulls(c.load_kg, v_line.load_kg) = 2)
            or not v_line.is_typed and cardinality(v_targets) = 1 and (v_line.load_kg is null or not v_are_typed[1])
        order by c.i
        limit 1;
        v_target := case
            when v_choice is not null then v_targets[v_choice]
            when v_line.is_left or v_line.target_id = any(v_targets) then gen_random_uuid()
            else v_line.target_id
        end;
        if v_target <> v_line.target_id then
            v_moved := v_moved || v_line.id;
            v_moved_to := v_moved_to || v_target;
            v_moved_loads := v_moved_loads || v_loads[v_choice];
            v_are_new := v_are_new || (v_choice is null);
            v_concerned := v_concerned || v_target;
        end if;
        if v_choice is null then
            v_targets := v_targets || v_target;
            v_loads := v_loads || v_line.load_kg;
            v_are_typed := v_are_typed || v_line.is_typed;
        end if;
    end loop;
    if cardinality(v_moved) > 0 then
        perform private.follow_targets(p_user, v_moved, v_moved_to, v_moved_loads, v_are_new, p_set_at);
    end if;
    return array(select distinct o.id from unnest(v_concerned) as o (id));
end;
$$;
comment on function private.share_targets is
'Lets new and edited lines follow the target of an equal line in their plan, and leave that of one that they no longer equal. Different
loads typed for equal lines keep them apart. Returns the targets concerned. The caller holds the user''s lock.';

create function private.agree_on_targets(p_user uuid, p_targets uuid[], p_typed uuid[], p_set_at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update private.target_facts as f
    set moves_target = w.moves_target, target = w.target, rules = w.rules, state = w.state, standing = w.standing
    from (
        select distinct on (t.target_id) t.*
        from private.target_facts as t
        where t.user_id = p_user and t.target_id = any(p_targets) and t.set_at = p_set_at
        order by t.target_id, t.plan_exercise_id = any(p_typed) desc nulls last, t.moves_target desc, t.plan_exercise_id
    ) as w
    where f.user_id = p_user
        and f.target_id = w.target_id
        and f.set_at = p_set_at
        and (f.moves_target, f.target, f.rules, f.state, f.standing)
        is distinct from (w.moves_target, w.target, w.rules, w.state, w.standing);
end;
$$;
comment on function private.agree_on_targets is
'Where lines that share a target were edited in one statement, all facts of the moment say the same: what was typed.';
