create table public.exercise_contraindications (
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    body_part public.body_part not null,
    condition public.health_condition not null,
    severity public.contraindication not null,
    primary key (exercise_id, body_part, condition)
);
comment on table public.exercise_contraindications is
'Who shouldn''t do an exercise of ours, or only with care. For choosing exercises, never for treating. Sources stand with the seed. A
condition that a part has no rows of is covered by those of its pain.';

create function private.seed_contraindications(p_body_part public.body_part, p_rows jsonb)
returns integer
language sql
set search_path = ''
begin atomic
    with strains as (
        select r.conditions, r.severity, r.exercises, r.every
        from jsonb_to_recordset(p_rows) as r (
            conditions public.health_condition [], severity public.contraindication, exercises text [], every text
        )
    ),

    named as (
        -- An unknown slug gives the id of no exercise, which the table rejects: a misspelt seed file fails.
        select private.stable_id('exercise', n.slug) as exercise_id, s.conditions, s.severity
        from strains as s
        cross join unnest(s.exercises) as n (slug)
        union all
        select e.id, s.conditions, s.severity
        from strains as s
        inner join public.exercises as e on e.created_by is null and case s.every
            when 'is_skill' then e.is_skill
            when 'has_impact' then e.has_impact
            when 'is_overhead' then e.is_overhead
            when 'heavy_spine' then e.spinal_load = 3
            -- Anything else is a slip, which this refuses.
            when s.every then s.every::boolean
        end
    ),

    given as (
        -- Of two strains that an exercise puts on the same part the worse counts.
        select n.exercise_id, c.condition, max(n.severity) as severity
        from named as n
        cross join unnest(n.conditions) as c (condition)
        group by n.exercise_id, c.condition
    ),

    dropped as (
        delete from public.exercise_contraindications
        where exercise_contraindications.body_part = p_body_part
            and not exists (
                select from given as g
                where g.exercise_id = exercise_contraindications.exercise_id
                    and g.condition = exercise_contraindications.condition
            )
        returning exercise_contraindications.exercise_id
    ),

    written as (
        insert into public.exercise_contraindications as c (exercise_id, body_part, condition, severity)
        select g.exercise_id, p_body_part, g.condition, g.severity from given as g
        on conflict (exercise_id, body_part, condition) do update
        set severity = excluded.severity
        where c.severity <> excluded.severity
        returning c.exercise_id
    )

    select (select count(*) from written)::integer + (select count(*) from dropped)::integer;
end;
comment on function private.seed_contraindications is
'Writes all contraindications of a body part. Each row is a strain put on it: {"strain": what it is, "conditions": [condition, …],
"severity", and whom it concerns: "exercises": [slug, …], or "every": is_skill, has_impact, is_overhead or heavy_spine (a spinal_load
of 3) for ours with that tag}. Returns how many changed.';
