set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

DROP TRIGGER "keep_targets" ON "public"."workout_plan_day_exercises";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."achievement_state"(uuid, text[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_days"(uuid[], date[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."meets_target"(jsonb, boolean, numeric[], smallint[], integer[], numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."other_amounts"(uuid, text[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_achievements"(uuid, text[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_weeks"(uuid, date[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_workout_xp"(uuid, date[], uuid[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[]);

ALTER TABLE "private"."achievement_totals" ADD COLUMN "settled_week" date;

ALTER TABLE "private"."achievement_totals" ADD COLUMN "settled_before" timestamp with time zone;

ALTER TABLE "private"."achievement_totals" ADD COLUMN "settled_counted" numeric[];

ALTER TABLE "private"."achievement_totals" ADD COLUMN "settled_streak" private.settled_streaks;

CREATE TYPE "private"."settling" AS ("week_start" date, "started_before" timestamp with time zone);

CREATE TYPE "private"."standing_streak" AS ("streak" private.settled_streaks, "period_count" integer, "period_target" integer);

CREATE TYPE "private"."target_step" AS ("plan_exercise_id" uuid, "session_id" uuid, "rule" text, "reason_code" public.reason_code, "inputs" jsonb, "old_target" jsonb, "new_target" jsonb, "outcome" public.outcome, "effective_at" timestamp with time zone, "failures" smallint, "state" jsonb, "is_aside" boolean);

CREATE TYPE "private"."xp_due" AS ("sources" uuid[], "claims" private.xp_claim[]);

CREATE OR REPLACE FUNCTION private.achievement_state(p_user uuid, p_sources text[], p_known private.achievement_totals DEFAULT NULL::private.achievement_totals, p_settle_before timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS TABLE(achievement_id uuid, counter_id smallint, counted numeric, settled numeric, unlocked_at timestamp with time zone, session_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with counters as materialized (
        select c.id, c.metric, c.source, c.takes_best, c.goal, coalesce(p_known.settled_counted[c.id], 0.0) as settled
        from private.achievement_counters as c
        -- There is nothing more to reach by a counter that was full before.
        where c.source = any(p_sources) and c.goal > coalesce(p_known.settled_counted[c.id], 0.0)
    ),

    amounts as (
        select a.*
        from private.workout_amounts(p_user, coalesce(p_known.settled_before, '-infinity')) as a
        where 'workouts' = any(p_sources)
        union all
        select a.*
        from private.muscle_amounts(p_user, coalesce(p_known.settled_week, '-infinity')) as a
        where exists (select from counters as c where c.metric = 'muscle_groups_in_week')
        union all
        select a.* from private.other_amounts(p_user, p_sources, p_known.settled_streak) as a
    ),

    running as materialized (
        select
            a.counter_id,
            a.happened_at,
            a.session_id,
            c.settled,
            case
                when c.takes_best then greatest(c.settled, max(a.amount) over so_far)
                else c.settled + sum(a.amount) over so_far
            end as reached
        from amounts as a
        inner join counters as c on c.id = a.counter_id
        window so_far as (
            partition by a.counter_id order by a.happened_at, a.session_id rows between unbounded preceding and current row
        )
    ),

    steps as (
        select
            r.*,
            lag(r.reached, 1, r.settled) over (
                partition by r.counter_id order by r.happened_at, r.session_id, r.reached
            ) as before
        from running as r
    ),

    totals as (
        select
            r.counter_id,
            max(r.reached) as reached,
            max(r.reached) filter (where r.happened_at < p_settle_before) as settled
        from running as r
        group by r.counter_id
    )

    select
        a.id,
        c.id,
        trim_scale(least(coalesce(t.reached, c.settled), c.goal)),
        coalesce(t.settled, c.settled),
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
    from counters as c
    -- What was unlocked before stays as it is.
    inner join public.achievements as a on a.counter_id = c.id and a.target > c.settled
    left join totals as t on t.counter_id = c.id
    left join steps as s
        on s.counter_id = c.id
        and s.before < a.target
        and s.reached >= a.target
        and s.happened_at < coalesce(a.retired_at, 'infinity');
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
    v_step record;
    v_moved smallint [];
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
        perform private.recompute_achievements(p_user, '{workouts, weeks}', p_change);
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
        perform private.recompute_achievements(p_user, '{workouts, weeks}', p_change);
        return;
    end if;

    v_counted := v_before;
    for v_step in
        select c.id, c.goal, c.takes_best, a.amount
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
        ) as a
        inner join private.achievement_counters as c on c.id = a.counter_id
        where v_before[c.id] < c.goal
    loop
        v_counted[v_step.id] := trim_scale(least(
            case
                when v_step.takes_best then greatest(v_counted[v_step.id], v_step.amount)
                else v_counted[v_step.id] + v_step.amount
            end,
            v_step.goal
        ));
        v_moved := v_moved || v_step.id;
    end loop;
    update private.achievement_totals as t
    set
        counted = v_counted,
        last_started_at = p_change.since,
        streak = v_streak,
        last_met_at = coalesce(v_now.met_at, t.last_met_at)
    where t.user_id = p_user;

    select array_agg((a.id, p_change.since)::private.award) into v_awards
    from public.achievements as a
    where a.counter_id = any(v_moved)
        and v_before[a.counter_id] < a.target
        and v_counted[a.counter_id] >= a.target
        and p_change.since < coalesce(a.retired_at, 'infinity');
    if v_awards is not null then
        insert into private.achievement_awards (user_id, achievement_id, unlocked_at, session_id)
        select p_user, a.achievement_id, a.unlocked_at, p_sessions[1] from unnest(v_awards) as a;
        perform private.settle_awards(p_user, array(select a.achievement_id from unnest(v_awards) as a), v_awards);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_workouts_changed(p_user uuid, p_sessions uuid[], p_are_totalled boolean DEFAULT false, p_sets public.session_exercises[] DEFAULT NULL::public.session_exercises[], p_scored private.scored_sets[] DEFAULT NULL::private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_are_written boolean := p_sets is null;
    v_change private.change;
    v_moved uuid[];
    v_moved_days date[];
    v_plan_exercises uuid[];
begin
    if v_are_written then
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
        v_sets := private.sets_of(p_user, v_sessions);
    else
        v_sessions := p_sessions;
        v_sets := p_scored;
    end if;
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_change := private.recompute_exercise_sessions(p_user, v_sessions, v_sets, not v_are_written);
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
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
        v_moved := v_moved || private.recompute_targets(
            p_user, v_plan_exercises, v_change.since, case when v_change.is_latest or not v_are_written then v_sets end,
            v_change.is_latest
        );
    end if;
    if v_are_written then
        perform private.mark_scored_sets(p_user, v_sets);
    else
        perform private.write_sets(p_sets, private.marks_of(p_user, v_sets));
    end if;
    perform private.recompute_best(
        p_user,
        v_change.exercises,
        case when v_change.is_correction then '-infinity' else v_change.since end,
        case when v_change.is_latest then v_sets end
    );
    -- Targets moved with these workouts alone, unless later ones hang on them.
    if not v_moved <@ v_sessions then
        perform private.mark_sets(p_user, array(select m.id from unnest(v_moved) as m (id) where m.id <> all(v_sessions)));
    end if;
    perform private.recompute_workout_xp(
        p_user, v_change.days || v_moved_days, v_sessions, private.recompute_weeks(p_user, v_change.days)
    );
    perform private.advance_achievements(p_user, v_sessions, v_change);
end;
$function$;

CREATE OR REPLACE FUNCTION private.estimate_confidence(p_effective_reps numeric)
 RETURNS public.confidence
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
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

CREATE OR REPLACE FUNCTION private.fold_days(p_users uuid[], p_days date[])
 RETURNS SETOF private.settled_streaks
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_known record;
    v_streak private.settled_streaks;
begin
    for v_known in
        select
            u.user_id, u.day, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            d.days, d.are_kept
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
        cross join lateral (select from public.profiles as o where o.id = u.user_id offset 0) as p
        cross join lateral (
            select exists (select from private.streak_changes as o where o.user_id = u.user_id) as has_changed offset 0
        ) as c
        left join lateral (
            select o.* from private.settled_streaks as o
            where o.user_id = u.user_id and o.streak_type = 'daily_login' and not c.has_changed
            offset 0
        ) as s on s.settled_until <= u.day
        cross join lateral (
            select
                array_agg(k.day order by k.day, k.is_kept) as days,
                array_agg(k.is_kept order by k.day, k.is_kept) as are_kept
            from (
                select o.day, o.is_kept
                from private.streak_days as o
                where o.user_id = u.user_id and o.day >= coalesce(s.settled_until, '-infinity') and o.day < u.day
                union all
                select u.day, false
            ) as k
        ) as d
    loop
        v_streak := private.streak_after_days(
            (
                v_known.user_id, 'daily_login', v_known.settled_until, v_known.current_streak,
                v_known.longest_streak, 0, v_known.last_kept
            ),
            v_known.days,
            v_known.are_kept
        );
        -- A streak that nothing happened to is as quickly folded on from where it was.
        if v_known.has_changed
            or (v_streak.current_streak, v_streak.longest_streak, v_streak.last_kept)
            is distinct from (v_known.current_streak, v_known.longest_streak, v_known.last_kept)
        then
            v_streak.settled_until := v_known.day;
            return next v_streak;
        end if;
    end loop;
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
    v_target private.target;
    v_amounts integer[];
    v_failures smallint;
    v_state jsonb;
    v_buildable numeric[];
    v_easing private.easing;
    v_eased_at timestamptz;
    v_eased private.easing;
    v_result private.evaluation;
    v_old jsonb;
    -- The workout that came late, and all that changed: what it leaves as it was goes on as it did.
    v_late uuid := case when not p_is_undisturbed then p_sets[1].session_id end;
    v_is_first boolean;
    v_is_aside boolean;
    v_steps private.target_step[] := '{}'::private.target_step[];
begin
    for v_event in
        select
            e.*, b.fact as fact_before, b.target, b.failures, b.state, b.stepped_at
        from private.target_events(p_user, p_plan_exercises, p_from, v_has_gear, p_sets, p_is_undisturbed) as e
        left join private.standing_targets(
            p_user, p_plan_exercises, case when p_is_undisturbed then 'infinity' else p_from end
        ) as b on b.plan_exercise_id = e.plan_exercise_id
        -- A decision comes before other plates of the same moment, and both before a workout.
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
            v_is_first := v_late is not null;
            v_is_aside := false;
        end if;
        continue when v_is_aside;
        -- Sets of another exercise, swapped in for a day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case when v_has_gear then private.buildable_loads(p_user, v_fact.exercise_id, v_event.happened_at) end;
        v_easing := null;

        if v_event.session_id is not null then
            v_amounts := case
                when (v_fact.target).reps like '%s' then v_event.seconds
                when (v_fact.target).reps like '%m' then v_event.metres
                else v_event.reps
            end;
            v_result := private.evaluate(
                v_target, v_failures, v_state,
                (v_fact.rules, v_fact.target, v_fact.is_assisted, v_fact.target_rir, v_buildable)::private.terms,
                v_amounts, v_event.loads, v_event.efforts
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
        if v_is_first then
            v_is_aside := v_event.session_id = v_late
            and (v_result.new_target, v_result.failures, v_result.state) is not distinct from (v_target, v_failures, v_state);
            v_is_first := false;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- What the plan was made with is where the fold begins, not a step of it.
        continue when v_event.happened_at = '-infinity';

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
                    'loads_kg', v_event.loads,
                    'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then v_event.efforts end,
                    'easing', v_easing.inputs
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

CREATE OR REPLACE FUNCTION private.fold_weeks(p_users uuid[], p_days date[], p_is_settling boolean)
 RETURNS SETOF private.settled_streaks
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_known record;
    v_streak private.settled_streaks;
begin
    for v_known in
        select
            u.user_id, r.week_start as running, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            coalesce(s.freezes_available, 0) as freezes_available,
            w.weeks, w.are_met
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
        cross join lateral (
            select o.week_starts_on from public.profiles as o where o.id = u.user_id offset 0
        ) as p
        cross join lateral private.week_start(u.day, p.week_starts_on) as r (week_start)
        cross join lateral (
            select exists (select from private.streak_changes as o where o.user_id = u.user_id) as has_changed offset 0
        ) as c
        left join lateral (
            select o.* from private.settled_streaks as o
            where o.user_id = u.user_id and o.streak_type = 'weekly_workout_completion' and not c.has_changed
            offset 0
        ) as s on s.settled_until <= r.week_start
        cross join lateral (
            select
                array_agg(k.week_start order by k.week_start, k.is_met) as weeks,
                array_agg(k.is_met order by k.week_start, k.is_met) as are_met
            from (
                select o.week_start, o.is_met
                from private.streak_weeks as o
                where o.user_id = u.user_id
                    and o.week_start >= coalesce(s.settled_until, '-infinity')
                    -- Who flew west may have trained in a week that is yet to come here.
                    and (o.week_start < r.week_start or o.is_met and not p_is_settling)
                union all
                -- The running week breaks nothing before it ends.
                select r.week_start, false
            ) as k
        ) as w
    loop
        v_streak := private.streak_after(
            (
                v_known.user_id, 'weekly_workout_completion', v_known.settled_until, v_known.current_streak,
                v_known.longest_streak, v_known.freezes_available, v_known.last_kept
            ),
            v_known.weeks,
            v_known.are_met,
            case when p_is_settling then v_known.running end
        );
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

CREATE OR REPLACE FUNCTION private.improvement(p_score numeric, p_previous numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
begin
    return round(100 * (p_score - p_previous) / nullif(abs(p_previous), 0), 2);
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
    -- Most people keep the load from set to set.
    if p_loads[1] = all (p_loads) then
        return p_loads[1];
    end if;
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
    -- What the next set has to beat: the best of all workouts before, then of the sets before in this one. Without a best
    -- before, the workout is the baseline and null beats nothing.
    v_load numeric;
    v_reps numeric;
    v_1rm_kg numeric;
    v_duration numeric;
    v_distance numeric;
    v_is_record boolean;
    v_marks private.set_mark[];
begin
    for v_set in
        -- Each look into an array of rows takes them all apart.
        with sets as materialized (
            select
                s.id, s.session_id, s.exercise_id, s.plan_exercise_id, s.set_order, s.tracking_type, s.is_planned,
                s.logged_weight_kg, s.logged_reps, s.duration_seconds, s.distance_m, s.load_score, s.reps_score,
                s.estimated_1rm_kg, s.duration_score, s.distance_score, s.is_personal_record,
                s.was_successful_for_progression
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
                -- Only a list asks for another number from set to set, and only a wave for another load.
                private.target_amount(p.old_target ->> 'reps', 1) as least,
                (p.old_target ->> 'weight_kg')::numeric as load_kg,
                p.old_target -> 'loads_kg' as loads_kg
            from sessions as o
            inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
        ),

        -- Materialized: in a database without statistics the planner would look for them again with each set (a tenth of a call).
        priors as materialized (
            select x.*
            from sessions as o
            -- The offset keeps the planner on the index of the session, whatever its statistics say.
            cross join lateral (
                select
                    e.session_id, e.exercise_id, e.prior_load_score, e.prior_reps_score, e.prior_estimated_1rm_kg,
                    e.prior_duration_score, e.prior_distance_score
                from private.exercise_sessions as e
                where e.user_id = p_user and e.session_id = o.id
                offset 0
            ) as x
        )

        select
            s.id, s.session_id, s.exercise_id, s.load_score, s.reps_score, s.estimated_1rm_kg, s.duration_score,
            s.distance_score, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg, r.prior_duration_score,
            r.prior_distance_score,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            case
                -- The plan it was judged by may be gone: what it said then stays.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                when p.session_id is not null
                    then coalesce(
                        case
                            when s.tracking_type = 'assisted' then s.logged_weight_kg <= a.load_kg
                            else coalesce(s.logged_weight_kg, 0) >= a.load_kg
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
                    partition by o.session_id, o.exercise_id, o.plan_exercise_id order by o.set_order, o.id
                )::integer as place
            from sets as o
        ) as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        -- A set of another exercise, swapped in for the day, was not what the target is about.
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
        end if;
        v_is_record := (
            v_set.load_score > v_load
            or v_set.reps_score > v_reps
            or v_set.estimated_1rm_kg > v_1rm_kg
            or v_set.duration_score > v_duration
            or v_set.distance_score > v_distance
        ) is true;
        if v_is_record then
            -- Not greatest(): a baseline stays one.
            v_load := case when v_set.load_score > v_load then v_set.load_score else v_load end;
            v_reps := case when v_set.reps_score > v_reps then v_set.reps_score else v_reps end;
            v_1rm_kg := case when v_set.estimated_1rm_kg > v_1rm_kg then v_set.estimated_1rm_kg else v_1rm_kg end;
            v_duration := case when v_set.duration_score > v_duration then v_set.duration_score else v_duration end;
            v_distance := case when v_set.distance_score > v_distance then v_set.distance_score else v_distance end;
        end if;
        if v_is_record <> v_set.was_record or v_set.is_success is distinct from v_set.was_success then
            v_marks := v_marks || (v_set.id, v_is_record, v_set.is_success)::private.set_mark;
        end if;
    end loop;
    return v_marks;
end;
$function$;

CREATE OR REPLACE FUNCTION private.meets_every_set(p_target private.target, p_amounts integer[])
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- A planned set that is missing has null, which meets nothing.
    if p_target.reps like '%,%' then
        for v_place in 1..p_target.sets loop
            if (p_amounts[v_place] >= private.target_amount(p_target.reps, v_place)) is not true then
                return false;
            end if;
        end loop;
        return true;
    end if;
    -- Only in a list the sets differ.
    return coalesce(
        cardinality(p_amounts) >= p_target.sets
        and private.target_amount(p_target.reps, 1) <= all (p_amounts[:p_target.sets]),
        false
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
    v_due private.xp_due;
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
    -- Noted by a clock that was ahead, or before a move to the west: the last word counts.
    delete from private.weekly_targets as t where t.user_id = p_user and t.valid_from > v_today;
    if not found and v_target = private.weekly_target_at(p_user, v_today) then
        return;
    end if;
    insert into private.weekly_targets (user_id, valid_from, target)
    values (p_user, v_today, v_target)
    on conflict (user_id, valid_from) do update set target = excluded.target;
    v_due := private.recompute_weeks(
        p_user,
        v_today || array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.day > v_today
        )
    );
    if v_due.sources is not null then
        perform private.settle_xp(p_user, v_due.sources, v_due.claims);
    end if;
    perform private.recompute_achievements(p_user, '{weeks}');
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
    -- Nothing, or the load of the latest step alone: the fold wrote it. So it goes after most workouts, and needs no more
    -- looking up.
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
        -- As a rule it is what was written: no statement for each line of a plan then.
        if new.current_suggested_weight_kg is distinct from (v_fact.target).weight_kg then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = (v_fact.target).weight_kg
            where x.user_id = new.user_id and x.id = new.id;
        end if;
    elsif private.lock_user(new.user_id) then
        perform private.mark_sets(
            new.user_id, private.recompute_targets(new.user_id, array[new.id], v_fact.set_at)
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.other_amounts(p_user uuid, p_sources text[], p_streak private.settled_streaks)
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
        from private.streak_steps(p_user, p_streak) as s
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

CREATE OR REPLACE FUNCTION private.recompute_achievements(p_user uuid, p_sources text[] DEFAULT '{workouts,weeks,check_ins,plans}'::text[], p_change private.change DEFAULT NULL::private.change)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_known private.achievement_totals;
    v_new private.achievement_totals;
    v_sources text [] := p_sources;
    -- What is settled and older than the change.
    v_settled private.achievement_totals;
    v_settling private.settling;
    v_step record;
    v_changed uuid [];
    v_awarded private.award [];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    select t.* into v_known from private.achievement_totals as t where t.user_id = p_user;
    v_new := v_known;
    v_new.user_id := p_user;
    v_new.rules_version := coalesce((select r.version from private.achievement_rules as r), 0);
    if v_known.rules_version is distinct from v_new.rules_version then
        -- Counted by other rules, or never: all of it.
        v_sources := '{workouts, weeks, check_ins, plans}';
    elsif p_change.since >= v_known.settled_before
        and v_known.settled_week <= (select min(d.day) from unnest(p_change.days) as d (day))
    then
        v_settled := v_known;
    end if;
    if v_sources && '{workouts, weeks}' then
        -- Half of the sources is no ground to settle anything on.
        v_settling := case when v_sources @> '{workouts, weeks}' then private.settling_of(p_user) end;
        if v_settled.settled_week > coalesce(v_settling.week_start, '-infinity') then
            v_settling := (v_settled.settled_week, v_settled.settled_before)::private.settling;
        end if;
        v_new.settled_week := v_settling.week_start;
        v_new.settled_before := v_settling.started_before;
        v_new.settled_streak := null;
    end if;
    if 'workouts' = any(v_sources) then
        v_new.last_started_at := (
            select max(w.started_at) from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        );
    end if;
    if 'weeks' = any(v_sources) then
        v_new.streak := coalesce(
            v_settled.settled_streak, (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks
        );
        v_new.last_met_at := (
            select t.met_at from private.training_weeks as t
            where t.user_id = p_user and t.week_start = (v_settled.settled_streak).settled_until - 7
        );
        if v_settling.week_start is not null then
            v_new.settled_streak := v_new.streak;
        end if;
        for v_step in
            select s.met_at, s.streak from private.streak_steps(p_user, v_settled.settled_streak) as s
        loop
            v_new.streak := v_step.streak;
            v_new.last_met_at := v_step.met_at;
            if v_new.last_met_at < v_settling.started_before then
                v_new.settled_streak := v_new.streak;
            end if;
        end loop;
    end if;

    with should as materialized (
        select s.* from private.achievement_state(p_user, v_sources, v_settled, v_settling.started_before) as s
    ),

    counters as (
        select
            array_agg(coalesce(s.counted, v_known.counted[c.id], 0) order by c.id) as counted,
            array_agg(coalesce(s.settled, v_settled.settled_counted[c.id], 0) order by c.id) as settled
        from private.achievement_counters as c
        left join (
            select o.counter_id, max(o.counted) as counted, max(o.settled) as settled from should as o group by o.counter_id
        ) as s on s.counter_id = c.id
    ),

    counted as (
        insert into private.achievement_totals (
            user_id, rules_version, counted, last_started_at, streak, last_met_at, settled_week, settled_before,
            settled_counted, settled_streak
        )
        select
            p_user, v_new.rules_version, coalesce(c.counted, '{}'), v_new.last_started_at, v_new.streak, v_new.last_met_at,
            v_new.settled_week, v_new.settled_before,
            case
                when v_settling.week_start is not null then c.settled
                when v_new.settled_week is not null then v_known.settled_counted
            end,
            v_new.settled_streak
        from counters as c
        on conflict (user_id) do update
        set
            rules_version = excluded.rules_version,
            counted = excluded.counted,
            last_started_at = excluded.last_started_at,
            streak = excluded.streak,
            last_met_at = excluded.last_met_at,
            settled_week = excluded.settled_week,
            settled_before = excluded.settled_before,
            settled_counted = excluded.settled_counted,
            settled_streak = excluded.settled_streak
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

CREATE OR REPLACE FUNCTION private.recompute_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[], p_are_latest boolean DEFAULT false)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_steps private.target_step[];
    v_lines uuid[];
    v_loads numeric[];
begin
    -- The newest workout, and no step stood since: nothing to compare, and what has no new step stays where it is.
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
        into v_lines, v_loads
        from (
            select distinct on (o.plan_exercise_id) o.plan_exercise_id, (o.new_target ->> 'weight_kg')::numeric as weight_kg
            from unnest(v_steps) as o
            order by o.plan_exercise_id, o.effective_at desc, o.session_id desc nulls last
        ) as m
        -- The offset keeps the planner from reading all lines there are.
        cross join lateral (
            select from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.id = m.plan_exercise_id
                and x.current_suggested_weight_kg is distinct from m.weight_kg
            offset 0
        ) as x;
        -- An update of no row would still take its triggers along.
        if v_lines is not null then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = m.weight_kg
            from unnest(v_lines, v_loads) as m (id, weight_kg)
            where x.user_id = p_user and x.id = any(v_lines) and x.id = m.id;
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

CREATE OR REPLACE FUNCTION private.recompute_weeks(p_user uuid, p_days date[])
 RETURNS private.xp_due
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_week date;
    v_day date;
    v_first_day date;
    -- When the first workout of each day began.
    v_trained_at timestamptz[];
    v_target smallint;
    v_known private.training_weeks;
    v_due private.xp_due;
begin
    for v_week, v_day in
        select w.week_start, min(d.day)
        from public.profiles as p
        -- A workout names its day once an exercise.
        cross join (select distinct o.day from unnest(p_days) as o (day)) as d
        cross join lateral private.week_start(d.day, p.week_starts_on) as w (week_start)
        where p.id = p_user
        group by w.week_start
    loop
        v_first_day := least(v_first_day, v_day);
        v_trained_at := array(
            select min(w.started_at)
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.day between v_week and v_week + 6
                and w.status = 'completed'
                and w.total_sets > 0
            group by w.day
            order by w.day
        );
        v_target := private.weekly_target_at(p_user, v_week + 6);
        select t.* into v_known from private.training_weeks as t where t.user_id = p_user and t.week_start = v_week;
        if cardinality(v_trained_at) = 0 then
            delete from private.training_weeks as t where t.user_id = p_user and t.week_start = v_week;
        elsif v_known.user_id is null then
            insert into private.training_weeks (user_id, week_start, training_days, target, met_at)
            values (p_user, v_week, cardinality(v_trained_at), v_target, v_trained_at[v_target]);
        elsif (v_known.training_days, v_known.target, v_known.met_at)
            is distinct from (cardinality(v_trained_at), v_target, v_trained_at[v_target])
        then
            update private.training_weeks as t
            set training_days = cardinality(v_trained_at), target = v_target, met_at = v_trained_at[v_target]
            where t.user_id = p_user and t.week_start = v_week;
        end if;
        -- It changed whether, or when, the target was met.
        if v_known.met_at is distinct from v_trained_at[v_target] then
            v_due.sources := v_due.sources || private.week_source(p_user, v_week);
            if v_trained_at[v_target] is not null then
                v_due.claims := v_due.claims || private.claim(
                    'streak_kept', 'week', private.week_source(p_user, v_week), v_trained_at[v_target]
                );
            end if;
        end if;
    end loop;
    perform private.unsettle_streaks(p_user, v_first_day);
    return v_due;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_workout_xp(p_user uuid, p_days date[], p_sessions uuid[], p_due private.xp_due DEFAULT NULL::private.xp_due)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sources uuid[];
    v_claims private.xp_claim[];
begin
    -- The cap is a day's, so a day is reckoned as a whole, in the order in which it was trained.
    with sessions as (
        select w.id, w.day, w.started_at, private.xp_version(w.started_at) as version
        from public.workout_sessions as w
        where w.user_id = p_user and w.day = any(p_days) and w.status = 'completed' and w.total_sets > 0
    ),

    earned as (
        select s.id, s.day, s.started_at, r.version, r.event_type, v.daily_cap, r.xp * n.times as xp
        from sessions as s
        cross join lateral (
            select count(*) filter (where x.working_sets > 0) as exercises, sum(x.records) as records
            from private.exercise_sessions as x
            where x.user_id = p_user and x.session_id = s.id
        ) as x
        cross join lateral (
            values
            ('workout_completed'::public.xp_event_type, 1), ('exercise_logged', x.exercises), ('personal_record', x.records)
        ) as n (event_type, times)
        inner join public.xp_rules as r on r.version = s.version and r.event_type = n.event_type
        inner join public.xp_rule_versions as v on v.version = s.version
    ),

    capped as (
        select
            e.*,
            least(e.daily_cap, sum(e.xp) over day_so_far) - least(e.daily_cap, sum(e.xp) over day_so_far - e.xp) as capped_xp
        from earned as e
        window day_so_far as (
            partition by e.day order by e.started_at, e.id, e.event_type rows between unbounded preceding and current row
        )
    )

    select
        array_agg(c.id),
        array_agg((c.event_type, 'workout', c.id, c.capped_xp, c.version)::private.xp_claim)
    into v_sources, v_claims
    from capped as c;
    perform private.settle_xp(p_user, p_sessions || v_sources || p_due.sources, v_claims || p_due.claims);
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
    v_due private.xp_due;
begin
    -- Weeks cut otherwise are other weeks: what the old ones were worth is taken back.
    with gone as (
        delete from private.training_weeks as t where t.user_id = p_user returning t.week_start
    )

    select array_agg(private.week_source(p_user, g.week_start)) into v_claimed from gone as g;
    perform private.settle_xp(p_user, v_claimed, '{}');
    perform private.recompute_pauses(p_user);
    perform private.unsettle_streaks(p_user, '-infinity');
    v_due := private.recompute_weeks(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        )
    );
    if v_due.sources is not null then
        perform private.settle_xp(p_user, v_due.sources, v_due.claims);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.replace_steps(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_steps private.target_step[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_moved uuid[];
begin
    with wanted as materialized (
        select gen_random_uuid() as id, s.* from unnest(p_steps) as s
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
            and w.effective_at = s.effective_at
            and (
                w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome, w.failures, w.state
            )
            is not distinct from
            (
                s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome, s.failures, s.state
            )
    ),

    gone as (
        update public.prescriptions as p set superseded_at = now()
        where p.user_id = p_user
            and p.id in (select s.id from standing as s where s.id not in (select k.id from kept as k))
    ),

    made as (
        insert into public.prescriptions (
            user_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, outcome, effective_at,
            failures, state
        )
        select
            p_user, w.plan_exercise_id, w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome,
            w.effective_at, w.failures, w.state
        from wanted as w
        where w.id not in (select k.wanted_id from kept as k)
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
                select d.* from private.fold_days(v_users, v_days) as d
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

CREATE OR REPLACE FUNCTION private.settled_before(p_now timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Long over in every zone: who was offline for a month changes nothing that is settled, and folding five weeks costs
    -- a reader less than the note that a late workout would leave.
    return (p_now at time zone 'UTC')::date - 35;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settling_of(p_user uuid)
 RETURNS private.settling
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_settling private.settling;
    v_last_before timestamptz;
    v_first_after timestamptz;
begin
    select private.week_start(w.day, p.week_starts_on) - 28 into v_settling.week_start
    from public.profiles as p
    inner join public.workout_sessions as w on w.user_id = p.id and w.status = 'completed' and w.total_sets > 0
    where p.id = p_user
    order by w.started_at desc
    limit 1;
    select w.started_at into v_last_before
    from public.workout_sessions as w
    where w.user_id = p_user and w.day < v_settling.week_start and w.status = 'completed' and w.total_sets > 0
    order by w.started_at desc
    limit 1;
    select min(w.started_at) into v_first_after
    from public.workout_sessions as w
    where w.user_id = p_user and w.day >= v_settling.week_start and w.status = 'completed' and w.total_sets > 0;
    -- Who crossed time zones may have trained later, yet on an earlier day: between the two no line can be drawn.
    if v_last_before < v_first_after then
        v_settling.started_before := v_last_before + interval '1 microsecond';
        return v_settling;
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.standing_targets(p_user uuid, p_plan_exercises uuid[], p_before timestamp with time zone)
 RETURNS TABLE(plan_exercise_id uuid, fact private.target_facts, target private.target, failures smallint, state jsonb, reason_code public.reason_code, old_target jsonb, stepped_at timestamp with time zone)
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
        -- Without a step the target is what the plan was made with, whatever rules came later. Not even looked for otherwise.
        coalesce(
            private.target_of(p.new_target),
            (
                select t.target from private.target_facts as t
                where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
            )
        ),
        coalesce(p.failures, 0::smallint),
        coalesce(
            p.state,
            (
                select t.state from private.target_facts as t
                where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
            )
        ),
        coalesce(p.reason_code, 'first_time'),
        p.old_target,
        p.effective_at
    from unnest(p_plan_exercises) as o (id)
    cross join lateral (
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at < p_before
        order by t.set_at desc
        limit 1
    ) as f
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.state, r.reason_code, r.effective_at
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

CREATE OR REPLACE FUNCTION private.streak_after_days(p_streak private.settled_streaks, p_days date[], p_are_kept boolean[])
 RETURNS private.settled_streaks
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_next date := p_streak.settled_until;
    v_current integer := p_streak.current_streak;
    v_longest integer := p_streak.longest_streak;
    v_last_kept date := p_streak.last_kept;
    v_day date;
begin
    for v_number in 1..cardinality(p_days) loop
        v_day := p_days[v_number];
        if v_day > v_next then
            v_current := 0;
        end if;
        -- Two facts of one day, and a day of a break on which something was done, are one day.
        if p_are_kept[v_number] and v_day is distinct from v_last_kept then
            v_current := v_current + 1;
            v_longest := greatest(v_longest, v_current);
            v_last_kept := v_day;
        end if;
        v_next := v_day + 1;
    end loop;
    return (
        p_streak.user_id, p_streak.streak_type, v_next, v_current, v_longest, 0, v_last_kept
    )::private.settled_streaks;
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
begin
    perform private.require_caller(p_user);
    return query
    select
        private.stable_id('streak', p_user || ':' || (s.streak).streak_type),
        (s.streak).streak_type,
        (s.streak).current_streak,
        (s.streak).longest_streak,
        case (s.streak).streak_type
            when 'weekly_workout_completion' then (
                select t.met_at from private.training_weeks as t
                where t.user_id = p_user and t.week_start = (s.streak).last_kept
            )
            else (
                select min(d.kept_at) from private.streak_days as d
                where d.user_id = p_user and d.day = (s.streak).last_kept and d.is_kept
            )
        end,
        s.period_count,
        s.period_target,
        (s.streak).freezes_available
    from public.profiles as p
    cross join lateral private.local_day(p.id, p_at) as d (day)
    cross join lateral private.streaks_on(p.id, d.day, private.week_start(d.day, p.week_starts_on)) as s
    where p.id = p_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.streaks_on(p_user uuid, p_day date, p_week date)
 RETURNS SETOF private.standing_streak
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
    v_weekly private.settled_streaks := (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks;
    v_daily private.settled_streaks := (p_user, 'daily_login', null, 0, 0, 0, null)::private.settled_streaks;
    v_settled private.settled_streaks;
    v_weeks record;
    v_days record;
    v_period record;
begin
    for v_settled in
        select s.* from private.settled_streaks as s
        where s.user_id = p_user and not exists (select from private.streak_changes as c where c.user_id = p_user)
    loop
        if v_settled.streak_type = 'daily_login' then
            if v_settled.settled_until <= p_day then
                v_daily := v_settled;
            end if;
        elsif v_settled.settled_until <= p_week then
            v_weekly := v_settled;
        end if;
    end loop;

    select
        array_agg(k.week_start order by k.week_start, k.is_met) as weeks,
        array_agg(k.is_met order by k.week_start, k.is_met) as are_met
    into v_weeks
    from (
        select o.week_start, o.is_met
        from private.streak_weeks as o
        where o.user_id = p_user
            and o.week_start >= coalesce(v_weekly.settled_until, '-infinity')
            -- Who flew west may have trained in a week that is yet to come here, and below on such a day.
            and (o.week_start < p_week or o.is_met)
        union all
        -- The running week breaks nothing before it ends.
        select p_week, false
    ) as k;
    select
        array_agg(k.day order by k.day, k.is_kept) as days,
        array_agg(k.is_kept order by k.day, k.is_kept) as are_kept,
        max((k.day = p_day and k.is_kept)::integer) as kept_today
    into v_days
    from (
        select o.day, o.is_kept
        from private.streak_days as o
        where o.user_id = p_user
            and o.day >= coalesce(v_daily.settled_until, '-infinity')
            and (o.day < p_day or o.is_kept)
        union all
        select p_day, false
    ) as k;

    select t.training_days, t.target into v_period
    from private.training_weeks as t where t.user_id = p_user and t.week_start = p_week;
    return next (
        private.streak_after(v_weekly, v_weeks.weeks, v_weeks.are_met),
        coalesce(v_period.training_days, 0),
        coalesce(v_period.target, private.weekly_target_at(p_user, p_week + 6))
    )::private.standing_streak;
    return next (
        private.streak_after_days(v_daily, v_days.days, v_days.are_kept), v_days.kept_today, 1
    )::private.standing_streak;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamp with time zone, p_has_gear boolean, p_sets private.scored_sets[], p_is_undisturbed boolean)
 RETURNS TABLE(plan_exercise_id uuid, happened_at timestamp with time zone, session_id uuid, exercise_id uuid, reps integer[], seconds integer[], metres integer[], loads numeric[], efforts numeric[], day date, fact private.target_facts)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    if p_sets is not null then
        return query
        select
            s.plan_exercise_id, w.started_at, w.id, s.exercise_id, s.reps, s.seconds, s.metres, s.loads, s.efforts, w.day,
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
                array_agg(o.difficulty_rating order by o.set_order, o.id) as efforts
            from unnest(p_sets) as o
            where o.plan_exercise_id = any(p_plan_exercises) and o.is_planned
            group by o.plan_exercise_id, o.session_id, o.exercise_id
        ) as s
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = s.session_id and w.status = 'completed';
    end if;
    if not p_is_undisturbed then
        return query
        -- From the sessions, which are few, to their sets: a plan's exercise may have years of them.
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
        group by s.workout_plan_exercise_id, w.started_at, w.id, w.day, s.exercise_id;

        return query
        select f.plan_exercise_id, f.set_at, null::uuid, f.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::date, f
        from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from;
    end if;
    -- From when on other loads could be built. What the plan was made with knew the gear of its day.
    if p_has_gear then
        return query
        select x.id, g.changed_at, null::uuid, x.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::date, null::private.target_facts
        from public.workout_plan_day_exercises as x
        cross join lateral private.gear_changes(p_user, x.exercise_id, greatest(p_from, x.created_at)) as g (changed_at)
        where x.user_id = p_user and x.id = any(p_plan_exercises);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_json(p_target private.target)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    if p_target.loads_kg is null then
        return jsonb_build_object('sets', p_target.sets, 'reps', p_target.reps, 'weight_kg', p_target.weight_kg);
    end if;
    return to_jsonb(p_target);
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_of(p_json jsonb)
 RETURNS private.target
 LANGUAGE plpgsql
 IMMUTABLE STRICT
 SET search_path TO ''
AS $function$
begin
    return jsonb_populate_record(null::private.target, p_json);
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
    with merits as materialized (
        select
            w.id,
            w.started_at,
            w.day,
            (w.started_at at time zone w.timezone)::time as local_time,
            w.planned is not null as is_planned,
            w.total_sets,
            w.total_volume_kg,
            w.day - (
                select o.day from public.workout_sessions as o
                where o.user_id = p_user
                    and (o.started_at, o.id) < (w.started_at, w.id)
                    and o.status = 'completed'
                    and o.total_sets > 0
                order by o.started_at desc, o.id desc
                limit 1
            ) as days_since,
            x.records,
            x.new_exercises,
            -- Sets are read where there is something to find in them, which most workouts spare us.
            case when x.has_endurance then private.session_endurance(p_user, w.id) end as endurance
        from public.workout_sessions as w
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
            where r.user_id = p_user and r.session_id = w.id
        ) as x
        where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed' and w.total_sets > 0
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
    v_session record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select
        w.started_at, w.ended_at, w.day, w.paused_seconds, w.total_volume_kg, w.total_sets, w.energy_kcal,
        p.experience_points, p.level, p.week_starts_on, s.average_rpe, s.rest_seconds
    into v_session
    from public.workout_sessions as w
    inner join public.profiles as p on p.id = w.user_id
    cross join lateral (
        select
            round(avg(o.difficulty_rating) filter (where o.set_type <> 'warmup'), 2) as average_rpe,
            coalesce(sum(o.rest_seconds), 0) as rest_seconds
        from public.session_exercises as o
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
        -- Entries and their reversals cancel out: what is left is what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from (
            select p_session_id as id
            union all
            -- The workout that met its week's target earned the week too.
            select private.week_source(p_user, t.week_start)
            from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = private.week_start(v_session.day, v_session.week_starts_on)
                and t.met_at = v_session.started_at
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
            cross join lateral private.streaks_on(
                p_user, d.day, private.week_start(d.day, v_session.week_starts_on)
            ) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression', private.workout_progression(p_user, p_session_id)
    );
end;
$function$;

CREATE VIEW "private"."streak_days" WITH (security_invoker=true) AS  SELECT w.user_id,
    w.day,
    true AS is_kept,
    w.started_at AS kept_at
   FROM public.workout_sessions w
  WHERE ((w.status = 'completed'::public.session_status) AND (w.total_sets > 0))
UNION ALL
 SELECT c.user_id,
    c.day,
    true AS is_kept,
    c.created_at AS kept_at
   FROM public.check_ins c
UNION ALL
 SELECT b.user_id,
    (g.day)::date AS day,
    false AS is_kept,
    NULL::timestamp with time zone AS kept_at
   FROM (public.training_breaks b
     CROSS JOIN LATERAL generate_series((b.starts_on)::timestamp without time zone, (private.break_end(b.starts_on, b.ends_on))::timestamp without time zone, '1 day'::interval) g(day))
  WHERE (b.kind <> 'deload'::public.break_kind);

CREATE VIEW "private"."streak_weeks" WITH (security_invoker=true) AS  SELECT t.user_id,
    t.week_start,
    true AS is_met
   FROM private.training_weeks t
  WHERE (t.met_at IS NOT NULL)
UNION ALL
 SELECT p.user_id,
    p.week_start,
    false AS is_met
   FROM private.paused_weeks p;

CREATE TRIGGER keep_targets AFTER UPDATE OF exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg, target_rir ON public.workout_plan_day_exercises FOR EACH ROW WHEN (((CURRENT_USER = 'authenticated'::name) OR (current_setting('spotter.is_deriving'::text, true) IS DISTINCT FROM 'on'::text))) EXECUTE FUNCTION private.on_target_change();

COMMENT ON COLUMN "private"."achievement_totals"."settled_before" IS 'Every workout of the days before settled_week started before this moment, and every other one not.';

COMMENT ON COLUMN "private"."achievement_totals"."settled_counted" IS 'What the counters of workouts and weeks stood at then, whatever their goal.';

COMMENT ON COLUMN "private"."achievement_totals"."settled_streak" IS 'The weekly streak after the last week before that met its target.';

COMMENT ON COLUMN "private"."achievement_totals"."settled_week" IS 'The first day of a week some time ago: a change of nothing before it needs no recount of anything before it.';

COMMENT ON FUNCTION "private"."achievement_state"(uuid, text[], private.achievement_totals, timestamp with time zone) IS 'How far a user is by the facts alone, counted from the first one in the order in which they happened: the definition. From what is
settled it is the same in less time, without the achievements that were unlocked before.';

COMMENT ON FUNCTION "private"."advance_achievements"(uuid, uuid[], private.change) IS 'What changed workouts mean for achievements: one newest workout is added to the totals, for anything else the weeks it can
move are counted anew.';

COMMENT ON FUNCTION "private"."fold_days"(uuid[], date[]) IS 'The daily streak of each user as all days before one make it: what is settled, and the days since. Streaks that stand as they
were settled are left out.';

COMMENT ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'The steps of these targets from a moment on, as the facts have them: workouts by (started_at, id), decisions by their time,
line after line. Null if they were thought undisturbed and are not.';

COMMENT ON FUNCTION "private"."fold_weeks"(uuid[], date[], boolean) IS 'The weekly streak of each user as it stands on a day: what is settled, and the weeks since. When settling, nothing of the week
that runs, or of later ones, counts, and streaks that stand as they were settled are left out.';

COMMENT ON FUNCTION "private"."other_amounts"(uuid, text[], private.settled_streaks) IS 'What weeks (from where this streak stood; null: all), check-ins and plans add to the counters.';

COMMENT ON FUNCTION "private"."recompute_achievements"(uuid, text[], private.change) IS 'Counts anew what facts of these kinds make, awards what is reached, takes back what no longer is, and settles the XP of both.
A known change spares what is settled before it; without one it is the definition.';

COMMENT ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'Derives the targets of these exercises of plans from p_from on: steps that no longer hold are superseded, and the load of the
next session follows; returns the workouts whose steps changed. From -infinity it is the definition; from the first changed fact
it is the same in less time, and in the least after the newest workout, of which it returns null. Workouts whose sets are given
need not be written yet.';

COMMENT ON FUNCTION "private"."recompute_weeks"(uuid, date[]) IS 'Derives the weeks of these days, and says what is to be settled for them.';

COMMENT ON FUNCTION "private"."recompute_workout_xp"(uuid, date[], uuid[], private.xp_due) IS 'Settles what the workouts of these days are worth, capped by day; p_sessions are workouts that may have left these days.';

COMMENT ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) IS 'Makes p_steps those that hold of these exercises of plans from p_from on, and adds steps of others: what is so already stays, what
no longer holds is superseded, and the load of the next session follows; returns the workouts whose steps changed.';

COMMENT ON FUNCTION "private"."settling_of"(uuid) IS 'The week four weeks before that of the latest workout, and a moment after all workouts before it; null where there are none.';

COMMENT ON FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone) IS 'The targets of a plan''s exercises, each given once, as they stood before a moment (infinity: now), the failures in a row, and
why they are so.';

COMMENT ON FUNCTION "private"."streak_after_days"(private.settled_streaks, date[], boolean[]) IS 'A daily streak after these days, in their order, each kept or neutral. A day between them, or after settled_until, ends it.';

COMMENT ON FUNCTION "private"."streaks_on"(uuid, date, date) IS 'Both streaks of a user on a day of the week that begins on p_week: what is settled, and the weeks and days since. With how much of
this period is done, and how much is asked for.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) IS 'What can move the targets of a plan''s exercises, from a moment on, in no order. Workouts whose sets are known
need not be read again, nor be written yet.';

COMMENT ON VIEW "private"."streak_days" IS 'What a day means for the daily streak: kept by a workout or a check-in, or neutral in a break. A row for each reason.';

COMMENT ON VIEW "private"."streak_weeks" IS 'What a week means for the weekly streak: met or, when paused, neutral. A row for each; a week without any was missed.';

REVOKE ALL ON FUNCTION "private"."achievement_state"(uuid, text[], private.achievement_totals, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."achievement_state"(uuid, text[], private.achievement_totals, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_days"(uuid[], date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_days"(uuid[], date[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."other_amounts"(uuid, text[], private.settled_streaks) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."other_amounts"(uuid, text[], private.settled_streaks) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_achievements"(uuid, text[], private.change) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_achievements"(uuid, text[], private.change) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_weeks"(uuid, date[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_weeks"(uuid, date[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_workout_xp"(uuid, date[], uuid[], private.xp_due) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_workout_xp"(uuid, date[], uuid[], private.xp_due) TO "postgres";

REVOKE ALL ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."settling_of"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."settling_of"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."standing_targets"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streak_after_days"(private.settled_streaks, date[], boolean[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streak_after_days"(private.settled_streaks, date[], boolean[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."streaks_on"(uuid, date, date) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."streaks_on"(uuid, date, date) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) TO "postgres";

GRANT USAGE ON TYPE "private"."settling" TO "postgres";

GRANT USAGE ON TYPE "private"."standing_streak" TO "postgres";

GRANT USAGE ON TYPE "private"."target_step" TO "postgres";

GRANT USAGE ON TYPE "private"."xp_due" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."streak_days" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."streak_weeks" TO "postgres";

-- How streaks stood three days ago is nothing to count on where five weeks are settled: the next night settles everybody anew.
truncate private.settled_streaks;

-- policies/platform.sql has it from now on.
alter role authenticator set random_page_cost = 1.1;
alter role postgres set random_page_cost = 1.1;
