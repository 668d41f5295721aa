create function private.recompute_body_loads(p_user uuid, p_from timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- The weight of a day counts for its workouts, also those before the scales; the first weight for all before.
    v_from constant timestamptz := case
        when private.body_weight(p_user, p_from - interval '1 microsecond') is null then '-infinity'
        else p_from - interval '26 hours'
    end;
    v_exercises uuid[];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    with sets as materialized (
        select (o.one).session_id, (o.one).exercise_id, array_agg(o.one) as sets
        from (
            select distinct r.session_id as id from private.exercise_sessions as r
            where r.user_id = p_user and r.is_on_body and r.started_at >= v_from
        ) as k
        cross join lateral (
            select x as one from private.scored_sets as x where x.user_id = p_user and x.session_id = k.id offset 0
        ) as o
        where (o.one).bodyweight_share is not null
        group by 1, 2
    ),

    changed as (
        update private.exercise_sessions as r
        set body_kg = n.body_kg, body_load_kg = n.load_kg, body_1rm_kg = n.estimated_1rm_kg, body_volume_kg = n.volume_kg
        from (
            select o.exercise_id, o.started_at, o.session_id, y.body_kg, y.load_kg, y.estimated_1rm_kg, y.volume_kg
            from private.exercise_sessions as o
            inner join public.exercises as e on e.id = o.exercise_id
            inner join public.workout_sessions as w on w.user_id = p_user and w.id = o.session_id
            inner join sets as s on s.session_id = o.session_id and s.exercise_id = o.exercise_id
            left join lateral private.with_body_weight(
                p_user, s.sets, o.session_id, o.exercise_id, e.bodyweight_share,
                (w.day + 1)::timestamp at time zone w.timezone
            ) as y on true
            where o.user_id = p_user and o.is_on_body and o.started_at >= v_from
        ) as n
        where r.user_id = p_user
            and r.exercise_id = n.exercise_id
            and r.started_at = n.started_at
            and r.session_id = n.session_id
            and (r.body_kg, r.body_load_kg, r.body_1rm_kg, r.body_volume_kg)
            is distinct from (n.body_kg, n.load_kg, n.estimated_1rm_kg, n.volume_kg)
        returning r.exercise_id
    )

    select array_agg(distinct c.exercise_id) into v_exercises from changed as c;
    if v_exercises is not null then
        perform private.recompute_priors(p_user, v_exercises, v_from);
        perform private.recompute_personal_records(p_user, v_exercises, '-infinity');
    end if;
end;
$$;
comment on function private.recompute_body_loads is
'Derives what body-weight exercises lifted from a given time on, after a change of body weight. No XP and no mark depends on it.';

create function private.recompute_energy(p_user uuid, p_from timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_sessions uuid[] := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status in ('completed', 'duplicate') and w.started_at >= p_from
    );
begin
    perform private.settle_totals(p_user, v_sessions, private.sets_of(p_user, v_sessions));
    perform private.recompute_body_loads(p_user, p_from);
end;
$$;
comment on function private.recompute_energy is
'Derives the energy and the loads of body-weight exercises of workouts from a given time on, after a change of body weight.';

create function private.on_measurement_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_from timestamptz;
begin
    if tg_op = 'UPDATE' then
        for v_user, v_from in
            select n.user_id, min(least(n.logged_at, o.logged_at)) from new_rows as n inner join old_rows as o on o.id = n.id
            where (n.weight_kg, n.logged_at) is distinct from (o.weight_kg, o.logged_at)
            group by n.user_id
        loop
            perform private.recompute_energy(v_user, v_from);
        end loop;
    elsif tg_op = 'INSERT' then
        for v_user, v_from in select n.user_id, min(n.logged_at) from new_rows as n group by n.user_id loop
            perform private.recompute_energy(v_user, v_from);
        end loop;
    else
        for v_user, v_from in select o.user_id, min(o.logged_at) from old_rows as o group by o.user_id loop
            perform private.recompute_energy(v_user, v_from);
        end loop;
    end if;
    return null;
end;
$$;
comment on function private.on_measurement_change is
'Statement trigger on body_measurements: re-derives the energy of later workouts, once from the earliest change on.';

create trigger energy_follows_weight_new after insert on public.body_measurements
referencing new table as new_rows for each statement execute function private.on_measurement_change();
create trigger energy_follows_weight_gone after delete on public.body_measurements
referencing old table as old_rows for each statement execute function private.on_measurement_change();
create trigger energy_follows_weight after update on public.body_measurements
referencing old table as old_rows new table as new_rows for each statement execute function private.on_measurement_change();

create function private.on_check_in_weight_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_from timestamptz;
begin
    -- The weight applies from the start of the check-in's local day.
    if tg_op = 'UPDATE' then
        for v_user, v_from in
            select n.user_id, min(n.day::timestamp at time zone n.timezone)
            from new_rows as n inner join old_rows as o on o.user_id = n.user_id and o.day = n.day
            where n.weight_kg is distinct from o.weight_kg
            group by n.user_id
        loop
            perform private.recompute_energy(v_user, v_from);
        end loop;
    elsif tg_op = 'INSERT' then
        for v_user, v_from in
            select n.user_id, min(n.day::timestamp at time zone n.timezone) from new_rows as n
            where n.weight_kg is not null
            group by n.user_id
        loop
            perform private.recompute_energy(v_user, v_from);
        end loop;
    else
        for v_user, v_from in
            select o.user_id, min(o.day::timestamp at time zone o.timezone) from old_rows as o
            where o.weight_kg is not null
            group by o.user_id
        loop
            perform private.recompute_energy(v_user, v_from);
        end loop;
    end if;
    return null;
end;
$$;
comment on function private.on_check_in_weight_change is
'Statement trigger on check_ins: re-derives the energy of later workouts, once from the earliest change on.';

create trigger energy_follows_weight_gained after insert on public.check_ins
referencing new table as new_rows for each statement execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_changed after update on public.check_ins
referencing old table as old_rows new table as new_rows for each statement execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_lost after delete on public.check_ins
referencing old table as old_rows for each statement execute function private.on_check_in_weight_change();
