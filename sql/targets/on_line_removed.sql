-- A target outlives a line as long as others follow it, or have followed it; but what the user said of the line goes with it, and its sets
-- lose their link.

create function private.on_line_removed()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_target uuid;
    v_heir uuid;
begin
    for v_target, v_heir in
        select f.target_id, (array_agg(x.id order by x.id) filter (where x.target_id = f.target_id))[1]
        from (
            select distinct t.target_id from private.target_facts as t
            where t.user_id = old.user_id and t.plan_exercise_id = old.id
        ) as f
        inner join private.target_facts as o
            on o.user_id = old.user_id and o.target_id = f.target_id and o.plan_exercise_id <> old.id
        inner join public.workout_plan_day_exercises as x on x.user_id = old.user_id and x.id = o.plan_exercise_id
        -- Not while a whole plan is deleted: its days are gone by now.
        inner join public.workout_plan_days as d on d.user_id = old.user_id and d.id = x.plan_workout_id
        group by f.target_id
        order by f.target_id
    loop
        continue when not private.lock_user(old.user_id);
        if v_heir is not null then
            insert into private.target_facts as f (
                user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted, target_rir, state, target_id,
                standing
            )
            select
                old.user_id, v_heir, now(), true, (s.fact).exercise_id, (s.fact).target, (s.fact).rules, (s.fact).is_assisted,
                (s.fact).target_rir, s.state, v_target, s.target
            from private.current_targets(old.user_id, array[v_target], 'infinity') as s
            on conflict (user_id, plan_exercise_id, set_at) do update
            set moves_target = true, state = excluded.state, target_id = excluded.target_id, standing = excluded.standing;
        end if;
        -- What is left of its past begins with another line.
        update private.target_facts as f set moves_target = true
        from (
            select o.plan_exercise_id, o.set_at
            from private.target_facts as o
            where o.user_id = old.user_id and o.target_id = v_target and o.plan_exercise_id <> old.id
            order by o.set_at, (o.target).weight_kg desc nulls last, o.plan_exercise_id
            limit 1
        ) as o
        where f.user_id = old.user_id
            and f.plan_exercise_id = o.plan_exercise_id
            and f.set_at = o.set_at
            and not f.moves_target;
        perform set_config('spotter.left_targets', concat_ws(' ', nullif(current_setting('spotter.left_targets', true), ''), v_target), true);
    end loop;
    return old;
end;
$$;
comment on function private.on_line_removed is
'Row trigger before a line is deleted: where its target stands becomes a fact of another line that follows it.';

create function private.on_lines_removed()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_left uuid[] := string_to_array(nullif(current_setting('spotter.left_targets', true), ''), ' ')::uuid[];
    v_user uuid;
    v_targets uuid[];
begin
    if v_left is null then
        return null;
    end if;
    perform set_config('spotter.left_targets', '', true);
    for v_user, v_targets in
        select o.user_id, array_agg(distinct f.target_id)
        from (select distinct r.user_id from old_rows as r) as o
        inner join private.target_facts as f on f.user_id = o.user_id and f.target_id = any(v_left)
        group by o.user_id
    loop
        if private.lock_user(v_user) then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_targets, '-infinity'));
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.on_lines_removed is
'Statement trigger: re-derives the targets of which deleted lines had a part, from what is left of their past.';

create trigger hand_over before delete on public.workout_plan_day_exercises
for each row execute function private.on_line_removed();
create trigger share_targets_gone after delete on public.workout_plan_day_exercises
referencing old table as old_rows for each statement execute function private.on_lines_removed();
