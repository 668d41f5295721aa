-- Each streak as of some weeks ago, so that reading one doesn't fold years of history. A cache of facts long past:
-- settle_streaks advances it, and readers fold what happened since.
create table private.settled_streaks (
    user_id uuid not null references public.profiles (id) on delete cascade,
    streak_type public.streak_type not null,
    settled_until date not null,
    current_streak integer not null,
    longest_streak integer not null,
    freezes_available integer not null,
    last_kept date,
    primary key (user_id, streak_type)
);
comment on table private.settled_streaks is 'The streaks of a user after all weeks or days before settled_until. Derived.';
comment on column private.settled_streaks.settled_until is 'The first day of the first week, or the first day, that isn''t settled.';
comment on column private.settled_streaks.last_kept is 'The first day of the last week, or the last day, that extended the streak.';

-- Written instead of the settled row, which a running settlement may hold locked: logging a workout never waits for one.
create table private.streak_changes (
    user_id uuid not null references public.profiles (id) on delete cascade,
    id uuid not null default gen_random_uuid(),
    primary key (user_id, id)
);
comment on table private.streak_changes is
'Users whose facts changed in a period that may be settled. While a user has a row here, their settled streaks are ignored.';

create function private.settled_before(p_now timestamptz)
returns date
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Long past in every time zone: a device that was offline for a month changes nothing settled, and folding five weeks
    -- costs a reader less than falling back to the whole history after a late workout.
    return (p_now at time zone 'UTC')::date - 35;
end;
$$;
comment on function private.settled_before is 'A settlement at p_now settles the days before this date, the same for all users.';

create function private.invalidate_settled_streaks(p_user uuid, p_day date)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The real clock, not an argument: what matters is what another transaction may be settling right now. A day of margin,
    -- because that transaction may have begun later, or this one may commit long after it began.
    if p_day < private.settled_before(now() + interval '1 day') then
        insert into private.streak_changes (user_id) values (p_user);
    end if;
end;
$$;
comment on function private.invalidate_settled_streaks is
'A fact of this day changed: the user''s settled streaks may be wrong from now on.';
