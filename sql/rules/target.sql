-- Sets, reps and load to aim for. Reps are in target_reps notation; double progression narrows a range as it progresses
-- (8-12, 10-12, 12). If every set has its own load, weight_kg is the heaviest of loads_kg.
create type private.target as (sets smallint, reps text, weight_kg numeric(7, 3), loads_kg numeric(7, 3) []);

create function private.target_json(p_target private.target)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    if p_target.loads_kg is null then
        return jsonb_build_object('sets', p_target.sets, 'reps', p_target.reps, 'weight_kg', p_target.weight_kg);
    end if;
    return to_jsonb(p_target);
end;
$$;
comment on function private.target_json is
'A target as JSON for the API: {"sets", "reps", "weight_kg"}, with "loads_kg" if the load differs from set to set.';

create function private.target_of(p_json jsonb)
returns private.target
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    return jsonb_populate_record(null::private.target, p_json);
end;
$$;
comment on function private.target_of is 'A target from its JSON.';
