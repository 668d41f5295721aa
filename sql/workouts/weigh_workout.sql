create function private.weigh_workout(p_user uuid, p_session_id uuid, p_bytes bigint, p_sets bigint)
returns void
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
    v_is_over boolean;
begin
    update private.account_use as u
    set
        bytes = u.bytes + w.bytes,
        rows = u.rows + w.rows,
        training_bytes = u.training_bytes + w.bytes,
        training_rows = u.training_rows + w.rows,
        workouts = u.workouts + 1,
        sets = u.sets + p_sets,
        bytes_before = case when u.last_transaction = pg_current_xact_id() then u.bytes_before else u.bytes end,
        history_before = case when u.last_transaction = pg_current_xact_id() then u.history_before else u.history_bytes end,
        last_transaction = pg_current_xact_id(),
        is_changed = true
    from (
        select p_bytes + coalesce(sum(o.bytes), 0) as bytes, p_sets + 2 + count(*) as rows
        from (
            select pg_column_size(e.*) as bytes
            from private.exercise_sessions as e
            where e.user_id = p_user and e.session_id = p_session_id
            union all
            select pg_column_size(p.*)
            from public.prescriptions as p
            where p.user_id = p_user and p.session_id = p_session_id and p.superseded_at is null
            union all
            -- What this transaction earned.
            select pg_column_size(x.*)
            from public.xp_events as x
            where x.user_id = p_user and x.created_at >= now()
        ) as o
    ) as w
    left join private.budgets as b on b.tier = 'free'
    where u.user_id = p_user
    -- Few accounts have more than the free tier allows: the others are spared a look of their own.
    returning
        u.bytes > b.bytes or u.rows > b.rows or u.history_bytes > b.history_bytes or u.workouts > b.workouts or u.sets > b.sets
        or u.plan_lines > b.plan_lines or u.messages > b.messages
    into v_is_over;
    if not found then
        perform private.recount_account(p_user, interval '1 day');
    end if;
    if v_is_over is not false then
        perform private.check_budget(p_user, 'training');
    end if;
end;
$$;
comment on function private.weigh_workout is
'Adds to private.account_use what write_workout has written while the triggers stood aside: p_bytes are those of the session, its sets
and its request. PT422 if the account is full.';
