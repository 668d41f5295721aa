create function private.settle_file_deletions(p_results jsonb, p_now timestamptz)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_result record;
    v_settled integer := 0;
begin
    perform private.require_service();
    if p_results is null or jsonb_typeof(p_results) <> 'array' or jsonb_array_length(p_results) > 100 then
        perform private.fail('PT422', 'p_results must be an array of at most 100 results', '{"field": "p_results"}');
    end if;
    perform private.check_shapes(p_results, 'p_results[]', $shape${
        "id": {"type": "uuid", "required": true},
        "attempt": {"type": "uuid", "required": true},
        "removed": {"type": "integer", "min": 0, "max": 1000, "required": true},
        "error": {"type": "text", "max": 500}
    }$shape$);
    for v_result in
        select
            d.id,
            d.attempts,
            d.last_look_at,
            (r.value ->> 'removed')::integer as removed,
            r.value ->> 'error' as error,
            -- Whether the folder is empty is checked here, not taken from the caller.
            jsonb_array_length(private.files_below(d.bucket_id, d.prefix, 1)) = 0 as is_empty
        from jsonb_array_elements(p_results) as r (value)
        inner join private.file_deletions as d
            on d.id = (r.value ->> 'id')::uuid and d.attempt = (r.value ->> 'attempt')::uuid
        for update of d
    loop
        v_settled := v_settled + 1;
        update private.file_deletions as d
        set
            attempt = null,
            attempts = case when v_result.is_empty or v_result.removed > 0 then 0 else d.attempts end,
            error = v_result.error,
            next_attempt_at = case
                when v_result.is_empty then greatest(v_result.last_look_at, p_now)
                when v_result.removed > 0 then p_now
                -- 1, 2, 4 … minutes, at most an hour.
                else p_now + least(interval '1 minute' * 2 ^ (v_result.attempts - 1), interval '1 hour')
            end
        where d.id = v_result.id;
    end loop;
    return v_settled;
end;
$$;
comment on function private.settle_file_deletions is 'See public.settle_file_deletions.';

create function public.settle_file_deletions(p_results jsonb)
returns integer
language sql
security invoker
set search_path = ''
return private.settle_file_deletions(p_results, now());
comment on function public.settle_file_deletions is
'For the service only: reports the results of claims [{id, attempt, removed: how many files, error?}]. An empty folder is checked once
more and then forgotten; any other is due again, at once if files were removed, otherwise with increasing delays. Returns how many
claims were still valid.';
