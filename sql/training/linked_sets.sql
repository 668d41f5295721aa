-- Watches and imports know which exercise was done, but not which line of the plan it was. A set that names none is training all the same.

create function private.linked_sets(p_user uuid, p_plan_workout_id uuid, p_sets public.session_exercises [])
returns public.session_exercises []
language plpgsql
stable
set search_path = ''
as $$
declare
    v_sets public.session_exercises [] := p_sets;
    v_link record;
begin
    for v_link in
        with sets as materialized (
            select
                n.i, s.exercise_id, s.workout_plan_exercise_id as link, t.is_judged and s.side is distinct from 'right' as is_counted,
                -- A warm-up belongs to the set it is for.
                -- A right set belongs to its left one.
                count(*) filter (
                    where t.is_judged and s.side is distinct from 'right' and s.workout_plan_exercise_id is null
                ) over before
                + case when s.set_type = 'warmup' then 1 else 0 end as place
            from generate_subscripts(p_sets, 1) as n (i)
            cross join lateral (select (p_sets[n.i]).*) as s
            inner join private.set_types as t on t.set_type = s.set_type
            window before as (partition by s.exercise_id order by s.set_order, s.id)
        ),

        lines as (
            select
                x.id,
                x.exercise_id,
                -- How many sets are missing up to this line, for an exercise that stands more than once.
                sum(
                    greatest(
                        x.target_sets - (select count(*) from sets as o where o.link = x.id and o.is_counted), 0
                    )
                ) over (partition by x.exercise_id order by x.section, x.order_in_workout, x.id) as until,
                row_number() over (partition by x.exercise_id order by x.section desc, x.order_in_workout desc, x.id desc) = 1 as is_last
            from public.workout_plan_day_exercises as x
            where x.user_id = p_user and x.plan_workout_id = p_plan_workout_id
        )

        select distinct on (s.i) s.i, l.id
        from sets as s
        inner join lines as l on l.exercise_id = s.exercise_id and (l.until >= s.place or l.is_last)
        where s.link is null
        order by s.i, l.until, l.is_last
    loop
        v_sets[v_link.i].workout_plan_exercise_id := v_link.id;
        v_sets[v_link.i].is_linked := true;
    end loop;
    return v_sets;
end;
$$;
comment on function private.linked_sets is
'These sets of one workout, those without a plan exercise linked to the day''s line of their exercise; where it stands more than once, to
the first line with sets missing, then to the last.';
