set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

CREATE OR REPLACE FUNCTION private.is_first_score(p_user uuid, p_exercise_id uuid, p_record_type public.record_type, p_distance_m numeric, p_amount bigint, p_started_at timestamp with time zone, p_session_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    -- From the latest back: the history of years is read only where nothing after it counts.
    if p_amount is null then
        perform
        from private.exercise_scores as s
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = s.session_id and not w.is_history
        where s.user_id = p_user
            and s.exercise_id = p_exercise_id
            and s.amount is null
            and not private.is_with_body(s.record_type)
            and (p_record_type is null or s.record_type = p_record_type and s.distance_m is not distinct from p_distance_m)
            and (s.started_at, s.session_id) < (p_started_at, p_session_id)
        order by s.started_at desc, s.session_id desc
        limit 1;
    else
        perform
        from private.exercise_sessions as r
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = r.session_id and not w.is_history
        where r.user_id = p_user
            and r.exercise_id = p_exercise_id
            and private.amount_before(r.amounts, p_amount) is not null
            and (r.started_at, r.session_id) < (p_started_at, p_session_id)
        order by r.started_at desc, r.session_id desc
        limit 1;
    end if;
    return not found;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_lifting(p_user uuid, p_session_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return exists (
        select from private.exercise_sessions as r
        inner join public.exercises as e on e.id = r.exercise_id
        where r.user_id = p_user and r.session_id = p_session_id and e.tracking_type in ('weight_reps', 'reps_only', 'assisted')
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_on_the_way(p_target private.target, p_terms private.terms, p_amounts integer[], p_floor integer)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Stages are what to do after a failure, so they can't do without one.
    if cardinality(p_amounts) < p_target.sets or private.rule_list(p_terms.rules) @? '$[*].stages' then
        return false;
    end if;
    for v_place in 1 .. p_target.sets loop
        if (p_amounts[v_place] >= least(private.target_amount((p_terms.base).reps, v_place), p_floor)) is not true then
            return false;
        end if;
    end loop;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_stored(p_user uuid, p_workout private.workout_document)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return exists (
        select from public.workout_sessions as w
        where w.user_id = p_user
            and w.id = p_workout.id
            and w.status = 'completed'
            and (w.started_at, w.ended_at) = (p_workout.started_at, p_workout.ended_at)
            and w.timezone = coalesce(p_workout.timezone, w.timezone)
            and w.name is not distinct from coalesce(p_workout.name, w.planned ->> 'name')
            and (w.location, w.overall_feeling, nullif(w.notes, ''))
            is not distinct from (p_workout.location, p_workout.overall_feeling, p_workout.notes)
            -- A link is lost when its day is deleted.
            and w.plan_workout_id is not distinct from (
                select d.id from public.workout_plan_days as d where d.user_id = p_user and d.id = p_workout.plan_workout_id
            )
    ) and not exists (
        select
        from (
            select s.* from public.session_exercises as s
            where s.user_id = p_user and s.workout_session_id = p_workout.id
        ) as s
        full join unnest(p_workout.sets) as o on o.id = s.id
        where (
            s.id, s.exercise_id, case when not s.is_linked then s.workout_plan_exercise_id end, s.set_order, s.logged_reps, s.logged_weight_kg, s.logged_at,
            s.difficulty_rating, nullif(s.notes, ''), s.set_type, s.duration_seconds, s.distance_m, s.rest_seconds, s.side
        ) is distinct from (
            o.id, o.exercise_id, case when not o.is_linked then o.workout_plan_exercise_id end, o.set_order, o.logged_reps, o.logged_weight_kg, o.logged_at,
            o.difficulty_rating, o.notes, o.set_type, o.duration_seconds, o.distance_m, o.rest_seconds, o.side
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_to_repeat(p_state jsonb, p_load numeric, p_terms private.terms)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Novices take a step a workout, intermediates one a week: whoever was stopped at this load is no novice with it any more.
    return not p_terms.is_assisted
        and coalesce(p_load >= (p_state -> 'cut_kg')::numeric * 0.95, false)
        and coalesce((p_state -> 'done')::integer, 0) < least((p_state -> 'cuts')::integer, 2);
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_with_body(p_record_type public.record_type)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return p_record_type in ('max_weight_with_body', 'estimated_1rm_with_body', 'max_volume_with_body');
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_worth_the_target(p_target private.target, p_terms private.terms, p_wanted numeric, p_amount integer, p_load numeric)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_amount constant integer := private.target_amount(p_target.reps, 1);
begin
    -- Far heavier sets are another exercise, and of a plate on a belt the estimate says nothing.
    return p_load > p_wanted
        and p_load <= p_wanted * 1.25
        and p_amount < v_amount
        and not p_terms.is_assisted
        -- Neither seconds nor metres have an estimate, and of a list every set has its own.
        and p_target.reps !~ '[sm,]'
        and coalesce(
            private.estimated_1rm(p_load, p_amount, null) >= private.estimated_1rm(p_wanted, v_amount, null), false
        );
end;
$function$;

CREATE OR REPLACE FUNCTION private.keeps_link(p_old public.session_exercises, p_new public.session_exercises, p_is_same_day boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return p_is_same_day
        and p_old.is_linked
        and p_old.exercise_id = p_new.exercise_id
        and (p_new.is_linked or p_new.workout_plan_exercise_id is null);
end;
$function$;

CREATE OR REPLACE FUNCTION private.kilogram_weights()
 RETURNS numeric[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return array(select 2.0 * i from generate_series(0, 10) as i) || array(select 4.0 * i from generate_series(6, 50) as i);
end;
$function$;

CREATE OR REPLACE FUNCTION private.last_announced(p_row private.exercise_sessions)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return case when private.is_announced(p_row) then p_row.day else p_row.announced_before end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.latest_records(p_user uuid, p_limit integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'exercise', e.name, 'record_type', r.record_type, 'distance_m', r.distance_m,
                        'load_kg', r.load_kg, 'value', r.value, 'previous_value', r.previous_value, 'achieved_at', r.achieved_at
                    )
                    order by r.achieved_at desc, e.name, r.record_type, r.distance_m, r.load_kg
                ),
                '[]'
            )
        from (
            select p.*
            from public.personal_records as p
            where p.user_id = p_user and p.previous_value is not null and not private.is_with_body(p.record_type)
            order by p.achieved_at desc, p.exercise_id, p.record_type, p.distance_m, p.load_kg
            limit p_limit
        ) as r
        inner join public.exercises as e on e.id = r.exercise_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.likely_end(p_session public.workout_sessions, p_at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- Longer than what people do after their last set without noting it: cardio, stretching, a game.
    v_idle constant interval := interval '3 hours';
    v_end constant timestamptz := greatest(
        least(p_at, p_session.started_at + interval '24 hours'), p_session.started_at
    );
    v_active timestamptz := (
        -- Not what a wrong clock dates outside, or a client that leaves the offset out.
        select greatest(
            max(s.logged_at) filter (where s.logged_at between p_session.started_at and p_at),
            p_session.paused_at, p_session.rest_started_at
        )
        from public.session_exercises as s
        where s.user_id = p_session.user_id and s.workout_session_id = p_session.id
    );
begin
    -- Pauses that are over count as time in which somebody was there: when they were isn't kept.
    if v_active < p_at - v_idle - make_interval(secs => p_session.paused_seconds) then
        return least(v_active, v_end);
    end if;
    return v_end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.link_session(p_user uuid, p_session public.workout_sessions)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Even an update of no rows would fire the statement triggers.
    if p_session.plan_workout_id is null or not exists (
        select from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_session.id and s.workout_plan_exercise_id is null
    ) then
        return;
    end if;
    update public.session_exercises as s
    set workout_plan_exercise_id = o.workout_plan_exercise_id, is_linked = true
    from
        unnest(
            private.linked_sets(
                p_user, p_session.plan_workout_id,
                array(select e from public.session_exercises as e where e.user_id = p_user and e.workout_session_id = p_session.id)
            )
        ) as o
    where s.user_id = p_user and s.id = o.id and o.is_linked and s.workout_plan_exercise_id is null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.linked_sets(p_user uuid, p_plan_workout_id uuid, p_sets public.session_exercises[])
 RETURNS public.session_exercises[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.load_limits(p_exercise_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- A load on the body is a share of neither: 2.5 kg on a belt are 3 % for whom they are all that is added.
    return (
        select case
            when count(*) = 0 or bool_or(e.bodyweight_share is not null) then '{}'
            -- 20 kg: a bar as in most gyms; whose bar is lighter tells it with their gear. The smallest plates on it are 12.5 % more.
            when bool_or(q.slug = 'barbell') then '{"most_percent": 12.5, "floor": 20}'::jsonb
            else '{"most_percent": 10}'
        end
        from public.exercise_equipment as x
        inner join public.equipment as q on q.id = x.equipment_id
        inner join public.exercises as e on e.id = x.exercise_id
        where x.exercise_id = p_exercise_id and q.load_type is not null
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.load_of(p_code bigint)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return trim_scale((p_code - private.amount_of(p_code)) / 1000000000 / 1000.0);
end;
$function$;

CREATE OR REPLACE FUNCTION private.load_tolerance(p_load numeric, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Half of what two decimals of a pound or a kilogram may be off, and what lies between 185 lb and 83.91 kg.
    c_least constant numeric := 0.06;
    v_below numeric;
begin
    if p_terms.buildable is null then
        return c_least;
    end if;
    -- Between two loads that can be built, the nearer was meant; but nobody means 60 kg with 59.
    v_below := p_terms.buildable[nullif(width_bucket(p_load - c_least, p_terms.buildable), 0)];
    return greatest(c_least, least((p_load - v_below) / 2, p_load / 100));
end;
$function$;

CREATE OR REPLACE FUNCTION private.log_workout(p_user uuid, p_workout jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_workout private.workout_document;
    v_plan_workout uuid;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_workout := private.read_workout(p_user, p_workout, p_now);
    if exists (select from public.workout_sessions as w where w.user_id = p_user and w.id = v_workout.id) then
        if exists (
            select from private.workout_requests as r
            where r.user_id = p_user
                and r.session_id = v_workout.id
                -- Release 0.1 kept the hash of the text.
                and r.content_hash in (v_workout.content_hash, sha256(convert_to(p_workout::text, 'UTF8')))
        ) or private.is_stored(p_user, v_workout) then
            return private.workout_summary(p_user, v_workout.id, p_now);
        end if;
        perform private.fail(
            'PT409', 'this workout was already logged with different content', jsonb_build_object('session_id', v_workout.id),
            'Call correct_workout to replace it.'
        );
    elsif v_workout.restore is not true and private.was_deleted(p_user, 'workout_sessions', v_workout.id) then
        perform private.fail(
            'PT409', 'this workout was deleted', jsonb_build_object('reason', 'deleted', 'session_id', v_workout.id),
            'Send it with "restore": true to log it again.'
        );
    end if;

    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    v_planned := private.planned_workout(p_user, v_plan_workout);
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_user, p_workout, v_workout.set_faults);
    end if;
    if not private.write_workout(p_user, v_workout, v_plan_workout, v_planned, p_now) then
        perform private.fail('PT404', 'workout not found', '{"field": "id"}');
    end if;
    return private.workout_summary(p_user, v_workout.id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.longest_gap(p_user uuid, p_from timestamp with time zone, p_until timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select floor(max(extract(epoch from g.gap)) / 86400)::integer
        from (
            select t.at - lag(t.at) over (order by t.at) as gap
            from (
                select w.started_at as at
                from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at > p_from
                    and w.started_at < p_until
                    and w.status = 'completed'
                    and private.is_lifting(p_user, w.id)
                union all
                select p_from
                union all
                select p_until
            ) as t
        ) as g
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.lowered_aim(p_target private.target, p_terms private.terms, p_amounts integer[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_next constant integer := (select min(a.amount) + 1 from unnest(p_amounts) as a (amount));
begin
    if p_target.reps ~ '[,sm]|AMRAP' or v_next >= private.target_amount(p_target.reps, 1) then
        return p_target.reps;
    end if;
    return v_next || coalesce('-' || private.target_ceiling((p_terms.base).reps), substring(p_target.reps from '\+?$'));
end;
$function$;

CREATE OR REPLACE FUNCTION private.lowered_load(p_load numeric, p_percent numeric, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_rule constant jsonb := private.load_rule(p_terms.rules);
    v_floor constant numeric := (v_rule -> 'floor')::numeric;
    -- A whole number of steps, so that going up again uses the same loads.
    v_step constant numeric := case when v_rule ->> 'step_unit' = '%' then 2.5 else coalesce((v_rule -> 'step')::numeric, 2.5) end;
    v_wanted constant numeric := p_load * (1 + p_percent / 100 * case when p_terms.is_assisted then 1 else -1 end);
    v_load numeric;
begin
    if p_load is null then
        return null;
    elsif p_terms.buildable is not null then
        -- One rounding: the loads that can be built are the steps. Where they begin at nothing they are assumed, and the bar isn't known.
        return private.nearest_buildable(
            p_load,
            greatest(
                least(v_wanted, 2000),
                case
                    when p_terms.buildable[1] = 0 and p_load >= v_floor
                        then least(p_load, (select min(l.kg) from unnest(p_terms.buildable) as l (kg) where l.kg >= v_floor))
                end
            ),
            p_terms
        );
    elsif p_terms.is_assisted then
        -- A percentage of zero assistance is zero, so add at least one step.
        return least(greatest(ceil(v_wanted / v_step), 1) * v_step, 2000);
    end if;
    v_load := floor(v_wanted / v_step) * v_step;
    -- Of a light load a whole step may be half of it: then half kilograms.
    if v_load < v_wanted * 0.9 then
        v_load := coalesce(nullif(floor(v_wanted * 2) / 2, 0), p_load);
    end if;
    return greatest(v_load, case when p_load >= v_floor then v_floor end);
end;
$function$;

CREATE OR REPLACE FUNCTION private.matching_sets(p_target private.target, p_amounts integer[], p_pool integer[])
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Of a list the order counts.
    v_is_list constant boolean := p_target.reps ~ ',';
    v_rest integer[] := p_pool;
    v_chosen integer[] := '{}'::integer[];
    v_next integer;
begin
    for v_set in 1 .. p_target.sets loop
        v_next := (
            select o.place from unnest(v_rest) as o (place)
            where p_amounts[o.place] >= private.target_amount(p_target.reps, v_set)
            order by
                -- The best; but of a list the earliest, which leaves most for the rest, and the best for last where that one is open.
                case
                    when p_target.reps !~ '[,+]' or v_set = p_target.sets and p_target.reps ~ '\+$' then p_amounts[o.place]
                end desc,
                o.place
            limit 1
        );
        if v_next is null then
            return null;
        end if;
        v_chosen := v_chosen || v_next;
        v_rest := array(
            select o.place from unnest(v_rest) as o (place)
            where case when v_is_list then o.place > v_next else o.place <> v_next end
        );
    end loop;
    return case when p_target.reps ~ '[,+]' then v_chosen else array(select o.place from unnest(v_chosen) as o (place) order by o.place) end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.named_rule(p_progression jsonb, p_step numeric)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return jsonb_build_object('axis', 'load', 'step', p_step)
    || coalesce(
        (
            select jsonb_object_agg(o.key, o.value) from jsonb_each(p_progression) as o
            where o.key in ('step_unit', 'ceiling', 'floor', 'most_percent', 'after_failures', 'deload_percent', 'after_stalls')
        ),
        '{}'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.notification_declaration(p_type public.notification_type)
 RETURNS private.notification_declaration
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    case p_type
        when 'workout_due' then
            return (
                'training', true, 'at the time of reminders, on a training day without training',
                '`plan_id`, `plan_workout_id`, `workout`'
            )::private.notification_declaration;
        when 'week_empty' then
            return (
                'training', true, 'on the fourth day of a week without training', '`week_start`, `days_left`'
            )::private.notification_declaration;
        when 'streak_at_risk' then
            return (
                'training', false, 'the coach nudges: the weekly streak is about to end',
                '`message_id`, `streak` (weeks), `count` (days missing)'
            )::private.notification_declaration;
        when 'level_up' then
            return (
                'progress', false, 'a level is reached, once per level', '`level`, `message_id`'
            )::private.notification_declaration;
        when 'record' then
            return (
                'progress', false, 'a workout set records that are announced, once per workout',
                '`record_id`, `exercise_id`, `exercise`, `record_type`, `value`, `count` (of how many exercises)'
            )::private.notification_declaration;
        when 'achievement' then
            return (
                'progress', false, 'an achievement is unlocked, once', '`achievement_id`, `slug`, `name`, `xp`'
            )::private.notification_declaration;
        when 'plan_ready' then
            return (
                'coach', false, 'a plan was generated or imported', '`plan_id`, `plan`'
            )::private.notification_declaration;
        when 'premium_started' then
            return ('account', false, 'paid access begins', '')::private.notification_declaration;
        when 'premium_ended' then
            return ('account', false, 'paid access ends', '')::private.notification_declaration;
        else
            raise exception 'notification type % is not declared in private.notification_declaration', p_type;
    end case;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_equipment_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_at timestamptz;
    v_from timestamptz;
    v_plan_exercises uuid[];
begin
    for v_user, v_at in select n.user_id, min(n.valid_from) from new_rows as n group by n.user_id loop
        v_plan_exercises := array(
            select x.id
            from (
                select distinct l.exercise_id from public.workout_plan_day_exercises as l where l.user_id = v_user
            ) as e
            inner join public.workout_plan_day_exercises as x on x.user_id = v_user and x.exercise_id = e.exercise_id
            -- A fact in the place of another may be no change any more, but the one before may have been one.
            where tg_op = 'UPDATE' or exists (select from private.gear_changes(v_user, e.exercise_id, v_at))
        );
        if cardinality(v_plan_exercises) > 0 then
            -- A plan made since then uses it for all that was trained before.
            v_from := case
                when exists (
                    select from public.workout_plan_day_exercises as x
                    where x.user_id = v_user and x.id = any(v_plan_exercises) and x.created_at >= v_at
                )
                    then '-infinity'
                else v_at
            end;
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_plan_exercises, v_from));
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_exercise_swap()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_type public.tracking_type;
    v_kind public.exercise_type;
    v_has_other_unit boolean := false;
begin
    select e.tracking_type, e.exercise_type into v_type, v_kind from public.exercises as e where e.id = new.exercise_id;
    -- What the same statement changes is the user's word. An unchanged value is no word: an app that saves a whole line sends the old
    -- exercise's load with the new one.
    if new.current_suggested_weight_kg = old.current_suggested_weight_kg then
        new.current_suggested_weight_kg := null;
    end if;
    if new.target_reps = old.target_reps and not private.fits_reps(v_type, new.target_reps) then
        new.target_reps := private.usual_reps(v_type, v_kind);
        v_has_other_unit := true;
    end if;
    if new.progression is not distinct from old.progression then
        new.progression := private.progression_of_another(new.progression, v_has_other_unit);
    end if;
    if new.alternatives = old.alternatives then
        new.alternatives := array_remove(new.alternatives, new.exercise_id);
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_edit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts;
    v_current record;
    v_is_by_hand boolean;
    -- A wave starts, ends or gets a different training max.
    v_is_other_wave boolean;
begin
    -- Nothing changed, or only the load, to that of the latest step: the fold wrote it. That is the case after most workouts and
    -- needs no further queries.
    if tg_op = 'UPDATE'
        and (
            new.exercise_id, new.target_sets, new.target_reps, new.progression, new.on_success_weight_increase_kg,
            new.target_rir
        ) is not distinct from (
            old.exercise_id, old.target_sets, old.target_reps, old.progression, old.on_success_weight_increase_kg,
            old.target_rir
        )
        and (
            new.current_suggested_weight_kg is not distinct from old.current_suggested_weight_kg
            or new.current_suggested_weight_kg = (
                select (p.new_target ->> 'weight_kg')::numeric
                from public.prescriptions as p
                where p.user_id = new.user_id and p.plan_exercise_id = new.id and p.superseded_at is null
                order by p.effective_at desc, p.session_id desc nulls last
                limit 1
            )
        )
    then
        return null;
    end if;

    select
        new.user_id, new.id, case when tg_op = 'INSERT' then '-infinity'::timestamptz else now() end, true, new.exercise_id,
        (new.target_sets, new.target_reps, new.current_suggested_weight_kg, null)::private.target,
        private.rules_of(
            new.progression, new.on_success_weight_increase_kg, new.target_reps, e.mechanic, private.load_limits(new.exercise_id)
        ),
        e.tracking_type = 'assisted', new.target_rir, '{}'::jsonb
    into v_fact
    from public.exercises as e
    where e.id = new.exercise_id;

    if tg_op = 'UPDATE' then
        select s.* into v_current from private.current_targets(new.user_id, array[new.id], 'infinity') as s;
        -- The fold writes the current target's load; any other load comes from the user.
        v_is_by_hand := new.current_suggested_weight_kg is distinct from (v_current.target).weight_kg;
        v_is_other_wave := 'percentage_wave' in (private.scheme_of(v_fact.rules), private.scheme_of((v_current.fact).rules))
        and (new.progression ->> 'scheme', new.progression -> 'training_max_kg')
        is distinct from (old.progression ->> 'scheme', old.progression -> 'training_max_kg');
        v_fact.moves_target := v_is_by_hand or v_is_other_wave or new.exercise_id <> old.exercise_id
        or (new.target_sets, new.target_reps) is distinct from (old.target_sets, old.target_reps);
        if not v_fact.moves_target
            and (new.progression, new.on_success_weight_increase_kg, new.target_rir)
            is not distinct from (old.progression, old.on_success_weight_increase_kg, old.target_rir)
        then
            return null;
        end if;
        if private.scheme_of(v_fact.rules) = 'percentage_wave' and not v_is_other_wave then
            if new.exercise_id = old.exercise_id then
                v_fact.state := v_current.state;
            end if;
            if v_is_by_hand then
                -- The latest decision wins: the load, not the training max it was derived from.
                v_fact.state := v_fact.state - 'training_max_kg';
                v_fact.rules := v_fact.rules - 'training_max_kg';
            end if;
        end if;
    end if;
    v_fact := private.initial_target(
        v_fact,
        case
            when private.has_gear(new.user_id)
                then private.buildable_loads(
                    new.user_id, new.exercise_id, now(),
                    -- The loads of a wave are percentages, and nobody typed them.
                    case when private.scheme_of(v_fact.rules) <> 'percentage_wave' then new.current_suggested_weight_kg end
                )
        end
    );

    if tg_op = 'INSERT' then
        -- The new lines are weighed with their first targets.
        perform private.set_weighing('aside');
    end if;
    insert into private.target_facts
    values (v_fact.*)
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = target_facts.moves_target or excluded.moves_target,
        exercise_id = excluded.exercise_id,
        target = excluded.target,
        rules = excluded.rules,
        is_assisted = excluded.is_assisted,
        target_rir = excluded.target_rir,
        state = excluded.state;
    if tg_op = 'INSERT' then
        -- Usually the load is unchanged, which saves one statement per plan exercise.
        if new.current_suggested_weight_kg is distinct from (v_fact.target).weight_kg then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = (v_fact.target).weight_kg
            where x.user_id = new.user_id and x.id = new.id;
        end if;
        perform private.set_weighing('');
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_records_added()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.tell_of_records(n.user_id, n.achieved_at, n.best_id, n.records, now())
    from (
        select
            n.user_id,
            n.achieved_at,
            (array_agg(n.id order by n.improvement_percentage desc nulls last, n.id))[1] as best_id,
            count(*) as records
        from new_rows as n
        where n.previous_value is not null and not private.is_with_body(n.record_type)
        group by n.user_id, n.achieved_at
        -- Of a history that is derived anew, the latest.
        order by n.achieved_at desc
        limit 1
    ) as n;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_records_beaten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.tell_of_records(n.user_id, n.achieved_at, n.best_id, n.records, now())
    from (
        select
            n.user_id,
            n.achieved_at,
            (array_agg(n.id order by n.improvement_percentage desc nulls last, n.id))[1] as best_id,
            count(*) as records
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        -- Later and different: a workout beat the record. A correction that takes a record back is not notified.
        where n.achieved_at > o.achieved_at and n.value <> o.value and n.previous_value is not null
            and not private.is_with_body(n.record_type)
        group by n.user_id, n.achieved_at
    ) as n;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sets_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_new record;
begin
    for v_new in
        select
            n.user_id,
            array_agg(distinct n.workout_session_id) as sessions,
            bool_or(w.status = 'completed') as has_completed,
            array_agg(n.id) filter (
                where e.id is null
                or w.status not in ('started', 'paused', 'completed')
                or private.missing_measure(
                    e.tracking_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m
                ) is not null
            ) as suspects
        from new_rows as n
        inner join public.workout_sessions as w on w.user_id = n.user_id and w.id = n.workout_session_id
        left join public.exercises as e
            on e.id = n.exercise_id and (e.created_by is null or e.is_approved or e.created_by = n.user_id)
        group by n.user_id
    loop
        if v_new.suspects is not null then
            perform private.check_sets(v_new.user_id, v_new.suspects);
        end if;
        perform private.require_room(v_new.user_id, v_new.sessions);
        if v_new.has_completed then
            perform private.link_session(v_new.user_id, w)
            from public.workout_sessions as w
            where w.user_id = v_new.user_id and w.id = any(v_new.sessions) and w.status = 'completed';
            perform private.after_workouts_changed(v_new.user_id, v_new.sessions);
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sets_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_changed record;
begin
    for v_changed in
        -- Derived columns, notes and rests affect nothing, so updates made while deriving stop here.
        select n.user_id, array_agg(n.id) as sets, array_agg(distinct n.workout_session_id) as sessions
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where (
            n.exercise_id, n.set_order, n.set_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m,
            n.difficulty_rating, n.side
        ) is distinct from (
            o.exercise_id, o.set_order, o.set_type, o.logged_reps, o.logged_weight_kg, o.duration_seconds, o.distance_m,
            o.difficulty_rating, o.side
        )
        -- A link that became null because its plan was deleted affects nothing: the targets were deleted too.
        or n.workout_plan_exercise_id is distinct from o.workout_plan_exercise_id
        and (
            n.workout_plan_exercise_id is not null
            or exists (
                select from public.workout_plan_day_exercises as x
                where x.user_id = o.user_id and x.id = o.workout_plan_exercise_id
            )
        )
        group by n.user_id
    loop
        perform private.check_sets(v_changed.user_id, v_changed.sets);
        perform private.after_workouts_changed(v_changed.user_id, v_changed.sessions);
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.onboard_goal(p_user uuid, p_goal jsonb, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(p_goal, 'p_goal', $shape${
        "id": {"type": "uuid"},
        "goal_type": {"type": "public.goal_type", "required": true},
        "target_weight_kg": {"type": "number", "min": 20, "max": 500},
        "target_muscle_kg": {"type": "number", "min": 0, "max": 50},
        "start_date": {"type": "date"},
        "target_date": {"type": "date"}
    }$shape$);
    if (p_goal ->> 'target_date')::date < coalesce((p_goal ->> 'start_date')::date, private.local_day(p_user, p_now)) then
        perform private.fail('PT422', 'the goal ends before it starts', '{"field": "p_goal.target_date"}');
    end if;

    -- A second onboarding replaces the active goal, unless the client sends another id.
    v_id := coalesce(
        (p_goal ->> 'id')::uuid,
        (select g.id from public.user_goals as g where g.user_id = p_user and g.is_active),
        gen_random_uuid()
    );
    perform private.check_goal_direction(
        p_user,
        v_id,
        (p_goal ->> 'goal_type')::public.goal_type,
        (p_goal ->> 'target_weight_kg')::numeric,
        (p_goal ->> 'target_muscle_kg')::numeric,
        coalesce((p_goal ->> 'start_date')::date, private.local_day(p_user, p_now)),
        p_now,
        'p_goal.'
    );
    insert into public.user_goals as g (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date)
    values (
        v_id,
        p_user,
        (p_goal ->> 'goal_type')::public.goal_type,
        (p_goal ->> 'target_weight_kg')::numeric,
        (p_goal ->> 'target_muscle_kg')::numeric,
        (p_goal ->> 'start_date')::date,
        (p_goal ->> 'target_date')::date
    )
    on conflict (id) do update
    set
        goal_type = excluded.goal_type,
        target_weight_kg = excluded.target_weight_kg,
        target_muscle_kg = excluded.target_muscle_kg,
        start_date = excluded.start_date,
        target_date = excluded.target_date,
        is_active = true
    where g.user_id = p_user;
    if not found then
        perform private.fail('PT404', 'goal not found', '{"field": "p_goal.id"}');
    end if;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.pace_of(p_kind public.distance_kind, p_distance_m numeric, p_seconds integer)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- A sprint has a pace that no run can beat: it doesn't count among those of a longer kind.
    return case
        when p_seconds > 0
            and p_distance_m > 0
            and p_distance_m >= case p_kind when 'run' then 1000 when 'row' then 500 when 'cycle' then 5000 when 'swim' then 100 else 0 end
            then round(1000 * p_seconds / p_distance_m, 3)
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.paired_sets(p_amounts integer[], p_loads numeric[], p_efforts numeric[], p_sides public.side[], p_is_assisted boolean)
 RETURNS TABLE(amounts integer[], loads numeric[], efforts numeric[])
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select
        array_agg(p.amount order by p.place), array_agg(p.load_kg order by p.place), array_agg(p.effort order by p.place)
    from (
        select
            min(s.place) as place,
            case when count(s.amount) = count(*) then min(s.amount) end as amount,
            case
                when p_is_assisted then max(s.load_kg)
                when count(s.load_kg) = count(*) then min(s.load_kg)
            end as load_kg,
            max(s.effort) as effort
        from (
            select
                o.*,
                case when o.side is null then -o.place else row_number() over (partition by o.side order by o.place) end as pair
            from unnest(p_amounts, p_loads, p_efforts, p_sides) with ordinality as o (amount, load_kg, effort, side, place)
        ) as s
        group by s.pair
    ) as p;
end;
$function$;

CREATE OR REPLACE FUNCTION private.part_content(p_row jsonb, p_part jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- An id that the document leaves out is another each time. A column that is added must be null, or left out here as long as it
    -- has its default: what was hashed before has no such key.
    return jsonb_strip_nulls(
        p_row
        || jsonb_build_object(
            'id', case when p_part ->> 'id' is not null then p_row -> 'id' end,
            'progression', private.canonical_json(nullif(p_row -> 'progression', 'null'))
        )
    ) - array['user_id', 'plan_id', 'plan_workout_id', 'created_by', 'is_active', 'created_at', 'updated_at'];
end;
$function$;

CREATE OR REPLACE FUNCTION private.paused_within(p_session public.workout_sessions, p_end timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_paused constant integer := private.paused_until(p_session, p_end);
begin
    -- Pauses that don't fit in came after the last set.
    return case when v_paused <= extract(epoch from p_end - p_session.started_at) then v_paused else 0 end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plain_columns(p_table regclass)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select string_agg(
        case
            -- These give back the value itself, but never a compressed one.
            when a.atttypid = 'text'::regtype then format('t.%1$I || '''' as %1$I', a.attname)
            when a.atttypid = 'jsonb'::regtype
                then format(
                    'case when jsonb_typeof(t.%1$I) in (''array'', ''object'') then t.%1$I #- ''{}'' else t.%1$I end as %1$I',
                    a.attname
                )
            when a.atttypid = 'tsvector'::regtype then format('t.%1$I || '''' as %1$I', a.attname)
            -- Null and an empty array are an empty array.
            when y.typcategory = 'A' then format('case when t.%1$I is not null then t.%1$I || ''{}'' end as %1$I', a.attname)
            else format('t.%I', a.attname)
        end,
        ', '
        order by a.attnum
    )
    from pg_catalog.pg_attribute as a
    inner join pg_catalog.pg_type as y on y.oid = a.atttypid
    where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped
$function$;

CREATE OR REPLACE FUNCTION private.plan_content(p_plan jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    return private.part_content(to_jsonb(private.plan_row(null, p_plan, null, null)), p_plan)
    || jsonb_build_object('days', (
        select jsonb_agg(d.content order by d.content::text)
        from (
            select
                private.part_content(to_jsonb(private.plan_day_row(null, null, d.value)), d.value)
                || jsonb_build_object('exercises', (
                    select jsonb_agg(x.content order by x.content::text)
                    from (
                        select private.part_content(to_jsonb(private.plan_exercise_row(null, null, x.value)), x.value) as content
                        from jsonb_array_elements(d.value -> 'exercises') as x (value)
                    ) as x
                )) as content
            from jsonb_array_elements(p_plan -> 'days') as d (value)
        ) as d
    ));
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_order(p_user uuid, p_plan_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'plan_workout_id', d.id,
                    'week_number', d.week_number,
                    'exercises', (
                        select coalesce(jsonb_agg(x.id order by x.order_in_workout, x.id), '[]')
                        from public.workout_plan_day_exercises as x
                        where x.user_id = p_user and x.plan_workout_id = d.id
                    )
                )
                order by d.week_number, d.order_in_plan, d.id
            ),
            '[]'
        )
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.progression_of_another(p_progression jsonb, p_has_other_unit boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    if p_has_other_unit and (
        p_progression ->> 'scheme' in ('gzclp', 'percentage_wave') or jsonb_path_exists(p_progression, '$[*].stages')
    )
    then
        -- They have repetitions of their own.
        return '{"scheme": "none"}'::jsonb;
    elsif jsonb_typeof(p_progression) = 'array' then
        return (
            select jsonb_agg(
                case when p_has_other_unit and r.value ->> 'axis' = 'reps' or r.value ->> 'axis' = 'load' then r.value - 'ceiling' else r.value end
                order by r.i
            )
            from jsonb_array_elements(p_progression) with ordinality as r (value, i)
        );
    end if;
    return case when jsonb_typeof(p_progression) = 'object' then p_progression - array['training_max_kg', 'ceiling'] else p_progression end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_document(p_user uuid, p_workout jsonb, p_now timestamp with time zone, p_is_correction boolean)
 RETURNS private.workout_document
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_workout private.workout_document;
begin
    begin
        select
            d.id, d.plan_workout_id, d.timezone, d.name, d.location, d.overall_feeling, nullif(d.notes, ''), d.restore,
            p_workout is null
            or p_workout - (
                -- generated from private.workout_shape as keys
                '{id,plan_workout_id,started_at,ended_at,timezone,name,location,overall_feeling,notes,
                    restore,sets}'
                -- end generated
            )::text[] <> '{}'
            or p_workout @? (
                -- generated from private.workout_shape as a jsonpath of values of another type in $
                '$ ? (@.id.type() == "number" || @.plan_workout_id.type() == "number" ||
                    @.name.type() != "string" && @.name.type() != "null" ||
                    @.notes.type() != "string" && @.notes.type() != "null" ||
                    @.restore.type() != "boolean" && @.restore.type() != "null")'
                -- end generated
            )::jsonpath
            or (
                -- generated from private.workout_shape as conditions in d
                d.id is null
                or d.started_at is null
                or d.started_at !~ '^20[1-8]\d-\d\d-\d\d[T ]\d\d:\d\d[-+:.,\dZz ]*$'
                or d.ended_at is null
                or d.ended_at !~ '^20[1-8]\d-\d\d-\d\d[T ]\d\d:\d\d[-+:.,\dZz ]*$'
                or d.timezone is not null and not private.is_timezone(d.timezone)
                or length(d.name) not between 1 and 200
                or length(d.notes) not between 0 and 5000
                or case when jsonb_typeof(d.sets) = 'array' then jsonb_array_length(d.sets) > 500 else true end
                -- end generated
            )
        into
            v_workout.id, v_workout.plan_workout_id, v_workout.timezone, v_workout.name, v_workout.location,
            v_workout.overall_feeling, v_workout.notes, v_workout.restore, v_workout.is_malformed
        from jsonb_to_record(p_workout) as d (
            -- generated from private.workout_shape as columns
            id uuid, plan_workout_id uuid, started_at text, ended_at text, timezone text, name text,
            location public.location, overall_feeling public.feeling, notes text, restore boolean,
            sets jsonb
            -- end generated
        );
        v_workout.zone := v_workout.timezone;
        if v_workout.zone is null and p_is_correction then
            select w.timezone into v_workout.zone
            from public.workout_sessions as w
            where w.user_id = p_user and w.id = v_workout.id;
        end if;
        if v_workout.zone is null then
            v_workout.zone := private.zone_at(p_user, private.read_moment(p_workout ->> 'started_at', 'UTC'));
        end if;
        v_workout.started_at := private.read_moment(p_workout ->> 'started_at', v_workout.zone);
        v_workout.ended_at := private.read_moment(p_workout ->> 'ended_at', v_workout.zone, v_workout.started_at);
    exception
        when data_exception then
            perform private.check_shape(p_workout, null, private.workout_shape());
            raise;
    end;
    if v_workout.is_malformed then
        perform private.check_shape(p_workout, null, private.workout_shape());
    end if;
    -- The shape judges what is written; in its zone the first hours of the year 2000 are those of the year before.
    if v_workout.started_at < '2000-01-01Z' then
        perform private.fail(
            'PT422', 'the workout starts before the year 2000',
            '{"field": "started_at", "expected": {"min": "2000-01-01T00:00:00Z"}}'
        );
    elsif v_workout.started_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'the workout starts in the future', '{"field": "started_at"}');
    elsif v_workout.ended_at < v_workout.started_at then
        perform private.fail('PT422', 'the workout ends before it starts', '{"field": "ended_at"}');
    elsif v_workout.ended_at > v_workout.started_at + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;
    return v_workout;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_moment(p_text text, p_zone text, p_not_before timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_local timestamp;
    v_at timestamptz;
    v_first timestamptz;
begin
    if substr(p_text, 11) ~ '[-+Zz]' then
        return p_text::timestamptz;
    end if;
    v_local := p_text::timestamp;
    v_at := v_local at time zone p_zone;
    -- Where the clock is put back, Postgres takes the later of two moments. A workout that is logged at once would be in the
    -- future then.
    v_first := v_at - ((v_at - interval '24 hours') at time zone p_zone - (v_at - interval '24 hours') at time zone 'UTC')
    + (v_at at time zone p_zone - v_at at time zone 'UTC');
    return case
        when v_first < v_at and v_first at time zone p_zone = v_local and v_first >= coalesce(p_not_before, v_first) then v_first
        else v_at
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.read_workout(p_user uuid, p_workout jsonb, p_now timestamp with time zone, p_is_correction boolean DEFAULT false)
 RETURNS private.workout_document
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.reason_text(p_reason public.reason_code, p_rule text, p_inputs jsonb, p_old jsonb, p_new jsonb, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_old text := private.target_text(p_old, p_unit);
    v_new text := private.target_text(p_new, p_unit);
    v_load text := private.load_text((p_new ->> 'weight_kg')::numeric, p_unit);
    v_done text := replace(replace(trim(both '[]' from coalesce(p_inputs ->> 'deciding', p_inputs ->> 'amounts')), 'null', '0'), ', ', '-');
begin
    return case p_reason
        when 'first_time' then
            case p_rule
                when 'wave' then format('This workout sets your training max: week 1 starts with %s.', v_new)
                when 'reps_only' then 'First time: stop each set while you could still do two more with good form.'
                when 'duration' then 'First time: hold it for as long as your form stays good.'
                when 'distance_duration' then 'First time: go at a pace at which you could still talk.'
                when 'assisted' then 'First time: take as much help as you need for good form.'
                else 'First time: start with a load you can lift with good form.'
            end
        when 'progressed' then
            case p_rule
                when 'load' then format('%s done: now %s.', v_old, v_load)
                when 'sets' then format('%s done: now %s sets.', v_old, p_new ->> 'sets')
                when 'sum_of_reps' then format('%s repetitions done: now %s.', v_done, v_load)
                else format('%s done: next up is %s.', v_old, v_new)
            end
        when 'reps_up' then
            case p_rule
                when 'back_to_plan' then format('%s done: on towards your plan with %s.', v_old, v_new)
                when 'reps_before_load' then
                    format('%s done. The next load is a large step up, so first aim for %s.', v_old, p_new ->> 'reps')
                else format('%s done: now aim for %s.', v_old, p_new ->> 'reps')
            end
        when 'held' then
            case p_rule
                when 'effort' then
                    format('%s done, but at RPE %s, harder than planned: repeat it.', v_old, private.highest_rpe(p_inputs))
                when 'sum_of_reps' then
                    format('%s repetitions done: the load goes up once they reach the planned total.', v_done)
                when 'last_set' then format('%s done: the load goes up when the last set has enough repetitions.', v_old)
                when 'once_more' then format('%s done. This is near where you were stopped before: once more before it goes up.', v_old)
                when 'on_the_way' then format('%s done, within your range: now get to %s.', v_done, v_new)
                when 'heavier' then format('Heavier than %s, with fewer repetitions: the target stays the same.', v_old)
                when 'ceiling' then
                    format('%s done, and there is no harder step. To go on, add a set or swap it for a harder variation.', v_old)
                else format('%s done; your plan keeps this target.', v_old)
            end
        when 'below_target' then format('Easier than %s: the target stays the same.', v_old)
        when 'missed_reps' then format('%s done of %s: try the same again.', v_done, v_old)
        when 'repeated_failure' then
            case p_rule
                when 'switch' then format('%s missed: now %s.', v_old, v_new)
                when 'wave' then format('%s missed again: the training max goes down, and week 1 starts with %s.', v_old, v_new)
                when 'fewer_sets' then format('%s missed again: fewer sets, so that each can be done: %s. Rest 3 minutes between them.', v_old, v_new)
                when 'fewer_reps' then format('%s missed again: from what you can do now, %s, you will get there.', v_old, v_new)
                when 'easier_variation' then
                    format('%s missed again, and less of it would hardly train you: swap it for an easier variation.', v_old)
                else format('%s missed as often as your plan allows: back to %s to build up again.', v_old, v_new)
            end
        when 'deload' then
            case p_rule
                when 'stall' then format('No progress in your last workouts: down to %s to build up again.', v_new)
                else 'You took an easier week because progress had stalled: the target stays the same.'
            end
        when 'planned_deload' then
            case p_rule
                when 'wave' then format('%s done: now a light week with %s.', v_old, v_new)
                else 'This was a planned light week: the target stays the same.'
            end
        when 'readiness_hold' then
            'You were not well rested that day: the workout doesn''t count against you, and the target stays the same.'
        when 'readiness_deload' then
            'You were worn out that day: the workout doesn''t count against you, and the target stays the same.'
        when 'after_break' then
            case p_rule
                when 'held' then
                    format('The first time after %s days without training doesn''t count against you: %s.', p_inputs ->> 'days', v_new)
                else format('Back after %s days without training: begin with %s. You will soon be where you were.', p_inputs ->> 'days', v_new)
            end
        when 'manual' then
            case p_rule
                when 'gear' then format('The loads you can build have changed: the nearest is now %s.', v_load)
                when 'swap' then format('The exercise was changed: now %s.', v_new)
                else 'You set this target yourself.'
            end
        else 'Not trained last time: the target stays the same.'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_body_loads(p_user uuid, p_from timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- The weight of a day counts for its workouts, also those before the scales; the first weight for all before.
    v_from constant timestamptz := case
        when private.body_weight(p_user, p_from - interval '1 microsecond') is null then '-infinity'
        else p_from - interval '26 hours'
    end;
    v_exercises uuid[];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    with sets as materialized (
        select (o.one).session_id, (o.one).exercise_id, array_agg(o.one) as sets
        from (
            select distinct r.session_id as id from private.exercise_sessions as r
            where r.user_id = p_user and r.is_on_body and r.started_at >= v_from
        ) as k
        cross join lateral (
            select x as one from private.scored_sets as x where x.user_id = p_user and x.session_id = k.id offset 0
        ) as o
        where (o.one).bodyweight_share is not null
        group by 1, 2
    ),

    changed as (
        update private.exercise_sessions as r
        set body_kg = n.body_kg, body_load_kg = n.load_kg, body_1rm_kg = n.estimated_1rm_kg, body_volume_kg = n.volume_kg
        from (
            select o.exercise_id, o.started_at, o.session_id, y.body_kg, y.load_kg, y.estimated_1rm_kg, y.volume_kg
            from private.exercise_sessions as o
            inner join public.exercises as e on e.id = o.exercise_id
            inner join public.workout_sessions as w on w.user_id = p_user and w.id = o.session_id
            inner join sets as s on s.session_id = o.session_id and s.exercise_id = o.exercise_id
            left join lateral private.with_body_weight(
                p_user, s.sets, o.session_id, o.exercise_id, e.bodyweight_share,
                (w.day + 1)::timestamp at time zone w.timezone
            ) as y on true
            where o.user_id = p_user and o.is_on_body and o.started_at >= v_from
        ) as n
        where r.user_id = p_user
            and r.exercise_id = n.exercise_id
            and r.started_at = n.started_at
            and r.session_id = n.session_id
            and (r.body_kg, r.body_load_kg, r.body_1rm_kg, r.body_volume_kg)
            is distinct from (n.body_kg, n.load_kg, n.estimated_1rm_kg, n.volume_kg)
        returning r.exercise_id
    )

    select array_agg(distinct c.exercise_id) into v_exercises from changed as c;
    if v_exercises is not null then
        perform private.recompute_priors(p_user, v_exercises, v_from);
        perform private.recompute_personal_records(p_user, v_exercises, '-infinity');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_energy(p_user uuid, p_from timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sessions uuid[] := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'completed' and w.started_at >= p_from
    );
begin
    perform private.settle_totals(p_user, v_sessions, private.sets_of(p_user, v_sessions));
    perform private.recompute_body_loads(p_user, p_from);
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_prior_lists(p_user uuid, p_exercises uuid[], p_from timestamp with time zone)
 RETURNS TABLE(session_id uuid, day date)
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
    v_row record;
    v_exercise uuid;
    v_times integer[];
    v_amounts bigint[];
    v_announced date;
begin
    for v_row in
        select
            r.exercise_id, r.started_at, r.session_id, r.day, r.times, r.prior_times, r.amounts, r.prior_amounts,
            r.announced_before, private.last_announced(r) as last_announced
        from private.exercise_sessions as r
        where r.user_id = p_user and r.exercise_id = any(p_exercises) and r.started_at >= p_from
        order by r.exercise_id, r.started_at, r.session_id
    loop
        if v_exercise is distinct from v_row.exercise_id then
            v_exercise := v_row.exercise_id;
            v_times := null;
            v_amounts := null;
            v_announced := null;
            select
                private.best_times(o.prior_times, o.times),
                private.best_amounts(o.prior_amounts, o.amounts),
                private.last_announced(o)
            into v_times, v_amounts, v_announced
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = v_exercise and o.started_at < p_from
            order by o.started_at desc, o.session_id desc
            limit 1;
        end if;
        if (v_row.prior_times, v_row.prior_amounts, v_row.announced_before) is distinct from (v_times, v_amounts, v_announced) then
            update private.exercise_sessions as r
            set prior_times = v_times, prior_amounts = v_amounts, announced_before = v_announced
            where r.user_id = p_user
                and r.exercise_id = v_exercise
                and r.started_at = v_row.started_at
                and r.session_id = v_row.session_id
            returning private.last_announced(r) into v_announced;
            -- What is announced moves no set and no XP.
            if (v_row.prior_times, v_row.prior_amounts) is distinct from (v_times, v_amounts) then
                session_id := v_row.session_id;
                day := v_row.day;
                return next;
            end if;
        else
            v_announced := v_row.last_announced;
        end if;
        v_times := private.best_times(v_times, v_row.times);
        v_amounts := private.best_amounts(v_amounts, v_row.amounts);
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_priors(p_user uuid, p_exercises uuid[], p_from timestamp with time zone)
 RETURNS TABLE(session_id uuid, day date)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    -- Workouts before p_from are unchanged: the last of them gives the best until then.
    return query
    with walked as materialized (
        select
            e.id as exercise_id,
            r.started_at,
            r.session_id,
            greatest(s.volume_kg, max(nullif(r.volume_kg, 0)) over before) as volume_kg,
            greatest(s.load_score, max(r.load_score) over before) as load_score,
            greatest(s.reps_score, max(r.reps_score) over before) as reps_score,
            greatest(s.estimated_1rm_kg, max(r.estimated_1rm_kg) over before) as estimated_1rm_kg,
            greatest(s.duration_score, max(r.duration_score) over before) as duration_score,
            greatest(s.distance_score, max(r.distance_score) over before) as distance_score,
            greatest(s.pace_score, max(r.pace_score) over before) as pace_score,
            greatest(s.body_load_kg, max(r.body_load_kg) over before) as body_load_kg,
            greatest(s.body_1rm_kg, max(r.body_1rm_kg) over before) as body_1rm_kg,
            greatest(s.body_volume_kg, max(r.body_volume_kg) over before) as body_volume_kg
        from (select distinct o.id from unnest(p_exercises) as o (id)) as e
        cross join lateral (
            select o.*
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at >= p_from
            offset 0
        ) as r
        left join lateral (
            select
                greatest(o.prior_volume_kg, nullif(o.volume_kg, 0)) as volume_kg,
                greatest(o.prior_load_score, o.load_score) as load_score,
                greatest(o.prior_reps_score, o.reps_score) as reps_score,
                greatest(o.prior_estimated_1rm_kg, o.estimated_1rm_kg) as estimated_1rm_kg,
                greatest(o.prior_duration_score, o.duration_score) as duration_score,
                greatest(o.prior_distance_score, o.distance_score) as distance_score,
                greatest(o.prior_pace_score, o.pace_score) as pace_score,
                greatest(o.prior_body_load_kg, o.body_load_kg) as body_load_kg,
                greatest(o.prior_body_1rm_kg, o.body_1rm_kg) as body_1rm_kg,
                greatest(o.prior_body_volume_kg, o.body_volume_kg) as body_volume_kg
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at < p_from
            order by o.started_at desc, o.session_id desc
            limit 1
        ) as s on true
        window before as (
            partition by e.id order by r.started_at, r.session_id
            rows between unbounded preceding and 1 preceding
        )
    ),

    changed as (
        update private.exercise_sessions as r
        set
            prior_volume_kg = w.volume_kg,
            prior_load_score = w.load_score,
            prior_reps_score = w.reps_score,
            prior_estimated_1rm_kg = w.estimated_1rm_kg,
            prior_duration_score = w.duration_score,
            prior_distance_score = w.distance_score,
            prior_pace_score = w.pace_score,
            prior_body_load_kg = w.body_load_kg,
            prior_body_1rm_kg = w.body_1rm_kg,
            prior_body_volume_kg = w.body_volume_kg
        from walked as w
        where r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.started_at = w.started_at
            and r.session_id = w.session_id
            and (
                w.volume_kg, w.load_score, w.reps_score, w.estimated_1rm_kg, w.duration_score, w.distance_score, w.pace_score,
                w.body_load_kg, w.body_1rm_kg, w.body_volume_kg
            ) is distinct from (
                r.prior_volume_kg, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg,
                r.prior_duration_score, r.prior_distance_score, r.prior_pace_score, r.prior_body_load_kg, r.prior_body_1rm_kg,
                r.prior_body_volume_kg
            )
        returning r.session_id, r.day
    )

    select distinct c.session_id, c.day from changed as c;
    return query select t.session_id, t.day from private.recompute_prior_lists(p_user, p_exercises, p_from) as t;
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_deleted(p_user uuid, p_table text, p_id uuid, p_details jsonb, p_hint text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if private.was_deleted(p_user, p_table, p_id) then
        perform private.fail('PT409', 'this was deleted', '{"reason": "deleted"}'::jsonb || p_details, p_hint);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_set()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_shape constant jsonb := private.set_shape();
begin
    perform private.check_shape(
        (select jsonb_object_agg(o.key, o.value) from jsonb_each(to_jsonb(new)) as o where v_shape ? o.key), null, v_shape
    );
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reminder(p_user uuid, p_type public.notification_type, p_at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(p_user, p_at);
    v_weekdays smallint[] := private.plan_weekdays(p_user);
    v_week date;
    v_plan public.workout_plans;
    v_last date;
    -- The last sign of training: a user who stopped long ago is not reminded every day.
    v_since date;
    v_target smallint;
    -- Days of this week, up to today.
    v_trained integer;
    v_skipped integer;
    v_is_skipped boolean;
begin
    -- Ill, injured or travelling: no training is due. A deload is training.
    if exists (
        select from public.training_breaks as b
        where b.user_id = p_user
            and b.kind <> 'deload'
            and b.starts_on <= v_today
            and v_today <= coalesce(b.ends_on, b.starts_on + 365)
    ) then
        return null;
    end if;
    v_week := (select private.week_start(v_today, p.week_starts_on) from public.profiles as p where p.id = p_user);
    select count(distinct w.day), coalesce(bool_or(w.day = v_today), false) into v_skipped, v_is_skipped
    from public.workout_sessions as w
    where w.user_id = p_user
        -- For the index: a week, wherever its days begin.
        and w.started_at > p_at - interval '9 days'
        and w.day between v_week and v_today
        and w.status = 'skipped';
    -- What comes after a skipped workout is for another day.
    if v_is_skipped then
        return null;
    end if;
    v_last := (
        select max(w.day) from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
    );
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    v_since := greatest(v_last, private.local_day(p_user, v_plan.activated_at));

    case p_type
        when 'week_empty' then
            if v_today - v_since <= 35
                and (v_last is null or v_last < v_week)
                -- At most one reminder a day.
                and private.reminder(p_user, 'workout_due', p_at) is null
            then
                return jsonb_build_object('week_start', v_week, 'days_left', v_week + 7 - v_today);
            end if;
        when 'workout_due' then
            v_target := private.weekly_target_at(p_user, v_today);
            v_trained := coalesce(
                (select t.training_days from private.training_weeks as t where t.user_id = p_user and t.week_start = v_week), 0
            );
            if v_today - v_since <= 14
                and v_trained < v_target
                and (v_last is null or v_last < v_today)
                and coalesce(
                    extract(isodow from v_today) = any(v_weekdays),
                    -- Days without a weekday are 7 / days_per_week days apart, and spread over the week: of four a week, two are due by
                    -- Tuesday and three by Thursday.
                    v_today > v_since
                    and (v_today - v_since) % (7 / v_plan.days_per_week) = 0
                    and v_trained + v_skipped < ceil(least(v_plan.days_per_week, v_target) * (v_today - v_week + 1) / 7.0)
                )
                and not exists (
                    select from public.workout_sessions as w where w.user_id = p_user and w.status in ('started', 'paused')
                )
            then
                return (
                    select jsonb_build_object('plan_id', d.plan_id, 'plan_workout_id', d.id, 'workout', d.name)
                    from public.workout_plan_days as d
                    where d.user_id = p_user and d.id = private.next_day(p_user, v_plan.id, v_plan.activated_at)
                );
            end if;
    end case;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reorder_plan(p_user uuid, p_plan_id uuid, p_order jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    perform private.check_plan_order(private.plan_order(p_user, p_plan_id), p_order);

    update public.workout_plan_days as d
    set week_number = o.week_number, order_in_plan = o.place
    from (
        select w.id, w.week_number, row_number() over (partition by w.week_number order by w.i) as place
        from (
            select n.id, coalesce((v.value ->> 'week_number')::numeric::smallint, n.week_number) as week_number, v.i
            from jsonb_array_elements(p_order) with ordinality as v (value, i)
            inner join public.workout_plan_days as n on n.user_id = p_user and n.id = (v.value ->> 'plan_workout_id')::uuid
        ) as w
    ) as o
    where d.user_id = p_user and d.id = o.id and (d.week_number, d.order_in_plan) is distinct from (o.week_number, o.place);

    with wanted as materialized (
        select x.value::uuid as id, (v.value ->> 'plan_workout_id')::uuid as day_id, x.i as place
        from jsonb_array_elements(p_order) as v (value)
        cross join lateral jsonb_array_elements_text(nullif(v.value -> 'exercises', 'null')) with ordinality as x (value, i)
    ),

    -- All lines of the plan, with the day of each afterwards.
    lines as materialized (
        select x.id, x.plan_workout_id as old_day, coalesce(w.day_id, x.plan_workout_id) as new_day, x.superset_group as superset
        from public.workout_plan_days as d
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
        left join wanted as w on w.id = x.id
        where d.user_id = p_user and d.plan_id = p_plan_id
    )

    update public.workout_plan_day_exercises as x
    set
        plan_workout_id = w.day_id,
        order_in_workout = w.place,
        -- A superset moves as a whole, and not into another one of that number.
        superset_group = case
            when not exists (
                select from lines as o
                where o.superset = x.superset_group
                    and (o.old_day = x.plan_workout_id or o.new_day = w.day_id)
                    and (o.old_day, o.new_day) is distinct from (x.plan_workout_id, w.day_id)
            )
                then x.superset_group
            when x.plan_workout_id = w.day_id then x.superset_group
        end
    from wanted as w
    where x.user_id = p_user and x.id = w.id and (x.plan_workout_id, x.order_in_workout) is distinct from (w.day_id, w.place);
    return private.plan_order(p_user, p_plan_id);
end;
$function$;

CREATE OR REPLACE FUNCTION private.reps_at_ceiling(p_target private.target, p_amounts integer[], p_terms private.terms)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_rule constant jsonb := jsonb_path_query_first(private.rule_list(p_terms.rules), '$[*] ? (@.axis == "reps")');
    v_ceiling constant integer := coalesce((v_rule -> 'ceiling')::numeric, private.target_ceiling((p_terms.base).reps));
begin
    if v_rule is null or p_target.reps ~ ',|AMRAP' or (private.target_amount(p_target.reps, 1) < v_ceiling) is not true
        or v_ceiling > (select min(a.amount) from unnest(p_amounts) as a (amount))
    then
        return null;
    end if;
    return v_ceiling || substring(p_target.reps from '[sm+]?$');
end;
$function$;

CREATE OR REPLACE FUNCTION private.reps_before_load(p_target private.target, p_amounts integer[], p_load numeric, p_rule jsonb, p_terms private.terms, p_efforts numeric[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- More than this says nothing about strength any more.
    c_most constant integer := 30;
    v_base constant integer := private.target_amount((p_terms.base).reps, 1);
    v_more constant integer := private.reps_for_a_step(p_load, p_target.weight_kg, p_rule, p_terms);
    v_enough constant integer := least(v_base + v_more, greatest(c_most, v_base));
    v_done constant integer := (select min(a.reps) from unnest(p_amounts) as a (reps));
    v_left constant numeric := greatest(10 - (select max(e.rpe) from unnest(p_efforts) as e (rpe)) - p_terms.target_rir, 0);
begin
    -- A list, seconds and metres have no step that a repetition would prepare.
    if v_more = 0 or p_target.reps ~ '[,sm]|AMRAP' or v_done + coalesce(v_left, 0) >= v_enough then
        return null;
    end if;
    return (v_done + 1) || substring(p_target.reps from '\+?$');
end;
$function$;

CREATE OR REPLACE FUNCTION private.reps_for_a_step(p_load numeric, p_new_load numeric, p_rule jsonb, p_terms private.terms)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- What one repetition is worth, in percent of the load (the curve of OpenPowerlifting, see private.percent_of_1rm).
    c_percent_a_rep constant numeric := 2.6;
    v_percent constant numeric := (p_new_load / nullif(p_load, 0) - 1) * 100;
begin
    -- Help is no share of what is lifted.
    if p_terms.is_assisted or (v_percent > (p_rule -> 'most_percent')::numeric) is not true then
        return 0;
    end if;
    return ceil(v_percent / c_percent_a_rep);
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_fitting_reps(p_exercise_id uuid, p_target_reps text, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_type public.tracking_type := (select e.tracking_type from public.exercises as e where e.id = p_exercise_id);
begin
    if not private.fits_reps(v_type, p_target_reps) then
        perform private.fail(
            'PT422', 'target_reps doesn''t fit the exercise',
            jsonb_build_object('field', p_path || '.target_reps', 'tracking_type', v_type),
            'Seconds (30s) for a hold, metres or seconds for a distance, repetitions for all others.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_set_times(p_sets public.session_exercises[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.rest_after(p_session public.workout_sessions)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_done public.workout_plan_day_exercises;
begin
    select x.* into v_done
    from public.workout_plan_day_exercises as x
    where x.user_id = p_session.user_id and x.id = private.exercise_just_done(p_session);
    -- Once the others have all their sets, an exercise with more is rested after as any other.
    if v_done.superset_group is not null and exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = v_done.user_id
            and x.plan_workout_id = v_done.plan_workout_id
            and x.section = v_done.section
            and x.superset_group = v_done.superset_group
            and (x.order_in_workout, x.id) > (v_done.order_in_workout, v_done.id)
            and x.target_sets > (
                select count(*)
                from public.session_exercises as s
                inner join private.set_types as t on t.set_type = s.set_type and t.is_work
                where s.user_id = x.user_id
                    and s.workout_session_id = p_session.id
                    and (
                        s.workout_plan_exercise_id = x.id
                        or (s.workout_plan_exercise_id is null and s.exercise_id = x.exercise_id)
                    )
            )
    ) then
        return 0;
    end if;
    return coalesce(
        v_done.target_rest_seconds,
        -- The rest of a round may be written at any of its exercises.
        (
            select max(x.target_rest_seconds)
            from public.workout_plan_day_exercises as x
            where x.user_id = v_done.user_id
                and x.plan_workout_id = v_done.plan_workout_id
                and x.section = v_done.section
                and x.superset_group = v_done.superset_group
        ),
        (select p.default_rest_seconds from public.profiles as p where p.id = p_session.user_id)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.restored_target(p_target private.target, p_amounts integer[], p_state jsonb, p_terms private.terms)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_reps constant integer := private.target_amount(p_target.reps, 1);
    v_base constant integer := private.target_amount((p_terms.base).reps, 1);
    v_done constant integer := (select min(a.amount) from unnest(p_amounts) as a (amount));
begin
    if (p_state -> 'is_changed')::boolean is not true or p_target.reps ~ ',|AMRAP' then
        return null;
    elsif v_reps < v_base then
        return jsonb_build_object(
            'sets', p_target.sets,
            'reps', case
                when v_done + 1 >= v_base then (p_terms.base).reps
                else regexp_replace(p_target.reps, '^[0-9]+', greatest(v_done + 1, v_reps)::text)
            end
        );
    elsif p_target.sets < (p_terms.base).sets then
        return jsonb_build_object('sets', p_target.sets + 1, 'reps', p_target.reps);
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.return_percent(p_days integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Three weeks cost 1RM -2 to +1 % (Ogasawara 2013, 10.1007/s00421-012-2511-9), but more of what was left in reserve; ten weeks are
    -- regained in five (Halonen 2024, 10.1111/sms.14739). The CSCCa and NSCA begin at half of the volume (10.1519/SSC.0000000000000477).
    return case
        when p_days < 14 then 100
        when p_days < 28 then 90
        when p_days < 63 then 80
        else 70
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.returning_target(p_target private.target, p_state jsonb, p_terms private.terms, p_days integer)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation;
    v_percent constant integer := private.return_percent(p_days);
    v_max numeric;
begin
    if v_percent = 100 or coalesce(p_target.weight_kg, 0) = 0 then
        return null;
    end if;
    v_result.reason_code := 'after_break';
    v_result.old_target := p_target;
    v_result.new_target := p_target;
    v_result.failures := 0;
    v_result.state := coalesce(p_state, '{}');
    if private.scheme_of(p_terms.rules) = 'percentage_wave' then
        v_max := round((p_state -> 'training_max_kg')::numeric * v_percent / 100, 3);
        if v_max is null then
            return null;
        end if;
        v_result.new_target := private.wave_target(p_terms.rules, (p_state -> 'week')::integer, v_max, p_terms.buildable);
        v_result.state := v_result.state || jsonb_build_object(
            'training_max_kg', v_max,
            'back_to_kg', greatest((p_state -> 'training_max_kg')::numeric, (p_state -> 'back_to_kg')::numeric)
        );
    else
        v_result.new_target.weight_kg := private.lowered_load(p_target.weight_kg, 100 - v_percent, p_terms);
        -- The written range: how far up in it somebody was says nothing after a break.
        v_result.new_target.reps := case
            when private.rule_list(p_terms.rules) @? '$[*].stages' then p_target.reps
            else (p_terms.base).reps
        end;
        v_result.state := v_result.state || jsonb_build_object(
            'back_to_kg', greatest(p_target.weight_kg, (p_state -> 'back_to_kg')::numeric)
        );
    end if;
    -- An empty bar is as light as it gets.
    return case when (v_result.new_target).weight_kg is distinct from p_target.weight_kg then v_result end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rules_of(p_progression jsonb, p_increase_kg numeric, p_target_reps text, p_mechanic public.mechanic, p_limits jsonb DEFAULT '{}'::jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- A JSON null counts as left out.
    v_progression jsonb := nullif(jsonb_strip_nulls(p_progression), 'null');
    v_load jsonb;
    v_ceiling integer := private.target_ceiling(p_target_reps);
begin
    if jsonb_typeof(v_progression) = 'array' then
        return v_progression;
    end if;
    -- The default step: 2.5 kg for compound lifts, 1 kg for isolation.
    v_load := private.named_rule(
        v_progression,
        coalesce(
            nullif(p_increase_kg, 0), (v_progression -> 'step')::numeric, case p_mechanic when 'compound' then 2.5 else 1 end
        )
    );
    -- GZCLP has stages for what is too heavy.
    if v_progression ->> 'scheme' is distinct from 'gzclp' then
        v_load := p_limits || v_load;
    end if;
    case v_progression ->> 'scheme'
        when 'linear' then
            return jsonb_build_array(v_load);
        when 'double' then
            if v_ceiling is null then
                return jsonb_build_array(v_load);
            end if;
            return jsonb_build_array(
                jsonb_build_object('axis', 'reps', 'step', 1, 'ceiling', v_ceiling, 'on_ceiling', 'reset'), v_load
            );
        when 'sum_of_reps' then
            return v_progression || jsonb_build_object('rules', jsonb_build_array(v_load));
        when 'percentage_wave' then
            return private.wave_rules(v_progression, p_increase_kg, p_target_reps);
        when 'gzclp' then
            return jsonb_build_array(v_load || private.tier_rule((v_progression -> 'tier')::integer));
        else
            -- An increase without a progression means linear.
            if v_progression is null and p_increase_kg > 0 then
                return jsonb_build_array(v_load);
            end if;
            return '[]'::jsonb;
    end case;
end;
$function$;

CREATE OR REPLACE FUNCTION private.scheme_shape(p_scheme text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_load jsonb := $shape${
        "step": {"type": "number", "min": 0.001, "max": 100},
        "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
        "ceiling": {"type": "number", "min": 1, "max": 2000},
        "floor": {"type": "number", "min": 0, "max": 2000},
        "most_percent": {"type": "number", "min": 1, "max": 1000},
        "after_failures": {"type": "integer", "min": 1, "max": 20},
        "deload_percent": {"type": "number", "min": 1, "max": 90},
        "after_stalls": {"type": "integer", "min": 2, "max": 20}
    }$shape$::jsonb;
begin
    return '{"scheme": {"type": "text", "max": 20}}'::jsonb
    || case p_scheme
        when 'none' then '{}'::jsonb
        when 'linear' then v_load
        when 'double' then v_load
        when 'sum_of_reps' then v_load || '{"total": {"type": "integer", "min": 1, "max": 5000}}'
        when 'gzclp' then $shape${
            "tier": {"type": "integer", "min": 1, "max": 3, "required": true},
            "step": {"type": "number", "min": 0.001, "max": 100}
        }$shape$
        when 'percentage_wave' then $shape${
            "training_max_kg": {"type": "number", "min": 1, "max": 2000},
            "training_max_percent": {"type": "number", "min": 50, "max": 100},
            "cycle_increase_kg": {"type": "number", "min": 0, "max": 100},
            "after_failures": {"type": "integer", "min": 1, "max": 20},
            "deload_percent": {"type": "number", "min": 1, "max": 90},
            "round_kg": {"type": "number", "min": 0.1, "max": 20},
            "percents": {"type": "array", "min": 1, "max": 20},
            "weeks": {"type": "array", "min": 1, "max": 12}
        }$shape$
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.seed_exercises(p_common jsonb, p_exercises jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_rows public.exercises [];
    v_written integer;
begin
    select array_agg(jsonb_populate_record(
        null::public.exercises,
        '{
            "secondary_muscle_groups": [], "aliases": [], "instructions": [], "exercise_type": "strength",
            "tracking_type": "weight_reps", "is_unilateral": false, "is_approved": true, "is_active": true
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
            met, created_by, is_approved
        )
        select
            r.id, r.name, r.description, r.primary_muscle_group, r.secondary_muscle_groups, r.difficulty, r.slug,
            r.aliases, r.instructions, r.movement_pattern, r.mechanic, r.tracking_type, r.exercise_type, r.is_unilateral,
            r.distance_kind, r.bodyweight_share, r.met, null, true
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
            met = excluded.met
        -- An unchanged row is left alone: its updated_at tells clients what to fetch again.
        where (
            e.name, e.description, e.primary_muscle_group, e.secondary_muscle_groups, e.difficulty, e.aliases,
            e.instructions, e.movement_pattern, e.mechanic, e.tracking_type, e.exercise_type, e.is_unilateral, e.distance_kind, e.bodyweight_share,
            e.met
        ) is distinct from (
            excluded.name, excluded.description, excluded.primary_muscle_group, excluded.secondary_muscle_groups,
            excluded.difficulty, excluded.aliases, excluded.instructions, excluded.movement_pattern, excluded.mechanic,
            excluded.tracking_type, excluded.exercise_type, excluded.is_unilateral, excluded.distance_kind,
            excluded.bodyweight_share, excluded.met
        )
        returning e.id
    )

    select count(*)::integer into v_written from written;

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
$function$;

CREATE OR REPLACE FUNCTION private.session_totals(p_user uuid, p_session_id uuid)
 RETURNS TABLE(volume_kg numeric, sets bigint, met numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select coalesce(sum(t.volume_kg), 0), coalesce(sum(t.sets), 0)::bigint, min(t.met)
    from private.totals_of(private.sets_of(p_user, array[p_session_id])) as t;
end;
$function$;

CREATE OR REPLACE FUNCTION private.set_shape()
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN '{"id": {"type": "uuid", "required": true}, "side": {"type": "public.side"}, "notes": {"max": 2000, "type": "text"}, "set_type": {"type": "public.set_type"}, "logged_at": {"type": "timestamp"}, "set_order": {"max": 10000, "min": 1, "type": "integer", "required": true}, "distance_m": {"max": 1000000, "min": 0, "type": "number"}, "exercise_id": {"type": "uuid", "required": true}, "logged_reps": {"max": 1000, "min": 0, "type": "integer"}, "rest_seconds": {"max": 86400, "min": 0, "type": "integer"}, "duration_seconds": {"max": 86400, "min": 0, "type": "integer"}, "logged_weight_kg": {"max": 2000, "min": 0, "type": "number"}, "difficulty_rating": {"type": "rpe"}, "workout_plan_exercise_id": {"type": "uuid"}}'::jsonb;

CREATE OR REPLACE FUNCTION private.simulate_outcomes(p_user uuid, p_plan_exercise_id uuid, p_outcomes jsonb, p_now timestamp with time zone)
 RETURNS SETOF private.evaluation
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_current record;
    v_terms private.terms;
    v_target private.target;
    v_failures smallint;
    v_state jsonb;
    v_outcome jsonb;
    v_result private.evaluation;
    v_amounts integer[];
begin
    select s.* into v_current
    from private.current_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    v_terms := (
        (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted, (v_current.fact).target_rir,
        private.buildable_loads(p_user, (v_current.fact).exercise_id, p_now, (v_current.target).weight_kg)
    )::private.terms;
    v_target := v_current.target;
    v_failures := v_current.failures;
    v_state := v_current.state;
    -- The first of them would be the first after a break.
    v_result := private.returning_target(
        v_target, v_state, v_terms, private.days_off(p_user, v_current.trained_at, p_now)
    );
    if v_result.reason_code is not null then
        v_target := v_result.new_target;
        v_failures := 0;
        v_state := v_result.state;
    end if;

    for v_outcome in
        select o.value from jsonb_array_elements(p_outcomes) with ordinality as o (value, i) order by o.i
    loop
        v_amounts := array(
            select r.value::integer
            from jsonb_array_elements_text(v_outcome -> 'reps') with ordinality as r (value, i)
            order by r.i
        );
        v_result := private.evaluate(
            v_target, v_failures, v_state, v_terms, v_amounts,
            private.outcome_loads(v_outcome, v_target, cardinality(v_amounts)),
            array(
                select (v_outcome -> 'rpe' ->> (s - 1))::numeric from generate_series(1, cardinality(v_amounts)) as s order by s
            )
        );
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        return next v_result;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.simulate_progression(p_user uuid, p_plan_exercise_id uuid, p_outcomes jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_unit public.preferred_unit;
begin
    perform private.require_caller(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    perform private.check_outcomes(p_outcomes);
    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    return (
        select jsonb_agg(
            jsonb_build_object(
                'session', e.i,
                'outcome', e.outcome,
                'reason_code', e.reason_code,
                'reason', private.reason_text(
                    e.reason_code, e.rule, p_outcomes -> (e.i - 1)::integer
                    || jsonb_build_object('amounts', coalesce(to_jsonb(e.amounts), p_outcomes -> (e.i - 1)::integer -> 'reps')),
                    private.target_json(e.old_target), private.target_json(e.new_target), v_unit
                ),
                'target_sets', (e.new_target).sets,
                'target_reps', (e.new_target).reps,
                'weight_kg', (e.new_target).weight_kg
            )
            || case
                when (e.new_target).loads_kg is null then '{}'
                else jsonb_build_object('loads_kg', (e.new_target).loads_kg)
            end
            order by e.i
        )
        from private.simulate_outcomes(p_user, p_plan_exercise_id, p_outcomes, p_now)
            with ordinality as e (outcome, reason_code, rule, old_target, new_target, failures, state, amounts, i)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.skip_workout(p_user uuid, p_plan_workout_id uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        if v_session.status <> 'skipped' then
            perform private.refuse_state(v_session, 'skipped');
        end if;
        return v_session;
    end if;
    perform private.refuse_deleted(
        p_user, 'workout_sessions', p_session_id, jsonb_build_object('session_id', p_session_id), 'Use a new id.'
    );
    if v_planned is null then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, timezone, name, planned, created_at
    )
    values (
        coalesce(p_session_id, gen_random_uuid()), p_user, p_plan_workout_id, p_now, p_now, 'skipped',
        private.zone_at(p_user, p_now), v_planned ->> 'name', v_planned, p_now
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.standard_distances(p_kind public.distance_kind)
 RETURNS numeric[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    return case p_kind
        -- Those of World Athletics, and the mile, two and ten miles.
        when 'run' then '{400, 800, 1000, 1500, 1609.344, 3000, 3218.69, 5000, 10000, 15000, 16093.44, 20000, 21097.5, 30000, 42195, 50000}'
        -- Concept2's ranking pieces.
        when 'row' then '{100, 500, 1000, 2000, 5000, 6000, 10000, 21097, 42195}'
        when 'cycle' then '{5000, 10000, 20000, 40000, 50000, 100000, 160934, 180000}'
        when 'swim' then '{50, 100, 200, 400, 800, 1500, 1900, 3800}'
    end::numeric[];
end;
$function$;

CREATE OR REPLACE FUNCTION private.start_rest(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status <> 'started' then
        perform private.refuse_state(v_session, 'put into rest');
    end if;
    update public.workout_sessions as w
    set
        rest_started_at = p_now,
        rest_seconds = private.rest_after(v_session)
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.start_workout(p_user uuid, p_plan_workout_id uuid, p_session_id uuid, p_timezone text, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        return v_session;
    end if;
    perform private.refuse_deleted(
        p_user, 'workout_sessions', p_session_id, jsonb_build_object('session_id', p_session_id), 'Use a new id.'
    );
    if p_plan_workout_id is not null and v_planned is null then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'unknown time zone', '{"field": "p_timezone"}');
    end if;

    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.status in ('started', 'paused');
    if found then
        if p_session_id is null and v_session.plan_workout_id is not distinct from p_plan_workout_id then
            return v_session;
        end if;
        perform private.fail(
            'PT409', 'another workout is running', jsonb_build_object('session_id', v_session.id),
            'Finish or cancel it first.'
        );
    end if;

    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, status, timezone, name, planned, created_at
    )
    values (
        coalesce(p_session_id, gen_random_uuid()),
        p_user,
        p_plan_workout_id,
        p_now,
        'started',
        private.plausible_zone(p_user, p_now, p_now, coalesce(p_timezone, private.zone_at(p_user, p_now))),
        v_planned ->> 'name',
        v_planned,
        p_now
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.step_history(p_user uuid, p_plan_exercise_id uuid, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'effective_at', s.effective_at,
                    'session_id', s.session_id,
                    'outcome', s.outcome,
                    'reason_code', s.reason_code,
                    'reason', private.reason_text(s.reason_code, s.rule, s.inputs, s.old_target, s.new_target, p_unit),
                    'old_target', s.old_target,
                    'new_target', s.new_target,
                    'step_made', private.step_made(s.rule, s.old_target, s.new_target, p_unit)
                )
                order by s.effective_at desc, s.session_id desc nulls last
            ),
            '[]'
        )
        from (
            select p.*
            from public.prescriptions as p
            where p.user_id = p_user and p.plan_exercise_id = p_plan_exercise_id and p.superseded_at is null
            order by p.effective_at desc, p.session_id desc nulls last
            limit 10
        ) as s
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.step_made(p_rule text, p_old jsonb, p_new jsonb, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_step numeric := (p_new ->> 'weight_kg')::numeric - (p_old ->> 'weight_kg')::numeric;
begin
    -- From one exercise to another there is no step.
    return case
        when v_step <> 0 and p_rule is distinct from 'swap'
            then jsonb_build_object('weight_kg', v_step, 'text', private.load_text(v_step, p_unit))
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.store_memories(p_user uuid, p_memories jsonb, p_source uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Of duplicates in one answer the last counts. The same content as before renews that memory.
    insert into public.coach_memories as m (id, user_id, content, kind, importance, source_message_id, expires_at)
    select distinct on (private.memory_key(v.value ->> 'content'))
        coalesce((v.value ->> 'id')::uuid, gen_random_uuid()),
        p_user,
        v.value ->> 'content',
        (v.value ->> 'kind')::public.memory_kind,
        (v.value ->> 'importance')::numeric,
        p_source,
        private.read_moment(v.value ->> 'expires_at', private.zone_at(p_user, p_now))
    from jsonb_array_elements(p_memories) with ordinality as v (value, i)
    order by private.memory_key(v.value ->> 'content'), v.i desc
    on conflict (user_id, private.memory_key(content)) do update
    set
        kind = excluded.kind,
        importance = excluded.importance,
        source_message_id = excluded.source_message_id,
        expires_at = excluded.expires_at;
    -- Beyond 10,000, delete expired memories first, then the least important and least recently said; injuries last.
    if (select count(*) from public.coach_memories as c where c.user_id = p_user) > 10000 then
        delete from public.coach_memories as m
        where m.user_id = p_user
            and m.id in (
                select o.id
                from public.coach_memories as o
                where o.user_id = p_user
                order by
                    coalesce(o.expires_at > p_now, true) desc, o.kind = 'injury' desc, o.importance desc, o.updated_at desc,
                    o.id
                offset 10000
            );
    end if;
exception
    when unique_violation then
        perform private.fail('PT409', 'an id is in use already', '{"field": "memories"}', 'Use new ids.');
end;
$function$;

CREATE OR REPLACE FUNCTION private.suggested_deload(p_user uuid, p_at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- A light week every 5.6 +- 2.3 weeks is what lifters do (Rogerson 2024, 10.1186/s40798-024-00691-y).
    c_apart constant interval := interval '28 days';
    v_stalled jsonb;
    v_last timestamptz;
    v_at timestamptz;
begin
    if (private.deload_reduction(p_user, private.local_day(p_user, p_at))).reason_code is not null then
        return null;
    end if;
    v_stalled := (
        select jsonb_agg(to_jsonb(s) order by s.name, s.exercise_id) from private.stalled_lifts(p_user, p_at) as s
    );
    if v_stalled is null or jsonb_array_length(v_stalled) < 2 then
        return null;
    end if;
    v_last := (
        select max(w.started_at) from public.workout_sessions as w
        where w.user_id = p_user and w.started_at <= p_at and w.status = 'completed'
    );
    -- Suggested by the workout that made the second lift stall, until the next one, and not again for a while: who trains on knows it.
    for v_at in
        select w.started_at from public.workout_sessions as w
        where w.user_id = p_user and w.started_at > v_last - c_apart and w.started_at <= v_last and w.status = 'completed'
        order by w.started_at desc
        -- Who logs more often than once a day is not asked for each.
        limit 28
    loop
        if (select count(*) from private.stalled_lifts(p_user, v_at - interval '1 microsecond')) >= 2 then
            return null;
        end if;
    end loop;
    return jsonb_build_object(
        'suggested', true,
        'exercises', v_stalled,
        'reason', format(
            '%s lifts have not progressed for three workouts: a light week may get them going again.', jsonb_array_length(v_stalled)
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.swap_plan_exercise(p_user uuid, p_plan_exercise_id uuid, p_exercise_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');
    -- The trigger on_exercise_swap takes out what belongs to the old exercise. A repeated call finds nothing to change.
    update public.workout_plan_day_exercises as x set exercise_id = p_exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id and x.exercise_id <> p_exercise_id;
    return (
        select
            jsonb_build_object('plan_exercise_id', x.id, 'exercise_id', x.exercise_id, 'name', e.name)
            || private.todays_target(
                p_user, x.id, private.load_reduction_at(p_user, p_now, private.local_day(p_user, p_now)), p_now, p.preferred_unit
            )
        from public.workout_plan_day_exercises as x
        inner join public.exercises as e on e.id = x.exercise_id
        inner join public.profiles as p on p.id = p_user
        where x.user_id = p_user and x.id = p_plan_exercise_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.tell_of_records(p_user uuid, p_achieved_at timestamp with time zone, p_best uuid, p_records bigint, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session uuid;
begin
    select w.id into v_session
    from public.workout_sessions as w
    -- History is no news.
    where w.user_id = p_user and w.started_at = p_achieved_at and w.status = 'completed' and not w.is_history
    limit 1;
    if not found then
        return;
    end if;
    perform private.broadcast(p_user, null, 'record.achieved', p_best, p_now, p_records);
    -- Most workouts announce nothing, which one look at their rows tells.
    if private.is_news(p_achieved_at, p_now) and exists (
        select from private.exercise_sessions as r
        where r.user_id = p_user and r.session_id = v_session and private.is_announced(r)
    ) then
        perform private.try_to_notify(
            p_user,
            'record',
            jsonb_build_object(
                'record_id', b.id,
                'exercise_id', b.exercise_id,
                'exercise', b.name,
                'record_type', b.record_type,
                'value', b.value,
                'count', b.exercises
            ),
            'record:' || extract(epoch from p_achieved_at),
            p_now
        )
        from (
            select r.*, e.name, count(*) over () as exercises
            from private.record_events as o
            inner join public.personal_records as r
                on r.user_id = p_user
                and r.exercise_id = o.exercise_id
                and r.record_type = o.record_type
                and (r.distance_m, r.load_kg) is not distinct from (o.distance_m, o.load_kg)
            inner join public.exercises as e on e.id = r.exercise_id
            where o.user_id = p_user and o.session_id = v_session and o.is_announced
            order by r.improvement_percentage desc nulls last, r.id
            limit 1
        ) as b;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.time_at(p_times integer[], p_centimetres integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    for n in 1..coalesce(cardinality(p_times), 0) by 2 loop
        if p_times[n] = p_centimetres then
            return p_times[n + 1];
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.times_over(p_kind public.distance_kind, p_distance_m numeric, p_seconds integer)
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_mark numeric;
    v_times integer[];
begin
    if p_distance_m > 0 and p_seconds > 0 then
        if p_kind is null then
            return array[round(p_distance_m * 100)::integer, p_seconds];
        end if;
        foreach v_mark in array private.standard_distances(p_kind) loop
            -- A set has no splits: one that went on for up to 5 % beyond counts with its whole time. A watch measures up to 0.5 % short:
            -- then the time is scaled up.
            if p_distance_m >= 0.995 * v_mark and p_distance_m <= 1.05 * v_mark then
                v_times := v_times || array[
                    (v_mark * 100)::integer, greatest(p_seconds, round(p_seconds * v_mark / p_distance_m)::integer)
                ];
            end if;
        end loop;
    end if;
    return v_times;
end;
$function$;

CREATE OR REPLACE FUNCTION private.todays_target(p_user uuid, p_plan_exercise_id uuid, p_reduction private.load_reduction, p_at timestamp with time zone, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_current record;
    v_step public.prescriptions := private.latest_step(p_user, p_plan_exercise_id);
    v_mechanic public.mechanic;
    v_tracking_type public.tracking_type;
    v_loads numeric[];
    v_terms private.terms;
    v_days_off integer;
    v_returning private.evaluation;
    v_first record;
    v_usual private.target;
    v_today private.target;
    v_code public.reason_code;
    v_reason text;
begin
    select s.* into v_current from private.current_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    select e.mechanic, e.tracking_type into v_mechanic, v_tracking_type
    from public.exercises as e where e.id = (v_current.fact).exercise_id;
    v_loads := private.buildable_loads(p_user, (v_current.fact).exercise_id, p_at, (v_current.target).weight_kg);
    v_code := v_current.reason_code;
    v_reason := private.reason_text(
        v_code,
        case when v_code = 'first_time' and v_step.rule is null then v_tracking_type::text else v_step.rule end,
        v_step.inputs, v_step.old_target, private.target_json(v_current.target), p_unit
    );
    v_usual := v_current.target;
    v_terms := (
        (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted, (v_current.fact).target_rir, v_loads
    )::private.terms;
    v_days_off := private.days_off(p_user, v_current.trained_at, p_at);
    if v_days_off > 0 and v_usual.reps !~ '[sm]$' then
        v_returning := private.returning_target(v_usual, v_current.state, v_terms, v_days_off);
        if v_returning.reason_code is not null then
            v_usual := v_returning.new_target;
            v_code := v_returning.reason_code;
            v_reason := private.reason_text(
                v_code, null, jsonb_build_object('days', v_days_off), private.target_json(v_current.target),
                private.target_json(v_usual), p_unit
            );
        end if;
    end if;
    if v_usual.weight_kg is null and not (v_current.fact).is_assisted then
        select f.* into v_first
        from private.initial_load(
            p_user, (v_current.fact).exercise_id, v_usual, (v_current.fact).target_rir,
            case v_mechanic when 'compound' then 2.5 else 1 end, v_loads, p_at
        ) as f;
        if found then
            v_usual.weight_kg := v_first.load_kg;
            v_reason := private.initial_load_text(v_first.estimated_1rm_kg, v_first.reps, v_first.rir, p_unit);
        end if;
    end if;

    v_today := case
        -- A hold takes back a step up just taken; any other target isn't higher than last time.
        when p_reduction.reason_code = 'readiness_hold' and v_code in ('progressed', 'reps_up')
            then private.target_of(v_step.old_target)
        when p_reduction.reason_code is not null and p_reduction.reason_code <> 'readiness_hold'
            then private.reduced_target(v_usual, p_reduction, v_terms)
        else v_usual
    end;
    if v_today is distinct from v_usual then
        v_code := p_reduction.reason_code;
        v_reason := private.readiness_text(p_reduction, private.target_json(v_usual), private.target_json(v_today), p_unit);
    end if;
    return jsonb_build_object(
        'target_sets', v_today.sets,
        'target_reps', v_today.reps,
        'suggested_weight_kg', v_today.weight_kg,
        'loads_kg', v_today.loads_kg,
        'reason_code', v_code,
        'reason', v_reason,
        'standing', private.target_json(v_current.target)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.usual_reps(p_type public.tracking_type, p_kind public.exercise_type)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case
        when p_type not in ('duration', 'distance_duration') then '8-12'
        -- Intervals of five minutes.
        when p_kind = 'cardio' then '300s'
        -- As the planner has them: a beginner's hold, a carry.
        when p_type = 'duration' then '30s'
        else '40m'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.was_deleted(p_user uuid, p_table text, p_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return exists (
        select from private.tombstones as t
        where t.user_id = p_user
            and t.table_name = p_table
            and (t.row_key ->> 'id')::uuid = p_id
            -- The condition of the index.
            and t.table_name in ('workout_sessions', 'workout_plans', 'workout_plan_days', 'workout_plan_day_exercises')
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.wave_sets(p_target private.target, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_are_loads_enough boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_set integer := 1;
begin
    -- The earliest that will do leaves most for the rest; ramp-up and further sets are passed over.
    for v_place in 1 .. cardinality(p_amounts) loop
        exit when v_set > p_target.sets;
        if (p_are_loads_enough or p_amounts[v_place] >= private.target_amount(p_target.reps, v_set))
            and (
                p_target.loads_kg[v_set] is null
                or coalesce(p_loads[v_place], 0) >= p_target.loads_kg[v_set] - private.load_tolerance(p_target.loads_kg[v_set], p_terms)
            )
        then
            v_set := v_set + 1;
        end if;
    end loop;
    return v_set > p_target.sets;
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_progression(p_user uuid, p_session_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        (
            select jsonb_agg(
                jsonb_build_object(
                    'plan_exercise_id', t.id,
                    'exercise_id', t.exercise_id,
                    'exercise_name', e.name,
                    'outcome', t.outcome,
                    'reason_code', t.reason_code,
                    'old_target', t.old_target,
                    'new_target', t.new_target
                )
                order by t.order_in_workout, t.id
            )
            from (
                select
                    x.id, x.exercise_id, x.order_in_workout, p.outcome, p.reason_code, p.old_target, p.new_target
                from public.prescriptions as p
                inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = p.plan_exercise_id
                where p.user_id = p_user and p.session_id = p_session_id and p.superseded_at is null
                union all
                -- Exercises of the plan day that were not trained.
                select
                    x.id, x.exercise_id, x.order_in_workout, 'none', 'not_trained', private.target_json(s.target),
                    private.target_json(s.target)
                from public.workout_sessions as w
                inner join public.workout_plan_day_exercises as x
                    on x.user_id = p_user and x.plan_workout_id = w.plan_workout_id and x.section = 'main'
                cross join lateral private.current_targets(p_user, array[x.id], 'infinity') as s
                where w.user_id = p_user
                    and w.id = p_session_id
                    and not exists (
                        select from public.prescriptions as p
                        where p.user_id = p_user
                            and p.session_id = p_session_id
                            and p.plan_exercise_id = x.id
                            and p.superseded_at is null
                    )
            ) as t
            inner join public.exercises as e on e.id = t.exercise_id
        ),
        '[]'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_shape()
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN '{"id": {"type": "uuid", "required": true}, "name": {"max": 200, "min": 1, "type": "text"}, "sets": {"max": 500, "type": "array", "required": true}, "notes": {"max": 5000, "type": "text"}, "restore": {"type": "boolean"}, "ended_at": {"type": "timestamp", "required": true}, "location": {"type": "public.location"}, "timezone": {"type": "timezone"}, "started_at": {"type": "timestamp", "required": true}, "overall_feeling": {"type": "public.feeling"}, "plan_workout_id": {"type": "uuid"}}'::jsonb;

CREATE OR REPLACE FUNCTION private.workout_summary(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select
        w.started_at, w.ended_at, w.day, w.paused_seconds, w.total_volume_kg, w.total_sets, w.energy_kcal,
        p.experience_points, p.level, p.week_starts_on, w.is_history,
        w.day < (p.created_at at time zone w.timezone)::date as is_before_sign_up, s.average_rpe, s.rest_seconds, s.linked,
        (
            select coalesce(sum(coalesce(e.body_volume_kg, e.volume_kg)), 0)
            from private.exercise_sessions as e
            where e.user_id = p_user and e.session_id = p_session_id
        ) as volume_with_body_kg
    into v_session
    from public.workout_sessions as w
    inner join public.profiles as p on p.id = w.user_id
    cross join lateral (
        select
            round(avg(o.difficulty_rating) filter (where t.is_work), 2) as average_rpe,
            coalesce(sum(o.rest_seconds), 0) as rest_seconds,
            coalesce(
                jsonb_agg(
                    jsonb_build_object('set_id', o.id, 'plan_exercise_id', o.workout_plan_exercise_id) order by o.set_order, o.id
                ) filter (where o.is_linked and o.workout_plan_exercise_id is not null),
                '[]'
            ) as linked
        from public.session_exercises as o
        inner join private.set_types as t on t.set_type = o.set_type
        where o.user_id = p_user and o.workout_session_id = p_session_id
    ) as s
    where w.user_id = p_user and w.id = p_session_id;

    select
        coalesce(sum(e.xp), 0)::integer as gained,
        coalesce(
            jsonb_agg(jsonb_build_object('event_type', e.event_type, 'xp', e.xp) order by e.event_type)
            filter (where e.xp <> 0),
            '[]'
        ) as events
    into v_xp
    from (
        -- Entries and their reversals cancel out, leaving what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from (
            select p_session_id as id
            union all
            -- The workout with which the week's target was met also earned the week's XP.
            select private.week_source(p_user, t.week_start)
            from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = private.week_start(v_session.day, v_session.week_starts_on)
                and t.met_at = v_session.started_at
                and not v_session.is_history
            union all
            select a.achievement_id from private.achievement_awards as a
            where a.user_id = p_user and a.session_id = p_session_id
        ) as o
        -- The offset keeps the planner from reading the whole ledger of the user.
        cross join lateral (
            select e.event_type, e.xp from public.xp_events as e
            where e.user_id = p_user and e.source_id = o.id
            offset 0
        ) as x
        group by x.event_type
    ) as e;

    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'exercise_id', e.exercise_id,
                'exercise_name', x.name,
                'record_type', e.record_type,
                'distance_m', e.distance_m,
                'load_kg', e.load_kg,
                'value', abs(e.score),
                'previous_value', abs(e.previous_score),
                'improvement_percentage', private.improvement(e.score, e.previous_score),
                'confidence', private.estimate_confidence(e.effective_reps),
                'is_announced', e.is_announced
            )
            order by e.exercise_id, e.record_type, e.distance_m, e.load_kg
        ),
        '[]'
    ) into v_records
    from private.record_events as e
    inner join public.exercises as x on x.id = e.exercise_id
    where e.user_id = p_user and e.session_id = p_session_id;

    return jsonb_build_object(
        'session_id', p_session_id,
        'counts_for',
        case
            when v_session.is_history then '["records", "statistics"]'::jsonb
            else '["records", "statistics", "xp", "streak", "achievements"]'
        end,
        'counts_reason',
        case
            when v_session.is_history and v_session.is_before_sign_up then 'before_sign_up'
            when v_session.is_history then 'told_late'
        end,
        'duration_seconds',
        greatest(extract(epoch from v_session.ended_at - v_session.started_at)::integer - v_session.paused_seconds, 0),
        'total_volume_kg', v_session.total_volume_kg,
        'total_volume_with_body_kg', v_session.volume_with_body_kg,
        'sets', v_session.total_sets,
        'linked', v_session.linked,
        'average_rpe', v_session.average_rpe,
        'total_rest_seconds', v_session.rest_seconds,
        'energy_kcal', v_session.energy_kcal,
        'xp', jsonb_build_object(
            'gained', v_xp.gained,
            'total', v_session.experience_points,
            'level', v_session.level,
            'leveled_up', v_session.level > private.level_of(v_session.experience_points - v_xp.gained, p_now),
            'events', v_xp.events
        ),
        'streaks', (
            select jsonb_agg(
                jsonb_build_object(
                    'streak_type', (s.streak).streak_type,
                    'current_streak', (s.streak).current_streak,
                    'longest_streak', (s.streak).longest_streak,
                    'this_period_count', s.period_count,
                    'this_period_target', s.period_target
                )
                order by (s.streak).streak_type
            )
            from private.local_day(p_user, p_now) as d (day)
            cross join lateral private.streaks_at_day(
                p_user, d.day, private.week_start(d.day, v_session.week_starts_on)
            ) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression', private.workout_progression(p_user, p_session_id)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_sets(p_sets public.session_exercises[], p_marks private.set_mark[] DEFAULT NULL::private.set_mark[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_bytes bigint;
begin
    with written as (
        insert into public.session_exercises as r (
            id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
            logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds,
            was_successful_for_progression, is_personal_record, side, is_linked
        )
        select
            s.id, s.workout_session_id, s.exercise_id, s.workout_plan_exercise_id, s.set_order, s.logged_reps,
            s.logged_weight_kg, s.logged_at, s.difficulty_rating, s.notes, s.user_id, s.set_type, s.duration_seconds,
            s.distance_m, s.rest_seconds, m.is_success, coalesce(m.is_record, false), s.side, s.is_linked
        from unnest(p_sets) as s
        left join unnest(p_marks) as m on m.id = s.id
        returning pg_column_size(r.*) as bytes
    )

    select sum(w.bytes) into v_bytes from written as w;
    return v_bytes;
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_workout(p_user uuid, p_workout private.workout_document, p_plan_workout_id uuid, p_planned jsonb, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sets private.scored_sets[] := private.scored(p_workout.sets);
    v_totals record;
    v_timezone constant text := private.plausible_zone(
        p_user, p_workout.started_at, p_workout.ended_at, p_workout.zone
    );
    v_derived private.derivation;
    v_bytes bigint;
    v_request_bytes bigint;
    -- Then only rows of this workout are written, which are cheaper to weigh at once than by the triggers of six tables.
    v_is_latest constant boolean := not exists (
        select from public.workout_sessions as w
        where w.user_id = p_user and w.started_at >= p_workout.started_at and w.status = 'completed'
    )
    -- Steps of later edits are made anew as well.
    and not exists (select from private.target_facts as f where f.user_id = p_user and f.set_at >= p_workout.started_at);
begin
    perform private.set_weighing(case when v_is_latest then 'aside' else '' end);
    select
        coalesce(sum(s.volume_kg), 0) as volume_kg,
        count(*) filter (where s.is_performed) as sets,
        avg(s.met) filter (where s.is_performed) as met,
        bool_or(s.side is not null) as has_sides
    into v_totals
    from unnest(v_sets) as s;
    if v_totals.has_sides then
        v_totals.sets := (select t.sets from private.totals_of(v_sets) as t);
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name, location,
        planned, total_volume_kg, total_sets, energy_kcal, created_at, is_history
    )
    values (
        p_workout.id, p_user, p_plan_workout_id, p_workout.started_at, p_workout.ended_at, 'completed', p_workout.notes,
        p_workout.overall_feeling, v_timezone,
        coalesce(p_workout.name, p_planned ->> 'name'), p_workout.location, p_planned, v_totals.volume_kg, v_totals.sets,
        private.net_energy(
            p_user, v_totals.met, p_workout.started_at, extract(epoch from p_workout.ended_at - p_workout.started_at)
        ),
        p_now, private.is_history(p_user, p_workout.started_at, v_timezone, p_now, p_now)
    )
    on conflict (id) do nothing
    returning pg_column_size(w.*) into v_bytes;
    if not found then
        return false;
    end if;
    if cardinality(p_workout.sets) > 0 then
        perform private.set_deriving(true);
        v_derived := private.derive_scores(p_user, array[p_workout.id], v_sets, true);
        -- Inserted with their marks: updating a row in the transaction that inserted it checks all its foreign keys again (60
        -- checks for 20 sets).
        v_bytes := v_bytes + private.write_sets(p_workout.sets, private.marks_of(p_user, v_sets));
        perform private.derive_rewards(p_user, v_derived, v_sets);
        perform private.set_deriving(false);
    end if;
    insert into private.workout_requests as r (user_id, session_id, content_hash)
    values (p_user, p_workout.id, p_workout.content_hash)
    returning pg_column_size(r.*) into v_request_bytes;
    perform private.set_weighing('');
    if v_is_latest then
        perform private.weigh_workout(p_user, p_workout.id, v_bytes + v_request_bytes, cardinality(p_workout.sets));
    end if;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION public.alternative_exercises(p_exercise_id uuid, p_limit integer DEFAULT 5)
 RETURNS SETOF public.exercises
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT e.id,
     e.name,
     e.description,
     e.primary_muscle_group,
     e.secondary_muscle_groups,
     e.image_url,
     e.difficulty,
     e.slug,
     e.aliases,
     e.instructions,
     e.movement_pattern,
     e.mechanic,
     e.tracking_type,
     e.exercise_type,
     e.is_unilateral,
     e.met,
     e.created_by,
     e.is_approved,
     e.is_active,
     e.created_at,
     e.updated_at,
     e.distance_kind,
     e.bodyweight_share
    FROM (private.alternative_exercises(( SELECT auth.uid() AS uid), alternative_exercises.p_exercise_id, alternative_exercises.p_limit) a(exercise_id, score)
      JOIN public.exercises e ON ((a.exercise_id = e.id)))
   ORDER BY a.score DESC, (e.name COLLATE "C"), e.id;
END;

CREATE OR REPLACE FUNCTION public.reorder_plan(p_plan_id uuid, p_order jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.reorder_plan((SELECT auth.uid() AS uid), p_plan_id, p_order);

CREATE OR REPLACE FUNCTION public.swap_plan_exercise(p_plan_exercise_id uuid, p_exercise_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.swap_plan_exercise((SELECT auth.uid() AS uid), p_plan_exercise_id, p_exercise_id, now());

-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."exercises" ADD CONSTRAINT "exercises_bodyweight_share_check" CHECK (((bodyweight_share > (0)::numeric) AND (bodyweight_share <= (1)::numeric)));

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."personal_records" ADD CONSTRAINT "one_row_a_record" UNIQUE NULLS NOT DISTINCT (user_id, exercise_id, record_type, distance_m, load_kg);

CREATE VIEW "private"."scored_sets" AS  SELECT s.user_id,
    s.workout_session_id AS session_id,
    s.exercise_id,
    s.workout_plan_exercise_id AS plan_exercise_id,
    s.id,
    s.set_order,
    s.logged_reps,
    s.logged_weight_kg,
    s.duration_seconds,
    s.distance_m,
    s.difficulty_rating,
    s.is_personal_record,
    s.was_successful_for_progression,
    e.tracking_type,
    p.is_performed,
    t.is_judged AS is_planned,
    COALESCE(e.met,
        CASE e.exercise_type
            WHEN 'strength'::public.exercise_type THEN 5.0
            WHEN 'cardio'::public.exercise_type THEN 7.5
            ELSE 2.3
        END) AS met,
        CASE
            WHEN ((NOT t.is_work) OR (e.tracking_type = 'assisted'::public.tracking_type)) THEN (0)::numeric
            ELSE LEAST((COALESCE((s.logged_weight_kg * (s.logged_reps)::numeric), (0)::numeric) * (
            CASE
                WHEN (e.is_unilateral AND (s.side IS NULL)) THEN 2
                ELSE 1
            END)::numeric), 1999999.999)
        END AS volume_kg,
        CASE
            WHEN (NOT p.is_performed) THEN NULL::numeric
            WHEN (e.tracking_type = 'weight_reps'::public.tracking_type) THEN NULLIF(s.logged_weight_kg, (0)::numeric)
            WHEN (e.tracking_type = 'assisted'::public.tracking_type) THEN (- s.logged_weight_kg)
            WHEN (e.tracking_type = ANY (ARRAY['duration'::public.tracking_type, 'distance_duration'::public.tracking_type])) THEN NULLIF(s.logged_weight_kg, (0)::numeric)
            ELSE NULL::numeric
        END AS load_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'reps_only'::public.tracking_type)) THEN s.logged_reps
            ELSE NULL::smallint
        END AS reps_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'weight_reps'::public.tracking_type)) THEN private.estimated_1rm(s.logged_weight_kg, (s.logged_reps)::numeric, s.difficulty_rating)
            ELSE NULL::numeric
        END AS estimated_1rm_kg,
    ((s.logged_reps)::numeric + COALESCE(((10)::numeric - s.difficulty_rating), (0)::numeric)) AS effective_reps,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = ANY (ARRAY['duration'::public.tracking_type, 'distance_duration'::public.tracking_type]))) THEN NULLIF(s.duration_seconds, 0)
            ELSE NULL::integer
        END AS duration_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'distance_duration'::public.tracking_type)) THEN NULLIF(s.distance_m, (0)::numeric)
            ELSE NULL::numeric
        END AS distance_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'distance_duration'::public.tracking_type) AND (COALESCE(s.logged_weight_kg, (0)::numeric) = (0)::numeric)) THEN (- private.pace_of(e.distance_kind, s.distance_m, s.duration_seconds))
            ELSE NULL::numeric
        END AS pace_score,
        CASE
            WHEN (p.is_performed AND (e.tracking_type = 'distance_duration'::public.tracking_type) AND (COALESCE(s.logged_weight_kg, (0)::numeric) = (0)::numeric)) THEN private.times_over(e.distance_kind, s.distance_m, s.duration_seconds)
            ELSE NULL::integer[]
        END AS times,
        CASE
            WHEN (NOT p.is_performed) THEN NULL::bigint
            WHEN ((e.tracking_type = 'weight_reps'::public.tracking_type) AND (s.logged_reps > 0) AND ((s.logged_reps > 12) OR (s.logged_weight_kg = (0)::numeric) OR (e.bodyweight_share IS NOT NULL))) THEN (((((1000)::numeric * s.logged_weight_kg))::bigint * 1000000000) + s.logged_reps)
            WHEN ((e.tracking_type = 'assisted'::public.tracking_type) AND (s.logged_reps > 0)) THEN ((((('-1000'::integer)::numeric * s.logged_weight_kg))::bigint * 1000000000) + s.logged_reps)
            WHEN ((e.tracking_type = 'duration'::public.tracking_type) AND (s.logged_weight_kg > (0)::numeric)) THEN (((((1000)::numeric * s.logged_weight_kg))::bigint * 1000000000) + NULLIF(s.duration_seconds, 0))
            WHEN ((e.tracking_type = 'distance_duration'::public.tracking_type) AND (s.logged_weight_kg > (0)::numeric)) THEN (((((1000)::numeric * s.logged_weight_kg))::bigint * 1000000000) + (((100)::numeric * NULLIF(s.distance_m, (0)::numeric)))::bigint)
            ELSE NULL::bigint
        END AS amount,
    s.side,
        CASE
            WHEN (e.is_unilateral AND (s.side IS NULL)) THEN 2
            ELSE 1
        END AS sides,
    e.bodyweight_share,
    COALESCE(
        CASE
            WHEN (e.tracking_type = 'assisted'::public.tracking_type) THEN (- s.logged_weight_kg)
            ELSE s.logged_weight_kg
        END, (0)::numeric) AS added_kg
   FROM (((public.session_exercises s
     JOIN public.exercises e ON ((s.exercise_id = e.id)))
     JOIN private.set_types t ON ((s.set_type = t.set_type)))
     CROSS JOIN LATERAL ( SELECT (t.is_work AND ((COALESCE((s.logged_reps)::integer, 0) > 0) OR (COALESCE(s.duration_seconds, 0) > 0) OR (COALESCE(s.distance_m, (0)::numeric) > (0)::numeric))) AS is_performed) p);

CREATE OR REPLACE FUNCTION private.derive_rewards(p_user uuid, p_derived private.derivation, p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_change private.change := p_derived.change;
begin
    perform private.recompute_personal_records(
        p_user,
        v_change.exercises,
        case when v_change.is_correction then '-infinity' else v_change.since end,
        case when v_change.is_latest then p_sets end
    );
    -- Other workouts need new marks only if their records or targets changed too.
    if not p_derived.moved_sessions <@ p_derived.sessions then
        perform private.mark_sets(
            p_user, array(select m.id from unnest(p_derived.moved_sessions) as m (id) where m.id <> all(p_derived.sessions))
        );
    end if;
    perform private.recompute_workout_xp(
        p_user, v_change.days || p_derived.moved_days, p_derived.sessions, private.recompute_weeks(p_user, v_change.days)
    );
    perform private.advance_achievements(p_user, p_derived.sessions, v_change);
end;
$function$;

CREATE OR REPLACE FUNCTION private.derive_scores(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[], p_is_new boolean, p_have_turned boolean DEFAULT false)
 RETURNS private.derivation
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_change private.change := private.recompute_exercise_sessions(p_user, p_sessions, p_sets, p_is_new);
    v_moved uuid[];
    v_moved_days date[];
    v_plan_exercises uuid[] := array(
        select distinct s.plan_exercise_id from unnest(p_sets) as s where s.plan_exercise_id is not null
    );
begin
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    -- What a later record earns depends on which of the workouts before it count.
    if not v_change.is_latest and (p_have_turned or private.has_history(p_user)) then
        v_moved_days := v_moved_days || array(
            select distinct r.day from private.exercise_sessions as r
            where r.user_id = p_user and r.exercise_id = any(v_change.exercises) and r.started_at >= v_change.since
        );
    end if;
    -- Also steps derived from sets that were deleted. Unless the workouts had exercises before, they had no steps either.
    if v_change.is_correction then
        v_plan_exercises := array(
            select p.id from unnest(v_plan_exercises) as p (id)
            union
            select p.plan_exercise_id from public.prescriptions as p
            where p.user_id = p_user and p.session_id = any(p_sessions) and p.superseded_at is null
        );
    end if;
    -- A workout in a break, or one less, changes what the next ones of all exercises were: the first after it.
    if not v_change.is_latest and private.had_break(p_user, v_change.since, p_sessions) then
        v_plan_exercises := array(
            select p.id from unnest(v_plan_exercises) as p (id)
            union
            select p.plan_exercise_id from public.prescriptions as p
            where p.user_id = p_user and p.effective_at > v_change.since and p.superseded_at is null
        );
    end if;
    if cardinality(v_plan_exercises) > 0 then
        v_moved := v_moved || private.recompute_targets(
            p_user, v_plan_exercises, v_change.since, case when v_change.is_latest or p_is_new then p_sets end,
            v_change.is_latest
        );
    end if;
    return (p_sessions, v_change, v_moved, v_moved_days)::private.derivation;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[], p_is_undisturbed boolean)
 RETURNS private.target_step[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_has_gear boolean := private.has_gear(p_user);
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_is_swap boolean;
    v_target private.target;
    v_amounts integer[];
    v_failures smallint;
    v_state jsonb;
    v_buildable numeric[];
    v_reduction private.load_reduction;
    v_cached_for timestamptz;
    v_cached private.load_reduction;
    v_result private.evaluation;
    v_old jsonb;
    -- A workout logged out of order, if it is all that changed: where it leaves the target as it was, later steps stay valid. Not if one
    -- of them was, or has become, the first after a break.
    v_late_session uuid := case
        when not p_is_undisturbed and p_sets[1].session_id is not null and not private.had_break(p_user, p_from, array[p_sets[1].session_id])
            then p_sets[1].session_id
    end;
    v_is_first boolean;
    v_is_aside boolean;
    v_aside_at timestamptz;
    -- When it was last trained, if the user hasn't decided about it since.
    v_trained_at timestamptz;
    v_days_off integer;
    v_terms private.terms;
    v_steps private.target_step[] := '{}'::private.target_step[];
begin
    for v_event in
        select
            e.*, b.fact as fact_before, b.target, b.failures, b.state, b.stepped_at, b.trained_at,
            -- What was trained before the plan was made goes on with the equipment of the day it was made: nobody buys plates at the
            -- moment of typing them in.
            case
                when v_has_gear
                    then greatest(
                        e.happened_at,
                        (select x.created_at from public.workout_plan_day_exercises as x where x.user_id = p_user and x.id = e.plan_exercise_id)
                    )
            end as gear_at
        from private.target_events(p_user, p_plan_exercises, p_from, v_has_gear, p_sets, p_is_undisturbed) as e
        left join private.current_targets(
            p_user, p_plan_exercises, case when p_is_undisturbed then 'infinity' else p_from end
        ) as b on b.plan_exercise_id = e.plan_exercise_id
        -- At the same time: the user's decision first, then changed equipment, then the workout.
        order by e.plan_exercise_id, e.happened_at, e.session_id nulls first, (e.fact).set_at, e.exercise_id
    loop
        if v_current is distinct from v_event.plan_exercise_id then
            if p_is_undisturbed and greatest((v_event.fact_before).set_at, v_event.stepped_at) >= p_from then
                return null;
            end if;
            v_current := v_event.plan_exercise_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
            v_state := coalesce(v_event.state, '{}');
            v_is_first := v_late_session is not null;
            v_is_aside := false;
            v_aside_at := null;
            v_trained_at := v_event.trained_at;
        end if;
        -- The next workout of this target may have become the first after a break, which is counted from the late one.
        if v_aside_at is not null and (v_event.session_id is null or v_event.exercise_id is not distinct from v_fact.exercise_id) then
            if v_event.session_id is null or v_event.happened_at - v_aside_at >= interval '14 days' then
                v_is_aside := false;
                v_steps[cardinality(v_steps)].is_aside := false;
            end if;
            v_aside_at := null;
        end if;
        continue when v_is_aside;
        -- Sets of another exercise, swapped in for the day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case
            when v_has_gear
                then private.buildable_loads(
                    p_user, v_fact.exercise_id, v_event.gear_at,
                    case when v_target.loads_kg is null then coalesce(v_event.loads[1], v_target.weight_kg) end
                )
        end;
        v_reduction := null;

        if v_event.session_id is not null then
            v_amounts := case
                when (v_fact.target).reps like '%s' then v_event.seconds
                when (v_fact.target).reps like '%m' then v_event.metres
                else v_event.reps
            end;
            if num_nonnulls(variadic v_event.sides) > 0 then
                select p.amounts, p.loads, p.efforts into v_amounts, v_event.loads, v_event.efforts
                from private.paired_sets(v_amounts, v_event.loads, v_event.efforts, v_event.sides, v_fact.is_assisted) as p;
            end if;
            v_terms := (v_fact.rules, v_fact.target, v_fact.is_assisted, v_fact.target_rir, v_buildable)::private.terms;
            -- Seconds and metres have no load that would be too heavy.
            v_days_off := case
                when (v_fact.target).reps !~ '[sm]$' then private.days_off(p_user, v_trained_at, v_event.happened_at) else 0
            end;
            v_result := case when v_days_off > 0 then private.returning_target(v_target, v_state, v_terms, v_days_off) end;
            if v_result.reason_code is not null then
                v_steps := v_steps || (
                    v_current, null, null, v_result.reason_code, jsonb_build_object('days', v_days_off),
                    private.target_json(v_target), private.target_json(v_result.new_target), null, v_event.happened_at, 0,
                    v_result.state, false
                )::private.target_step;
                v_target := v_result.new_target;
                v_state := v_result.state;
                v_failures := 0;
                v_is_first := false;
            end if;
            v_result := private.evaluate(v_target, v_failures, v_state, v_terms, v_amounts, v_event.loads, v_event.efforts);
            if v_days_off > 0 and v_result.outcome = 'failure' then
                -- What can be done after a break, this workout was to find out.
                v_result := (
                    'held', 'after_break', 'held', v_result.old_target, v_result.old_target, 0, v_state, v_result.amounts
                )::private.evaluation;
            elsif v_result.outcome = 'failure' or v_result.reason_code in ('below_target', 'deload') then
                -- The reduction is the same for all exercises of a workout, so compute it once.
                if v_cached_for is distinct from v_event.happened_at then
                    v_cached := private.load_reduction_at(p_user, v_event.happened_at, v_event.day);
                    v_cached_for := v_event.happened_at;
                end if;
                v_reduction := v_cached;
            end if;
            if v_reduction.reason_code is not null then
                -- The day was to be easier than the target, so falling short is not a failure.
                v_result := (
                    'held', v_reduction.reason_code, null, v_result.old_target, v_result.old_target, v_failures, v_state,
                    v_result.amounts
                )::private.evaluation;
            end if;
        elsif (v_event.fact).set_at is not null then
            v_is_swap := v_fact.exercise_id <> (v_event.fact).exercise_id;
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', case when v_is_swap then 'swap' end, coalesce(v_target, v_fact.target), v_fact.target, 0, v_fact.state,
                null
            )::private.evaluation;
        else
            v_result := (
                null, 'manual', 'gear', v_target, private.rebuilt_target(v_target, v_state, v_fact.rules, v_buildable), v_failures,
                v_state, null
            )::private.evaluation;
            continue when v_result.new_target is not distinct from v_target;
        end if;
        if v_is_first then
            v_is_aside := v_event.session_id = v_late_session
            and (v_result.new_target, v_result.failures, v_result.state) is not distinct from (v_target, v_failures, v_state);
            v_is_first := false;
            v_aside_at := case when v_is_aside then v_event.happened_at end;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- The target the plan was created with is the fold's initial value, not a step.
        continue when v_event.happened_at = '-infinity';
        if v_result.rule is distinct from 'gear' then
            v_trained_at := case when v_event.session_id is not null then v_event.happened_at end;
        end if;

        v_old := private.target_json(v_result.old_target);
        v_steps := v_steps || (
            v_current,
            v_event.session_id,
            v_result.rule,
            v_result.reason_code,
            case
                when v_event.session_id is null then '{}'
                else jsonb_strip_nulls(jsonb_build_object(
                    'exercise_id', v_event.exercise_id,
                    'amounts', v_amounts,
                    'deciding', case when v_result.amounts <> v_amounts then v_result.amounts end,
                    'loads_kg', v_event.loads,
                    'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then v_event.efforts end,
                    'easing', v_reduction.inputs,
                    'days', nullif(v_days_off, 0)
                ))
            end,
            v_old,
            case when v_target is distinct from v_result.old_target then private.target_json(v_target) else v_old end,
            v_result.outcome,
            v_event.happened_at,
            v_failures,
            v_state,
            v_is_aside
        )::private.target_step;
    end loop;
    return v_steps;
end;
$function$;

CREATE OR REPLACE FUNCTION private.mark_scored_sets(p_user uuid, p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_marks private.set_mark[] := private.marks_of(p_user, p_sets);
begin
    -- Even an update of no rows would fire the statement triggers.
    if v_marks is not null then
        update public.session_exercises as s
        set is_personal_record = m.is_record, was_successful_for_progression = m.is_success, updated_at = now()
        from unnest(v_marks) as m
        where s.id = m.id and s.user_id = p_user;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.marks_of(p_user uuid, p_sets private.scored_sets[])
 RETURNS private.set_mark[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_set record;
    v_exercise uuid;
    v_session uuid;
    -- What the next set has to beat: the best of all earlier workouts and of the earlier sets in this one. Without an earlier
    -- workout, this one is the baseline: comparing with null is never true.
    v_load numeric;
    v_reps numeric;
    v_1rm_kg numeric;
    v_duration numeric;
    v_distance numeric;
    v_pace numeric;
    v_times integer[];
    v_amounts bigint[];
    v_is_amount boolean;
    v_is_record boolean;
    v_marks private.set_mark[];
begin
    for v_set in
        -- Subscripting an array of composites re-parses it, so unnest once.
        with sets as materialized (
            select
                s.id, s.session_id, s.exercise_id, s.plan_exercise_id, s.set_order, s.tracking_type, s.is_planned,
                s.logged_weight_kg, s.logged_reps, s.duration_seconds, s.distance_m, s.load_score, s.reps_score,
                s.estimated_1rm_kg, s.duration_score, s.distance_score, s.pace_score, s.times, s.amount,
                s.side, s.is_personal_record, s.was_successful_for_progression
            from unnest(p_sets) as s
        ),

        sessions as materialized (
            select distinct k.session_id as id from sets as k
        ),

        steps as materialized (
            select
                p.session_id,
                p.plan_exercise_id,
                (p.inputs ->> 'exercise_id')::uuid as exercise_id,
                p.old_target ->> 'reps' as reps,
                -- Only a list has different repetitions from set to set, and only a wave different loads.
                private.target_amount(p.old_target ->> 'reps', 1) as least,
                (p.old_target ->> 'weight_kg')::numeric as load_kg,
                p.old_target -> 'loads_kg' as loads_kg
            from sessions as o
            inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
        ),

        -- Materialized: without statistics the planner would query them again for each set (a tenth of the whole call).
        priors as materialized (
            select x.*
            from sessions as o
            -- The offset makes the planner use the session's index, whatever its statistics say.
            cross join lateral (
                select
                    e.session_id, e.exercise_id, e.prior_load_score, e.prior_reps_score, e.prior_estimated_1rm_kg,
                    e.prior_duration_score, e.prior_distance_score, e.prior_pace_score, e.prior_times, e.prior_amounts, e.is_timed,
                    e.is_on_body
                from private.exercise_sessions as e
                where e.user_id = p_user and e.session_id = o.id
                offset 0
            ) as x
        )

        select
            s.id, s.session_id, s.exercise_id, s.load_score, s.reps_score, s.estimated_1rm_kg, s.duration_score,
            s.distance_score, s.pace_score, s.times, s.amount, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg,
            r.prior_duration_score, r.prior_distance_score, r.prior_pace_score, r.prior_times, r.prior_amounts, r.is_timed,
            r.is_on_body,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            case
                -- The plan may have been deleted since: the set keeps its mark.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                when p.session_id is not null
                    then coalesce(
                        case
                            -- As private.load_tolerance without gear: a rounded load is the same load.
                            when s.tracking_type = 'assisted' then s.logged_weight_kg <= a.load_kg + 0.06
                            else coalesce(s.logged_weight_kg, 0) >= a.load_kg - 0.06
                        end,
                        true
                    )
                    and coalesce(
                        case right(p.reps, 1)
                            when 's' then s.duration_seconds
                            when 'm' then s.distance_m
                            else s.logged_reps
                        end
                        >= case when p.reps like '%,%' then private.target_amount(p.reps, s.place) else p.least end,
                        false
                    )
            end as is_success
        from (
            select
                o.*,
                count(*) filter (where o.is_planned) over (
                    partition by o.session_id, o.exercise_id, o.plan_exercise_id, o.side order by o.set_order, o.id
                )::integer as place
            from sets as o
        ) as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        -- A set of another exercise, swapped in for the day, is not judged by the target.
        left join steps as p
            on s.is_planned
            and p.session_id = s.session_id
            and p.plan_exercise_id = s.plan_exercise_id
            and p.exercise_id = s.exercise_id
        cross join lateral (select coalesce((p.loads_kg ->> (s.place - 1))::numeric, p.load_kg) as load_kg) as a
        order by s.session_id, s.exercise_id, s.set_order, s.id
    loop
        if v_session is distinct from v_set.session_id or v_exercise is distinct from v_set.exercise_id then
            v_session := v_set.session_id;
            v_exercise := v_set.exercise_id;
            v_load := v_set.prior_load_score;
            v_reps := v_set.prior_reps_score;
            v_1rm_kg := v_set.prior_estimated_1rm_kg;
            v_duration := v_set.prior_duration_score;
            v_distance := v_set.prior_distance_score;
            v_pace := v_set.prior_pace_score;
            v_times := v_set.prior_times;
            v_amounts := v_set.prior_amounts;
        end if;
        -- As in exercise_scores.
        v_is_amount := private.beaten_amounts(array[v_set.amount], v_amounts) > 0;
        v_is_record := (
            v_set.load_score > v_load + 0.06
            or v_set.reps_score > v_reps
            or not v_set.is_on_body and v_set.estimated_1rm_kg > 1.0025 * v_1rm_kg
            or v_set.is_timed and v_set.duration_score > v_duration
            or v_set.distance_score > 1.001 * v_distance
            or v_set.pace_score > 0.999 * v_pace
            or private.beaten_times(v_set.times, v_times) > 0
            or v_is_amount
        ) is true;
        if v_is_record then
            -- Not greatest(), which would turn a null baseline into a value.
            v_load := case when v_set.load_score > v_load then v_set.load_score else v_load end;
            v_reps := case when v_set.reps_score > v_reps then v_set.reps_score else v_reps end;
            v_1rm_kg := case when v_set.estimated_1rm_kg > v_1rm_kg then v_set.estimated_1rm_kg else v_1rm_kg end;
            v_duration := case when v_set.duration_score > v_duration then v_set.duration_score else v_duration end;
            v_distance := case when v_set.distance_score > v_distance then v_set.distance_score else v_distance end;
            v_pace := case when v_set.pace_score > v_pace then v_set.pace_score else v_pace end;
            v_amounts := case when v_is_amount then private.best_amounts(v_amounts, array[v_set.amount]) else v_amounts end;
            v_times := case when v_times is not null then private.best_times(v_times, v_set.times, true) end;
        end if;
        if v_is_record <> v_set.was_record or v_set.is_success is distinct from v_set.was_success then
            v_marks := v_marks || (v_set.id, v_is_record, v_set.is_success)::private.set_mark;
        end if;
    end loop;
    return v_marks;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_exercise_sessions(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[], p_are_new boolean DEFAULT false)
 RETURNS private.change
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_before private.change;
    v_after record;
    v_change private.change;
begin
    -- Even a delete of no rows would fire the statement triggers.
    if not p_are_new and exists (
        select from private.exercise_sessions as r where r.user_id = p_user and r.session_id = any(p_sessions)
    ) then
        with gone as (
            delete from private.exercise_sessions as r
            where r.user_id = p_user and r.session_id = any(p_sessions)
            returning r.started_at, r.exercise_id, r.day
        )

        select min(g.started_at), array_agg(g.exercise_id), array_agg(g.day), null::boolean, null::boolean
        into v_before
        from gone as g;
    end if;

    with made as (
        insert into private.exercise_sessions (
            user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score, reps_score,
            estimated_1rm_kg, duration_score, distance_score, best_reps, estimated_1rm_reps, rated_sets, rpe_sum,
            is_timed, pace_score, times, amounts, is_on_body, body_kg, body_load_kg, body_1rm_kg, body_volume_kg, prior_volume_kg, prior_load_score, prior_reps_score, prior_estimated_1rm_kg,
            prior_duration_score, prior_distance_score, prior_pace_score, prior_times, prior_amounts, announced_before,
            prior_body_load_kg, prior_body_1rm_kg, prior_body_volume_kg
        )
        select
            p_user, r.exercise_id, w.started_at, r.session_id, w.day, r.working_sets, r.volume_kg, r.load_score,
            r.reps_score, r.estimated_1rm_kg, r.duration_score, r.distance_score, r.best_reps, r.estimated_1rm_reps,
            r.rated_sets, r.rpe_sum, r.is_timed, r.pace_score,
            case when r.distance_score is not null then private.times_of(p_sets, r.session_id, r.exercise_id) end,
            private.best_amounts(null, r.amounts),
            r.bodyweight_share is not null, y.body_kg, y.load_kg, y.estimated_1rm_kg, y.volume_kg,
            greatest(b.prior_volume_kg, nullif(b.volume_kg, 0)),
            greatest(b.prior_load_score, b.load_score),
            greatest(b.prior_reps_score, b.reps_score),
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg),
            greatest(b.prior_duration_score, b.duration_score),
            greatest(b.prior_distance_score, b.distance_score),
            greatest(b.prior_pace_score, b.pace_score),
            private.best_times(b.prior_times, b.times),
            private.best_amounts(b.prior_amounts, b.amounts),
            b.last_announced,
            greatest(b.prior_body_load_kg, b.body_load_kg),
            greatest(b.prior_body_1rm_kg, b.body_1rm_kg),
            greatest(b.prior_body_volume_kg, b.body_volume_kg)
        from (
            select
                s.session_id,
                s.exercise_id,
                -- As in totals_of.
                count(*) filter (where s.is_performed and s.side is null)
                + greatest(
                    count(*) filter (where s.is_performed and s.side = 'left'),
                    count(*) filter (where s.is_performed and s.side = 'right')
                ) as working_sets,
                sum(s.volume_kg) as volume_kg,
                max(s.load_score) as load_score,
                max(s.reps_score) as reps_score,
                max(s.estimated_1rm_kg) as estimated_1rm_kg,
                max(s.duration_score) as duration_score,
                max(s.distance_score) as distance_score,
                bool_or(s.tracking_type = 'duration') as is_timed,
                max(s.pace_score) as pace_score,
                max(s.bodyweight_share) as bodyweight_share,
                array_agg(s.amount) filter (where s.amount is not null) as amounts,
                max(s.logged_reps) filter (where s.is_performed) as best_reps,
                -- Of the sets with this estimate, the one with the fewest effective repetitions, as it is the most reliable.
                -- Arrays compare element by element, so nothing needs sorting.
                -(
                    max(array[s.estimated_1rm_kg, -s.effective_reps]) filter (where s.estimated_1rm_kg is not null)
                )[2] as estimated_1rm_reps,
                count(s.difficulty_rating) filter (where s.is_performed) as rated_sets,
                sum(s.difficulty_rating) filter (where s.is_performed) as rpe_sum
            from unnest(p_sets) as s
            group by s.session_id, s.exercise_id
        ) as r
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = r.session_id and w.status = 'completed'
        left join lateral private.with_body_weight(
            p_user, p_sets, r.session_id, r.exercise_id, r.bodyweight_share, (w.day + 1)::timestamp at time zone w.timezone
        ) as y on true
        -- The priors that recompute_priors would find for one new workout; set here, the row needs no second write.
        left join lateral (
            select p.*, private.last_announced(p) as last_announced
            from private.exercise_sessions as p
            where p.user_id = p_user and p.exercise_id = r.exercise_id and p.started_at < w.started_at
            order by p.started_at desc, p.session_id desc
            limit 1
        ) as b on true
        returning started_at, exercise_id, day
    )

    select
        n.*,
        cardinality(p_sessions) = 1 and not exists (
            select from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= n.since
                and w.status = 'completed'
                and w.id <> p_sessions[1]
        ) as is_latest
    into v_after
    from (
        select min(m.started_at) as since, array_agg(m.exercise_id) as exercises, array_agg(m.day) as days from made as m
    ) as n;

    v_change.is_correction := v_before.since is not null;
    if v_change.is_correction then
        v_change.since := least(v_before.since, v_after.since);
        v_change.exercises := array(select distinct e.id from unnest(v_before.exercises || v_after.exercises) as e (id));
        v_change.days := array(select distinct d.day from unnest(v_before.days || v_after.days) as d (day));
        v_change.is_latest := false;
    else
        v_change.since := v_after.since;
        v_change.exercises := coalesce(v_after.exercises, '{}');
        v_change.days := coalesce(v_after.days, '{}');
        v_change.is_latest := v_after.is_latest;
    end if;
    return v_change;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_personal_records(p_user uuid, p_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sets private.scored_sets[] := p_sets;
    v_from timestamptz := p_from;
begin
    if v_sets is null then
        -- More with a heavier load, told late, takes a later record from a lighter one without being one at that load.
        if exists (
            select from private.exercise_sessions as r
            where r.user_id = p_user and r.exercise_id = any(p_exercises) and r.amounts is not null
        ) then
            v_from := '-infinity';
        end if;
        v_sets := private.sets_of(
            p_user,
            array(
                select distinct b.session_id
                from (
                    select distinct on (s.exercise_id, s.record_type, s.distance_m, s.load_kg) s.session_id
                    from private.exercise_scores as s
                    where s.user_id = p_user
                        and s.exercise_id = any(p_exercises)
                        and s.started_at >= v_from
                        and s.is_kept
                        and (s.previous_score is null or s.is_beaten)
                    order by s.exercise_id, s.record_type, s.distance_m, s.load_kg, s.started_at desc, s.session_id desc
                ) as b
            )
        );
    end if;
    -- Not an upsert, which would lock (and so write to the WAL) every conflicting row. The user's lock is held anyway.
    merge into public.personal_records as r
    using (
        with beaten as materialized (
            select
                s.exercise_id, s.record_type, s.distance_m, s.load_kg, s.amount, s.body_kg, s.started_at, s.session_id, s.score,
                s.previous_score, s.effective_reps
            from private.exercise_scores as s
            where s.user_id = p_user
                and s.exercise_id = any(p_exercises)
                and s.started_at >= v_from
                and s.is_kept
                and (s.previous_score is null or s.is_beaten)
        )

        select
            b.exercise_id,
            b.record_type,
            b.distance_m,
            b.load_kg,
            case when b.record_type <> 'max_volume_with_body' and private.is_with_body(b.record_type) then b.body_kg end as body_kg,
            b.started_at,
            b.set_id,
            abs(b.score) as value,
            abs(b.previous_score) as previous_value,
            private.improvement(b.score, b.previous_score) as improvement_percentage,
            private.estimate_confidence(b.effective_reps) as confidence
        from (
            -- The last time the best was beaten, or the baseline if it never was.
            select distinct on (o.exercise_id, o.record_type, o.distance_m, o.load_kg) o.*, s.id as set_id
            from beaten as o
            inner join unnest(v_sets) as s
                on s.session_id = o.session_id
                and s.exercise_id = o.exercise_id
                and case o.record_type
                    when 'max_weight' then s.load_score = o.score
                    when 'max_reps' then s.reps_score = o.score
                    when 'estimated_1rm' then s.estimated_1rm_kg = o.score
                    when 'max_duration' then s.duration_score = o.score
                    when 'max_distance' then s.distance_score = o.score
                    when 'best_pace' then s.pace_score = o.score
                    when 'best_time' then private.time_at(s.times, (100 * o.distance_m)::integer) = -o.score
                    when 'max_volume' then s.is_performed
                    when 'max_volume_with_body' then s.is_performed
                    when 'max_weight_with_body' then s.is_performed and greatest(o.body_kg + s.added_kg, 0) = o.score
                    when 'estimated_1rm_with_body'
                        then s.is_performed
                        and private.estimated_1rm(o.body_kg + s.added_kg, s.logged_reps, s.difficulty_rating) = o.score
                    else s.amount = o.amount
                end
            -- Volume is reached with the last set, anything else with the first set that has the score.
            order by
                o.exercise_id, o.record_type, o.distance_m, o.load_kg, o.started_at desc, o.session_id desc,
                case when o.record_type in ('max_volume', 'max_volume_with_body') then -s.set_order else s.set_order end, s.id
        ) as b
    ) as w
        on r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.record_type = w.record_type
            and (r.distance_m, r.load_kg) is not distinct from (w.distance_m, w.load_kg)
    when matched
        and (r.value, r.previous_value, r.set_id, r.achieved_at, r.confidence, r.body_kg)
        is distinct from (w.value, w.previous_value, w.set_id, w.started_at, w.confidence, w.body_kg)
    then update set
        value = w.value,
        previous_value = w.previous_value,
        improvement_percentage = w.improvement_percentage,
        set_id = w.set_id,
        achieved_at = w.started_at,
        confidence = w.confidence,
        body_kg = w.body_kg,
        updated_at = now()
    when not matched then insert (
        id, user_id, exercise_id, record_type, distance_m, load_kg, value, previous_value, improvement_percentage, set_id,
        achieved_at, confidence, body_kg
    )
    values (
        private.stable_id('personal_record', concat_ws(':', p_user, w.exercise_id, w.record_type, w.distance_m, w.load_kg)),
        p_user, w.exercise_id, w.record_type, w.distance_m, w.load_kg, w.value, w.previous_value,
        w.improvement_percentage, w.set_id, w.started_at, w.confidence, w.body_kg
    );

    if v_from = '-infinity' then
        delete from public.personal_records as r
        where r.user_id = p_user
            and r.exercise_id = any(p_exercises)
            and not exists (
                select from private.exercise_scores as s
                where s.user_id = p_user
                    and s.exercise_id = r.exercise_id
                    and s.record_type = r.record_type
                    and (s.distance_m, s.load_kg) is not distinct from (r.distance_m, r.load_kg)
                    and s.is_kept
            );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[], p_are_latest boolean DEFAULT false)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_steps private.target_step[];
    v_plan_exercises uuid[];
    v_loads numeric[];
begin
    -- The newest workout, with no later steps: there is nothing to compare with, and targets without a new step stay unchanged.
    if p_are_latest then
        v_steps := private.fold_targets(p_user, p_plan_exercises, p_from, p_sets, true);
    end if;
    if v_steps is not null then
        insert into public.prescriptions (
            user_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, outcome, effective_at,
            failures, state
        )
        select
            p_user, s.plan_exercise_id, s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome,
            s.effective_at, s.failures, s.state
        from unnest(v_steps) as s;

        select array_agg(m.plan_exercise_id), array_agg(m.weight_kg)
        into v_plan_exercises, v_loads
        from (
            select distinct on (o.plan_exercise_id) o.plan_exercise_id, (o.new_target ->> 'weight_kg')::numeric as weight_kg
            from unnest(v_steps) as o
            order by o.plan_exercise_id, o.effective_at desc, o.session_id desc nulls last
        ) as m
        -- The offset keeps the planner from reading every plan exercise.
        cross join lateral (
            select from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.id = m.plan_exercise_id
                and x.current_suggested_weight_kg is distinct from m.weight_kg
            offset 0
        ) as x;
        -- Even an update of no rows would fire the statement triggers.
        if v_plan_exercises is not null then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = m.weight_kg
            from unnest(v_plan_exercises, v_loads) as m (id, weight_kg)
            where x.user_id = p_user and x.id = any(v_plan_exercises) and x.id = m.id;
        end if;
        return null;
    end if;

    v_steps := private.fold_targets(p_user, p_plan_exercises, p_from, p_sets, false);
    return private.replace_steps(
        p_user,
        array(
            select o.id from unnest(p_plan_exercises) as o (id)
            where o.id not in (select s.plan_exercise_id from unnest(v_steps) as s where s.is_aside)
        ),
        p_from,
        v_steps
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.scored(p_sets public.session_exercises[])
 RETURNS private.scored_sets[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select (
            -- generated from private.scored_sets as a row
            s.user_id,
            s.workout_session_id,
            s.exercise_id,
            s.workout_plan_exercise_id,
            s.id,
            s.set_order,
            s.logged_reps,
            s.logged_weight_kg,
            s.duration_seconds,
            s.distance_m,
            s.difficulty_rating,
            s.is_personal_record,
            s.was_successful_for_progression,
            e.tracking_type,
            p.is_performed,
            t.is_judged,
            coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end),
            case
                when not t.is_work or e.tracking_type = 'assisted' then 0
                else least(
                    coalesce(s.logged_weight_kg * s.logged_reps, 0) * case when e.is_unilateral and s.side is null then 2 else 1 end,
                    1999999.999
                )
            end,
            case
                when not p.is_performed then null
                when e.tracking_type = 'weight_reps' then nullif(s.logged_weight_kg, 0)
                when e.tracking_type = 'assisted' then -s.logged_weight_kg
                when e.tracking_type in ('duration', 'distance_duration') then nullif(s.logged_weight_kg, 0)
            end,
            case when p.is_performed and e.tracking_type = 'reps_only' then s.logged_reps end,
            case
                when p.is_performed and e.tracking_type = 'weight_reps'
                    then private.estimated_1rm(s.logged_weight_kg, s.logged_reps, s.difficulty_rating)
            end,
            s.logged_reps + coalesce(10 - s.difficulty_rating, 0),
            case
                when p.is_performed and e.tracking_type in ('duration', 'distance_duration') then nullif(s.duration_seconds, 0)
            end,
            case when p.is_performed and e.tracking_type = 'distance_duration' then nullif(s.distance_m, 0) end,
            case
                when p.is_performed and e.tracking_type = 'distance_duration' and coalesce(s.logged_weight_kg, 0) = 0
                    then -private.pace_of(e.distance_kind, s.distance_m, s.duration_seconds)
            end,
            case
                when p.is_performed and e.tracking_type = 'distance_duration' and coalesce(s.logged_weight_kg, 0) = 0
                    then private.times_over(e.distance_kind, s.distance_m, s.duration_seconds)
            end,
            case
                when not p.is_performed then null
                when e.tracking_type = 'weight_reps' and s.logged_reps > 0
                    and (s.logged_reps > 12 or s.logged_weight_kg = 0 or e.bodyweight_share is not null)
                    then (1000 * s.logged_weight_kg)::bigint * 1000000000 + s.logged_reps
                when e.tracking_type = 'assisted' and s.logged_reps > 0
                    then (-1000 * s.logged_weight_kg)::bigint * 1000000000 + s.logged_reps
                when e.tracking_type = 'duration' and s.logged_weight_kg > 0
                    then (1000 * s.logged_weight_kg)::bigint * 1000000000 + nullif(s.duration_seconds, 0)
                when e.tracking_type = 'distance_duration' and s.logged_weight_kg > 0
                    then (1000 * s.logged_weight_kg)::bigint * 1000000000 + (100 * nullif(s.distance_m, 0))::bigint
            end,
            s.side,
            case when e.is_unilateral and s.side is null then 2 else 1 end,
            e.bodyweight_share,
            coalesce(case when e.tracking_type = 'assisted' then -s.logged_weight_kg else s.logged_weight_kg end, 0)
            -- end generated
        )::private.scored_sets
        from unnest(p_sets) as s
        -- The offset keeps the planner from reading the whole catalogue for twenty rows.
        cross join lateral (
            select x.tracking_type, x.met, x.exercise_type, x.is_unilateral, x.distance_kind,
                x.bodyweight_share
            from public.exercises as x
            where x.id = s.exercise_id
            offset 0
        ) as e
        inner join private.set_types as t on t.set_type = s.set_type
        cross join lateral (
            select
                t.is_work
                and (
                    coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
                ) as is_performed
        ) as p
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.sets_of(p_user uuid, p_sessions uuid[])
 RETURNS private.scored_sets[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    return array(
        select s.one
        from unnest(p_sessions) as o (id)
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x as one from private.scored_sets as x where x.user_id = p_user and x.session_id = o.id offset 0
        ) as s
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_totals(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_changed record;
begin
    -- Even an update of no rows would fire the statement triggers.
    for v_changed in
        select n.*
        from (
            select
                w.id, w.total_volume_kg, w.total_sets, w.energy_kcal,
                coalesce(t.volume_kg, 0) as volume_kg,
                coalesce(t.sets, 0) as sets,
                private.net_energy(
                    p_user, t.met, w.started_at, extract(epoch from w.ended_at - w.started_at) - w.paused_seconds
                ) as kcal
            from public.workout_sessions as w
            left join private.totals_of(p_sets) as t on t.session_id = w.id
            where w.user_id = p_user and w.id = any(p_sessions) and w.status = 'completed'
        ) as n
        where (n.total_volume_kg, n.total_sets, n.energy_kcal) is distinct from (n.volume_kg, n.sets, n.kcal)
    loop
        update public.workout_sessions as w
        set total_volume_kg = v_changed.volume_kg, total_sets = v_changed.sets, energy_kcal = v_changed.kcal
        where w.user_id = p_user and w.id = v_changed.id;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_has_gear boolean, p_sets private.scored_sets[], p_is_undisturbed boolean)
 RETURNS TABLE(plan_exercise_id uuid, happened_at timestamp with time zone, session_id uuid, exercise_id uuid, reps integer[], seconds integer[], metres integer[], loads numeric[], efforts numeric[], sides public.side[], day date, fact private.target_facts)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    if p_sets is not null then
        return query
        select
            s.plan_exercise_id, w.started_at, w.id, s.exercise_id, s.reps, s.seconds, s.metres, s.loads, s.efforts, s.sides, w.day,
            null::private.target_facts
        from (
            select
                o.plan_exercise_id,
                o.session_id,
                o.exercise_id,
                array_agg(o.logged_reps::integer order by o.set_order, o.id) as reps,
                array_agg(o.duration_seconds order by o.set_order, o.id) as seconds,
                array_agg(floor(o.distance_m)::integer order by o.set_order, o.id) as metres,
                array_agg(o.logged_weight_kg order by o.set_order, o.id) as loads,
                array_agg(o.difficulty_rating order by o.set_order, o.id) as efforts,
                array_agg(o.side order by o.set_order, o.id) as sides
            from unnest(p_sets) as o
            where o.plan_exercise_id = any(p_plan_exercises) and o.is_planned
            group by o.plan_exercise_id, o.session_id, o.exercise_id
        ) as s
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = s.session_id and w.status = 'completed';
    end if;
    if not p_is_undisturbed then
        return query
        -- From the sessions, which are few, to their sets: a plan exercise may have years of sets.
        with sessions as materialized (
            select w.id, w.started_at, w.day
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= p_from
                and w.status = 'completed'
                and w.id not in (select o.session_id from unnest(p_sets) as o)
        )

        select
            s.workout_plan_exercise_id,
            w.started_at,
            w.id,
            s.exercise_id,
            array_agg(s.logged_reps::integer order by s.set_order, s.id),
            array_agg(s.duration_seconds order by s.set_order, s.id),
            array_agg(floor(s.distance_m)::integer order by s.set_order, s.id),
            array_agg(s.logged_weight_kg order by s.set_order, s.id),
            array_agg(s.difficulty_rating order by s.set_order, s.id),
            array_agg(s.side order by s.set_order, s.id),
            w.day,
            null::private.target_facts
        from sessions as w
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x.*
            from public.session_exercises as x
            inner join private.set_types as t on t.set_type = x.set_type and t.is_judged
            where x.user_id = p_user
                and x.workout_session_id = w.id
                and x.workout_plan_exercise_id = any(p_plan_exercises)
            offset 0
        ) as s
        group by s.workout_plan_exercise_id, w.started_at, w.id, w.day, s.exercise_id;

        return query
        select f.plan_exercise_id, f.set_at, null::uuid, f.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::date, f
        from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from;
    end if;
    -- When the loads that can be built changed. The target the plan was created with already used the equipment of that day; what was
    -- told otherwise later that day, or of the exercise, still moves it then.
    if p_has_gear then
        return query
        select x.id, g.changed_at, null::uuid, x.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::date, null::private.target_facts
        from public.workout_plan_day_exercises as x
        cross join lateral (
            select x.created_at as changed_at where x.created_at >= p_from
            union all
            select c.changed_at from private.gear_changes(p_user, x.exercise_id, greatest(p_from, x.created_at)) as c (changed_at)
        ) as g
        where x.user_id = p_user and x.id = any(p_plan_exercises);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.times_of(p_sets private.scored_sets[], p_session_id uuid, p_exercise_id uuid)
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_times integer[];
    v_of_set integer[];
begin
    for v_of_set in
        select s.times from unnest(p_sets) as s
        where s.session_id = p_session_id and s.exercise_id = p_exercise_id and s.times is not null
    loop
        v_times := private.best_times(v_times, v_of_set);
    end loop;
    return v_times;
end;
$function$;

CREATE OR REPLACE FUNCTION private.totals_of(p_sets private.scored_sets[])
 RETURNS TABLE(session_id uuid, volume_kg numeric, sets bigint, met numeric)
 LANGUAGE plpgsql
 IMMUTABLE ROWS 1
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    select e.session_id, sum(e.volume_kg), sum(e.sets)::bigint, sum(e.met) / nullif(sum(e.performed), 0)
    from (
        select
            s.session_id,
            sum(s.volume_kg) as volume_kg,
            -- Sides that are logged apart: the left and the right set are one.
            count(*) filter (where s.is_performed and s.side is null)
            + greatest(
                count(*) filter (where s.is_performed and s.side = 'left'),
                count(*) filter (where s.is_performed and s.side = 'right')
            ) as sets,
            count(*) filter (where s.is_performed) as performed,
            sum(s.met) filter (where s.is_performed) as met
        from unnest(p_sets) as s
        group by s.session_id, s.exercise_id
    ) as e
    group by e.session_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.with_body_weight(p_user uuid, p_sets private.scored_sets[], p_session_id uuid, p_exercise_id uuid, p_share numeric, p_day_end timestamp with time zone)
 RETURNS TABLE(body_kg numeric, load_kg numeric, estimated_1rm_kg numeric, volume_kg numeric)
 LANGUAGE plpgsql
 STABLE STRICT ROWS 1
 SET search_path TO ''
AS $function$
declare
    v_body_kg numeric := round(p_share * private.day_weight(p_user, p_day_end), 3);
begin
    if v_body_kg is not null then
        return query
        select
            v_body_kg,
            max(greatest(v_body_kg + s.added_kg, 0)),
            max(private.estimated_1rm(v_body_kg + s.added_kg, s.logged_reps, s.difficulty_rating)),
            sum(least(greatest(v_body_kg + s.added_kg, 0) * s.logged_reps * s.sides, 1999999.999))
        from unnest(p_sets) as s
        where s.session_id = p_session_id and s.exercise_id = p_exercise_id and s.is_performed
        having count(*) > 0;
    end if;
end;
$function$;

CREATE INDEX tombstones_user_id_row_id_idx ON private.tombstones USING btree (user_id, (((row_key ->> 'id'::text))::uuid)) WHERE (table_name = ANY (ARRAY['workout_sessions'::text, 'workout_plans'::text, 'workout_plan_days'::text, 'workout_plan_day_exercises'::text]));

CREATE TRIGGER bury AFTER DELETE ON public.personal_records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'exercise_id', 'record_type', 'distance_m', 'load_kg');

CREATE TRIGGER tell_first AFTER INSERT ON public.personal_records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_records_added();

CREATE TRIGGER check_bounds BEFORE INSERT OR UPDATE ON public.session_exercises FOR EACH ROW WHEN (((new.set_order < 1) OR (new.set_order > 10000) OR (new.logged_reps < 0) OR (new.logged_reps > 1000) OR (new.logged_weight_kg < (0)::numeric) OR (new.logged_weight_kg > (2000)::numeric) OR (new.duration_seconds < 0) OR (new.duration_seconds > 86400) OR (new.distance_m < (0)::numeric) OR (new.distance_m > (1000000)::numeric) OR (new.difficulty_rating < (1)::numeric) OR (new.difficulty_rating > (10)::numeric) OR ((new.difficulty_rating * (2)::numeric) <> trunc((new.difficulty_rating * (2)::numeric))) OR (new.rest_seconds < 0) OR (new.rest_seconds > 86400) OR (new.logged_at < '2000-01-01 00:00:00+00'::timestamp with time zone) OR (new.logged_at > '2100-01-01 00:00:00+00'::timestamp with time zone) OR (length(new.notes) > 2000))) EXECUTE FUNCTION private.refuse_set();

CREATE TRIGGER drop_load BEFORE UPDATE OF exercise_id ON public.workout_plan_day_exercises FOR EACH ROW WHEN ((new.exercise_id <> old.exercise_id)) EXECUTE FUNCTION private.on_exercise_swap();

CREATE TRIGGER keep_day BEFORE UPDATE OF plan_workout_id ON public.workout_plan_day_exercises FOR EACH ROW WHEN ((CURRENT_USER <> 'postgres'::name)) EXECUTE FUNCTION private."freeze"('plan_workout_id');

CREATE TRIGGER keep_keys BEFORE UPDATE OF id, user_id, created_at ON public.workout_plan_day_exercises FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'user_id', 'created_at');

COMMENT ON COLUMN "private"."exercise_sessions"."amounts" IS 'The most done at each load, as private.best_amounts has them.';

COMMENT ON COLUMN "private"."exercise_sessions"."announced_before" IS 'The local day on which a record of the exercise was last announced before this workout.';

COMMENT ON COLUMN "private"."exercise_sessions"."body_kg" IS 'The share of body weight that the exercise lifts, in kilograms on that day; body_load_kg, body_1rm_kg and body_volume_kg include it.
Null, as they are, for other exercises and without any weight.';

COMMENT ON COLUMN "private"."exercise_sessions"."pace_score" IS 'The best pace in seconds per kilometre, negative: higher is better.';

COMMENT ON COLUMN "private"."exercise_sessions"."times" IS 'The best time over each distance that counts, {centimetres, seconds, …}, shortest distance first.';

COMMENT ON COLUMN "public"."exercises"."bodyweight_share" IS 'The share of body weight that is lifted, beside what is added or taken off by help; null: none counts. Sources stand with the seed.';

COMMENT ON COLUMN "public"."exercises"."distance_kind" IS 'Over which standard distances best times are kept; null: over each distance itself.';

COMMENT ON COLUMN "public"."exercises"."is_unilateral" IS 'Sets are logged for one side and done for both: volume counts twice, unless a set says its side.';

COMMENT ON COLUMN "public"."personal_records"."body_kg" IS 'For max_weight_with_body, estimated_1rm_with_body: the share of body weight in the value; the rest is what was added, negative for
help. Null for all other types.';

COMMENT ON COLUMN "public"."personal_records"."distance_m" IS 'For best_time: the distance. Null for all other types.';

COMMENT ON COLUMN "public"."personal_records"."id" IS 'Computed from user, exercise, type, distance and load, so it stays the same when the row is re-derived.';

COMMENT ON COLUMN "public"."personal_records"."load_kg" IS 'For reps_at_load, duration_at_load and distance_at_load: the load or the help. Null for all other types.';

COMMENT ON COLUMN "public"."personal_records"."value" IS 'Kilograms, repetitions, seconds or metres, by record_type; best_pace: seconds per kilometre; for assisted exercises, the least
assistance.';

COMMENT ON COLUMN "public"."prescriptions"."inputs" IS '{"exercise_id", "amounts": reps, seconds or metres of the working sets, "loads_kg", "rpe"} of the workout, "deciding": the amounts of the
sets that decided, if others did not, "easing" if an easier day excused it, "days" without training if it was the first after a break.';

COMMENT ON COLUMN "public"."prescriptions"."session_id" IS 'The workout that led to the step; null if the user, changed equipment or a break did. No foreign key: the step outlives the workout.';

COMMENT ON COLUMN "public"."prescriptions"."state" IS 'What the rules remember for the next workout: {"training_max_kg", "week"} of a wave, {"best_1rm_kg", "stalls"} of the stall rule,
{"cut_kg", "cuts", "done", "is_changed", "floor_reps"} after failures, {"back_to_kg"} after a break.';

COMMENT ON COLUMN "public"."session_exercises"."is_linked" IS 'Whether workout_plan_exercise_id was left out and found by the exercise: it stands in the workout''s plan day.';

COMMENT ON COLUMN "public"."session_exercises"."side" IS 'The side that was trained, where each is logged by itself: a left and a right set are one set. Null: both sides.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."exercise_id" IS 'Writing another one empties current_suggested_weight_kg unless the same write changes it, and replaces target_reps that the new exercise
can''t have.';

COMMENT ON FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, numeric[]) IS 'After a success: applies the first rule that can still move, by as many steps as the effort allows. Rule ceiling: none can.';

COMMENT ON FUNCTION "private"."amount_before"(bigint[], bigint) IS 'The most that best_amounts have at this load or a heavier one; null if this load isn''t among them.';

COMMENT ON FUNCTION "private"."amount_of"(bigint) IS 'The repetitions, seconds or centimetres of an amount at a load.';

COMMENT ON FUNCTION "private"."assumed_loads"(uuid, numeric) IS 'The loads assumed for an exercise in an imperial gym, going on from this load (null: from any), in kilograms, ascending: multiples of 5 or
2.5 lb. Fixed weights come in kilograms too: who has one of whole kilograms goes on in kilograms. A load of whole pounds, or of whole
kilograms of a fixed weight, is there, because somebody typed it.';

COMMENT ON FUNCTION "private"."beaten_amounts"(bigint[], bigint[]) IS 'How many of these amounts are records over best_amounts, by more than 0.1 %.';

COMMENT ON FUNCTION "private"."beaten_times"(integer[], integer[]) IS 'Over how many distances the times are records, both as {centimetres, seconds, …}.';

COMMENT ON FUNCTION "private"."before_goal_change"() IS 'Row trigger on user_goals: one active goal per user, its direction, and the estimate.';

COMMENT ON FUNCTION "private"."best_amounts"(bigint[], bigint[]) IS 'The most of both at each load, heaviest first and at most 50. p_amounts: from this function, or null.';

COMMENT ON FUNCTION "private"."best_times"(integer[], integer[], boolean) IS 'The least seconds over each distance of both, {centimetres, seconds, …}, shortest distance first and at most 50 distances.
p_only_known: only over those of p_times.';

COMMENT ON FUNCTION "private"."bounded_step"(numeric, numeric, jsonb, private.terms) IS 'A step, or two, of a rule for the load, not larger than most_percent where there is a smaller one: what can be built, or 2.5 kg.';

COMMENT ON FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone, numeric) IS 'The loads this user could make for an exercise at a moment, in kilograms, ascending; null: any load is allowed. They come from
the equipment that the exercise requires; with several pieces that bear a load, from all of them. Where a gym in pounds hasn''t told its
equipment, p_load is the load to go on from (see private.assumed_loads).';

COMMENT ON FUNCTION "private"."canonical_json"(jsonb) IS 'The same value without null keys, its numbers without trailing zeros: 2.50 is 2.5.';

COMMENT ON FUNCTION "private"."check_goal_direction"(uuid, uuid, public.goal_type, numeric, numeric, date, timestamp with time zone, text) IS 'PT422 with the field (after a path such as "p_goal.") for a goal that points away from what it is called, or is reached as it is set.
Without a body weight nothing is known, and nothing refused.';

COMMENT ON FUNCTION "private"."check_plan_order"(jsonb, jsonb) IS 'PT422 or PT404 with the field at fault unless this is an order of the plan whose present order is given.';

COMMENT ON FUNCTION "private"."column_values"(jsonb) IS 'A document''s own keys as jsonb_populate_record can read them, without nulls and "".';

COMMENT ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) IS 'The targets of these plan exercises (no duplicates) as they were before a given time (infinity: now), with the failures in a row
and the reason.';

COMMENT ON FUNCTION "private"."cut_or_change"(private.evaluation, private.terms, numeric) IS 'After repeated failures: once a percentage is taken off the load, which state.cut_kg and state.cuts remember. Where the
same load stops the lifter again, or there
is no near lighter one, something else changes: three sets instead of more, then the repetitions that were done (from then on state.floor_reps,
below which a set fails, until the plan''s are done again), then a set less; in the end an easier variation is all that is left to advise.
private.restored_target leads back to the plan.';

COMMENT ON FUNCTION "private"."day_weight"(uuid, timestamp with time zone) IS 'Body weight in kilograms on the day that ends at this moment: the last until then, else the first after it; null if never weighed.';

COMMENT ON FUNCTION "private"."days_off"(uuid, timestamp with time zone, timestamp with time zone) IS 'The days without any workout between the last step of a target and a workout; 0 for less than 14. An exercise that others have replaced
for weeks is not one to return to.';

COMMENT ON FUNCTION "private"."deciding_sets"(private.target, private.terms, integer[], numeric[], numeric[], integer) IS 'Of the working sets of a workout (amounts, kilograms, RPEs, in order) those that decide about a target, and how they compare with it.';

COMMENT ON FUNCTION "private"."derive_rewards"(uuid, private.derivation, private.scored_sets[]) IS 'Derives what follows from scores and targets, once the sets are written and marked: records, weeks, XP, achievements.';

COMMENT ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean, boolean) IS 'Derives scores by exercise, prior bests and targets from these workouts; p_sets are all their sets. Returns the input of
derive_rewards. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."easiest_efforts"(private.target, integer[], numeric[], integer[]) IS 'The RPEs by which a success is judged: of the sets that met the target, the easiest.';

COMMENT ON FUNCTION "private"."end_forgotten_workouts"(timestamp with time zone, integer) IS 'For a job: ends at most p_limit workouts that started 24 hours ago or earlier, and returns how many. A workout with a working set
is completed, as if finished by hand, and ends with its last set; one without is abandoned.';

COMMENT ON FUNCTION "private"."evaluate"(private.target, integer, jsonb, private.terms, integer[], numeric[], numeric[]) IS 'The result of a workout for a target. Amounts are the reps, seconds or metres of the working sets in order, loads their
kilograms, efforts their RPEs. success: as many sets as planned have the target''s load and their amount (private.deciding_sets).
held: below the target''s load, or within the range as written though short of what was aimed for. none: no sets. Otherwise failure.';

COMMENT ON FUNCTION "private"."exercise_just_done"(public.workout_sessions) IS 'The plan exercise that the client shows, else that of the latest set; null for a set without one.';

COMMENT ON FUNCTION "private"."fall_back"(private.evaluation, private.terms) IS 'After a failure: the target stays until there are as many failures in a row as the rule allows (default 3). Then it is cut or changed,
sets and reps are reset to the written target, or the next stage begins.';

COMMENT ON FUNCTION "private"."first_load"(private.target, private.terms, integer[], numeric[]) IS 'The load that a target without one takes from its first workout.';

COMMENT ON FUNCTION "private"."fits_reps"(public.tracking_type, text) IS 'Whether target_reps is in a unit that an exercise can have: repetitions, seconds or metres.';

COMMENT ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'The steps of these targets from a given time on, folded from the facts: workouts by (started_at, id), decisions by their time,
one plan exercise after the other. Null if p_is_undisturbed turns out to be wrong.';

COMMENT ON FUNCTION "private"."had_break"(uuid, timestamp with time zone, uuid[]) IS 'Whether there are 14 days between two workouts since a time, with these workouts or without them.';

COMMENT ON FUNCTION "private"."is_announced"(private.exercise_sessions) IS 'Whether the best record of this exercise in this workout is announced: it isn''t one of volume alone, and no other was in 28 days.';

COMMENT ON FUNCTION "private"."is_faster"(integer, integer) IS 'Whether a time is a record over the previous one: by at least a second and 0.1 %. Null if either is unknown.';

COMMENT ON FUNCTION "private"."is_first_score"(uuid, uuid, public.record_type, numeric, bigint, timestamp with time zone, uuid) IS 'Whether no workout that counts had a score of this type and distance (type null: of any), or an amount at the load of
this amount, with the exercise before this one.';

COMMENT ON FUNCTION "private"."is_lifting"(uuid, uuid) IS 'Whether a workout had an exercise that counts repetitions: a walk every day keeps nobody from a break in lifting.';

COMMENT ON FUNCTION "private"."is_on_the_way"(private.target, private.terms, integer[], integer) IS 'Whether the deciding sets are within the range as the plan has it, or above a lower floor that was found for this lifter, though not yet
where they were to get: 9-9-8 of 6-10.';

COMMENT ON FUNCTION "private"."is_stored"(uuid, private.workout_document) IS 'Whether the user has this workout, completed, with just this content. A time zone that the document leaves out is no difference.';

COMMENT ON FUNCTION "private"."is_to_repeat"(jsonb, numeric, private.terms) IS 'Whether a load near the one that led to a cut is to be done once more before it goes up: once after the first cut, twice after more.';

COMMENT ON FUNCTION "private"."is_with_body"(public.record_type) IS 'Whether body weight is part of the value: such a best is kept, but is no event. Who gained weight has lifted no more.';

COMMENT ON FUNCTION "private"."is_worth_the_target"(private.target, private.terms, numeric, integer, numeric) IS 'Whether a heavier set with fewer repetitions than planned is worth as much as the planned one, by the estimated 1RM.';

COMMENT ON FUNCTION "private"."keeps_link"(public.session_exercises, public.session_exercises, boolean) IS 'Whether a corrected set keeps the line it was linked to by its exercise: the document names none, and neither exercise nor day changed.';

COMMENT ON FUNCTION "private"."kilogram_weights"() IS 'Kettlebells as they are cast in kilograms: by 2 kg up to 20, then by 4, up to 200. Sandbags and balls are sold like them.';

COMMENT ON FUNCTION "private"."last_announced"(private.exercise_sessions) IS 'announced_before of the next workout with the exercise.';

COMMENT ON FUNCTION "private"."likely_end"(public.workout_sessions, timestamp with time zone) IS 'When a running workout that is ended at p_at is over: then, at most 24 hours after its start; but at its last set, rest or running
pause if that is more than three hours ago. Without any of these nothing tells.';

COMMENT ON FUNCTION "private"."link_session"(uuid, public.workout_sessions) IS 'Links the sets of a workout that is about to end to its plan day (private.linked_sets).';

COMMENT ON FUNCTION "private"."linked_sets"(uuid, uuid, public.session_exercises[]) IS 'These sets of one workout, those without a plan exercise linked to the day''s line of their exercise; where it stands more than once, to
the first line with sets missing, then to the last.';

COMMENT ON FUNCTION "private"."load_limits"(uuid) IS 'What a load rule of a named scheme gets for this exercise: most_percent, the largest share of the load that a step may be before
repetitions come first (ACSM 2009, 10.1249/MSS.0b013e3181915670: 2 to 10 %), and floor, the kilograms of an empty bar.';

COMMENT ON FUNCTION "private"."load_of"(bigint) IS 'The kilograms of an amount at a load; negative for help.';

COMMENT ON FUNCTION "private"."load_tolerance"(numeric, private.terms) IS 'Kilograms that a lifted load may differ from the target''s and still be it: 0.06, or where the user''s loads are known half of the gap
to the next lighter one, at most 1 % of the load.';

COMMENT ON FUNCTION "private"."longest_gap"(uuid, timestamp with time zone, timestamp with time zone) IS 'The most whole days between two workouts with repetitions, from one workout to another.';

COMMENT ON FUNCTION "private"."lowered_aim"(private.target, private.terms, integer[]) IS 'The repetitions to aim for after a workout within the range but below what was aimed for: one more than in the weakest set, and not more
than before.';

COMMENT ON FUNCTION "private"."lowered_load"(numeric, numeric, private.terms) IS 'A load made easier by a percentage: the hardest that is easy enough, of those that can be built, else of whole steps or half
kilograms; not below the rule''s floor, which is an empty bar''s weight.';

COMMENT ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) IS 'Writes the marks found by marks_of; p_sets are all sets of one or more workouts.';

COMMENT ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) IS 'Given all sets of one or more workouts, the sets whose marks have to change. A record beats every earlier set, as exercise_scores says, by
(started_at, set_order, id); a success met the target of its day.';

COMMENT ON FUNCTION "private"."matching_sets"(private.target, integer[], integer[]) IS 'The places of as many sets as planned that each have their amount, those with the most where it makes no other difference; null if
there aren''t as many.';

COMMENT ON FUNCTION "private"."on_exercise_swap"() IS 'Row trigger before another exercise: takes out the load, repetitions in a unit that it can''t have, training max and ceilings, unless
the same statement changes them.';

COMMENT ON FUNCTION "private"."on_records_added"() IS 'Statement trigger on personal_records: tells of the first record at a load. Other first rows are baselines.';

COMMENT ON FUNCTION "private"."on_records_beaten"() IS 'Statement trigger on personal_records: tells of records that were beaten.';

COMMENT ON FUNCTION "private"."on_sets_inserted"() IS 'Statement trigger: checks and links new sets and derives from those of completed workouts.';

COMMENT ON FUNCTION "private"."pace_of"(public.distance_kind, numeric, integer) IS 'Seconds per kilometre; null for a set shorter than counts (run 1000 m, row 500, cycle 5000, swim 100), or without distance or duration.';

COMMENT ON FUNCTION "private"."paired_sets"(integer[], numeric[], numeric[], public.side[], boolean) IS 'The sets of a workout with each left one and its right one as one set: as good as the weaker side, as hard as the harder. Sets without a
side stay, and so does one whose other side is missing.';

COMMENT ON FUNCTION "private"."part_content"(jsonb, jsonb) IS 'A row of a plan, day or exercise without what its document doesn''t say.';

COMMENT ON FUNCTION "private"."paused_within"(public.workout_sessions, timestamp with time zone) IS 'Seconds that a session was paused until it ended, at likely_end.';

COMMENT ON FUNCTION "private"."plan_content"(jsonb) IS 'What a checked plan document says: its keys as they are stored, defaults included, without order where order means nothing.';

COMMENT ON FUNCTION "private"."plan_order"(uuid, uuid) IS 'The order of a plan, as reorder_plan takes it.';

COMMENT ON FUNCTION "private"."progression_of_another"(jsonb, boolean) IS 'A progression without what it knows of the exercise it was written for: training max and ceilings. One with repetitions of its own
ends where the new exercise is counted in another unit.';

COMMENT ON FUNCTION "private"."read_document"(uuid, jsonb, timestamp with time zone, boolean) IS 'A workout document without its sets; PT422 with the field at fault if its shape is wrong or its times are impossible. Times without
an offset are read in the document''s timezone, else in the zone of the workout that it corrects, else in the profile''s.';

COMMENT ON FUNCTION "private"."read_moment"(text, text, timestamp with time zone) IS 'A moment as documents write it (see is_moment). Without an offset it is local time in this IANA zone: one that a clock change skips
is as much later, and of one that occurs twice the first is meant, unless it is before p_not_before.';

COMMENT ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone, boolean) IS 'A workout document and its sets as rows, with the hash by which a repeat is known; PT422 with the field at fault if the shape is
wrong. Anything else wrong with a set is listed in set_faults, for refuse_sets. A link to a plan exercise that doesn''t exist becomes
null.';

COMMENT ON FUNCTION "private"."recompute_body_loads"(uuid, timestamp with time zone) IS 'Derives what body-weight exercises lifted from a given time on, after a change of body weight. No XP and no mark depends on it.';

COMMENT ON FUNCTION "private"."recompute_energy"(uuid, timestamp with time zone) IS 'Derives the energy and the loads of body-weight exercises of workouts from a given time on, after a change of body weight.';

COMMENT ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) IS 'Derives exercise_sessions of these workouts from their sets and returns what is affected. Call recompute_priors afterwards.';

COMMENT ON FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) IS 'Derives personal_records of these exercises. From -infinity this is the definition. If workouts were only added, starting at the
first of them gives the same result, because a workout that changes a best beats the previous one or is the first. p_sets: all
sets of the workouts from then on, if already at hand; they are not read again.';

COMMENT ON FUNCTION "private"."recompute_prior_lists"(uuid, uuid[], timestamp with time zone) IS 'recompute_priors for times over distances, amounts at loads and what was announced, which no window function can carry along. After
the other priors, on which the last depends.';

COMMENT ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'Derives the targets of these plan exercises from p_from on: supersedes steps that are no longer valid, updates the suggested
load and returns the workouts whose steps changed. From -infinity this is the definition; starting at the first changed fact gives
the same result faster. For the newest workout it is fastest and returns null. Workouts whose sets are passed need not be written
yet.';

COMMENT ON FUNCTION "private"."refuse_deleted"(uuid, text, uuid, jsonb, text) IS 'PT409 with reason deleted if the user had this row and deleted it: a device that was offline may still want to write it.';

COMMENT ON FUNCTION "private"."refuse_set"() IS 'Row trigger: PT422 with the field and its bounds for a set that is out of bounds, before a constraint refuses it without a word.';

COMMENT ON FUNCTION "private"."reminder"(uuid, public.notification_type, timestamp with time zone) IS 'The data of the reminder that is due at this moment, or null. None for a user who trained or skipped a workout today, is training, ill
or travelling, has trained as often this week as planned, or has not trained for long (workout_due 14 days, week_empty 35). Fails for a type that is no reminder.';

COMMENT ON FUNCTION "private"."reorder_plan"(uuid, uuid, jsonb) IS 'See public.reorder_plan.';

COMMENT ON FUNCTION "private"."reps_at_ceiling"(private.target, integer[], private.terms) IS 'The ceiling as repetitions to aim for, if every set reached it and less is asked for; else null.';

COMMENT ON FUNCTION "private"."reps_before_load"(private.target, integer[], numeric, jsonb, private.terms, numeric[]) IS 'The repetitions to aim for where the next load is too far away for those that were done (and those left in reserve beyond the planned);
null if it isn''t.';

COMMENT ON FUNCTION "private"."reps_for_a_step"(numeric, numeric, jsonb, private.terms) IS 'The repetitions that a lifter must be able to do beyond the planned ones before a step of the load that is larger than most_percent; 0
for a smaller step.';

COMMENT ON FUNCTION "private"."require_set_times"(public.session_exercises[]) IS 'PT422 for the first set outside of the years 2000 to 2099. The shape judges what is written, which a zone can move across a bound.';

COMMENT ON FUNCTION "private"."rest_after"(public.workout_sessions) IS 'Seconds to rest after the exercise just done: as its plan says, else the profile''s default; 0 before the next exercise of its superset.';

COMMENT ON FUNCTION "private"."restored_target"(private.target, integer[], jsonb, private.terms) IS 'After a success with less than the plan has, because the same load had stopped the lifter again: the repetitions, then the sets with
which it goes on towards the plan; null when it is back.';

COMMENT ON FUNCTION "private"."return_percent"(integer) IS 'The percentage of a load to begin with after so many days without training.';

COMMENT ON FUNCTION "private"."returning_target"(private.target, jsonb, private.terms, integer) IS 'The step down of a target at the first workout after p_days without training, with the load to come back to in state.back_to_kg; null
where nothing is taken off: less than 14 days, or no load.';

COMMENT ON FUNCTION "private"."rules_of"(jsonb, numeric, text, public.mechanic, jsonb) IS 'A progression as rules, with named schemes written out. p_limits: private.load_limits of the exercise.';

COMMENT ON FUNCTION "private"."scored"(public.session_exercises[]) IS 'The rows of private.scored_sets for sets that aren''t written yet, used to log a new workout. A test compares both.';

COMMENT ON FUNCTION "private"."sets_of"(uuid, uuid[]) IS 'The scored sets of these workouts. Scoring 20 sets takes as long as writing three, so callers pass the result on instead of
scoring twice.';

COMMENT ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) IS 'Derives volume, sets and energy of these workouts; p_sets are all their sets.';

COMMENT ON FUNCTION "private"."standard_distances"(public.distance_kind) IS 'The distances in metres over which a kind of exercise has best times, shortest first.';

COMMENT ON FUNCTION "private"."step_made"(text, jsonb, jsonb, public.preferred_unit) IS 'How far the load moved: {"weight_kg", "text": in the user''s unit}, below zero downwards; null if it didn''t. A rule''s step is what was
wanted; what can be built decides.';

COMMENT ON FUNCTION "private"."suggested_deload"(uuid, timestamp with time zone) IS '{"suggested", "exercises", "reason"} after the workout since which at least two lifts have stalled, until the next one, outside a deload
week; at most once in four weeks. Else null.';

COMMENT ON FUNCTION "private"."swap_plan_exercise"(uuid, uuid, uuid, timestamp with time zone) IS 'See public.swap_plan_exercise.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) IS 'Everything that can move the targets of these plan exercises from p_from on, unordered. Workouts whose sets are passed are not
read again and their sets need not be written yet.';

COMMENT ON FUNCTION "private"."tell_of_records"(uuid, timestamp with time zone, uuid, bigint, timestamp with time zone) IS 'Tells of a workout that set records: one record.achieved, and one notification if the best of any exercise is announced.';

COMMENT ON FUNCTION "private"."time_at"(integer[], integer) IS 'Seconds over a distance, from {centimetres, seconds, …}; null if it isn''t there.';

COMMENT ON FUNCTION "private"."times_of"(private.scored_sets[], uuid, uuid) IS 'The best times of an exercise in a workout, {centimetres, seconds, …}; null without any.';

COMMENT ON FUNCTION "private"."times_over"(public.distance_kind, numeric, integer) IS 'The distances for whose best time a set counts, each followed by its time: {centimetres, seconds, …}. Without a kind, its own
distance; null without distance or duration, or if it is near none.';

COMMENT ON FUNCTION "private"."totals_of"(private.scored_sets[]) IS 'Of each workout the volume of its sets in kilograms, the number of working sets and their mean MET. No row for one without sets.';

COMMENT ON FUNCTION "private"."usual_reps"(public.tracking_type, public.exercise_type) IS 'The target_reps of an exercise of which nothing else is known.';

COMMENT ON FUNCTION "private"."was_deleted"(uuid, text, uuid) IS 'Whether the user had this row and deleted it, as long as its tombstone is kept. For workouts, plans, their days and exercises.';

COMMENT ON FUNCTION "private"."wave_sets"(private.target, private.terms, integer[], numeric[], boolean) IS 'Whether every set of the week was done, in its order, with its load and repetitions, or at least tried with its load.';

COMMENT ON FUNCTION "private"."with_body_weight"(uuid, private.scored_sets[], uuid, uuid, numeric, timestamp with time zone) IS 'Of an exercise in a workout the share of body weight it lifts on that day, and with it the heaviest load, the estimated 1RM and the
volume, in kilograms; no row without a share, a weight or a working set.';

COMMENT ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb, timestamp with time zone) IS 'Writes a completed workout whose sets are validated, derives what depends on it, and keeps the hash of its document; false if the id
is taken. The caller holds the user''s lock.';

COMMENT ON FUNCTION "public"."create_plan"(jsonb) IS 'Creates a plan with its days and exercises, all or nothing, inactive, and returns its id. The same content with the same id
again, however it is written, returns the id; other content with that id is PT409, and so is (reason deleted) the id of a
plan that was deleted. PT422 and PT404 name the field: days[2].exercises[0].target_reps.';

COMMENT ON FUNCTION "public"."duplicate_plan"(uuid, uuid) IS 'Copies one of the caller''s plans with its loads as they are now, inactive, and returns the new id; the same new id again
returns it. PT404 plan not found, PT409 the new id belongs to another plan or (reason deleted) to one that was deleted.';

COMMENT ON FUNCTION "public"."explain_prescription"(uuid) IS 'Why the next target of a plan exercise is what it is: {target, reason_code, reason (a sentence), rule, inputs (the workout that
led to it), old_target, failures, state, rules, today (the reduction, if today is an easier day), on_success and on_failure (the
target after that), step_made and next_step (how far the load moved, and will after a success: {weight_kg, text in the user''s unit},
null if it doesn''t), history (the last ten steps)}. PT404 if the exercise is not in a plan of the caller.';

COMMENT ON FUNCTION "public"."finish_workout"(uuid, public.feeling, text) IS 'Completes a running workout and returns its summary. It ends now; more than three hours after its last set it was forgotten and
ends with that set. The summary: duration, volume, mean RPE, rest, energy, XP, streaks, records and
progression. For a completed workout it returns the same summary, so two devices can finish it at once. PT404 workout not found,
PT409 skipped or canceled.';

COMMENT ON FUNCTION "public"."log_workout"(jsonb) IS 'Writes a whole completed workout, on any day, in one round trip and returns its summary; for clients that were offline. Sending the
same content again, however it is written, writes nothing and returns the current summary; other content with the same id is PT409.
One that the user has deleted is PT409 with reason deleted, unless the document says "restore": true. PT422 and PT404 name the field:
sets[3].logged_reps.';

COMMENT ON FUNCTION "public"."reorder_plan"(uuid, jsonb) IS 'Puts the days of a plan of the caller and their exercises in another order, all or nothing, and returns the order in the same form:
[{"plan_workout_id", "week_number", "exercises": [ids of plan exercises]}]. Every day is listed once. A day without week_number keeps its
week; one without exercises keeps what isn''t listed elsewhere. An exercise may be listed in another day and moves there, with its
target; it leaves its superset unless all of that moves with it. Within a day sections come first, then this order. PT404 plan, day or
exercise not found, PT422 names the field, and in "missing" what isn''t listed.';

COMMENT ON FUNCTION "public"."skip_workout"(uuid, uuid) IS 'Skips a day of a plan: next_workout continues after it. Returns the skipped session, also when repeated with the same
p_session_id. PT404 day not found, PT409 the id belongs to a workout that was not skipped, or (reason deleted) to one that was deleted.';

COMMENT ON FUNCTION "public"."start_rest"(uuid) IS 'Starts a rest and returns the session. The rest lasts as long as the current plan exercise prescribes, else the profile''s
default; within a round of a superset it is 0 seconds. PT404 workout not found, PT409 not running.';

COMMENT ON FUNCTION "public"."start_workout"(uuid, uuid, text) IS 'Starts a workout, from a plan day or free, and returns the session. An existing id returns that session; without an id, the
running session if it is for the same day. PT409 with the session_id while another workout runs, PT409 with reason deleted for the id of a workout
that was deleted, PT404 day not found, PT422
unknown time zone.';

COMMENT ON FUNCTION "public"."swap_plan_exercise"(uuid, uuid) IS 'Puts another exercise into a line of a plan of the caller, and returns what it asks for today as an exercise of next_workout:
{plan_exercise_id, exercise_id, name, target_sets, target_reps, suggested_weight_kg, loads_kg, reason_code, reason, standing}. The load
isn''t carried over: it is suggested from earlier workouts with the new exercise, else null until the first one. Repetitions stay
where the new exercise is counted in them. No effect if the line has that exercise already. PT404 names the argument: not a plan
exercise of the caller, not an exercise that the caller may use.';

COMMENT ON TABLE "private"."plan_requests" IS 'SHA-256 of what the document said from which each plan was created.';

COMMENT ON TABLE "private"."workout_requests" IS 'SHA-256 of what each document said from which a workout was written.';

COMMENT ON TABLE "public"."personal_records" IS 'A user''s all-time bests by exercise and record type; times also by distance, amounts by load. Derived from the sets.';

COMMENT ON TYPE "public"."distance_kind" IS 'Which standard distances an exercise''s best times are kept over; row: also skiing.';

COMMENT ON VIEW "private"."scored_sets" IS 'Every set with its volume and with its score for each type of record. pace_score: seconds per kilometre, negative.
amount: repetitions, seconds or centimetres at a load, as in
sql/scoring/amounts.sql. times: those that count for best times, {centimetres, seconds, …}.';

REVOKE ALL ON FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."amount_before"(bigint[], bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."amount_before"(bigint[], bigint) TO "postgres";

REVOKE ALL ON FUNCTION "private"."amount_of"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."amount_of"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "private"."assumed_loads"(uuid, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."assumed_loads"(uuid, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."beaten_amounts"(bigint[], bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."beaten_amounts"(bigint[], bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."beaten_times"(integer[], integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."beaten_times"(integer[], integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."best_amounts"(bigint[], bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."best_amounts"(bigint[], bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."best_times"(integer[], integer[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."best_times"(integer[], integer[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."bounded_step"(numeric, numeric, jsonb, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."bounded_step"(numeric, numeric, jsonb, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."canonical_json"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."canonical_json"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_goal_direction"(uuid, uuid, public.goal_type, numeric, numeric, date, timestamp with time zone, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_goal_direction"(uuid, uuid, public.goal_type, numeric, numeric, date, timestamp with time zone, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_plan_order"(jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_plan_order"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."cut_or_change"(private.evaluation, private.terms, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."cut_or_change"(private.evaluation, private.terms, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."day_weight"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."day_weight"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."days_off"(uuid, timestamp with time zone, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."days_off"(uuid, timestamp with time zone, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."deciding_sets"(private.target, private.terms, integer[], numeric[], numeric[], integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."deciding_sets"(private.target, private.terms, integer[], numeric[], numeric[], integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."derive_rewards"(uuid, private.derivation, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."derive_rewards"(uuid, private.derivation, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."derive_scores"(uuid, uuid[], private.scored_sets[], boolean, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."easiest_efforts"(private.target, integer[], numeric[], integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."easiest_efforts"(private.target, integer[], numeric[], integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."exercise_just_done"(public.workout_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."exercise_just_done"(public.workout_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."first_load"(private.target, private.terms, integer[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."first_load"(private.target, private.terms, integer[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fits_reps"(public.tracking_type, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fits_reps"(public.tracking_type, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."had_break"(uuid, timestamp with time zone, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."had_break"(uuid, timestamp with time zone, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_announced"(private.exercise_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_announced"(private.exercise_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_faster"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_faster"(integer, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_first_score"(uuid, uuid, public.record_type, numeric, bigint, timestamp with time zone, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_first_score"(uuid, uuid, public.record_type, numeric, bigint, timestamp with time zone, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_lifting"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_lifting"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_on_the_way"(private.target, private.terms, integer[], integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_on_the_way"(private.target, private.terms, integer[], integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_stored"(uuid, private.workout_document) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_stored"(uuid, private.workout_document) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_to_repeat"(jsonb, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_to_repeat"(jsonb, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_with_body"(public.record_type) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_with_body"(public.record_type) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_worth_the_target"(private.target, private.terms, numeric, integer, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_worth_the_target"(private.target, private.terms, numeric, integer, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keeps_link"(public.session_exercises, public.session_exercises, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keeps_link"(public.session_exercises, public.session_exercises, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."kilogram_weights"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."kilogram_weights"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."last_announced"(private.exercise_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."last_announced"(private.exercise_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."likely_end"(public.workout_sessions, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."likely_end"(public.workout_sessions, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."link_session"(uuid, public.workout_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."link_session"(uuid, public.workout_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."linked_sets"(uuid, uuid, public.session_exercises[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."linked_sets"(uuid, uuid, public.session_exercises[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."load_limits"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."load_limits"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."load_of"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."load_of"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "private"."load_tolerance"(numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."load_tolerance"(numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."longest_gap"(uuid, timestamp with time zone, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."longest_gap"(uuid, timestamp with time zone, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lowered_aim"(private.target, private.terms, integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lowered_aim"(private.target, private.terms, integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."marks_of"(uuid, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."matching_sets"(private.target, integer[], integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."matching_sets"(private.target, integer[], integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_exercise_swap"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_exercise_swap"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_records_added"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_records_added"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."pace_of"(public.distance_kind, numeric, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."pace_of"(public.distance_kind, numeric, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."paired_sets"(integer[], numeric[], numeric[], public.side[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."paired_sets"(integer[], numeric[], numeric[], public.side[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."part_content"(jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."part_content"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."paused_within"(public.workout_sessions, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."paused_within"(public.workout_sessions, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_content"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_content"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plan_order"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plan_order"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."progression_of_another"(jsonb, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."progression_of_another"(jsonb, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_document"(uuid, jsonb, timestamp with time zone, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_document"(uuid, jsonb, timestamp with time zone, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_moment"(text, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_moment"(text, text, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."read_workout"(uuid, jsonb, timestamp with time zone, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_body_loads"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_body_loads"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_personal_records"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_prior_lists"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_prior_lists"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_deleted"(uuid, text, uuid, jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_deleted"(uuid, text, uuid, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_set"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_set"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."reorder_plan"(uuid, uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reorder_plan"(uuid, uuid, jsonb) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."reps_at_ceiling"(private.target, integer[], private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reps_at_ceiling"(private.target, integer[], private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reps_before_load"(private.target, integer[], numeric, jsonb, private.terms, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reps_before_load"(private.target, integer[], numeric, jsonb, private.terms, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reps_for_a_step"(numeric, numeric, jsonb, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reps_for_a_step"(numeric, numeric, jsonb, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_set_times"(public.session_exercises[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_set_times"(public.session_exercises[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rest_after"(public.workout_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rest_after"(public.workout_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."restored_target"(private.target, integer[], jsonb, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."restored_target"(private.target, integer[], jsonb, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."return_percent"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."return_percent"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."returning_target"(private.target, jsonb, private.terms, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."returning_target"(private.target, jsonb, private.terms, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rules_of"(jsonb, numeric, text, public.mechanic, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rules_of"(jsonb, numeric, text, public.mechanic, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."scored"(public.session_exercises[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."scored"(public.session_exercises[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."sets_of"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."sets_of"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_totals"(uuid, uuid[], private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."standard_distances"(public.distance_kind) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."standard_distances"(public.distance_kind) TO "postgres";

REVOKE ALL ON FUNCTION "private"."step_made"(text, jsonb, jsonb, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."step_made"(text, jsonb, jsonb, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."swap_plan_exercise"(uuid, uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."swap_plan_exercise"(uuid, uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."tell_of_records"(uuid, timestamp with time zone, uuid, bigint, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."tell_of_records"(uuid, timestamp with time zone, uuid, bigint, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."time_at"(integer[], integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."time_at"(integer[], integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."times_of"(private.scored_sets[], uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."times_of"(private.scored_sets[], uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."times_over"(public.distance_kind, numeric, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."times_over"(public.distance_kind, numeric, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."totals_of"(private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."totals_of"(private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."usual_reps"(public.tracking_type, public.exercise_type) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."usual_reps"(public.tracking_type, public.exercise_type) TO "postgres";

REVOKE ALL ON FUNCTION "private"."wave_sets"(private.target, private.terms, integer[], numeric[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."wave_sets"(private.target, private.terms, integer[], numeric[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."with_body_weight"(uuid, private.scored_sets[], uuid, uuid, numeric, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."with_body_weight"(uuid, private.scored_sets[], uuid, uuid, numeric, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."reorder_plan"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."reorder_plan"(uuid, jsonb) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."swap_plan_exercise"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."swap_plan_exercise"(uuid, uuid) TO "authenticated", "postgres";

REVOKE ALL ("side") ON TABLE "public"."session_exercises" FROM "authenticated";

GRANT INSERT ("side"), UPDATE ("side") ON TABLE "public"."session_exercises" TO "authenticated";

GRANT USAGE ON TYPE "private"."deciding" TO "postgres";

GRANT USAGE ON TYPE "public"."distance_kind" TO "postgres";

GRANT USAGE ON TYPE "public"."side" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."scored_sets" TO "postgres";

-- squawk-ignore adding-field-with-default
ALTER TABLE "private"."exercise_sessions" ADD COLUMN "records" smallint GENERATED ALWAYS AS (((((((((COALESCE(((volume_kg > (1.0025 * prior_volume_kg)))::integer, 0) + COALESCE(((load_score > (prior_load_score + 0.06)))::integer, 0)) + COALESCE(((reps_score > prior_reps_score))::integer, 0)) + COALESCE((((NOT is_on_body) AND (estimated_1rm_kg > (1.0025 * prior_estimated_1rm_kg))))::integer, 0)) + COALESCE(((is_timed AND (duration_score > prior_duration_score)))::integer, 0)) + COALESCE(((distance_score > (1.001 * prior_distance_score)))::integer, 0)) + COALESCE(((pace_score > (0.999 * prior_pace_score)))::integer, 0)) + COALESCE(private.beaten_times(times, prior_times), 0)) + COALESCE(private.beaten_amounts(amounts, prior_amounts), 0))) STORED NOT NULL;

CREATE VIEW "private"."exercise_scores" AS  SELECT r.user_id,
    r.exercise_id,
    r.started_at,
    r.session_id,
    r.day,
    r.body_kg,
    r.records,
    t.record_type,
    t.score,
    t.previous_score,
    t.distance_m,
    t.load_kg,
    t.amount,
        CASE
            WHEN (t.record_type = 'estimated_1rm'::public.record_type) THEN r.estimated_1rm_reps
            ELSE NULL::numeric
        END AS effective_reps,
        CASE t.record_type
            WHEN 'max_duration'::public.record_type THEN r.is_timed
            WHEN 'estimated_1rm'::public.record_type THEN (NOT r.is_on_body)
            ELSE true
        END AS is_kept,
    b.is_beaten,
    (b.is_beaten AND (t.record_type <> ALL (ARRAY['max_weight_with_body'::public.record_type, 'estimated_1rm_with_body'::public.record_type, 'max_volume_with_body'::public.record_type]))) AS is_event,
    private.is_announced(r.*) AS has_news
   FROM ((private.exercise_sessions r
     CROSS JOIN LATERAL ( SELECT s.record_type,
            s.score,
            s.previous_score,
            NULL::numeric AS distance_m,
            NULL::numeric AS load_kg,
            NULL::bigint AS amount
           FROM ( VALUES ('max_weight'::public.record_type,r.load_score,r.prior_load_score), ('max_reps'::public.record_type,r.reps_score,r.prior_reps_score), ('max_volume'::public.record_type,NULLIF(r.volume_kg, (0)::numeric),r.prior_volume_kg), ('estimated_1rm'::public.record_type,r.estimated_1rm_kg,r.prior_estimated_1rm_kg), ('max_duration'::public.record_type,r.duration_score,r.prior_duration_score), ('max_distance'::public.record_type,r.distance_score,r.prior_distance_score), ('best_pace'::public.record_type,r.pace_score,r.prior_pace_score), ('max_weight_with_body'::public.record_type,r.body_load_kg,r.prior_body_load_kg), ('estimated_1rm_with_body'::public.record_type,r.body_1rm_kg,r.prior_body_1rm_kg), ('max_volume_with_body'::public.record_type,r.body_volume_kg,r.prior_body_volume_kg)) s(record_type, score, previous_score)
          WHERE (s.score IS NOT NULL)
        UNION ALL
         SELECT 'best_time'::public.record_type AS record_type,
            (- r.times[(n.place + 1)]) AS score,
            (- private.time_at(r.prior_times, r.times[n.place])) AS previous_score,
            trim_scale(((r.times[n.place])::numeric / 100.0)) AS distance_m,
            NULL::numeric AS load_kg,
            NULL::bigint AS amount
           FROM generate_series(1, cardinality(r.times), 2) n(place)
        UNION ALL
         SELECT o.record_type,
            o.score,
            o.previous_score,
            NULL::numeric AS distance_m,
            abs(private.load_of(o.amount)) AS load_kg,
            o.amount
           FROM ( SELECT
                        CASE
                            WHEN r.is_timed THEN 'duration_at_load'::public.record_type
                            WHEN (r.distance_score IS NOT NULL) THEN 'distance_at_load'::public.record_type
                            ELSE 'reps_at_load'::public.record_type
                        END AS record_type,
                    trim_scale(((private.amount_of(a.amount))::numeric / u.units)) AS score,
                    trim_scale(((private.amount_before(r.prior_amounts, a.amount))::numeric / u.units)) AS previous_score,
                    a.amount
                   FROM (unnest(r.amounts) a(amount)
                     CROSS JOIN ( SELECT
                                CASE
                                    WHEN ((NOT r.is_timed) AND (r.distance_score IS NOT NULL)) THEN 100.0
                                    ELSE 1.0
                                END AS units) u)) o
          WHERE (o.score > (1.001 * o.previous_score))) t)
     CROSS JOIN LATERAL ( SELECT COALESCE(
                CASE t.record_type
                    WHEN 'best_time'::public.record_type THEN private.is_faster((- (t.score)::integer), (- (t.previous_score)::integer))
                    WHEN 'max_duration'::public.record_type THEN (r.is_timed AND (t.score > t.previous_score))
                    WHEN 'estimated_1rm'::public.record_type THEN ((NOT r.is_on_body) AND (t.score > (1.0025 * t.previous_score)))
                    ELSE (t.score > (t.previous_score +
                    CASE
                        WHEN (t.record_type = ANY (ARRAY['max_weight'::public.record_type, 'max_weight_with_body'::public.record_type])) THEN 0.06
                        WHEN (t.record_type = ANY (ARRAY['max_volume'::public.record_type, 'max_volume_with_body'::public.record_type, 'estimated_1rm_with_body'::public.record_type])) THEN (0.0025 * t.previous_score)
                        WHEN (t.record_type = ANY (ARRAY['max_distance'::public.record_type, 'best_pace'::public.record_type])) THEN (0.001 * abs(t.previous_score))
                        ELSE (0)::numeric
                    END))
                END, false) AS is_beaten) b);

CREATE VIEW "private"."record_events" AS  SELECT user_id,
    exercise_id,
    record_type,
    session_id,
    started_at,
    day,
    score,
    previous_score,
    effective_reps,
    distance_m,
    load_kg,
    ((row_number() OVER (PARTITION BY user_id, exercise_id, session_id ORDER BY
        CASE
            WHEN (record_type = ANY (ARRAY['max_weight'::public.record_type, 'best_time'::public.record_type])) THEN 1
            WHEN (record_type = ANY (ARRAY['estimated_1rm'::public.record_type, 'max_distance'::public.record_type])) THEN 2
            WHEN (record_type = 'max_volume'::public.record_type) THEN 4
            ELSE 3
        END, ((score - previous_score) / NULLIF(abs(previous_score), (0)::numeric)) DESC NULLS LAST, record_type, distance_m DESC, load_kg DESC) = 1) AND has_news) AS is_announced
   FROM private.exercise_scores s
  WHERE ((records > 0) AND is_event);

COMMENT ON COLUMN "private"."exercise_sessions"."records" IS 'How many previous bests were beaten, none of those with body weight; the first workout with a score beats none.';

COMMENT ON VIEW "private"."exercise_scores" IS 'The best score of each workout by exercise, record type, distance (best_time only, else null) and load (…_at_load only), the best of
all earlier workouts, and for estimated_1rm the effective repetitions it is based on. Higher is better: times and paces are negative.
is_kept: whether personal_records keeps it, as it doesn''t keep how long a run was. is_beaten: whether it beat the best before; false
for a first score. is_event: and counts as a record.';

COMMENT ON VIEW "private"."record_events" IS 'One row for each workout, exercise, record type, distance and load in which the best of all earlier workouts was beaten.
is_announced: it is the best of its exercise in the workout, and news.';

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."exercise_scores" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."record_events" TO "postgres";
