-- A check-in or a light week may excuse falling short in a workout, so when one is added, changed or deleted, the affected steps
-- are evaluated again.
create function private.reevaluate_workouts(p_user uuid, p_sessions uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_lines uuid[];
    v_from timestamptz;
begin
    if cardinality(p_sessions) = 0 or not private.lock_user(p_user) then
        return;
    end if;
    select array_agg(distinct s.workout_plan_exercise_id), min(w.started_at) into v_lines, v_from
    from public.workout_sessions as w
    inner join public.session_exercises as s on s.user_id = p_user and s.workout_session_id = w.id
    where w.user_id = p_user and w.id = any(p_sessions) and s.workout_plan_exercise_id is not null;
    if v_lines is not null then
        perform private.mark_sets(p_user, private.recompute_targets(p_user, private.targets_of(p_user, v_lines), v_from));
    end if;
end;
$$;
comment on function private.reevaluate_workouts is 'Re-derives the targets trained in these workouts, from the first workout on.';

create function private.workouts_after(p_user uuid, p_moments timestamptz[])
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return array(
        select distinct w.id
        from unnest(p_moments) as m (checked_in_at)
        -- The offset makes the planner use the user's index once a moment.
        cross join lateral (
            select x.id from public.workout_sessions as x
            where x.user_id = p_user
                and x.status = 'completed'
                and x.started_at >= m.checked_in_at
                and x.started_at < m.checked_in_at + interval '36 hours'
            offset 0
        ) as w
    );
end;
$$;
comment on function private.workouts_after is 'The workouts that check-ins at these moments may excuse: those of the next 36 hours.';

create function private.on_readiness_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_moments timestamptz[];
begin
    if tg_op = 'UPDATE' then
        for v_user, v_moments in
            select n.user_id, array_agg(n.created_at)
            from new_rows as n inner join old_rows as o on o.user_id = n.user_id and o.day = n.day
            where (n.sleep, n.soreness, n.energy, n.mood) is distinct from (o.sleep, o.soreness, o.energy, o.mood)
            group by n.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_after(v_user, v_moments));
        end loop;
    elsif tg_op = 'INSERT' then
        for v_user, v_moments in
            select n.user_id, array_agg(n.created_at) from new_rows as n
            where num_nonnulls(n.sleep, n.soreness, n.energy, n.mood) > 0
            group by n.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_after(v_user, v_moments));
        end loop;
    else
        for v_user, v_moments in
            select o.user_id, array_agg(o.created_at) from old_rows as o
            where num_nonnulls(o.sleep, o.soreness, o.energy, o.mood) > 0
            group by o.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_after(v_user, v_moments));
        end loop;
    end if;
    return null;
end;
$$;
comment on function private.on_readiness_change is
'Statement trigger on check-ins: re-evaluates the workouts of the next 36 hours, once however many check-ins change.';

create trigger judge_again_new after insert on public.check_ins
referencing new table as new_rows for each statement execute function private.on_readiness_change();
create trigger judge_again_gone after delete on public.check_ins
referencing old table as old_rows for each statement execute function private.on_readiness_change();
create trigger judge_again after update on public.check_ins
referencing old table as old_rows new table as new_rows for each statement execute function private.on_readiness_change();

create function private.workouts_of_days(p_user uuid, p_days daterange[])
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return array(
        select distinct w.id
        from unnest(p_days) as d (days)
        -- The offset makes the planner use the user's index once a range.
        cross join lateral (
            select x.id from public.workout_sessions as x
            where x.user_id = p_user
                and x.status = 'completed'
                and d.days @> x.day
                -- Bounds for the index, wide enough for a local day in any time zone.
                and x.started_at between lower(d.days) - 2 and coalesce(upper(d.days) + 2, 'infinity')
            offset 0
        ) as w
    );
end;
$$;
comment on function private.workouts_of_days is 'The workouts on any of these local days.';

create function private.on_deload_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_days daterange[];
begin
    if tg_op = 'UPDATE' then
        for v_user, v_days in
            select n.user_id, array_agg(daterange(
                least(o.starts_on, n.starts_on),
                greatest(private.break_end(o.starts_on, o.ends_on), private.break_end(n.starts_on, n.ends_on)),
                '[]'
            ))
            from new_rows as n inner join old_rows as o on o.id = n.id
            where 'deload' in (o.kind, n.kind)
                and (n.kind, n.starts_on, n.ends_on, n.load_percent, n.sets_percent, n.is_suggested)
                is distinct from (o.kind, o.starts_on, o.ends_on, o.load_percent, o.sets_percent, o.is_suggested)
            group by n.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_of_days(v_user, v_days));
        end loop;
    elsif tg_op = 'INSERT' then
        for v_user, v_days in
            select n.user_id, array_agg(daterange(n.starts_on, private.break_end(n.starts_on, n.ends_on), '[]')) from new_rows as n
            where n.kind = 'deload'
            group by n.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_of_days(v_user, v_days));
        end loop;
    else
        for v_user, v_days in
            select o.user_id, array_agg(daterange(o.starts_on, private.break_end(o.starts_on, o.ends_on), '[]')) from old_rows as o
            where o.kind = 'deload'
            group by o.user_id
        loop
            perform private.reevaluate_workouts(v_user, private.workouts_of_days(v_user, v_days));
        end loop;
    end if;
    return null;
end;
$$;
comment on function private.on_deload_change is
'Statement trigger on breaks: re-evaluates the workouts of deload weeks, once however many breaks change.';

create trigger judge_again_new after insert on public.training_breaks
referencing new table as new_rows for each statement execute function private.on_deload_change();
create trigger judge_again_gone after delete on public.training_breaks
referencing old table as old_rows for each statement execute function private.on_deload_change();
create trigger judge_again after update on public.training_breaks
referencing old table as old_rows new table as new_rows for each statement execute function private.on_deload_change();
