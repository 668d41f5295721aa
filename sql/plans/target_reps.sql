-- target_reps is written as people write it: 5 · 8-12 · 5,5,5+ · AMRAP · 30s (seconds) · 400m (metres).

create function private.is_target_reps(p_text text)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return p_text ~ '^([1-9]\d{0,2}-[1-9]\d{0,2}|[1-9]\d{0,2}(,[1-9]\d{0,2}){0,19}\+?|AMRAP|[1-9]\d{0,4}s|[1-9]\d{0,5}m)$'
    and case
        when p_text ~ '^\d+-\d+$' then split_part(p_text, '-', 1)::integer <= split_part(p_text, '-', 2)::integer
        else true
    end;
end;
$$;
comment on function private.is_target_reps is 'Whether a text is in the notation of target_reps.';

create function private.target_amount(p_text text, p_set integer)
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return case
        when p_text = 'AMRAP' then 1
        when p_text like '%s' or p_text like '%m' then rtrim(p_text, 'sm')::integer
        when p_text like '%-%' then split_part(p_text, '-', 1)::integer
        else coalesce(
            nullif(split_part(rtrim(p_text, '+'), ',', p_set), ''), split_part(rtrim(p_text, '+'), ',', -1)
        )::integer
    end;
end;
$$;
comment on function private.target_amount is
'The least reps, seconds or metres that the p_set-th set needs (from 1); sets beyond a list need its last number.';

create function private.target_ceiling(p_text text)
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return case when p_text ~ '^\d+-\d+$' then split_part(p_text, '-', 2)::integer end;
end;
$$;
comment on function private.target_ceiling is 'The upper end of a range such as 8-12; null where there is none.';
