create function private.recompute_energy(p_user uuid, p_from timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_sessions uuid[] := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'completed' and w.started_at >= p_from
    );
begin
    perform private.settle_totals(p_user, v_sessions, private.sets_of(p_user, v_sessions));
end;
$$;
comment on function private.recompute_energy is 'Derives the energy of workouts from a given time on, after a change of body weight.';

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
