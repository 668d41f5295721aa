create function private.recount_account(p_user uuid, p_until_next interval default '30 days')
returns private.account_use
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_use private.account_use;
begin
    if not private.lock_user(p_user) then
        return null;
    end if;
    -- Whoever adds to the row has it until it commits, so that each row is counted here or added, never both.
    insert into private.account_use as u (user_id)
    values (p_user)
    on conflict (user_id) do update set is_changed = u.is_changed;
    v_use := private.measure_account(p_user);
    update private.account_use as u
    set
        bytes = v_use.bytes,
        rows = v_use.rows,
        training_bytes = v_use.training_bytes,
        training_rows = v_use.training_rows,
        plans_bytes = v_use.plans_bytes,
        plans_rows = v_use.plans_rows,
        exercises_bytes = v_use.exercises_bytes,
        exercises_rows = v_use.exercises_rows,
        body_bytes = v_use.body_bytes,
        body_rows = v_use.body_rows,
        coach_bytes = v_use.coach_bytes,
        coach_rows = v_use.coach_rows,
        history_bytes = v_use.history_bytes,
        history_rows = v_use.history_rows,
        workouts = v_use.workouts,
        sets = v_use.sets,
        plan_lines = v_use.plan_lines,
        messages = v_use.messages,
        is_changed = false,
        recount_at = now() + p_until_next
    where u.user_id = p_user
    returning u.* into v_use;
    return v_use;
end;
$$;
comment on function private.recount_account is
'Writes into account_use what measure_account finds; null without an account. When an account is first counted amid a statement,
that adds some of its rows again: the next recount should be soon.';

create function private.recount_accounts(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_user uuid;
    v_done integer := 0;
begin
    for v_user in
        select u.user_id from private.account_use as u
        where u.recount_at <= p_now
        order by u.recount_at
        limit p_limit
    loop
        -- Who is writing is left to the next run: others would wait for those counted before.
        perform from public.profiles as p where p.id = v_user for no key update skip locked;
        continue when not found;
        v_done := v_done + 1;
        update private.account_use as u
        set recount_at = p_now + interval '30 days'
        where u.user_id = v_user and not u.is_changed;
        if not found then
            perform private.recount_account(v_user);
        end if;
    end loop;
    return v_done;
end;
$$;
comment on function private.recount_accounts is
'For a job: counts anew what up to p_limit accounts keep, each that wrote once in 30 days, and returns how many. An account
from before there were budgets is counted when it next writes.';
