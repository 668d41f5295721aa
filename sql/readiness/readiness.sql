-- A day may prescribe less than the target: after a bad night, or in a light week. The target itself stays the same.
create type private.load_reduction as (
    reason_code public.reason_code,
    load_percent numeric,
    sets_percent numeric,
    inputs jsonb
);

create function private.readiness_score(p_check_in public.check_ins)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    return (
        select round(avg(m.score))::integer
        from (
            values
            (p_check_in.sleep::numeric),
            (6 - p_check_in.soreness::numeric),
            (case when p_check_in.energy is not null then greatest(p_check_in.energy / 2.0, 1) end),
            (p_check_in.mood::numeric)
        ) as m (score)
    );
end;
$$;
comment on function private.readiness_score is
'Readiness to train according to a check-in, 1 to 5: the rounded mean of sleep, 6 - soreness, energy / 2 and mood, as far as they
were given. Null if none was.';

create function private.readiness_reduction(p_user uuid, p_at timestamptz)
returns private.load_reduction
language plpgsql
stable
set search_path = ''
as $$
declare
    v_check_in public.check_ins;
    v_readiness integer;
begin
    select c.* into v_check_in
    from public.check_ins as c
    -- The days limit the index scan; the hours decide.
    where c.user_id = p_user
        and c.day between p_at::date - 4 and p_at::date + 1
        and p_at >= c.created_at
        and p_at < c.created_at + interval '36 hours'
        and num_nonnulls(c.sleep, c.soreness, c.energy, c.mood) > 0
    order by c.created_at desc, c.day desc
    limit 1;
    if not found then
        return null;
    end if;
    v_readiness := private.readiness_score(v_check_in);
    if v_readiness <= 2 or v_check_in.soreness = 5 then
        return (
            case when v_readiness = 1 or v_check_in.soreness = 5 then 'readiness_deload' else 'readiness_hold'::public.reason_code end,
            case when v_readiness = 1 or v_check_in.soreness = 5 then 90 else 100 end,
            100,
            jsonb_strip_nulls(jsonb_build_object(
                'day', v_check_in.day, 'readiness', v_readiness, 'sleep', v_check_in.sleep, 'soreness', v_check_in.soreness,
                'energy', v_check_in.energy, 'mood', v_check_in.mood
            ))
        )::private.load_reduction;
    end if;
    return null;
end;
$$;
comment on function private.readiness_reduction is
'How the last check-in of the past 36 hours reduces a workout: readiness 1 or soreness 5 by a tenth of the load, readiness 2 by
the last step up; null if it doesn''t.';

create function private.deload_reduction(p_user uuid, p_day date)
returns private.load_reduction
language plpgsql
stable
set search_path = ''
as $$
declare
    v_reduction private.load_reduction;
begin
    select
        case when b.is_suggested then 'deload' else 'planned_deload'::public.reason_code end,
        b.load_percent,
        b.sets_percent,
        jsonb_build_object('starts_on', b.starts_on, 'ends_on', private.break_end(b.starts_on, b.ends_on))
    into v_reduction
    from public.training_breaks as b
    where b.user_id = p_user
        and b.kind = 'deload'
        -- A break lasts at most a year.
        and b.starts_on between p_day - 366 and p_day
        and private.break_end(b.starts_on, b.ends_on) >= p_day
    order by b.load_percent * b.sets_percent, b.starts_on, b.id
    limit 1;
    return v_reduction;
end;
$$;
comment on function private.deload_reduction is
'How a deload week reduces a day, the strongest if several overlap; null outside a deload week.';

create function private.load_reduction_at(p_user uuid, p_at timestamptz, p_day date)
returns private.load_reduction
language plpgsql
stable
set search_path = ''
as $$
declare
    v_deload private.load_reduction := private.deload_reduction(p_user, p_day);
    v_check_in private.load_reduction := private.readiness_reduction(p_user, p_at);
begin
    if v_deload.reason_code is null
        or v_check_in.load_percent * v_check_in.sets_percent < v_deload.load_percent * v_deload.sets_percent
    then
        return v_check_in;
    end if;
    return v_deload;
end;
$$;
comment on function private.load_reduction_at is
'Why a workout starting at this time and local day is easier than its target, and by how much (percent of load and sets that
remain); null on an ordinary day. The stronger reduction applies; a deload week takes precedence over a readiness hold.';
