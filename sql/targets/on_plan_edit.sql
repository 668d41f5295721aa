create function private.on_plan_edit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_fact private.target_facts;
    v_current record;
    v_is_by_hand boolean;
    -- A wave starts, ends or gets a different training max.
    v_is_other_wave boolean;
begin
    -- Nothing changed, or only the load, to that of the latest step: the fold wrote it. That is the case after most workouts and
    -- needs no further queries.
    if tg_op = 'UPDATE'
        and (
            new.exercise_id, new.target_sets, new.target_reps, new.progression, new.on_success_weight_increase_kg,
            new.target_rir, new.section, new.target_group
        ) is not distinct from (
            old.exercise_id, old.target_sets, old.target_reps, old.progression, old.on_success_weight_increase_kg,
            old.target_rir, old.section, old.target_group
        )
        and (
            new.current_suggested_weight_kg is not distinct from old.current_suggested_weight_kg
            or new.current_suggested_weight_kg = (
                select (p.new_target ->> 'weight_kg')::numeric
                from public.prescriptions as p
                where p.user_id = new.user_id and p.target_id = new.target_id and p.superseded_at is null
                order by p.effective_at desc, p.session_id desc nulls last
                limit 1
            )
        )
    then
        return null;
    end if;

    select
        new.user_id, new.id, case when tg_op = 'INSERT' then '-infinity'::timestamptz else now() end, true, new.exercise_id,
        (new.target_sets, new.target_reps, new.current_suggested_weight_kg, null)::private.target,
        private.rules_of(
            new.progression, new.on_success_weight_increase_kg, new.target_reps, e.mechanic, private.load_limits(new.exercise_id)
        ),
        e.tracking_type = 'assisted', new.target_rir, '{}'::jsonb, new.target_id, null::private.target, 0::smallint, null::timestamptz
    into v_fact
    from public.exercises as e
    where e.id = new.exercise_id;

    if tg_op = 'UPDATE' then
        select s.* into v_current from private.current_targets(new.user_id, array[new.target_id], 'infinity') as s;
        -- The fold writes the current target's load; any other load comes from the user.
        v_is_by_hand := new.current_suggested_weight_kg is distinct from (v_current.target).weight_kg;
        v_is_other_wave := 'percentage_wave' in (private.scheme_of(v_fact.rules), private.scheme_of((v_current.fact).rules))
        and (new.progression ->> 'scheme', new.progression -> 'training_max_kg')
        is distinct from (old.progression ->> 'scheme', old.progression -> 'training_max_kg');
        v_fact.moves_target := v_is_by_hand or v_is_other_wave or new.exercise_id <> old.exercise_id
        or (new.target_sets, new.target_reps) is distinct from (old.target_sets, old.target_reps);
        if not v_fact.moves_target
            and (new.progression, new.on_success_weight_increase_kg, new.target_rir, new.section, new.target_group)
            is not distinct from (old.progression, old.on_success_weight_increase_kg, old.target_rir, old.section, old.target_group)
        then
            return null;
        end if;
        if private.scheme_of(v_fact.rules) = 'percentage_wave' and not v_is_other_wave then
            if new.exercise_id = old.exercise_id then
                v_fact.state := v_current.state;
            end if;
            if v_is_by_hand then
                -- The latest decision wins: the load, not the training max it was derived from.
                v_fact.state := v_fact.state - 'training_max_kg';
                v_fact.rules := v_fact.rules - 'training_max_kg';
            end if;
        end if;
    end if;
    v_fact := private.initial_target(
        v_fact,
        case
            when private.has_gear(new.user_id)
                then private.buildable_loads(
                    new.user_id, new.exercise_id, now(),
                    -- The loads of a wave are percentages, and nobody typed them.
                    case when private.scheme_of(v_fact.rules) <> 'percentage_wave' then new.current_suggested_weight_kg end
                )
        end
    );

    if tg_op = 'INSERT' then
        -- The new lines are weighed with their first targets.
        perform private.set_weighing('aside');
    end if;
    insert into private.target_facts
    values (v_fact.*)
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = target_facts.moves_target or excluded.moves_target,
        exercise_id = excluded.exercise_id,
        target = excluded.target,
        rules = excluded.rules,
        is_assisted = excluded.is_assisted,
        target_rir = excluded.target_rir,
        state = excluded.state,
        target_id = excluded.target_id,
        standing = excluded.standing,
        failures = excluded.failures,
        trained_at = excluded.trained_at;
    if tg_op = 'INSERT' then
        -- Usually the load is unchanged, which saves one statement per plan exercise.
        if new.current_suggested_weight_kg is distinct from (v_fact.target).weight_kg then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = (v_fact.target).weight_kg
            where x.user_id = new.user_id and x.id = new.id;
        end if;
        perform private.set_weighing('');
    end if;
    return null;
end;
$$;
comment on function private.on_plan_edit is
'Row trigger: stores what the user sets as a fact with its time. Workouts that started before it no longer move the target, which
private.on_plan_edits derives.';

create function private.on_plan_edits()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_lines uuid[];
    v_typed uuid[];
    v_targets uuid[];
begin
    for v_user, v_lines, v_typed in
        select
            n.user_id, array_agg(n.id),
            array_agg(n.id) filter (where n.current_suggested_weight_kg is distinct from o.current_suggested_weight_kg)
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        -- The row trigger's facts. The fold itself updates loads and leaves none, so this ends.
        cross join lateral (
            select from private.target_facts as f where f.user_id = n.user_id and f.plan_exercise_id = n.id and f.set_at = now() offset 0
        ) as f
        group by n.user_id
    loop
        if private.lock_user(v_user) then
            v_targets := private.share_targets(
                v_user, v_lines, v_typed, array(select n.id from new_rows as n where n.user_id = v_user), now()
            );
            perform private.agree_on_targets(v_user, v_targets, v_typed, now());
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_targets, now()));
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.on_plan_edits is
'Statement trigger: finds the lines that share a target, and re-derives the targets that the user has set, once however many plan
exercises change.';

create function private.on_lines_added()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_lines uuid[];
    v_typed uuid[];
begin
    for v_user, v_lines, v_typed in
        select n.user_id, array_agg(n.id), array_agg(n.id) filter (where n.current_suggested_weight_kg is not null)
        from new_rows as n
        group by n.user_id
    loop
        if private.has_repeats(v_user, v_lines) and private.lock_user(v_user) then
            perform private.share_targets(v_user, v_lines, v_typed, null, '-infinity');
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.on_lines_added is 'Statement trigger: new lines share the targets of equal ones in their plan.';

create trigger keep_targets_insert after insert on public.workout_plan_day_exercises
for each row execute function private.on_plan_edit();
create trigger share_targets_insert after insert on public.workout_plan_day_exercises
referencing new table as new_rows for each statement execute function private.on_lines_added();
create trigger keep_targets after update of
exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg, target_rir, section,
target_group
on public.workout_plan_day_exercises
-- write_workout only writes loads computed by the fold.
-- One condition, not one per column, as it is parsed again for every statement.
for each row when (not private.is_deriving())
execute function private.on_plan_edit();
create trigger keep_targets_derived after update on public.workout_plan_day_exercises
referencing old table as old_rows new table as new_rows for each statement when (not private.is_deriving())
execute function private.on_plan_edits();
