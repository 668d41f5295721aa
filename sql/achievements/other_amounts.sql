create function private.other_amounts(p_user uuid, p_sources text [], p_streak private.settled_streaks)
returns table (counter_id smallint, happened_at timestamptz, session_id uuid, amount numeric)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    if 'weeks' = any(p_sources) then
        return query
        select
            c.id, s.met_at, null::uuid,
            case when c.metric = 'weekly_streak' then (s.streak).current_streak else 1 end::numeric
        from private.streak_steps(p_user, p_streak) as s
        cross join private.achievement_counters as c
        where c.source = 'weeks';
    end if;
    if 'check_ins' = any(p_sources) then
        return query
        select c.id, o.created_at, null::uuid, 1::numeric
        from private.achievement_counters as c
        inner join public.check_ins as o on o.user_id = p_user
        where c.source = 'check_ins';
    end if;
    if 'plans' = any(p_sources) then
        return query
        select c.id, o.created_at, null::uuid, 1::numeric
        from private.achievement_counters as c
        inner join public.workout_plans as o on o.user_id = p_user
        where c.source = 'plans';
    end if;
end;
$$;
comment on function private.other_amounts is
'What weeks (after p_streak; null: all), check-ins and plans add to the counters.';
