create function private.note_weekly_target(p_user uuid, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_today date;
    v_target smallint;
    v_due private.xp_due;
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_today := private.local_day(p_user, p_now);
    v_target := coalesce(
        (select p.weekly_workout_target from public.profiles as p where p.id = p_user),
        (select w.days_per_week from public.workout_plans as w where w.user_id = p_user and w.is_active),
        3
    );
    -- Targets dated in the local future, from a clock that was ahead or before travelling west: the latest one replaces them.
    delete from private.weekly_targets as t where t.user_id = p_user and t.valid_from > v_today;
    if not found and v_target = private.weekly_target_at(p_user, v_today) then
        return;
    end if;
    insert into private.weekly_targets (user_id, valid_from, target)
    values (p_user, v_today, v_target)
    on conflict (user_id, valid_from) do update set target = excluded.target;
    v_due := private.recompute_weeks(
        p_user,
        v_today || array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.day > v_today
        )
    );
    if v_due.sources is not null then
        perform private.settle_xp(p_user, v_due.sources, v_due.claims);
    end if;
    perform private.recompute_achievements(p_user, '{weeks}');
end;
$$;
comment on function private.note_weekly_target is
'Stores the weekly target in force from today on (the profile''s, else the active plan''s days per week, else 3) and re-derives
this week and any later one.';

create function private.on_weekly_target_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.note_weekly_target(
        case when tg_table_name = 'profiles' then (to_jsonb(new) ->> 'id')::uuid
        else (coalesce(to_jsonb(new), to_jsonb(old)) ->> 'user_id')::uuid end,
        now()
    );
    return null;
end;
$$;
comment on function private.on_weekly_target_change is 'Row trigger on the sources of the weekly target: profiles and plans.';

create trigger note_weekly_target after update of weekly_workout_target on public.profiles
for each row when (old.weekly_workout_target is distinct from new.weekly_workout_target)
execute function private.on_weekly_target_change();
create trigger note_weekly_target after update of is_active, days_per_week on public.workout_plans
for each row when (
    (old.is_active or new.is_active)
    and (old.is_active, old.days_per_week) is distinct from (new.is_active, new.days_per_week)
)
execute function private.on_weekly_target_change();
create trigger note_weekly_target_deleted after delete on public.workout_plans
for each row when (old.is_active) execute function private.on_weekly_target_change();
