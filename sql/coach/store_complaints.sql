create function private.store_complaints(p_user uuid, p_complaints jsonb, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_day constant date := private.local_day(p_user, p_now);
begin
    if jsonb_array_length(p_complaints) = 0 then
        return;
    end if;
    -- What began today and is over today never was.
    delete from public.complaints as c
    where c.user_id = p_user
        and c.since >= v_day
        and c.body_part in (
            select (v.value ->> 'body_part')::public.body_part from jsonb_array_elements(p_complaints) as v
            where (v.value -> 'is_over')::boolean
        );
    update public.complaints as c set until = v_day - 1
    where c.user_id = p_user
        and c.since < v_day
        and (c.until is null or c.until >= v_day)
        and c.body_part in (
            select (v.value ->> 'body_part')::public.body_part from jsonb_array_elements(p_complaints) as v
            where (v.value -> 'is_over')::boolean
        );
    -- What is told again lasts longer; what the user wrote themselves is theirs.
    update public.complaints as c set until = greatest(c.until, v_day + (v.value ->> 'days')::integer)
    from jsonb_array_elements(p_complaints) as v
    where c.user_id = p_user
        and c.source = 'coach'
        and c.since <= v_day
        and c.until >= v_day
        and c.body_part = (v.value ->> 'body_part')::public.body_part
        and c.condition = coalesce((v.value ->> 'condition')::public.health_condition, 'pain')
        and (v.value -> 'is_over')::boolean is not true;
    insert into public.complaints (user_id, body_part, condition, since, until, source)
    select distinct on (t.body_part, t.condition) p_user, t.body_part, t.condition, v_day, v_day + t.days, 'coach'::public.complaint_source
    from (
        select
            (v.value ->> 'body_part')::public.body_part as body_part,
            coalesce((v.value ->> 'condition')::public.health_condition, 'pain') as condition,
            (v.value ->> 'days')::integer as days
        from jsonb_array_elements(p_complaints) as v
        where (v.value -> 'is_over')::boolean is not true
    ) as t
    where not exists (
        select from private.current_complaints(p_user, v_day) as c where c.body_part = t.body_part and c.condition = t.condition
    )
    order by t.body_part, t.condition, t.days desc;
end;
$$;
comment on function private.store_complaints is
'Writes what the coach was told hurts, from today for so many days, and ends what is over: [{body_part, condition = pain, days, is_over}].';
