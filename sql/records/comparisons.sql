-- What beats what, and by how much.

create function private.is_faster(p_seconds integer, p_previous integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return p_seconds <= p_previous - 1 and p_seconds <= 0.999 * p_previous;
end;
$$;
comment on function private.is_faster is
'Whether a time is a record over the previous one: by at least a second and 0.1 %. Null if either is unknown.';

create function private.beaten_times(p_times integer[], p_prior integer[])
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
    v_beaten integer := 0;
begin
    for n in 1..cardinality(p_times) by 2 loop
        v_beaten := v_beaten + coalesce(private.is_faster(p_times[n + 1], private.time_at(p_prior, p_times[n]))::integer, 0);
    end loop;
    return v_beaten;
end;
$$;
comment on function private.beaten_times is 'Over how many distances the times are records, both as {centimetres, seconds, …}.';

create function private.improvement(p_score numeric, p_previous numeric)
returns numeric
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
    v_percent numeric := round(100 * (p_score - p_previous) / nullif(abs(p_previous), 0), 2);
begin
    -- What numeric(10, 2) holds: from a gram to a ton is a typing error, not progress.
    return case when v_percent > 99999999.99 then 99999999.99 else v_percent end;
end;
$$;
comment on function private.improvement is 'Percent by which a score beats the previous one; null if that is null or 0.';

create function private.is_with_body(p_record_type public.record_type)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return p_record_type in ('max_weight_with_body', 'estimated_1rm_with_body', 'max_volume_with_body');
end;
$$;
comment on function private.is_with_body is
'Whether body weight is part of the value: such a best is kept, but is no event. Who gained weight has lifted no more.';
