-- Accessors of the evaluator to written-out rules.

create function private.rule_list(p_rules jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case when jsonb_typeof(p_rules) = 'array' then p_rules else coalesce(p_rules -> 'rules', '[]') end;
end;
$$;
comment on function private.rule_list is 'The ordered list of rules, also from a scheme that is an object with more than a list.';

create function private.load_rule(p_rules jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return jsonb_path_query_first(private.rule_list(p_rules), '$[*] ? (@.axis == "load")');
end;
$$;
comment on function private.load_rule is
'The first rule for the load, whose step is the grid for raising and lowering loads; null without one.';

create function private.scheme_of(p_rules jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case when jsonb_typeof(p_rules) = 'object' then p_rules ->> 'scheme' else 'rules' end;
end;
$$;
comment on function private.scheme_of is 'rules, sum_of_reps or percentage_wave: how a workout is judged.';
