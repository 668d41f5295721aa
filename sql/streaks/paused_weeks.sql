-- Of any seven days in a row, four or more fall into exactly one week: so a week-long deload, or a week of flu, pauses exactly
-- one week, whatever day it begins on.
create table private.paused_weeks (
    user_id uuid not null references public.profiles (id) on delete cascade,
    week_start date not null,
    primary key (user_id, week_start)
);
comment on table private.paused_weeks is
'Weeks with four or more days of breaks: missing their target doesn''t end a streak. Derived from training_breaks.';

create function private.recompute_pauses(p_user uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with wanted as materialized (
        select d.week_start
        from (
            -- Breaks may overlap: a day counts once.
            select distinct private.week_start(g.day::date, p.week_starts_on) as week_start, g.day
            from public.profiles as p
            inner join public.training_breaks as b on b.user_id = p.id
            cross join lateral generate_series(
                coalesce(b.counts_from, b.starts_on)::timestamp,
                coalesce(b.counts_until, private.break_end(b.starts_on, b.ends_on))::timestamp,
                interval '1 day'
            ) as g (day)
            where p.id = p_user
        ) as d
        group by d.week_start
        having count(*) >= 4
    ),

    gone as (
        delete from private.paused_weeks as w
        where w.user_id = p_user and w.week_start not in (select n.week_start from wanted as n)
    )

    insert into private.paused_weeks (user_id, week_start)
    select p_user, n.week_start from wanted as n
    on conflict (user_id, week_start) do nothing;
end;
$$;
comment on function private.recompute_pauses is 'Derives which weeks of a user are paused. The caller holds the user''s lock.';

create function private.on_breaks()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_from date;
begin
    if tg_op = 'UPDATE' then
        for v_user, v_from in
            select n.user_id, min(least(o.starts_on, n.starts_on)) from new_rows as n inner join old_rows as o on o.id = n.id
            where (n.kind, n.starts_on, n.ends_on) is distinct from (o.kind, o.starts_on, o.ends_on)
            group by n.user_id
        loop
            perform private.pause_streaks(v_user, v_from);
        end loop;
    elsif tg_op = 'INSERT' then
        for v_user, v_from in select n.user_id, min(n.starts_on) from new_rows as n group by n.user_id loop
            perform private.pause_streaks(v_user, v_from);
        end loop;
    else
        for v_user, v_from in select o.user_id, min(o.starts_on) from old_rows as o group by o.user_id loop
            perform private.pause_streaks(v_user, v_from);
        end loop;
    end if;
    return null;
end;
$$;
comment on function private.on_breaks is
'Statement trigger on training_breaks: recomputes the paused weeks and invalidates the settled streaks, once from the earliest change on.';

create function private.pause_streaks(p_user uuid, p_from date)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    if private.lock_user(p_user) then
        perform private.recompute_pauses(p_user);
        perform private.invalidate_settled_streaks(p_user, p_from);
    end if;
end;
$$;
comment on function private.pause_streaks is 'Paused weeks and settled streaks follow the breaks, which changed from this day on.';

create trigger pause_streaks_new after insert on public.training_breaks
referencing new table as new_rows for each statement execute function private.on_breaks();
create trigger pause_streaks_gone after delete on public.training_breaks
referencing old table as old_rows for each statement execute function private.on_breaks();
create trigger pause_streaks_changed after update on public.training_breaks
referencing old table as old_rows new table as new_rows for each statement execute function private.on_breaks();
