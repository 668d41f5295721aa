-- target_reps is written as people write it: 5 · 8-12 · 5,5,5+ · AMRAP · 30s (seconds) · 400m (metres).
-- shared/planner/reps.py reads the same grammar; a test compares the two.

create function private.is_target_reps(p_text text)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    -- [0-9], because under some collations \d takes the digits of every script.
    return case
        when p_text
            !~ '^([1-9][0-9]{0,2}(-[1-9][0-9]{0,2}|(,[1-9][0-9]{0,2}){0,19}\+?)|AMRAP|[1-9][0-9]{0,4}s|[1-9][0-9]{0,5}m)$'
            then false
        when p_text like '%-%' then split_part(p_text, '-', 1)::integer <= split_part(p_text, '-', 2)::integer
        else true
    end;
end;
$$;
comment on function private.is_target_reps is 'Whether a text is in the notation of target_reps.';

create function private.check_target_reps(p_text text, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not private.is_target_reps(p_text) then
        perform private.fail(
            'PT422', regexp_replace(p_path, '^.*\.', '') || ' is not valid', jsonb_build_object('field', p_path),
            'Write 5, 8-12, 5,5,5+, AMRAP, 30s or 400m.'
        );
    end if;
end;
$$;
comment on function private.check_target_reps is 'PT422 with this field unless the text is in the notation of target_reps; null passes.';

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
'The minimum reps, seconds or metres of the p_set-th set (from 1); sets beyond a list take its last number.';

create function private.target_ceiling(p_text text)
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return substring(p_text from '^[0-9]{1,3}-([0-9]{1,3})$')::integer;
end;
$$;
comment on function private.target_ceiling is 'The upper end of a range such as 8-12; null where there is none.';
