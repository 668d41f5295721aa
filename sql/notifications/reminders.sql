-- When to check each user next. Whether a reminder is due is decided then: workouts change nothing here, so no workout waits
-- for it.
create table private.reminders (
    user_id uuid not null references public.profiles (id) on delete cascade,
    type public.notification_type not null,
    due_at timestamptz not null,
    primary key (user_id, type)
);
comment on table private.reminders is
'The next moment at which a reminder may be due, per user and type that is declared as a reminder.';
create index reminders_due_at_idx on private.reminders (due_at);

create function private.plan_weekdays(p_user uuid)
returns smallint []
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select array_agg(distinct d.day_of_week) filter (where d.day_of_week is not null)
        from public.workout_plans as p
        inner join public.workout_plan_days as d on d.user_id = p.user_id and d.plan_id = p.id
        where p.user_id = p_user and p.is_active
        having count(*) > 0
    );
end;
$$;
comment on function private.plan_weekdays is 'The weekdays (1 Monday … 7) of the active plan''s days; null if none of them has one.';

create function private.next_reminder(p_user uuid, p_type public.notification_type, p_after timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
    v_zone text := private.zone_at(p_user, p_after);
    v_weekdays smallint[] := private.plan_weekdays(p_user);
begin
    return (
        select t.at
        from public.profiles as p
        left join public.notification_settings as s on s.user_id = p.id
        cross join lateral (
            select o.day
            from (select (p_after at time zone v_zone)::date + g.i as day from generate_series(0, 8) as g (i)) as o
            where case p_type
                when 'week_empty' then o.day = private.week_start(o.day, p.week_starts_on) + 3
                when 'workout_due' then
                    exists (select from public.workout_plans as w where w.user_id = p.id and w.is_active)
                    and (v_weekdays is null or extract(isodow from o.day) = any(v_weekdays))
            end
            -- offset 0: the time zone is looked up for matching days only.
            offset 0
        ) as d
        -- A change of time zone takes effect at a midnight, so each day has one known zone.
        cross join lateral (
            select
                (d.day + coalesce(s.remind_at, '09:00')) at time zone private.zone_at(p.id, d.day::timestamp at time zone v_zone)
                as at
        ) as t
        where p.id = p_user and t.at > p_after
        order by t.at
        limit 1
    );
end;
$$;
comment on function private.next_reminder is
'When to check next after a moment: for workout_due on the plan''s weekdays, or daily if it has none; for week_empty on the fourth
day of the user''s week. Null: never, in the current state.';

create function private.plan_reminders(p_user uuid, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The account is being deleted: its rows go by cascade.
    if not exists (select from public.profiles as p where p.id = p_user) then
        return;
    end if;
    with wanted as materialized (
        select k.type, private.next_reminder(p_user, k.type, p_now) as due_at
        from unnest(enum_range(null::public.notification_type)) as k (type)
        where (private.notification_declaration(k.type)).is_reminder
    ),

    gone as (
        delete from private.reminders as r
        using wanted as w
        where r.user_id = p_user and r.type = w.type and w.due_at is null
    )

    insert into private.reminders as r (user_id, type, due_at)
    select p_user, w.type, w.due_at from wanted as w where w.due_at is not null
    on conflict (user_id, type) do update set due_at = excluded.due_at where r.due_at <> excluded.due_at;
end;
$$;
comment on function private.plan_reminders is
'Reschedules the user''s reminders: called when the time zone, week start, reminder time or active plan changed.';
