-- Energy net of rest, (MET - 1) x kg x hours, with the mean MET of the exercises by their sets. Where the catalogue has
-- no figure, the 2024 Compendium's for the kind of exercise stands in: 5.0 resistance (02052), 7.5 jogging, 2.3 stretching.
create function private.session_energy(p_user uuid, p_session_id uuid)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select
            round(
                (t.met - 1) * private.body_weight(p_user, w.started_at)
                * greatest(extract(epoch from w.ended_at - w.started_at) - w.paused_seconds, 0) / 3600
            )::integer
        from
            public.workout_sessions as w
            cross join lateral (
                select
                    avg(coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end)) as met
                from public.session_exercises as s
                inner join public.exercises as e on e.id = s.exercise_id
                where s.user_id = p_user
                    and s.workout_session_id = p_session_id
                    and s.set_type <> 'warmup'
                    and (
                        coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
                    )
            ) as t
        where w.user_id = p_user and w.id = p_session_id
    );
end;
$$;
comment on function private.session_energy is 'Kilocalories of a workout net of rest; null without a body weight or working sets.';

create function private.recompute_energy(p_user uuid, p_from timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.workout_sessions as w set energy_kcal = e.kcal
    from (
        select o.id, private.session_energy(p_user, o.id) as kcal
        from public.workout_sessions as o
        where o.user_id = p_user and o.status = 'completed' and o.started_at >= p_from
    ) as e
    where w.user_id = p_user and w.id = e.id and w.energy_kcal is distinct from e.kcal;
end;
$$;
comment on function private.recompute_energy is 'Derives the energy of the workouts from a moment on: their body weight became another.';

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
comment on function private.on_measurement_change is 'Row trigger on body_measurements: the energy of later workouts follows.';

create function private.on_check_in_weight_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The weight holds from the start of its day where the user was.
    perform private.recompute_energy(
        coalesce(new.user_id, old.user_id),
        coalesce(new.day, old.day)::timestamp at time zone coalesce(new.timezone, old.timezone)
    );
    return null;
end;
$$;
comment on function private.on_check_in_weight_change is 'Row trigger on check_ins: the energy of later workouts follows.';

create trigger energy_follows_weight after insert or update of weight_kg, logged_at or delete on public.body_measurements
for each row execute function private.on_measurement_change();
create trigger energy_follows_weight_gained after insert on public.check_ins
for each row when (new.weight_kg is not null) execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_changed after update of weight_kg on public.check_ins
for each row when (new.weight_kg is distinct from old.weight_kg) execute function private.on_check_in_weight_change();
create trigger energy_follows_weight_lost after delete on public.check_ins
for each row when (old.weight_kg is not null) execute function private.on_check_in_weight_change();
