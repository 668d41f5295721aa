create function private.settle_these_streaks(p_users uuid[], p_days date[], p_now timestamptz)
returns integer
language plpgsql
security definer
set search_path = ''
-- A generic plan made while the table was empty would be kept while it fills with everyone's streaks.
set plan_cache_mode = force_custom_plan
as $$
declare
    v_settled private.settled_streaks[];
    v_attempts integer := 0;
    v_half integer;
begin
    loop
        begin
            -- One statement, one snapshot: a change is deleted exactly when the fact behind it was seen.
            with seen_changes as (
                delete from private.streak_changes as c where c.user_id = any(p_users)
            )

            select array_agg(s::private.settled_streaks) into v_settled
            from (
                select w.* from private.weekly_streaks(p_users, p_days, true) as w
                union all
                select d.* from private.daily_streaks(p_users, p_days) as d
            ) as s;

            -- New rows first: their foreign key locks the profile, and deleting an account locks the profile before its children.
            insert into private.settled_streaks
            select s.* from unnest(v_settled) as s
            on conflict (user_id, streak_type) do nothing;
            insert into private.settled_streaks
            select s.*
            from unnest(v_settled) as s
            cross join lateral (
                select from private.settled_streaks as o
                where o.user_id = s.user_id and o.streak_type = s.streak_type and o is distinct from s
                offset 0
            ) as moved
            on conflict (user_id, streak_type) do update
            set settled_until = excluded.settled_until,
                current_streak = excluded.current_streak,
                longest_streak = excluded.longest_streak,
                freezes_available = excluded.freezes_available,
                last_kept = excluded.last_kept;
            return coalesce(cardinality(v_settled), 0);
        exception
            when foreign_key_violation then
                -- An account was deleted meanwhile; the next attempt no longer sees it.
                v_attempts := v_attempts + 1;
                if v_attempts >= 5 then
                    raise;
                end if;
            when others then
                -- Halves, until whoever can't be settled stands alone.
                if cardinality(p_users) = 1 then
                    perform private.note_fault('settle_streaks', p_users[1], p_now, sqlstate, sqlerrm);
                    return 0;
                end if;
                v_half := cardinality(p_users) / 2;
                return private.settle_these_streaks(p_users[:v_half], p_days[:v_half], p_now)
                + private.settle_these_streaks(p_users[v_half + 1:], p_days[v_half + 1:], p_now);
        end;
    end loop;
    return null;
end;
$$;
comment on function private.settle_these_streaks is
'Settles the streaks of these users up to these days and returns how many had changed; who fails is left as they were. The caller holds
the lock of private.settle_streaks.';

create function private.settle_streaks(p_now timestamptz, p_limit integer, p_after uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- A generic plan made while the table was empty would be kept while it fills with everyone's streaks.
set plan_cache_mode = force_custom_plan
as $$
declare
    v_users uuid[];
    v_days date[];
    v_settled integer;
begin
    perform private.require_service();
    if p_limit is null or p_limit not between 1 and 50000 then
        perform private.fail('PT422', 'p_limit must be 1 to 50000', '{"field": "p_limit"}');
    end if;
    -- One settlement at a time: otherwise one with an older snapshot could overwrite the result of a newer one. Nothing else
    -- waits for this lock: writers of facts only insert into streak_changes and never touch settled rows.
    perform pg_advisory_xact_lock(hashtextextended('private.settle_streaks', 0));
    v_users := array(
        select p.id from public.profiles as p
        where (p.id > p_after or p_after is null) and not private.has_fault('settle_streaks', p.id, p_now)
        order by p.id
        limit p_limit
    );
    -- The future isn't settled: it can still change without an entry in streak_changes.
    v_days := array_fill(private.settled_before(least(p_now, now())), array[cardinality(v_users)]);
    v_settled := private.settle_these_streaks(v_users, v_days, p_now);
    return jsonb_build_object(
        'users', cardinality(v_users),
        'settled', v_settled,
        'next', case when cardinality(v_users) = p_limit then v_users[p_limit] end
    );
end;
$$;
comment on function private.settle_streaks is 'See public.settle_streaks.';

create function public.settle_streaks(p_limit integer default 5000, p_after uuid default null)
returns jsonb
language sql
security invoker
set search_path = ''
return private.settle_streaks(now(), p_limit, p_after);
comment on function public.settle_streaks is
'For the service: settles the streaks of p_limit users after p_after, by id. Returns {users, settled, next}: how many users were
checked, how many streaks had changed, and p_after for the next batch (null after the last). Streaks are correct without it; it
keeps them fast to read. Safe to repeat, interrupt or skip, and no workout waits for it.';
