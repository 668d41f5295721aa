-- Easier and harder forms of the same movement, from the lists of the seed.

create function private.seed_ladders(p_ladders jsonb)
returns integer
language sql
set search_path = ''
begin atomic
    with rungs as (
        select
            -- An unknown slug gives the id of no exercise, which the table rejects: a misspelt seed file fails.
            private.stable_id('exercise', r.slug) as exercise_id,
            private.stable_id('exercise', lead(r.slug) over ladder) as harder_id,
            private.stable_id('exercise', lag(r.slug) over ladder) as easier_id,
            l.priority
        from jsonb_array_elements(p_ladders) with ordinality as l (slugs, priority)
        cross join lateral jsonb_array_elements_text(l.slugs) with ordinality as r (slug, position)
        window ladder as (partition by l.priority order by r.position)
    ),

    given as (
        select
            r.exercise_id,
            (array_agg(r.harder_id order by r.priority) filter (where r.harder_id is not null))[1] as harder_id,
            (array_agg(r.easier_id order by r.priority) filter (where r.easier_id is not null))[1] as easier_id
        from rungs as r
        group by r.exercise_id
    ),

    written as (
        update public.exercises
        set regression_of = w.harder_id, progression_of = w.easier_id
        from (
            select o.id, g.harder_id, g.easier_id
            from public.exercises as o
            left join given as g on o.id = g.exercise_id
            where o.created_by is null
        ) as w
        where exercises.id = w.id
            and (exercises.regression_of, exercises.progression_of) is distinct from (w.harder_id, w.easier_id)
        returning exercises.id
    )

    select count(*)::integer from written;
end;
comment on function private.seed_ladders is
'Sets regression_of and progression_of of all our exercises: a list of ladders, each a list of slugs, easiest first. Where ladders meet,
the first that leads on counts. Returns how many exercises changed.';
