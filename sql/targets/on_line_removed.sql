-- A target outlives a line as long as others follow it, or have followed it. Its sets then belong to one of these, and what the user said
-- of it as well: where the target stands doesn't change.

create function private.hand_over(p_user uuid, p_line uuid, p_target_id uuid, p_heir uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_was_deriving constant boolean := private.is_deriving();
begin
    perform private.set_deriving(true);
    update public.session_exercises as s
    set workout_plan_exercise_id = p_heir
    from public.workout_sessions as w
    where s.user_id = p_user
        and s.workout_plan_exercise_id = p_line
        and w.user_id = p_user
        and w.id = s.workout_session_id
        and private.target_at(p_user, p_line, w.started_at) = p_target_id;
    perform private.set_deriving(v_was_deriving);
    insert into private.target_facts as f (
        user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted, target_rir, state, target_id, standing,
        failures, trained_at
    )
    select
        o.user_id, p_heir, o.set_at, o.moves_target, o.exercise_id, o.target, o.rules, o.is_assisted, o.target_rir, o.state, o.target_id,
        o.standing, o.failures, o.trained_at
    from private.target_facts as o
    where o.user_id = p_user and o.plan_exercise_id = p_line and o.target_id = p_target_id
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = true, exercise_id = excluded.exercise_id, target = excluded.target, rules = excluded.rules,
        is_assisted = excluded.is_assisted, target_rir = excluded.target_rir, state = excluded.state, standing = excluded.standing,
        failures = excluded.failures, trained_at = excluded.trained_at
    where excluded.moves_target and not f.moves_target;
end;
$$;
comment on function private.hand_over is
'Gives the sets and the facts with which a line followed a target to another line that followed it all the while.';

create function private.stand_still(p_user uuid, p_target_id uuid, p_line uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.target_facts as f (
        user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted, target_rir, state, target_id, standing,
        failures, trained_at
    )
    select
        p_user, p_line, now(), true, (s.fact).exercise_id, (s.fact).target, (s.fact).rules, (s.fact).is_assisted, (s.fact).target_rir,
        s.state, p_target_id, s.target, s.failures, s.trained_at
    from private.current_targets(p_user, array[p_target_id], 'infinity') as s
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = true, state = excluded.state, target_id = excluded.target_id, standing = excluded.standing,
        failures = excluded.failures, trained_at = excluded.trained_at
    where not f.moves_target;
end;
$$;
comment on function private.stand_still is 'Makes where a target stands now a fact of a line that follows it.';

create function private.on_line_removed()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_gone text := coalesce(current_setting('spotter.gone_targets', true), '');
    v_left text := coalesce(current_setting('spotter.left_targets', true), '');
    v_target uuid;
    v_since timestamptz;
    v_heir uuid;
    v_is_whole boolean;
    v_follows boolean;
begin
    for v_target, v_since in
        select f.target_id, min(f.set_at)
        from private.target_facts as f
        where f.user_id = old.user_id
            and f.plan_exercise_id = old.id
            and strpos(v_gone, f.target_id::text) = 0
            and exists (
                select from private.target_facts as o
                where o.user_id = old.user_id and o.target_id = f.target_id and o.plan_exercise_id <> old.id
                offset 0
            )
        group by f.target_id
        order by f.target_id
    loop
        -- Of the lines that are left, one that has followed it all the while, else one that follows it now, else any.
        v_heir := null;
        select x.id, h.is_whole, x.target_id = v_target
        into v_heir, v_is_whole, v_follows
        from (
            select o.plan_exercise_id as id, min(o.set_at) as since from private.target_facts as o
            where o.user_id = old.user_id and o.target_id = v_target and o.plan_exercise_id <> old.id
            group by o.plan_exercise_id
        ) as m
        inner join public.workout_plan_day_exercises as x on x.user_id = old.user_id and x.id = m.id
        -- Not while a whole plan is deleted: its days are gone by now.
        inner join public.workout_plan_days as d on d.user_id = old.user_id and d.id = x.plan_workout_id
        cross join lateral (
            select m.since <= v_since and x.target_id = v_target and not exists (
                select from private.target_facts as o
                where o.user_id = old.user_id and o.plan_exercise_id = m.id and o.set_at > m.since and o.target_id <> v_target
            ) as is_whole
        ) as h
        order by h.is_whole desc, x.target_id = v_target desc, m.since, x.id
        limit 1;
        if v_heir is null then
            -- Not asked again for every line of the plan.
            v_gone := concat_ws(' ', nullif(v_gone, ''), v_target);
            perform set_config('spotter.gone_targets', v_gone, true);
            continue;
        end if;
        continue when not private.lock_user(old.user_id);
        if v_is_whole then
            perform private.hand_over(old.user_id, old.id, v_target, v_heir);
        else
            if v_follows then
                perform private.stand_still(old.user_id, v_target, v_heir);
            end if;
            -- What is left of its past begins with another line.
            update private.target_facts as f set moves_target = true
            from (
                select o.plan_exercise_id, o.set_at
                from private.target_facts as o
                inner join public.workout_plan_day_exercises as x on x.user_id = old.user_id and x.id = o.plan_exercise_id
                where o.user_id = old.user_id and o.target_id = v_target and o.plan_exercise_id <> old.id
                order by o.set_at, o.moves_target desc, (o.target).weight_kg desc nulls last, o.plan_exercise_id
                limit 1
            ) as o
            where f.user_id = old.user_id
                and f.plan_exercise_id = o.plan_exercise_id
                and f.set_at = o.set_at
                and not f.moves_target;
        end if;
        if strpos(v_left, v_target::text) = 0 then
            v_left := concat_ws(' ', nullif(v_left, ''), v_target);
            perform set_config('spotter.left_targets', v_left, true);
        end if;
    end loop;
    return old;
end;
$$;
comment on function private.on_line_removed is
'Row trigger before a line is deleted: hands what it had a part in to other lines, and notes the targets for on_lines_removed.';

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
'Statement trigger: re-derives the targets of which deleted lines had a part.';

create trigger hand_over before delete on public.workout_plan_day_exercises
for each row execute function private.on_line_removed();
create trigger share_targets_gone after delete on public.workout_plan_day_exercises
referencing old table as old_rows for each statement execute function private.on_lines_removed();
