-- After weeks without training strength is lower than the target. The first workout of each exercise is easier, and the way back up is
-- by double steps.

create function private.is_lifting(p_user uuid, p_session_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from private.exercise_sessions as r
        inner join public.exercises as e on e.id = r.exercise_id
        where r.user_id = p_user and r.session_id = p_session_id and e.tracking_type in ('weight_reps', 'reps_only', 'assisted')
    );
end;
$$;
comment on function private.is_lifting is
'Whether a workout had an exercise that counts repetitions: a walk every day keeps nobody from a break in lifting.';

create function private.longest_gap(p_user uuid, p_from timestamptz, p_until timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select floor(max(extract(epoch from g.gap)) / 86400)::integer
        from (
            select t.at - lag(t.at) over (order by t.at) as gap
            from (
                select w.started_at as at
                from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at > p_from
                    and w.started_at < p_until
                    and w.status = 'completed'
                    and private.is_lifting(p_user, w.id)
                union all
                select p_from
                union all
                select p_until
            ) as t
        ) as g
    );
end;
$$;
comment on function private.longest_gap is 'The most whole days between two workouts with repetitions, from one workout to another.';

create function private.had_break(p_user uuid, p_since timestamptz, p_sessions uuid[])
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
    -- One workout that was not moved changes the gaps beside it, and no others.
    v_until constant timestamptz := case
        when cardinality(p_sessions) = 1 and not exists (
            select from public.workout_sessions as w where w.user_id = p_user and w.id = p_sessions[1] and w.started_at <> p_since
        )
            then (
                select min(w.started_at) from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at > p_since
                    and w.status = 'completed'
                    and private.is_lifting(p_user, w.id)
            )
    end;
begin
    return exists (
        with trained as materialized (
            select w.started_at, w.id = any(p_sessions) as is_changed
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= coalesce(
                    (
                        select max(o.started_at) from public.workout_sessions as o
                        where o.user_id = p_user
                            and o.started_at < p_since
                            and o.status = 'completed'
                            and o.id <> all(p_sessions)
                            and private.is_lifting(p_user, o.id)
                    ),
                    p_since
                )
                and w.started_at <= coalesce(v_until, 'infinity')
                and w.status = 'completed'
                and private.is_lifting(p_user, w.id)
        )

        select from (
            select t.started_at, t.started_at - lag(t.started_at) over (order by t.started_at) as gap
            from trained as t
            union all
            select t.started_at, t.started_at - lag(t.started_at) over (order by t.started_at)
            from trained as t
            where not t.is_changed
        ) as g
        where g.gap >= interval '14 days' and g.started_at > p_since
    );
end;
$$;
comment on function private.had_break is
'Whether there are 14 days between two workouts since a time, with these workouts or without them.';

create function private.days_off(p_user uuid, p_last timestamptz, p_at timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
    v_days integer;
begin
    -- Most exercises are trained every week, and need no look at the workouts between.
    if p_at - p_last >= interval '14 days' and p_last > '-infinity' then
        v_days := private.longest_gap(p_user, p_last, p_at);
    end if;
    return case when v_days >= 14 then v_days else 0 end;
end;
$$;
comment on function private.days_off is
'The days without any workout between the last step of a target and a workout; 0 for less than 14. An exercise that others have replaced
for weeks is not one to return to.';

create function private.return_percent(p_days integer)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Three weeks cost 1RM -2 to +1 % (Ogasawara 2013, 10.1007/s00421-012-2511-9), but more of what was left in reserve; ten weeks are
    -- regained in five (Halonen 2024, 10.1111/sms.14739). The CSCCa and NSCA begin at half of the volume (10.1519/SSC.0000000000000477).
    return case
        when p_days < 14 then 100
        when p_days < 28 then 90
        when p_days < 63 then 80
        else 70
    end;
end;
$$;
comment on function private.return_percent is 'The percentage of a load to begin with after so many days without training.';

create function private.returning_target(
    p_target private.target,
    p_state jsonb,
    p_terms private.terms,
    p_days integer
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation;
    v_percent constant integer := private.return_percent(p_days);
    v_max numeric;
begin
    if v_percent = 100 or coalesce(p_target.weight_kg, 0) = 0 then
        return null;
    end if;
    v_result.reason_code := 'after_break';
    v_result.old_target := p_target;
    v_result.new_target := p_target;
    v_result.failures := 0;
    -- What was done or tried at the load before says nothing about the eased one.
    v_result.state := coalesce(p_state, '{}') - '{done,reached,tries}'::text[];
    if private.scheme_of(p_terms.rules) = 'percentage_wave' then
        v_max := round((p_state -> 'training_max_kg')::numeric * v_percent / 100, 3);
        if v_max is null then
            return null;
        end if;
        v_result.new_target := private.wave_target(p_terms.rules, (p_state -> 'week')::integer, v_max, p_terms.buildable);
        v_result.state := v_result.state || jsonb_build_object(
            'training_max_kg', v_max,
            'back_to_kg', greatest((p_state -> 'training_max_kg')::numeric, (p_state -> 'back_to_kg')::numeric)
        );
    else
        v_result.new_target.weight_kg := private.lowered_load(p_target.weight_kg, 100 - v_percent, p_terms);
        -- The written range: how far up in it somebody was says nothing after a break.
        v_result.new_target.reps := case
            when private.rule_list(p_terms.rules) @? '$[*].stages' then p_target.reps
            else (p_terms.base).reps
        end;
        v_result.state := v_result.state || jsonb_build_object(
            'back_to_kg', greatest(p_target.weight_kg, (p_state -> 'back_to_kg')::numeric)
        );
    end if;
    -- An empty bar is as light as it gets.
    return case when (v_result.new_target).weight_kg is distinct from p_target.weight_kg then v_result end;
end;
$$;
comment on function private.returning_target is
'The step down of a target at the first workout after p_days without training, with the load to come back to in state.back_to_kg; null
where nothing is taken off: less than 14 days, or no load.';
