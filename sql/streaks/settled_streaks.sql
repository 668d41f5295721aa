-- Where each streak stood before its period that runs now, so that nobody who reads one walks through years. A cache of
-- facts long past: settle_streaks moves it on, and whoever reads adds what came after it.
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
comment on table private.settled_streaks is 'The streaks of a user as all weeks or days before settled_until make them. Derived.';
comment on column private.settled_streaks.settled_until is 'The first day of the first week or day that isn''t settled.';
comment on column private.settled_streaks.last_kept is 'The first day of the last week, or the last day, that added one.';

-- Written in place of the settled row, which a running settlement may hold: nobody who logs a workout waits for one.
create table private.streak_changes (
    user_id uuid not null references public.profiles (id) on delete cascade,
    id uuid not null default gen_random_uuid(),
    primary key (user_id, id)
);
comment on table private.streak_changes is
'Users of whom facts changed that may be settled. As long as one is here, what is settled of its user doesn''t count.';

create function private.settled_before(p_now timestamptz)
returns date
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Long over in every zone: who was offline for a month changes nothing that is settled, and folding five weeks costs
    -- a reader less than the note that a late workout would leave.
    return (p_now at time zone 'UTC')::date - 35;
end;
$$;
comment on function private.settled_before is 'A settlement at this moment settles the days before this one, anybody''s.';

create function private.invalidate_settled_streaks(p_user uuid, p_day date)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The clock, not an argument: this is about what another transaction may be settling now. A day ahead, because that
    -- one may have begun later, or see this one end later than it began.
    if p_day < private.settled_before(now() + interval '1 day') then
        insert into private.streak_changes (user_id) values (p_user);
    end if;
end;
$$;
comment on function private.invalidate_settled_streaks is 'A fact of this day changed: what is settled of the user may no longer hold.';
