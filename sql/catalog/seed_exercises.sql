-- How seed files and `spotter catalog import` write our exercises and equipment: by slug, repeatably.

create function private.seed_equipment(p_equipment jsonb)
returns integer
language sql
set search_path = ''
begin atomic
    with written as (
        insert into public.equipment as e (id, slug, name, description, load_type)
        select private.stable_id('equipment', given.slug), given.slug, given.name, given.description, given.load_type
        from jsonb_to_recordset(p_equipment) as given (
            slug text, name text, description text, load_type public.load_type
        )
        on conflict (id) do update
        set name = excluded.name, description = excluded.description, load_type = excluded.load_type
        where e.name is distinct from excluded.name
            or e.description is distinct from excluded.description
            or e.load_type is distinct from excluded.load_type
        returning e.id
    )

    select count(*)::integer from written;
end;
comment on function private.seed_equipment is 'Creates or updates our equipment; returns how many rows changed.';

create function private.take_over_exercises(p_ours public.exercises [])
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.exercises as e
    set name = format('%s (%s)', left(e.name, 89), left(e.id::text, 8))
    from unnest(p_ours) as r
    where lower(e.name) = lower(r.name) and e.id <> r.id and e.is_approved and e.slug is null;

    -- Two steps: only an approved exercise may lose its owner, and only without an owner may its kind change.
    update public.exercises as e
    set is_approved = true, name = r.name
    from unnest(p_ours) as r
    where e.id = r.id and e.slug is null;
    update public.exercises as e
    set created_by = null, slug = r.slug, image_url = null, is_active = true
    from unnest(p_ours) as r
    where e.id = r.id and e.slug is null;
end;
$$;
comment on function private.take_over_exercises is
'Makes room for our exercises: a user''s exercise under the id of one becomes ours, an approved one of the same name is renamed.';

create function private.seed_exercises(p_common jsonb, p_exercises jsonb)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_rows public.exercises [];
    v_written integer;
begin
    select array_agg(jsonb_populate_record(
        null::public.exercises,
        '{
            "secondary_muscle_groups": [], "aliases": [], "instructions": [], "exercise_type": "strength",
            "tracking_type": "weight_reps", "is_unilateral": false, "is_approved": true, "is_active": true,
            "is_skill": false, "has_impact": false, "is_overhead": false, "spinal_load": 0
        }'::jsonb
        || jsonb_build_object('id', private.stable_id('exercise', given.value ->> 'slug'))
        || p_common
        || given.value
    ))
    into v_rows
    from jsonb_array_elements(p_exercises) as given;
    perform private.take_over_exercises(v_rows);

    with written as (
        insert into public.exercises as e (
            id, name, description, primary_muscle_group, secondary_muscle_groups, difficulty, slug, aliases, instructions,
            movement_pattern, mechanic, tracking_type, exercise_type, is_unilateral, distance_kind, bodyweight_share,
            met, is_skill, has_impact, is_overhead, spinal_load, created_by, is_approved
        )
        select
            r.id, r.name, r.description, r.primary_muscle_group, r.secondary_muscle_groups, r.difficulty, r.slug,
            r.aliases, r.instructions, r.movement_pattern, r.mechanic, r.tracking_type, r.exercise_type, r.is_unilateral,
            r.distance_kind, r.bodyweight_share, r.met, r.is_skill, r.has_impact, r.is_overhead, r.spinal_load, null, true
        from unnest(v_rows) as r
        on conflict (id) do update set
            name = excluded.name,
            description = excluded.description,
            primary_muscle_group = excluded.primary_muscle_group,
            secondary_muscle_groups = excluded.secondary_muscle_groups,
            difficulty = excluded.difficulty,
            aliases = excluded.aliases,
            instructions = excluded.instructions,
            movement_pattern = excluded.movement_pattern,
            mechanic = excluded.mechanic,
            tracking_type = excluded.tracking_type,
            exercise_type = excluded.exercise_type,
            is_unilateral = excluded.is_unilateral,
            distance_kind = excluded.distance_kind,
            bodyweight_share = excluded.bodyweight_share,
            met = excluded.met,
            is_skill = excluded.is_skill,
            has_impact = excluded.has_impact,
            is_overhead = excluded.is_overhead,
            spinal_load = excluded.spinal_load
        -- An unchanged row is left alone: its updated_at tells clients what to fetch again.
        where (
            e.name, e.description, e.primary_muscle_group, e.secondary_muscle_groups, e.difficulty, e.aliases,
            e.instructions, e.movement_pattern, e.mechanic, e.tracking_type, e.exercise_type, e.is_unilateral,
            e.distance_kind, e.bodyweight_share, e.met, e.is_skill, e.has_impact, e.is_overhead, e.spinal_load
        ) is distinct from (
            excluded.name, excluded.description, excluded.primary_muscle_group, excluded.secondary_muscle_groups,
            excluded.difficulty, excluded.aliases, excluded.instructions, excluded.movement_pattern, excluded.mechanic,
            excluded.tracking_type, excluded.exercise_type, excluded.is_unilateral, excluded.distance_kind,
            excluded.bodyweight_share, excluded.met, excluded.is_skill, excluded.has_impact, excluded.is_overhead,
            excluded.spinal_load
        )
        returning e.id
    )

    select count(*)::integer into v_written from written;

    -- The names in every language are in one table.
    insert into public.exercise_names as n (exercise_id, locale, name, aliases)
    select r.id, 'en', r.name, r.aliases from unnest(v_rows) as r
    on conflict (exercise_id, locale) do update
    set name = excluded.name, aliases = excluded.aliases
    where (n.name, n.aliases) is distinct from (excluded.name, excluded.aliases);

    -- An unknown slug gives a null id, which the table rejects: a misspelt seed file fails.
    with needed as (
        select r.id as exercise_id, q.id as equipment_id
        from jsonb_array_elements(p_exercises) as given
        inner join unnest(v_rows) as r on r.slug = given.value ->> 'slug'
        cross join lateral jsonb_array_elements_text((p_common || given.value) -> 'equipment') as n (slug)
        left join public.equipment as q on q.slug = n.slug
    ),

    dropped as (
        delete from public.exercise_equipment as x
        using unnest(v_rows) as r
        where x.exercise_id = r.id
            and not exists (
                select from needed as n where n.exercise_id = x.exercise_id and n.equipment_id = x.equipment_id
            )
    )

    insert into public.exercise_equipment (exercise_id, equipment_id)
    select n.exercise_id, n.equipment_id from needed as n
    on conflict do nothing;
    return v_written;
end;
$$;
comment on function private.seed_exercises is
'Creates or updates our exercises with the equipment they need; p_common holds the keys that all of them share. The id derives
from the slug unless it is given. Returns how many changed.';
