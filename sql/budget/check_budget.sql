create function private.kinds_of_use(p_use private.account_use)
returns table (kind text, bytes bigint, rows bigint)
language sql
immutable
set search_path = ''
as $$
    values
    ('training', p_use.training_bytes, p_use.training_rows),
    ('plans', p_use.plans_bytes, p_use.plans_rows),
    ('exercises', p_use.exercises_bytes, p_use.exercises_rows),
    ('body', p_use.body_bytes, p_use.body_rows),
    ('coach', p_use.coach_bytes, p_use.coach_rows),
    ('history', p_use.history_bytes, p_use.history_rows)
$$;
comment on function private.kinds_of_use is
'What an account keeps by kind. history is the keys of deleted rows: nobody can delete it, it goes by itself.';

create function private.largest_kinds(p_use private.account_use)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return (
        select jsonb_agg(o.kind order by o.bytes desc)
        from (
            select k.kind, k.bytes from private.kinds_of_use(p_use) as k
            where k.kind <> 'history' and k.bytes > 0
            order by k.bytes desc
            limit 2
        ) as o
    );
end;
$$;
comment on function private.largest_kinds is 'The two kinds with most bytes among those that a user can delete.';

create function private.overfull(p_use private.account_use, p_kind text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_use private.account_use := p_use;
    v_budget private.budgets;
    v_is_training constant boolean := p_kind = 'training';
    v_full record;
begin
    select b.* into v_budget from private.budgets as b where b.tier = private.limit_tier(v_use.user_id, now());
    if not found then
        return null;
    end if;
    -- Workouts may go 10 % over, and always have half of the budget to themselves: what else fills it costs nobody a workout.
    select o.* into v_full
    from (
        values
        -- First: while it is full, deleting makes no room.
        (1, 'history_bytes', v_use.history_bytes, v_budget.history_bytes, true),
        (2, 'bytes', v_use.bytes, v_budget.bytes, not v_is_training or v_use.training_bytes > v_budget.bytes / 2),
        (3, 'rows', v_use.rows, v_budget.rows, not v_is_training or v_use.training_rows > v_budget.rows / 2),
        (4, 'workouts', v_use.workouts, v_budget.workouts, v_is_training),
        (5, 'sets', v_use.sets, v_budget.sets, v_is_training),
        (6, 'plan_lines', v_use.plan_lines, v_budget.plan_lines, p_kind = 'plans'),
        (7, 'messages', v_use.messages, v_budget.messages, p_kind = 'coach')
    ) as o (place, what, used, most, applies)
    where o.applies and o.used > o.most * case when v_is_training then 1.1 else 1 end
    order by o.place
    limit 1;
    if not found then
        return null;
    end if;
    return jsonb_build_object(
        'reason', 'quota_exceeded', 'full', v_full.what, 'used', v_full.used, 'max', v_full.most,
        -- The history goes by itself.
        'delete', case when v_full.what = 'history_bytes' then '[]' else private.largest_kinds(v_use) end
    );
end;
$$;
comment on function private.overfull is
'The details of PT422 if an account that keeps so much can''t get more of this kind, else null.';

create function private.fullness(p_user uuid, p_kind text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_use private.account_use;
    v_full jsonb;
begin
    -- Within the free tier, as nearly all are, no tier needs to be looked up.
    select u.* into v_use
    from private.account_use as u
    inner join private.budgets as b on b.tier = 'free'
    where u.user_id = p_user and (
        u.bytes > b.bytes or u.rows > b.rows or u.history_bytes > b.history_bytes or u.workouts > b.workouts or u.sets > b.sets
        or u.plan_lines > b.plan_lines or u.messages > b.messages
    );
    if not found or v_use.last_transaction is distinct from pg_current_xact_id() then
        return null;
    -- What shrinks or stays as it is passes, however much is over; unless it leaves tombstones and they are too many.
    elsif v_use.bytes <= v_use.bytes_before and v_use.history_bytes <= v_use.history_before then
        return null;
    end if;
    v_full := private.overfull(v_use, p_kind);
    return case when v_use.bytes > v_use.bytes_before or v_full ->> 'full' = 'history_bytes' then v_full end;
end;
$$;
comment on function private.fullness is
'The details of PT422 if this transaction has grown the account beyond its budget by something of this kind, else null. Its history is
checked whether the rest or the history has grown: what is written today is deleted tomorrow.';

create function private.history_fullness(p_user uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_use private.account_use;
    v_full jsonb;
begin
    -- As in private.fullness.
    select u.* into v_use
    from private.account_use as u
    inner join private.budgets as b on b.tier = 'free'
    where u.user_id = p_user and u.history_bytes > b.history_bytes;
    if not found then
        return null;
    end if;
    v_full := private.overfull(v_use, 'history');
    return case when v_full ->> 'full' = 'history_bytes' then v_full end;
end;
$$;
comment on function private.history_fullness is
'The details of PT422 if the account''s history is over its budget, else null.';

create function private.refuse_growth(p_fullness jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.fail(
        'PT422', 'this account is full', p_fullness, 'Delete some of the kinds that take most room; usage() tells how much each takes.'
    );
end;
$$;
comment on function private.refuse_growth is 'PT422 with the details of private.fullness.';

create function private.check_budget(p_user uuid, p_kind text)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_full jsonb := private.fullness(p_user, p_kind);
begin
    if v_full is not null then
        perform private.refuse_growth(v_full);
    end if;
end;
$$;
comment on function private.check_budget is 'PT422 if this transaction has grown the account beyond its budget by something of this kind.';

create function private.require_room_for_plan(p_user uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_use private.account_use;
    v_after private.account_use;
    v_full jsonb;
begin
    select u.* into v_use from private.account_use as u where u.user_id = p_user;
    v_after := v_use;
    -- A week of six days with ten exercises each.
    v_after.bytes := v_use.bytes + 100000;
    v_after.rows := v_use.rows + 150;
    v_after.plan_lines := v_use.plan_lines + 60;
    v_full := private.overfull(v_after, 'plans');
    if v_full is not null then
        perform private.refuse_growth(v_full || jsonb_build_object('used', to_jsonb(v_use) -> (v_full ->> 'full')));
    end if;
end;
$$;
comment on function private.require_room_for_plan is
'PT422, before a model is paid for it, if the account has no room for a large plan.';

create function private.set_weighing(p_mode text)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform set_config('spotter.weighing', p_mode, true);
end;
$$;
comment on function private.set_weighing is
'For functions that write a workout: from here on in this transaction the triggers that weigh rows stand aside (aside), because
the function adds what it writes at once, or only add (late), because it checks at the end, or work as ever (empty).';
