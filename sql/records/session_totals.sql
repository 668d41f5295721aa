create function private.totals_of(p_sets private.scored_sets [])
returns table (session_id uuid, volume_kg numeric, sets bigint, met numeric)
language plpgsql
immutable
rows 1
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    select e.session_id, sum(e.volume_kg), sum(e.sets)::bigint, sum(e.met) / nullif(sum(e.performed), 0)
    from (
        select
            s.session_id,
            sum(s.volume_kg) as volume_kg,
            -- Sides that are logged apart: the left and the right set are one.
            count(*) filter (where s.is_performed and s.side is null)
            + greatest(
                count(*) filter (where s.is_performed and s.side = 'left'),
                count(*) filter (where s.is_performed and s.side = 'right')
            ) as sets,
            count(*) filter (where s.is_performed) as performed,
            sum(s.met) filter (where s.is_performed) as met
        from unnest(p_sets) as s
        group by s.session_id, s.exercise_id
    ) as e
    group by e.session_id;
end;
$$;
comment on function private.totals_of is
'Of each workout the volume of its sets in kilograms, the number of working sets and their mean MET. No row for one without sets.';

-- Volume, sets and energy of a workout, stored on its row. Finishing writes them together with the status: a second update
-- would write to five indexes and repeat the checks and foreign keys (0.2 ms).
create function private.session_totals(p_user uuid, p_session_id uuid)
returns table (volume_kg numeric, sets bigint, met numeric)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select coalesce(sum(t.volume_kg), 0), coalesce(sum(t.sets), 0)::bigint, min(t.met)
    from private.totals_of(private.sets_of(p_user, array[p_session_id])) as t;
end;
$$;
comment on function private.session_totals is 'A workout''s volume in kilograms, its number of working sets and their mean MET.';

create function private.total_new_workout()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_totals record;
begin
    select t.* into v_totals from private.session_totals(new.user_id, new.id) as t;
    new.total_volume_kg := v_totals.volume_kg;
    new.total_sets := v_totals.sets;
    new.energy_kcal := private.net_energy(
        new.user_id, v_totals.met, new.started_at, extract(epoch from new.ended_at - new.started_at) - new.paused_seconds
    );
    return new;
end;
$$;
comment on function private.total_new_workout is
'Row trigger on workout_sessions: sets the totals in the same write that ends the workout.';

create trigger total_up before update of status on public.workout_sessions
for each row when (
    new.status in ('completed', 'duplicate') and old.status not in ('completed', 'duplicate')
)
execute function private.total_new_workout();

create function private.settle_totals(p_user uuid, p_sessions uuid[], p_sets private.scored_sets [])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_changed record;
begin
    -- Even an update of no rows would fire the statement triggers.
    for v_changed in
        select n.*
        from (
            select
                w.id, w.total_volume_kg, w.total_sets, w.energy_kcal,
                coalesce(t.volume_kg, 0) as volume_kg,
                coalesce(t.sets, 0) as sets,
                private.net_energy(
                    p_user, t.met, w.started_at, extract(epoch from w.ended_at - w.started_at) - w.paused_seconds
                ) as kcal
            from public.workout_sessions as w
            left join private.totals_of(p_sets) as t on t.session_id = w.id
            where w.user_id = p_user and w.id = any(p_sessions) and w.status in ('completed', 'duplicate')
        ) as n
        where (n.total_volume_kg, n.total_sets, n.energy_kcal) is distinct from (n.volume_kg, n.sets, n.kcal)
    loop
        update public.workout_sessions as w
        set total_volume_kg = v_changed.volume_kg, total_sets = v_changed.sets, energy_kcal = v_changed.kcal
        where w.user_id = p_user and w.id = v_changed.id;
    end loop;
end;
$$;
comment on function private.settle_totals is 'Derives volume, sets and energy of these workouts; p_sets are all their sets.';
