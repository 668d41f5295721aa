create function private.record_check_in(
    p_user uuid,
    p_check_in jsonb,
    p_timezone text,
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_check_in jsonb := coalesce(nullif(p_check_in, 'null'), '{}');
    v_zone text;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(v_check_in, 'p_check_in', $shape${
        "sleep": {"type": "integer", "min": 1, "max": 5},
        "soreness": {"type": "integer", "min": 1, "max": 5},
        "energy": {"type": "integer", "min": 1, "max": 10},
        "mood": {"type": "integer", "min": 1, "max": 5},
        "weight_kg": {"type": "number", "min": 20, "max": 500},
        "notes": {"type": "text", "max": 2000}
    }$shape$);
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'unknown time zone', '{"field": "p_timezone"}');
    end if;
    v_zone := private.plausible_zone(p_user, p_now, p_now, coalesce(p_timezone, private.zone_at(p_user, p_now)));

    -- One check-in per day counts; what a later one says is merged into it.
    insert into public.check_ins as c (user_id, day, timezone, sleep, soreness, energy, mood, weight_kg, notes, created_at)
    values (
        p_user,
        (p_now at time zone v_zone)::date,
        v_zone,
        (v_check_in ->> 'sleep')::numeric,
        (v_check_in ->> 'soreness')::numeric,
        (v_check_in ->> 'energy')::numeric,
        (v_check_in ->> 'mood')::numeric,
        (v_check_in ->> 'weight_kg')::numeric,
        v_check_in ->> 'notes',
        p_now
    )
    on conflict (user_id, day) do update
    set
        sleep = coalesce(excluded.sleep, c.sleep),
        soreness = coalesce(excluded.soreness, c.soreness),
        energy = coalesce(excluded.energy, c.energy),
        mood = coalesce(excluded.mood, c.mood),
        weight_kg = coalesce(excluded.weight_kg, c.weight_kg),
        notes = coalesce(excluded.notes, c.notes);
    return (
        select to_jsonb(s) || jsonb_build_object('user_id', p_user)
        from private.streaks_at(p_user, p_now) as s
        where s.streak_type = 'daily_login'
    );
end;
$$;
comment on function private.record_check_in is 'See public.record_check_in.';

create function public.record_check_in(p_check_in jsonb default null, p_timezone text default null)
returns jsonb
language sql
security invoker
set search_path = ''
return private.record_check_in((select auth.uid()), p_check_in, p_timezone, now());
comment on function public.record_check_in is
'Checks in for today with {sleep?, soreness?, energy?, mood?, weight_kg?, notes?} and returns the daily_login streak. One check-in
per day counts; a later one is merged into it. PT422 names the invalid field.';

create function private.on_check_in_streak()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_from date;
begin
    for v_user, v_from in select c.user_id, min(c.day) from changed_rows as c group by c.user_id loop
        if private.lock_user(v_user) then
            perform private.invalidate_settled_streaks(v_user, v_from);
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.on_check_in_streak is
'Statement trigger: check-ins keep the daily streak alive; deleting them may end the streak.';

create trigger invalidate_settled_streaks_new after insert on public.check_ins
referencing new table as changed_rows for each statement execute function private.on_check_in_streak();
create trigger invalidate_settled_streaks_gone after delete on public.check_ins
referencing old table as changed_rows for each statement execute function private.on_check_in_streak();
