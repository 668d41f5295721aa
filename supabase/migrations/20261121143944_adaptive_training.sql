set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

DROP POLICY "repeat own equipment" ON "public"."user_equipment";

DROP TRIGGER "touch" ON "public"."personal_records";

DROP TRIGGER "keep_keys" ON "public"."prescriptions";

DROP TRIGGER "keep_targets" ON "public"."workout_plan_day_exercises";

-- squawk-ignore ban-drop-view
DROP VIEW "private"."record_events";

-- squawk-ignore ban-drop-view
DROP VIEW "private"."exercise_scores";

-- squawk-ignore ban-drop-view
DROP VIEW "private"."scored_sets";

-- squawk-ignore ban-drop-view
DROP VIEW "public"."streaks";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."advance"(private.evaluation, jsonb, text, boolean, integer[], numeric);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."after_workouts_changed"(uuid, uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."check_sets"(uuid, uuid[], uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."check_workout_document"(uuid, jsonb, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."daily_streak"(uuid, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."evaluate"(private.target, integer, jsonb, text, boolean, integer[], numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fall_back"(private.evaluation, jsonb, text, boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."foretold_successes"(uuid, jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."reason_text"(public.reason_code, jsonb, jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_best"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."record_set"(uuid, uuid, uuid, public.record_type, numeric);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."require_free_sets"(uuid, jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."seed_equipment"(jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."session_energy"(uuid, uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."set_rows"(uuid, jsonb);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."stable_id"(text, text);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."streaks_at"(uuid, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."weekly_streak"(uuid, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "public"."next_workout"();

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."next_workout"(uuid);

CREATE TABLE "private"."achievement_awards" ("user_id" uuid NOT NULL, "achievement_id" uuid NOT NULL, "unlocked_at" timestamp with time zone NOT NULL, "session_id" uuid, CONSTRAINT "achievement_awards_pkey" PRIMARY KEY (user_id, achievement_id));

ALTER TABLE "private"."achievement_awards" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."achievement_counters" ("id" smallint NOT NULL, "parameters" jsonb NOT NULL, "source" text NOT NULL, "takes_best" boolean NOT NULL, "goal" numeric NOT NULL DEFAULT 0, "from_time" time without time zone, "until_time" time without time zone, "weekdays" smallint[], "is_planned" boolean, "days" smallint, "sets" numeric, CONSTRAINT "achievement_counters_id_check" CHECK ((id > 0)), CONSTRAINT "achievement_counters_pkey" PRIMARY KEY (id), CONSTRAINT "achievement_counters_source_check" CHECK ((source = ANY (ARRAY['workouts'::text, 'weeks'::text, 'check_ins'::text, 'plans'::text]))));

ALTER TABLE "private"."achievement_counters" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."achievement_rules" ("is_only" boolean NOT NULL DEFAULT true, "version" integer NOT NULL, CONSTRAINT "achievement_rules_is_only_check" CHECK (is_only), CONSTRAINT "achievement_rules_pkey" PRIMARY KEY (is_only));

ALTER TABLE "private"."achievement_rules" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."achievement_totals" ("user_id" uuid NOT NULL, "rules_version" integer NOT NULL, "counted" numeric[] NOT NULL, "last_started_at" timestamp with time zone, "last_met_at" timestamp with time zone, CONSTRAINT "achievement_totals_pkey" PRIMARY KEY (user_id));

ALTER TABLE "private"."achievement_totals" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "private"."achievement_totals" SET (fillfactor=70);

CREATE TABLE "private"."cohort_distributions" ("sex" public.sex NOT NULL, "age_from" smallint NOT NULL, "bodyweight_from_kg" smallint NOT NULL, "people" integer NOT NULL, "ratios" numeric[] NOT NULL, CONSTRAINT "nobody_is_told_apart" CHECK ((people >= 20)));

ALTER TABLE "private"."cohort_distributions" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."cohort_lifts" ("user_id" uuid NOT NULL, "sex" public.sex NOT NULL, "age_from" smallint NOT NULL, "bodyweight_from_kg" smallint NOT NULL, "ratio" numeric NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "cohort_lifts_ratio_check" CHECK ((ratio > (0)::numeric)));

ALTER TABLE "private"."cohort_lifts" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."cohort_members" ("user_id" uuid NOT NULL, "refreshed_at" timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "cohort_members_pkey" PRIMARY KEY (user_id));

ALTER TABLE "private"."cohort_members" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."distribution_versions" ("version" integer NOT NULL, "source" text NOT NULL, "population" text NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "distribution_versions_pkey" PRIMARY KEY (version), CONSTRAINT "distribution_versions_population_check" CHECK (((length(population) >= 1) AND (length(population) <= 500))), CONSTRAINT "distribution_versions_source_check" CHECK (((length(source) >= 1) AND (length(source) <= 500))), CONSTRAINT "distribution_versions_version_check" CHECK ((version > 0)));

ALTER TABLE "private"."distribution_versions" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."gear_facts" ("user_id" uuid NOT NULL, "equipment_id" uuid NOT NULL, "valid_from" timestamp with time zone NOT NULL, "loads_kg" numeric(7,3)[], CONSTRAINT "gear_facts_pkey" PRIMARY KEY (user_id, equipment_id, valid_from));

ALTER TABLE "private"."gear_facts" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."gym_unit_facts" ("user_id" uuid NOT NULL, "valid_from" timestamp with time zone NOT NULL, "unit" public.preferred_unit NOT NULL, CONSTRAINT "gym_unit_facts_pkey" PRIMARY KEY (user_id, valid_from));

ALTER TABLE "private"."gym_unit_facts" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."key_lift_exercises" ("exercise_id" uuid NOT NULL, CONSTRAINT "key_lift_exercises_pkey" PRIMARY KEY (exercise_id));

ALTER TABLE "private"."key_lift_exercises" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."paused_weeks" ("user_id" uuid NOT NULL, "week_start" date NOT NULL, CONSTRAINT "paused_weeks_pkey" PRIMARY KEY (user_id, week_start));

ALTER TABLE "private"."paused_weeks" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."settled_streaks" ("user_id" uuid NOT NULL, "streak_type" public.streak_type NOT NULL, "settled_until" date NOT NULL, "current_streak" integer NOT NULL, "longest_streak" integer NOT NULL, "freezes_available" integer NOT NULL, "last_kept" date, CONSTRAINT "settled_streaks_pkey" PRIMARY KEY (user_id, streak_type));

ALTER TABLE "private"."settled_streaks" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."streak_changes" ("user_id" uuid NOT NULL, "id" uuid NOT NULL DEFAULT gen_random_uuid(), CONSTRAINT "streak_changes_pkey" PRIMARY KEY (user_id, id));

ALTER TABLE "private"."streak_changes" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."strength_distributions" ("version" integer NOT NULL, "sex" public.sex NOT NULL, "bodyweight_from_kg" numeric(5,2) NOT NULL, "lifters" integer NOT NULL, "ratios" numeric(6,3)[] NOT NULL, CONSTRAINT "strength_distributions_bodyweight_from_kg_check" CHECK ((bodyweight_from_kg >= (0)::numeric)), CONSTRAINT "strength_distributions_lifters_check" CHECK ((lifters >= 1000)), CONSTRAINT "strength_distributions_sex_check" CHECK ((sex = ANY (ARRAY['female'::public.sex, 'male'::public.sex]))));

ALTER TABLE "private"."strength_distributions" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."strength_standards" ("version" integer NOT NULL, "sex" public.sex NOT NULL, "ratios" numeric(4,2)[] NOT NULL, "source" text NOT NULL, CONSTRAINT "strength_standards_sex_check" CHECK ((sex = ANY (ARRAY['female'::public.sex, 'male'::public.sex]))), CONSTRAINT "strength_standards_source_check" CHECK (((length(source) >= 1) AND (length(source) <= 500))), CONSTRAINT "strength_standards_version_check" CHECK ((version > 0)));

ALTER TABLE "private"."strength_standards" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "private"."volume_landmarks" ("fitness_level" public.fitness_level NOT NULL, "muscle_group" text NOT NULL, "min_sets" numeric(4,1) NOT NULL, "max_sets" numeric(4,1) NOT NULL, "source" text NOT NULL, CONSTRAINT "range_is_in_order" CHECK ((min_sets <= max_sets)), CONSTRAINT "volume_landmarks_min_sets_check" CHECK ((min_sets >= (0)::numeric)), CONSTRAINT "volume_landmarks_muscle_group_check" CHECK (((length(muscle_group) >= 1) AND (length(muscle_group) <= 40))), CONSTRAINT "volume_landmarks_pkey" PRIMARY KEY (fitness_level, muscle_group), CONSTRAINT "volume_landmarks_source_check" CHECK (((length(source) >= 1) AND (length(source) <= 200))));

ALTER TABLE "private"."volume_landmarks" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."achievements" ("id" uuid NOT NULL, "slug" text NOT NULL, "name" text NOT NULL, "description" text NOT NULL, "parameters" jsonb NOT NULL DEFAULT '{}'::jsonb, "target" numeric NOT NULL, "xp" integer NOT NULL, "sort_order" smallint NOT NULL DEFAULT 0, "retired_at" timestamp with time zone, "counter_id" smallint NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "achievements_description_check" CHECK (((length(description) >= 1) AND (length(description) <= 500))), CONSTRAINT "achievements_name_check" CHECK (((length(name) >= 1) AND (length(name) <= 100))), CONSTRAINT "achievements_name_key" UNIQUE (name), CONSTRAINT "achievements_pkey" PRIMARY KEY (id), CONSTRAINT "achievements_slug_check" CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 100))), CONSTRAINT "achievements_slug_key" UNIQUE (slug), CONSTRAINT "achievements_target_check" CHECK ((target > (0)::numeric)), CONSTRAINT "achievements_xp_check" CHECK (((xp >= 0) AND (xp <= 10000))));

ALTER TABLE "public"."achievements" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."training_breaks" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "starts_on" date NOT NULL, "ends_on" date, "load_percent" smallint NOT NULL DEFAULT 70, "sets_percent" smallint NOT NULL DEFAULT 100, "plan_id" uuid, "is_suggested" boolean NOT NULL DEFAULT false, "notes" text, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "ends_after_it_starts" CHECK ((ends_on >= starts_on)), CONSTRAINT "lasts_a_year_at_most" CHECK (((ends_on - starts_on) <= 365)), CONSTRAINT "training_breaks_load_percent_check" CHECK (((load_percent >= 40) AND (load_percent <= 100))), CONSTRAINT "training_breaks_notes_check" CHECK ((length(notes) <= 2000)), CONSTRAINT "training_breaks_pkey" PRIMARY KEY (id), CONSTRAINT "training_breaks_sets_percent_check" CHECK (((sets_percent >= 50) AND (sets_percent <= 100))), CONSTRAINT "training_breaks_starts_on_check" CHECK (((starts_on >= '2000-01-01'::date) AND (starts_on <= '2100-01-01'::date))), "user_id" uuid NOT NULL DEFAULT auth.uid());

ALTER TABLE "public"."training_breaks" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "public"."user_consents" ("granted" boolean NOT NULL, "version" text NOT NULL, "decided_at" timestamp with time zone NOT NULL DEFAULT now(), "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "user_consents_version_check" CHECK ((version ~ '^[A-Za-z0-9._-]{1,50}$'::text)), "user_id" uuid NOT NULL DEFAULT auth.uid());

ALTER TABLE "public"."user_consents" ENABLE ROW LEVEL SECURITY;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."achievement_totals" ADD COLUMN "streak" private.settled_streaks NOT NULL;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "best_reps" smallint;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "estimated_1rm_reps" numeric(3,1);

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "rated_sets" smallint NOT NULL DEFAULT 0;

ALTER TABLE "private"."exercise_sessions" ADD COLUMN "rpe_sum" numeric(6,1);

ALTER TABLE "private"."target_facts" ADD COLUMN "target_rir" numeric(3,1);

ALTER TABLE "private"."target_facts" ADD COLUMN "state" jsonb NOT NULL DEFAULT '{}'::jsonb;

ALTER TABLE "public"."prescriptions" ADD COLUMN "state" jsonb NOT NULL DEFAULT '{}'::jsonb;

ALTER TABLE "public"."training_preferences" ADD COLUMN "gym_unit" public.preferred_unit;

ALTER TABLE "public"."user_equipment" ADD COLUMN "base_kg" numeric(7,3);

ALTER TABLE "public"."user_equipment" ADD COLUMN "plates_kg" numeric(7,3)[];

ALTER TABLE "public"."user_equipment" ADD COLUMN "loads_kg" numeric(7,3)[];

ALTER TABLE "public"."user_equipment" ADD COLUMN "step_kg" numeric(7,3);

ALTER TABLE "public"."user_equipment" ADD COLUMN "max_kg" numeric(7,3);

ALTER TABLE "public"."workout_plans" ADD COLUMN "deload_every_weeks" smallint;

CREATE TYPE "private"."award" AS ("achievement_id" uuid, "unlocked_at" timestamp with time zone);

CREATE TYPE "private"."day_range" AS ("from_day" date, "to_day" date);

CREATE TYPE "private"."easing" AS ("reason_code" public.reason_code, "load_percent" numeric, "sets_percent" numeric, "inputs" jsonb);

CREATE TYPE "private"."endurance" AS ("distance_km" numeric, "cardio_minutes" numeric);

CREATE TYPE "private"."foretold_workout" AS ("volume_kg" numeric, "sets" bigint, "met" numeric, "records" uuid[], "successes" uuid[], "failures" uuid[]);

CREATE TYPE "private"."set_mark" AS ("id" uuid, "is_record" boolean, "is_success" boolean);

CREATE TYPE "private"."streak_step" AS ("met_at" timestamp with time zone, "streak" private.settled_streaks);

CREATE TYPE "private"."terms" AS ("rules" jsonb, "base" private.target, "is_assisted" boolean, "target_rir" numeric, "buildable" numeric[]);

CREATE TYPE "public"."achievement_category" AS ENUM ('first_steps', 'consistency', 'streaks', 'work', 'progress', 'variety', 'time_of_day', 'comeback', 'endurance');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."achievements" ADD COLUMN "category" public.achievement_category NOT NULL;

CREATE TYPE "public"."achievement_metric" AS ENUM ('workouts', 'sets', 'volume_kg', 'records', 'exercises', 'returns', 'muscle_groups_in_week', 'distance_km', 'cardio_minutes', 'weeks_on_target', 'weekly_streak', 'check_ins', 'plans');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."achievement_counters" ADD COLUMN "metric" public.achievement_metric NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "public"."achievements" ADD COLUMN "metric" public.achievement_metric NOT NULL;

CREATE TYPE "public"."achievement_tier" AS ENUM ('bronze', 'silver', 'gold', 'platinum');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."achievements" ADD COLUMN "tier" public.achievement_tier NOT NULL;

CREATE TYPE "public"."break_kind" AS ENUM ('illness', 'injury', 'travel', 'deload');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."training_breaks" ADD COLUMN "kind" public.break_kind NOT NULL;

CREATE TYPE "public"."confidence" AS ENUM ('high', 'medium', 'low');

ALTER TABLE "public"."personal_records" ADD COLUMN "confidence" public.confidence;

CREATE TYPE "public"."consent_purpose" AS ENUM ('ai', 'cohort_statistics', 'analytics');

-- squawk-ignore adding-required-field
ALTER TABLE "public"."user_consents" ADD COLUMN "purpose" public.consent_purpose NOT NULL;

CREATE TYPE "public"."key_lift" AS ENUM ('squat', 'bench_press', 'deadlift', 'overhead_press', 'barbell_row');

-- squawk-ignore adding-required-field
ALTER TABLE "private"."cohort_distributions" ADD COLUMN "lift" public.key_lift NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."cohort_lifts" ADD COLUMN "lift" public.key_lift NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."key_lift_exercises" ADD COLUMN "lift" public.key_lift NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."strength_distributions" ADD COLUMN "lift" public.key_lift NOT NULL;

-- squawk-ignore adding-required-field
ALTER TABLE "private"."strength_standards" ADD COLUMN "lift" public.key_lift NOT NULL;

CREATE TYPE "private"."cohort" AS ("lift" public.key_lift, "sex" public.sex, "age_from" smallint, "bodyweight_from_kg" smallint);

CREATE TYPE "private"."ranked_lift" AS ("lift" public.key_lift, "exercise_id" uuid, "estimated_1rm_kg" numeric, "effective_reps" numeric, "achieved_on" date, "ratio" numeric, "score" numeric, "standard" numeric[], "standard_source" text, "tier_reason" text, "percentile" numeric, "percentile_reason" text, "cohort_percentile" numeric, "cohort_people" integer, "cohort_reason" text);

CREATE TYPE "public"."load_type" AS ENUM ('bar', 'dumbbell', 'plates', 'machine', 'fixed');

ALTER TABLE "public"."equipment" ADD COLUMN "load_type" public.load_type;

CREATE TYPE "public"."strength_tier" AS ENUM ('untrained', 'beginner', 'novice', 'intermediate', 'advanced', 'elite');

CREATE TYPE "public"."week_status" AS ENUM ('met', 'missed', 'frozen', 'paused', 'running');

ALTER TYPE "private"."evaluation" ADD ATTRIBUTE "state" jsonb CASCADE;

ALTER TYPE "private"."target" ADD ATTRIBUTE "loads_kg" numeric(7,3)[] CASCADE;

CREATE OR REPLACE FUNCTION private.achievement_counter(p_metric public.achievement_metric, p_parameters jsonb)
 RETURNS smallint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id smallint;
begin
    perform private.check_shape(p_parameters, 'parameters', case p_metric
        when 'workouts' then $shape${
            "from": {"type": "text", "max": 5, "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"},
            "until": {"type": "text", "max": 5, "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"},
            "weekdays": {"type": "array", "min": 1, "max": 6},
            "planned": {"type": "boolean"}
        }$shape$
        when 'returns' then '{"days": {"type": "integer", "min": 2, "max": 3650, "required": true}}'
        when 'muscle_groups_in_week' then '{"sets": {"type": "number", "min": 0.5, "max": 30, "required": true}}'
        else '{}'
    end::jsonb);
    if p_parameters ? 'from' <> p_parameters ? 'until' or p_parameters -> 'from' = p_parameters -> 'until' then
        perform private.fail('PT422', 'a window has two different ends', '{"field": "parameters.until"}');
    elsif not p_parameters -> 'weekdays' <@ '[1, 2, 3, 4, 5, 6, 7]' then
        perform private.fail('PT422', 'weekdays are 1 (Monday) to 7', '{"field": "parameters.weekdays"}');
    end if;

    insert into private.achievement_counters (
        id, metric, parameters, source, takes_best, from_time, until_time, weekdays, is_planned, days, sets
    )
    select
        coalesce(max(o.id), 0) + 1,
        p_metric,
        p_parameters,
        case
            when p_metric in ('weeks_on_target', 'weekly_streak') then 'weeks'
            when p_metric = 'check_ins' then 'check_ins'
            when p_metric = 'plans' then 'plans'
            else 'workouts'
        end,
        p_metric in ('muscle_groups_in_week', 'weekly_streak'),
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
$function$;

CREATE OR REPLACE FUNCTION private.achievement_state(p_user uuid, p_sources text[])
 RETURNS TABLE(achievement_id uuid, counter_id smallint, counted numeric, unlocked_at timestamp with time zone, session_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with amounts as (
        select a.* from private.workout_amounts(p_user, '-infinity') as a where 'workouts' = any(p_sources)
        union all
        select a.* from private.muscle_amounts(p_user, '-infinity') as a where 'workouts' = any(p_sources)
        union all
        select a.* from private.other_amounts(p_user, p_sources) as a
    ),

    running as materialized (
        select
            a.counter_id,
            a.happened_at,
            a.session_id,
            case when c.takes_best then max(a.amount) over so_far else sum(a.amount) over so_far end as reached
        from amounts as a
        inner join private.achievement_counters as c on c.id = a.counter_id
        window so_far as (
            partition by a.counter_id order by a.happened_at, a.session_id rows between unbounded preceding and current row
        )
    ),

    steps as (
        select
            r.*,
            lag(r.reached, 1, 0.0) over (partition by r.counter_id order by r.happened_at, r.session_id, r.reached) as before
        from running as r
    ),

    totals as (
        select r.counter_id, max(r.reached) as reached from running as r group by r.counter_id
    )

    select
        a.id,
        c.id,
        trim_scale(least(coalesce(t.reached, 0), c.goal)),
        s.happened_at,
        case
            when c.source <> 'weeks' then s.session_id
            -- The week is met by the first workout of its last day.
            else (
                select w.id from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at = s.happened_at
                    and w.status = 'completed'
                    and w.total_sets > 0
                order by w.id
                limit 1
            )
        end
    from private.achievement_counters as c
    inner join public.achievements as a on a.counter_id = c.id
    left join totals as t on t.counter_id = c.id
    left join steps as s
        on s.counter_id = c.id
        and s.before < a.target
        and s.reached >= a.target
        and s.happened_at < coalesce(a.retired_at, 'infinity')
    where c.source = any(p_sources);
end;
$function$;

CREATE OR REPLACE FUNCTION private.achievements_of(p_user uuid)
 RETURNS TABLE(achievement_id uuid, progress numeric, unlocked_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    if exists (
        select from private.achievement_totals as t
        where t.user_id = p_user and t.rules_version = coalesce((select r.version from private.achievement_rules as r), 0)
    ) then
        return query
        select a.id, least(t.counted[a.counter_id], a.target), o.unlocked_at
        from private.achievement_totals as t
        cross join public.achievements as a
        left join private.achievement_awards as o on o.user_id = p_user and o.achievement_id = a.id
        where t.user_id = p_user;
    else
        -- Not counted yet by today's rules: that is made good with the next fact, or by settle_achievements.
        return query
        select s.achievement_id, least(s.counted, a.target), s.unlocked_at
        from private.achievement_state(p_user, '{workouts, weeks, check_ins, plans}') as s
        inner join public.achievements as a on a.id = s.achievement_id;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advance(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_load numeric, p_pace integer)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb;
    v_step numeric;
    v_ceiling numeric;
begin
    v_result.outcome := 'success';
    v_result.reason_code := 'held';
    v_result.failures := 0;
    if p_pace = 0 then
        -- Done, but harder than planned: once more, from the load that was lifted.
        v_result.rule := 'effort';
        v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
        return v_result;
    end if;
    for v_place in 0..jsonb_array_length(v_rules) - 1 loop
        v_rule := v_rules -> v_place;
        v_step := (v_rule -> 'step')::numeric * p_pace;
        v_ceiling := (v_rule -> 'ceiling')::numeric;
        case v_rule ->> 'axis'
            when 'reps' then
                v_target.reps := private.more_reps(
                    v_target, p_amounts, v_step::integer, coalesce(v_ceiling, private.target_ceiling((p_terms.base).reps)),
                    v_rule ->> 'scope' = 'lowest_sets'
                );
                if v_target.reps is null then
                    v_target.reps := (p_result.new_target).reps;
                    continue;
                end if;
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'reps_up';
            when 'load' then
                if p_amounts[v_target.sets] < (v_rule -> 'last_set_reps')::numeric then
                    v_result.rule := 'last_set';
                    continue;
                end if;
                continue when p_load is null;
                v_target.weight_kg := private.raised(p_load, v_step, v_rule, p_terms);
                continue when v_target.weight_kg = p_load;
                v_result.reason_code := 'progressed';
            else
                continue when v_target.sets >= coalesce(v_ceiling, 50);
                -- A set more is a whole step of work, however easy the last ones were.
                v_target.sets := least(v_target.sets + (v_rule -> 'step')::numeric, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        -- What has reached its ceiling begins anew when something else moves.
        if v_rule ->> 'axis' <> 'reps' and v_rules @> '[{"axis": "reps", "on_ceiling": "reset"}]' then
            v_target.reps := (p_terms.base).reps;
        end if;
        if v_rule ->> 'axis' = 'load' and v_rules @> '[{"axis": "sets", "on_ceiling": "reset"}]' then
            v_target.sets := (p_terms.base).sets;
        end if;
        v_result.rule := v_rule ->> 'axis';
        v_result.new_target := v_target;
        return v_result;
    end loop;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advance_achievements(p_user uuid, p_sessions uuid[], p_change private.change)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_known private.achievement_totals;
    v_before numeric [];
    v_now record;
    v_streak private.settled_streaks;
    v_goes_on boolean;
    v_counted numeric [];
    v_awards private.award [];
begin
    if p_change.since is null then
        -- Nothing was trained, neither before nor now.
        return;
    end if;
    select t.* into v_known
    from private.achievement_totals as t
    where t.user_id = p_user and t.rules_version = coalesce((select r.version from private.achievement_rules as r), 0);
    if not found
        or p_change.is_correction
        or cardinality(p_sessions) > 1
        or p_change.since <= v_known.last_started_at
    then
        perform private.recompute_achievements(p_user, '{workouts, weeks}');
        return;
    end if;

    select
        w.week_start,
        t.met_at,
        exists (
            select from private.achievement_counters as c
            where c.metric = 'muscle_groups_in_week' and v_known.counted[c.id] < c.goal
        ) as counts_muscles
    into v_now
    from public.workout_sessions as s
    inner join public.profiles as p on p.id = s.user_id
    cross join lateral private.week_start(s.day, p.week_starts_on) as w (week_start)
    left join private.training_weeks as t on t.user_id = p_user and t.week_start = w.week_start
    where s.user_id = p_user and s.id = p_sessions[1] and s.total_sets > 0;
    if not found then
        -- Nothing but warm-up.
        return;
    end if;
    v_before := v_known.counted;
    v_streak := v_known.streak;
    v_goes_on := v_now.week_start >= coalesce(v_streak.settled_until, '-infinity');
    if v_goes_on and v_now.met_at = p_change.since then
        v_streak := (select s.streak from private.streak_steps(p_user, v_streak) as s);
    elsif (
        v_goes_on and v_now.met_at is null
        or v_now.week_start = v_streak.settled_until - 7 and v_now.met_at = v_known.last_met_at
    ) is not true then
        -- Who crossed time zones may have trained later, yet on an earlier day.
        perform private.recompute_achievements(p_user, '{workouts, weeks}');
        return;
    end if;

    v_counted := array(
        select
            case
                when v_before[c.id] >= c.goal or a.best is null then v_before[c.id]
                when c.takes_best then trim_scale(least(greatest(v_before[c.id], a.best), c.goal))
                else trim_scale(least(v_before[c.id] + a.total, c.goal))
            end
        from private.achievement_counters as c
        left join (
            select o.counter_id, sum(o.amount) as total, max(o.amount) as best
            from (
                select w.counter_id, w.amount from private.workout_amounts(p_user, p_change.since) as w
                union all
                -- The costly metric is left out once there is nothing more to reach by it.
                select m.counter_id, m.amount
                from private.muscle_amounts(p_user, v_now.week_start) as m
                where v_now.counts_muscles
                union all
                select w.id, case when w.metric = 'weekly_streak' then v_streak.current_streak else 1 end
                from private.achievement_counters as w
                where w.source = 'weeks' and v_streak.settled_until is distinct from (v_known.streak).settled_until
            ) as o
            group by o.counter_id
        ) as a on a.counter_id = c.id
        order by c.id
    );
    with counted as (
        update private.achievement_totals as t
        set
            counted = v_counted,
            last_started_at = p_change.since,
            streak = v_streak,
            last_met_at = coalesce(v_now.met_at, t.last_met_at)
        where t.user_id = p_user
    ),

    unlocked as (
        insert into private.achievement_awards (user_id, achievement_id, unlocked_at, session_id)
        select p_user, a.id, p_change.since, p_sessions[1]
        from public.achievements as a
        where v_before[a.counter_id] < a.target
            and v_counted[a.counter_id] >= a.target
            and p_change.since < coalesce(a.retired_at, 'infinity')
        returning achievement_id, unlocked_at
    )

    select array_agg((u.achievement_id, u.unlocked_at)::private.award) into v_awards from unlocked as u;
    if v_awards is not null then
        perform private.settle_awards(p_user, array(select a.achievement_id from unnest(v_awards) as a), v_awards);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advanced_stats(p_user uuid, p_weeks integer, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_today date;
    v_this_week date;
    v_first_week date;
    v_whole_weeks integer;
    v_by_week record;
begin
    perform private.require_caller(p_user);
    perform private.require_premium(p_user);
    if p_weeks is null or p_weeks not between 1 and 52 then
        perform private.fail('PT422', 'between 1 and 52 weeks', '{"field": "p_weeks"}');
    end if;
    v_today := private.local_day(p_user, p_now);
    select
        private.week_start(v_today, p.week_starts_on),
        private.week_start(
            (
                select min(w.day) from public.workout_sessions as w
                where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
            ),
            p.week_starts_on
        )
    into v_this_week, v_first_week
    from public.profiles as p
    where p.id = p_user;
    -- Nobody is judged for the weeks before the first workout; the running week is shown, and judged when it is over.
    v_first_week := least(greatest(coalesce(v_first_week, v_this_week), v_this_week - 7 * p_weeks), v_this_week);
    v_whole_weeks := (v_this_week - v_first_week) / 7;

    select
        jsonb_agg(
            jsonb_build_object(
                'week_start', w.week_start,
                'is_running', w.week_start = v_this_week,
                'workouts', w.workouts,
                'days', w.days,
                'target', w.target,
                'is_paused', w.is_paused,
                'sets', w.sets,
                'volume_kg', w.volume_kg,
                'duration_seconds', w.duration_seconds,
                'average_rpe', round(w.rpe_sum / nullif(w.rated_sets, 0), 2),
                'density_kg_per_minute', round(60 * w.volume_kg / nullif(w.lifting_seconds, 0), 2)
            )
            order by w.week_start
        ) as weeks,
        jsonb_build_object(
            'workouts', round(avg(w.workouts) filter (where w.is_over), 2),
            'days', round(avg(w.days) filter (where w.is_over), 2),
            'sets', round(avg(w.sets) filter (where w.is_over), 2),
            'volume_kg', round(avg(w.volume_kg) filter (where w.is_over), 3),
            'duration_seconds', round(avg(w.duration_seconds) filter (where w.is_over))
        ) as weekly_average,
        round(sum(w.rpe_sum) / nullif(sum(w.rated_sets), 0), 2) as average_rpe,
        round(60 * sum(w.volume_kg) / nullif(sum(w.lifting_seconds), 0), 2) as density,
        jsonb_build_object(
            'weeks', count(*) filter (where w.is_judged),
            'weeks_met', count(*) filter (where w.is_judged and w.days >= w.target),
            'planned_days', coalesce(sum(w.target) filter (where w.is_judged), 0),
            'planned_days_trained', coalesce(sum(least(w.days, w.target)) filter (where w.is_judged), 0),
            'share',
            round(
                sum(least(w.days, w.target)) filter (where w.is_judged) / sum(w.target) filter (where w.is_judged), 3
            )
        ) as consistency
    into v_by_week
    from (
        select
            o.*,
            o.week_start < v_this_week as is_over,
            -- As for the streak: a break excuses a week, and takes nothing from one that was met.
            o.week_start < v_this_week and (o.days >= o.target or not o.is_paused) as is_judged
        from private.training_by_week(p_user, v_first_week, v_whole_weeks + 1) as o
    ) as w;

    return jsonb_build_object(
        'from', v_first_week,
        'to', v_this_week + 6,
        'by_week', v_by_week.weeks,
        'weekly_average', v_by_week.weekly_average,
        'average_rpe', v_by_week.average_rpe,
        'density_kg_per_minute', v_by_week.density,
        'muscles', private.muscle_volume(p_user, v_first_week, v_whole_weeks),
        'exercises', private.trend_documents(p_user, v_first_week, v_this_week + 6, v_today - 41),
        'consistency', v_by_week.consistency || private.training_rhythm(p_user, v_first_week, v_this_week + 6)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_workouts_changed(p_user uuid, p_sessions uuid[], p_are_totalled boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_change private.change;
    v_moved uuid[];
    v_moved_days date[];
    v_plan_exercises uuid[];
begin
    -- Derivation does nothing once the profile is gone, so that an account can be deleted.
    if not private.lock_user(p_user) then
        return;
    end if;
    -- A running workout has earned nothing yet; a deleted one leaves something to take back.
    v_sessions := array(
        select o.id
        from unnest(p_sessions) as o (id)
        left join public.workout_sessions as w on w.user_id = p_user and w.id = o.id
        where w.id is null or w.status = 'completed'
    );
    if cardinality(v_sessions) = 0 then
        return;
    end if;

    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions);
    end if;
    v_sets := private.sets_of(p_user, v_sessions);
    v_change := private.recompute_exercise_sessions(p_user, v_sessions, v_sets);
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    perform private.recompute_best(
        p_user,
        v_change.exercises,
        case when v_change.is_correction then '-infinity' else v_change.since end,
        case when v_change.is_latest then v_sets end
    );
    v_plan_exercises := array(
        select distinct s.plan_exercise_id from unnest(v_sets) as s where s.plan_exercise_id is not null
    );
    -- Steps that hang on sets which are gone. Without exercises before there were no steps either.
    if v_change.is_correction then
        v_plan_exercises := array(
            select p.id from unnest(v_plan_exercises) as p (id)
            union
            select p.plan_exercise_id from public.prescriptions as p
            where p.user_id = p_user and p.session_id = any(v_sessions) and p.superseded_at is null
        );
    end if;
    if cardinality(v_plan_exercises) > 0 then
        v_moved := v_moved || private.recompute_targets(p_user, v_plan_exercises, v_change.since);
    end if;
    perform private.mark_scored_sets(p_user, v_sets);
    -- Targets moved with these workouts alone, unless later ones hang on them.
    if not v_moved <@ v_sessions then
        perform private.mark_sets(p_user, array(select m.id from unnest(v_moved) as m (id) where m.id <> all(v_sessions)));
    end if;
    perform private.recompute_weeks(p_user, v_change.days);
    perform private.recompute_workout_xp(p_user, v_change.days || v_moved_days, v_sessions);
    perform private.advance_achievements(p_user, v_sessions, v_change);
end;
$function$;

CREATE OR REPLACE FUNCTION private.age_band(p_date_of_birth date, p_day date)
 RETURNS smallint
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    return least(greatest(10 * (extract(year from age(p_day, p_date_of_birth))::integer / 10), 10), 70);
end;
$function$;

CREATE OR REPLACE FUNCTION private.are_loads(p_loads numeric[], p_most integer)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- The upper bound keeps out NaN too, which is above every number.
    return p_loads is null
        or cardinality(p_loads) = 0
        or cardinality(p_loads) <= p_most
        and array_ndims(p_loads) = 1
        and array_position(p_loads, null) is null
        and 0 < all(p_loads)
        and 500 >= all(p_loads);
end;
$function$;

CREATE OR REPLACE FUNCTION private.asked_for(p_user uuid, p_plan_exercise_id uuid, p_easing private.easing, p_at timestamp with time zone, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_standing record;
    v_step public.prescriptions := private.latest_step(p_user, p_plan_exercise_id);
    v_mechanic public.mechanic;
    v_loads numeric[];
    v_first record;
    v_usual private.target;
    v_today private.target;
    v_code public.reason_code;
    v_reason text;
begin
    select s.* into v_standing from private.standing_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    select e.mechanic into v_mechanic from public.exercises as e where e.id = (v_standing.fact).exercise_id;
    v_loads := private.buildable_loads(p_user, (v_standing.fact).exercise_id, p_at);
    v_code := v_standing.reason_code;
    v_reason := private.reason_text(
        v_code, v_step.rule, v_step.inputs, v_step.old_target, private.target_json(v_standing.target), p_unit
    );
    v_usual := v_standing.target;
    if v_usual.weight_kg is null and not (v_standing.fact).is_assisted then
        select f.* into v_first
        from private.first_load(
            p_user, (v_standing.fact).exercise_id, v_usual, (v_standing.fact).target_rir,
            case v_mechanic when 'compound' then 2.5 else 1 end, v_loads, p_at
        ) as f;
        if found then
            v_usual.weight_kg := v_first.load_kg;
            v_reason := private.first_load_text(v_first.estimated_1rm_kg, v_first.reps, v_first.rir, p_unit);
        end if;
    end if;

    v_today := case
        -- Held back is a step that has just been taken; another target isn't higher than last time.
        when p_easing.reason_code = 'readiness_hold' and v_code in ('progressed', 'reps_up')
            then private.target_of(v_step.old_target)
        when p_easing.reason_code is not null and p_easing.reason_code <> 'readiness_hold'
            then private.eased(
                v_usual, p_easing,
                (
                    (v_standing.fact).rules, (v_standing.fact).target, (v_standing.fact).is_assisted,
                    (v_standing.fact).target_rir, v_loads
                )::private.terms
            )
        else v_usual
    end;
    if v_today is distinct from v_usual then
        v_code := p_easing.reason_code;
        v_reason := private.easing_text(p_easing, private.target_json(v_usual), private.target_json(v_today), p_unit);
    end if;
    return jsonb_build_object(
        'target_sets', v_today.sets,
        'target_reps', v_today.reps,
        'suggested_weight_kg', v_today.weight_kg,
        'loads_kg', v_today.loads_kg,
        'reason_code', v_code,
        'reason', v_reason,
        'standing', private.target_json(v_standing.target)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.best_lifts(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(lift public.key_lift, exercise_id uuid, estimated_1rm_kg numeric, effective_reps numeric, achieved_on date)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select distinct on (k.lift) k.lift, k.exercise_id, s.estimated_1rm_kg, s.estimated_1rm_reps, s.day
    from private.key_lift_exercises as k
    -- Sorted here, so that every exercise is one range of the primary key and what is left is one row each.
    cross join lateral (
        select r.estimated_1rm_kg, r.estimated_1rm_reps, r.day, r.started_at
        from private.exercise_sessions as r
        where r.user_id = p_user and r.exercise_id = k.exercise_id
            and r.started_at > p_at - interval '1 year' and r.started_at <= p_at
            and r.estimated_1rm_kg is not null
        order by r.estimated_1rm_kg desc, r.started_at
        limit 1
    ) as s
    order by k.lift, s.estimated_1rm_kg desc, s.started_at, k.exercise_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.bodyweight_progress(p_user uuid, p_from date, p_to date)
 RETURNS TABLE(day date, weight_kg numeric, mean_7_days_kg numeric)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    perform private.require_range(p_from, p_to);

    return query
    with zones as materialized (
        -- private.zone_at for all moments at once.
        select c.timezone, c.valid_from, lead(c.valid_from, 1, 'infinity') over (order by c.valid_from) as valid_to
        from private.time_zone_changes as c
        where c.user_id = p_user
        union all
        select p.timezone, '-infinity', 'infinity'
        from public.profiles as p
        where p.id = p_user
            and not exists (select from private.time_zone_changes as c where c.user_id = p_user)
    ),

    weighed as (
        select (m.logged_at at time zone z.timezone)::date as day, m.logged_at as at, m.id, m.weight_kg
        from public.body_measurements as m
        inner join zones as z on m.logged_at >= z.valid_from and m.logged_at < z.valid_to
        where m.user_id = p_user
            and m.weight_kg is not null
            -- Nowhere is a day's date more than 14 hours from that of Greenwich.
            and m.logged_at >= coalesce(p_from - 7, '-infinity'::date)::timestamp at time zone 'UTC'
            and m.logged_at < coalesce(p_to + 2, 'infinity'::date)::timestamp at time zone 'UTC'
        union all
        -- A check-in has no hour: its weight holds from the beginning of its day, as in private.body_weight.
        select c.day, '-infinity', null, c.weight_kg
        from public.check_ins as c
        where c.user_id = p_user
            and c.weight_kg is not null
            and c.day between coalesce(p_from - 6, '-infinity'::date) and coalesce(p_to, 'infinity'::date)
    ),

    days as (
        select distinct on (w.day) w.day, w.weight_kg from weighed as w order by w.day, w.at desc, w.id desc
    ),

    means as (
        select
            d.day,
            d.weight_kg,
            round(avg(d.weight_kg) over (order by d.day range between '6 days' preceding and current row), 3) as mean
        from days as d
    ),

    latest as (
        select m.day, m.weight_kg, m.mean
        from means as m
        where m.day between coalesce(p_from, '-infinity') and coalesce(p_to, 'infinity')
        order by m.day desc
        limit 1000
    )

    select l.day, l.weight_kg, l.mean from latest as l order by l.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.break_end(p_starts_on date, p_ends_on date)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return coalesce(p_ends_on, p_starts_on + 365);
end;
$function$;

CREATE OR REPLACE FUNCTION private.buildable_loads(p_user uuid, p_exercise_id uuid, p_at timestamp with time zone)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_equipment uuid;
    v_loads numeric[];
    v_all numeric[];
begin
    for v_equipment in
        with bearers as (
            select q.id, q.load_type
            from public.exercise_equipment as x
            inner join public.equipment as q on q.id = x.equipment_id
            where x.exercise_id = p_exercise_id and q.load_type is not null
        )

        -- Plates beside a bar are to stand on. Where nothing bears a load, plates hang on the body.
        select b.id from bearers as b
        where b.load_type <> 'plates' or not exists (select from bearers as o where o.load_type <> 'plates')
        union all
        select q.id from public.equipment as q
        where q.load_type = 'plates' and not exists (select from bearers)
    loop
        v_loads := (
            select f.loads_kg from private.gear_facts as f
            where f.user_id = p_user and f.equipment_id = v_equipment and f.valid_from <= p_at
            order by f.valid_from desc
            limit 1
        );
        v_all := case
            when v_all is null then v_loads
            when v_loads is null then v_all
            else array(
                select l.kg from unnest(v_all) as l (kg)
                union
                select l.kg from unnest(v_loads) as l (kg)
                order by kg
            )
        end;
    end loop;
    if v_all is null and private.gym_unit(p_user, p_at) = 'imperial' then
        return private.pound_loads((select e.mechanic from public.exercises as e where e.id = p_exercise_id));
    end if;
    return v_all;
end;
$function$;

CREATE OR REPLACE FUNCTION private.built(p_from numeric, p_wanted numeric, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    if p_terms.buildable is null then
        return p_wanted;
    elsif p_terms.is_assisted then
        return -private.snap(
            -p_from, -p_wanted, array(select -l from unnest(p_terms.buildable) as l order by l desc)
        );
    end if;
    return private.snap(p_from, p_wanted, p_terms.buildable);
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_load_count(p_count integer, p_field text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if p_count > 2000 then
        perform private.fail(
            'PT422', 'too many different loads', jsonb_build_object('field', p_field, 'max', 2000),
            'Leave out the smallest plates, or the step that nobody uses.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_notation(p_items jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_index bigint;
begin
    select s.i - 1 into v_index
    from jsonb_array_elements(p_items) with ordinality as s (value, i)
    where not private.is_target_reps(s.value ->> 'reps')
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            'PT422', 'reps are written as in target_reps', jsonb_build_object('field', format('%s[%s].reps', p_path, v_index)),
            'Write 5, 8-12, 5,5,5+, AMRAP, 30s or 400m.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_outcomes(p_outcomes jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    if jsonb_typeof(p_outcomes) is distinct from 'array' or jsonb_array_length(p_outcomes) not between 1 and 52 then
        perform private.fail(
            'PT422', 'a list of 1 to 52 workouts is needed', '{"field": "p_outcomes"}', 'Send [{"reps": [12, 12, 11]}].'
        );
    end if;
    perform private.check_shapes(p_outcomes, 'p_outcomes[]', $shape${
        "reps": {"type": "array", "max": 50, "required": true},
        "rpe": {"type": "array", "max": 50},
        "loads_kg": {"type": "array", "max": 50},
        "weight_kg": {"type": "number", "min": 0, "max": 2000}
    }$shape$);

    select format('p_outcomes[%s].%s[%s]', o.i - 1, k.key, e.i - 1) as field, k.message into v_fault
    from jsonb_array_elements(p_outcomes) with ordinality as o (value, i)
    cross join lateral (
        values
        ('reps', 'whole repetitions, seconds or metres from 0 to 100000', 0, 100000, 1.0),
        ('rpe', 'RPE is 1 to 10 in halves', 1, 10, 0.5),
        ('loads_kg', 'a load is 0 to 2000 kg', 0, 2000, 0.001)
    ) as k (key, message, lowest, highest, grain)
    cross join lateral jsonb_array_elements(
        case when jsonb_typeof(o.value -> k.key) = 'array' then o.value -> k.key else '[]' end
    ) with ordinality as e (value, i)
    where case jsonb_typeof(e.value)
        when 'number' then
            (e.value #>> '{}')::numeric not between k.lowest and k.highest or (e.value #>> '{}')::numeric % k.grain <> 0
        -- Nobody has to rate every set.
        when 'null' then k.key = 'reps'
        else true
    end
    order by o.i, k.key, e.i
    limit 1;
    if found then
        perform private.fail('PT422', v_fault.message, jsonb_build_object('field', v_fault.field));
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_percents(p_percents jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_index bigint;
begin
    select p.i - 1 into v_index
    from jsonb_array_elements(p_percents) with ordinality as p (value, i)
    where not coalesce(jsonb_typeof(p.value) = 'number' and (p.value #>> '{}')::numeric between 1 and 150, false)
    order by p.i
    limit 1;
    if found then
        perform private.fail(
            'PT422', 'a percentage is between 1 and 150', jsonb_build_object('field', format('%s[%s]', p_path, v_index))
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan_document(p_user uuid, p_plan jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_exercise record;
begin
    perform private.check_shape(p_plan, null, $shape${
        "id": {"type": "uuid"},
        "name": {"type": "text", "min": 1, "max": 200, "required": true},
        "plan_type": {"type": "public.plan_type", "required": true},
        "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
        "goal_type": {"type": "public.goal_type"},
        "description": {"type": "text", "max": 5000},
        "source_description": {"type": "text", "max": 5000},
        "total_weeks": {"type": "integer", "min": 1, "max": 52},
        "deload_every_weeks": {"type": "integer", "min": 3, "max": 12},
        "days": {"type": "array", "min": 1, "max": 100, "required": true}
    }$shape$);
    perform private.check_shapes(p_plan -> 'days', 'days[]', $shape${
        "id": {"type": "uuid"},
        "name": {"type": "text", "min": 1, "max": 200, "required": true},
        "day_of_week": {"type": "integer", "min": 1, "max": 7},
        "order_in_plan": {"type": "integer", "min": 1, "max": 1000, "required": true},
        "week_number": {"type": "integer", "min": 1, "max": 52},
        "focus": {"type": "array", "max": 22},
        "estimated_minutes": {"type": "integer", "min": 1, "max": 600},
        "exercises": {"type": "array", "max": 50, "required": true}
    }$shape$);

    for v_day in 0 .. jsonb_array_length(p_plan -> 'days') - 1 loop
        perform private.check_names(
            p_plan -> 'days' -> v_day -> 'focus', format('days[%s].focus[]', v_day), 'public.muscle'
        );
        perform private.check_shapes(
            p_plan -> 'days' -> v_day -> 'exercises', format('days[%s].exercises[]', v_day),
            $shape${
                "id": {"type": "uuid"},
                "exercise_id": {"type": "uuid", "required": true},
                "order_in_workout": {"type": "integer", "min": 1, "max": 1000, "required": true},
                "section": {"type": "public.plan_section"},
                "target_sets": {"type": "integer", "min": 1, "max": 50, "required": true},
                "target_reps": {"type": "text", "min": 1, "max": 100, "required": true},
                "target_rest_seconds": {"type": "integer", "min": 0, "max": 3600},
                "current_suggested_weight_kg": {"type": "number", "min": 0, "max": 2000},
                "on_success_weight_increase_kg": {"type": "number", "min": 0, "max": 100},
                "progression": {"type": "any"},
                "alternatives": {"type": "array", "max": 20},
                "superset_group": {"type": "integer", "min": 1, "max": 50},
                "target_rir": {"type": "number", "min": 0, "max": 10},
                "notes": {"type": "text", "max": 2000}
            }$shape$
        );
    end loop;

    for v_exercise in
        select
            format('days[%s].exercises[%s]', d.i - 1, x.i - 1) as path,
            x.value ->> 'target_reps' as target_reps,
            x.value -> 'progression' as progression,
            x.value -> 'alternatives' as alternatives
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    loop
        if not private.is_target_reps(v_exercise.target_reps) then
            perform private.fail(
                'PT422', 'target_reps is not valid', jsonb_build_object('field', v_exercise.path || '.target_reps'),
                'Write 5, 8-12, 5,5,5+, AMRAP, 30s or 400m.'
            );
        end if;
        perform private.check_progression(v_exercise.progression, v_exercise.path || '.progression');
        perform private.check_names(v_exercise.alternatives, v_exercise.path || '.alternatives[]', 'uuid');
    end loop;

    perform private.require_exercises(p_user, f.ids, f.fields)
    from (
        select
            array_agg((x.value ->> 'exercise_id')::uuid order by d.i, x.i) as ids,
            array_agg(format('days[%s].exercises[%s].exercise_id', d.i - 1, x.i - 1) order by d.i, x.i) as fields
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    ) as f;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_progression(p_progression jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_shape jsonb;
begin
    if p_progression is null or p_progression = 'null'::jsonb then
        return;
    end if;
    if jsonb_typeof(p_progression) = 'array' and jsonb_array_length(p_progression) between 1 and 10 then
        perform private.check_rules(p_progression, p_path);
    elsif jsonb_typeof(p_progression) = 'object' then
        v_shape := private.scheme_shape(p_progression ->> 'scheme');
        if v_shape is null then
            perform private.fail(
                'PT422', 'no such scheme', jsonb_build_object('field', p_path || '.scheme'),
                'One of linear, double, sum_of_reps, percentage_wave, gzclp, none.'
            );
        end if;
        perform private.check_shape(p_progression, p_path, v_shape);
        if p_progression ->> 'scheme' = 'percentage_wave' then
            perform private.check_wave(p_progression, p_path);
        end if;
    else
        perform private.fail(
            'PT422', 'a list of 1 to 10 rules or a scheme is needed', jsonb_build_object('field', p_path)
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_rules(p_rules jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    perform private.check_shapes(p_rules, p_path || '[]', $shape${
        "axis": {"type": "text", "max": 5, "pattern": "^(reps|load|sets)$", "required": true},
        "step": {"type": "number", "min": 0.001, "max": 100, "required": true},
        "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
        "scope": {"type": "text", "max": 11, "pattern": "^(all_sets|lowest_sets)$"},
        "ceiling": {"type": "number", "min": 1, "max": 2000},
        "on_ceiling": {"type": "text", "max": 5, "pattern": "^reset$"},
        "last_set_reps": {"type": "integer", "min": 1, "max": 999},
        "after_failures": {"type": "integer", "min": 1, "max": 20},
        "on_failures": {"type": "text", "max": 6, "pattern": "^(deload|reset|switch)$"},
        "stages": {"type": "array", "min": 2, "max": 10},
        "restart_percent": {"type": "number", "min": 10, "max": 100},
        "deload_percent": {"type": "number", "min": 1, "max": 90},
        "after_stalls": {"type": "integer", "min": 2, "max": 20}
    }$shape$);

    for v_fault in
        select format('%s[%s].%s', p_path, r.i - 1, f.key) as field, f.message
        from jsonb_array_elements(p_rules) with ordinality as r (value, i)
        cross join lateral (
            values
            -- Half a repetition can't be done, nor half a set.
            ('step', 'step is whole', r.value ->> 'axis' <> 'load' and (r.value ->> 'step')::numeric % 1 <> 0),
            ('ceiling', 'ceiling is whole', r.value ->> 'axis' <> 'load' and (r.value ->> 'ceiling')::numeric % 1 <> 0),
            ('step_unit', 'only a load goes up by percent', r.value ->> 'axis' <> 'load' and r.value ->> 'step_unit' = '%'),
            ('scope', 'only repetitions go up set by set', r.value ->> 'axis' <> 'reps' and r.value ->> 'scope' = 'lowest_sets'),
            (
                'stages', 'switch needs stages to switch to',
                r.value ->> 'on_failures' = 'switch' and coalesce(r.value -> 'stages', 'null') = 'null'
            )
        ) as f (key, message, is_fault)
        where f.is_fault
        order by r.i
        limit 1
    loop
        perform private.fail('PT422', v_fault.message, jsonb_build_object('field', v_fault.field));
    end loop;
    for v_index in 0 .. jsonb_array_length(p_rules) - 1 loop
        perform private.check_stages(p_rules -> v_index -> 'stages', format('%s[%s].stages', p_path, v_index));
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_sets(p_user uuid, p_sets uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    select
        s.id,
        case
            when e.id is null then 'PT404'
            when w.status not in ('started', 'paused', 'completed') then 'PT409'
            else 'PT422'
        end as code,
        case
            when e.id is null then 'exercise_id'
            when w.status not in ('started', 'paused', 'completed') then 'workout_session_id'
            else m.field
        end as field
    into v_fault
    from unnest(p_sets) as o (id)
    inner join public.session_exercises as s on s.id = o.id
    inner join public.workout_sessions as w on w.user_id = s.user_id and w.id = s.workout_session_id
    left join public.exercises as e
        on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
    cross join lateral private.missing_measure(
        e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
    ) as m (field)
    where s.user_id = p_user
        and (e.id is null or w.status not in ('started', 'paused', 'completed') or m.field is not null)
    order by s.set_order, s.id
    limit 1;
    if found then
        perform private.fail(
            v_fault.code,
            case v_fault.code
                when 'PT404' then 'no such exercise'
                when 'PT409' then 'the workout takes no sets'
                else format('%s is needed for this exercise', v_fault.field)
            end,
            jsonb_build_object('field', v_fault.field, 'set_id', v_fault.id)
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_stages(p_stages jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if coalesce(p_stages, 'null') = 'null'::jsonb then
        return;
    end if;
    perform private.check_shapes(p_stages, p_path || '[]', $shape${
        "sets": {"type": "integer", "min": 1, "max": 50, "required": true},
        "reps": {"type": "text", "min": 1, "max": 100, "required": true}
    }$shape$);
    perform private.check_notation(p_stages, p_path);
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_wave(p_wave jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_weeks jsonb := nullif(p_wave -> 'weeks', 'null');
begin
    if p_wave ? 'percents' and p_wave -> 'percents' <> 'null' then
        perform private.check_percents(p_wave -> 'percents', p_path || '.percents');
    end if;
    if v_weeks is null then
        return;
    end if;
    perform private.check_shapes(v_weeks, p_path || '.weeks[]', $shape${
        "percents": {"type": "array", "min": 1, "max": 20, "required": true},
        "reps": {"type": "text", "min": 1, "max": 100, "required": true},
        "is_deload": {"type": "boolean"}
    }$shape$);
    perform private.check_notation(v_weeks, p_path || '.weeks');
    for v_index in 0 .. jsonb_array_length(v_weeks) - 1 loop
        perform private.check_percents(
            v_weeks -> v_index -> 'percents', format('%s.weeks[%s].percents', p_path, v_index)
        );
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_workout_document(p_workout jsonb, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_started timestamptz;
    v_ended timestamptz;
begin
    perform private.check_shape(p_workout, null, $shape${
        "id": {"type": "uuid", "required": true},
        "plan_workout_id": {"type": "uuid"},
        "started_at": {"type": "timestamp", "required": true},
        "ended_at": {"type": "timestamp", "required": true},
        "timezone": {"type": "timezone"},
        "name": {"type": "text", "min": 1, "max": 200},
        "location": {"type": "public.location"},
        "overall_feeling": {"type": "public.feeling"},
        "notes": {"type": "text", "max": 5000},
        "sets": {"type": "array", "max": 500, "required": true}
    }$shape$);
    v_started := (p_workout ->> 'started_at')::timestamptz;
    v_ended := (p_workout ->> 'ended_at')::timestamptz;
    if v_started > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'it starts in the future', '{"field": "started_at"}');
    elsif v_ended < v_started then
        perform private.fail('PT422', 'it ends before it starts', '{"field": "ended_at"}');
    elsif v_ended > v_started + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;

    perform private.check_shapes(p_workout -> 'sets', 'sets[]', $shape${
        "id": {"type": "uuid", "required": true},
        "exercise_id": {"type": "uuid", "required": true},
        "workout_plan_exercise_id": {"type": "uuid"},
        "set_order": {"type": "integer", "min": 1, "max": 10000, "required": true},
        "set_type": {"type": "public.set_type"},
        "logged_reps": {"type": "integer", "min": 0, "max": 1000},
        "logged_weight_kg": {"type": "number", "min": 0, "max": 2000},
        "duration_seconds": {"type": "integer", "min": 0, "max": 86400},
        "distance_m": {"type": "number", "min": 0, "max": 1000000},
        "difficulty_rating": {"type": "rpe"},
        "rest_seconds": {"type": "integer", "min": 0, "max": 86400},
        "logged_at": {"type": "timestamp"},
        "notes": {"type": "text", "max": 2000}
    }$shape$);
end;
$function$;

CREATE OR REPLACE FUNCTION private.correct_workout(p_user uuid, p_workout jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_plan_workout uuid;
    v_planned jsonb;
    v_sets public.session_exercises[];
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_workout_document(p_workout, p_now);
    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.id = (p_workout ->> 'id')::uuid;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "id"}');
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'corrected');
    end if;
    v_plan_workout := private.plan_link(p_user, p_workout);
    -- What the plan asked for then stays, as long as it is the same day of the plan.
    v_planned := case
        when v_plan_workout is not distinct from v_session.plan_workout_id then v_session.planned
        else private.planned_workout(p_user, v_plan_workout)
    end;
    v_sets := private.set_rows(p_user, p_workout);

    -- One statement, so that the triggers see the workout only as it shall be: no XP is taken and given back between.
    with session as (
        update public.workout_sessions as w
        set
            plan_workout_id = v_plan_workout,
            started_at = (p_workout ->> 'started_at')::timestamptz,
            ended_at = (p_workout ->> 'ended_at')::timestamptz,
            paused_seconds = least(
                w.paused_seconds,
                extract(
                    epoch from (p_workout ->> 'ended_at')::timestamptz - (p_workout ->> 'started_at')::timestamptz
                )::integer
            ),
            notes = p_workout ->> 'notes',
            overall_feeling = (p_workout ->> 'overall_feeling')::public.feeling,
            timezone = coalesce(p_workout ->> 'timezone', w.timezone),
            name = coalesce(p_workout ->> 'name', v_planned ->> 'name'),
            location = (p_workout ->> 'location')::public.location,
            planned = v_planned
        where w.user_id = p_user and w.id = v_session.id
    ),

    gone as (
        delete from public.session_exercises as s
        where s.user_id = p_user
            and s.workout_session_id = v_session.id
            and s.id not in (select r.id from unnest(v_sets) as r)
    )

    insert into public.session_exercises as s (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds
    )
    select
        r.id, r.workout_session_id, r.exercise_id, r.workout_plan_exercise_id, r.set_order, r.logged_reps,
        r.logged_weight_kg, r.logged_at, r.difficulty_rating, r.notes, r.user_id, r.set_type, r.duration_seconds,
        r.distance_m, r.rest_seconds
    from unnest(v_sets) as r
    on conflict (id) do update
    set
        exercise_id = excluded.exercise_id,
        workout_plan_exercise_id = excluded.workout_plan_exercise_id,
        set_order = excluded.set_order,
        logged_reps = excluded.logged_reps,
        logged_weight_kg = excluded.logged_weight_kg,
        logged_at = excluded.logged_at,
        difficulty_rating = excluded.difficulty_rating,
        notes = excluded.notes,
        set_type = excluded.set_type,
        duration_seconds = excluded.duration_seconds,
        distance_m = excluded.distance_m,
        rest_seconds = excluded.rest_seconds
    where s.user_id = p_user;

    insert into private.workout_requests (user_id, session_id, content_hash)
    values (p_user, v_session.id, sha256(convert_to(p_workout::text, 'UTF8')))
    on conflict do nothing;
    return private.workout_summary(p_user, v_session.id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.create_plan(p_user uuid, p_plan jsonb, p_author public.plan_author, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
    v_hash bytea := sha256(convert_to(p_plan::text, 'UTF8'));
    v_known bytea;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_plan_document(p_user, p_plan);
    v_id := coalesce((p_plan ->> 'id')::uuid, gen_random_uuid());

    -- Two requests with one id: the second waits here for the first, and then finds its plan.
    insert into public.workout_plans (
        id, user_id, name, description, goal_type, plan_type, days_per_week, created_by, source_description,
        total_weeks, deload_every_weeks, created_at
    )
    values (
        v_id,
        p_user,
        p_plan ->> 'name',
        p_plan ->> 'description',
        (p_plan ->> 'goal_type')::public.goal_type,
        (p_plan ->> 'plan_type')::public.plan_type,
        (p_plan ->> 'days_per_week')::numeric,
        p_author,
        p_plan ->> 'source_description',
        (p_plan ->> 'total_weeks')::numeric,
        (p_plan ->> 'deload_every_weeks')::numeric,
        p_now
    )
    on conflict (id) do nothing;
    if not found then
        select r.content_hash into v_known from private.plan_requests as r where r.user_id = p_user and r.plan_id = v_id;
        if v_known = v_hash then
            return v_id;
        elsif exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id) then
            perform private.fail(
                'PT409', 'this id has another plan', jsonb_build_object('field', 'id', 'id', v_id),
                'Use a new id, or edit the plan that is there.'
            );
        end if;
        perform private.fail('PT404', 'no such plan', '{"field": "id"}');
    end if;

    insert into private.plan_requests (plan_id, user_id, content_hash) values (v_id, p_user, v_hash);
    perform private.insert_plan_days(p_user, v_id, p_plan -> 'days');
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.deload_easing(p_user uuid, p_day date)
 RETURNS private.easing
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_easing private.easing;
begin
    select
        case when b.is_suggested then 'deload' else 'planned_deload'::public.reason_code end,
        b.load_percent,
        b.sets_percent,
        jsonb_build_object('starts_on', b.starts_on, 'ends_on', private.break_end(b.starts_on, b.ends_on))
    into v_easing
    from public.training_breaks as b
    where b.user_id = p_user
        and b.kind = 'deload'
        -- A break lasts a year at most.
        and b.starts_on between p_day - 366 and p_day
        and private.break_end(b.starts_on, b.ends_on) >= p_day
    order by b.load_percent * b.sets_percent, b.starts_on, b.id
    limit 1;
    return v_easing;
end;
$function$;

CREATE OR REPLACE FUNCTION private.dots(p_sex public.sex, p_bodyweight_kg numeric, p_total_kg numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    b numeric;
begin
    -- greatest() of a null and 40 is 40.
    if p_bodyweight_kg is null then
        return null;
    elsif p_sex = 'male' then
        b := least(greatest(p_bodyweight_kg, 40), 210);
        return round(
            500 * p_total_kg
            / ((((-0.0000010930 * b + 0.0007391293) * b - 0.1918759221) * b + 24.0900756) * b - 307.75076),
            2
        );
    elsif p_sex = 'female' then
        b := least(greatest(p_bodyweight_kg, 40), 150);
        return round(
            500 * p_total_kg
            / ((((-0.0000010706 * b + 0.0005158568) * b - 0.1126655495) * b + 13.6175032) * b - 57.96288),
            2
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.duplicate_plan(p_user uuid, p_plan_id uuid, p_new_plan_id uuid, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid := coalesce(p_new_plan_id, gen_random_uuid());
begin
    perform private.require_caller(p_user);
    perform private.require_plan(p_user, p_plan_id);

    insert into public.workout_plans (
        id, user_id, name, description, goal_type, plan_type, days_per_week, created_by, source_description,
        total_weeks, deload_every_weeks, source_plan_id, created_at
    )
    select
        v_id, p_user, left(p.name, 193) || ' (copy)', p.description, p.goal_type, p.plan_type, p.days_per_week,
        'user', p.source_description, p.total_weeks, p.deload_every_weeks, p.id, p_now
    from public.workout_plans as p
    where p.user_id = p_user and p.id = p_plan_id
    on conflict (id) do nothing;
    if not found then
        if exists (
            select from public.workout_plans as p
            where p.user_id = p_user and p.id = v_id and p.source_plan_id = p_plan_id
        ) then
            return v_id;
        end if;
        -- Another user's plan is not told from one that isn't there.
        perform private.fail(
            case when exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id)
                then 'PT409' else 'PT404'
            end,
            'this id can''t be used', '{"field": "p_new_plan_id"}', 'Use a new id.'
        );
    end if;

    with days as materialized (
        select d.*, gen_random_uuid() as new_id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
    ),

    made as (
        insert into public.workout_plan_days (
            id, plan_id, user_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes
        )
        select
            d.new_id, v_id, p_user, d.name, d.day_of_week, d.order_in_plan, d.week_number, d.focus,
            d.estimated_minutes
        from days as d
    )

    -- The copy starts where the original stands today: with the loads its owner has arrived at.
    insert into public.workout_plan_day_exercises (
        plan_workout_id, user_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
        current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives,
        superset_group, target_rir, notes
    )
    select
        d.new_id, p_user, x.exercise_id, x.order_in_workout, x.target_sets, x.target_reps, x.target_rest_seconds,
        x.current_suggested_weight_kg, x.on_success_weight_increase_kg, x.section, x.progression, x.alternatives,
        x.superset_group, x.target_rir, x.notes
    from
        days as d
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.eased(p_target private.target, p_easing private.easing, p_terms private.terms)
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target private.target := p_target;
begin
    v_target.sets := greatest(round(p_target.sets * p_easing.sets_percent / 100), 1);
    if p_easing.load_percent < 100 then
        -- What is as light as can be stays: no load at all would be another exercise.
        v_target.weight_kg := coalesce(
            nullif(private.lowered(p_target.weight_kg, 100 - p_easing.load_percent, p_terms), 0), p_target.weight_kg
        );
        v_target.loads_kg := array(
            select coalesce(nullif(private.lowered(l.kg, 100 - p_easing.load_percent, p_terms), 0), l.kg)
            from unnest(p_target.loads_kg) with ordinality as l (kg, i)
            order by l.i
        );
    end if;
    v_target.loads_kg := nullif(v_target.loads_kg[:v_target.sets], '{}');
    return v_target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.easing_at(p_user uuid, p_at timestamp with time zone, p_day date)
 RETURNS private.easing
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_week private.easing := private.deload_easing(p_user, p_day);
    v_body private.easing := private.readiness_easing(p_user, p_at);
begin
    if v_week.reason_code is null
        or v_body.load_percent * v_body.sets_percent < v_week.load_percent * v_week.sets_percent
    then
        return v_body;
    end if;
    return v_week;
end;
$function$;

CREATE OR REPLACE FUNCTION private.easing_text(p_easing private.easing, p_usual jsonb, p_today jsonb, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_change text := format(
        '%s instead of %s', private.target_text(p_today, p_unit), private.target_text(p_usual, p_unit)
    );
begin
    return case p_easing.reason_code
        when 'readiness_hold' then
            format('Not well rested today: %s once more; the next step can wait.', private.target_text(p_today, p_unit))
        when 'readiness_deload' then
            case
                when (p_easing.inputs -> 'soreness')::integer = 5 then format('Very sore today: %s.', v_change)
                else format('Worn out today: %s.', v_change)
            end
        when 'deload' then format('Light week until %s, as progress had stalled: %s.', p_easing.inputs ->> 'ends_on', v_change)
        else format('Planned light week until %s: %s.', p_easing.inputs ->> 'ends_on', v_change)
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.estimate_confidence(p_effective_reps numeric)
 RETURNS public.confidence
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return case
        when p_effective_reps <= 5 then 'high'::public.confidence
        when p_effective_reps <= 10 then 'medium'
        when p_effective_reps <= 12 then 'low'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.evaluate(p_target private.target, p_failures integer, p_state jsonb, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_scheme text := private.scheme_of(p_terms.rules);
    v_target private.target := p_target;
    v_result private.evaluation;
    v_load numeric := private.lightest(p_loads, p_terms.is_assisted);
    v_is_met boolean;
    v_is_summed boolean := false;
begin
    if v_scheme <> 'percentage_wave' then
        v_target.weight_kg := coalesce(v_target.weight_kg, p_loads[1]);
        v_target.loads_kg := null;
    end if;
    v_result.old_target := v_target;
    v_result.new_target := v_target;
    v_result.failures := p_failures;
    v_result.state := p_state;

    if coalesce(cardinality(p_amounts), 0) = 0 then
        v_result.outcome := 'none';
        v_result.reason_code := 'not_trained';
        return v_result;
    end if;
    if v_scheme = 'percentage_wave' then
        return private.ride_wave(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if v_target.weight_kg is not null and v_load is distinct from v_target.weight_kg
        and (coalesce(v_load, 0) < v_target.weight_kg) <> p_terms.is_assisted
    then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
        return private.settled(private.watch_stall(v_result, p_terms, p_amounts, p_loads, p_efforts), p_target, p_terms);
    end if;

    v_is_met := private.meets_every_set(v_target, p_amounts);
    if v_scheme = 'sum_of_reps' then
        v_is_summed := (select sum(a) from unnest(p_amounts) as a) >= private.sum_wanted(p_terms.rules, v_target);
    end if;
    if v_is_summed or v_is_met and v_scheme = 'rules' then
        v_result := private.advance(
            v_result, p_terms, p_amounts, v_load, private.pace(p_terms.target_rir, p_efforts[:v_target.sets])
        );
    elsif v_is_met then
        -- On the way to the sum: every set is good for the range, and the load stays until the sum is reached.
        v_result.outcome := 'held';
        v_result.reason_code := 'held';
        v_result.rule := 'sum_of_reps';
        v_result.failures := 0;
    else
        v_result := private.fall_back(v_result, p_terms);
    end if;
    return private.settled(private.watch_stall(v_result, p_terms, p_amounts, p_loads, p_efforts), p_target, p_terms);
end;
$function$;

CREATE OR REPLACE FUNCTION private.exact_kg(p_kg numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- A quarter of the pound of 1959, 0.45359237 kg.
    c_quarter constant numeric := 0.1133980925;
    v_quarters numeric := round(p_kg / c_quarter);
begin
    -- Grams can't hold pounds: 45 lb are stored as 20.412 kg, and three of those would be a gram more than 135 lb.
    -- A multiple of 50 g was meant in kilograms, though 11 kg are also 97 quarter pounds to the gram.
    return case
        when p_kg % 0.05 <> 0 and round(v_quarters * c_quarter, 3) = p_kg then v_quarters * c_quarter
        else p_kg
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.exercise_progress(p_user uuid, p_exercise_id uuid, p_from date, p_to date)
 RETURNS TABLE(day date, sets integer, best_weight_kg numeric, best_reps integer, estimated_1rm_kg numeric, confidence public.confidence, volume_kg numeric, best_duration_seconds integer, best_distance_m numeric)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    perform private.require_range(p_from, p_to);
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');

    return query
    with days as (
        select
            r.day,
            sum(r.working_sets)::integer as sets,
            -- Help counts negative: the best of it is the least.
            abs(max(r.load_score)) as best_weight_kg,
            max(r.best_reps)::integer as best_reps,
            max(r.estimated_1rm_kg) as estimated_1rm_kg,
            (
                array_agg(r.estimated_1rm_reps order by r.estimated_1rm_kg desc, r.estimated_1rm_reps)
                filter (where r.estimated_1rm_kg is not null)
            )[1] as estimated_1rm_reps,
            sum(r.volume_kg) as volume_kg,
            max(r.duration_score)::integer as best_duration_seconds,
            max(r.distance_score) as best_distance_m
        from private.exercise_sessions as r
        where r.user_id = p_user
            and r.exercise_id = p_exercise_id
            and r.day between coalesce(p_from, '-infinity') and coalesce(p_to, 'infinity')
            and r.working_sets > 0
        group by r.day
        order by r.day desc
        limit 1000
    )

    select
        d.day, d.sets, d.best_weight_kg, d.best_reps, d.estimated_1rm_kg,
        private.estimate_confidence(d.estimated_1rm_reps), d.volume_kg, d.best_duration_seconds, d.best_distance_m
    from days as d
    order by d.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.exercise_trends(p_user uuid, p_from date, p_to date, p_stall_from date)
 RETURNS TABLE(exercise_id uuid, record_type public.record_type, workouts bigint, latest double precision, best double precision, latest_reps numeric, slope double precision, standard_error double precision, degrees integer, mean double precision, has_stalled boolean)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_deloads datemultirange;
begin
    v_deloads := coalesce(
        (
            select range_agg(daterange(b.starts_on, private.break_end(b.starts_on, b.ends_on), '[]'))
            from public.training_breaks as b
            where b.user_id = p_user and b.kind = 'deload' and b.starts_on between p_from - 366 and p_to
        ),
        '{}'
    );

    return query
    with points as materialized (
        select
            r.exercise_id,
            e.tracking_type,
            r.estimated_1rm_reps,
            -- To double precision once: from numeric it is slow, and regression takes nothing else.
            case e.tracking_type
                when 'weight_reps' then r.estimated_1rm_kg
                when 'reps_only' then r.reps_score
                when 'assisted' then r.load_score
                when 'duration' then r.duration_score
                else r.distance_score
            end::double precision as score,
            r.day,
            (r.day - p_from) / 7::double precision as week,
            r.started_at,
            r.session_id
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        inner join public.exercises as e on e.id = r.exercise_id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_from and p_to
            -- Meant to be light: it says nothing about strength.
            and not r.day <@ v_deloads
    ),

    walked as (
        select p.*, row_number() over (partition by p.exercise_id order by p.started_at desc, p.session_id desc) as back
        from points as p
        where p.score is not null
    ),

    fitted as (
        select
            p.exercise_id,
            p.tracking_type,
            count(*) as workouts,
            max(p.score) filter (where p.back = 1) as latest,
            max(p.score) as best,
            max(p.estimated_1rm_reps) filter (where p.back = 1) as latest_reps,
            regr_slope(p.score, p.week) as slope,
            regr_sxx(p.score, p.week) as sxx,
            regr_syy(p.score, p.week) as syy,
            regr_sxy(p.score, p.week) as sxy,
            avg(p.score) as mean,
            count(*) filter (where p.back <= 3 and p.day >= p_stall_from) as latest_three,
            max(p.score) filter (where p.back <= 3) as best_of_three,
            max(p.score) filter (where p.back > 3 and p.day >= p_stall_from) as best_before
        from walked as p
        group by p.exercise_id, p.tracking_type
    )

    select
        f.exercise_id,
        case f.tracking_type
            when 'weight_reps' then 'estimated_1rm'
            when 'reps_only' then 'max_reps'
            when 'assisted' then 'max_weight'
            when 'duration' then 'max_duration'
            else 'max_distance'
        end::public.record_type,
        f.workouts,
        f.latest,
        f.best,
        f.latest_reps,
        f.slope,
        case
            when f.workouts > 2
                then sqrt(greatest(f.syy - f.slope * f.sxy, 0) / (f.workouts - 2) / nullif(f.sxx, 0))
        end,
        f.workouts::integer - 2,
        f.mean,
        f.latest_three = 3 and coalesce(f.best_of_three < f.best_before + 0.005 * abs(f.best_before) - 1e-9, false)
    from fitted as f;
end;
$function$;

CREATE OR REPLACE FUNCTION private.explain_prescription(p_user uuid, p_plan_exercise_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_line record;
    v_standing record;
    v_step public.prescriptions;
    v_unit public.preferred_unit;
begin
    perform private.require_caller(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    select x.exercise_id, e.name, x.progression into v_line
    from public.workout_plan_day_exercises as x
    inner join public.exercises as e on e.id = x.exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id;
    select s.* into v_standing
    from private.standing_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    v_step := private.latest_step(p_user, p_plan_exercise_id);

    return jsonb_build_object(
        'plan_exercise_id', p_plan_exercise_id,
        'exercise_id', v_line.exercise_id,
        'name', v_line.name,
        'target', private.target_json(v_standing.target),
        'reason_code', v_standing.reason_code,
        'reason', private.reason_text(
            v_standing.reason_code, v_step.rule, v_step.inputs, v_step.old_target, private.target_json(v_standing.target), v_unit
        ),
        'outcome', v_step.outcome,
        'rule', v_step.rule,
        'inputs', coalesce(v_step.inputs, '{}'),
        'old_target', v_step.old_target,
        'session_id', v_step.session_id,
        'effective_at', v_step.effective_at,
        'failures', v_standing.failures,
        'state', v_standing.state,
        'progression', v_line.progression,
        'rules', (v_standing.fact).rules,
        'today', to_jsonb(private.easing_at(p_user, p_now, private.local_day(p_user, p_now))),
        'on_success', private.what_if(p_user, p_plan_exercise_id, v_standing.target, (v_standing.fact).rules, true, p_now),
        'on_failure', private.what_if(p_user, p_plan_exercise_id, v_standing.target, (v_standing.fact).rules, false, p_now),
        'history', private.step_history(p_user, p_plan_exercise_id, v_unit)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.fall_back(p_result private.evaluation, p_terms private.terms)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb := coalesce(
        jsonb_path_query_first(v_rules, '$[*] ? (exists(@.after_failures) || exists(@.on_failures))'),
        private.load_rule(p_terms.rules)
    );
    v_stage integer;
begin
    v_result.outcome := 'failure';
    v_result.reason_code := 'missed_reps';
    v_result.failures := p_result.failures + 1;
    -- Three in a row, unless a rule says otherwise; without a rule nothing moves.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    case coalesce(v_rule ->> 'on_failures', 'deload')
        when 'deload' then
            v_target.weight_kg := private.lowered(
                v_target.weight_kg, coalesce((v_rule -> 'deload_percent')::numeric, 10), p_terms
            );
            v_target.reps := (p_terms.base).reps;
        when 'reset' then
            v_target.reps := (p_terms.base).reps;
            v_target.sets := (p_terms.base).sets;
        else
            -- A target that is no stage was written by hand: it counts as the first.
            v_stage := coalesce(
                (
                    select s.i from jsonb_array_elements(v_rule -> 'stages') with ordinality as s (value, i)
                    where s.value ->> 'reps' = v_target.reps and (s.value -> 'sets')::integer = v_target.sets
                    limit 1
                ),
                1
            );
            if v_stage >= jsonb_array_length(v_rule -> 'stages') then
                v_stage := 0;
                v_target.weight_kg := private.lowered(
                    v_target.weight_kg, 100 - coalesce((v_rule -> 'restart_percent')::numeric, 85), p_terms
                );
            end if;
            v_target.sets := (v_rule -> 'stages' -> v_stage -> 'sets')::integer;
            v_target.reps := v_rule -> 'stages' -> v_stage ->> 'reps';
    end case;
    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
    v_result.new_target := v_target;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.favourite_exercises(p_user uuid, p_limit integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    return (
        with favourites as (
            select r.exercise_id, count(*) as workouts, max(r.started_at) as last_trained_at
            from private.exercise_sessions as r
            where r.user_id = p_user and r.working_sets > 0
            group by r.exercise_id
            order by count(*) desc, max(r.started_at) desc, r.exercise_id
            limit p_limit
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', f.exercise_id, 'name', e.name, 'workouts', f.workouts,
                    'last_trained_at', f.last_trained_at
                )
                order by f.workouts desc, f.last_trained_at desc, f.exercise_id
            ),
            '[]'
        )
        from favourites as f
        inner join public.exercises as e on e.id = f.exercise_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.find_counter()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    new.id := private.stable_id('achievement', new.slug);
    new.counter_id := private.achievement_counter(new.metric, new.parameters);
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.first_load(p_user uuid, p_exercise_id uuid, p_target private.target, p_rir numeric, p_step numeric, p_loads numeric[], p_at timestamp with time zone)
 RETURNS TABLE(load_kg numeric, estimated_1rm_kg numeric, reps integer, rir numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_best numeric;
    v_reps integer := private.target_amount(p_target.reps, 1);
    -- Two in reserve: a first day is to find out, not to fail.
    v_rir numeric := coalesce(p_rir, 2);
    v_wanted numeric;
begin
    if p_target.reps ~ '([sm]|AMRAP)$' then
        return;
    end if;
    v_best := (
        select max(x.estimated_1rm_kg) from private.exercise_sessions as x
        where x.user_id = p_user
            and x.exercise_id = p_exercise_id
            -- Beyond three months strength is a memory.
            and x.started_at > p_at - interval '90 days'
            and x.started_at <= p_at
    );
    v_wanted := v_best * private.percent_of_1rm(v_reps, 10 - v_rir);
    if v_wanted > 0 then
        return query select
            case
                when p_loads is null then floor(v_wanted / p_step) * p_step
                else private.snap(v_wanted, v_wanted, p_loads)
            end,
            v_best, v_reps, v_rir;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.first_load_text(p_1rm_kg numeric, p_reps integer, p_rir numeric, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return format(
        'First time in this plan: your estimated 1RM is %s, so this load should let you do %s and leave %s in reserve.',
        private.load_text(p_1rm_kg, p_unit), p_reps, trim_scale(p_rir)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.first_step(p_fact private.target_facts, p_buildable numeric[])
 RETURNS private.target_facts
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts := p_fact;
    v_week integer := coalesce((p_fact.state -> 'week')::integer, 1);
    v_max numeric;
begin
    if private.scheme_of(v_fact.rules) <> 'percentage_wave' then
        -- What a plan is made with is brought to what can be built; what a person sets later stands as it is.
        if p_fact.set_at = '-infinity' then
            v_fact.target.weight_kg := private.snap(null, (v_fact.target).weight_kg, p_buildable);
        end if;
        return v_fact;
    end if;
    v_week := least(v_week, jsonb_array_length(v_fact.rules -> 'weeks'));
    -- A load without a training max is the heaviest of the week.
    v_max := coalesce(
        (v_fact.state -> 'training_max_kg')::numeric,
        (v_fact.rules -> 'training_max_kg')::numeric,
        round(
            (v_fact.target).weight_kg * 100
            / (
                select max(p.value::numeric)
                from jsonb_array_elements_text(v_fact.rules -> 'weeks' -> (v_week - 1) -> 'percents') as p
            ),
            3
        )
    );
    v_fact.state := '{}';
    if v_max is not null then
        v_max := least(v_max, 2000);
        v_fact.state := jsonb_build_object('training_max_kg', v_max, 'week', v_week);
        v_fact.target := private.wave_target(v_fact.rules, v_week, v_max, p_buildable);
    end if;
    return v_fact;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_days(p_users uuid[], p_days date[], p_is_settling boolean)
 RETURNS SETOF private.settled_streaks
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_known record;
    v_day date;
    v_next date;
    v_current integer;
    v_longest integer;
    v_last_kept date;
    v_streak private.settled_streaks;
begin
    for v_known in
        with streaks as materialized (
            select
                u.user_id, u.day as running, c.has_changed, s.settled_until, s.last_kept,
                coalesce(s.current_streak, 0) as current_streak,
                coalesce(s.longest_streak, 0) as longest_streak,
                coalesce(s.settled_until, '-infinity') as since,
                -- Who flew west may have trained on a day that is yet to come here.
                case when p_is_settling then u.day else 'infinity' end as until
            from unnest(p_users, p_days) as u (user_id, day)
            -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
            cross join lateral (select from public.profiles as o where o.id = u.user_id offset 0) as p
            cross join lateral (
                select exists (select from private.streak_changes as c where c.user_id = u.user_id) as has_changed
            ) as c
            left join lateral (
                select o.* from private.settled_streaks as o
                where o.user_id = u.user_id and o.streak_type = 'daily_login' and not c.has_changed
                offset 0
            ) as s on s.settled_until <= u.day
        ),

        days as (
            select s.user_id, w.day, true as is_kept
            from streaks as s
            cross join lateral (
                select o.day from public.workout_sessions as o
                where o.user_id = s.user_id
                    and o.day >= s.since
                    and o.day < s.until
                    and o.status = 'completed'
                    and o.total_sets > 0
                offset 0
            ) as w
            union all
            select s.user_id, c.day, true
            from streaks as s
            cross join lateral (
                select o.day from public.check_ins as o
                where o.user_id = s.user_id and o.day >= s.since and o.day < s.until
                offset 0
            ) as c
            union all
            -- Who is ill, hurt or away can't come every day; a deload keeps nobody from it.
            select s.user_id, g.day::date, false
            from streaks as s
            cross join lateral (
                select o.starts_on, o.ends_on from public.training_breaks as o
                where o.user_id = s.user_id and o.kind <> 'deload'
                offset 0
            ) as b
            cross join lateral generate_series(
                greatest(b.starts_on, s.since)::timestamp,
                least(private.break_end(b.starts_on, b.ends_on), s.running - 1)::timestamp,
                interval '1 day'
            ) as g (day)
            union all
            -- Today breaks nothing before it is over.
            select s.user_id, s.running, false from streaks as s
        )

        select s.*, d.days, d.are_kept
        from (
            select
                o.user_id,
                array_agg(o.day order by o.day, o.is_kept) as days,
                array_agg(o.is_kept order by o.day, o.is_kept) as are_kept
            from days as o
            group by o.user_id
        ) as d
        inner join streaks as s on s.user_id = d.user_id
    loop
        v_next := v_known.settled_until;
        v_current := v_known.current_streak;
        v_longest := v_known.longest_streak;
        v_last_kept := v_known.last_kept;
        for v_number in 1..cardinality(v_known.days) loop
            v_day := v_known.days[v_number];
            if v_day > v_next then
                v_current := 0;
            end if;
            -- Two facts of one day, and a day of a break on which something was done, are one day.
            if v_known.are_kept[v_number] and v_day is distinct from v_last_kept then
                v_current := v_current + 1;
                v_longest := greatest(v_longest, v_current);
                v_last_kept := v_day;
            end if;
            v_next := v_day + 1;
        end loop;
        -- A streak that nothing happened to is as quickly folded on from where it was.
        if not p_is_settling or v_known.has_changed
            or (v_current, v_longest, v_last_kept)
            is distinct from (v_known.current_streak, v_known.longest_streak, v_known.last_kept)
        then
            v_streak := (v_known.user_id, 'daily_login', v_known.running, v_current, v_longest, 0, v_last_kept);
            return next v_streak;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone)
 RETURNS SETOF public.prescriptions
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_has_gear boolean := private.has_gear(p_user);
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_target private.target;
    v_failures smallint;
    v_state jsonb;
    v_buildable numeric[];
    v_easing private.easing;
    v_eased_at timestamptz;
    v_eased private.easing;
    v_result private.evaluation;
    v_row public.prescriptions;
begin
    for v_event in
        select
            o.id as plan_exercise_id, b.fact as fact_before, b.target, b.failures, b.state, e.happened_at, e.session_id,
            e.exercise_id, e.amounts, e.loads, e.efforts, e.day, e.fact
        from unnest(p_plan_exercises) as o (id)
        inner join private.target_events(p_user, p_plan_exercises, p_from) as e on e.plan_exercise_id = o.id
        left join private.standing_targets(p_user, p_plan_exercises, p_from) as b on b.plan_exercise_id = o.id
        -- A decision comes before other plates of the same moment, and both before a workout.
        order by o.id, e.happened_at, e.session_id nulls first, (e.fact).set_at, e.exercise_id
    loop
        if v_current is distinct from v_event.plan_exercise_id then
            v_current := v_event.plan_exercise_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
            v_state := coalesce(v_event.state, '{}');
        end if;
        -- Sets of another exercise, swapped in for a day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case when v_has_gear then private.buildable_loads(p_user, v_fact.exercise_id, v_event.happened_at) end;
        v_easing := null;

        if v_event.session_id is not null then
            v_result := private.evaluate(
                v_target, v_failures, v_state,
                (v_fact.rules, v_fact.target, v_fact.is_assisted, v_fact.target_rir, v_buildable)::private.terms,
                v_event.amounts, v_event.loads, v_event.efforts
            );
            if v_result.outcome = 'failure' or v_result.reason_code in ('below_target', 'deload') then
                -- One day eases all its exercises alike.
                if v_eased_at is distinct from v_event.happened_at then
                    v_eased := private.easing_at(p_user, v_event.happened_at, v_event.day);
                    v_eased_at := v_event.happened_at;
                end if;
                v_easing := v_eased;
            end if;
            if v_easing.reason_code is not null then
                -- An easier day was due: what was missing counts for nothing.
                v_result := (
                    'held', v_easing.reason_code, null, v_result.old_target, v_result.old_target, v_failures, v_state
                )::private.evaluation;
            end if;
        elsif (v_event.fact).set_at is not null then
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', null, coalesce(v_target, v_fact.target), v_fact.target, 0, v_fact.state
            )::private.evaluation;
        else
            v_result := (
                null, 'manual', 'gear', v_target, private.rebuilt(v_target, v_state, v_fact.rules, v_buildable), v_failures,
                v_state
            )::private.evaluation;
            continue when v_result.new_target is not distinct from v_target;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- What the plan was made with is where the fold begins, not a step of it.
        continue when v_event.happened_at = '-infinity';

        v_row.id := gen_random_uuid();
        v_row.user_id := p_user;
        v_row.plan_exercise_id := v_current;
        v_row.session_id := v_event.session_id;
        v_row.rule := v_result.rule;
        v_row.reason_code := v_result.reason_code;
        v_row.inputs := case
            when v_event.session_id is null then '{}'
            else jsonb_strip_nulls(jsonb_build_object(
                'exercise_id', v_event.exercise_id,
                'amounts', to_jsonb(v_event.amounts),
                'loads_kg', to_jsonb(v_event.loads),
                'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then to_jsonb(v_event.efforts) end,
                'easing', v_easing.inputs
            ))
        end;
        v_row.old_target := private.target_json(v_result.old_target);
        v_row.new_target := private.target_json(v_result.new_target);
        v_row.outcome := v_result.outcome;
        v_row.effective_at := v_event.happened_at;
        v_row.failures := v_result.failures;
        v_row.state := v_result.state;
        v_row.created_at := now();
        v_row.updated_at := now();
        return next v_row;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_weeks(p_users uuid[], p_days date[], p_is_settling boolean)
 RETURNS SETOF private.settled_streaks
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_known record;
    v_week date;
    v_streak private.settled_streaks;
begin
    for v_known in
        with streaks as materialized (
            select
                u.user_id, r.week_start as running, c.has_changed, s.settled_until, s.last_kept,
                coalesce(s.current_streak, 0) as current_streak,
                coalesce(s.longest_streak, 0) as longest_streak,
                coalesce(s.freezes_available, 0) as freezes_available,
                coalesce(s.settled_until, '-infinity') as since,
                -- Who flew west may have trained in a week that is yet to come here.
                case when p_is_settling then r.week_start else 'infinity' end as until
            from unnest(p_users, p_days) as u (user_id, day)
            -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
            cross join lateral (
                select o.week_starts_on from public.profiles as o where o.id = u.user_id offset 0
            ) as p
            cross join lateral private.week_start(u.day, p.week_starts_on) as r (week_start)
            cross join lateral (
                select exists (select from private.streak_changes as c where c.user_id = u.user_id) as has_changed
            ) as c
            left join lateral (
                select o.* from private.settled_streaks as o
                where o.user_id = u.user_id and o.streak_type = 'weekly_workout_completion' and not c.has_changed
                offset 0
            ) as s on s.settled_until <= r.week_start
        ),

        weeks as (
            select s.user_id, t.week_start, true as is_met
            from streaks as s
            cross join lateral (
                select o.week_start from private.training_weeks as o
                where o.user_id = s.user_id
                    and o.week_start >= s.since
                    and o.week_start < s.until
                    and o.met_at is not null
                offset 0
            ) as t
            union all
            select s.user_id, w.week_start, false
            from streaks as s
            cross join lateral (
                select o.week_start from private.paused_weeks as o
                where o.user_id = s.user_id and o.week_start >= s.since and o.week_start < s.running
                offset 0
            ) as w
            union all
            -- The running week breaks nothing before it ends.
            select s.user_id, s.running, false from streaks as s
        )

        select s.*, w.weeks, w.are_met
        from (
            select
                o.user_id,
                array_agg(o.week_start order by o.week_start, o.is_met) as weeks,
                array_agg(o.is_met order by o.week_start, o.is_met) as are_met
            from weeks as o
            group by o.user_id
        ) as w
        inner join streaks as s on s.user_id = w.user_id
    loop
        v_streak := (
            v_known.user_id, 'weekly_workout_completion', v_known.settled_until, v_known.current_streak,
            v_known.longest_streak, v_known.freezes_available, v_known.last_kept
        );
        for v_number in 1..cardinality(v_known.weeks) loop
            v_week := v_known.weeks[v_number];
            v_streak := private.streak_after(
                v_streak,
                v_week,
                case when p_is_settling and v_week = v_known.running then v_week else v_week + 7 end,
                v_known.are_met[v_number]
            );
        end loop;
        -- A streak that nothing happened to is as quickly folded on from where it was.
        if not p_is_settling or v_known.has_changed
            or (v_streak.current_streak, v_streak.longest_streak, v_streak.freezes_available, v_streak.last_kept)
            is distinct from
            (v_known.current_streak, v_known.longest_streak, v_known.freezes_available, v_known.last_kept)
        then
            return next v_streak;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.follow_gear()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_at timestamptz;
    v_lines uuid[];
begin
    for v_user, v_at in select n.user_id, min(n.valid_from) from new_rows as n group by n.user_id loop
        v_lines := array(
            select x.id
            from (
                select distinct l.exercise_id from public.workout_plan_day_exercises as l where l.user_id = v_user
            ) as e
            inner join public.workout_plan_day_exercises as x on x.user_id = v_user and x.exercise_id = e.exercise_id
            where exists (select from private.gear_changes(v_user, e.exercise_id, v_at))
        );
        if cardinality(v_lines) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_lines, v_at));
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.follow_own_exercise()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- Of an exercise or of what it needs: as JSON, because a row has only the columns of its own table.
    v_row jsonb := coalesce(to_jsonb(new), to_jsonb(old));
    v_user uuid := coalesce(v_row ->> 'created_by', v_row ->> 'user_id')::uuid;
    v_exercise uuid := coalesce(v_row ->> 'exercise_id', v_row ->> 'id')::uuid;
    v_lines uuid[];
begin
    if private.has_gear(v_user) and private.lock_user(v_user) then
        v_lines := array(
            select x.id from public.workout_plan_day_exercises as x
            where x.user_id = v_user and x.exercise_id = v_exercise
        );
        if cardinality(v_lines) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_lines, '-infinity'));
        end if;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.foretell_workout(p_user uuid, p_sets public.session_exercises[], p_started_at timestamp with time zone)
 RETURNS private.foretold_workout
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_foretold private.foretold_workout;
begin
    with scored as materialized (
        select
            s.*,
            e.tracking_type,
            coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end) as met,
            s.set_type <> 'warmup'
            and (
                coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
            ) as is_performed,
            case
                when s.set_type = 'warmup' or e.tracking_type = 'assisted' then 0
                else s.logged_weight_kg * s.logged_reps * case when e.is_unilateral then 2 else 1 end
            end as volume_kg,
            s.set_type in ('working', 'failure') as is_planned
        from unnest(p_sets) as s
        inner join public.exercises as e on e.id = s.exercise_id
    ),

    priors as materialized (
        select
            o.exercise_id,
            greatest(b.prior_load_score, b.load_score) as load_score,
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg) as estimated_1rm_kg
        -- Records of other kinds are few.
        from (select distinct s.exercise_id from scored as s where s.tracking_type = 'weight_reps') as o
        cross join lateral (
            select x.prior_load_score, x.load_score, x.prior_estimated_1rm_kg, x.estimated_1rm_kg
            from private.exercise_sessions as x
            where x.user_id = p_user and x.exercise_id = o.exercise_id and x.started_at < p_started_at
            order by x.started_at desc, x.session_id desc
            limit 1
        ) as b
    ),

    lifts as materialized (
        select
            s.id, s.exercise_id, s.set_order, s.logged_weight_kg, b.load_score as best_load,
            b.estimated_1rm_kg as best_estimate,
            private.estimated_1rm(s.logged_weight_kg, s.logged_reps, s.difficulty_rating) as estimated_1rm_kg
        from scored as s
        inner join priors as b on b.exercise_id = s.exercise_id
        where s.is_performed
    ),

    records as (
        select r.id
        from (
            select
                s.id,
                s.logged_weight_kg > s.best_load
                and s.logged_weight_kg > coalesce(max(s.logged_weight_kg) over before, 0)
                or s.estimated_1rm_kg > s.best_estimate
                and s.estimated_1rm_kg > coalesce(max(s.estimated_1rm_kg) over before, 0) as is_record
            from lifts as s
            window before as (
                partition by s.exercise_id order by s.set_order, s.id rows between unbounded preceding and 1 preceding
            )
        ) as r
        where r.is_record
    ),

    planned as materialized (
        select s.*, row_number() over here as place, first_value(s.logged_weight_kg) over here as first_load_kg
        from scored as s
        where s.workout_plan_exercise_id is not null and s.is_planned
        window here as (partition by s.workout_plan_exercise_id, s.exercise_id order by s.set_order, s.id)
    ),

    judged as (
        select
            s.id,
            private.meets_target(
                private.target_json(
                    (
                        (t.target).sets, (t.target).reps, coalesce((t.target).weight_kg, s.first_load_kg),
                        (t.target).loads_kg
                    )::private.target
                ),
                s.place,
                s.tracking_type = 'assisted',
                s.logged_weight_kg,
                s.logged_reps,
                s.duration_seconds,
                s.distance_m
            ) as is_success
        from private.standing_targets(
            p_user, array(select distinct p.workout_plan_exercise_id from planned as p), p_started_at
        ) as t
        inner join planned as s
            on s.workout_plan_exercise_id = t.plan_exercise_id and s.exercise_id = (t.fact).exercise_id
    )

    select
        t.*,
        array(select r.id from records as r),
        (select array_agg(j.id) from judged as j where j.is_success),
        (select array_agg(j.id) from judged as j where not j.is_success)
    into v_foretold
    from (
        select
            coalesce(sum(s.volume_kg), 0),
            count(*) filter (where s.is_performed),
            avg(s.met) filter (where s.is_performed)
        from scored as s
    ) as t;
    return v_foretold;
end;
$function$;

CREATE OR REPLACE FUNCTION private.gear_changes(p_user uuid, p_exercise_id uuid, p_from timestamp with time zone)
 RETURNS SETOF timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select m.valid_from
    from (
        select f.valid_from from private.gear_facts as f where f.user_id = p_user and f.valid_from >= p_from
        union
        select f.valid_from from private.gym_unit_facts as f where f.user_id = p_user and f.valid_from >= p_from
    ) as m
    where private.buildable_loads(p_user, p_exercise_id, m.valid_from)
        is distinct from private.buildable_loads(p_user, p_exercise_id, m.valid_from - interval '1 microsecond')
    order by m.valid_from;
end;
$function$;

CREATE OR REPLACE FUNCTION private.gear_of(p_user uuid)
 RETURNS TABLE(equipment_id uuid, loads_kg numeric[])
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with parts as (
        select
            q.id,
            q.load_type,
            u.loads_kg,
            u.base_kg,
            u.step_kg,
            u.max_kg,
            -- A row that tells nothing about loads leaves the word to the preferences.
            num_nonnulls(u.base_kg, u.plates_kg, u.loads_kg, u.step_kg) > 0 as is_told,
            case
                when u.base_kg is not null then array[u.base_kg]
                when q.load_type = 'bar' then nullif(p.bars_kg, '{}')
                else '{0}'::numeric[]
            end as bases_kg,
            coalesce(u.plates_kg, case when q.load_type in ('bar', 'plates') then nullif(p.plates_kg, '{}') end) as plates_kg,
            case when q.load_type = 'dumbbell' then p.dumbbells_kg end as dumbbells_kg
        from public.equipment as q
        left join public.user_equipment as u on u.user_id = p_user and u.equipment_id = q.id
        left join public.training_preferences as p on p.user_id = p_user
        where q.load_type in ('bar', 'dumbbell', 'plates') or u.user_id is not null
    )

    select
        p.id,
        nullif(
            array(
                select distinct l.kg
                from unnest(
                    case
                        when p.bases_kg is not null and p.plates_kg is not null
                            then private.plate_loads(p.bases_kg, p.plates_kg, p.load_type is distinct from 'plates')
                    end
                    || case when p.step_kg is not null then private.stack_loads(coalesce(p.base_kg, 0), p.step_kg, p.max_kg) end
                    || case when p.is_told then p.loads_kg else p.dumbbells_kg end
                ) as l (kg)
                order by l.kg
            ),
            '{}'
        )
    from parts as p;
end;
$function$;

CREATE OR REPLACE FUNCTION private.gym_unit(p_user uuid, p_at timestamp with time zone)
 RETURNS public.preferred_unit
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        (
            select f.unit from private.gym_unit_facts as f
            where f.user_id = p_user and f.valid_from <= p_at
            order by f.valid_from desc
            limit 1
        ),
        'metric'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.hardest(p_inputs jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select trim_scale(max(e.value::numeric))::text
        from jsonb_array_elements_text(p_inputs -> 'rpe') as e (value)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.has_gear(p_user uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return exists (select from private.gear_facts as f where f.user_id = p_user)
        or exists (select from private.gym_unit_facts as f where f.user_id = p_user);
end;
$function$;

CREATE OR REPLACE FUNCTION private.imagine(p_user uuid, p_plan_exercise_id uuid, p_outcomes jsonb, p_now timestamp with time zone)
 RETURNS SETOF private.evaluation
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_standing record;
    v_terms private.terms;
    v_target private.target;
    v_failures smallint;
    v_state jsonb;
    v_outcome jsonb;
    v_result private.evaluation;
    v_amounts integer[];
begin
    select s.* into v_standing
    from private.standing_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    v_terms := (
        (v_standing.fact).rules, (v_standing.fact).target, (v_standing.fact).is_assisted, (v_standing.fact).target_rir,
        private.buildable_loads(p_user, (v_standing.fact).exercise_id, p_now)
    )::private.terms;
    v_target := v_standing.target;
    v_failures := v_standing.failures;
    v_state := v_standing.state;

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
            private.imagined_loads(v_outcome, v_target, cardinality(v_amounts)),
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

CREATE OR REPLACE FUNCTION private.imagined_loads(p_outcome jsonb, p_target private.target, p_sets integer)
 RETURNS numeric[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select coalesce(
            (p_outcome -> 'loads_kg' ->> (s - 1))::numeric,
            (p_outcome ->> 'weight_kg')::numeric,
            p_target.loads_kg[least(s, cardinality(p_target.loads_kg))],
            p_target.weight_kg
        )
        from generate_series(1, p_sets) as s
        order by s
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.ipf_gl(p_sex public.sex, p_bodyweight_kg numeric, p_kg numeric, p_bench_only boolean)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    -- a, b, c of points = 100 kg / (a - b e^(-c bodyweight)), for raw lifting.
    v_factors numeric [] := case
        when p_sex = 'male' and p_bench_only then array[320.98041, 281.40258, 0.01008]
        when p_sex = 'male' then array[1199.72839, 1025.18162, 0.00921]
        when p_sex = 'female' and p_bench_only then array[142.40398, 442.52671, 0.04724]
        when p_sex = 'female' then array[610.32796, 1045.59282, 0.03048]
    end;
begin
    if p_bodyweight_kg < 35 then
        return null;
    end if;
    return round(100 * p_kg / (v_factors[1] - v_factors[2] * exp(-v_factors[3] * p_bodyweight_kg)), 2);
end;
$function$;

CREATE OR REPLACE FUNCTION private.judge_again(p_user uuid, p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_lines uuid[];
    v_from timestamptz;
begin
    if cardinality(p_sessions) = 0 or not private.lock_user(p_user) then
        return;
    end if;
    select array_agg(distinct s.workout_plan_exercise_id), min(w.started_at) into v_lines, v_from
    from public.workout_sessions as w
    inner join public.session_exercises as s on s.user_id = p_user and s.workout_session_id = w.id
    where w.user_id = p_user and w.id = any(p_sessions) and s.workout_plan_exercise_id is not null;
    if v_lines is not null then
        perform private.mark_sets(p_user, private.recompute_targets(p_user, v_lines, v_from));
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_gear(p_user uuid, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- With their owner, preferences and equipment go without a trace.
    if not private.lock_user(p_user) then
        return;
    end if;
    insert into private.gear_facts (user_id, equipment_id, valid_from, loads_kg)
    select p_user, coalesce(n.equipment_id, o.equipment_id), p_at, n.loads_kg
    from private.gear_of(p_user) as n
    full join (
        select distinct on (f.equipment_id) f.equipment_id, f.loads_kg
        from private.gear_facts as f
        where f.user_id = p_user
        order by f.equipment_id, f.valid_from desc
    ) as o on o.equipment_id = n.equipment_id
    where n.loads_kg is distinct from o.loads_kg
    on conflict (user_id, equipment_id, valid_from) do update set loads_kg = excluded.loads_kg;

    insert into private.gym_unit_facts (user_id, valid_from, unit)
    select p_user, p_at, n.unit
    from (
        select
            coalesce(
                (select t.gym_unit from public.training_preferences as t where t.user_id = p_user), p.preferred_unit
            ) as unit
        from public.profiles as p
        where p.id = p_user
    ) as n
    where n.unit <> private.gym_unit(p_user, 'infinity')
    on conflict (user_id, valid_from) do update set unit = excluded.unit;
end;
$function$;

CREATE OR REPLACE FUNCTION private.landmarks_of(p_user uuid)
 RETURNS TABLE(muscle_group text, min_sets numeric, max_sets numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    select l.muscle_group, l.min_sets, l.max_sets
    from public.profiles as p
    -- Who hasn't said is taken for a beginner: too little asked does less harm than too much.
    inner join private.volume_landmarks as l on l.fitness_level = coalesce(p.fitness_level, 'beginner')
    where p.id = p_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.latest_step(p_user uuid, p_plan_exercise_id uuid)
 RETURNS public.prescriptions
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_step public.prescriptions;
begin
    select p.* into v_step
    from public.prescriptions as p
    where p.user_id = p_user and p.plan_exercise_id = p_plan_exercise_id and p.superseded_at is null
    order by p.effective_at desc, p.session_id desc nulls last
    limit 1;
    return v_step;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lay_out_deloads(p_plan public.workout_plans, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(p_plan.user_id, p_now);
begin
    -- A week that has begun is part of the past: targets were judged by it.
    delete from public.training_breaks as b
    where b.user_id = p_plan.user_id and b.plan_id = p_plan.id and b.starts_on > v_today;

    insert into public.training_breaks (user_id, kind, starts_on, ends_on, plan_id)
    select p_plan.user_id, 'deload', w.starts_on, w.starts_on + 6, p_plan.id
    from public.profiles as p
    cross join lateral (
        select private.week_start(private.local_day(p.id, p_plan.activated_at), p.week_starts_on) + 7 * (n - 1) as starts_on
        -- A year for a plan without an end. The week of the activation is the first.
        from generate_series(p_plan.deload_every_weeks, coalesce(p_plan.total_weeks, 52), p_plan.deload_every_weeks) as n
    ) as w
    where p.id = p_plan.user_id and p_plan.is_active and w.starts_on > v_today;
end;
$function$;

CREATE OR REPLACE FUNCTION private.level_of(p_xp bigint, p_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        (
            select t.level from public.level_thresholds as t
            where t.version = (
                    select v.version from public.xp_rule_versions as v
                    where v.valid_from <= p_at
                    order by v.valid_from desc
                    limit 1
                )
                and t.min_xp <= p_xp
            order by t.min_xp desc
            limit 1
        ),
        1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.lightest(p_loads numeric[], p_is_assisted boolean)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_load numeric;
    v_lightest numeric;
begin
    foreach v_load in array coalesce(p_loads, '{}') loop
        if p_is_assisted then
            v_lightest := greatest(v_lightest, v_load);
        elsif v_load is null then
            return null;
        else
            v_lightest := least(v_lightest, v_load);
        end if;
    end loop;
    return v_lightest;
end;
$function$;

CREATE OR REPLACE FUNCTION private.load_rule(p_rules jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return jsonb_path_query_first(private.rule_list(p_rules), '$[*] ? (@.axis == "load")');
end;
$function$;

CREATE OR REPLACE FUNCTION private.load_text(p_kg numeric, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case p_unit
        when 'imperial' then trim_scale(round(p_kg / 0.45359237, 1)) || ' lb'
        else trim_scale(p_kg) || ' kg'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lock_caller()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform from public.profiles as p where p.id = (select auth.uid()) for no key update;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lock_cohorts()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    perform pg_advisory_xact_lock(hashtext('private.cohort_distributions'));
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
    v_id uuid;
    v_hash bytea := sha256(convert_to(p_workout::text, 'UTF8'));
    v_started timestamptz;
    v_ended timestamptz;
    v_plan_workout uuid;
    v_planned jsonb;
    v_sets public.session_exercises[];
    v_foretold record;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_workout_document(p_workout, p_now);
    v_id := (p_workout ->> 'id')::uuid;
    if exists (
        select from private.workout_requests as r
        where r.user_id = p_user and r.session_id = v_id and r.content_hash = v_hash
    ) then
        return private.workout_summary(p_user, v_id, p_now);
    elsif exists (select from public.workout_sessions as w where w.user_id = p_user and w.id = v_id) then
        perform private.fail(
            'PT409', 'this workout was logged with other content', jsonb_build_object('session_id', v_id),
            'Send correct_workout to replace it.'
        );
    end if;

    v_started := (p_workout ->> 'started_at')::timestamptz;
    v_ended := (p_workout ->> 'ended_at')::timestamptz;
    v_plan_workout := private.plan_link(p_user, p_workout);
    v_planned := private.planned_workout(p_user, v_plan_workout);
    v_sets := private.set_rows(p_user, p_workout);
    select f.* into v_foretold from private.foretell_workout(p_user, v_sets, v_started) as f;
    insert into public.workout_sessions (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name, location,
        planned, total_volume_kg, total_sets, energy_kcal
    )
    values (
        v_id,
        p_user,
        v_plan_workout,
        v_started,
        v_ended,
        'completed',
        p_workout ->> 'notes',
        (p_workout ->> 'overall_feeling')::public.feeling,
        coalesce(p_workout ->> 'timezone', private.zone_at(p_user, v_started)),
        coalesce(p_workout ->> 'name', v_planned ->> 'name'),
        (p_workout ->> 'location')::public.location,
        v_planned,
        v_foretold.volume_kg,
        v_foretold.sets,
        private.net_energy(p_user, v_foretold.met, v_started, extract(epoch from v_ended - v_started))
    )
    on conflict (id) do nothing;
    if not found then
        perform private.fail('PT404', 'no such workout', '{"field": "id"}');
    end if;
    insert into private.workout_requests (user_id, session_id, content_hash) values (p_user, v_id, v_hash);
    insert into public.session_exercises (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds,
        was_successful_for_progression, is_personal_record
    )
    select
        s.id, s.workout_session_id, s.exercise_id, s.workout_plan_exercise_id, s.set_order, s.logged_reps,
        s.logged_weight_kg, s.logged_at, s.difficulty_rating, s.notes, s.user_id, s.set_type, s.duration_seconds,
        s.distance_m, s.rest_seconds,
        case when s.id = any(v_foretold.successes) then true when s.id = any(v_foretold.failures) then false end,
        s.id = any(v_foretold.records)
    from unnest(v_sets) as s;
    return private.workout_summary(p_user, v_id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.lowered(p_load numeric, p_percent numeric, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Down to a whole number of steps, so that the way up meets the same loads.
    v_rule jsonb := private.load_rule(p_terms.rules);
    v_step numeric := case when v_rule ->> 'step_unit' = '%' then 2.5 else coalesce((v_rule -> 'step')::numeric, 2.5) end;
    v_load numeric := p_load * (1 - p_percent / 100);
begin
    if p_load is null then
        return null;
    elsif p_terms.is_assisted then
        -- Of no help at all there is no percentage.
        v_load := least(greatest(ceil(p_load * (1 + p_percent / 100) / v_step), 1) * v_step, 2000);
    else
        -- Where a step is all there is, by half kilograms.
        v_load := coalesce(nullif(floor(v_load / v_step) * v_step, 0), nullif(floor(v_load * 2) / 2, 0), p_load);
    end if;
    return private.built(p_load, v_load, p_terms);
end;
$function$;

CREATE OR REPLACE FUNCTION private.mark_sets(p_user uuid, p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.mark_scored_sets(
        p_user, private.sets_of(p_user, array(select distinct o.id from unnest(p_sessions) as o (id)))
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.meets_every_set(p_target private.target, p_amounts integer[])
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    for v_place in 1..p_target.sets loop
        -- A planned set that is missing has null, which meets nothing.
        if (p_amounts[v_place] >= private.target_amount(p_target.reps, v_place)) is not true then
            return false;
        end if;
    end loop;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.meets_target(p_target jsonb, p_place bigint, p_is_assisted boolean, p_weight_kg numeric, p_reps numeric, p_duration_seconds numeric, p_distance_m numeric)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_load numeric := coalesce(p_target -> 'loads_kg' ->> (p_place - 1)::integer, p_target ->> 'weight_kg')::numeric;
begin
    return coalesce(
        case when p_is_assisted then p_weight_kg <= v_load else coalesce(p_weight_kg, 0) >= v_load end,
        true
    )
    and coalesce(
        case
            when p_target ->> 'reps' like '%s' then p_duration_seconds
            when p_target ->> 'reps' like '%m' then p_distance_m
            else p_reps
        end
        >= private.target_amount(p_target ->> 'reps', p_place::integer),
        false
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.more_reps(p_target private.target, p_amounts integer[], p_step integer, p_ceiling numeric, p_is_lowest_only boolean)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_unit text := coalesce(substring(p_target.reps from '[sm]$'), '');
    v_is_written boolean := p_target.reps ~ ',';
    -- As far as the notation goes: 999 repetitions, 99999 seconds, 999999 metres, lists of 20 sets.
    v_most integer := least(p_ceiling, case v_unit when 's' then 99999 when 'm' then 999999 else 999 end);
    v_is_lowest_only boolean := coalesce(p_is_lowest_only, false);
    v_is_list boolean := v_is_written or v_is_lowest_only and v_unit = '' and p_target.sets <= 20;
    v_reps integer[] := array[]::integer[];
    v_least integer;
begin
    if p_target.reps = 'AMRAP' then
        return null;
    end if;
    -- From what was done in the planned sets, as the load goes from the lowest one lifted; a written list stands as it is.
    for v_place in 1..p_target.sets loop
        v_reps[v_place] := case
            when v_is_written then private.target_amount(p_target.reps, v_place) else least(p_amounts[v_place], v_most)
        end;
        v_least := least(v_least, v_reps[v_place]);
    end loop;
    if v_least >= v_most then
        return null;
    elsif v_is_list then
        return (
            select string_agg(
                case
                    when r.reps < v_most and (r.reps = v_least or not v_is_lowest_only) then least(r.reps + p_step, v_most)
                    else r.reps
                end::text,
                ',' order by r.i
            )
            from unnest(v_reps[:20]) with ordinality as r (reps, i)
        )
        || substring(p_target.reps from '\+?$');
    end if;
    v_least := least(v_least + p_step, v_most);
    return case
        when v_unit = '' and v_least < p_ceiling and p_target.reps !~ '\+$' then v_least || '-' || v_most
        else v_least || substring(p_target.reps from '[sm+]?$')
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.muscle_amounts(p_user uuid, p_from date)
 RETURNS TABLE(counter_id smallint, happened_at timestamp with time zone, session_id uuid, amount numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with sessions as materialized (
        select w.id, w.started_at, private.week_start(w.day, p.week_starts_on) as week_start
        from public.profiles as p
        inner join public.workout_sessions as w
            on w.user_id = p.id and w.day >= p_from and w.status = 'completed' and w.total_sets > 0
        where p.id = p_user
    ),

    rows as materialized (
        select s.week_start, s.started_at, s.id as session_id, r.exercise_id, r.working_sets
        from sessions as s
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = s.id and r.working_sets > 0
    ),

    groups as materialized (
        select m.muscle, m.group_name from public.muscle_groups as m where m.group_name not in ('full_body', 'cardio')
    ),

    -- A set counts once for its target and half for a helper, and for a group the more of both. Counted in halves:
    -- whole numbers add up in a third of the time.
    shares as materialized (
        select m.exercise_id, g.group_name collate "C" as group_name, max(case when m.is_target then 2 else 1 end) as halves
        from (select distinct r.exercise_id from rows as r) as o
        inner join private.exercise_muscles as m on m.exercise_id = o.exercise_id
        inner join groups as g on g.muscle = m.muscle
        group by m.exercise_id, g.group_name
    ),

    trained as materialized (
        select r.week_start, r.started_at, r.session_id, s.group_name, sum(r.working_sets * s.halves)::integer as halves
        from rows as r
        inner join shares as s on s.exercise_id = r.exercise_id
        group by r.week_start, r.started_at, r.session_id, s.group_name
    ),

    summed as materialized (
        select
            t.week_start, t.started_at, t.session_id,
            sum(t.halves) over (partition by t.week_start, t.group_name order by t.started_at, t.session_id) as so_far,
            t.halves
        from trained as t
    ),

    lines as materialized (
        select c.id, ceil(2 * c.sets)::bigint as halves
        from private.achievement_counters as c
        where c.metric = 'muscle_groups_in_week'
    )

    -- The workouts that took a group over the line, numbered within their week.
    select
        l.id,
        s.started_at,
        s.session_id,
        row_number() over (partition by l.id, s.week_start order by s.started_at, s.session_id)::numeric
    from lines as l
    inner join summed as s on s.so_far >= l.halves and s.so_far - s.halves < l.halves;
end;
$function$;

CREATE OR REPLACE FUNCTION private.muscle_ranking(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_bodyweight_kg numeric;
    v_sex public.sex;
    v_lifts private.ranked_lift [];
    v_distribution private.distribution_versions;
begin
    perform private.require_caller(p_user);
    perform private.require_premium(p_user);
    v_bodyweight_kg := private.recent_body_weight(p_user, p_now);
    v_sex := (select p.sex from public.profiles as p where p.id = p_user);
    v_lifts := array(select l from private.ranked_lifts(p_user, p_now, v_bodyweight_kg) as l);
    select v.* into v_distribution from private.distribution_versions as v order by v.version desc limit 1;

    return jsonb_build_object(
        'sex', v_sex,
        'bodyweight_kg', v_bodyweight_kg,
        'lifts', (
            select jsonb_agg(
                private.ranked_lift_document(l, v_bodyweight_kg, v_distribution.source) order by l.lift
            )
            from unnest(v_lifts) as l
        ),
        'muscles', private.ranked_muscles(v_lifts, v_distribution.source),
        'total', private.ranked_total(v_lifts, v_sex, v_bodyweight_kg),
        'distribution', jsonb_build_object(
            'version', v_distribution.version, 'source', v_distribution.source, 'population', v_distribution.population
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.muscle_volume(p_user uuid, p_first_week date, p_whole_weeks integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    return (
        with volume as (
            select
                s.muscle_group,
                sum(s.sets) filter (where s.week_start < p_first_week + 7 * p_whole_weeks) as sets,
                jsonb_object_agg(s.week_start, s.sets) as sets_by_week
            from private.weekly_sets(p_user, p_first_week, p_whole_weeks + 1) as s
            group by s.muscle_group
        ),

        groups as (
            select
                l.muscle_group,
                l.min_sets,
                l.max_sets,
                round(coalesce(v.sets, 0) / nullif(p_whole_weeks, 0), 2) as sets,
                coalesce(v.sets_by_week, '{}') as sets_by_week
            from private.landmarks_of(p_user) as l
            left join volume as v on v.muscle_group = l.muscle_group
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'muscle_group', g.muscle_group,
                    'sets_a_week', g.sets,
                    'min_sets', g.min_sets,
                    'max_sets', g.max_sets,
                    'status', case when g.sets is not null then private.volume_status(g.sets, g.min_sets, g.max_sets) end,
                    'sets_by_week', g.sets_by_week
                )
                order by g.muscle_group
            ),
            '[]'
        )
        from groups as g
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.muscles_worked(p_user uuid, p_from date, p_to date, p_now timestamp with time zone)
 RETURNS TABLE(day date, sets integer, volume_kg numeric, sets_by_muscle jsonb, volume_by_muscle jsonb, sets_by_group jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_days private.day_range;
begin
    perform private.require_caller(p_user);
    v_days := private.require_year(p_from, p_to, private.local_day(p_user, p_now));

    return query
    with worked as materialized (
        -- By exercise, of which there are few: what its sets are worth is joined once, not once a workout.
        select
            r.exercise_id,
            array_agg(w.day) as days,
            array_agg(r.working_sets) as sets,
            array_agg(r.volume_kg) as volumes
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between v_days.from_day and v_days.to_day
            and r.working_sets > 0
        group by r.exercise_id
    ),

    shares as materialized (
        select s.exercise_id, s.muscle::text as name, s.is_target, false as is_group
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        union all
        -- A set counts once for a group, however many of its muscles help.
        select s.exercise_id, g.group_name, bool_or(s.is_target), true
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        inner join public.muscle_groups as g on g.muscle = s.muscle
        group by s.exercise_id, g.group_name
    ),

    parts as (
        select
            d.day,
            s.name,
            s.is_group,
            sum(d.sets) filter (where s.is_target) as target_sets,
            sum(d.sets) filter (where not s.is_target) as helper_sets,
            sum(d.volume_kg) filter (where s.is_target and not s.is_group) as target_kg,
            sum(d.volume_kg) filter (where not s.is_target and not s.is_group) as helper_kg
        from worked as w
        inner join shares as s on s.exercise_id = w.exercise_id
        cross join lateral unnest(w.days, w.sets, w.volumes) as d (day, sets, volume_kg)
        group by d.day, s.name, s.is_group
    ),

    weighed as (
        select
            p.day,
            p.name,
            p.is_group,
            p.target_sets,
            p.target_kg,
            coalesce(p.target_sets, 0) + coalesce(p.helper_sets * 0.5, 0) as sets,
            round(coalesce(p.target_kg, 0) + coalesce(p.helper_kg * 0.5, 0), 3) as volume_kg
        from parts as p
    )

    select
        m.day,
        -- Every set has one target.
        (sum(m.target_sets) filter (where not m.is_group))::integer,
        sum(m.target_kg) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.sets) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.volume_kg) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.sets) filter (where m.is_group)
    from weighed as m
    group by m.day
    order by m.day;
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
            where o.key in ('step_unit', 'ceiling', 'after_failures', 'deload_percent', 'after_stalls')
        ),
        '{}'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.net_energy(p_user uuid, p_met numeric, p_started_at timestamp with time zone, p_seconds numeric)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return round((p_met - 1) * private.body_weight(p_user, p_started_at) * greatest(p_seconds, 0) / 3600)::integer;
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_workout(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan public.workout_plans;
    v_running public.workout_sessions;
    v_day public.workout_plan_days;
    v_unit public.preferred_unit;
    v_at timestamptz;
    v_easing private.easing;
begin
    perform private.require_caller(p_user);
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    if not found then
        return null;
    end if;
    select w.* into v_running
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.status in ('started', 'paused')
        and w.plan_workout_id in (
            select d.id from public.workout_plan_days as d where d.user_id = p_user and d.plan_id = v_plan.id
        );
    select d.* into v_day
    from public.workout_plan_days as d
    where d.user_id = p_user
        and d.id = coalesce(v_running.plan_workout_id, private.next_day(p_user, v_plan.id, v_plan.activated_at));
    if not found then
        return null;
    end if;

    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    -- What a running workout is asked for was settled when it began.
    v_at := coalesce(v_running.started_at, p_now);
    v_easing := private.easing_at(p_user, v_at, coalesce(v_running.day, private.local_day(p_user, p_now)));
    return jsonb_build_object(
        'plan_id', v_plan.id,
        'plan_workout_id', v_day.id,
        'name', v_day.name,
        'week_number', v_day.week_number,
        'session_id', v_running.id,
        'easing', case when v_easing.reason_code is not null then to_jsonb(v_easing) end,
        'deload', private.suggested_deload(p_user, p_now),
        'exercises', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'superset_group', x.superset_group,
                        'target_rest_seconds', x.target_rest_seconds,
                        'target_rir', x.target_rir,
                        'notes', x.notes
                    )
                    || private.asked_for(p_user, x.id, v_easing, v_at, v_unit)
                    order by x.section, x.order_in_workout, x.id
                ),
                '[]'
            )
            from public.workout_plan_day_exercises as x
            inner join public.exercises as e on e.id = x.exercise_id
            where x.user_id = p_user and x.plan_workout_id = v_day.id
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.note_weekly_target(p_user uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_today date;
    v_target smallint;
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_today := private.local_day(p_user, p_now);
    v_target := coalesce(
        (select p.weekly_workout_target from public.profiles as p where p.id = p_user),
        (select w.days_per_week from public.workout_plans as w where w.user_id = p_user and w.is_active),
        3
    );
    if v_target = private.weekly_target_at(p_user, v_today) then
        return;
    end if;
    insert into private.weekly_targets (user_id, valid_from, target)
    values (p_user, v_today, v_target)
    on conflict (user_id, valid_from) do update set target = excluded.target;
    perform private.recompute_weeks(p_user, array[v_today]);
    perform private.recompute_achievements(p_user, '{weeks}');
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_achievement_facts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
begin
    for v_user in select distinct m.user_id from moved_rows as m loop
        perform private.recompute_achievements(v_user, array[tg_argv[0]]);
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_achievement_rules()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    update private.achievement_counters as c
    set goal = greatest(c.goal, new.target)
    where c.id = new.counter_id;
    insert into private.achievement_rules as r (version) values (1)
    on conflict (is_only) do update set version = r.version + 1;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_breaks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
begin
    if private.lock_user(v_user) then
        perform private.recompute_pauses(v_user);
        perform private.unsettle_streaks(v_user, least(old.starts_on, new.starts_on));
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_check_ins()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
    v_source uuid := private.stable_id('check_in', v_user || ':' || coalesce(new.day, old.day));
begin
    if private.lock_user(v_user) then
        perform private.settle_xp(
            v_user,
            array[v_source],
            case when tg_op = 'INSERT' then private.claim('check_in', 'check_in', v_source, new.created_at) else '{}' end
        );
        perform private.unsettle_streaks(v_user, coalesce(new.day, old.day));
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_cohort_lifts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.redraw_cohorts(array(
        select distinct (c.lift, c.sex, c.age_from, c.bodyweight_from_kg)::private.cohort from changed_rows as c
    ));
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_consent_written()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    if tg_op = 'INSERT' then
        new.decided_at := now();
    elsif (new.granted, new.version) is distinct from (old.granted, old.version) then
        new.decided_at := now();
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_consents_for_cohorts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if tg_op <> 'DELETE' and new.granted then
        insert into private.cohort_members (user_id) values (new.user_id) on conflict (user_id) do nothing;
    else
        delete from private.cohort_members as m where m.user_id = old.user_id;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_deload_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
    v_first date := least(new.starts_on, old.starts_on);
    v_last date := greatest(private.break_end(new.starts_on, new.ends_on), private.break_end(old.starts_on, old.ends_on));
begin
    perform private.judge_again(
        v_user,
        array(
            select w.id from public.workout_sessions as w
            where w.user_id = v_user
                and w.status = 'completed'
                and w.day between v_first and v_last
                -- The bounds of the index: somewhere on Earth a day begins hours before it does in Greenwich, or after.
                and w.started_at between v_first - 2 and v_last + 3
        )
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_gear_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.keep_gear(coalesce(new.user_id, old.user_id), now());
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_moved_cohort_lifts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.redraw_cohorts(array(
        select (o.lift, o.sex, o.age_from, o.bodyweight_from_kg)::private.cohort from old_rows as o
        union
        select (n.lift, n.sex, n.age_from, n.bodyweight_from_kg)::private.cohort from new_rows as n
    ));
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_deloads()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if tg_op = 'DELETE' then
        old.is_active := false;
        perform private.lay_out_deloads(old, now());
        return old;
    end if;
    perform private.lay_out_deloads(
        new, case when new.is_active and not old.is_active then new.activated_at else now() end
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_planned()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.recompute_achievements(new.user_id, '{workouts}');
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_readiness_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_check_in public.check_ins := coalesce(new, old);
begin
    perform private.judge_again(
        v_check_in.user_id,
        array(
            select w.id from public.workout_sessions as w
            where w.user_id = v_check_in.user_id
                and w.status = 'completed'
                and w.started_at >= v_check_in.created_at
                and w.started_at < v_check_in.created_at + interval '36 hours'
        )
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sessions_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_moved record;
begin
    for v_moved in
        -- Notes, moods and derived totals move nothing, so the fold's own updates end here.
        select n.user_id, array_agg(n.id) as sessions, bool_and(o.status <> 'completed') as are_new
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where 'completed' in (n.status, o.status)
            and (n.status, n.started_at, n.ended_at, n.paused_seconds, n.timezone)
            is distinct from (o.status, o.started_at, o.ended_at, o.paused_seconds, o.timezone)
        group by n.user_id
    loop
        perform private.after_workouts_changed(v_moved.user_id, v_moved.sessions, v_moved.are_new);
    end loop;
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
    v_moved record;
begin
    for v_moved in
        -- Derived columns, notes and rests move nothing, so the fold's own updates end here.
        select n.user_id, array_agg(n.id) as sets, array_agg(distinct n.workout_session_id) as sessions
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where (
            n.exercise_id, n.set_order, n.set_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m,
            n.difficulty_rating
        ) is distinct from (
            o.exercise_id, o.set_order, o.set_type, o.logged_reps, o.logged_weight_kg, o.duration_seconds, o.distance_m,
            o.difficulty_rating
        )
        -- A link that was cut because the plan went moves nothing: its targets went with it.
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
        perform private.check_sets(v_moved.user_id, v_moved.sets);
        perform private.after_workouts_changed(v_moved.user_id, v_moved.sessions);
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_target_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts;
    v_standing record;
    v_is_by_hand boolean;
    -- A wave begins or ends, or gets another training max.
    v_is_other_wave boolean;
begin
    -- The load of the latest step alone: the fold wrote it. So it goes after most workouts, and needs no more looking up.
    if tg_op = 'UPDATE'
        and (
            new.exercise_id, new.target_sets, new.target_reps, new.progression, new.on_success_weight_increase_kg,
            new.target_rir
        ) is not distinct from (
            old.exercise_id, old.target_sets, old.target_reps, old.progression, old.on_success_weight_increase_kg,
            old.target_rir
        )
        and new.current_suggested_weight_kg = (
            select (p.new_target ->> 'weight_kg')::numeric
            from public.prescriptions as p
            where p.user_id = new.user_id and p.plan_exercise_id = new.id and p.superseded_at is null
            order by p.effective_at desc, p.session_id desc nulls last
            limit 1
        )
    then
        return null;
    end if;

    select
        new.user_id, new.id, case when tg_op = 'INSERT' then '-infinity'::timestamptz else now() end, true, new.exercise_id,
        (new.target_sets, new.target_reps, new.current_suggested_weight_kg, null)::private.target,
        private.rules_of(new.progression, new.on_success_weight_increase_kg, new.target_reps, e.mechanic),
        e.tracking_type = 'assisted', new.target_rir, '{}'::jsonb
    into v_fact
    from public.exercises as e
    where e.id = new.exercise_id;

    if tg_op = 'UPDATE' then
        select s.* into v_standing from private.standing_targets(new.user_id, array[new.id], 'infinity') as s;
        -- The fold writes the load it arrived at; a person writes another one.
        v_is_by_hand := new.current_suggested_weight_kg is distinct from (v_standing.target).weight_kg;
        v_is_other_wave := 'percentage_wave' in (private.scheme_of(v_fact.rules), private.scheme_of((v_standing.fact).rules))
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
                v_fact.state := v_standing.state;
            end if;
            if v_is_by_hand then
                -- The newest word counts: the load, not the training max it came from.
                v_fact.state := v_fact.state - 'training_max_kg';
                v_fact.rules := v_fact.rules - 'training_max_kg';
            end if;
        end if;
    end if;
    v_fact := private.first_step(
        v_fact,
        case when private.has_gear(new.user_id) then private.buildable_loads(new.user_id, new.exercise_id, now()) end
    );

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
        update public.workout_plan_day_exercises as x
        set current_suggested_weight_kg = (v_fact.target).weight_kg
        where x.user_id = new.user_id
            and x.id = new.id
            and x.current_suggested_weight_kg is distinct from (v_fact.target).weight_kg;
    elsif private.lock_user(new.user_id) then
        perform private.mark_sets(
            new.user_id, private.recompute_targets(new.user_id, array[new.id], v_fact.set_at)
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_unit_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.keep_gear(new.id, now());
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_week_start_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.recut_weeks(new.id);
    perform private.recompute_achievements(new.id, '{workouts, weeks}');
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_xp_events()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    update public.profiles as p
    set
        experience_points = p.experience_points + n.xp,
        level = private.level_of(p.experience_points + n.xp, now())
    from (select o.user_id, sum(o.xp) as xp from new_rows as o group by o.user_id) as n
    where p.id = n.user_id;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.one_rep_max_table(p_user uuid, p_weight_kg numeric, p_reps numeric)
 RETURNS TABLE(formula text, one_rep_max_kg numeric, is_ours boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    if p_weight_kg is null or p_weight_kg <= 0 or p_weight_kg > 2000 then
        perform private.fail('PT422', 'a load above 0 and up to 2000 kg', '{"field": "p_weight_kg"}');
    end if;
    -- Beyond 36 Brzycki's denominator is no longer positive.
    if p_reps is null or p_reps not between 1 and 36 then
        perform private.fail('PT422', 'between 1 and 36 repetitions', '{"field": "p_reps"}');
    end if;

    return query
    select
        f.formula,
        round(p_weight_kg * f.factor, 2),
        f.formula in ('epley', 'brzycki') and p_reps > 1 and coalesce(round(p_weight_kg * f.factor, 3) = e.kg, false)
    from
        (
            values
            (1, 'epley', 1 + p_reps / 30),
            (2, 'brzycki', 36 / (37 - p_reps)),
            (3, 'lombardi', power(p_reps, 0.10)),
            (4, 'oconner', 1 + 0.025 * p_reps),
            (5, 'mayhew', 100 / (52.2 + 41.9 * exp(-0.055 * p_reps))),
            (6, 'wathan', 100 / (48.8 + 53.8 * exp(-0.075 * p_reps))),
            (7, 'lander', 100 / (101.3 - 2.67123 * p_reps))
        ) as f (place, formula, factor)
    cross join (select private.estimated_1rm(p_weight_kg, p_reps, null) as kg) as e
    order by f.place;
end;
$function$;

CREATE OR REPLACE FUNCTION private.other_amounts(p_user uuid, p_sources text[])
 RETURNS TABLE(counter_id smallint, happened_at timestamp with time zone, session_id uuid, amount numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    if 'weeks' = any(p_sources) then
        return query
        select
            c.id, s.met_at, null::uuid,
            case when c.metric = 'weekly_streak' then (s.streak).current_streak else 1 end::numeric
        from private.streak_steps(p_user, null) as s
        cross join private.achievement_counters as c
        where c.source = 'weeks';
    end if;
    if 'check_ins' = any(p_sources) then
        return query
        select c.id, o.created_at, null::uuid, 1::numeric
        from private.achievement_counters as c
        inner join public.check_ins as o on o.user_id = p_user
        where c.source = 'check_ins';
    end if;
    if 'plans' = any(p_sources) then
        return query
        select c.id, o.created_at, null::uuid, 1::numeric
        from private.achievement_counters as c
        inner join public.workout_plans as o on o.user_id = p_user
        where c.source = 'plans';
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.pace(p_target_rir numeric, p_efforts numeric[])
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_left numeric;
begin
    if p_target_rir is null then
        return 1;
    end if;
    v_left := 10 - (select max(e) from unnest(p_efforts) as e);
    return case
        when v_left < p_target_rir - 1 then 0
        when v_left >= p_target_rir + 2 then 2
        else 1
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.percent_of_1rm(p_reps numeric, p_rpe numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    -- Repetitions that could have followed the first: those done and those in reserve.
    v_more numeric := p_reps - 1 + coalesce(10 - p_rpe, 0);
begin
    return case
        when p_reps < 1 or v_more < 0 then null
        when v_more = 0 then 1
        when v_more >= 16 then 0.5
        when v_more <= 2.92 then (0.347619 * v_more * v_more - 4.60714 * v_more + 99.9667) / 100
        else (97.0955 - 2.64249 * v_more) / 100
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.percentile_in(p_ratio numeric, p_ratios numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_points numeric [] := private.percentile_points();
    v_place numeric := private.place_among(p_ratio, p_ratios);
    v_below integer := floor(v_place);
    -- Where many lift the same, several points are equal: the middle of them, as if half of the equals were weaker.
    v_first_equal integer := array_position(p_ratios, p_ratio);
begin
    return case
        when v_first_equal is not null then (v_points[v_first_equal] + v_points[v_below]) / 2
        when v_below = 0 then v_points[1] * v_place
        when v_below = cardinality(v_points) then v_points[v_below]
        else v_points[v_below] + (v_place - v_below) * (v_points[v_below + 1] - v_points[v_below])
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.percentile_points()
 RETURNS numeric[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN '{1,5,10,20,30,40,50,60,70,80,90,95,99}'::numeric[];

CREATE OR REPLACE FUNCTION private.place_among(p_value numeric, p_points numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_reached integer := width_bucket(p_value, p_points);
begin
    return case
        when v_reached = 0 then p_value / p_points[1]
        when v_reached = cardinality(p_points) then v_reached
        else v_reached + (p_value - p_points[v_reached]) / (p_points[v_reached + 1] - p_points[v_reached])
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plate_loads(p_bases_kg numeric[], p_plates_kg numeric[], p_in_pairs boolean)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_sums numeric[] := array[0];
    v_added numeric;
    -- A bar bends long before 2000 kg, the most that a target may ask for; a body carries a fraction of it.
    v_most integer := case when p_in_pairs then 2000 else 250 end;
begin
    -- One addition a pair, or two a pair whose plates may be used one by one.
    for v_added in
        select case when p_in_pairs then 2 else 1 end * private.exact_kg(p.kg)
        from unnest(p_plates_kg) as p (kg), generate_series(1, case when p_in_pairs then 1 else 2 end)
        order by 1 desc
    loop
        v_sums := array(
            select s.kg from unnest(v_sums) as s (kg)
            union
            select s.kg + v_added from unnest(v_sums) as s (kg) where s.kg + v_added <= v_most
        );
        -- A set of plates makes some hundred loads; one made up of odd weights doubles them with every pair.
        perform private.check_load_count(cardinality(v_sums), 'plates_kg');
    end loop;
    return array(
        select distinct round(private.exact_kg(b.kg) + s.kg, 3)
        from unnest(p_bases_kg) as b (kg), unnest(v_sums) as s (kg)
        where private.exact_kg(b.kg) + s.kg <= v_most
        order by 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.pound_loads(p_mechanic public.mechanic)
 RETURNS numeric[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select round(i * case p_mechanic when 'isolation' then 2.5 else 5 end * 0.45359237, 3)
        -- Up to 2000 lb.
        from generate_series(0, case p_mechanic when 'isolation' then 800 else 400 end) as i
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.raised(p_load numeric, p_step numeric, p_rule jsonb, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- For help the ceiling is the least of it.
    v_end numeric := coalesce((p_rule -> 'ceiling')::numeric, case when p_terms.is_assisted then 0 else 2000 end);
    v_sign integer := case when p_terms.is_assisted then -1 else 1 end;
    v_step numeric := p_step;
    v_load numeric;
begin
    if (v_end - p_load) * v_sign <= 0 then
        return p_load;
    end if;
    if p_rule ->> 'step_unit' = '%' then
        -- Where nobody said what can be built, percents come in half kilograms.
        v_step := p_load * p_step / 100;
        if p_terms.buildable is null then
            v_step := greatest(round(v_step * 2) / 2, 0.5);
        end if;
    end if;
    v_load := private.built(p_load, p_load + least(v_step, abs(v_end - p_load)) * v_sign, p_terms);
    -- The next load that can be built may be beyond the ceiling, or there may be none: what was lifted elsewhere can be heavier
    -- than anything here.
    return case when (v_end - v_load) * v_sign < 0 or (v_load - p_load) * v_sign < 0 then p_load else v_load end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.ranked_lift_document(p_lift private.ranked_lift, p_bodyweight_kg numeric, p_distribution text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_tier public.strength_tier := private.strength_tier(p_lift.score);
    v_next public.strength_tier;
begin
    if v_tier < 'elite' then
        v_next := (enum_range(v_tier, null))[2];
    end if;
    return jsonb_build_object(
        'lift', p_lift.lift,
        'exercise_id', p_lift.exercise_id,
        'estimated_1rm_kg', p_lift.estimated_1rm_kg,
        'confidence', private.estimate_confidence(p_lift.effective_reps),
        'achieved_on', p_lift.achieved_on,
        'bodyweight_ratio', round(p_lift.ratio, 3),
        'score', round(p_lift.score, 1),
        'tier', v_tier,
        'next_tier', v_next,
        -- Rounded up: with that load the tier is reached.
        'next_tier_kg', case when v_next is not null
            then ceil(10 * p_bodyweight_kg * p_lift.standard[array_position(enum_range('beginner', null::public.strength_tier), v_next)])
                / 10
        end,
        'tier_reason', p_lift.tier_reason,
        'tier_source', p_lift.standard_source,
        'percentile', round(p_lift.percentile, 1),
        'percentile_reason', p_lift.percentile_reason,
        'percentile_source', case when p_lift.percentile is not null then p_distribution end,
        'cohort_percentile', round(p_lift.cohort_percentile, 1),
        'cohort_people', p_lift.cohort_people,
        'cohort_reason', p_lift.cohort_reason
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.ranked_lifts(p_user uuid, p_at timestamp with time zone, p_bodyweight_kg numeric)
 RETURNS SETOF private.ranked_lift
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_sex public.sex;
    v_age_from smallint;
    v_standards integer := (select max(s.version) from private.strength_standards as s);
    v_distributions integer := (select max(v.version) from private.distribution_versions as v);
begin
    select p.sex, private.age_band(p.date_of_birth, (p_at at time zone p.timezone)::date)
    into v_sex, v_age_from
    from public.profiles as p
    where p.id = p_user;

    return query
    select
        l.lift, b.exercise_id, b.estimated_1rm_kg, b.effective_reps, b.achieved_on, r.ratio,
        private.strength_score(r.ratio, s.ratios), s.ratios, s.source,
        case
            when b.lift is null then 'no_estimate'
            when v_sex is null then 'sex_unknown'
            when s.lift is null then 'sex_without_standards'
            when r.ratio is null then 'no_recent_bodyweight'
        end,
        private.percentile_in(r.ratio, d.ratios),
        case
            when b.lift is null then 'no_estimate'
            when v_sex is null then 'sex_unknown'
            when v_sex = 'other' then 'sex_without_distribution'
            when r.ratio is null then 'no_recent_bodyweight'
            when d.lift is null then 'lift_without_distribution'
        end,
        private.percentile_in(r.ratio, c.ratios), c.people,
        case
            when b.lift is null then 'no_estimate'
            when v_sex is null then 'sex_unknown'
            when v_age_from is null then 'age_unknown'
            when r.ratio is null then 'no_recent_bodyweight'
            when c.lift is null then 'cohort_too_small'
        end
    from unnest(enum_range(null::public.key_lift)) as l (lift)
    left join private.best_lifts(p_user, p_at) as b on l.lift = b.lift
    cross join lateral (select b.estimated_1rm_kg / p_bodyweight_kg as ratio) as r
    left join private.strength_standards as s
        on s.version = v_standards and s.lift = l.lift and s.sex = v_sex
    left join lateral (
        select n.lift, n.ratios
        from private.strength_distributions as n
        where n.version = v_distributions and n.lift = l.lift and n.sex = v_sex
            and n.bodyweight_from_kg < p_bodyweight_kg
        order by n.bodyweight_from_kg desc
        limit 1
    ) as d on true
    left join private.cohort_distributions as c
        on c.lift = l.lift and c.sex = v_sex and c.age_from = v_age_from
        and c.bodyweight_from_kg = private.weight_band(p_bodyweight_kg)
    order by l.lift;
end;
$function$;

CREATE OR REPLACE FUNCTION private.ranked_muscles(p_lifts private.ranked_lift[], p_distribution text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        with trained as (
            -- A target counts one, a helper half, as in muscles_worked.
            select
                l.lift, l.estimated_1rm_kg, l.score, l.tier_reason, l.percentile, l.percentile_reason, m.muscle, m.weight
            from unnest(p_lifts) as l
            inner join public.exercises as e on l.exercise_id = e.id
            cross join lateral (
                select e.primary_muscle_group, 1.0
                union all
                select h.muscle, 0.5 from unnest(e.secondary_muscle_groups) as h (muscle)
            ) as m (muscle, weight)
        ),

        muscles as (
            select
                t.muscle,
                sum(t.weight * t.score) / sum(t.weight) filter (where t.score is not null) as score,
                min(t.tier_reason) as tier_reason,
                sum(t.weight * t.percentile) / sum(t.weight) filter (where t.percentile is not null) as percentile,
                min(t.percentile_reason) as percentile_reason,
                (array_agg(t.estimated_1rm_kg order by t.weight desc, t.score desc nulls last, t.lift))[1] as kg,
                jsonb_agg(jsonb_build_object('lift', t.lift, 'weight', t.weight) order by t.weight desc, t.lift) as lifts
            from trained as t
            group by t.muscle
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'muscle', m.muscle,
                    'estimated_1rm_kg', m.kg,
                    'score', round(m.score, 1),
                    'tier', private.strength_tier(m.score),
                    'tier_reason', m.tier_reason,
                    'percentile', round(m.percentile, 1),
                    'percentile_reason', case when m.percentile is null then m.percentile_reason end,
                    'percentile_source', case when m.percentile is not null then p_distribution end,
                    'lifts', m.lifts
                )
                order by m.score desc nulls last, m.muscle
            ),
            '[]'
        )
        from muscles as m
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.ranked_total(p_lifts private.ranked_lift[], p_sex public.sex, p_bodyweight_kg numeric)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- Null unless all three are known.
    v_total_kg numeric := (
        select case when count(l.estimated_1rm_kg) = 3 then sum(l.estimated_1rm_kg) end
        from unnest(p_lifts) as l
        where l.lift in ('squat', 'bench_press', 'deadlift')
    );
    v_bench_kg numeric := (select l.estimated_1rm_kg from unnest(p_lifts) as l where l.lift = 'bench_press');
begin
    return jsonb_build_object(
        'total_kg', v_total_kg,
        'dots', private.dots(p_sex, p_bodyweight_kg, v_total_kg),
        'ipf_gl', private.ipf_gl(p_sex, p_bodyweight_kg, v_total_kg, false),
        'ipf_gl_bench_press', private.ipf_gl(p_sex, p_bodyweight_kg, v_bench_kg, true),
        'reason', case
            when v_total_kg is null then 'no_estimate'
            when p_sex is null then 'sex_unknown'
            when p_sex = 'other' then 'sex_without_standards'
            when p_bodyweight_kg is null then 'no_recent_bodyweight'
        end
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.readiness_easing(p_user uuid, p_at timestamp with time zone)
 RETURNS private.easing
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_check_in public.check_ins;
    v_readiness integer;
begin
    select c.* into v_check_in
    from public.check_ins as c
    -- The days bound the walk along the key; the hours decide.
    where c.user_id = p_user
        and c.day between p_at::date - 4 and p_at::date + 1
        and p_at >= c.created_at
        and p_at < c.created_at + interval '36 hours'
        and num_nonnulls(c.sleep, c.soreness, c.energy, c.mood) > 0
    order by c.created_at desc, c.day desc
    limit 1;
    if not found then
        return null;
    end if;
    v_readiness := private.readiness_of(v_check_in);
    if v_readiness <= 2 or v_check_in.soreness = 5 then
        return (
            case when v_readiness = 1 or v_check_in.soreness = 5 then 'readiness_deload' else 'readiness_hold'::public.reason_code end,
            case when v_readiness = 1 or v_check_in.soreness = 5 then 90 else 100 end,
            100,
            jsonb_strip_nulls(jsonb_build_object(
                'day', v_check_in.day, 'readiness', v_readiness, 'sleep', v_check_in.sleep, 'soreness', v_check_in.soreness,
                'energy', v_check_in.energy, 'mood', v_check_in.mood
            ))
        )::private.easing;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.readiness_of(p_check_in public.check_ins)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select round(avg(m.score))::integer
        from (
            values
            (p_check_in.sleep::numeric),
            (6 - p_check_in.soreness::numeric),
            (case when p_check_in.energy is not null then greatest(p_check_in.energy / 2.0, 1) end),
            (p_check_in.mood::numeric)
        ) as m (score)
    );
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
    v_done text := replace(replace(trim(both '[]' from p_inputs ->> 'amounts'), 'null', '0'), ', ', '-');
begin
    return case p_reason
        when 'first_time' then
            case p_rule
                when 'wave' then format('Your training max follows from this workout: week 1 begins with %s.', v_new)
                else 'First time: start with a load you can lift with good form.'
            end
        when 'progressed' then
            case p_rule
                when 'load' then format('%s done: now %s.', v_old, v_load)
                when 'sets' then format('%s done: now %s sets.', v_old, p_new ->> 'sets')
                else format('%s done: next in the wave is %s.', v_old, v_new)
            end
        when 'reps_up' then format('%s done: now aim for %s.', v_old, p_new ->> 'reps')
        when 'held' then
            case p_rule
                when 'effort' then
                    format('%s done, but at RPE %s, harder than planned: once more.', v_old, private.hardest(p_inputs))
                when 'sum_of_reps' then
                    format('%s repetitions done: the load goes up when their sum is reached.', v_done)
                when 'last_set' then format('%s done: the load goes up when the last set has enough repetitions.', v_old)
                else format('%s done; your plan keeps this target.', v_old)
            end
        when 'below_target' then format('Easier than %s: the target stays.', v_old)
        when 'missed_reps' then format('%s done of %s: the same again.', v_done, v_old)
        when 'repeated_failure' then
            case p_rule
                when 'switch' then format('%s missed: now %s.', v_old, v_new)
                when 'wave' then format('%s missed again: the training max goes down, and week 1 begins with %s.', v_old, v_new)
                else format('%s missed as often as your plan allows: back to %s to build up again.', v_old, v_new)
            end
        when 'deload' then
            case p_rule
                when 'stall' then format('No progress in the last workouts: down to %s to build up again.', v_new)
                else 'You took an easier week because progress had stalled: the target stays.'
            end
        when 'planned_deload' then
            case p_rule
                when 'wave' then format('%s done: now a light week with %s.', v_old, v_new)
                else 'This was a planned light week: the target stays.'
            end
        when 'readiness_hold' then 'You were not well rested that day: what was missing counts for nothing, and the target stays.'
        when 'readiness_deload' then
            'You were worn out that day: what was missing counts for nothing, and the target stays.'
        when 'manual' then
            case p_rule
                when 'gear' then format('The loads you can build have changed: the nearest is %s.', v_load)
                else 'You set this target yourself.'
            end
        else 'Not trained last time: the target stays.'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rebuilt(p_target private.target, p_state jsonb, p_rules jsonb, p_buildable numeric[])
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target private.target := p_target;
begin
    if private.scheme_of(p_rules) = 'percentage_wave' and p_state ? 'training_max_kg' then
        return private.wave_target(
            p_rules, (p_state -> 'week')::integer, (p_state -> 'training_max_kg')::numeric, p_buildable
        );
    end if;
    v_target.weight_kg := private.snap(null, v_target.weight_kg, p_buildable);
    return v_target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recent_body_weight(p_user uuid, p_at timestamp with time zone)
 RETURNS numeric
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if exists (
        select from public.body_measurements as m
        where m.user_id = p_user and m.weight_kg is not null and m.logged_at between p_at - interval '90 days' and p_at
    ) or exists (
        select from public.check_ins as c
        where c.user_id = p_user and c.weight_kg is not null
            and c.day between (p_at at time zone c.timezone)::date - 90 and (p_at at time zone c.timezone)::date
    ) then
        return private.body_weight(p_user, p_at);
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_achievements(p_user uuid, p_sources text[] DEFAULT '{workouts,weeks,check_ins,plans}'::text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_version integer := coalesce((select r.version from private.achievement_rules as r), 0);
    v_known private.achievement_totals;
    v_sources text [] := p_sources;
    v_changed uuid [];
    v_awarded private.award [];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    select t.* into v_known from private.achievement_totals as t where t.user_id = p_user;
    if v_known.rules_version is distinct from v_version then
        -- Counted by other rules, or never: all of it.
        v_sources := '{workouts, weeks, check_ins, plans}';
    end if;

    with should as materialized (
        select s.* from private.achievement_state(p_user, v_sources) as s
    ),

    counted as (
        insert into private.achievement_totals as t (
            user_id, rules_version, counted, last_started_at, streak, last_met_at
        )
        select
            p_user,
            v_version,
            array(
                select coalesce((select max(s.counted) from should as s where s.counter_id = c.id), v_known.counted[c.id], 0)
                from private.achievement_counters as c
                order by c.id
            ),
            (
                select max(w.started_at) from public.workout_sessions as w
                where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
            ),
            coalesce(m.streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks),
            m.met_at
        from (values (true)) as one (is_there)
        left join lateral (
            select s.met_at, s.streak from private.streak_steps(p_user, null) as s
            where 'weeks' = any(v_sources)
            order by (s.streak).settled_until desc
            limit 1
        ) as m on true
        on conflict (user_id) do update
        set
            rules_version = excluded.rules_version,
            counted = excluded.counted,
            last_started_at = case
                when 'workouts' = any(v_sources) then excluded.last_started_at else t.last_started_at
            end,
            streak = case when 'weeks' = any(v_sources) then excluded.streak else t.streak end,
            last_met_at = case when 'weeks' = any(v_sources) then excluded.last_met_at else t.last_met_at end
    ),

    gone as (
        delete from private.achievement_awards as a
        using should as s
        where a.user_id = p_user and a.achievement_id = s.achievement_id and s.unlocked_at is null
        returning a.achievement_id
    ),

    moved as (
        insert into private.achievement_awards as a (user_id, achievement_id, unlocked_at, session_id)
        select p_user, s.achievement_id, s.unlocked_at, s.session_id from should as s where s.unlocked_at is not null
        on conflict (user_id, achievement_id) do update
        set unlocked_at = excluded.unlocked_at, session_id = excluded.session_id
        where (a.unlocked_at, a.session_id) is distinct from (excluded.unlocked_at, excluded.session_id)
        returning a.achievement_id, a.unlocked_at
    )

    select
        array(select m.achievement_id from moved as m union all select g.achievement_id from gone as g),
        array(select (m.achievement_id, m.unlocked_at)::private.award from moved as m)
    into v_changed, v_awarded;
    perform private.settle_awards(p_user, v_changed, v_awarded);
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_energy(p_user uuid, p_from timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.settle_totals(
        p_user,
        array(
            select w.id from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.started_at >= p_from
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_pauses(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    with wanted as materialized (
        select d.week_start
        from (
            -- Breaks may overlap: a day counts once.
            select distinct private.week_start(g.day::date, p.week_starts_on) as week_start, g.day
            from public.profiles as p
            inner join public.training_breaks as b on b.user_id = p.id
            cross join lateral generate_series(
                b.starts_on::timestamp, private.break_end(b.starts_on, b.ends_on)::timestamp, interval '1 day'
            ) as g (day)
            where p.id = p_user
        ) as d
        group by d.week_start
        having count(*) >= 4
    ),

    gone as (
        delete from private.paused_weeks as w
        where w.user_id = p_user and w.week_start not in (select n.week_start from wanted as n)
    )

    insert into private.paused_weeks (user_id, week_start)
    select p_user, n.week_start from wanted as n
    on conflict (user_id, week_start) do nothing;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_progress(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sessions uuid[];
    v_exercises uuid[];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_sessions := array(
        select w.id from public.workout_sessions as w where w.user_id = p_user and w.status = 'completed'
        union
        select r.session_id from private.exercise_sessions as r where r.user_id = p_user
    );
    perform private.settle_totals(p_user, v_sessions);
    perform private.recompute_exercise_sessions(p_user, v_sessions, private.sets_of(p_user, v_sessions));
    v_exercises := array(
        select r.exercise_id from private.exercise_sessions as r where r.user_id = p_user
        union
        select p.exercise_id from public.personal_records as p where p.user_id = p_user
    );
    perform private.recompute_priors(p_user, v_exercises, '-infinity');
    perform private.recompute_best(p_user, v_exercises, '-infinity');
    perform private.recompute_targets(
        p_user,
        array(select x.id from public.workout_plan_day_exercises as x where x.user_id = p_user),
        '-infinity'
    );
    perform private.mark_sets(p_user, v_sessions);
    perform private.recut_weeks(p_user);
    perform private.recompute_workout_xp(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed'
        ),
        array(
            select distinct e.source_id from public.xp_events as e
            where e.user_id = p_user and e.source_type = 'workout'
        )
    );
    perform private.recompute_achievements(p_user);
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_moved uuid[];
    v_wanted public.prescriptions[] := array(
        select f from private.fold_targets(p_user, p_plan_exercises, p_from) as f
    );
begin
    -- The newest workout adds one step to each of its targets, and none stood since: nothing to compare.
    if cardinality(v_wanted) = cardinality(p_plan_exercises)
        and not exists (
            select from public.prescriptions as p
            where p.user_id = p_user
                and p.plan_exercise_id = any(p_plan_exercises)
                and p.effective_at >= p_from
                and p.superseded_at is null
        )
        and (select count(distinct w.plan_exercise_id) from unnest(v_wanted) as w) = cardinality(p_plan_exercises)
    then
        insert into public.prescriptions select w.* from unnest(v_wanted) as w;
        update public.workout_plan_day_exercises as x
        set current_suggested_weight_kg = (w.new_target ->> 'weight_kg')::numeric
        from unnest(v_wanted) as w
        where x.user_id = p_user
            and x.id = w.plan_exercise_id
            and x.current_suggested_weight_kg is distinct from (w.new_target ->> 'weight_kg')::numeric;
        return array(select distinct w.session_id from unnest(v_wanted) as w where w.session_id is not null);
    end if;

    with wanted as materialized (
        select w.* from unnest(v_wanted) as w
    ),

    standing as materialized (
        select p.*
        from public.prescriptions as p
        where p.user_id = p_user
            and p.plan_exercise_id = any(p_plan_exercises)
            and p.superseded_at is null
            and p.effective_at >= p_from
    ),

    kept as materialized (
        select s.id, w.id as wanted_id
        from standing as s
        inner join wanted as w
            on w.plan_exercise_id = s.plan_exercise_id
            and (
                w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome, w.effective_at, w.failures,
                w.state
            )
            is not distinct from
            (
                s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome, s.effective_at, s.failures,
                s.state
            )
    ),

    gone as (
        update public.prescriptions as p set superseded_at = now()
        where p.user_id = p_user
            and p.id in (select s.id from standing as s where s.id not in (select k.id from kept as k))
    ),

    made as (
        insert into public.prescriptions
        select w.* from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ),

    final as (
        select
            o.id,
            coalesce(
                (
                    select w.new_target
                    from wanted as w
                    where w.plan_exercise_id = o.id
                    order by w.effective_at desc, w.session_id desc nulls last
                    limit 1
                ),
                (select private.target_json(s.target) from private.standing_targets(p_user, array[o.id], p_from) as s),
                -- Before -infinity nothing stood: what the plan was made with.
                (
                    select private.target_json(t.target)
                    from private.target_facts as t
                    where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
                )
            ) as target
        from unnest(p_plan_exercises) as o (id)
    ),

    loads as (
        update public.workout_plan_day_exercises as x
        set current_suggested_weight_kg = (f.target ->> 'weight_kg')::numeric
        from final as f
        where x.user_id = p_user
            and x.id = f.id
            and x.current_suggested_weight_kg is distinct from (f.target ->> 'weight_kg')::numeric
    )

    select array_agg(m.session_id) into v_moved
    from (
        select s.session_id from standing as s where s.id not in (select k.id from kept as k)
        union
        select w.session_id from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ) as m
    where m.session_id is not null;
    return v_moved;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_weeks(p_user uuid, p_days date[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_starts_on smallint;
    v_weeks date[];
    v_sources uuid[];
    v_claims private.xp_claim[] := '{}'::private.xp_claim[];
    v_week record;
begin
    select p.week_starts_on into v_starts_on from public.profiles as p where p.id = p_user;
    v_weeks := array(select distinct private.week_start(d.day, v_starts_on) from unnest(p_days) as d (day));

    for v_week in
        with days as (
            select o.week_start, w.day, min(w.started_at) as trained_at
            from unnest(v_weeks) as o (week_start)
            inner join public.workout_sessions as w
                on w.user_id = p_user
                and w.day between o.week_start and o.week_start + 6
                and w.status = 'completed'
                and w.total_sets > 0
            group by o.week_start, w.day
        ),

        wanted as materialized (
            select
                d.week_start,
                count(*) as training_days,
                t.target,
                (array_agg(d.trained_at order by d.day))[t.target] as met_at
            from days as d
            cross join lateral private.weekly_target_at(p_user, d.week_start + 6) as t (target)
            group by d.week_start, t.target
        ),

        gone as (
            delete from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = any(v_weeks)
                and t.week_start not in (select w.week_start from wanted as w)
        ),

        made as (
            insert into private.training_weeks as t (user_id, week_start, training_days, target, met_at)
            select p_user, w.week_start, w.training_days, w.target, w.met_at from wanted as w
            on conflict (user_id, week_start) do update
            set training_days = excluded.training_days, target = excluded.target, met_at = excluded.met_at
            where (t.training_days, t.target, t.met_at)
                is distinct from (excluded.training_days, excluded.target, excluded.met_at)
        )

        -- The weeks in which it changed whether, or when, the target was met.
        select o.week_start, w.met_at
        from unnest(v_weeks) as o (week_start)
        left join private.training_weeks as t on t.user_id = p_user and t.week_start = o.week_start
        left join wanted as w on w.week_start = o.week_start
        where t.met_at is distinct from w.met_at
    loop
        v_sources := v_sources || private.week_source(p_user, v_week.week_start);
        if v_week.met_at is not null then
            v_claims := v_claims || private.claim(
                'streak_kept', 'week', private.week_source(p_user, v_week.week_start), v_week.met_at
            );
        end if;
    end loop;
    perform private.unsettle_streaks(p_user, (select min(d.day) from unnest(p_days) as d (day)));
    if v_sources is not null then
        perform private.settle_xp(p_user, v_sources, v_claims);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.record_check_in(p_user uuid, p_check_in jsonb, p_timezone text, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_check_in jsonb := coalesce(nullif(p_check_in, 'null'), '{}');
    v_zone text;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(v_check_in, 'p_check_in', $shape${
        "sleep": {"type": "integer", "min": 1, "max": 5},
        "soreness": {"type": "integer", "min": 1, "max": 5},
        "energy": {"type": "integer", "min": 1, "max": 10},
        "mood": {"type": "integer", "min": 1, "max": 5},
        "weight_kg": {"type": "number", "min": 20, "max": 500},
        "notes": {"type": "text", "max": 2000}
    }$shape$);
    if private.is_timezone(p_timezone) is false then
        perform private.fail('PT422', 'no such time zone', '{"field": "p_timezone"}');
    end if;
    v_zone := coalesce(p_timezone, private.zone_at(p_user, p_now));

    -- Once a day counts; what is told later in the day is added to it.
    insert into public.check_ins as c (user_id, day, timezone, sleep, soreness, energy, mood, weight_kg, notes, created_at)
    values (
        p_user,
        (p_now at time zone v_zone)::date,
        v_zone,
        (v_check_in ->> 'sleep')::numeric,
        (v_check_in ->> 'soreness')::numeric,
        (v_check_in ->> 'energy')::numeric,
        (v_check_in ->> 'mood')::numeric,
        (v_check_in ->> 'weight_kg')::numeric,
        v_check_in ->> 'notes',
        p_now
    )
    on conflict (user_id, day) do update
    set
        sleep = coalesce(excluded.sleep, c.sleep),
        soreness = coalesce(excluded.soreness, c.soreness),
        energy = coalesce(excluded.energy, c.energy),
        mood = coalesce(excluded.mood, c.mood),
        weight_kg = coalesce(excluded.weight_kg, c.weight_kg),
        notes = coalesce(excluded.notes, c.notes);
    return (
        select to_jsonb(s) || jsonb_build_object('user_id', p_user)
        from private.streaks_at(p_user, p_now) as s
        where s.streak_type = 'daily_login'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.recut_weeks(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_claimed uuid[];
begin
    -- Weeks cut otherwise are other weeks: what the old ones were worth is taken back.
    with gone as (
        delete from private.training_weeks as t where t.user_id = p_user returning t.week_start
    )

    select array_agg(private.week_source(p_user, g.week_start)) into v_claimed from gone as g;
    perform private.settle_xp(p_user, v_claimed, '{}');
    perform private.recompute_pauses(p_user);
    perform private.unsettle_streaks(p_user, '-infinity');
    perform private.recompute_weeks(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.redraw_cohorts(p_cohorts private.cohort[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    if p_cohorts = '{}' then
        return;
    end if;
    perform private.lock_cohorts();
    with drawn as (
        select
            c.lift, c.sex, c.age_from, c.bodyweight_from_kg, count(l.ratio) as people,
            percentile_cont((select array_agg(p.point / 100) from unnest(private.percentile_points()) as p (point))::float8 [])
            within group (order by l.ratio::float8) as ratios
        from unnest(p_cohorts) as c
        left join private.cohort_lifts as l
            on c.lift = l.lift and c.sex = l.sex and c.age_from = l.age_from and c.bodyweight_from_kg = l.bodyweight_from_kg
        group by c.lift, c.sex, c.age_from, c.bodyweight_from_kg
    ),

    gone as (
        delete from private.cohort_distributions as d
        using drawn as n
        where n.people < 20
            and (d.lift, d.sex, d.age_from, d.bodyweight_from_kg) = (n.lift, n.sex, n.age_from, n.bodyweight_from_kg)
    )

    insert into private.cohort_distributions as d (lift, sex, age_from, bodyweight_from_kg, people, ratios)
    select n.lift, n.sex, n.age_from, n.bodyweight_from_kg, n.people, n.ratios::numeric []
    from drawn as n
    where n.people >= 20
    on conflict (lift, sex, age_from, bodyweight_from_kg) do update
        set people = excluded.people, ratios = excluded.ratios;
end;
$function$;

CREATE OR REPLACE FUNCTION private.refresh_cohorts(p_now timestamp with time zone, p_limit integer DEFAULT 500)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_members uuid [];
begin
    -- First, so that who withdraws meanwhile waits for this batch and nobody waits in a circle.
    perform private.lock_cohorts();
    -- A row that is being deleted is skipped, and one that is taken can't be deleted before this batch is done.
    select array_agg(b.user_id)
    into v_members
    from (
        select m.user_id
        from private.cohort_members as m
        where m.refreshed_at < p_now - interval '20 hours'
        order by m.refreshed_at, m.user_id
        limit p_limit
        for update skip locked
    ) as b;
    if v_members is null then
        return 0;
    end if;

    with found as materialized (
        select
            p.id as user_id, b.lift, p.sex,
            private.age_band(p.date_of_birth, (p_now at time zone p.timezone)::date) as age_from,
            private.weight_band(w.kg) as bodyweight_from_kg, b.estimated_1rm_kg / w.kg as ratio
        from unnest(v_members) as m (user_id)
        inner join public.profiles as p on m.user_id = p.id and p.sex is not null and p.date_of_birth is not null
        cross join lateral (select private.recent_body_weight(p.id, p_now) as kg offset 0) as w
        cross join lateral private.best_lifts(p.id, p_now) as b
        where w.kg is not null
    ),

    gone as (
        delete from private.cohort_lifts as l
        where l.user_id = any(v_members)
            and not exists (select from found as f where f.user_id = l.user_id and f.lift = l.lift)
    )

    -- What is as it was is left alone, and so is its cohort: a night changes few.
    insert into private.cohort_lifts as l (user_id, lift, sex, age_from, bodyweight_from_kg, ratio)
    select f.user_id, f.lift, f.sex, f.age_from, f.bodyweight_from_kg, f.ratio from found as f
    on conflict (user_id, lift) do update set
        sex = excluded.sex,
        age_from = excluded.age_from,
        bodyweight_from_kg = excluded.bodyweight_from_kg,
        ratio = excluded.ratio
    where (l.sex, l.age_from, l.bodyweight_from_kg, l.ratio)
        is distinct from (excluded.sex, excluded.age_from, excluded.bodyweight_from_kg, excluded.ratio);
    update private.cohort_members as m set refreshed_at = p_now where m.user_id = any(v_members);
    return cardinality(v_members);
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_sets(p_user uuid, p_workout jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    select
        s.i - 1 as i,
        case when e.id is null then 'exercise_id' when s.copies > 1 then 'id' else m.field end as field,
        case when e.id is null then 'PT404' else 'PT422' end as code,
        case
            when e.id is null then 'no such exercise'
            when s.copies > 1 then 'the id is there twice'
            else format('%s is needed for this exercise', m.field)
        end as reason
    into v_fault
    from
        (
            select
                o.i,
                o.value,
                count(*) over (partition by (o.value ->> 'id')::uuid) as copies
            from jsonb_array_elements(p_workout -> 'sets') with ordinality as o (value, i)
        ) as s
        left join public.exercises as e
            on e.id = (s.value ->> 'exercise_id')::uuid
            and (e.created_by is null or e.is_approved or e.created_by = p_user)
        cross join lateral (
            select
                private.missing_measure(
                    e.tracking_type,
                    (s.value ->> 'logged_reps')::numeric,
                    (s.value ->> 'logged_weight_kg')::numeric,
                    (s.value ->> 'duration_seconds')::numeric,
                    (s.value ->> 'distance_m')::numeric
                ) as field
        ) as m
    where e.id is null or s.copies > 1 or m.field is not null
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            v_fault.code, v_fault.reason, jsonb_build_object('field', format('sets[%s].%s', v_fault.i, v_fault.field))
        );
    end if;

    select s.i - 1 as i, e.user_id = p_user as is_own into v_fault
    from jsonb_array_elements(p_workout -> 'sets') with ordinality as s (value, i)
    inner join public.session_exercises as e on e.id = (s.value ->> 'id')::uuid
    where e.user_id <> p_user or e.workout_session_id <> (p_workout ->> 'id')::uuid
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            case when v_fault.is_own then 'PT409' else 'PT404' end,
            case when v_fault.is_own then 'the set is in another workout' else 'no such set' end,
            jsonb_build_object('field', format('sets[%s].id', v_fault.i))
        );
    end if;

    select s.i - 1 as i into v_fault
    from jsonb_array_elements(p_workout -> 'sets') with ordinality as s (value, i)
    left join public.workout_plan_day_exercises as x
        on x.user_id = p_user and x.id = (s.value ->> 'workout_plan_exercise_id')::uuid
    where s.value ->> 'workout_plan_exercise_id' is not null
        -- A case, because only few links are missing and looking for a tombstone is slow.
        and case
            when x.id is null then
                not private.was_deleted(
                    p_user, 'workout_plan_day_exercises', (s.value ->> 'workout_plan_exercise_id')::uuid
                )
            else false
        end
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            'PT404', 'no such exercise in your plans',
            jsonb_build_object('field', format('sets[%s].workout_plan_exercise_id', v_fault.i))
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_caller(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- current_setting('role') is what PostgREST set for the request; current_user is already the definer here.
    -- A plain <> would let a null through.
    if p_user is null
        or (
            current_setting('role', true) in ('anon', 'authenticated')
            and p_user is distinct from auth.uid()
        )
    then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Send the user''s access token.';
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_plan_exercise(p_user uuid, p_plan_exercise_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if not exists (
        select from public.workout_plan_day_exercises as x where x.user_id = p_user and x.id = p_plan_exercise_id
    ) then
        perform private.fail('PT404', 'no such exercise of a plan', '{"field": "p_plan_exercise_id"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_premium(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'no such account', null, 'Sign up, or finish onboarding.');
    end if;
    if not private.is_premium(p_user) then
        perform private.fail('PT402', 'premium is needed', '{"feature": "premium"}', 'Subscribe, or start a trial.');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_range(p_from date, p_to date)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- Arithmetic on days fails with infinity and beyond the calendar.
    if p_from not between '1900-01-01' and '2199-12-31' or p_to not between '1900-01-01' and '2199-12-31' then
        perform private.fail(
            'PT422', 'between 1900 and 2199',
            jsonb_build_object('field', case when p_from not between '1900-01-01' and '2199-12-31' then 'p_from' else 'p_to' end)
        );
    end if;
    if p_from > p_to then
        perform private.fail('PT422', 'p_from is after p_to', '{"field": "p_from"}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_room(p_user uuid, p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if exists (
        select from unnest(p_sessions) as o (id)
        where (
            select count(*) from public.session_exercises as s where s.user_id = p_user and s.workout_session_id = o.id
        ) > 500
    ) then
        perform private.fail('PT422', 'a workout has at most 500 sets', '{"field": "sets", "max": 500}');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_year(p_from date, p_to date, p_today date)
 RETURNS private.day_range
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_from date;
    v_to date;
begin
    perform private.require_range(p_from, p_to);
    v_from := coalesce(p_from, coalesce(p_to, p_today) - 83);
    -- Who flew west may have trained on a day that is yet to come here.
    v_to := coalesce(p_to, greatest(p_from, p_today + 1));
    if v_to - v_from > 366 then
        perform private.fail('PT422', 'at most 366 days at a time', '{"field": "p_from"}');
    end if;
    return (v_from, v_to)::private.day_range;
end;
$function$;

CREATE OR REPLACE FUNCTION private.ride_wave(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.old_target;
    v_rules jsonb := p_terms.rules;
    v_max numeric := (p_result.state -> 'training_max_kg')::numeric;
    v_week integer := coalesce((p_result.state -> 'week')::integer, 1);
begin
    if v_max is null then
        -- Nobody said one: the first workout that allows an estimate does.
        v_max := round(
            (
                select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
                from generate_series(1, cardinality(p_amounts)) as s
            ) * (v_rules -> 'training_max_percent')::numeric / 100,
            3
        );
        v_result.reason_code := 'first_time';
        v_result.outcome := 'held';
        if v_max is null then
            return v_result;
        end if;
        v_max := least(v_max, 2000);
        v_week := 1;
    elsif exists (
        select from unnest(v_target.loads_kg) with ordinality as l (wanted, i)
        where l.i <= cardinality(p_loads) and coalesce(p_loads[l.i], 0) < l.wanted
    ) then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
        return v_result;
    elsif exists (
        select from generate_series(1, v_target.sets::integer) as s
        where coalesce(p_amounts[s], -1) < private.target_amount(v_target.reps, s)
    ) then
        v_result.outcome := 'failure';
        v_result.reason_code := 'missed_reps';
        v_result.failures := v_result.failures + 1;
        if v_result.failures < (v_rules -> 'after_failures')::integer then
            return v_result;
        end if;
        v_result.reason_code := 'repeated_failure';
        v_result.failures := 0;
        v_max := round(v_max * (1 - (v_rules -> 'deload_percent')::numeric / 100), 3);
        v_week := 1;
    else
        v_result.outcome := 'success';
        v_result.reason_code := 'progressed';
        v_result.failures := 0;
        v_week := v_week + 1;
        if v_week > jsonb_array_length(v_rules -> 'weeks') then
            v_week := 1;
            v_max := least(v_max + (v_rules -> 'cycle_increase_kg')::numeric, 2000);
        elsif v_rules -> 'weeks' -> (v_week - 1) ->> 'is_deload' = 'true' then
            v_result.reason_code := 'planned_deload';
        end if;
    end if;
    v_result.rule := 'wave';
    v_result.new_target := private.wave_target(v_rules, v_week, v_max, p_terms.buildable);
    v_result.state := v_result.state || jsonb_build_object('training_max_kg', v_max, 'week', v_week);
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rises(p_values numeric[])
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_last numeric := 0;
    v_value numeric;
begin
    foreach v_value in array p_values loop
        if v_value is null or v_value <= v_last then
            return false;
        end if;
        v_last := v_value;
    end loop;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rule_list(p_rules jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case when jsonb_typeof(p_rules) = 'array' then p_rules else coalesce(p_rules -> 'rules', '[]') end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rules_of(p_progression jsonb, p_increase_kg numeric, p_target_reps text, p_mechanic public.mechanic)
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
    -- Steps where nobody said one: 2.5 kg for compound lifts, 1 kg for isolation.
    v_load := private.named_rule(
        v_progression,
        coalesce(
            nullif(p_increase_kg, 0), (v_progression -> 'step')::numeric, case p_mechanic when 'compound' then 2.5 else 1 end
        )
    );
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
            -- An increase alone means linear.
            if v_progression is null and p_increase_kg > 0 then
                return jsonb_build_array(v_load);
            end if;
            return '[]'::jsonb;
    end case;
end;
$function$;

CREATE OR REPLACE FUNCTION private.scheme_of(p_rules jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case when jsonb_typeof(p_rules) = 'object' then p_rules ->> 'scheme' else 'rules' end;
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

CREATE OR REPLACE FUNCTION private.session_endurance(p_user uuid, p_session_id uuid)
 RETURNS private.endurance
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select (
            coalesce(sum(s.distance_score), 0) / 1000,
            round(coalesce(sum(s.duration_score) filter (where e.exercise_type = 'cardio'), 0) / 60.0, 1)
        )::private.endurance
        from private.scored_sets as s
        inner join public.exercises as e on e.id = s.exercise_id
        where s.user_id = p_user and s.session_id = p_session_id
    );
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
    select
        coalesce(sum(s.volume_kg), 0),
        count(*) filter (where s.is_performed),
        avg(s.met) filter (where s.is_performed)
    from private.scored_sets as s
    where s.user_id = p_user and s.session_id = p_session_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.set_rows(p_user uuid, p_workout jsonb)
 RETURNS public.session_exercises[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_rows public.session_exercises[];
    v_is_suspect boolean;
begin
    -- One pass over the sets finds whether anything may be wrong; only then it is looked for, and named.
    select
        array_agg(
            (
                s.id,
                (p_workout ->> 'id')::uuid,
                s.exercise_id,
                x.id,
                s.set_order,
                s.logged_reps,
                s.logged_weight_kg,
                coalesce(s.logged_at, (p_workout ->> 'ended_at')::timestamptz),
                s.difficulty_rating,
                s.notes,
                null,
                p_user,
                coalesce(s.set_type, 'working'),
                s.duration_seconds,
                s.distance_m,
                s.rest_seconds,
                false,
                now(),
                now()
            )::public.session_exercises
        ),
        count(distinct s.id) < count(*)
        or bool_or(
            e.id is null
            or private.missing_measure(
                e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
            ) is not null
            or x.id is null and s.workout_plan_exercise_id is not null
            or o.user_id <> p_user
            or o.workout_session_id <> (p_workout ->> 'id')::uuid
        )
    into v_rows, v_is_suspect
    from
        jsonb_to_recordset(p_workout -> 'sets') as s (
            -- Whole numbers were checked as such; JSON may still write 5 as 5.0, which only numeric reads.
            id uuid, exercise_id uuid, workout_plan_exercise_id uuid, set_order numeric, logged_reps numeric,
            logged_weight_kg numeric, logged_at timestamptz, difficulty_rating numeric, notes text,
            set_type public.set_type, duration_seconds numeric, distance_m numeric, rest_seconds numeric
        )
        left join public.exercises as e
            on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
        left join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.id = s.workout_plan_exercise_id
        left join public.session_exercises as o on o.id = s.id;
    if v_is_suspect then
        perform private.refuse_sets(p_user, p_workout);
    end if;
    return coalesce(v_rows, '{}');
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_achievements(p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_settled integer := 0;
begin
    for v_user in
        select p.id
        from public.profiles as p
        left join private.achievement_totals as t on t.user_id = p.id
        where t.rules_version is distinct from coalesce((select r.version from private.achievement_rules as r), 0)
        limit p_limit
        -- Who is training just now is counted by that.
        for no key update of p skip locked
    loop
        perform private.recompute_achievements(v_user);
        v_settled := v_settled + 1;
    end loop;
    return v_settled;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_awards(p_user uuid, p_changed uuid[], p_awards private.award[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if cardinality(p_changed) > 0 then
        perform private.settle_xp(
            p_user,
            p_changed,
            array(
                select ('achievement', 'achievement', a.id, a.xp, private.xp_version(o.unlocked_at))::private.xp_claim
                from unnest(p_awards) as o
                inner join public.achievements as a on a.id = o.achievement_id
            )
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_streaks(p_now timestamp with time zone, p_limit integer, p_after uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
    v_users uuid[];
    v_days date[];
    v_settled private.settled_streaks[];
    v_attempts integer := 0;
begin
    if p_limit is null or p_limit not between 1 and 50000 then
        perform private.fail('PT422', 'p_limit must be 1 to 50000', '{"field": "p_limit"}');
    end if;
    -- One settlement at a time, or one that saw older facts could overwrite what another one made of newer ones. Nobody
    -- else waits here: who writes facts leaves a note in streak_changes and touches nothing settled.
    perform pg_advisory_xact_lock(hashtextextended('private.settle_streaks', 0));
    v_users := array(
        select p.id from public.profiles as p
        where p.id > p_after or p_after is null
        order by p.id
        limit p_limit
    );
    -- What is yet to come isn't settled: it can still change without a note.
    v_days := array_fill(private.settled_before(least(p_now, now())), array[cardinality(v_users)]);
    loop
        begin
            -- One statement, one snapshot: a note is taken away exactly when the fact it stands for was seen.
            with noted as (
                delete from private.streak_changes as c where c.user_id = any(v_users)
            )

            select array_agg(s::private.settled_streaks) into v_settled
            from (
                select w.* from private.fold_weeks(v_users, v_days, true) as w
                union all
                select d.* from private.fold_days(v_users, v_days, true) as d
            ) as s;

            -- New ones first: they look at profiles, and who deletes an account holds its profile before what hangs on it.
            insert into private.settled_streaks
            select s.* from unnest(v_settled) as s
            on conflict (user_id, streak_type) do nothing;
            insert into private.settled_streaks
            select s.*
            from unnest(v_settled) as s
            cross join lateral (
                select from private.settled_streaks as o
                where o.user_id = s.user_id and o.streak_type = s.streak_type and o is distinct from s
                offset 0
            ) as moved
            on conflict (user_id, streak_type) do update
            set settled_until = excluded.settled_until,
                current_streak = excluded.current_streak,
                longest_streak = excluded.longest_streak,
                freezes_available = excluded.freezes_available,
                last_kept = excluded.last_kept;
            exit;
        exception
            when foreign_key_violation then
                -- An account was deleted meanwhile; the next attempt no longer sees it.
                v_attempts := v_attempts + 1;
                if v_attempts >= 5 then
                    raise;
                end if;
        end;
    end loop;
    return jsonb_build_object(
        'users', cardinality(v_users),
        'settled', coalesce(cardinality(v_settled), 0),
        'next', case when cardinality(v_users) = p_limit then v_users[p_limit] end
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_totals(p_user uuid, p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_moved record;
begin
    -- An update of no row would still take its triggers along.
    for v_moved in
        select w.id, t.volume_kg, t.sets, e.kcal
        from public.workout_sessions as w
        cross join lateral private.session_totals(p_user, w.id) as t
        cross join lateral private.net_energy(
            p_user, t.met, w.started_at, extract(epoch from w.ended_at - w.started_at) - w.paused_seconds
        ) as e (kcal)
        where w.user_id = p_user
            and w.id = any(p_sessions)
            and w.status = 'completed'
            and (w.total_volume_kg, w.total_sets, w.energy_kcal) is distinct from (t.volume_kg, t.sets, e.kcal)
    loop
        update public.workout_sessions as w
        set total_volume_kg = v_moved.volume_kg, total_sets = v_moved.sets, energy_kcal = v_moved.kcal
        where w.user_id = p_user and w.id = v_moved.id;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_xp(p_user uuid, p_sources uuid[], p_claims private.xp_claim[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Of most sources the ledger knows nothing yet, and there is nothing to compare.
    if not exists (select from public.xp_events as e where e.user_id = p_user and e.source_id = any(p_sources)) then
        insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version)
        select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version
        from unnest(p_claims) as c
        where c.xp > 0;
        return;
    end if;

    -- A reversal has the source of what it reverses, so one look at the sources finds both.
    with entries as materialized (
        select e.id, e.event_type, e.source_type, e.source_id, e.xp, e.rule_version, e.reverses_id
        from public.xp_events as e
        where e.user_id = p_user and e.source_id = any(p_sources)
    ),

    standing as materialized (
        select e.*
        from entries as e
        where e.reverses_id is null and not exists (select from entries as r where r.reverses_id = e.id)
    ),

    claims as (
        select c.* from unnest(p_claims) as c where c.xp > 0
    )

    insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version, reverses_id)
    select p_user, s.event_type, s.source_type, s.source_id, -s.xp, s.rule_version, s.id
    from standing as s
    where not exists (
        select from claims as c
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    )
    union all
    select p_user, c.event_type, c.source_type, c.source_id, c.xp, c.rule_version, null
    from claims as c
    where not exists (
        select from standing as s
        where c.event_type = s.event_type and c.source_id = s.source_id and c.xp = s.xp
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.settled(p_result private.evaluation, p_target private.target, p_terms private.terms)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_load numeric := (p_result.new_target).weight_kg;
begin
    -- A load that was lifted elsewhere can be one that can't be built here; what a person asked for stands.
    if p_terms.buildable is null or v_load is null or v_load is not distinct from p_target.weight_kg then
        return v_result;
    end if;
    v_result.new_target.weight_kg := private.built(
        case when p_terms.is_assisted then -1 else 1 end * 'infinity'::numeric, v_load, p_terms
    );
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settled_before(p_now timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Over in every zone for more than a day: who was offline for a day or two changes nothing that is settled.
    return (p_now at time zone 'UTC')::date - 3;
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
                    || jsonb_build_object('amounts', p_outcomes -> (e.i - 1)::integer -> 'reps'),
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
        from private.imagine(p_user, p_plan_exercise_id, p_outcomes, p_now)
            with ordinality as e (outcome, reason_code, rule, old_target, new_target, failures, state, i)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.snap(p_from numeric, p_wanted numeric, p_loads numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Steps, loads and what was lifted are each rounded to the gram: pounds may be 1.5 g off the sum that was meant.
    c_same constant numeric := 0.002;
    -- Bucket 0 is below the lightest, so v_place is the place of the heaviest load that is not above.
    v_place integer;
begin
    if p_wanted is null or coalesce(cardinality(p_loads), 0) = 0 then
        return p_wanted;
    end if;
    v_place := width_bucket(p_wanted + c_same, p_loads);
    if p_from is null then
        return case
            when v_place = 0 then p_loads[1]
            when p_loads[v_place + 1] - p_wanted < p_wanted - p_loads[v_place] then p_loads[v_place + 1]
            else p_loads[v_place]
        end;
    elsif p_wanted > p_from then
        return case
            when p_loads[v_place] > p_from + c_same then p_loads[v_place]
            -- One step of the gym is more than was wanted, but the only way on.
            else coalesce(p_loads[width_bucket(p_from + c_same, p_loads) + 1], p_loads[cardinality(p_loads)])
        end;
    end if;
    return coalesce(p_loads[nullif(v_place, 0)], least(p_loads[1], p_from));
end;
$function$;

CREATE OR REPLACE FUNCTION private.stable_id(p_kind text, p_key text)
 RETURNS uuid
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    return md5(p_kind || ':' || p_key)::uuid;
end;
$function$;

CREATE OR REPLACE FUNCTION private.seed_equipment(p_equipment jsonb)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
BEGIN ATOMIC
 WITH written AS (
          INSERT INTO public.equipment AS e (id, slug, name, description, load_type)  SELECT private.stable_id('equipment'::text, given.slug) AS stable_id,
                     given.slug,
                     given.name,
                     given.description,
                     given.load_type
                    FROM jsonb_to_recordset(seed_equipment.p_equipment) given(slug text, name text, description text, load_type public.load_type) ON CONFLICT(id) DO UPDATE SET name = excluded.name, description = excluded.description, load_type = excluded.load_type
           WHERE ((e.name IS DISTINCT FROM excluded.name) OR (e.description IS DISTINCT FROM excluded.description) OR (e.load_type IS DISTINCT FROM excluded.load_type))
           RETURNING e.id
         )
  SELECT (count(*))::integer AS count
    FROM written;
END;

CREATE OR REPLACE FUNCTION private.stack_loads(p_base_kg numeric, p_step_kg numeric, p_max_kg numeric)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    perform private.check_load_count(((p_max_kg - p_base_kg) / p_step_kg)::integer, 'step_kg');
    return array(
        select round(private.exact_kg(p_base_kg) + i * private.exact_kg(p_step_kg), 3)
        -- The half gram lets a stack of pounds end where its rounded maximum says.
        from generate_series(
            0, floor((p_max_kg + 0.0005 - private.exact_kg(p_base_kg)) / private.exact_kg(p_step_kg))::integer
        ) as i
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.stalled_lifts(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(exercise_id uuid, name text, estimated_1rm_kg numeric, best_before_kg numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
    v_since date;
begin
    -- After a light week one starts to count anew.
    v_since := (
        select max(private.break_end(b.starts_on, b.ends_on))
        from public.training_breaks as b
        where b.user_id = p_user
            and b.kind = 'deload'
            and b.starts_on between p_at::date - 410 and private.local_day(p_user, p_at)
    );

    return query
    select e.id, e.name, s.latest_kg, s.before_kg
    from public.exercises as e
    cross join lateral (
        select
            count(*) filter (where r.place <= 3 and (r.day > v_since or v_since is null)) as counted,
            max(r.estimated_1rm_kg) filter (where r.place <= 3) as latest_kg,
            max(r.estimated_1rm_kg) filter (where r.place > 3) as before_kg
        from (
            select x.day, x.estimated_1rm_kg, row_number() over (order by x.started_at desc, x.session_id desc) as place
            from private.exercise_sessions as x
            where x.user_id = p_user
                and x.exercise_id = e.id
                and x.started_at > p_at - interval '6 weeks'
                and x.started_at <= p_at
                and x.estimated_1rm_kg is not null
                and not exists (
                    select from public.training_breaks as b
                    where b.user_id = p_user
                        and b.kind = 'deload'
                        and b.starts_on between x.day - 366 and x.day
                        and private.break_end(b.starts_on, b.ends_on) >= x.day
                )
        ) as r
    ) as s
    where e.id in (
        select l.exercise_id
        from public.workout_plans as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.id
        inner join public.workout_plan_day_exercises as l on l.user_id = p_user and l.plan_workout_id = d.id
        where p.user_id = p_user and p.is_active and l.section = 'main'
    )
    and e.mechanic = 'compound'
    and s.counted = 3
    and s.latest_kg < s.before_kg * 1.005
    order by e.name, e.id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.standing_targets(p_user uuid, p_plan_exercises uuid[], p_before timestamp with time zone)
 RETURNS TABLE(plan_exercise_id uuid, fact private.target_facts, target private.target, failures smallint, state jsonb, reason_code public.reason_code, old_target jsonb)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    select
        o.id,
        f.fact,
        -- Without a step the target is what the plan was made with, whatever rules came later.
        coalesce(private.target_of(p.new_target), m.target),
        coalesce(p.failures, 0::smallint),
        coalesce(p.state, m.state),
        coalesce(p.reason_code, 'first_time'),
        p.old_target
    from (select distinct u.id from unnest(p_plan_exercises) as u (id)) as o
    cross join lateral (
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at < p_before
        order by t.set_at desc
        limit 1
    ) as f
    inner join private.target_facts as m
        on m.user_id = p_user and m.plan_exercise_id = o.id and m.set_at = '-infinity'
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.state, r.reason_code
        from public.prescriptions as r
        where r.user_id = p_user
            and r.plan_exercise_id = o.id
            and r.superseded_at is null
            and r.effective_at < p_before
        order by r.effective_at desc, r.session_id desc nulls last
        limit 1
    ) as p on true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.start_deload(p_user uuid, p_starts_on date, p_days integer, p_now timestamp with time zone)
 RETURNS public.training_breaks
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_starts_on date;
    v_break public.training_breaks;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    if p_days is null or p_days not between 1 and 28 then
        perform private.fail('PT422', 'a deload lasts 1 to 28 days', '{"field": "p_days", "min": 1, "max": 28}');
    end if;
    v_starts_on := coalesce(p_starts_on, private.local_day(p_user, p_now));
    if v_starts_on not between private.local_day(p_user, p_now) - 366 and private.local_day(p_user, p_now) + 366 then
        perform private.fail(
            'PT422', 'a deload starts within a year from today', '{"field": "p_starts_on"}', 'Leave it out to start today.'
        );
    end if;

    -- A second tap, or a week that the plan has already laid out.
    select b.* into v_break
    from public.training_breaks as b
    where b.user_id = p_user
        and b.kind = 'deload'
        and b.starts_on between v_starts_on - 366 and v_starts_on
        and private.break_end(b.starts_on, b.ends_on) >= v_starts_on
    order by b.starts_on, b.id
    limit 1;
    if not found then
        insert into public.training_breaks (user_id, kind, starts_on, ends_on, is_suggested)
        values (
            p_user, 'deload', v_starts_on, v_starts_on + p_days - 1, private.suggested_deload(p_user, p_now) is not null
        )
        returning * into v_break;
    end if;
    return v_break;
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
                    'new_target', s.new_target
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

CREATE OR REPLACE FUNCTION private.streak_after(p_streak private.settled_streaks, p_first date, p_next date, p_is_met boolean)
 RETURNS private.settled_streaks
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_missed integer := (p_first - p_streak.settled_until) / 7;
begin
    if v_missed > p_streak.freezes_available then
        p_streak.current_streak := 0;
        p_streak.freezes_available := 0;
    elsif v_missed > 0 then
        p_streak.freezes_available := p_streak.freezes_available - v_missed;
    end if;
    if p_is_met then
        p_streak.current_streak := p_streak.current_streak + 1;
        p_streak.longest_streak := greatest(p_streak.longest_streak, p_streak.current_streak);
        p_streak.last_kept := p_first;
        -- Every fourth week of a streak earns a freeze, and two can be kept.
        if p_streak.current_streak % 4 = 0 then
            p_streak.freezes_available := least(p_streak.freezes_available + 1, 2);
        end if;
    end if;
    p_streak.settled_until := greatest(p_streak.settled_until, p_next);
    return p_streak;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streak_history(p_user uuid, p_weeks integer, p_at timestamp with time zone)
 RETURNS TABLE(week_start date, status public.week_status, training_days integer, target integer, current_streak integer, freezes_available integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
    v_running date;
    v_week record;
    v_before integer;
    v_streak private.settled_streaks;
begin
    perform private.require_caller(p_user);
    if p_weeks is null or p_weeks not between 1 and 520 then
        perform private.fail('PT422', 'p_weeks must be 1 to 520', '{"field": "p_weeks"}');
    end if;
    select private.week_start(private.local_day(p_user, p_at), p.week_starts_on) into v_running
    from public.profiles as p where p.id = p_user;
    v_streak := (
        p_user, 'weekly_workout_completion'::public.streak_type, null, 0, 0, 0, null
    )::private.settled_streaks;
    -- Week by week from the first: the same steps as in private.fold_weeks, and those of missed weeks one by one.
    for v_week in
        select g.day::date as week_start, t.training_days, t.target, t.met_at, w.week_start is not null as is_paused
        from generate_series(
            (
                select least(min(o.week_start), v_running)::timestamp from private.training_weeks as o
                where o.user_id = p_user
            ),
            (
                select greatest(max(o.week_start), v_running)::timestamp from private.training_weeks as o
                where o.user_id = p_user
            ),
            interval '7 days'
        ) as g (day)
        left join private.training_weeks as t on t.user_id = p_user and t.week_start = g.day::date
        left join private.paused_weeks as w on w.user_id = p_user and w.week_start = g.day::date
        order by g.day
    loop
        v_before := v_streak.freezes_available;
        status := case
            when v_week.met_at is not null then 'met'::public.week_status
            when v_week.is_paused then 'paused'
            when v_week.week_start >= v_running then 'running'
        end;
        v_streak := private.streak_after(
            v_streak,
            case when status is null then v_week.week_start + 7 else v_week.week_start end,
            v_week.week_start + 7,
            v_week.met_at is not null
        );
        if v_week.week_start > v_running - 7 * p_weeks then
            week_start := v_week.week_start;
            status := coalesce(
                status, case when v_streak.freezes_available < v_before then 'frozen' else 'missed' end::public.week_status
            );
            training_days := coalesce(v_week.training_days, 0);
            target := coalesce(v_week.target, private.weekly_target_at(p_user, v_week.week_start + 6));
            current_streak := v_streak.current_streak;
            freezes_available := v_streak.freezes_available;
            return next;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streak_steps(p_user uuid, p_streak private.settled_streaks)
 RETURNS SETOF private.streak_step
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_week record;
    v_streak private.settled_streaks := coalesce(
        p_streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks
    );
begin
    for v_week in
        select coalesce(t.week_start, w.week_start) as week_start, t.met_at
        from (
            select o.week_start, o.met_at from private.training_weeks as o
            where o.user_id = p_user
                and o.met_at is not null
                and o.week_start >= coalesce((p_streak).settled_until, '-infinity')
        ) as t
        full join (
            select o.week_start from private.paused_weeks as o
            where o.user_id = p_user and o.week_start >= coalesce((p_streak).settled_until, '-infinity')
        ) as w on w.week_start = t.week_start
        order by 1
    loop
        v_streak := private.streak_after(
            v_streak, v_week.week_start, v_week.week_start + 7, v_week.met_at is not null
        );
        if v_week.met_at is not null then
            return next (v_week.met_at, v_streak)::private.streak_step;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streaks_at(p_user uuid, p_at timestamp with time zone)
 RETURNS TABLE(id uuid, streak_type public.streak_type, current_streak integer, longest_streak integer, last_incremented_at timestamp with time zone, this_period_count integer, this_period_target integer, freezes_available integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
declare
    v_day date;
    v_week date;
    v_streak private.settled_streaks;
begin
    perform private.require_caller(p_user);
    v_day := private.local_day(p_user, p_at);
    select private.week_start(v_day, p.week_starts_on) into v_week from public.profiles as p where p.id = p_user;
    if v_week is null then
        return;
    end if;

    select w.* into v_streak from private.fold_weeks(array[p_user], array[v_day], false) as w;
    id := private.stable_id('streak', p_user || ':weekly_workout_completion');
    streak_type := 'weekly_workout_completion';
    current_streak := v_streak.current_streak;
    longest_streak := v_streak.longest_streak;
    freezes_available := v_streak.freezes_available;
    select
        max(t.met_at) filter (where t.week_start = v_streak.last_kept),
        coalesce(max(t.training_days) filter (where t.week_start = v_week), 0)
    into last_incremented_at, this_period_count
    from private.training_weeks as t
    where t.user_id = p_user and t.week_start in (v_streak.last_kept, v_week);
    this_period_target := private.weekly_target_at(p_user, v_week + 6);
    return next;

    select d.* into v_streak from private.fold_days(array[p_user], array[v_day], false) as d;
    id := private.stable_id('streak', p_user || ':daily_login');
    streak_type := 'daily_login';
    current_streak := v_streak.current_streak;
    longest_streak := v_streak.longest_streak;
    freezes_available := 0;
    select min(k.kept_at) filter (where k.day = v_streak.last_kept), count(distinct k.day) filter (where k.day = v_day)
    into last_incremented_at, this_period_count
    from (
        select w.day, w.started_at as kept_at from public.workout_sessions as w
        where w.user_id = p_user and w.day in (v_streak.last_kept, v_day) and w.status = 'completed' and w.total_sets > 0
        union all
        select c.day, c.created_at from public.check_ins as c
        where c.user_id = p_user and c.day in (v_streak.last_kept, v_day)
    ) as k;
    this_period_target := 1;
    return next;
end;
$function$;

CREATE OR REPLACE FUNCTION private.strength_score(p_ratio numeric, p_standard numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- Beyond elite there is no next tier to measure the way to: the score grows with the load.
    return case
        when p_ratio >= p_standard[5] then 100 * p_ratio / p_standard[5]
        else 20 * private.place_among(p_ratio, p_standard)
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.strength_tier(p_score numeric)
 RETURNS public.strength_tier
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- least() of a null and 5 is 5: without a score there is no tier.
    return case
        when p_score is not null
            then (enum_range(null::public.strength_tier))[least(floor(p_score / 20), 5)::integer + 1]
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.strongest_lifts(p_user uuid, p_limit integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    return (
        with strongest as (
            select r.exercise_id, r.value, r.confidence, r.achieved_at
            from public.personal_records as r
            where r.user_id = p_user and r.record_type = 'estimated_1rm'
            order by r.value desc, r.exercise_id
            limit p_limit
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', s.exercise_id, 'name', e.name, 'estimated_1rm_kg', s.value,
                    'confidence', s.confidence, 'achieved_at', s.achieved_at
                )
                order by s.value desc, s.exercise_id
            ),
            '[]'
        )
        from strongest as s
        inner join public.exercises as e on e.id = s.exercise_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.suggested_deload(p_user uuid, p_at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_stalled jsonb;
begin
    if (private.deload_easing(p_user, private.local_day(p_user, p_at))).reason_code is not null then
        return null;
    end if;
    v_stalled := (
        select jsonb_agg(to_jsonb(s) order by s.name, s.exercise_id) from private.stalled_lifts(p_user, p_at) as s
    );
    if v_stalled is null or jsonb_array_length(v_stalled) < 2 then
        return null;
    end if;
    return jsonb_build_object(
        'suggested', true,
        'exercises', v_stalled,
        'reason', format(
            '%s lifts have not moved for three workouts: a light week may get them going again.', jsonb_array_length(v_stalled)
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.sum_wanted(p_rules jsonb, p_target private.target)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        (p_rules -> 'total')::integer,
        p_target.sets * private.target_ceiling(p_target.reps),
        (select sum(private.target_amount(p_target.reps, s)) from generate_series(1, p_target.sets::integer) as s)::integer
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.t_quantile(p_degrees integer)
 RETURNS double precision
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
declare
    z constant double precision := 1.959963984540054;
    n constant double precision := p_degrees;
begin
    return case
        when p_degrees < 1 then null
        -- Exact where a series in 1/n is not.
        when p_degrees <= 6
            then (array[12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912])[p_degrees]
        else
            z + (z ^ 3 + z) / (4 * n)
            + (5 * z ^ 5 + 16 * z ^ 3 + 3 * z) / (96 * n ^ 2)
            + (3 * z ^ 7 + 19 * z ^ 5 + 17 * z ^ 3 - 15 * z) / (384 * n ^ 3)
            + (79 * z ^ 9 + 776 * z ^ 7 + 1482 * z ^ 5 - 1920 * z ^ 3 - 945 * z) / (92160 * n ^ 4)
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone)
 RETURNS TABLE(plan_exercise_id uuid, happened_at timestamp with time zone, session_id uuid, exercise_id uuid, amounts integer[], loads numeric[], efforts numeric[], day date, fact private.target_facts)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    -- From the sessions, which are few, to their sets: a plan's exercise may have years of them.
    with sessions as materialized (
        select w.id, w.started_at, w.day
        from public.workout_sessions as w
        where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed'
    )

    select
        s.workout_plan_exercise_id,
        w.started_at,
        w.id,
        s.exercise_id,
        array_agg(
            floor(
                case
                    when (f.target).reps like '%s' then s.duration_seconds
                    when (f.target).reps like '%m' then s.distance_m
                    else s.logged_reps
                end
            )::integer
            order by s.set_order, s.id
        ),
        array_agg(s.logged_weight_kg order by s.set_order, s.id),
        array_agg(s.difficulty_rating order by s.set_order, s.id),
        w.day,
        null::private.target_facts
    from sessions as w
    -- The offset keeps the planner on the index of the session, whatever its statistics say.
    cross join lateral (
        select x.*
        from public.session_exercises as x
        where x.user_id = p_user
            and x.workout_session_id = w.id
            and x.workout_plan_exercise_id = any(p_plan_exercises)
            -- A drop set is lighter on purpose.
            and x.set_type in ('working', 'failure')
        offset 0
    ) as s
    -- What is counted, the target of then says.
    cross join lateral (
        select t.target from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = s.workout_plan_exercise_id and t.set_at <= w.started_at
        order by t.set_at desc
        limit 1
    ) as f
    group by s.workout_plan_exercise_id, w.started_at, w.id, w.day, s.exercise_id
    union all
    select f.plan_exercise_id, f.set_at, null, f.exercise_id, null, null, null, null, f
    from private.target_facts as f
    where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from
    union all
    -- From when on other loads could be built. What the plan was made with knew the gear of its day.
    select x.id, g.changed_at, null, x.exercise_id, null, null, null, null, null
    from public.workout_plan_day_exercises as x
    cross join lateral private.gear_changes(p_user, x.exercise_id, greatest(p_from, x.created_at)) as g (changed_at)
    where x.user_id = p_user and x.id = any(p_plan_exercises) and private.has_gear(p_user);
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_json(p_target private.target)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return jsonb_build_object('sets', p_target.sets, 'reps', p_target.reps, 'weight_kg', p_target.weight_kg)
    || case when p_target.loads_kg is null then '{}' else jsonb_build_object('loads_kg', p_target.loads_kg) end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_of(p_json jsonb)
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    return (
        (p_json ->> 'sets')::smallint,
        p_json ->> 'reps',
        (p_json ->> 'weight_kg')::numeric,
        -- As an expression: a subquery costs ten times as much, and few targets have loads of their own.
        translate(p_json ->> 'loads_kg', '[]', '{}')::numeric []
    )::private.target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_text(p_target jsonb, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return format('%s x %s', p_target ->> 'sets', p_target ->> 'reps')
    || coalesce(
        (
            select ' at ' || string_agg(private.load_text(l.value::numeric, p_unit), ', ' order by l.i)
            from jsonb_array_elements_text(p_target -> 'loads_kg') with ordinality as l (value, i)
        ),
        ' at ' || private.load_text((p_target ->> 'weight_kg')::numeric, p_unit),
        ''
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.this_week(p_user uuid, p_week_start date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_done record;
begin
    select
        count(*) as workouts,
        count(distinct w.day) as days,
        coalesce(sum(w.total_sets), 0) as sets,
        coalesce(sum(w.total_volume_kg), 0) as volume_kg,
        coalesce(sum(w.duration_seconds), 0) as duration_seconds
    into v_done
    from private.timed_workouts as w
    where w.user_id = p_user
        and w.status = 'completed'
        and w.total_sets > 0
        and w.day between p_week_start and p_week_start + 6;

    return jsonb_build_object(
        'week_start', p_week_start,
        'days', v_done.days,
        'target', private.weekly_target_at(p_user, p_week_start + 6),
        'workouts', v_done.workouts,
        'sets', v_done.sets,
        'volume_kg', v_done.volume_kg,
        'duration_seconds', v_done.duration_seconds,
        'muscles', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'muscle_group', l.muscle_group,
                        'sets', coalesce(s.sets, 0),
                        'min_sets', l.min_sets,
                        'max_sets', l.max_sets,
                        'status', private.volume_status(coalesce(s.sets, 0), l.min_sets, l.max_sets)
                    )
                    order by l.muscle_group
                ),
                '[]'
            )
            from private.landmarks_of(p_user) as l
            left join private.weekly_sets(p_user, p_week_start, 1) as s on s.muscle_group = l.muscle_group
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.tier_rule(p_tier integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case p_tier
        -- GZCLP: fewer repetitions in more sets when a stage is failed; after the last stage 85 % of the load in the first.
        when 1 then '{
            "after_failures": 1, "on_failures": "switch", "restart_percent": 85,
            "stages": [
                {"sets": 5, "reps": "3,3,3,3,3+"}, {"sets": 6, "reps": "2,2,2,2,2,2+"},
                {"sets": 10, "reps": "1,1,1,1,1,1,1,1,1,1+"}
            ]
        }'::jsonb
        when 2 then '{
            "after_failures": 1, "on_failures": "switch", "restart_percent": 85,
            "stages": [{"sets": 3, "reps": "10"}, {"sets": 3, "reps": "8"}, {"sets": 3, "reps": "6"}]
        }'
        else '{"last_set_reps": 25}'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.total_up()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_totals record;
begin
    select t.* into v_totals from private.session_totals(new.user_id, new.id) as t;
    new.total_volume_kg := v_totals.volume_kg;
    new.total_sets := v_totals.sets;
    new.energy_kcal := private.net_energy(
        new.user_id, v_totals.met, new.started_at, extract(epoch from new.ended_at - new.started_at) - new.paused_seconds
    );
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.training_by_week(p_user uuid, p_first_week date, p_weeks integer)
 RETURNS TABLE(week_start date, workouts bigint, days bigint, target smallint, is_paused boolean, sets bigint, volume_kg numeric, duration_seconds bigint, lifting_seconds bigint, rated_sets bigint, rpe_sum numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
    return query
    with trained as materialized (
        select w.*, p_first_week + (w.day - p_first_week) / 7 * 7 as week_start
        from private.timed_workouts as w
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_first_week and p_first_week + 7 * p_weeks - 1
    ),

    done as (
        select
            t.week_start,
            count(*) as workouts,
            count(distinct t.day) as days,
            sum(t.total_sets) as sets,
            sum(t.total_volume_kg) as volume_kg,
            sum(t.duration_seconds) as duration_seconds,
            sum(t.duration_seconds) filter (where t.total_volume_kg > 0) as lifting_seconds
        from trained as t
        group by t.week_start
    ),

    rated as (
        select t.week_start, sum(r.rated_sets) as rated_sets, sum(r.rpe_sum) as rpe_sum
        from trained as t
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = t.id
        group by t.week_start
    )

    select
        o.week_start,
        coalesce(d.workouts, 0),
        coalesce(d.days, 0),
        private.weekly_target_at(p_user, o.week_start + 6),
        z.week_start is not null,
        coalesce(d.sets, 0),
        coalesce(d.volume_kg, 0),
        coalesce(d.duration_seconds, 0),
        coalesce(d.lifting_seconds, 0),
        coalesce(r.rated_sets, 0),
        r.rpe_sum
    from (select p_first_week + 7 * n.week as week_start from generate_series(0, p_weeks - 1) as n (week)) as o
    left join done as d on d.week_start = o.week_start
    left join rated as r on r.week_start = o.week_start
    left join private.paused_weeks as z on z.user_id = p_user and z.week_start = o.week_start
    order by o.week_start;
end;
$function$;

CREATE OR REPLACE FUNCTION private.training_calendar(p_user uuid, p_from date, p_to date, p_now timestamp with time zone)
 RETURNS TABLE(day date, sessions jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_days private.day_range;
begin
    perform private.require_caller(p_user);
    v_days := private.require_year(p_from, p_to, private.local_day(p_user, p_now));

    return query
    select
        w.day,
        jsonb_agg(
            jsonb_build_object(
                'session_id', w.id,
                'plan_workout_id', w.plan_workout_id,
                'name', w.name,
                'status', w.status,
                'started_at', w.started_at,
                'duration_seconds', w.duration_seconds,
                'sets', w.total_sets,
                'volume_kg', w.total_volume_kg
            )
            order by w.started_at, w.id
        )
    from private.timed_workouts as w
    where w.user_id = p_user
        and w.status not in ('canceled', 'abandoned')
        and w.day between v_days.from_day and v_days.to_day
        -- The index is by moment; nowhere is a date more than 14 hours from that of Greenwich.
        and w.started_at >= (v_days.from_day - 1)::timestamp at time zone 'UTC'
        and w.started_at < (v_days.to_day + 2)::timestamp at time zone 'UTC'
    group by w.day
    order by w.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.training_overview(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_week_start date;
    v_totals record;
begin
    perform private.require_caller(p_user);
    select private.week_start(private.local_day(p_user, p_now), p.week_starts_on) into v_week_start
    from public.profiles as p
    where p.id = p_user;

    select
        count(*) as workouts,
        count(distinct w.day) as days,
        coalesce(sum(w.total_sets), 0) as sets,
        coalesce(sum(w.total_volume_kg), 0) as volume_kg,
        coalesce(sum(w.duration_seconds), 0) as duration_seconds,
        round(avg(w.duration_seconds)) as mean_duration_seconds,
        min(w.day) as first_day,
        max(w.day) as last_day
    into v_totals
    from private.timed_workouts as w
    where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0;

    return jsonb_build_object(
        'totals', jsonb_build_object(
            'workouts', v_totals.workouts,
            'days', v_totals.days,
            'sets', v_totals.sets,
            'volume_kg', v_totals.volume_kg,
            'duration_seconds', v_totals.duration_seconds,
            'first_day', v_totals.first_day,
            'last_day', v_totals.last_day
        ),
        'mean_duration_seconds', v_totals.mean_duration_seconds,
        'favourite_exercises', private.favourite_exercises(p_user, 5),
        'strongest_lifts', private.strongest_lifts(p_user, 5),
        'this_week', private.this_week(p_user, v_week_start),
        'streaks', (
            select jsonb_agg(to_jsonb(s) - 'id' order by s.streak_type) from private.streaks_at(p_user, p_now) as s
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.training_rhythm(p_user uuid, p_from date, p_to date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    return (
        with days as materialized (
            select d.day, d.day - lag(d.day) over (order by d.day) as gap
            from (
                select distinct w.day
                from public.workout_sessions as w
                where w.user_id = p_user
                    and w.status = 'completed'
                    and w.total_sets > 0
                    and w.day between p_from and p_to
            ) as d
        )

        select jsonb_build_object(
            'days_between', jsonb_build_object(
                'mean', round(avg(d.gap), 2),
                'standard_deviation', round(stddev_samp(d.gap), 2),
                'longest', max(d.gap)
            ),
            'weekdays', (
                select jsonb_agg(
                    jsonb_build_object('weekday', n.weekday, 'days', coalesce(t.days, 0)) order by n.weekday
                )
                from generate_series(1, 7) as n (weekday)
                left join (
                    select extract(isodow from o.day)::integer as weekday, count(*) as days from days as o group by 1
                ) as t on t.weekday = n.weekday
            )
        )
        from days as d
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.trend_documents(p_user uuid, p_from date, p_to date, p_stall_from date)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'exercise_id', t.exercise_id,
                    'name', e.name,
                    'record_type', t.record_type,
                    'workouts', t.workouts,
                    'latest', abs(t.latest)::numeric,
                    'best', abs(t.best)::numeric,
                    'confidence',
                    case when t.record_type = 'estimated_1rm' then private.estimate_confidence(t.latest_reps) end,
                    'slope_per_week', round(t.slope::numeric, 3),
                    'standard_error', round(t.standard_error::numeric, 3),
                    'low', round(i.low::numeric, 3),
                    'high', round(i.high::numeric, 3),
                    'trend', k.trend,
                    'plateau', t.has_stalled
                )
                order by t.workouts desc, e.name, t.exercise_id
            ),
            '[]'
        )
        from private.exercise_trends(p_user, p_from, p_to, p_stall_from) as t
        inner join public.exercises as e on e.id = t.exercise_id
        cross join lateral (select private.t_quantile(t.degrees) * t.standard_error as half_width) as h
        cross join lateral (select t.slope - h.half_width as low, t.slope + h.half_width as high) as i
        cross join lateral (select private.trend_of(i.low, i.high, t.mean) as trend) as k
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.trend_of(p_low double precision, p_high double precision, p_level double precision)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return case
        when p_low is null or p_high is null then 'unclear'
        when p_low > 0 then 'rising'
        when p_high < 0 then 'falling'
        when p_low >= -0.005 * abs(p_level) and p_high <= 0.005 * abs(p_level) then 'flat'
        else 'unclear'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.unsettle_streaks(p_user uuid, p_day date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- The clock, not an argument: this is about what another transaction may be settling now. A day ahead, because that
    -- one may have begun later, or see this one end later than it began.
    if p_day < private.settled_before(now() + interval '1 day') then
        insert into private.streak_changes (user_id) values (p_user);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.volume_status(p_sets numeric, p_min numeric, p_max numeric)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN CASE WHEN (p_sets < p_min) THEN 'below'::text WHEN (p_sets > p_max) THEN 'above'::text ELSE 'within'::text END;

CREATE OR REPLACE FUNCTION private.watch_stall(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_rule jsonb := jsonb_path_query_first(private.rule_list(p_terms.rules), '$[*] ? (exists(@.after_stalls))');
    v_best numeric := (p_result.state -> 'best_1rm_kg')::numeric;
    v_stalls integer := coalesce((p_result.state -> 'stalls')::integer, 0) + 1;
    v_now numeric;
begin
    if v_rule is null or p_terms.is_assisted or (p_result.new_target).reps ~ '[sm]$' then
        return v_result;
    end if;
    v_now := (
        select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
        from generate_series(1, cardinality(p_amounts)) as s
    );
    if v_now is null then
        return v_result;
    end if;
    -- Half a percent is less than the smallest step of most bars, and more than rounding.
    if v_result.reason_code = 'repeated_failure' then
        v_stalls := 0;
        -- The way back up is no stall: the next workout says what the best is.
        v_best := null;
    elsif v_best is null or v_now >= v_best * 1.005 then
        v_stalls := 0;
        v_best := greatest(v_now, v_best);
    -- Who did what was planned goes on, unless it was harder than planned.
    elsif v_stalls >= (v_rule -> 'after_stalls')::integer and (v_result.outcome <> 'success' or v_result.rule = 'effort') then
        v_result.new_target.weight_kg := private.lowered(
            (v_result.new_target).weight_kg, coalesce((v_rule -> 'deload_percent')::numeric, 10), p_terms
        );
        v_result.new_target.reps := (p_terms.base).reps;
        v_result.rule := 'stall';
        v_result.reason_code := 'deload';
        v_result.failures := 0;
        v_stalls := 0;
        v_best := null;
    end if;
    v_result.state := jsonb_strip_nulls(v_result.state || jsonb_build_object('best_1rm_kg', v_best, 'stalls', v_stalls));
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.wave_rules(p_progression jsonb, p_increase_kg numeric, p_target_reps text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return jsonb_build_object(
        'scheme', 'percentage_wave',
        'training_max_percent', 90, 'cycle_increase_kg', coalesce(nullif(p_increase_kg, 0), 2.5),
        'after_failures', 2, 'deload_percent', 10, 'round_kg', 2.5,
        'weeks', case
            when jsonb_typeof(p_progression -> 'percents') = 'array'
                then jsonb_build_array(jsonb_build_object('percents', p_progression -> 'percents', 'reps', p_target_reps))
            -- 5/3/1 (Wendler): three weeks that rise and a light one.
            else '[
                {"percents": [65, 75, 85], "reps": "5,5,5+"}, {"percents": [70, 80, 90], "reps": "3,3,3+"},
                {"percents": [75, 85, 95], "reps": "5,3,1+"},
                {"percents": [40, 50, 60], "reps": "5", "is_deload": true}
            ]'::jsonb
        end
    )
    || p_progression;
end;
$function$;

CREATE OR REPLACE FUNCTION private.wave_target(p_rules jsonb, p_week integer, p_training_max_kg numeric, p_buildable numeric[])
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- The weeks may have become fewer since.
    v_week jsonb := p_rules -> 'weeks' -> (least(p_week, jsonb_array_length(p_rules -> 'weeks')) - 1);
    v_round numeric := (p_rules -> 'round_kg')::numeric;
    v_loads numeric[] := array(
        select
            least(
                case
                    when p_buildable is null then round(p_training_max_kg * p.value::numeric / 100 / v_round) * v_round
                    else private.snap(null, p_training_max_kg * p.value::numeric / 100, p_buildable)
                end,
                2000
            )
        from jsonb_array_elements_text(v_week -> 'percents') with ordinality as p (value, i)
        order by p.i
    );
begin
    return (
        cardinality(v_loads), v_week ->> 'reps', (select max(l) from unnest(v_loads) as l), v_loads
    )::private.target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.week_start(p_day date, p_starts_on smallint)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- The year 1 began on a Monday.
    return p_day - (p_day - date '0001-01-01' + 8 - p_starts_on) % 7;
end;
$function$;

CREATE OR REPLACE FUNCTION private.weekly_sets(p_user uuid, p_first_week date, p_weeks integer)
 RETURNS TABLE(week_start date, muscle_group text, sets numeric, volume_kg numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
    return query
    with worked as materialized (
        -- By exercise, of which there are few: what its sets are worth is joined once, not once a workout.
        select
            r.exercise_id,
            array_agg(p_first_week + (w.day - p_first_week) / 7 * 7) as weeks,
            array_agg(r.working_sets) as sets,
            array_agg(r.volume_kg) as volumes
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_first_week and p_first_week + 7 * p_weeks - 1
            and r.working_sets > 0
        group by r.exercise_id
    ),

    shares as materialized (
        -- A set counts once for a group, however many of its muscles help.
        select s.exercise_id, g.muscle_group, bool_or(s.is_target) as is_target
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        inner join private.landmark_muscles as g on g.muscle = s.muscle
        group by s.exercise_id, g.muscle_group
    )

    select
        d.week_start,
        s.muscle_group,
        coalesce(sum(d.sets) filter (where s.is_target), 0)
        + coalesce(0.5 * sum(d.sets) filter (where not s.is_target), 0),
        round(
            coalesce(sum(d.volume_kg) filter (where s.is_target), 0)
            + coalesce(0.5 * sum(d.volume_kg) filter (where not s.is_target), 0),
            3
        )
    from worked as w
    inner join shares as s on s.exercise_id = w.exercise_id
    cross join lateral unnest(w.weeks, w.sets, w.volumes) as d (week_start, sets, volume_kg)
    group by d.week_start, s.muscle_group;
end;
$function$;

CREATE OR REPLACE FUNCTION private.weight_band(p_bodyweight_kg numeric)
 RETURNS smallint
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return 10 * floor(p_bodyweight_kg / 10);
end;
$function$;

CREATE OR REPLACE FUNCTION private.what_if(p_user uuid, p_plan_exercise_id uuid, p_target private.target, p_rules jsonb, p_is_success boolean, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_sum integer := case when private.scheme_of(p_rules) = 'sum_of_reps' then private.sum_wanted(p_rules, p_target) end;
begin
    return (
        select private.target_json(e.new_target) || jsonb_build_object('reason_code', e.reason_code)
        from private.imagine(
            p_user, p_plan_exercise_id,
            jsonb_build_array(jsonb_build_object('reps', (
                select jsonb_agg(
                    case
                        when p_is_success then greatest(
                            private.target_amount(p_target.reps, s),
                            case when s = p_target.sets then (private.load_rule(p_rules) -> 'last_set_reps')::integer end,
                            case when v_sum > 0 then (v_sum + s - 1) / p_target.sets end
                        )
                        else private.target_amount(p_target.reps, s) - case when s = p_target.sets then 1 else 0 end
                    end
                    order by s
                )
                from generate_series(1, p_target.sets::integer) as s
            ))),
            p_now
        ) as e
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_achievements(p_user uuid, p_session_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        (
            select jsonb_agg(
                jsonb_build_object('achievement_id', a.id, 'slug', a.slug, 'name', a.name, 'xp', a.xp)
                order by a.sort_order, a.slug
            )
            from private.achievement_awards as o
            inner join public.achievements as a on a.id = o.achievement_id
            where o.user_id = p_user and o.session_id = p_session_id
        ),
        '[]'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_amounts(p_user uuid, p_from timestamp with time zone)
 RETURNS TABLE(counter_id smallint, happened_at timestamp with time zone, session_id uuid, amount numeric)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with sessions as materialized (
        select
            w.id,
            w.started_at,
            w.day,
            (w.started_at at time zone w.timezone)::time as local_time,
            w.planned is not null as is_planned,
            w.total_sets,
            w.total_volume_kg,
            w.day - lag(w.day) over (order by w.started_at, w.id) as days_since
        from public.workout_sessions as w
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            -- One workout further back, to know how long the first of them had been waited for.
            and w.started_at >= coalesce(
                (
                    select o.started_at from public.workout_sessions as o
                    where o.user_id = p_user and o.started_at < p_from and o.status = 'completed' and o.total_sets > 0
                    order by o.started_at desc
                    limit 1
                ),
                '-infinity'
            )
    ),

    merits as materialized (
        select
            s.*,
            x.records,
            x.new_exercises,
            -- Sets are read where there is something to find in them, which most workouts spare us.
            case when x.has_endurance then private.session_endurance(p_user, s.id) end as endurance
        from sessions as s
        cross join lateral (
            select
                sum(r.records) as records,
                -- An exercise is new where something of it could be measured and nothing had been before.
                count(*) filter (
                    where num_nonnulls(
                        nullif(r.volume_kg, 0), r.load_score, r.reps_score, r.duration_score, r.distance_score
                    ) > 0
                    and num_nonnulls(
                        r.prior_volume_kg, r.prior_load_score, r.prior_reps_score, r.prior_duration_score,
                        r.prior_distance_score
                    ) = 0
                ) as new_exercises,
                coalesce(bool_or(num_nonnulls(r.duration_score, r.distance_score) > 0), false) as has_endurance
            from private.exercise_sessions as r
            where r.user_id = p_user and r.session_id = s.id
        ) as x
        where s.started_at >= p_from
    )

    select a.id, a.started_at, a.session_id, a.amount
    from (
        select
            c.id,
            m.started_at,
            m.id as session_id,
            case c.metric
                when 'workouts' then (
                    (
                        c.from_time is null
                        or case
                            when c.from_time < c.until_time then m.local_time >= c.from_time and m.local_time < c.until_time
                            -- A window over midnight.
                            else m.local_time >= c.from_time or m.local_time < c.until_time
                        end
                    )
                    and (c.weekdays is null or extract(isodow from m.day)::smallint = any(c.weekdays))
                    and (c.is_planned is null or c.is_planned = m.is_planned)
                )::integer
                when 'sets' then m.total_sets
                when 'volume_kg' then m.total_volume_kg
                when 'records' then m.records
                when 'exercises' then m.new_exercises
                when 'returns' then (m.days_since >= c.days)::integer
                when 'distance_km' then (m.endurance).distance_km
                when 'cardio_minutes' then (m.endurance).cardio_minutes
            end as amount
        from merits as m
        cross join private.achievement_counters as c
        where c.source = 'workouts'
    ) as a
    where a.amount > 0;
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_summary(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_profile public.profiles;
    v_sets record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    select p.* into v_profile from public.profiles as p where p.id = p_user;

    select
        round(avg(s.difficulty_rating) filter (where s.set_type <> 'warmup'), 2) as average_rpe,
        coalesce(sum(s.rest_seconds), 0) as rest_seconds
    into v_sets
    from public.session_exercises as s
    where s.user_id = p_user and s.workout_session_id = p_session_id;

    select
        coalesce(sum(e.xp), 0)::integer as gained,
        coalesce(
            jsonb_agg(jsonb_build_object('event_type', e.event_type, 'xp', e.xp) order by e.event_type)
            filter (where e.xp <> 0),
            '[]'
        ) as events
    into v_xp
    from (
        -- Entries and their reversals cancel out: what is left is what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from public.xp_events as x
        where x.user_id = p_user
            and x.source_id in (
                select p_session_id
                union all
                -- The workout that met its week's target earned the week too.
                select private.week_source(p_user, t.week_start)
                from private.training_weeks as t
                where t.user_id = p_user
                    and t.week_start = private.week_start(v_session.day, v_profile.week_starts_on)
                    and t.met_at = v_session.started_at
                union all
                select a.achievement_id from private.achievement_awards as a
                where a.user_id = p_user and a.session_id = p_session_id
            )
        group by x.event_type
    ) as e;

    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'exercise_id', e.exercise_id,
                'record_type', e.record_type,
                'value', abs(e.score),
                'previous_value', abs(e.previous_score),
                'improvement_percentage', private.improvement(e.score, e.previous_score),
                'confidence', private.estimate_confidence(e.effective_reps)
            )
            order by e.exercise_id, e.record_type
        ),
        '[]'
    ) into v_records
    from private.record_events as e
    where e.user_id = p_user and e.session_id = p_session_id;

    return jsonb_build_object(
        'session_id', p_session_id,
        'duration_seconds',
        greatest(extract(epoch from v_session.ended_at - v_session.started_at)::integer - v_session.paused_seconds, 0),
        'total_volume_kg', v_session.total_volume_kg,
        'sets', v_session.total_sets,
        'average_rpe', v_sets.average_rpe,
        'total_rest_seconds', v_sets.rest_seconds,
        'energy_kcal', v_session.energy_kcal,
        'xp', jsonb_build_object(
            'gained', v_xp.gained,
            'total', v_profile.experience_points,
            'level', v_profile.level,
            'leveled_up', v_profile.level > private.level_of(v_profile.experience_points - v_xp.gained, p_now),
            'events', v_xp.events
        ),
        'streaks', (
            select jsonb_agg(
                jsonb_build_object(
                    'streak_type', s.streak_type,
                    'current_streak', s.current_streak,
                    'longest_streak', s.longest_streak,
                    'this_period_count', s.this_period_count,
                    'this_period_target', s.this_period_target
                )
                order by s.streak_type
            )
            from private.streaks_at(p_user, p_now) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression', private.workout_progression(p_user, p_session_id)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION public.advanced_stats(p_weeks integer DEFAULT 12)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.advanced_stats((SELECT auth.uid() AS uid), p_weeks, now());

CREATE OR REPLACE FUNCTION public.bodyweight_progress(p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS TABLE(day date, weight_kg numeric, mean_7_days_kg numeric)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT p.day,
     p.weight_kg,
     p.mean_7_days_kg
    FROM private.bodyweight_progress(( SELECT auth.uid() AS uid), bodyweight_progress.p_from, bodyweight_progress.p_to) p(day, weight_kg, mean_7_days_kg);
END;

CREATE OR REPLACE FUNCTION public.exercise_progress(p_exercise_id uuid, p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS TABLE(day date, sets integer, best_weight_kg numeric, best_reps integer, estimated_1rm_kg numeric, confidence public.confidence, volume_kg numeric, best_duration_seconds integer, best_distance_m numeric)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT p.day,
     p.sets,
     p.best_weight_kg,
     p.best_reps,
     p.estimated_1rm_kg,
     p.confidence,
     p.volume_kg,
     p.best_duration_seconds,
     p.best_distance_m
    FROM private.exercise_progress(( SELECT auth.uid() AS uid), exercise_progress.p_exercise_id, exercise_progress.p_from, exercise_progress.p_to) p(day, sets, best_weight_kg, best_reps, estimated_1rm_kg, confidence, volume_kg, best_duration_seconds, best_distance_m);
END;

CREATE OR REPLACE FUNCTION public.explain_prescription(p_plan_exercise_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.explain_prescription((SELECT auth.uid() AS uid), p_plan_exercise_id, now());

CREATE OR REPLACE FUNCTION public.muscle_ranking()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.muscle_ranking((SELECT auth.uid() AS uid), now());

CREATE OR REPLACE FUNCTION public.muscles_worked(p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS TABLE(day date, sets integer, volume_kg numeric, sets_by_muscle jsonb, volume_by_muscle jsonb, sets_by_group jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT m.day,
     m.sets,
     m.volume_kg,
     m.sets_by_muscle,
     m.volume_by_muscle,
     m.sets_by_group
    FROM private.muscles_worked(( SELECT auth.uid() AS uid), muscles_worked.p_from, muscles_worked.p_to, now()) m(day, sets, volume_kg, sets_by_muscle, volume_by_muscle, sets_by_group);
END;

CREATE OR REPLACE FUNCTION public.next_workout()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.next_workout((SELECT auth.uid() AS uid), now());

CREATE OR REPLACE FUNCTION public.one_rep_max_table(p_weight_kg numeric, p_reps numeric)
 RETURNS TABLE(formula text, one_rep_max_kg numeric, is_ours boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT t.formula,
     t.one_rep_max_kg,
     t.is_ours
    FROM private.one_rep_max_table(( SELECT auth.uid() AS uid), one_rep_max_table.p_weight_kg, one_rep_max_table.p_reps) t(formula, one_rep_max_kg, is_ours);
END;

CREATE OR REPLACE FUNCTION public.settle_streaks(p_limit integer DEFAULT 5000, p_after uuid DEFAULT NULL::uuid)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.settle_streaks(now(), p_limit, p_after);

CREATE OR REPLACE FUNCTION public.simulate_progression(p_plan_exercise_id uuid, p_outcomes jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.simulate_progression((SELECT auth.uid() AS uid), p_plan_exercise_id, p_outcomes, now());

CREATE OR REPLACE FUNCTION public.start_deload(p_starts_on date DEFAULT NULL::date, p_days integer DEFAULT 7)
 RETURNS public.training_breaks
 LANGUAGE sql
 SET search_path TO ''
RETURN private.start_deload((SELECT auth.uid() AS uid), p_starts_on, p_days, now());

CREATE OR REPLACE FUNCTION public.streak_history(p_weeks integer DEFAULT 12)
 RETURNS TABLE(week_start date, status public.week_status, training_days integer, target integer, current_streak integer, freezes_available integer)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT h.week_start,
     h.status,
     h.training_days,
     h.target,
     h.current_streak,
     h.freezes_available
    FROM private.streak_history(( SELECT auth.uid() AS uid), streak_history.p_weeks, now()) h(week_start, status, training_days, target, current_streak, freezes_available)
   ORDER BY h.week_start DESC;
END;

CREATE OR REPLACE FUNCTION public.training_calendar(p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS TABLE(day date, sessions jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
BEGIN ATOMIC
 SELECT c.day,
     c.sessions
    FROM private.training_calendar(( SELECT auth.uid() AS uid), training_calendar.p_from, training_calendar.p_to, now()) c(day, sessions);
END;

CREATE OR REPLACE FUNCTION public.training_overview()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.training_overview((SELECT auth.uid() AS uid), now());

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."achievement_awards" ADD CONSTRAINT "achievement_awards_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."achievement_counters" ADD CONSTRAINT "achievement_counters_metric_parameters_key" UNIQUE (metric, parameters);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."achievement_totals" ADD CONSTRAINT "achievement_totals_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."cohort_distributions" ADD CONSTRAINT "cohort_distributions_pkey" PRIMARY KEY (lift, sex, age_from, bodyweight_from_kg);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."cohort_lifts" ADD CONSTRAINT "cohort_lifts_pkey" PRIMARY KEY (user_id, lift);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."cohort_lifts" ADD CONSTRAINT "cohort_lifts_user_id_fkey" FOREIGN KEY (user_id) REFERENCES private.cohort_members(user_id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."cohort_members" ADD CONSTRAINT "cohort_members_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."gear_facts" ADD CONSTRAINT "gear_facts_equipment_id_fkey" FOREIGN KEY (equipment_id) REFERENCES public.equipment(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."gear_facts" ADD CONSTRAINT "gear_facts_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."gym_unit_facts" ADD CONSTRAINT "gym_unit_facts_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."key_lift_exercises" ADD CONSTRAINT "key_lift_exercises_exercise_id_fkey" FOREIGN KEY (exercise_id) REFERENCES public.exercises(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."paused_weeks" ADD CONSTRAINT "paused_weeks_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."settled_streaks" ADD CONSTRAINT "settled_streaks_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."streak_changes" ADD CONSTRAINT "streak_changes_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."strength_distributions" ADD CONSTRAINT "strength_distributions_pkey" PRIMARY KEY (version, lift, sex, bodyweight_from_kg);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."strength_distributions" ADD CONSTRAINT "strength_distributions_version_fkey" FOREIGN KEY (version) REFERENCES private.distribution_versions(version) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."strength_standards" ADD CONSTRAINT "strength_standards_pkey" PRIMARY KEY (version, lift, sex);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."achievements" ADD CONSTRAINT "achievements_counter_id_fkey" FOREIGN KEY (counter_id) REFERENCES private.achievement_counters(id);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."achievement_awards" ADD CONSTRAINT "achievement_awards_achievement_id_fkey" FOREIGN KEY (achievement_id) REFERENCES public.achievements(id);

-- A few hundred rows of ours.
-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."level_thresholds" ADD CONSTRAINT "level_thresholds_version_min_xp_key" UNIQUE (version, min_xp);

-- The column is new and null everywhere: one quick look at the table.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."user_equipment" ADD CONSTRAINT "steps_have_an_end" CHECK (((step_kg IS NULL) = (max_kg IS NULL)));

-- The column is new and null everywhere: one quick look at the table.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."user_equipment" ADD CONSTRAINT "user_equipment_base_kg_check" CHECK (((base_kg >= (0)::numeric) AND (base_kg <= (500)::numeric)));

-- The column is new and null everywhere: one quick look at the table.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."user_equipment" ADD CONSTRAINT "user_equipment_max_kg_check" CHECK (((max_kg >= (0)::numeric) AND (max_kg <= (2000)::numeric)));

-- The column is new and null everywhere: one quick look at the table.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."user_equipment" ADD CONSTRAINT "user_equipment_step_kg_check" CHECK (((step_kg >= 0.1) AND (step_kg <= (100)::numeric)));

-- The column is new and null everywhere: one quick look at the table.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."workout_plans" ADD CONSTRAINT "workout_plans_deload_every_weeks_check" CHECK (((deload_every_weeks >= 3) AND (deload_every_weeks <= 12)));

CREATE VIEW "private"."exercise_muscles" AS  SELECT e.id AS exercise_id,
    m.muscle,
    m.is_target
   FROM (public.exercises e
     CROSS JOIN LATERAL ( SELECT e.primary_muscle_group AS muscle,
            true AS is_target
        UNION ALL
         SELECT h.muscle,
            false
           FROM unnest(e.secondary_muscle_groups) h(muscle)) m);

CREATE VIEW "private"."exercise_scores" AS  SELECT r.user_id,
    r.exercise_id,
    r.started_at,
    r.session_id,
    r.day,
    t.record_type,
    t.score,
    t.previous_score,
    t.effective_reps
   FROM (private.exercise_sessions r
     CROSS JOIN LATERAL ( VALUES ('max_weight'::public.record_type,r.load_score,r.prior_load_score,NULL::numeric), ('max_reps'::public.record_type,r.reps_score,r.prior_reps_score,NULL::numeric), ('max_volume'::public.record_type,NULLIF(r.volume_kg, (0)::numeric),r.prior_volume_kg,NULL::numeric), ('estimated_1rm'::public.record_type,r.estimated_1rm_kg,r.prior_estimated_1rm_kg,r.estimated_1rm_reps), ('max_duration'::public.record_type,r.duration_score,r.prior_duration_score,NULL::numeric), ('max_distance'::public.record_type,r.distance_score,r.prior_distance_score,NULL::numeric)) t(record_type, score, previous_score, effective_reps))
  WHERE (t.score IS NOT NULL);

CREATE VIEW "private"."landmark_muscles" AS  SELECT muscle,
    muscle_group
   FROM ( VALUES ('chest'::public.muscle,'chest'::text), ('lats'::public.muscle,'back'::text), ('upper_back'::public.muscle,'back'::text), ('lower_back'::public.muscle,'back'::text), ('traps'::public.muscle,'back'::text), ('front_delts'::public.muscle,'shoulders'::text), ('side_delts'::public.muscle,'shoulders'::text), ('rear_delts'::public.muscle,'shoulders'::text), ('biceps'::public.muscle,'biceps'::text), ('triceps'::public.muscle,'triceps'::text), ('quads'::public.muscle,'quads'::text), ('hamstrings'::public.muscle,'hamstrings'::text), ('glutes'::public.muscle,'glutes'::text), ('calves'::public.muscle,'calves'::text), ('abs'::public.muscle,'abs'::text), ('obliques'::public.muscle,'abs'::text)) m(muscle, muscle_group);

CREATE VIEW "private"."record_events" AS  SELECT user_id,
    exercise_id,
    record_type,
    session_id,
    started_at,
    day,
    score,
    previous_score,
    effective_reps
   FROM private.exercise_scores s
  WHERE (score > previous_score);

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
    (s.set_type = ANY (ARRAY['working'::public.set_type, 'failure'::public.set_type])) AS is_planned,
    COALESCE(e.met,
        CASE e.exercise_type
            WHEN 'strength'::public.exercise_type THEN 5.0
            WHEN 'cardio'::public.exercise_type THEN 7.5
            ELSE 2.3
        END) AS met,
        CASE
            WHEN ((s.set_type = 'warmup'::public.set_type) OR (e.tracking_type = 'assisted'::public.tracking_type)) THEN (0)::numeric
            ELSE (COALESCE((s.logged_weight_kg * (s.logged_reps)::numeric), (0)::numeric) * (
            CASE
                WHEN e.is_unilateral THEN 2
                ELSE 1
            END)::numeric)
        END AS volume_kg,
        CASE
            WHEN (NOT p.is_performed) THEN NULL::numeric
            WHEN (e.tracking_type = 'weight_reps'::public.tracking_type) THEN NULLIF(s.logged_weight_kg, (0)::numeric)
            WHEN (e.tracking_type = 'assisted'::public.tracking_type) THEN (- s.logged_weight_kg)
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
        END AS distance_score
   FROM ((public.session_exercises s
     JOIN public.exercises e ON ((s.exercise_id = e.id)))
     CROSS JOIN LATERAL ( SELECT ((s.set_type <> 'warmup'::public.set_type) AND ((COALESCE((s.logged_reps)::integer, 0) > 0) OR (COALESCE(s.duration_seconds, 0) > 0) OR (COALESCE(s.distance_m, (0)::numeric) > (0)::numeric))) AS is_performed) p);

CREATE OR REPLACE FUNCTION private.mark_scored_sets(p_user uuid, p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_marks private.set_mark[];
begin
    with sessions as materialized (
        select distinct k.session_id as id from unnest(p_sets) as k
    ),

    steps as materialized (
        select p.session_id, p.plan_exercise_id, p.old_target, (p.inputs ->> 'exercise_id')::uuid as exercise_id
        from sessions as o
        inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
    ),

    priors as materialized (
        select x.*
        from sessions as o
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
        cross join lateral (
            select e.* from private.exercise_sessions as e where e.user_id = p_user and e.session_id = o.id offset 0
        ) as x
    ),

    judged as materialized (
        select
            s.id,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            -- Above the best of all workouts before and above every set before in this one; without a best before, the
            -- workout is the baseline.
            coalesce(
                s.load_score > r.prior_load_score and s.load_score > coalesce(max(s.load_score) over before, '-infinity')
                or s.reps_score > r.prior_reps_score
                and s.reps_score > coalesce(max(s.reps_score) over before, -1)
                or s.estimated_1rm_kg > r.prior_estimated_1rm_kg
                and s.estimated_1rm_kg > coalesce(max(s.estimated_1rm_kg) over before, '-infinity')
                or s.duration_score > r.prior_duration_score
                and s.duration_score > coalesce(max(s.duration_score) over before, -1)
                or s.distance_score > r.prior_distance_score
                and s.distance_score > coalesce(max(s.distance_score) over before, '-infinity'),
                false
            ) as is_record,
            case
                -- The plan it was judged by is gone: what it said then stays.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                -- A set of another exercise, swapped in for the day, was not what the target is about.
                when s.is_planned and s.exercise_id = p.exercise_id then
                    private.meets_target(
                        p.old_target,
                        count(*) filter (where s.is_planned and s.exercise_id = p.exercise_id) over before_here,
                        s.tracking_type = 'assisted',
                        s.logged_weight_kg,
                        s.logged_reps,
                        s.duration_seconds,
                        s.distance_m
                    )
            end as is_success
        from unnest(p_sets) as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        left join steps as p on p.session_id = s.session_id and p.plan_exercise_id = s.plan_exercise_id
        window
            before as (
                partition by s.session_id, s.exercise_id order by s.set_order, s.id
                rows between unbounded preceding and 1 preceding
            ),
            before_here as (
                partition by s.session_id, s.plan_exercise_id order by s.set_order, s.id
            )
    )

    select array_agg((j.id, j.is_record, j.is_success)::private.set_mark)
    into v_marks
    from judged as j
    where j.was_record <> j.is_record or j.was_success is distinct from j.is_success;
    -- An update of no row would still take its triggers along.
    if v_marks is not null then
        update public.session_exercises as s
        set is_personal_record = m.is_record, was_successful_for_progression = m.is_success, updated_at = now()
        from unnest(v_marks) as m
        where s.id = m.id and s.user_id = p_user;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_best(p_user uuid, p_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- The latest time the best was beaten; a baseline that never was has nothing before it.
    v_best private.exercise_scores[] := array(
        select distinct on (s.exercise_id, s.record_type) s
        from private.exercise_scores as s
        where s.user_id = p_user
            and s.exercise_id = any(p_exercises)
            and s.started_at >= p_from
            and (s.previous_score is null or s.score > s.previous_score)
        order by s.exercise_id, s.record_type, s.started_at desc, s.session_id desc
    );
    v_sets private.scored_sets[] := coalesce(
        p_sets, private.sets_of(p_user, array(select distinct b.session_id from unnest(v_best) as b))
    );
begin
    with wanted as materialized (
        select distinct on (b.exercise_id, b.record_type) b.*, s.id as set_id
        from unnest(v_best) as b
        inner join unnest(v_sets) as s
            on s.session_id = b.session_id
            and s.exercise_id = b.exercise_id
            and case b.record_type
                when 'max_weight' then s.load_score = b.score
                when 'max_reps' then s.reps_score = b.score
                when 'estimated_1rm' then s.estimated_1rm_kg = b.score
                when 'max_duration' then s.duration_score = b.score
                when 'max_distance' then s.distance_score = b.score
                else s.is_performed
            end
        -- A volume is reached with the last set, anything else with the first that has it.
        order by
            b.exercise_id, b.record_type, case when b.record_type = 'max_volume' then -s.set_order else s.set_order end, s.id
    ),

    -- Not an upsert: it would lock, and log, every row that it updates. The user's lock is held anyway.
    beaten as (
        update public.personal_records as r
        set
            value = abs(w.score),
            previous_value = abs(w.previous_score),
            improvement_percentage = private.improvement(w.score, w.previous_score),
            set_id = w.set_id,
            achieved_at = w.started_at,
            confidence = private.estimate_confidence(w.effective_reps),
            updated_at = now()
        from wanted as w
        where r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.record_type = w.record_type
            and (r.value, r.previous_value, r.set_id, r.achieved_at, r.confidence) is distinct from (
                abs(w.score), abs(w.previous_score), w.set_id, w.started_at, private.estimate_confidence(w.effective_reps)
            )
    )

    insert into public.personal_records (
        id, user_id, exercise_id, record_type, value, previous_value, improvement_percentage, set_id, achieved_at,
        confidence
    )
    select
        private.stable_id('personal_record', concat_ws(':', p_user, w.exercise_id, w.record_type)),
        p_user,
        w.exercise_id,
        w.record_type,
        abs(w.score),
        abs(w.previous_score),
        private.improvement(w.score, w.previous_score),
        w.set_id,
        w.started_at,
        private.estimate_confidence(w.effective_reps)
    from wanted as w
    where not exists (
        select from public.personal_records as r
        where r.user_id = p_user and r.exercise_id = w.exercise_id and r.record_type = w.record_type
    );

    if p_from = '-infinity' then
        delete from public.personal_records as r
        where r.user_id = p_user
            and r.exercise_id = any(p_exercises)
            and not exists (
                select from private.exercise_scores as s
                where s.user_id = p_user and s.exercise_id = r.exercise_id and s.record_type = r.record_type
            );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_exercise_sessions(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[])
 RETURNS private.change
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_before record;
    v_after record;
    v_change private.change;
begin
    with gone as (
        delete from private.exercise_sessions as r
        where r.user_id = p_user and r.session_id = any(p_sessions)
        returning r.started_at, r.exercise_id, r.day
    )

    select min(g.started_at) as since, array_agg(g.exercise_id) as exercises, array_agg(g.day) as days
    into v_before
    from gone as g;

    with made as (
        insert into private.exercise_sessions (
            user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score, reps_score,
            estimated_1rm_kg, duration_score, distance_score, best_reps, estimated_1rm_reps, rated_sets, rpe_sum,
            prior_volume_kg, prior_load_score, prior_reps_score, prior_estimated_1rm_kg, prior_duration_score,
            prior_distance_score
        )
        select
            p_user, r.exercise_id, w.started_at, r.session_id, w.day, r.working_sets, r.volume_kg, r.load_score,
            r.reps_score, r.estimated_1rm_kg, r.duration_score, r.distance_score, r.best_reps, r.estimated_1rm_reps,
            r.rated_sets, r.rpe_sum,
            greatest(b.prior_volume_kg, nullif(b.volume_kg, 0)),
            greatest(b.prior_load_score, b.load_score),
            greatest(b.prior_reps_score, b.reps_score),
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg),
            greatest(b.prior_duration_score, b.duration_score),
            greatest(b.prior_distance_score, b.distance_score)
        from (
            select
                s.session_id,
                s.exercise_id,
                count(*) filter (where s.is_performed) as working_sets,
                sum(s.volume_kg) as volume_kg,
                max(s.load_score) as load_score,
                max(s.reps_score) as reps_score,
                max(s.estimated_1rm_kg) as estimated_1rm_kg,
                max(s.duration_score) as duration_score,
                max(s.distance_score) as distance_score,
                max(s.logged_reps) filter (where s.is_performed) as best_reps,
                -- The most trustworthy of the sets that gave the estimate.
                (
                    array_agg(s.effective_reps order by s.estimated_1rm_kg desc, s.effective_reps)
                    filter (where s.estimated_1rm_kg is not null)
                )[1] as estimated_1rm_reps,
                count(s.difficulty_rating) filter (where s.is_performed) as rated_sets,
                sum(s.difficulty_rating) filter (where s.is_performed) as rpe_sum
            from unnest(p_sets) as s
            group by s.session_id, s.exercise_id
        ) as r
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = r.session_id and w.status = 'completed'
        -- recompute_priors would find the same for one new workout; written at once, its row isn't touched again.
        left join lateral (
            select p.*
            from private.exercise_sessions as p
            where p.user_id = p_user and p.exercise_id = r.exercise_id and p.started_at < w.started_at
            order by p.started_at desc, p.session_id desc
            limit 1
        ) as b on true
        returning started_at, exercise_id, day
    )

    select
        min(m.started_at) as since, array_agg(distinct m.exercise_id) as exercises, array_agg(distinct m.day) as days
    into v_after
    from made as m;

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
        v_change.is_latest := cardinality(p_sessions) = 1 and not exists (
            select from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= v_after.since
                and w.status = 'completed'
                and w.id <> p_sessions[1]
        );
    end if;
    return v_change;
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
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
        cross join lateral (
            select x as one from private.scored_sets as x where x.user_id = p_user and x.session_id = o.id offset 0
        ) as s
    );
end;
$function$;

CREATE VIEW "private"."timed_workouts" AS  SELECT user_id,
    id,
    plan_workout_id,
    name,
    day,
    started_at,
    status,
    total_sets,
    total_volume_kg,
        CASE
            WHEN (ended_at IS NOT NULL) THEN GREATEST(((EXTRACT(epoch FROM (ended_at - started_at)))::integer - paused_seconds), 0)
            ELSE NULL::integer
        END AS duration_seconds
   FROM public.workout_sessions w;

CREATE VIEW "public"."streaks" WITH (security_invoker=true) AS  SELECT s.id,
    p.id AS user_id,
    s.streak_type,
    s.current_streak,
    s.longest_streak,
    s.last_incremented_at,
    s.this_period_count,
    s.this_period_target,
    s.freezes_available
   FROM (public.profiles p
     CROSS JOIN LATERAL private.streaks_at(p.id, now()) s(id, streak_type, current_streak, longest_streak, last_incremented_at, this_period_count, this_period_target, freezes_available));

CREATE VIEW "public"."user_achievements" WITH (security_invoker=true) AS  SELECT p.id AS user_id,
    s.achievement_id,
    s.progress,
    a.target,
    s.unlocked_at,
    a.slug,
    a.name,
    a.description,
    a.category,
    a.tier,
    a.metric,
    a.counter_id,
    a.xp,
    a.sort_order
   FROM ((public.profiles p
     CROSS JOIN LATERAL private.achievements_of(p.id) s(achievement_id, progress, unlocked_at))
     JOIN public.achievements a ON ((s.achievement_id = a.id)))
  WHERE ((a.retired_at IS NULL) OR (s.unlocked_at IS NOT NULL));

CREATE INDEX achievement_awards_achievement_id_idx ON private.achievement_awards USING btree (achievement_id);

CREATE INDEX cohort_lifts_cohort_idx ON private.cohort_lifts USING btree (lift, sex, age_from, bodyweight_from_kg, ratio);

CREATE INDEX cohort_members_refreshed_at_idx ON private.cohort_members USING btree (refreshed_at);

CREATE INDEX gear_facts_equipment_id_idx ON private.gear_facts USING btree (equipment_id);

CREATE INDEX achievements_counter_id_idx ON public.achievements USING btree (counter_id);

CREATE TRIGGER draw_added AFTER INSERT ON private.cohort_lifts REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_cohort_lifts();

CREATE TRIGGER draw_changed AFTER UPDATE ON private.cohort_lifts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_moved_cohort_lifts();

CREATE TRIGGER draw_left AFTER DELETE ON private.cohort_lifts REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_cohort_lifts();

CREATE TRIGGER touch BEFORE UPDATE ON private.cohort_lifts FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER touch BEFORE UPDATE ON private.cohort_members FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER follow_gear_new AFTER INSERT ON private.gear_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.follow_gear();

CREATE TRIGGER follow_gear AFTER UPDATE ON private.gear_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.follow_gear();

CREATE TRIGGER follow_gear_new AFTER INSERT ON private.gym_unit_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.follow_gear();

CREATE TRIGGER follow_gear AFTER UPDATE ON private.gym_unit_facts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.follow_gear();

CREATE TRIGGER find_counter BEFORE INSERT ON public.achievements FOR EACH ROW EXECUTE FUNCTION private.find_counter();

CREATE TRIGGER keep_rule BEFORE UPDATE ON public.achievements FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'slug', 'metric', 'parameters', 'target', 'xp', 'counter_id', 'created_at');

CREATE TRIGGER move_version_insert AFTER INSERT ON public.achievements FOR EACH ROW EXECUTE FUNCTION private.on_achievement_rules();

CREATE TRIGGER move_version AFTER UPDATE OF retired_at ON public.achievements FOR EACH ROW WHEN ((old.retired_at IS DISTINCT FROM new.retired_at)) EXECUTE FUNCTION private.on_achievement_rules();

CREATE TRIGGER touch BEFORE UPDATE ON public.achievements FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER count_deleted AFTER DELETE ON public.check_ins REFERENCING OLD TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_achievement_facts('check_ins');

CREATE TRIGGER count_inserted AFTER INSERT ON public.check_ins REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_achievement_facts('check_ins');

CREATE TRIGGER judge_again_gone AFTER DELETE ON public.check_ins FOR EACH ROW WHEN ((num_nonnulls(old.sleep, old.soreness, old.energy, old.mood) > 0)) EXECUTE FUNCTION private.on_readiness_change();

CREATE TRIGGER judge_again_new AFTER INSERT ON public.check_ins FOR EACH ROW WHEN ((num_nonnulls(new.sleep, new.soreness, new.energy, new.mood) > 0)) EXECUTE FUNCTION private.on_readiness_change();

CREATE TRIGGER judge_again AFTER UPDATE OF sleep, soreness, energy, mood ON public.check_ins FOR EACH ROW WHEN (((old.sleep IS DISTINCT FROM new.sleep) OR (old.soreness IS DISTINCT FROM new.soreness) OR (old.energy IS DISTINCT FROM new.energy) OR (old.mood IS DISTINCT FROM new.mood))) EXECUTE FUNCTION private.on_readiness_change();

CREATE TRIGGER follow_equipment_gone AFTER DELETE ON public.exercise_equipment FOR EACH ROW WHEN ((old.user_id IS NOT NULL)) EXECUTE FUNCTION private.follow_own_exercise();

CREATE TRIGGER follow_equipment_new AFTER INSERT ON public.exercise_equipment FOR EACH ROW WHEN ((new.user_id IS NOT NULL)) EXECUTE FUNCTION private.follow_own_exercise();

CREATE TRIGGER follow_mechanic AFTER UPDATE OF mechanic ON public.exercises FOR EACH ROW WHEN (((new.created_by IS NOT NULL) AND (old.mechanic <> new.mechanic))) EXECUTE FUNCTION private.follow_own_exercise();

CREATE TRIGGER touch BEFORE UPDATE ON public.personal_records FOR EACH ROW WHEN ((new.updated_at = old.updated_at)) EXECUTE FUNCTION private.touch();

CREATE TRIGGER keep_keys BEFORE UPDATE OF id, user_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, created_at, outcome, effective_at, failures, state ON public.prescriptions FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'user_id', 'plan_exercise_id', 'session_id', 'rule', 'reason_code', 'inputs', 'old_target', 'new_target', 'created_at', 'outcome', 'effective_at', 'failures', 'state');

CREATE TRIGGER keep_gear_new AFTER INSERT ON public.profiles FOR EACH ROW WHEN ((new.preferred_unit = 'imperial'::public.preferred_unit)) EXECUTE FUNCTION private.on_unit_change();

CREATE TRIGGER keep_gear AFTER UPDATE OF preferred_unit ON public.profiles FOR EACH ROW WHEN ((old.preferred_unit <> new.preferred_unit)) EXECUTE FUNCTION private.on_unit_change();

CREATE TRIGGER read_only INSTEAD OF INSERT OR DELETE OR UPDATE ON public.streaks FOR EACH ROW EXECUTE FUNCTION private.read_only();

CREATE TRIGGER bury AFTER DELETE ON public.training_breaks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'id');

CREATE TRIGGER judge_again_gone AFTER DELETE ON public.training_breaks FOR EACH ROW WHEN ((old.kind = 'deload'::public.break_kind)) EXECUTE FUNCTION private.on_deload_change();

CREATE TRIGGER judge_again_new AFTER INSERT ON public.training_breaks FOR EACH ROW WHEN ((new.kind = 'deload'::public.break_kind)) EXECUTE FUNCTION private.on_deload_change();

CREATE TRIGGER judge_again AFTER UPDATE OF kind, starts_on, ends_on, load_percent, sets_percent, is_suggested ON public.training_breaks FOR EACH ROW WHEN ((('deload'::public.break_kind = old.kind) OR ('deload'::public.break_kind = new.kind))) EXECUTE FUNCTION private.on_deload_change();

CREATE TRIGGER lock_caller BEFORE INSERT OR DELETE OR UPDATE ON public.training_breaks FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER pause_streaks_changed AFTER UPDATE OF kind, starts_on, ends_on ON public.training_breaks FOR EACH ROW WHEN (((old.kind IS DISTINCT FROM new.kind) OR (old.starts_on IS DISTINCT FROM new.starts_on) OR (old.ends_on IS DISTINCT FROM new.ends_on))) EXECUTE FUNCTION private.on_breaks();

CREATE TRIGGER pause_streaks AFTER INSERT OR DELETE ON public.training_breaks FOR EACH ROW EXECUTE FUNCTION private.on_breaks();

CREATE TRIGGER recount_streaks_deleted AFTER DELETE ON public.training_breaks REFERENCING OLD TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_achievement_facts('weeks');

CREATE TRIGGER recount_streaks_inserted AFTER INSERT ON public.training_breaks REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_achievement_facts('weeks');

CREATE TRIGGER recount_streaks_updated AFTER UPDATE ON public.training_breaks REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_achievement_facts('weeks');

CREATE TRIGGER touch BEFORE UPDATE ON public.training_breaks FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER keep_gear AFTER INSERT OR DELETE OR UPDATE OF bars_kg, plates_kg, dumbbells_kg, gym_unit ON public.training_preferences FOR EACH ROW EXECUTE FUNCTION private.on_gear_change();

CREATE TRIGGER lock_caller BEFORE INSERT OR DELETE OR UPDATE ON public.training_preferences FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER read_only INSTEAD OF INSERT OR DELETE OR UPDATE ON public.user_achievements FOR EACH ROW EXECUTE FUNCTION private.read_only();

CREATE TRIGGER bury AFTER DELETE ON public.user_consents REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.bury('user_id', 'purpose');

CREATE TRIGGER date_decision BEFORE INSERT OR UPDATE ON public.user_consents FOR EACH ROW EXECUTE FUNCTION private.on_consent_written();

CREATE TRIGGER join_cohorts AFTER INSERT ON public.user_consents FOR EACH ROW WHEN (((new.purpose = 'cohort_statistics'::public.consent_purpose) AND new.granted)) EXECUTE FUNCTION private.on_consents_for_cohorts();

CREATE TRIGGER leave_cohorts AFTER DELETE ON public.user_consents FOR EACH ROW WHEN ((old.purpose = 'cohort_statistics'::public.consent_purpose)) EXECUTE FUNCTION private.on_consents_for_cohorts();

CREATE TRIGGER rejoin_or_leave_cohorts AFTER UPDATE OF granted ON public.user_consents FOR EACH ROW WHEN (((new.purpose = 'cohort_statistics'::public.consent_purpose) AND (new.granted IS DISTINCT FROM old.granted))) EXECUTE FUNCTION private.on_consents_for_cohorts();

CREATE TRIGGER touch BEFORE UPDATE ON public.user_consents FOR EACH ROW EXECUTE FUNCTION private.touch();

CREATE TRIGGER keep_gear_gone AFTER DELETE ON public.user_equipment FOR EACH ROW WHEN ((num_nonnulls(old.base_kg, old.plates_kg, old.loads_kg, old.step_kg) > 0)) EXECUTE FUNCTION private.on_gear_change();

CREATE TRIGGER keep_gear_new AFTER INSERT ON public.user_equipment FOR EACH ROW WHEN ((num_nonnulls(new.base_kg, new.plates_kg, new.loads_kg, new.step_kg) > 0)) EXECUTE FUNCTION private.on_gear_change();

CREATE TRIGGER keep_gear AFTER UPDATE OF base_kg, plates_kg, loads_kg, step_kg, max_kg ON public.user_equipment FOR EACH ROW WHEN (((old.base_kg IS DISTINCT FROM new.base_kg) OR (old.plates_kg IS DISTINCT FROM new.plates_kg) OR (old.loads_kg IS DISTINCT FROM new.loads_kg) OR (old.step_kg IS DISTINCT FROM new.step_kg) OR (old.max_kg IS DISTINCT FROM new.max_kg))) EXECUTE FUNCTION private.on_gear_change();

CREATE TRIGGER lock_caller BEFORE INSERT OR DELETE OR UPDATE ON public.user_equipment FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION private.lock_caller();

CREATE TRIGGER keep_targets AFTER UPDATE OF exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg, target_rir ON public.workout_plan_day_exercises FOR EACH ROW WHEN (((old.exercise_id IS DISTINCT FROM new.exercise_id) OR (old.target_sets IS DISTINCT FROM new.target_sets) OR (old.target_reps IS DISTINCT FROM new.target_reps) OR (old.current_suggested_weight_kg IS DISTINCT FROM new.current_suggested_weight_kg) OR (old.progression IS DISTINCT FROM new.progression) OR (old.on_success_weight_increase_kg IS DISTINCT FROM new.on_success_weight_increase_kg) OR (old.target_rir IS DISTINCT FROM new.target_rir))) EXECUTE FUNCTION private.on_target_change();

CREATE TRIGGER count_deleted AFTER DELETE ON public.workout_plans REFERENCING OLD TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_achievement_facts('plans');

CREATE TRIGGER count_inserted AFTER INSERT ON public.workout_plans REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_achievement_facts('plans');

CREATE TRIGGER lay_out_deloads AFTER UPDATE OF is_active, deload_every_weeks, total_weeks ON public.workout_plans FOR EACH ROW WHEN (((old.is_active IS DISTINCT FROM new.is_active) OR (old.deload_every_weeks IS DISTINCT FROM new.deload_every_weeks) OR (old.total_weeks IS DISTINCT FROM new.total_weeks))) EXECUTE FUNCTION private.on_plan_deloads();

CREATE TRIGGER take_deloads_back BEFORE DELETE ON public.workout_plans FOR EACH ROW EXECUTE FUNCTION private.on_plan_deloads();

CREATE TRIGGER count_anew AFTER UPDATE OF planned ON public.workout_sessions FOR EACH ROW WHEN (((new.status = 'completed'::public.session_status) AND ((old.planned IS NULL) <> (new.planned IS NULL)))) EXECUTE FUNCTION private.on_planned();

CREATE TRIGGER total_up BEFORE UPDATE OF status ON public.workout_sessions FOR EACH ROW WHEN (((new.status = 'completed'::public.session_status) AND (old.status <> 'completed'::public.session_status))) EXECUTE FUNCTION private.total_up();

CREATE POLICY "nobody" ON "private"."achievement_awards" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."achievement_counters" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."achievement_rules" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."achievement_totals" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."cohort_distributions" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."cohort_lifts" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."cohort_members" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."distribution_versions" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."gear_facts" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."gym_unit_facts" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."key_lift_exercises" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."paused_weeks" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."settled_streaks" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."streak_changes" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."strength_distributions" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."strength_standards" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "nobody" ON "private"."volume_landmarks" FOR SELECT TO PUBLIC USING (false);

CREATE POLICY "read the rules" ON "public"."achievements" FOR SELECT TO "authenticated" USING (true);

CREATE POLICY "change own equipment" ON "public"."user_equipment" FOR UPDATE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id)) WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

COMMENT ON COLUMN "private"."achievement_awards"."session_id" IS 'The workout that reached it; null for others. No foreign key: derived anew whenever workouts change.';

COMMENT ON COLUMN "private"."achievement_awards"."unlocked_at" IS 'When what reached the target happened, not when it arrived: the start of the workout, else the time of the check-in or plan.';

COMMENT ON COLUMN "private"."achievement_counters"."from_time" IS 'From here on the columns are the parameters, parsed once.';

COMMENT ON COLUMN "private"."achievement_counters"."goal" IS 'The highest target of its achievements. Nothing is counted beyond, so a counter that is full costs nothing more.';

COMMENT ON COLUMN "private"."achievement_counters"."source" IS 'The kind of facts that move it.';

COMMENT ON COLUMN "private"."achievement_counters"."takes_best" IS 'True: the highest value counts; false: values add up.';

COMMENT ON COLUMN "private"."achievement_totals"."last_met_at" IS 'When that week met it; null without one.';

COMMENT ON COLUMN "private"."achievement_totals"."last_started_at" IS 'The start of the latest workout that was counted, null without one: what started later is added, all else counted anew.';

COMMENT ON COLUMN "private"."achievement_totals"."rules_version" IS 'Of achievement_rules when it was counted; another one: count anew.';

COMMENT ON COLUMN "private"."achievement_totals"."streak" IS 'The weekly streak as it stood after the last week that met its target.';

COMMENT ON COLUMN "private"."cohort_distributions"."ratios" IS 'Load / bodyweight at each of private.percentile_points().';

COMMENT ON COLUMN "private"."cohort_lifts"."age_from" IS 'The decade of age: 20 is 20 to 29. 10 and 70 take everyone below and above.';

COMMENT ON COLUMN "private"."cohort_lifts"."bodyweight_from_kg" IS 'The band of bodyweight: 80 is 80 up to 90 kg.';

COMMENT ON COLUMN "private"."distribution_versions"."population" IS 'Who is compared with, in words for the user.';

COMMENT ON COLUMN "private"."exercise_sessions"."best_reps" IS 'Most repetitions in a working set, whatever the tracking type.';

COMMENT ON COLUMN "private"."exercise_sessions"."estimated_1rm_reps" IS 'Effective repetitions of the set that gave estimated_1rm_kg (reps + 10 - RPE): how far the estimate can be trusted.';

COMMENT ON COLUMN "private"."exercise_sessions"."rated_sets" IS 'Working sets with an RPE.';

COMMENT ON COLUMN "private"."exercise_sessions"."rpe_sum" IS 'The sum of their RPE, so that a mean over any workouts is one of sets; null without any.';

COMMENT ON COLUMN "private"."gear_facts"."loads_kg" IS 'In kilograms, ascending. Null: from here on nothing is known, and any load goes.';

COMMENT ON COLUMN "private"."settled_streaks"."last_kept" IS 'The first day of the last week, or the last day, that added one.';

COMMENT ON COLUMN "private"."settled_streaks"."settled_until" IS 'The first day of the first week or day that isn''t settled.';

COMMENT ON COLUMN "private"."strength_distributions"."bodyweight_from_kg" IS 'The class is of those heavier than this, up to and with the next one''s.';

COMMENT ON COLUMN "private"."strength_distributions"."lifters" IS 'How many lifters it rests on, each with the best result in the class: at least 1,000, so that the first and the last percent
are more than somebody''s name.';

COMMENT ON COLUMN "private"."strength_distributions"."ratios" IS 'Load / bodyweight at each of private.percentile_points().';

COMMENT ON COLUMN "private"."strength_standards"."ratios" IS 'One-repetition maximum / bodyweight from which each tier begins: beginner, novice, intermediate, advanced, elite.';

COMMENT ON COLUMN "private"."target_facts"."state" IS 'What the rules remember from here on, as in prescriptions.state.';

COMMENT ON COLUMN "private"."volume_landmarks"."max_sets" IS 'More cost recovery and bring little.';

COMMENT ON COLUMN "private"."volume_landmarks"."min_sets" IS 'Fewer do little.';

COMMENT ON COLUMN "public"."achievements"."counter_id" IS 'The same for all stages of one achievement, which differ in their target.';

COMMENT ON COLUMN "public"."achievements"."parameters" IS 'Of workouts {from, until: local time of the start, hh:mm; weekdays: [1 Monday … 7]; planned: by a plan}; of returns {days: at
least so many since the workout before}; of muscle_groups_in_week {sets: at least so many for each}.';

COMMENT ON COLUMN "public"."achievements"."retired_at" IS 'What happens from then on unlocks it no more; null while it can be achieved.';

COMMENT ON COLUMN "public"."achievements"."slug" IS 'A name for code: the id is made of it, so it never changes.';

COMMENT ON COLUMN "public"."achievements"."target" IS 'How much of the metric is needed.';

COMMENT ON COLUMN "public"."achievements"."xp" IS 'What it is worth, once.';

COMMENT ON COLUMN "public"."equipment"."load_type" IS 'How it bears the load of a set; null: it bears none (a bench, a pull-up bar).';

COMMENT ON COLUMN "public"."personal_records"."confidence" IS 'Of an estimated_1rm: high to 5 effective repetitions, medium to 10, low to 12. Null for what was measured.';

COMMENT ON COLUMN "public"."prescriptions"."inputs" IS '{"exercise_id", "amounts": reps, seconds or metres of the working sets, "loads_kg", "rpe"} of the workout, and "easing" where an
easier day excused it.';

COMMENT ON COLUMN "public"."prescriptions"."old_target" IS '{"sets", "reps", "weight_kg"} before the step, with "loads_kg" where the load differs from set to set.';

COMMENT ON COLUMN "public"."prescriptions"."state" IS 'What the rules remember for the next workout: {"training_max_kg", "week"} of a wave, {"best_1rm_kg", "stalls"} of the stall rule.';

COMMENT ON COLUMN "public"."training_breaks"."ends_on" IS 'The last day, itself included. Null while the break goes on; one that nobody ends is over after 366 days.';

COMMENT ON COLUMN "public"."training_breaks"."is_suggested" IS 'Whether Spotter proposed it because lifts had stalled. Written by the server.';

COMMENT ON COLUMN "public"."training_breaks"."load_percent" IS 'How much of each load is asked for meanwhile, 40 to 100 percent.';

COMMENT ON COLUMN "public"."training_breaks"."plan_id" IS 'The plan that laid this break out. Null: made by the user, or the plan is gone; what had begun by then stays.';

COMMENT ON COLUMN "public"."training_breaks"."sets_percent" IS 'How many of the sets are asked for meanwhile, 50 to 100 percent.';

COMMENT ON COLUMN "public"."training_breaks"."starts_on" IS 'The first day, by the user''s own calendar.';

COMMENT ON COLUMN "public"."training_preferences"."gym_unit" IS 'The unit the gym''s weights are made in. Null: the profile''s preferred_unit. In an imperial gym loads go by whole 5 lb (2.5 lb
for isolation) where no more is known of its equipment.';

COMMENT ON COLUMN "public"."user_consents"."decided_at" IS 'When this was decided, by the server''s clock.';

COMMENT ON COLUMN "public"."user_consents"."purpose" IS 'ai: training data goes to the language model. cohort_statistics: the user''s lifts count among those of similar people,
anonymously. analytics: use of the app is measured.';

COMMENT ON COLUMN "public"."user_consents"."version" IS 'Of the text that was shown: letters, digits, dots, dashes and underscores.';

COMMENT ON COLUMN "public"."user_equipment"."base_kg" IS 'What it weighs empty, in kilograms: bar, sled, a machine''s arm, the handle of an adjustable dumbbell. Null: for a bar those of
training_preferences.bars_kg, for the rest 0.';

COMMENT ON COLUMN "public"."user_equipment"."loads_kg" IS 'Loads there are as they are, in kilograms: dumbbells, kettlebells, pins of a stack.';

COMMENT ON COLUMN "public"."user_equipment"."max_kg" IS 'The heaviest load of an even stack, in kilograms.';

COMMENT ON COLUMN "public"."user_equipment"."plates_kg" IS 'Plates in kilograms, each entry a pair, one plate a side; the same weight again is one more pair. Null: for a bar those of
training_preferences.plates_kg, for the rest none.';

COMMENT ON COLUMN "public"."user_equipment"."step_kg" IS 'An even stack: from base_kg up to max_kg in steps of so many kilograms.';

COMMENT ON COLUMN "public"."workout_plans"."deload_every_weeks" IS 'Every so many weeks since activation one is a deload week: a row of training_breaks, which its owner may move or delete. Null: none.';

COMMENT ON FUNCTION "private"."achievement_counter"(public.achievement_metric, jsonb) IS 'The counter of a metric with these parameters, made if there is none. PT422 names a parameter the metric doesn''t take.';

COMMENT ON FUNCTION "private"."achievement_state"(uuid, text[]) IS 'How far a user is by the facts alone, counted from the first one in the order in which they happened. The definition.';

COMMENT ON FUNCTION "private"."achievements_of"(uuid) IS 'How far a user is with each achievement.';

COMMENT ON FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, integer) IS 'After a success: the first rule that can still move moves, by as many steps as the effort allows.';

COMMENT ON FUNCTION "private"."advance_achievements"(uuid, uuid[], private.change) IS 'What changed workouts mean for achievements: one newest workout is added to the totals, anything else is counted anew.';

COMMENT ON FUNCTION "private"."advanced_stats"(uuid, integer, timestamp with time zone) IS 'See public.advanced_stats.';

COMMENT ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean) IS 'Derives all that hangs on these workouts, logged, changed or deleted: totals, records, targets, marks, weeks, XP,
achievements.';

COMMENT ON FUNCTION "private"."age_band"(date, date) IS 'The decade of age on a day, 10 to 70 (which take everyone below and above); null without one.';

COMMENT ON FUNCTION "private"."are_loads"(numeric[], integer) IS 'Whether a list has at most so many entries, each a load above 0 and up to 500 kg.';

COMMENT ON FUNCTION "private"."asked_for"(uuid, uuid, private.easing, timestamp with time zone, public.preferred_unit) IS 'What next_workout says of an exercise: sets, repetitions and load of today, why, and the standing target, which stays as it is.';

COMMENT ON FUNCTION "private"."best_lifts"(uuid, timestamp with time zone) IS 'The best estimated one-repetition maximum of the last year in each key lift, the earliest if several are equal.';

COMMENT ON FUNCTION "private"."bodyweight_progress"(uuid, date, date) IS 'See public.bodyweight_progress.';

COMMENT ON FUNCTION "private"."break_end"(date, date) IS 'The last day of a break; an open one has a last day too, or it would keep a streak for ever.';

COMMENT ON FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone) IS 'The loads this user could make for an exercise at a moment, in kilograms, ascending; null: any load goes. What bears the load
is what the exercise needs; several that do add up to more choices.';

COMMENT ON FUNCTION "private"."built"(numeric, numeric, private.terms) IS 'The load that can be built on the way from one load to a wanted one.';

COMMENT ON FUNCTION "private"."check_load_count"(integer, text) IS 'PT422 for more than 2000 different loads of one piece of equipment.';

COMMENT ON FUNCTION "private"."check_notation"(jsonb, text) IS 'PT422 for the first of these objects whose "reps" are no target_reps.';

COMMENT ON FUNCTION "private"."check_outcomes"(jsonb) IS 'PT422 with the field at fault unless these are workouts to simulate.';

COMMENT ON FUNCTION "private"."check_percents"(jsonb, text) IS 'PT422 for the first entry of an array that is no percentage of a training max.';

COMMENT ON FUNCTION "private"."check_rules"(jsonb, text) IS 'PT422 with the field at fault unless these are rules.';

COMMENT ON FUNCTION "private"."check_sets"(uuid, uuid[]) IS 'What no constraint can say: an exercise the user may use (PT404), a workout that takes sets (PT409), what its tracking_type
needs (PT422).';

COMMENT ON FUNCTION "private"."check_stages"(jsonb, text) IS 'PT422 with the field at fault unless these are sets and reps to switch between.';

COMMENT ON FUNCTION "private"."check_wave"(jsonb, text) IS 'PT422 with the field at fault unless the weeks of a percentage wave are sound.';

COMMENT ON FUNCTION "private"."check_workout_document"(jsonb, timestamp with time zone) IS 'PT422 with the field at fault unless this is a workout document. What it names is looked up by set_rows.';

COMMENT ON FUNCTION "private"."deload_easing"(uuid, date) IS 'What a deload week takes off a day, the strongest if several meet; null outside of one.';

COMMENT ON FUNCTION "private"."dots"(public.sex, numeric, numeric) IS 'Points that make totals (squat + bench press + deadlift, kg) of different bodyweights comparable, by Tim Konertz (BVDK, 2019);
bodyweight counts as 40 to 210 kg for men, 40 to 150 kg for women. Null for a sex without a formula.';

COMMENT ON FUNCTION "private"."eased"(private.target, private.easing, private.terms) IS 'A target with so many percent of its load, down to what can be built, and of its sets, one at least.';

COMMENT ON FUNCTION "private"."easing_at"(uuid, timestamp with time zone, date) IS 'Why a workout that starts at a moment of a local day may be easier than its target, and by how much (percent of load and sets that
remain); null on an ordinary day. The stronger reduction counts, a deload week before a hold.';

COMMENT ON FUNCTION "private"."easing_text"(private.easing, jsonb, jsonb, public.preferred_unit) IS 'Why a day asks for less than the usual target, in a sentence.';

COMMENT ON FUNCTION "private"."estimate_confidence"(numeric) IS 'How far an estimated 1RM from so many effective repetitions can be trusted: high to 5, medium to 10, low to 12, else null
(Reynolds 2006, J Strength Cond Res 20:584).';

COMMENT ON FUNCTION "private"."evaluate"(private.target, integer, jsonb, private.terms, integer[], numeric[], numeric[]) IS 'What a workout made of a target. Amounts are reps, seconds or metres of the working sets in order, loads their kilograms, efforts
their RPE. Lowest load at the target and every planned set done: success; below the target''s load: held; else failure;
without sets: none.';

COMMENT ON FUNCTION "private"."exact_kg"(numeric) IS 'The weight that was meant by kilograms rounded to the gram: whole quarter pounds come back unrounded, so that sums stay exact.';

COMMENT ON FUNCTION "private"."exercise_progress"(uuid, uuid, date, date) IS 'See public.exercise_progress.';

COMMENT ON FUNCTION "private"."exercise_trends"(uuid, date, date, date) IS 'The straight line of least squares through the best of each workout in these days, deload weeks apart, per exercise: slope a week
and its standard error (null below 3 workouts). Scores as in exercise_sessions: help counts negative. has_stalled, as in
stalled_lifts: since p_stall_from the 3 latest workouts were not 0.5 % above the best before them.';

COMMENT ON FUNCTION "private"."explain_prescription"(uuid, uuid, timestamp with time zone) IS 'See public.explain_prescription.';

COMMENT ON FUNCTION "private"."fall_back"(private.evaluation, private.terms) IS 'After a failure: the target holds, until as many in a row as the rule allows (3); then 10 % of the load comes off, the written
target comes back, or the next stage begins.';

COMMENT ON FUNCTION "private"."favourite_exercises"(uuid, integer) IS 'What a user trained in most workouts; of equals the latest trained.';

COMMENT ON FUNCTION "private"."find_counter"() IS 'Row trigger before insert on achievements: the id follows from the slug, the counter from the rule.';

COMMENT ON FUNCTION "private"."first_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone) IS 'A load to begin with where a target has none, from the best estimated 1RM of the last 90 days and the RPE curve; no row without one.';

COMMENT ON FUNCTION "private"."first_load_text"(numeric, integer, numeric, public.preferred_unit) IS 'How a first load follows from the estimated 1RM, in a sentence.';

COMMENT ON FUNCTION "private"."first_step"(private.target_facts, numeric[]) IS 'A person''s decision with the target and the memory its rules begin with. Of a wave that goes on it has the week and the training
max it has come to.';

COMMENT ON FUNCTION "private"."fold_days"(uuid[], date[], boolean) IS 'The daily streak of each user as it stands on a day: what is settled, and the days since with a check-in or a workout. When
settling, that day and later ones don''t count, and streaks that stand as they were settled are left out.';

COMMENT ON FUNCTION "private"."fold_weeks"(uuid[], date[], boolean) IS 'The weekly streak of each user as it stands on a day: what is settled, and the weeks since. When settling, nothing of the week
that runs, or of later ones, counts,
and streaks that stand as they were settled are left out.';

COMMENT ON FUNCTION "private"."follow_gear"() IS 'Statement trigger on what could be built: the targets of the plans'' exercises that it concerns are derived anew from there.';

COMMENT ON FUNCTION "private"."follow_own_exercise"() IS 'Row trigger on a user''s own exercises: targets follow what they need and whether they isolate, which the pounds'' step goes by.';

COMMENT ON FUNCTION "private"."foretell_workout"(uuid, public.session_exercises[], timestamp with time zone) IS 'What will be found when these sets of a workout are written.';

COMMENT ON FUNCTION "private"."gear_changes"(uuid, uuid, timestamp with time zone) IS 'The moments from p_from on at which the loads for an exercise changed, ascending.';

COMMENT ON FUNCTION "private"."gear_of"(uuid) IS 'The loads that a user''s equipment makes now, by piece of equipment: as user_equipment has it, else bars, plates and dumbbells
of the preferences. Null where nothing is known.';

COMMENT ON FUNCTION "private"."gym_unit"(uuid, timestamp with time zone) IS 'The unit of the weights a user trained with at a moment.';

COMMENT ON FUNCTION "private"."hardest"(jsonb) IS 'The highest RPE of a workout''s sets.';

COMMENT ON FUNCTION "private"."has_gear"(uuid) IS 'Whether anything was ever known of what this user can build; if not, any load goes.';

COMMENT ON FUNCTION "private"."imagine"(uuid, uuid, jsonb, timestamp with time zone) IS 'The evaluations that told workouts would get one after the other, from the standing target on. Stable: it can''t write.';

COMMENT ON FUNCTION "private"."imagined_loads"(jsonb, private.target, integer) IS 'The loads of a told workout: as told, else those of the target.';

COMMENT ON FUNCTION "private"."ipf_gl"(public.sex, numeric, numeric, boolean) IS 'GL points of the International Powerlifting Federation (2020, raw) for a total or, bench only, a bench press in kg. Null below
35 kg of bodyweight and for a sex without a formula.';

COMMENT ON FUNCTION "private"."judge_again"(uuid, uuid[]) IS 'Derives the targets anew that these workouts trained, from the first of them on.';

COMMENT ON FUNCTION "private"."keep_gear"(uuid, timestamp with time zone) IS 'Writes down what can be built from a moment on, where it differs from before.';

COMMENT ON FUNCTION "private"."landmarks_of"(uuid) IS 'The sets a week, by muscle group, within which this user grows.';

COMMENT ON FUNCTION "private"."latest_step"(uuid, uuid) IS 'The step that led to the standing target; null when it is still what the plan was made with.';

COMMENT ON FUNCTION "private"."lay_out_deloads"(public.workout_plans, timestamp with time zone) IS 'Makes the deload weeks of a plan that are still to come what the plan says; none unless it is active.';

COMMENT ON FUNCTION "private"."lightest"(numeric[], boolean) IS 'The load of the lightest set: of help more is easier, so it is the most of it. A set without a load is lighter than any: null.';

COMMENT ON FUNCTION "private"."load_rule"(jsonb) IS 'The first rule of the load, whose step is the grid on which loads go up and down; null without one.';

COMMENT ON FUNCTION "private"."load_text"(numeric, public.preferred_unit) IS 'A load as a person reads it, in kilograms or pounds to a tenth.';

COMMENT ON FUNCTION "private"."lock_cohorts"() IS 'Waits for whoever else redraws cohorts. The next statement sees what they committed, so no drawing misses a withdrawal.';

COMMENT ON FUNCTION "private"."lowered"(numeric, numeric, private.terms) IS 'A load made easier by a percentage: down to a whole step, and buildable.';

COMMENT ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) IS 'Marks, of all sets of some workouts, those that were strictly above every set before them by (started_at, set_order, id), and those
that met the target of their day.';

COMMENT ON FUNCTION "private"."mark_sets"(uuid, uuid[]) IS 'mark_scored_sets for these workouts.';

COMMENT ON FUNCTION "private"."meets_every_set"(private.target, integer[]) IS 'Whether every planned set has its repetitions, seconds or metres.';

COMMENT ON FUNCTION "private"."more_reps"(private.target, integer[], integer, numeric, boolean) IS 'The repetitions, seconds or metres to ask for after a success, as target_reps; null when every set is at the ceiling, or when as
many as possible are asked for already. Only the lowest sets, or all of them, go up by the step.';

COMMENT ON FUNCTION "private"."muscle_amounts"(uuid, date) IS 'How many muscle groups were trained in a week so far, at each workout that took one over the line, for the weeks from a day on.';

COMMENT ON FUNCTION "private"."muscle_ranking"(uuid, timestamp with time zone) IS 'See public.muscle_ranking. At a moment.';

COMMENT ON FUNCTION "private"."muscle_volume"(uuid, date, integer) IS 'Sets a week by muscle group against the landmarks, of so many whole weeks and the one after them; the mean is over the whole
ones, null without any. A week without a set of the group has no entry.';

COMMENT ON FUNCTION "private"."muscles_worked"(uuid, date, date, timestamp with time zone) IS 'See public.muscles_worked.';

COMMENT ON FUNCTION "private"."named_rule"(jsonb, numeric) IS 'The rule for the load that a named scheme contains, with the options it was given.';

COMMENT ON FUNCTION "private"."net_energy"(uuid, numeric, timestamp with time zone, numeric) IS 'Kilocalories of a workout net of rest, (MET - 1) x kg x hours; null without a body weight or a MET.';

COMMENT ON FUNCTION "private"."next_workout"(uuid, timestamp with time zone) IS 'See public.next_workout.';

COMMENT ON FUNCTION "private"."on_achievement_facts"() IS 'Statement trigger, transition table moved_rows: counts anew what hangs on the kind of facts given as argument.';

COMMENT ON FUNCTION "private"."on_achievement_rules"() IS 'Row trigger after a rule came or was retired: from now on every user is counted anew before anything is added.';

COMMENT ON FUNCTION "private"."on_breaks"() IS 'Row trigger on training_breaks: weeks are paused, streaks are settled anew.';

COMMENT ON FUNCTION "private"."on_check_ins"() IS 'Row trigger: a day with a check-in is worth XP, and keeps a streak, as long as the check-in is there.';

COMMENT ON FUNCTION "private"."on_cohort_lifts"() IS 'Statement trigger on people who come or go: cohort_distributions follow who is in the cohorts.';

COMMENT ON FUNCTION "private"."on_consent_written"() IS 'Row trigger: a decision carries the time of the server, and a repeated one keeps it.';

COMMENT ON FUNCTION "private"."on_consents_for_cohorts"() IS 'Row trigger: who agrees to cohort_statistics is counted from the next refresh on, who withdraws is out at once.';

COMMENT ON FUNCTION "private"."on_deload_change"() IS 'Row trigger on breaks: judges the workouts of a deload week again.';

COMMENT ON FUNCTION "private"."on_gear_change"() IS 'Row trigger on equipment and preferences: what can be built is kept with its time.';

COMMENT ON FUNCTION "private"."on_moved_cohort_lifts"() IS 'Statement trigger on people who move between cohorts: the ones they left and the ones they joined are drawn anew.';

COMMENT ON FUNCTION "private"."on_plan_deloads"() IS 'Row trigger on plans: deload weeks come with activation or a new interval, and those that haven''t begun go with the plan.';

COMMENT ON FUNCTION "private"."on_planned"() IS 'Row trigger: a correction makes a workout one of a plan, or no longer, though none of its sets changed.';

COMMENT ON FUNCTION "private"."on_readiness_change"() IS 'Row trigger on check-ins: judges the workouts again that they speak for.';

COMMENT ON FUNCTION "private"."on_unit_change"() IS 'Row trigger on profiles: the gym''s unit follows the user''s, unless the gym has its own.';

COMMENT ON FUNCTION "private"."one_rep_max_table"(uuid, numeric, numeric) IS 'See public.one_rep_max_table.';

COMMENT ON FUNCTION "private"."other_amounts"(uuid, text[]) IS 'What weeks, check-ins and plans add to the counters.';

COMMENT ON FUNCTION "private"."pace"(numeric, numeric[]) IS 'How many steps a success is worth by the hardest set: none when it left more than 1 repetition less in reserve than planned, two
when it left 2 more, else one. Repetitions in reserve are 10 - RPE.';

COMMENT ON FUNCTION "private"."percent_of_1rm"(numeric, numeric) IS 'The part of the one-repetition maximum, 0.5 to 1, with which so many repetitions end at an RPE (null: 10). The curve that
OpenPowerlifting laid through the RPE table: a parabola to nearly three repetitions after the first, then a line; beyond
sixteen it no longer tells anything and answers one half. Null below one repetition.';

COMMENT ON FUNCTION "private"."percentile_in"(numeric, numeric[]) IS 'How many percent are weaker, 0 to 99, by straight lines between the stored points; 99 means 99 or more.';

COMMENT ON FUNCTION "private"."percentile_points"() IS 'At which percentiles distributions are stored.';

COMMENT ON FUNCTION "private"."place_among"(numeric, numeric[]) IS 'How many of the rising points a value has reached, with the part of the way to the next as a fraction; below the first the
way goes from 0, and nothing is beyond the last.';

COMMENT ON FUNCTION "private"."plate_loads"(numeric[], numeric[], boolean) IS 'Every load that one of the bases and some of the plates make, ascending. Each entry is a pair of plates: put on together, one a
side, up to 2000 kg; or singly, up to 250 kg. PT422 beyond 2000 loads.';

COMMENT ON FUNCTION "private"."pound_loads"(public.mechanic) IS 'What a gym of pounds is taken to have where it isn''t told: whole 5 lb, 2.5 lb for isolation.';

COMMENT ON FUNCTION "private"."raised"(numeric, numeric, jsonb, private.terms) IS 'The load after a step of a rule: harder, buildable, within its ceiling; the load itself when there is none such.';

COMMENT ON FUNCTION "private"."ranked_lift_document"(private.ranked_lift, numeric, text) IS 'A ranked lift as clients get it.';

COMMENT ON FUNCTION "private"."ranked_lifts"(uuid, timestamp with time zone, numeric) IS 'The key lifts of a user at a moment, each with its place among standards, competitors and similar people, as far as known.';

COMMENT ON FUNCTION "private"."ranked_muscles"(private.ranked_lift[], text) IS 'Lifts rolled up per muscle: score and percentile are means of the lifts that train it, weighted 1 where it is the target and
0.5 where it helps; the estimate is of the lift that trains it most.';

COMMENT ON FUNCTION "private"."ranked_total"(private.ranked_lift[], public.sex, numeric) IS 'Squat, bench press and deadlift together, with points that make bodyweights comparable; null with its reason unless all are known.';

COMMENT ON FUNCTION "private"."readiness_easing"(uuid, timestamp with time zone) IS 'What the last check-in, for 36 hours, takes off a workout: readiness 1 or soreness 5 a tenth of the load, readiness 2 the last
step up; null when it takes nothing.';

COMMENT ON FUNCTION "private"."readiness_of"(public.check_ins) IS 'How ready for training a check-in says one is, 1 to 5: the rounded mean of sleep, 6 - soreness, energy / 2 and mood, of those that
were given. Null when none was.';

COMMENT ON FUNCTION "private"."reason_text"(public.reason_code, text, jsonb, jsonb, jsonb, public.preferred_unit) IS 'Why a step was taken, in a sentence, from what prescriptions keeps of it.';

COMMENT ON FUNCTION "private"."rebuilt"(private.target, jsonb, jsonb, numeric[]) IS 'A target with the loads that can be built from now on, the nearest to what it asked for.';

COMMENT ON FUNCTION "private"."recent_body_weight"(uuid, timestamp with time zone) IS 'Body weight in kilograms as last measured, null when that is more than 90 days ago: strength is compared with who one is now.';

COMMENT ON FUNCTION "private"."recompute_achievements"(uuid, text[]) IS 'Counts anew what facts of these kinds make, awards what is reached, takes back what no longer is, and settles the XP of both.';

COMMENT ON FUNCTION "private"."recompute_best"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) IS 'Derives personal_records of these exercises. From -infinity it is the definition; where workouts were only added, it is the
same from the first of them on, because each that moves a best beats one or is the first.
The sets of all workouts from then on, if they are known, need not be read again.';

COMMENT ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[]) IS 'Derives the exercises of these workouts from their sets, and says what moved. recompute_priors has to follow.';

COMMENT ON FUNCTION "private"."recompute_pauses"(uuid) IS 'Derives which weeks of a user are paused. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."redraw_cohorts"(private.cohort[]) IS 'Makes the distributions of these cohorts anew, once each; those with too few people lose theirs.';

COMMENT ON FUNCTION "private"."refresh_cohorts"(timestamp with time zone, integer) IS 'Looks again at the lifts of up to p_limit members who weren''t looked at for 20 hours, and returns how many there were: 0 when
everybody is up to date. For a job that calls it until then; safe to repeat, to interrupt and to miss a night. Workouts
never wait for it.';

COMMENT ON FUNCTION "private"."refuse_sets"(uuid, jsonb) IS 'Names the first fault of the sets of a workout document, by what is wrong: PT404, PT422 or PT409. Without one it does nothing: a
line of a plan may have been deleted meanwhile.';

COMMENT ON FUNCTION "private"."require_plan_exercise"(uuid, uuid) IS 'PT404 unless this exercise of a plan is the user''s.';

COMMENT ON FUNCTION "private"."require_premium"(uuid) IS 'PT402 without paid access, PT404 once the account is gone: every premium function begins with it.';

COMMENT ON FUNCTION "private"."require_range"(date, date) IS 'PT422 unless the days are in order and of a calendar that people use; null is open.';

COMMENT ON FUNCTION "private"."require_room"(uuid, uuid[]) IS 'PT422 when one of these workouts has more than 500 sets.';

COMMENT ON FUNCTION "private"."require_year"(date, date, date) IS 'The days asked for, of a year at most: from p_from (null: 12 weeks) to p_to (null: today), both included. Else PT422.';

COMMENT ON FUNCTION "private"."ride_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) IS 'One workout of a percentage wave: done, the next week comes, after the last one a higher training max; failed as often in a row as
after_failures, the training max goes down and the wave begins anew.';

COMMENT ON FUNCTION "private"."rises"(numeric[]) IS 'Whether every value is above the one before, and the first above 0.';

COMMENT ON FUNCTION "private"."rule_list"(jsonb) IS 'The ordered rules, also of a scheme that has more than those.';

COMMENT ON FUNCTION "private"."rules_of"(jsonb, numeric, text, public.mechanic) IS 'The rules that a progression stands for, named schemes written out.';

COMMENT ON FUNCTION "private"."scheme_of"(jsonb) IS 'rules, sum_of_reps or percentage_wave: how a workout is judged.';

COMMENT ON FUNCTION "private"."scheme_shape"(text) IS 'What a named scheme may be told; null for a scheme that there is not.';

COMMENT ON FUNCTION "private"."seed_equipment"(jsonb) IS 'Makes or renews our equipment; returns how many rows changed.';

COMMENT ON FUNCTION "private"."session_endurance"(uuid, uuid) IS 'The distance of a workout, and the time of its cardio exercises.';

COMMENT ON FUNCTION "private"."session_totals"(uuid, uuid) IS 'Volume in kilograms, working sets and their mean MET of a workout.';

COMMENT ON FUNCTION "private"."set_rows"(uuid, jsonb) IS 'The sets of a workout document as rows: PT404 for an exercise or a plan''s line this user has not, PT422 for a measure that is
missing or an id that is there twice, PT404 or PT409 for an id that is taken. A line deleted meanwhile is left out.';

COMMENT ON FUNCTION "private"."sets_of"(uuid, uuid[]) IS 'The scored sets of these workouts. Scoring 20 sets takes as long as writing three: who needs them twice passes them on.';

COMMENT ON FUNCTION "private"."settle_achievements"(integer) IS 'After the rules changed: counts anew for at most so many users who weren''t yet, and returns for how many. To be repeated, a
transaction each, until it returns 0; who is in a batch waits for its end to log a workout, so let it be a hundred or so.';

COMMENT ON FUNCTION "private"."settle_awards"(uuid, uuid[], private.award[]) IS 'Brings the ledger to what these achievements are worth now: those among p_awards their XP, the others nothing.';

COMMENT ON FUNCTION "private"."settle_streaks"(timestamp with time zone, integer, uuid) IS 'See public.settle_streaks.';

COMMENT ON FUNCTION "private"."settle_totals"(uuid, uuid[]) IS 'Derives volume, sets and energy of these workouts from their sets.';

COMMENT ON FUNCTION "private"."settled"(private.evaluation, private.target, private.terms) IS 'An evaluation whose new load can be built: the next easier one, else the easiest there is.';

COMMENT ON FUNCTION "private"."settled_before"(timestamp with time zone) IS 'A settlement at this moment settles the days before this one, anybody''s.';

COMMENT ON FUNCTION "private"."simulate_progression"(uuid, uuid, jsonb, timestamp with time zone) IS 'See public.simulate_progression.';

COMMENT ON FUNCTION "private"."snap"(numeric, numeric, numeric[]) IS 'The load to take for a wanted one, of those that can be built (ascending; null: any). Up from p_from: the heaviest not above
what is wanted, else the next there is, else the heaviest. Down: the heaviest not above, else the lightest, never above p_from.
Without p_from the nearest, the lighter of two.';

COMMENT ON FUNCTION "private"."stable_id"(text, text) IS 'The id of a thing that is known by its name (a seed row) or by its place (a user''s week): the same on every installation.';

COMMENT ON FUNCTION "private"."stack_loads"(numeric, numeric, numeric) IS 'The loads of an even stack, ascending. PT422 beyond 2000 loads.';

COMMENT ON FUNCTION "private"."stalled_lifts"(uuid, timestamp with time zone) IS 'The compound lifts of the active plan whose last three workouts didn''t raise the estimated 1RM by 0.5 % over the best before, all
within six weeks; workouts in deload weeks don''t count, and those before the last one only as what was reached.';

COMMENT ON FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone) IS 'The targets of a plan''s exercises as they stood before a moment (infinity: now), the failures in a row, and why they are so.';

COMMENT ON FUNCTION "private"."start_deload"(uuid, date, integer, timestamp with time zone) IS 'See public.start_deload.';

COMMENT ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) IS 'The last ten steps of a target, newest first.';

COMMENT ON FUNCTION "private"."streak_after"(private.settled_streaks, date, date, boolean) IS 'A weekly streak after the week that begins on p_first, met or neutral (paused, running). The weeks between settled_until and
it were missed: a freeze goes for each, or else the streak ends. p_next is the day from which weeks count as missed again.';

COMMENT ON FUNCTION "private"."streak_history"(uuid, integer, timestamp with time zone) IS 'See public.streak_history.';

COMMENT ON FUNCTION "private"."streak_steps"(uuid, private.settled_streaks) IS 'The weekly streak after each week that met its target, from where it stood (null: from the first week on).';

COMMENT ON FUNCTION "private"."streaks_at"(uuid, timestamp with time zone) IS 'Both streaks of a user as they stand at a moment.';

COMMENT ON FUNCTION "private"."strength_score"(numeric, numeric[]) IS 'A lift on one scale for all lifts: 20 where beginner begins, 40 novice, 60 intermediate, 80 advanced, 100 elite, straight
lines between; from 0 for nothing, and without an end.';

COMMENT ON FUNCTION "private"."strength_tier"(numeric) IS 'The tier a score is in: every 20 begin a new one; below 20 untrained; null without a score.';

COMMENT ON FUNCTION "private"."strongest_lifts"(uuid, integer) IS 'The exercises with the highest estimated 1RM ever.';

COMMENT ON FUNCTION "private"."suggested_deload"(uuid, timestamp with time zone) IS '{"suggested", "exercises", "reason"} when two lifts or more have stalled and no deload week runs; else null.';

COMMENT ON FUNCTION "private"."sum_wanted"(jsonb, private.target) IS 'The repetitions over all sets that sum_of_reps asks for: its total, else every set at the upper end of the range.';

COMMENT ON FUNCTION "private"."t_quantile"(integer) IS 'Student''s t below which 97.5 % lie: half the width of a 95 % interval in standard errors. To 6 degrees of freedom from the
table, then by the series of Abramowitz and Stegun 26.7.5, which is off by less than 0.00005.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone) IS 'What can move the targets of a plan''s exercises, from a moment on, in no order.';

COMMENT ON FUNCTION "private"."target_json"(private.target) IS 'A target as the API shows it: {"sets", "reps", "weight_kg"}, with "loads_kg" where the load differs from set to set.';

COMMENT ON FUNCTION "private"."target_text"(jsonb, public.preferred_unit) IS 'A target as a person reads it: 3 x 8-12 at 60 kg.';

COMMENT ON FUNCTION "private"."this_week"(uuid, date) IS 'Days, volume and sets by muscle of the week that begins on this day, against what was aimed for.';

COMMENT ON FUNCTION "private"."tier_rule"(integer) IS 'What GZCLP adds to the rule of the load, by tier: the stages of 1 and 2, the last set of 3.';

COMMENT ON FUNCTION "private"."total_up"() IS 'Row trigger on workout_sessions: a workout that becomes completed has its totals at once.';

COMMENT ON FUNCTION "private"."training_by_week"(uuid, date, integer) IS 'One row for each of so many weeks from the first day of one on, also where nobody trained: workouts, days and their target, whether a
break paused it, sets, volume, time, time of workouts with a volume, and what the mean RPE is made of.';

COMMENT ON FUNCTION "private"."training_calendar"(uuid, date, date, timestamp with time zone) IS 'See public.training_calendar.';

COMMENT ON FUNCTION "private"."training_overview"(uuid, timestamp with time zone) IS 'See public.training_overview.';

COMMENT ON FUNCTION "private"."training_rhythm"(uuid, date, date) IS 'How regularly somebody trained: days from one training day to the next, and how many fell on each weekday (1 Monday … 7).';

COMMENT ON FUNCTION "private"."trend_documents"(uuid, date, date, date) IS 'The trend of each exercise as the API tells it: slope a week with its standard error and 95 % interval, and the plateau.';

COMMENT ON FUNCTION "private"."trend_of"(double precision, double precision, double precision) IS 'What the 95 % interval of a slope a week says: rising or falling when it leaves 0 out; flat when all of it is within half a
percent of the mean, what the stall rule calls no rise; else unclear.';

COMMENT ON FUNCTION "private"."unsettle_streaks"(uuid, date) IS 'A fact of this day changed: what is settled of the user may no longer hold.';

COMMENT ON FUNCTION "private"."volume_status"(numeric, numeric, numeric) IS 'Where a week''s sets lie: below, within or above the landmarks, both of which are within.';

COMMENT ON FUNCTION "private"."watch_stall"(private.evaluation, private.terms, integer[], numeric[], numeric[]) IS 'Counts workouts in a row in which the estimated 1RM didn''t rise by 0.5 %, where a rule has after_stalls; as many without a
success among them at the end take the load down.';

COMMENT ON FUNCTION "private"."wave_rules"(jsonb, numeric, text) IS 'A percentage wave with everything that was left out: 5/3/1 unless its weeks are given.';

COMMENT ON FUNCTION "private"."wave_target"(jsonb, integer, numeric, numeric[]) IS 'The sets of a week of a percentage wave (from 1), each with its load: percents of the training max, to the nearest that can be
built, else to round_kg.';

COMMENT ON FUNCTION "private"."weekly_sets"(uuid, date, integer) IS 'Working sets and volume by week and landmark group, of so many weeks from the first day of one on: 1 for a set whose target is
in the group, 0.5 where only helpers are.';

COMMENT ON FUNCTION "private"."weight_band"(numeric) IS 'The ten kilograms that a bodyweight is in: 80 is 80 up to 90.';

COMMENT ON FUNCTION "private"."what_if"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone) IS 'The target after the next workout: with all that its rules ask for and no more, or with the last set one repetition short.';

COMMENT ON FUNCTION "private"."workout_achievements"(uuid, uuid) IS 'What a workout unlocked, as the facts have it now; part of its summary.';

COMMENT ON FUNCTION "private"."workout_amounts"(uuid, timestamp with time zone) IS 'What each workout with a working set, from a moment on, adds to each counter. Weeks of muscles apart.';

COMMENT ON FUNCTION "public"."advanced_stats"(integer) IS 'Premium. So many whole weeks, since the first workout at most, and the running one: by_week, weekly_average, average_rpe,
density, sets a week by muscle group against the landmarks, per exercise the trend with its 95 % interval and whether it has
stalled, consistency. PT402 without premium, PT422 for other than 1 to 52 weeks.';

COMMENT ON FUNCTION "public"."bodyweight_progress"(date, date) IS 'A row a day with a body weight, oldest first: the last one of the day, from body_measurements, else from the check-in, and the
mean of the days weighed among the seven that end with it. Days from p_from to p_to, both included, null: open; of more than
1,000 days the latest. PT422 for a range that ends before it begins.';

COMMENT ON FUNCTION "public"."exercise_progress"(uuid, date, date) IS 'A row a day on which the caller trained the exercise, oldest first: working sets, the best of the day and its volume. Days from
p_from to p_to, both included, null: open; of more than 1,000 days the latest. Loads in kilograms, for assisted exercises the
least help. PT404 for an exercise that isn''t there, PT422 for a range that ends before it begins.';

COMMENT ON FUNCTION "public"."explain_prescription"(uuid) IS 'Why the next target of a plan''s exercise is what it is: {target, reason_code, reason (a sentence), rule, inputs (the workout that
led to it), old_target, failures, state, rules, today (an easier day, if one is due), on_success and on_failure (what would come
next), history (the last ten steps)}. PT404 for an exercise that is not in a plan of the caller.';

COMMENT ON FUNCTION "public"."muscle_ranking"() IS 'Premium. How strong the caller is: the best estimates of the last year in the key lifts, each with score, tier, percentile and
where they come from, rolled up per muscle, and DOTS for the total. What can''t be told is null, with its reason.';

COMMENT ON FUNCTION "public"."muscles_worked"(date, date) IS 'A row a day with a workout, oldest first: its working sets and volume, sets_by_muscle {"chest": 4.5}, volume_by_muscle (kg) and
sets_by_group (as in muscle_groups). A set counts 1 for the exercise''s target and 0.5 for each helper, its volume likewise, so
the muscles add up to more than the day; for a group it counts once. Days from p_from (null: 12 weeks) to p_to (null: today), both
included, of a year at most. PT422 for more, or for a range that ends before it begins.';

COMMENT ON FUNCTION "public"."next_workout"() IS 'The next day of the caller''s active plan with what is asked for of each exercise today and the reason for it: the standing target,
eased after a bad night or in a deload week, with a load that can be built. The day of the running workout with its session_id
while there is one; null without an active plan. "deload" suggests a light week when lifts have stalled.';

COMMENT ON FUNCTION "public"."one_rep_max_table"(numeric, numeric) IS 'What seven published formulas make of a set: for comparison. is_ours marks the one that records and statistics take, the lower
of Epley and Brzycki; none for one repetition, which is the load itself, nor beyond twelve, where none holds.';

COMMENT ON FUNCTION "public"."settle_streaks"(integer, uuid) IS 'For the service: settles the streaks of p_limit users after p_after, by id. Returns {users, settled, next}: how many were looked
at, how many streaks had moved, and the p_after of the next batch, null after the last. Streaks are right without it; it keeps
them quick to read. It can be repeated, stopped and left out for any time, and no workout waits for it.';

COMMENT ON FUNCTION "public"."simulate_progression"(uuid, jsonb) IS 'The targets that would follow if the next workouts went as told: p_outcomes is a list of 1 to 52 {"reps": by set (seconds or
metres where the target counts those), "rpe"?: by set, "weight_kg"? or "loads_kg"?: else the target''s}. Returns a list of
{session, outcome, reason_code, reason, target_sets, target_reps, weight_kg, loads_kg?}, each the target after that workout. The
evaluator is that of real workouts; nothing is written. PT404 for an exercise that is not in a plan of the caller, PT422 names
the field.';

COMMENT ON FUNCTION "public"."start_deload"(date, integer) IS 'Begins a deload of p_days days (1 to 28), today unless told, and returns it; if that day is already in one, that one. It says
is_suggested when next_workout suggested it. What it eases is a row of training_breaks: load_percent 70 unless changed. PT422
names the field.';

COMMENT ON FUNCTION "public"."streak_history"(integer) IS 'What became of the caller''s last p_weeks weeks (1 to 520), the running one first: met, missed, frozen (missed, and a freeze
went for it), paused (by a break) or running; with the weekly streak and the freezes as they stood after each.';

COMMENT ON FUNCTION "public"."training_calendar"(date, date) IS 'A row a day with a workout, oldest first: [{"session_id", "plan_workout_id", "name", "status", "started_at",
"duration_seconds" (null while it runs), "sets", "volume_kg"}] in the order in which they began; skipped and running ones too,
canceled ones not. Days from p_from (null: 12 weeks) to p_to (null: today), both included, of a year at most. PT422
for more, or for a range that ends before it begins.';

COMMENT ON FUNCTION "public"."training_overview"() IS 'The caller''s training at a glance: totals, mean_duration_seconds, favourite_exercises, strongest_lifts (estimated 1RM with its
confidence), this_week (days against the target, volume, sets by muscle group against their landmarks) and streaks.';

COMMENT ON TABLE "private"."achievement_awards" IS 'What each user has achieved. Derived, like all else: with its facts it goes.';

COMMENT ON TABLE "private"."achievement_counters" IS 'What is counted of every user, one row a metric with its parameters.';

COMMENT ON TABLE "private"."achievement_rules" IS 'At most one row, none before the first rule (version 0): moves with every new or retired rule, so that what was counted before is known.';

COMMENT ON TABLE "private"."achievement_totals" IS 'What every counter stands at, by its id and up to its goal. Derived.';

COMMENT ON TABLE "private"."cohort_distributions" IS 'How strong a cohort is. A cohort of fewer than 20 people has no row: what isn''t stored can''t be told.';

COMMENT ON TABLE "private"."cohort_lifts" IS 'What each member of a cohort lifts, as a multiple of their bodyweight.';

COMMENT ON TABLE "private"."cohort_members" IS 'Who agreed to cohort_statistics, and when their lifts were last looked at.';

COMMENT ON TABLE "private"."distribution_versions" IS 'Whose results the percentiles come from. The highest version holds; what was told under an older one can be looked up.';

COMMENT ON TABLE "private"."gear_facts" IS 'The loads that could be made with a piece of equipment from each moment on. Without a row nothing is known of it.';

COMMENT ON TABLE "private"."gym_unit_facts" IS 'The unit of the weights a user trains with from each moment on; metric before the first row. A gym''s own unit goes before
the profile''s.';

COMMENT ON TABLE "private"."key_lift_exercises" IS 'Which exercises are which lift that standards exist for: the lift itself and what is as hard, no variant that moves more.';

COMMENT ON TABLE "private"."paused_weeks" IS 'Weeks of which breaks take four days or more: missed, they break no streak. Derived from training_breaks.';

COMMENT ON TABLE "private"."settled_streaks" IS 'The streaks of a user as all weeks or days before settled_until make them. Derived.';

COMMENT ON TABLE "private"."streak_changes" IS 'Users of whom facts changed that may be settled. As long as one is here, what is settled of its user doesn''t count.';

COMMENT ON TABLE "private"."strength_distributions" IS 'How strong the lifters of a sex and bodyweight class are, by lift. Made by local/strength_distributions.py.';

COMMENT ON TABLE "private"."strength_standards" IS 'From which multiple of bodyweight a lift is of which tier, by sex. The highest version holds.';

COMMENT ON TABLE "private"."volume_landmarks" IS 'Sets a week by muscle group within which a person of this level grows. Seeded.';

COMMENT ON TABLE "public"."achievements" IS 'What can be achieved: so much of a metric. Written by us alone. What counts never changes; a rule that has had its day is
retired and another one made.';

COMMENT ON TABLE "public"."training_breaks" IS 'Days of illness, injury or travel, and deload weeks. They may overlap. They ease the targets shown and keep streaks alive.';

COMMENT ON TABLE "public"."user_consents" IS 'What a user agreed to. Without a row nothing is agreed to; a withdrawal (granted false, or the row deleted) takes effect at once.';

COMMENT ON TABLE "public"."user_equipment" IS 'What a user can train with, and which loads can be made with it. No row, once onboarded: nothing but the own body.';

COMMENT ON TYPE "private"."foretold_workout" IS 'The totals of a workout that is about to be written, and its sets that will be records, will meet their target and will miss it.';

COMMENT ON TYPE "public"."achievement_metric" IS 'What an achievement counts: see docs/progression.md. muscle_groups_in_week and weekly_streak take the best, the others add up.';

COMMENT ON TYPE "public"."confidence" IS 'How far an estimated one-repetition maximum can be trusted, by the repetitions it rests on.';

COMMENT ON TYPE "public"."load_type" IS 'How a load comes about: plates in pairs on a bar, dumbbells, loose plates, a machine''s stack or sled, things of one weight.';

COMMENT ON VIEW "private"."exercise_muscles" IS 'The muscles of each exercise: its target, for which a set counts one, and helpers.';

COMMENT ON VIEW "private"."exercise_scores" IS 'The best score of each workout by exercise and type of record, the best of all workouts before, and for estimated_1rm the
effective repetitions it rests on.';

COMMENT ON VIEW "private"."landmark_muscles" IS 'The group whose landmarks a muscle counts to. Forearms, hips'' adductors and abductors and the neck have none.';

COMMENT ON VIEW "private"."record_events" IS 'One row a workout, exercise and type in which the best of all workouts before was beaten.';

COMMENT ON VIEW "private"."scored_sets" IS 'Every set with its volume and with its score for each type of record.';

COMMENT ON VIEW "private"."timed_workouts" IS 'Every session with the seconds it took, pauses apart; null while it runs.';

COMMENT ON VIEW "public"."streaks" IS 'The caller''s streaks, right at any moment: 0 once one is broken. Weeks and days are the user''s own.
freezes_available, 0 to 2: how many missed weeks the streak outlives; every fourth week of it earns one. 0 for daily_login.';

COMMENT ON VIEW "public"."user_achievements" IS 'Every achievement with how far the caller is. progress ends at target; unlocked_at is null until then, and again when the facts
that reached it are gone.';

REVOKE ALL ON FUNCTION "private"."achievement_counter"(public.achievement_metric, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."achievement_counter"(public.achievement_metric, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."achievement_state"(uuid, text[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."achievement_state"(uuid, text[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."achievements_of"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."achievements_of"(uuid) TO "authenticated", "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."advance"(private.evaluation, private.terms, integer[], numeric, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."advance_achievements"(uuid, uuid[], private.change) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."advance_achievements"(uuid, uuid[], private.change) TO "postgres";

REVOKE ALL ON FUNCTION "private"."advanced_stats"(uuid, integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."advanced_stats"(uuid, integer, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."after_workouts_changed"(uuid, uuid[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."age_band"(date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."age_band"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."are_loads"(numeric[], integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."are_loads"(numeric[], integer) TO "authenticated", "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."asked_for"(uuid, uuid, private.easing, timestamp with time zone, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."asked_for"(uuid, uuid, private.easing, timestamp with time zone, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."best_lifts"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."best_lifts"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."bodyweight_progress"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."bodyweight_progress"(uuid, date, date) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."break_end"(date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."break_end"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."buildable_loads"(uuid, uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."built"(numeric, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."built"(numeric, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_load_count"(integer, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_load_count"(integer, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_notation"(jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_notation"(jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_outcomes"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_outcomes"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_percents"(jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_percents"(jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_rules"(jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_rules"(jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_sets"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_sets"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_stages"(jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_stages"(jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_wave"(jsonb, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_wave"(jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."check_workout_document"(jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."check_workout_document"(jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."deload_easing"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."deload_easing"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."dots"(public.sex, numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."dots"(public.sex, numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."eased"(private.target, private.easing, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."eased"(private.target, private.easing, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."easing_at"(uuid, timestamp with time zone, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."easing_at"(uuid, timestamp with time zone, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."easing_text"(private.easing, jsonb, jsonb, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."easing_text"(private.easing, jsonb, jsonb, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."estimate_confidence"(numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."estimate_confidence"(numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."evaluate"(private.target, integer, jsonb, private.terms, integer[], numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."evaluate"(private.target, integer, jsonb, private.terms, integer[], numeric[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."exact_kg"(numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."exact_kg"(numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."exercise_progress"(uuid, uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."exercise_progress"(uuid, uuid, date, date) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."exercise_trends"(uuid, date, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."exercise_trends"(uuid, date, date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."explain_prescription"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."explain_prescription"(uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."fall_back"(private.evaluation, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fall_back"(private.evaluation, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."favourite_exercises"(uuid, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."favourite_exercises"(uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."find_counter"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."find_counter"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."first_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."first_load"(uuid, uuid, private.target, numeric, numeric, numeric[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."first_load_text"(numeric, integer, numeric, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."first_load_text"(numeric, integer, numeric, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."first_step"(private.target_facts, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."first_step"(private.target_facts, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_days"(uuid[], date[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_days"(uuid[], date[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_weeks"(uuid[], date[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_weeks"(uuid[], date[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."follow_gear"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."follow_gear"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."follow_own_exercise"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."follow_own_exercise"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."foretell_workout"(uuid, public.session_exercises[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."foretell_workout"(uuid, public.session_exercises[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."gear_changes"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."gear_changes"(uuid, uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."gear_of"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."gear_of"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."gym_unit"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."gym_unit"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."hardest"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hardest"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."has_gear"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."has_gear"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."imagine"(uuid, uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."imagine"(uuid, uuid, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."imagined_loads"(jsonb, private.target, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."imagined_loads"(jsonb, private.target, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."ipf_gl"(public.sex, numeric, numeric, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."ipf_gl"(public.sex, numeric, numeric, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."judge_again"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."judge_again"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keep_gear"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_gear"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."landmarks_of"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."landmarks_of"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."latest_step"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."latest_step"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lay_out_deloads"(public.workout_plans, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lay_out_deloads"(public.workout_plans, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lightest"(numeric[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lightest"(numeric[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."load_rule"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."load_rule"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."load_text"(numeric, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."load_text"(numeric, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lock_cohorts"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lock_cohorts"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."lowered"(numeric, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lowered"(numeric, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."mark_scored_sets"(uuid, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."meets_every_set"(private.target, integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."meets_every_set"(private.target, integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."more_reps"(private.target, integer[], integer, numeric, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."more_reps"(private.target, integer[], integer, numeric, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."muscle_amounts"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."muscle_amounts"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."muscle_ranking"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."muscle_ranking"(uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."muscle_volume"(uuid, date, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."muscle_volume"(uuid, date, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."muscles_worked"(uuid, date, date, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."muscles_worked"(uuid, date, date, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."named_rule"(jsonb, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."named_rule"(jsonb, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."net_energy"(uuid, numeric, timestamp with time zone, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."net_energy"(uuid, numeric, timestamp with time zone, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."next_workout"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."next_workout"(uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."on_achievement_facts"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_achievement_facts"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_achievement_rules"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_achievement_rules"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_breaks"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_breaks"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_cohort_lifts"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_cohort_lifts"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_consent_written"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_consent_written"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_consents_for_cohorts"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_consents_for_cohorts"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_deload_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_deload_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_gear_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_gear_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_moved_cohort_lifts"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_moved_cohort_lifts"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_plan_deloads"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_plan_deloads"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_planned"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_planned"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_readiness_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_readiness_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_unit_change"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_unit_change"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."one_rep_max_table"(uuid, numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."one_rep_max_table"(uuid, numeric, numeric) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."other_amounts"(uuid, text[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."other_amounts"(uuid, text[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."pace"(numeric, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."pace"(numeric, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."percent_of_1rm"(numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."percent_of_1rm"(numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."percentile_in"(numeric, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."percentile_in"(numeric, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."percentile_points"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."percentile_points"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."place_among"(numeric, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."place_among"(numeric, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."plate_loads"(numeric[], numeric[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."plate_loads"(numeric[], numeric[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."pound_loads"(public.mechanic) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."pound_loads"(public.mechanic) TO "postgres";

REVOKE ALL ON FUNCTION "private"."raised"(numeric, numeric, jsonb, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."raised"(numeric, numeric, jsonb, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."ranked_lift_document"(private.ranked_lift, numeric, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."ranked_lift_document"(private.ranked_lift, numeric, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."ranked_lifts"(uuid, timestamp with time zone, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."ranked_lifts"(uuid, timestamp with time zone, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."ranked_muscles"(private.ranked_lift[], text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."ranked_muscles"(private.ranked_lift[], text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."ranked_total"(private.ranked_lift[], public.sex, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."ranked_total"(private.ranked_lift[], public.sex, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."readiness_easing"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."readiness_easing"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."readiness_of"(public.check_ins) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."readiness_of"(public.check_ins) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reason_text"(public.reason_code, text, jsonb, jsonb, jsonb, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reason_text"(public.reason_code, text, jsonb, jsonb, jsonb, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rebuilt"(private.target, jsonb, jsonb, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rebuilt"(private.target, jsonb, jsonb, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recent_body_weight"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recent_body_weight"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_achievements"(uuid, text[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_achievements"(uuid, text[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_best"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_best"(uuid, uuid[], timestamp with time zone, private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_exercise_sessions"(uuid, uuid[], private.scored_sets[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_pauses"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_pauses"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."redraw_cohorts"(private.cohort[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."redraw_cohorts"(private.cohort[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refresh_cohorts"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refresh_cohorts"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_sets"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_sets"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_plan_exercise"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_plan_exercise"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_range"(date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_range"(date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_room"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_room"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_year"(date, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_year"(date, date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."ride_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."ride_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rises"(numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rises"(numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rule_list"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rule_list"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."scheme_of"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."scheme_of"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."scheme_shape"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."scheme_shape"(text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."seed_equipment"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."seed_equipment"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."session_endurance"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."session_endurance"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."session_totals"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."session_totals"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."set_rows"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."set_rows"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."sets_of"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."sets_of"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_achievements"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_achievements"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_awards"(uuid, uuid[], private.award[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_awards"(uuid, uuid[], private.award[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settle_streaks"(timestamp with time zone, integer, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_streaks"(timestamp with time zone, integer, uuid) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."settle_totals"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settle_totals"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settled"(private.evaluation, private.target, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settled"(private.evaluation, private.target, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settled_before"(timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settled_before"(timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."simulate_progression"(uuid, uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."simulate_progression"(uuid, uuid, jsonb, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."snap"(numeric, numeric, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."snap"(numeric, numeric, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."stable_id"(text, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."stable_id"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."stack_loads"(numeric, numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."stack_loads"(numeric, numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."stalled_lifts"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."stalled_lifts"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."start_deload"(uuid, date, integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."start_deload"(uuid, date, integer, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streak_after"(private.settled_streaks, date, date, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streak_after"(private.settled_streaks, date, date, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streak_history"(uuid, integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streak_history"(uuid, integer, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."streak_steps"(uuid, private.settled_streaks) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streak_steps"(uuid, private.settled_streaks) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streaks_at"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streaks_at"(uuid, timestamp with time zone) TO "authenticated", "postgres", "service_role";

REVOKE ALL ON FUNCTION "private"."strength_score"(numeric, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."strength_score"(numeric, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."strength_tier"(numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."strength_tier"(numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."strongest_lifts"(uuid, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."strongest_lifts"(uuid, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."suggested_deload"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."suggested_deload"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."sum_wanted"(jsonb, private.target) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."sum_wanted"(jsonb, private.target) TO "postgres";

REVOKE ALL ON FUNCTION "private"."t_quantile"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."t_quantile"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_text"(jsonb, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_text"(jsonb, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."this_week"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."this_week"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."tier_rule"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."tier_rule"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."total_up"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."total_up"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."training_by_week"(uuid, date, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."training_by_week"(uuid, date, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."training_calendar"(uuid, date, date, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."training_calendar"(uuid, date, date, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."training_overview"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."training_overview"(uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."training_rhythm"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."training_rhythm"(uuid, date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."trend_documents"(uuid, date, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."trend_documents"(uuid, date, date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."trend_of"(double precision, double precision, double precision) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."trend_of"(double precision, double precision, double precision) TO "postgres";

REVOKE ALL ON FUNCTION "private"."unsettle_streaks"(uuid, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."unsettle_streaks"(uuid, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."volume_status"(numeric, numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."volume_status"(numeric, numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."watch_stall"(private.evaluation, private.terms, integer[], numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."watch_stall"(private.evaluation, private.terms, integer[], numeric[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."wave_rules"(jsonb, numeric, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."wave_rules"(jsonb, numeric, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."wave_target"(jsonb, integer, numeric, numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."wave_target"(jsonb, integer, numeric, numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."weekly_sets"(uuid, date, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."weekly_sets"(uuid, date, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."weight_band"(numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."weight_band"(numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."what_if"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."what_if"(uuid, uuid, private.target, jsonb, boolean, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."workout_achievements"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."workout_achievements"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."workout_amounts"(uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."workout_amounts"(uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "public"."advanced_stats"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."advanced_stats"(integer) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."bodyweight_progress"(date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."bodyweight_progress"(date, date) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."exercise_progress"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."exercise_progress"(uuid, date, date) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."explain_prescription"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."explain_prescription"(uuid) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."muscle_ranking"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."muscle_ranking"() TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."muscles_worked"(date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."muscles_worked"(date, date) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."next_workout"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."next_workout"() TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."one_rep_max_table"(numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."one_rep_max_table"(numeric, numeric) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."settle_streaks"(integer, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."settle_streaks"(integer, uuid) TO "postgres", "service_role";

REVOKE ALL ON FUNCTION "public"."simulate_progression"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."simulate_progression"(uuid, jsonb) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."start_deload"(date, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."start_deload"(date, integer) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."streak_history"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."streak_history"(integer) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."training_calendar"(date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."training_calendar"(date, date) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."training_overview"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."training_overview"() TO "authenticated", "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."achievement_awards" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."achievement_counters" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."achievement_rules" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."achievement_totals" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."cohort_distributions" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."cohort_lifts" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."cohort_members" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."distribution_versions" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."gear_facts" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."gym_unit_facts" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."key_lift_exercises" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."paused_weeks" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."settled_streaks" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."streak_changes" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."strength_distributions" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."strength_standards" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."volume_landmarks" TO "postgres";

GRANT SELECT ON TABLE "public"."achievements" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."achievements" TO "postgres";

GRANT SELECT ON TABLE "public"."achievements" TO "service_role";

GRANT INSERT ("ends_on"), UPDATE ("ends_on") ON TABLE "public"."training_breaks" TO "authenticated";

GRANT INSERT ("id"), UPDATE ("id") ON TABLE "public"."training_breaks" TO "authenticated";

GRANT INSERT ("kind"), UPDATE ("kind") ON TABLE "public"."training_breaks" TO "authenticated";

GRANT INSERT ("load_percent"), UPDATE ("load_percent") ON TABLE "public"."training_breaks" TO "authenticated";

GRANT INSERT ("notes"), UPDATE ("notes") ON TABLE "public"."training_breaks" TO "authenticated";

GRANT INSERT ("sets_percent"), UPDATE ("sets_percent") ON TABLE "public"."training_breaks" TO "authenticated";

GRANT INSERT ("starts_on"), UPDATE ("starts_on") ON TABLE "public"."training_breaks" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."training_breaks" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."training_breaks" TO "postgres";

GRANT DELETE, SELECT ON TABLE "public"."training_breaks" TO "service_role";

REVOKE ALL ("gym_unit") ON TABLE "public"."training_preferences" FROM "authenticated";

GRANT INSERT ("gym_unit"), UPDATE ("gym_unit") ON TABLE "public"."training_preferences" TO "authenticated";

GRANT INSERT ("granted"), UPDATE ("granted") ON TABLE "public"."user_consents" TO "authenticated";

GRANT INSERT ("purpose"), UPDATE ("purpose") ON TABLE "public"."user_consents" TO "authenticated";

GRANT INSERT ("version"), UPDATE ("version") ON TABLE "public"."user_consents" TO "authenticated";

GRANT DELETE, SELECT ON TABLE "public"."user_consents" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."user_consents" TO "postgres";

GRANT DELETE, SELECT ON TABLE "public"."user_consents" TO "service_role";

REVOKE ALL ("base_kg") ON TABLE "public"."user_equipment" FROM "authenticated";

GRANT INSERT ("base_kg"), UPDATE ("base_kg") ON TABLE "public"."user_equipment" TO "authenticated";

REVOKE ALL ("loads_kg") ON TABLE "public"."user_equipment" FROM "authenticated";

GRANT INSERT ("loads_kg"), UPDATE ("loads_kg") ON TABLE "public"."user_equipment" TO "authenticated";

REVOKE ALL ("max_kg") ON TABLE "public"."user_equipment" FROM "authenticated";

GRANT INSERT ("max_kg"), UPDATE ("max_kg") ON TABLE "public"."user_equipment" TO "authenticated";

REVOKE ALL ("plates_kg") ON TABLE "public"."user_equipment" FROM "authenticated";

GRANT INSERT ("plates_kg"), UPDATE ("plates_kg") ON TABLE "public"."user_equipment" TO "authenticated";

REVOKE ALL ("step_kg") ON TABLE "public"."user_equipment" FROM "authenticated";

GRANT INSERT ("step_kg"), UPDATE ("step_kg") ON TABLE "public"."user_equipment" TO "authenticated";

REVOKE ALL ("deload_every_weeks") ON TABLE "public"."workout_plans" FROM "authenticated";

GRANT UPDATE ("deload_every_weeks") ON TABLE "public"."workout_plans" TO "authenticated";

GRANT USAGE ON TYPE "private"."award" TO "postgres";

GRANT USAGE ON TYPE "private"."cohort" TO "postgres";

GRANT USAGE ON TYPE "private"."day_range" TO "postgres";

GRANT USAGE ON TYPE "private"."easing" TO "postgres";

GRANT USAGE ON TYPE "private"."endurance" TO "postgres";

GRANT USAGE ON TYPE "private"."foretold_workout" TO "postgres";

GRANT USAGE ON TYPE "private"."ranked_lift" TO "postgres";

GRANT USAGE ON TYPE "private"."set_mark" TO "postgres";

GRANT USAGE ON TYPE "private"."streak_step" TO "postgres";

GRANT USAGE ON TYPE "private"."terms" TO "postgres";

GRANT USAGE ON TYPE "public"."achievement_category" TO "postgres";

GRANT USAGE ON TYPE "public"."achievement_metric" TO "postgres";

GRANT USAGE ON TYPE "public"."achievement_tier" TO "postgres";

GRANT USAGE ON TYPE "public"."break_kind" TO "postgres";

GRANT USAGE ON TYPE "public"."confidence" TO "postgres";

GRANT USAGE ON TYPE "public"."consent_purpose" TO "postgres";

GRANT USAGE ON TYPE "public"."key_lift" TO "postgres";

GRANT USAGE ON TYPE "public"."load_type" TO "postgres";

GRANT USAGE ON TYPE "public"."strength_tier" TO "postgres";

GRANT USAGE ON TYPE "public"."week_status" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."exercise_muscles" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."exercise_scores" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."landmark_muscles" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."record_events" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."scored_sets" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."timed_workouts" TO "postgres";

GRANT SELECT ON TABLE "public"."streaks" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."streaks" TO "postgres";

GRANT SELECT ON TABLE "public"."streaks" TO "service_role";

GRANT SELECT ON TABLE "public"."user_achievements" TO "authenticated";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."user_achievements" TO "postgres";

GRANT SELECT ON TABLE "public"."user_achievements" TO "service_role";

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."training_breaks" ADD CONSTRAINT "training_breaks_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."training_breaks" ADD CONSTRAINT "training_breaks_user_id_plan_id_fkey" FOREIGN KEY (user_id, plan_id) REFERENCES public.workout_plans(user_id, id) ON DELETE SET NULL (plan_id);

CREATE INDEX training_breaks_user_id_plan_id_idx ON public.training_breaks USING btree (user_id, plan_id);

CREATE INDEX training_breaks_user_id_starts_on_idx ON public.training_breaks USING btree (user_id, starts_on DESC, id DESC);

CREATE TRIGGER keep_keys BEFORE UPDATE OF id, user_id, created_at ON public.training_breaks FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'user_id', 'created_at');

CREATE POLICY "change own breaks" ON "public"."training_breaks" FOR UPDATE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id)) WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "drop own breaks" ON "public"."training_breaks" FOR DELETE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "read own breaks" ON "public"."training_breaks" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "take own breaks" ON "public"."training_breaks" FOR INSERT TO "authenticated" WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

GRANT INSERT ("user_id"), UPDATE ("user_id") ON TABLE "public"."training_breaks" TO "authenticated";

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."user_consents" ADD CONSTRAINT "user_consents_pkey" PRIMARY KEY (user_id, purpose);

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "public"."user_consents" ADD CONSTRAINT "user_consents_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE;

CREATE TRIGGER keep_keys BEFORE UPDATE OF user_id, purpose, created_at ON public.user_consents FOR EACH ROW EXECUTE FUNCTION private."freeze"('user_id', 'purpose', 'created_at');

CREATE POLICY "change own consents" ON "public"."user_consents" FOR UPDATE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id)) WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "drop own consents" ON "public"."user_consents" FOR DELETE TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "give own consents" ON "public"."user_consents" FOR INSERT TO "authenticated" WITH CHECK ((( SELECT auth.uid() AS uid) = user_id));

CREATE POLICY "read own consents" ON "public"."user_consents" FOR SELECT TO "authenticated" USING ((( SELECT auth.uid() AS uid) = user_id));

GRANT INSERT ("user_id"), UPDATE ("user_id") ON TABLE "public"."user_consents" TO "authenticated";

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."strength_distributions" ADD CONSTRAINT "percentiles_rise" CHECK (((cardinality(ratios) = 13) AND private.rises(ratios)));

-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE "private"."strength_standards" ADD CONSTRAINT "tiers_rise" CHECK (((cardinality(ratios) = 5) AND private.rises(ratios)));

-- The column is new and null everywhere: one quick look at the table.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."user_equipment" ADD CONSTRAINT "loads_are_loads" CHECK (private.are_loads(loads_kg, 200));

-- The column is new and null everywhere: one quick look at the table.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."user_equipment" ADD CONSTRAINT "plates_are_loads" CHECK (private.are_loads(plates_kg, 50));

-- What is derived has gained columns and tables: everybody's is derived anew, from the facts as they are.
insert into private.gym_unit_facts (user_id, valid_from, unit)
select p.id, now(), p.preferred_unit from public.profiles as p where p.preferred_unit = 'imperial';
select private.recompute_progress(p.id) from public.profiles as p;
