-- Turns a workout document into rows. One statement reads and validates: 20 sets of 14 keys in 0.15 ms, where check_shapes
-- alone takes another 0.4 ms. So check_shapes runs only if something is wrong, to name it.

create function private.require_set_times(p_sets public.session_exercises [])
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_place integer;
begin
    select s.place into v_place
    from generate_subscripts(p_sets, 1) as s (place)
    where (p_sets[s.place]).logged_at not between '2000-01-01Z' and '2100-01-01Z'
    order by s.place
    limit 1;
    if found then
        perform private.fail(
            'PT422', 'logged_at is not valid',
            jsonb_build_object(
                'field', format('sets[%s].logged_at', v_place - 1),
                'expected', '{"min": "2000-01-01T00:00:00Z", "max": "2100-01-01T00:00:00Z"}'::jsonb
            )
        );
    end if;
end;
$$;
comment on function private.require_set_times is
'PT422 for the first set outside of the years 2000 to 2099. The shape judges what is written, which a zone can move across a bound.';

create function private.read_workout(
    p_user uuid, p_workout jsonb, p_now timestamptz, p_is_correction boolean default false
)
returns private.workout_document
language plpgsql
stable
set search_path = ''
as $$
declare
    v_workout private.workout_document := private.read_document(p_user, p_workout, p_now, p_is_correction);
    v_content bytea;
    v_is_malformed boolean;
    v_has_duplicate_ids boolean;
    v_has_unlinked boolean;
begin
    begin
        select
            coalesce(
                array_agg(
                    (
                        s.id, v_workout.id, s.exercise_id, x.id, s.set_order, s.logged_reps, s.logged_weight_kg,
                        f.logged_at, s.difficulty_rating, f.notes, null, p_user, f.set_type, s.duration_seconds, s.distance_m,
                        s.rest_seconds, false, now(), now(), s.side, false
                    )::public.session_exercises
                ),
                '{}'
            ),
            -- Typed as they are stored, so that 60 and 60.000 are the same; links as told, since a plan may be deleted meanwhile.
            -- Binary, because it depends on no setting. A key that is added must leave the hashes of documents without it alone.
            string_agg(
                record_send(row(
                    s.id, s.exercise_id, s.workout_plan_exercise_id, s.set_order::smallint, s.logged_reps::smallint,
                    s.logged_weight_kg::numeric(7, 3), f.logged_at, s.difficulty_rating::numeric(3, 1), f.notes, f.set_type::text,
                    s.duration_seconds::integer, s.distance_m::numeric(9, 2), s.rest_seconds::integer
                ))
                || case when s.side is null then '' else convert_to(s.side::text, 'UTF8') end,
                '' order by s.id
            ),
            array_agg((s.place, f.kind)::private.set_fault) filter (where f.kind is not null),
            count(distinct s.id) < count(*),
            count(s.workout_plan_exercise_id) < count(*),
            bool_or(
                -- generated from private.set_shape as conditions in s
                s.id is null
                or s.exercise_id is null
                or s.set_order is null
                or s.set_order not between 1 and 10000 or s.set_order <> trunc(s.set_order)
                or s.logged_reps not between 0 and 1000 or s.logged_reps <> trunc(s.logged_reps)
                or s.logged_weight_kg not between 0 and 2000
                or s.duration_seconds not between 0 and 86400 or s.duration_seconds <> trunc(s.duration_seconds)
                or s.distance_m not between 0 and 1000000
                or s.difficulty_rating not between 1 and 10 or s.difficulty_rating * 2 <> trunc(s.difficulty_rating * 2)
                or s.rest_seconds not between 0 and 86400 or s.rest_seconds <> trunc(s.rest_seconds)
                or s.logged_at !~ '^20[1-8]\d-\d\d-\d\d[T ]\d\d:\d\d[-+:.,\dZz ]*$'
                or length(s.notes) not between 0 and 2000
                -- end generated
            )
            or p_workout -> 'sets' @? (
                -- generated from private.set_shape as a jsonpath of values of another type in $[*]
                '$[*] ? (@.id.type() == "number" || @.exercise_id.type() == "number" ||
                    @.workout_plan_exercise_id.type() == "number" || @.set_order.type() == "string" ||
                    @.logged_reps.type() == "string" || @.logged_weight_kg.type() == "string" ||
                    @.duration_seconds.type() == "string" || @.distance_m.type() == "string" ||
                    @.difficulty_rating.type() == "string" || @.rest_seconds.type() == "string" ||
                    @.notes.type() != "string" && @.notes.type() != "null")'
                -- end generated
            )::jsonpath
            or exists (
                select from jsonb_array_elements(p_workout -> 'sets') as k
                where k - (
                    -- generated from private.set_shape as keys
                    '{id,exercise_id,workout_plan_exercise_id,set_order,set_type,logged_reps,logged_weight_kg,
                        duration_seconds,distance_m,difficulty_rating,rest_seconds,logged_at,notes,side}'
                    -- end generated
                )::text[] <> '{}'
            )
        into v_workout.sets, v_content, v_workout.set_faults, v_has_duplicate_ids, v_has_unlinked, v_is_malformed
        from
            rows from (
                jsonb_to_recordset(p_workout -> 'sets') as (
                    -- generated from private.set_shape as columns
                    id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric,
                    set_type public.set_type, logged_reps numeric, logged_weight_kg numeric,
                    duration_seconds numeric, distance_m numeric, difficulty_rating numeric,
                    rest_seconds numeric, logged_at text, notes text, side public.side
                    -- end generated
                )
            ) with ordinality as s (
                -- generated from private.set_shape as names
                id, exercise_id, workout_plan_exercise_id, set_order, set_type, logged_reps,
                logged_weight_kg, duration_seconds, distance_m, difficulty_rating, rest_seconds,
                logged_at, notes, side
                -- end generated
                , place
            )
            left join public.exercises as e
                on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
            left join public.workout_plan_day_exercises as x
                on x.user_id = p_user and x.id = s.workout_plan_exercise_id
            left join public.session_exercises as o on o.id = s.id
            cross join lateral (
                select
                    case
                        when e.id is null then 'unknown exercise'
                        when private.missing_measure(
                                e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
                            ) is not null then 'missing measure'
                        when o.user_id <> p_user then 'set of another user'
                        when o.workout_session_id <> v_workout.id then 'in another workout'
                        when x.id is null and s.workout_plan_exercise_id is not null then 'unknown plan exercise'
                    end as kind,
                    coalesce(
                        case
                            when s.logged_at ~ '[Z+]' then s.logged_at::timestamptz
                            else private.read_moment(s.logged_at, v_workout.zone, v_workout.started_at)
                        end,
                        v_workout.ended_at
                    ) as logged_at,
                    coalesce(s.set_type, 'working') as set_type,
                    nullif(s.notes, '') as notes
                -- Each is used twice, but reckoned once.
                offset 0
            ) as f;
    exception
        -- feature_not_supported is raised for NaN, which is a number but can't be cast to an integer.
        when data_exception or feature_not_supported then
            perform private.check_shapes(p_workout -> 'sets', 'sets[]', private.set_shape());
            raise;
    end;
    if v_is_malformed then
        perform private.check_shapes(p_workout -> 'sets', 'sets[]', private.set_shape());
        perform private.require_set_times(v_workout.sets);
    end if;
    if v_has_duplicate_ids then
        v_workout.set_faults := v_workout.set_faults || array(
            select (s.place, 'duplicate id')::private.set_fault
            from (
                select e.place, count(*) over (partition by (e.value ->> 'id')::uuid) as times
                from jsonb_array_elements(p_workout -> 'sets') with ordinality as e (value, place)
            ) as s
            where s.times > 1
        );
    end if;
    v_workout.content_hash := sha256(
        record_send(row(
            v_workout.id, v_workout.plan_workout_id, v_workout.started_at, v_workout.ended_at, v_workout.zone, v_workout.name,
            v_workout.location::text, v_workout.overall_feeling::text, v_workout.notes
        ))
        || coalesce(v_content, '')
    );
    if v_has_unlinked and v_workout.plan_workout_id is not null and v_workout.set_faults is null then
        v_workout.sets := private.linked_sets(p_user, v_workout.plan_workout_id, v_workout.sets);
    end if;
    return v_workout;
end;
$$;
comment on function private.read_workout is
'A workout document and its sets as rows, with the hash by which a repeat is known; PT422 with the field at fault if the shape is
wrong. Anything else wrong with a set is listed in set_faults, for refuse_sets. A link to a plan exercise that doesn''t exist becomes
null.';
