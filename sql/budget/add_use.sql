create function private.add_use(p_user uuid, p_kind text, p_counter text, p_bytes bigint, p_rows bigint)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update private.account_use as u
    set
        bytes = u.bytes + case when p_kind = 'history' then 0 else p_bytes end,
        rows = u.rows + case when p_kind = 'history' then 0 else p_rows end,
        training_bytes = u.training_bytes + case when p_kind = 'training' then p_bytes else 0 end,
        training_rows = u.training_rows + case when p_kind = 'training' then p_rows else 0 end,
        plans_bytes = u.plans_bytes + case when p_kind = 'plans' then p_bytes else 0 end,
        plans_rows = u.plans_rows + case when p_kind = 'plans' then p_rows else 0 end,
        exercises_bytes = u.exercises_bytes + case when p_kind = 'exercises' then p_bytes else 0 end,
        exercises_rows = u.exercises_rows + case when p_kind = 'exercises' then p_rows else 0 end,
        body_bytes = u.body_bytes + case when p_kind = 'body' then p_bytes else 0 end,
        body_rows = u.body_rows + case when p_kind = 'body' then p_rows else 0 end,
        coach_bytes = u.coach_bytes + case when p_kind = 'coach' then p_bytes else 0 end,
        coach_rows = u.coach_rows + case when p_kind = 'coach' then p_rows else 0 end,
        history_bytes = u.history_bytes + case when p_kind = 'history' then p_bytes else 0 end,
        history_rows = u.history_rows + case when p_kind = 'history' then p_rows else 0 end,
        workouts = u.workouts + case when p_counter = 'workouts' then p_rows else 0 end,
        sets = u.sets + case when p_counter = 'sets' then p_rows else 0 end,
        plan_lines = u.plan_lines + case when p_counter = 'plan_lines' then p_rows else 0 end,
        messages = u.messages + case when p_counter = 'messages' then p_rows else 0 end,
        bytes_before = case when u.last_transaction = pg_current_xact_id() then u.bytes_before else u.bytes end,
        history_before = case when u.last_transaction = pg_current_xact_id() then u.history_before else u.history_bytes end,
        last_transaction = pg_current_xact_id(),
        is_changed = true
    where u.user_id = p_user;
    -- Whoever stands the triggers aside does this after them.
    if not found and p_rows >= 0 and coalesce(current_setting('spotter.weighing', true), '') <> 'aside' then
        perform private.recount_account(p_user, interval '1 day');
        -- So that what grows is told from what shrinks, as above.
        update private.account_use as u
        set
            bytes_before = u.bytes - case when p_kind = 'history' then 0 else p_bytes end,
            history_before = u.history_bytes - case when p_kind = 'history' then p_bytes else 0 end,
            last_transaction = pg_current_xact_id()
        where u.user_id = p_user;
    end if;
end;
$$;
comment on function private.add_use is
'Adds to what an account keeps. An account from before there were budgets is counted.';
