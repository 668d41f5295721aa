-- What the evaluator asks of rules that are written out.

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
comment on function private.rule_list is 'The ordered rules, also of a scheme that has more than those.';

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
'The first rule of the load, whose step is the grid on which loads go up and down; null without one.';

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
