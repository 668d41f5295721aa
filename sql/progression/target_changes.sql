create function private.on_target_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_at timestamptz := case when tg_op = 'INSERT' then '-infinity'::timestamptz else now() end;
    v_moves boolean := true;
    v_standing private.target;
begin
    if tg_op = 'UPDATE' then
        v_standing := (select s.target from private.standing_targets(new.user_id, array[new.id], 'infinity') as s);
        -- The fold writes the load it arrived at; a person writes another one.
        v_moves := new.exercise_id <> old.exercise_id
            or (new.target_sets, new.target_reps) is distinct from (old.target_sets, old.target_reps)
            or new.current_suggested_weight_kg is distinct from v_standing.weight_kg;
        if not v_moves
            and (new.progression, new.on_success_weight_increase_kg)
            is not distinct from (old.progression, old.on_success_weight_increase_kg)
        then
            return null;
        end if;
    end if;

    insert into private.target_facts (
        user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted
    )
    select
        new.user_id,
        new.id,
        v_at,
        v_moves,
        new.exercise_id,
        (new.target_sets, new.target_reps, new.current_suggested_weight_kg)::private.target,
        private.rules_of(new.progression, new.on_success_weight_increase_kg, new.target_reps, e.mechanic),
        e.tracking_type = 'assisted'
    from public.exercises as e
    where e.id = new.exercise_id
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = target_facts.moves_target or excluded.moves_target,
        exercise_id = excluded.exercise_id,
        target = excluded.target,
        rules = excluded.rules,
        is_assisted = excluded.is_assisted;
    if tg_op = 'UPDATE' and private.lock_user(new.user_id) then
        perform private.mark_sets(
            new.user_id, private.recompute_targets(new.user_id, array[new.id], v_at)
        );
    end if;
    return null;
end;
$$;
comment on function private.on_target_change is
'Row trigger: keeps what a person sets as a fact with its time. Workouts that started before it no longer move the target.';

create trigger keep_targets_insert after insert on public.workout_plan_day_exercises
for each row execute function private.on_target_change();
create trigger keep_targets after update of
exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg
on public.workout_plan_day_exercises
for each row when (
    (
        old.exercise_id, old.target_sets, old.target_reps, old.current_suggested_weight_kg, old.progression,
        old.on_success_weight_increase_kg
    ) is distinct from (
        new.exercise_id, new.target_sets, new.target_reps, new.current_suggested_weight_kg, new.progression,
        new.on_success_weight_increase_kg
    )
)
execute function private.on_target_change();
