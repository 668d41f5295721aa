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
begin
    perform private.recompute_energy(
        coalesce(new.user_id, old.user_id), least(new.logged_at, old.logged_at)
    );
    return null;
end;
$$;
comment on function private.on_measurement_change is 'Row trigger on body_measurements: re-derives the energy of later workouts.';

create function private.on_check_in_weight_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The weight applies from the start of the check-in's local day.
    perform private.recompute_energy(
        coalesce(new.user_id, old.user_id),
        coalesce(new.day, old.day)::timestamp at time zone coalesce(new.timezone, old.timezone)
    );
    return null;
end;
$$;
comment on function private.on_check_in_weight_change is 'Row trigger on check_ins: re-derives the energy of later workouts.';

create trigger energy_follows_weight after insert or update of weight_kg, logged_at or delete on public.body_measurements
for each row execute function private.on_measurement_change();
create trigger energy_follows_weight_gained after insert on public.check_ins
for each row when (new.weight_kg is not null) execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_changed after update of weight_kg on public.check_ins
for each row when (new.weight_kg is distinct from old.weight_kg) execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_lost after delete on public.check_ins
for each row when (old.weight_kg is not null) execute function private.on_check_in_weight_change();
