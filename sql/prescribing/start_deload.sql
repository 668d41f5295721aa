create function private.start_deload(p_user uuid, p_starts_on date, p_days integer, p_now timestamptz)
returns public.training_breaks
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_starts_on date;
    v_break public.training_breaks;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    if p_days is null or p_days not between 1 and 28 then
        perform private.fail('PT422', 'a deload must last 1 to 28 days', '{"field": "p_days", "min": 1, "max": 28}');
    end if;
    v_starts_on := coalesce(p_starts_on, private.local_day(p_user, p_now));
    if v_starts_on not between private.local_day(p_user, p_now) - 366 and private.local_day(p_user, p_now) + 366 then
        perform private.fail(
            'PT422', 'a deload must start within a year of today', '{"field": "p_starts_on"}', 'Leave it out to start today.'
        );
    end if;

    -- A repeated request, or a week that the plan has already scheduled.
    select b.* into v_break
    from public.training_breaks as b
    where b.user_id = p_user
        and b.kind = 'deload'
        and b.starts_on between v_starts_on - 366 and v_starts_on
        and private.break_end(b.starts_on, b.ends_on) >= v_starts_on
    order by b.starts_on, b.id
    limit 1;
    if not found then
        insert into public.training_breaks (user_id, kind, starts_on, ends_on, is_suggested, created_at)
        values (
            p_user, 'deload', v_starts_on, v_starts_on + p_days - 1, private.suggested_deload(p_user, p_now) is not null, p_now
        )
        returning * into v_break;
    end if;
    return v_break;
end;
$$;
comment on function private.start_deload is 'See public.start_deload.';

create function public.start_deload(p_starts_on date default null, p_days integer default 7)
returns public.training_breaks
language sql
security invoker
set search_path = ''
return private.start_deload((select auth.uid()), p_starts_on, p_days, now());
comment on function public.start_deload is
'Starts a deload of p_days days (1 to 28), by default today, and returns its row of training_breaks; if that day is already in a
deload, returns that one. is_suggested if next_workout suggests one now. load_percent is 70 unless changed. PT422 names the field.';
