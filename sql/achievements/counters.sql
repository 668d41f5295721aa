-- What the rules count, each thing once: the stages of an achievement share a counter.
create table private.achievement_counters (
    -- The index into achievement_totals.counted, so without gaps and never changed.
    id smallint primary key check (id > 0),
    metric public.achievement_metric not null,
    parameters jsonb not null,
    source text not null check (source in ('workouts', 'weeks', 'check_ins', 'plans')),
    takes_best boolean not null,
    goal numeric not null default 0,
    from_time time,
    until_time time,
    weekdays smallint [],
    is_planned boolean,
    days smallint,
    sets numeric,
    unique (metric, parameters)
);
comment on table private.achievement_counters is 'What is counted for every user: one row per metric and parameters.';
comment on column private.achievement_counters.source is 'The kind of facts it depends on.';
comment on column private.achievement_counters.takes_best is 'True: the highest value counts; false: values add up.';
comment on column private.achievement_counters.goal is
'The highest target of its achievements. Counting stops there, so a full counter costs nothing more.';
comment on column private.achievement_counters.from_time is 'This and the following columns are the parameters, parsed once.';

create table private.achievement_rules (
    is_only boolean primary key default true check (is_only),
    version integer not null
);
comment on table private.achievement_rules is
'At most one row, none before the first rule (version 0). The version rises with every added or retired rule, to detect old totals.';

create function private.achievement_counter(p_metric public.achievement_metric, p_parameters jsonb)
returns smallint
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_metric record;
    v_id smallint;
begin
    select m.source, m.takes_best, m.parameters into strict v_metric
    from private.achievement_metrics as m where m.metric = p_metric;
    perform private.check_shape(p_parameters, 'parameters', v_metric.parameters);
    if p_parameters ? 'from' <> p_parameters ? 'until' or p_parameters -> 'from' = p_parameters -> 'until' then
        perform private.fail('PT422', 'from and until must be given together and differ', '{"field": "parameters.until"}');
    elsif not p_parameters -> 'weekdays' <@ '[1, 2, 3, 4, 5, 6, 7]' then
        perform private.fail('PT422', 'weekdays must be 1 (Monday) to 7 (Sunday)', '{"field": "parameters.weekdays"}');
    end if;

    insert into private.achievement_counters (
        id, metric, parameters, source, takes_best, from_time, until_time, weekdays, is_planned, days, sets
    )
    select
        coalesce(max(o.id), 0) + 1,
        p_metric,
        p_parameters,
        v_metric.source,
        v_metric.takes_best,
        (p_parameters ->> 'from')::time,
        (p_parameters ->> 'until')::time,
        (
            select array_agg(d.day::smallint order by d.day)
            from jsonb_array_elements_text(p_parameters -> 'weekdays') as d (day)
        ),
        (p_parameters ->> 'planned')::boolean,
        (p_parameters ->> 'days')::smallint,
        (p_parameters ->> 'sets')::numeric
    from private.achievement_counters as o
    on conflict (metric, parameters) do nothing;
    select c.id into v_id from private.achievement_counters as c
    where c.metric = p_metric and c.parameters = p_parameters;
    return v_id;
end;
$$;
comment on function private.achievement_counter is
'The counter of a metric with these parameters, created if missing. PT422 names a parameter that the metric doesn''t accept.';
