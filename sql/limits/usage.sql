create function private.usage_of(p_used bigint, p_max bigint)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return jsonb_build_object('used', p_used, 'max', p_max, 'percent', round(100.0 * p_used / p_max, 1));
end;
$$;
comment on function private.usage_of is 'Of one limit: used, max and percent, without a limit null.';

create function private.usage(p_user uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_tier text;
    v_budget private.budgets;
    v_use private.account_use;
    v_files record;
begin
    perform private.require_caller(p_user);
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
    v_tier := private.limit_tier(p_user, p_now);
    select b.* into v_budget from private.budgets as b where b.tier = v_tier;
    select u.* into v_use from private.account_use as u where u.user_id = p_user;
    if not found then
        -- From before there were budgets, and not counted yet.
        v_use := private.measure_account(p_user);
    end if;
    select f.* into v_files from private.file_use(p_user) as f;
    return jsonb_build_object(
        'tier', v_tier,
        'bytes', private.usage_of(v_use.bytes, v_budget.bytes),
        'rows', private.usage_of(v_use.rows, v_budget.rows),
        'history_bytes', private.usage_of(v_use.history_bytes, v_budget.history_bytes),
        'workouts', private.usage_of(v_use.workouts, v_budget.workouts),
        'sets', private.usage_of(v_use.sets, v_budget.sets),
        'plan_lines', private.usage_of(v_use.plan_lines, v_budget.plan_lines),
        'messages', private.usage_of(v_use.messages, v_budget.messages),
        'files', private.usage_of(v_files.files, v_budget.files),
        'file_bytes', private.usage_of(v_files.bytes, v_budget.file_bytes),
        'kinds', (
            select jsonb_agg(jsonb_build_object('kind', k.kind, 'bytes', k.bytes, 'rows', k.rows) order by k.bytes desc, k.kind)
            from private.kinds_of_use(v_use) as k
        ),
        'largest', coalesce(private.largest_kinds(v_use), '[]')
    );
end;
$$;
comment on function private.usage is 'See public.usage.';

create function public.usage()
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.usage((select auth.uid()), now());
comment on function public.usage is
'What the caller keeps and may keep: bytes and rows in total, bytes of the history, workouts, sets, plan lines, messages, files and
their bytes, each with used, max (null: no limit) and percent; bytes and rows by kind, the largest first; in "largest" what is worth
deleting.';
