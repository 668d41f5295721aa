set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

DROP INDEX "public"."notifications_user_id_created_at_idx";

-- squawk-ignore ban-drop-view
DROP VIEW "private"."unusual_activity";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."charge_write"(uuid, integer, timestamp with time zone, boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."cohort_places_of"(uuid, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."failed_writes_cell"(uuid, timestamp with time zone, integer);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."failed_writes_cells"(uuid, timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."percentile_in"(numeric, numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."wait_for_turn"(bigint);

-- squawk-ignore ban-drop-function
DROP FUNCTION "public"."export_my_data"(text);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."export_my_data"(uuid, text, timestamp with time zone);

ALTER TABLE "private"."account_use" ADD COLUMN "history_before" bigint NOT NULL DEFAULT 0;

-- What was published holds exact lifts: it is drawn anew at the next snapshot.
DELETE FROM "private"."cohort_standings";

DELETE FROM "private"."cohort_places";

DELETE FROM "private"."cohort_distributions";

DELETE FROM "private"."cohort_snapshots";

-- The table is empty.
-- squawk-ignore adding-required-field
ALTER TABLE "private"."cohort_distributions" ADD COLUMN "published_at" timestamp with time zone NOT NULL;

ALTER TABLE "private"."cohort_standings" ADD COLUMN "answers" jsonb NOT NULL DEFAULT '[]'::jsonb;

-- Three rows, each with a secret of its own.
-- squawk-ignore adding-field-with-default
ALTER TABLE "private"."request_limits" ADD COLUMN "secret" bigint NOT NULL DEFAULT hashtextextended((gen_random_uuid())::text, (0)::bigint);

CREATE TYPE "private"."cohort_answer" AS ("lift" public.key_lift, "sex" public.sex, "age_from" smallint, "bodyweight_from_kg" smallint, "published_at" timestamp with time zone, "percentile" numeric, "people" integer);

CREATE OR REPLACE FUNCTION gateway.check_request()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_claims constant jsonb := auth.jwt();
    v_user constant uuid := (v_claims ->> 'sub')::uuid;
    v_is_read constant boolean := current_setting('transaction_read_only') = 'on';
    v_tier text;
    v_failed_writes integer;
    v_secret bigint;
    v_has_place boolean;
    v_is_counted boolean;
begin
    if current_setting('role') <> 'authenticated' or v_user is null or v_claims ? 'client_id'
        or strpos(current_setting('request.headers', true), 'count=') > 0
    then
        perform private.require_known_request(v_claims);
        -- Visitors reach nothing, and the service acts for many users.
        if current_setting('role') <> 'authenticated' then
            return;
        end if;
    end if;
    select
        l.tier,
        l.failed_writes,
        l.secret,
        -- From the next statement on, which is the request's own.
        set_config(
            'statement_timeout',
            case
                -- A long life's data is the longest that one can ask for, and everybody's right. Nobody else waits for it.
                when current_setting('request.path', true) in ('/rpc/export_my_data', '/rpc/delete_my_account') then '30s'
                when v_is_read then l.read_ms::text
                else l.write_ms::text
            end,
            true
        ) <> ''
        -- Unless others are under way, the first place is free, and nobody is before this.
        and case
            when v_is_read then
                pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 1001))
                and pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 2000 + 1 % l.reads_running))
            when private.is_of_workout() then
                -- The last place is for workouts, which look there first.
                pg_try_advisory_xact_lock(uuid_hash_extended(v_user, l.writes_at_once))
            else
                pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 1))
                and pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 0))
        end
    into v_tier, v_failed_writes, v_secret, v_has_place
    from private.request_limits as l
    -- As in private.limit_tier.
    where l.tier = case
        when exists (select from public.user_roles as r where r.user_id = v_user and r.role = 'admin') then 'admin'
        when exists (
            select from public.subscriptions as s
            where s.user_id = v_user
                and s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
                and (s.access_until is null or s.access_until > now())
        ) then 'premium'
        else 'free'
    end;
    if v_is_read then
        if not v_has_place then
            perform private.find_read_place(v_user, v_tier);
        end if;
        return;
    end if;
    if not v_has_place then
        perform private.find_write_place(v_user, v_tier);
    end if;
    -- One in four is counted, and whoever may have failed before is looked at.
    v_is_counted := random() < 0.25;
    if v_failed_writes is not null
        and (
            v_is_counted
            or private.failed_writes_at(private.failed_writes_place(private.failed_writes_hash(v_user, v_secret, now()), 0), now())
            > floor(date_part('epoch', now()))::bigint % 3600
        )
    then
        perform private.charge_write(v_user, v_secret, v_failed_writes, now(), v_is_counted);
    end if;
    v_is_counted := private.count_write(v_user, now(), v_tier);
end;
$function$;

CREATE OR REPLACE FUNCTION private.activate_plan(p_user uuid, p_plan_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan public.workout_plans;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    -- A time more in the row, which no full account is refused for.
    perform private.set_weighing('late');
    update public.workout_plans as p set is_active = false
    where p.user_id = p_user and p.is_active and p.id <> p_plan_id;
    -- Activating the active plan changes nothing: it continues where it is.
    update public.workout_plans as p set is_active = true, archived_at = null, activated_at = p_now
    where p.user_id = p_user and p.id = p_plan_id and not p.is_active;
    perform private.set_weighing('');
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.id = p_plan_id;
    return v_plan;
end;
$function$;

CREATE OR REPLACE FUNCTION private.add_use(p_user uuid, p_kind text, p_counter text, p_bytes bigint, p_rows bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    update private.account_use as u
    set
        bytes = u.bytes + case when p_kind = 'history' then 0 else p_bytes end,
        rows = u.rows + case when p_kind = 'history' then 0 else p_rows end,
        training_bytes = u.training_bytes + case when p_kind = 'training' then p_bytes else 0 end,
        training_rows = u.training_rows + case when p_kind = 'training' then p_rows else 0 end,
        plans_bytes = u.plans_bytes + case when p_kind = 'plans' then p_bytes else 0 end,
        plans_rows = u.plans_rows + case when p_kind = 'plans' then p_rows else 0 end,
        exercises_bytes = u.exercises_bytes + case when p_kind = 'exercises' then p_bytes else 0 end,
        exercises_rows = u.exercises_rows + case when p_kind = 'exercises' then p_rows else 0 end,
        body_bytes = u.body_bytes + case when p_kind = 'body' then p_bytes else 0 end,
        body_rows = u.body_rows + case when p_kind = 'body' then p_rows else 0 end,
        coach_bytes = u.coach_bytes + case when p_kind = 'coach' then p_bytes else 0 end,
        coach_rows = u.coach_rows + case when p_kind = 'coach' then p_rows else 0 end,
        history_bytes = u.history_bytes + case when p_kind = 'history' then p_bytes else 0 end,
        history_rows = u.history_rows + case when p_kind = 'history' then p_rows else 0 end,
        workouts = u.workouts + case when p_counter = 'workouts' then p_rows else 0 end,
        sets = u.sets + case when p_counter = 'sets' then p_rows else 0 end,
        plan_lines = u.plan_lines + case when p_counter = 'plan_lines' then p_rows else 0 end,
        messages = u.messages + case when p_counter = 'messages' then p_rows else 0 end,
        bytes_before = case when u.last_transaction = pg_current_xact_id() then u.bytes_before else u.bytes end,
        history_before = case when u.last_transaction = pg_current_xact_id() then u.history_before else u.history_bytes end,
        last_transaction = pg_current_xact_id(),
        is_changed = true
    where u.user_id = p_user;
    -- Whoever stands the triggers aside does this after them.
    if not found and p_rows >= 0 and coalesce(current_setting('spotter.weighing', true), '') <> 'aside' then
        perform private.recount_account(p_user, interval '1 day');
        -- So that what grows is told from what shrinks, as above.
        update private.account_use as u
        set
            bytes_before = u.bytes - case when p_kind = 'history' then 0 else p_bytes end,
            history_before = u.history_bytes - case when p_kind = 'history' then p_bytes else 0 end,
            last_transaction = pg_current_xact_id()
        where u.user_id = p_user;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.archive_plan(p_user uuid, p_plan_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan public.workout_plans;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    perform private.set_weighing('late');
    update public.workout_plans as p set is_active = false, archived_at = coalesce(p.archived_at, p_now)
    where p.user_id = p_user and p.id = p_plan_id
    returning p.* into v_plan;
    perform private.set_weighing('');
    return v_plan;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if tg_op = 'DELETE' then
        if old.granted then
            perform private.audit(
                old.user_id, 'consent_withdrawn', jsonb_build_object('purpose', old.purpose, 'version', old.version)
            );
        end if;
    elsif tg_op = 'INSERT' or (new.granted, new.version) is distinct from (old.granted, old.version) then
        if new.granted or tg_op = 'INSERT' or not old.granted then
            perform private.refuse_many_events(new.user_id, '{consent_given, consent_withdrawn}');
        end if;
        perform private.audit(
            new.user_id,
            case when new.granted then 'consent_given'::public.audit_action else 'consent_withdrawn' end,
            jsonb_build_object('purpose', new.purpose, 'version', new.version)
        );
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_deletions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Twenty ids identify what a person deleted by hand; for bulk deletions the count is enough.
    insert into public.audit_events (user_id, actor, action, details)
    select
        p.id,
        private.audit_actor(p.id),
        tg_argv[0]::public.audit_action,
        jsonb_build_object('count', gone.count, 'ids', to_jsonb(gone.ids [1:20]))
    from (
        select o.user_id, count(*) as count, array_agg(o.id order by o.id) as ids from old_rows as o group by o.user_id
    ) as gone
    inner join public.profiles as p on p.id = gone.user_id
    -- Deleting is never refused, and each tombstone keeps its key and time.
    where private.audit_actor(p.id) <> 'user'
        or private.bounding_event(p.id, array[tg_argv[0]::public.audit_action]) is null;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.audit_sign_in()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- Changing them is never refused.
    if new.email is distinct from old.email and private.bounding_event(new.id, '{email_changed}') is null then
        perform private.audit(new.id, 'email_changed', '{}', 'auth');
    end if;
    if new.encrypted_password is distinct from old.encrypted_password
        and private.bounding_event(new.id, '{password_changed}') is null
    then
        perform private.audit(new.id, 'password_changed', '{}', 'auth');
    end if;
    return null;
exception
    when others then
        -- A failure to audit must never keep a user from changing a stolen password.
        raise warning 'could not write an audit event for %: %', new.id, sqlerrm;
        return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.begin_ai_request(p_user uuid, p_feature public.ai_feature, p_key text, p_request_hash text, p_seconds integer, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_key bytea := sha256(convert_to(p_key, 'UTF8'));
    v_about jsonb;
    v_request private.ai_requests;
    v_id uuid;
    v_subscription bytea;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_feature', p_feature, 'p_key', p_key, 'p_request_hash', p_request_hash, 'p_seconds', p_seconds),
        null,
        $shape${
            "p_feature": {"type": "public.ai_feature", "required": true},
            "p_key": {"type": "text", "min": 1, "max": 255},
            "p_request_hash": {"type": "text", "min": 1, "max": 128, "required": true},
            "p_seconds": {"type": "integer", "min": 1, "max": 1000, "required": true}
        }$shape$
    );
    -- Whoever is refused anyway waits for nothing, and nobody for long: the service's connections are everybody's.
    perform private.require_premium(p_user, p_now);
    perform private.rate_used(p_user, p_feature, p_now);
    perform set_config('lock_timeout', '2s', true);
    -- Serializes a user's requests here (a millisecond each): of two with the same key the second sees the first, and there is
    -- no other lock order to get wrong.
    perform private.require_account(p_user);
    perform private.take_rate(p_user, p_feature, p_now);
    v_about := jsonb_build_object(
        'consented', exists (
            select from public.user_consents as c where c.user_id = p_user and c.purpose = 'ai' and c.granted
        ),
        'subscription_status', (private.entitlement_at(p_user, p_now)).status
    );

    select r.* into v_request
    from private.ai_requests as r
    where r.user_id = p_user and r.feature = p_feature and r.key_hash = v_key and r.kept_until > p_now;
    if found then
        if v_request.request_hash <> p_request_hash then
            perform private.fail(
                'PT409', 'this Idempotency-Key was already used with a different body', '{"reason": "idempotency_key_reused"}',
                'Use a new Idempotency-Key for a new request.'
            );
        elsif v_request.status is not null then
            return v_about || jsonb_build_object(
                'request_id', null, 'state', 'stored', 'status', v_request.status, 'body', v_request.body
            );
        elsif v_request.claimed_until > p_now then
            perform private.fail(
                'PT409', 'this request is still running',
                jsonb_build_object(
                    'reason', 'request_in_progress',
                    'retry_after', ceil(extract(epoch from v_request.claimed_until - p_now))::integer
                ),
                'Send it again after retry_after seconds, with the same key.'
            );
        end if;
    end if;

    perform private.give_back_dead_requests(p_user, p_now);
    if p_feature in ('generate_plan', 'import_plan') then
        perform private.require_room_for_plan(p_user);
    end if;
    perform private.require_unspent(p_user, p_feature, p_now);
    v_subscription := private.take_quota(p_user, p_feature, p_now);
    insert into private.ai_requests (
        user_id, feature, key_hash, request_hash, claimed_until, kept_until, charged_at, charged_to, created_at
    )
    values (
        p_user, p_feature, v_key, p_request_hash,
        p_now + make_interval(secs => p_seconds), p_now + interval '24 hours', p_now, v_subscription,
        p_now
    )
    -- The row of an attempt that died, or of an expired answer.
    on conflict (user_id, feature, key_hash) do update
    set id = excluded.id,
        request_hash = excluded.request_hash,
        claimed_until = excluded.claimed_until,
        kept_until = excluded.kept_until,
        charged_at = excluded.charged_at,
        charged_to = excluded.charged_to,
        status = null,
        body = null,
        created_at = excluded.created_at
    returning id into v_id;
    return v_about || jsonb_build_object('request_id', v_id, 'state', 'started');
end;
$function$;

CREATE OR REPLACE FUNCTION private.bounded_loads(p_loads_kg numeric[])
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- Each base has all the sums of the plates, and a stack and single loads come on top.
    perform private.check_load_count(cardinality(p_loads_kg), 'plates_kg');
    return nullif(p_loads_kg, '{}');
end;
$function$;

CREATE OR REPLACE FUNCTION private.bounding_event(p_user uuid, p_actions public.audit_action[])
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select e.created_at
        from public.audit_events as e
        where e.user_id = p_user
            and e.created_at > now() - interval '24 hours'
            and e.action = any(p_actions)
            and e.actor in ('user', 'auth')
        order by e.created_at desc
        offset 199
        limit 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.charge_write(p_user uuid, p_secret bigint, p_limit integer, p_now timestamp with time zone, p_is_counted boolean DEFAULT true)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_window constant integer := 900;
    -- Four failures, of which p_limit are forgiven in a window. 0 for a limit above 7,200: that is none.
    v_step constant integer := round(4.0 * v_window / p_limit);
    v_now constant integer := floor(date_part('epoch', p_now))::bigint % 3600;
    v_hash constant bigint := private.failed_writes_hash(p_user, p_secret, p_now);
    v_places constant integer [] := array[private.failed_writes_place(v_hash, 0), private.failed_writes_place(v_hash, 1)];
    -- Not in the past, and not further ahead than any charge can reach.
    v_first constant integer := least(greatest(private.failed_writes_at(v_places[1], p_now), v_now), v_now + 2 * v_window);
    v_second constant integer := least(greatest(private.failed_writes_at(v_places[2], p_now), v_now), v_now + 2 * v_window);
    -- Others' failures may be among them, so what was done in the gym has twice the room.
    v_ahead constant integer := v_now + v_window * case when private.is_of_workout() then 2 else 1 end;
begin
    if least(v_first, v_second) + v_step > v_ahead
        and coalesce(current_setting('request.path', true), '') <> '/rpc/delete_my_account'
    then
        perform private.fail(
            'PT429', 'too many changes failed',
            jsonb_build_object(
                'reason', 'failed_writes', 'retry_after', greatest(1, least(v_first, v_second) + v_step - v_ahead), 'limit', p_limit
            ),
            'Retry in retry_after seconds, and look at why they fail.'
        );
    end if;
    if p_is_counted then
        perform private.keep_failed_writes(v_places[1], p_now, v_first + v_step);
        perform private.keep_failed_writes(v_places[2], p_now, v_second + v_step);
        perform set_config('spotter.write_charge', format('%s %s %s', v_step, v_places[1], v_places[2]), true);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_shapes(p_items jsonb, p_path text, p_shape jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    -- One statement for all elements: 20 sets of 13 keys in 0.5 ms, where a loop took 3 ms.
    with rules as materialized (
        select
            r.key,
            r.value as rule,
            r.value ->> 'type' as type,
            (r.value ->> 'min')::numeric as min,
            (r.value ->> 'max')::numeric as max,
            r.value ->> 'pattern' as pattern
        from jsonb_each(p_shape) as r
    ),

    items as (
        select e.ordinality - 1 as i, e.value from jsonb_array_elements(p_items) with ordinality as e
    ),

    given as (
        select
            items.i,
            e.key,
            jsonb_typeof(e.value) as kind,
            e.value,
            e.value #>> '{}' as text,
            case when jsonb_typeof(e.value) = 'number' then (e.value #>> '{}')::numeric end as number
        from items
        cross join lateral jsonb_each(case when jsonb_typeof(items.value) = 'object' then items.value end) as e
        where e.value <> 'null'::jsonb or not p_shape ? e.key
    ),

    faults as (
        select items.i, null as key, 'must be an object' as reason, null::jsonb as rule
        from items
        where jsonb_typeof(items.value) <> 'object'
        union all
        select g.i, g.key, case when r.key is null then 'there is an unknown key' else 'is not valid' end, r.rule
        from given as g
        left join rules as r on g.key = r.key
        where r.key is null
            or not coalesce(
                case r.type
                    when 'text' then
                        g.kind = 'string' and length(g.text) between coalesce(r.min, 0) and r.max
                        and coalesce(g.text ~ r.pattern, true)
                    -- The widest double has 17 digits; with zeros before or after them, numbers of a document fit into 40. What
                    -- is longer is a way to fill rows.
                    when 'number' then g.number between r.min and r.max and length(g.text) <= 40
                    when 'integer' then g.number between r.min and r.max and g.number = trunc(g.number) and length(g.text) <= 40
                    -- Rate of perceived exertion: 1 to 10 in halves.
                    when 'rpe' then g.number between 1 and 10 and g.number * 2 = trunc(g.number * 2) and length(g.text) <= 40
                    when 'boolean' then g.kind = 'boolean'
                    when 'object' then g.kind = 'object'
                    when 'array' then
                        case when g.kind = 'array' then
                            jsonb_array_length(g.value) between coalesce(r.min, 0) and r.max
                        end
                    when 'any' then true
                    -- The patterns exclude 'now', 'infinity' and 'BC'; the bounds are those of the tables.
                    when 'timestamp' then
                        case when g.kind = 'string' and private.is_moment(g.text) then
                            g.text::timestamptz between '2000-01-01Z' and '2100-01-01Z'
                        end
                    when 'date' then
                        case when g.kind = 'string' and g.text ~ '^2[01]\d\d-\d\d-\d\d$' and pg_input_is_valid(g.text, 'date') then
                            g.text::date between '2000-01-01' and '2100-01-01'
                        end
                    when 'birth_date' then
                        g.kind = 'string' and g.text ~ '^(19|20)\d\d-\d\d-\d\d$' and pg_input_is_valid(g.text, 'date')
                    when 'timezone' then g.kind = 'string' and private.is_timezone(g.text)
                    else g.kind = 'string' and pg_input_is_valid(g.text, r.type)
                end,
                false
            )
        union all
        select items.i, r.key, 'is required', r.rule
        from items
        inner join rules as r on r.rule @> '{"required": true}'
        where coalesce(items.value -> r.key, 'null'::jsonb) = 'null'::jsonb
    )

    select f.i, f.key, f.reason, f.rule into v_fault from faults as f order by f.i, f.key limit 1;

    if found then
        perform private.fail(
            'PT422',
            -- A key that the shape doesn't know is the client's text: it is named in the details only.
            concat_ws(' ', case when v_fault.rule is not null then v_fault.key end, v_fault.reason),
            jsonb_strip_nulls(jsonb_build_object(
                'field', concat_ws('.', replace(p_path, '[]', format('[%s]', v_fault.i)), v_fault.key),
                'expected', v_fault.rule - 'required'
            ))
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.cohort_answers_of(p_user uuid, p_answers jsonb, p_now timestamp with time zone)
 RETURNS SETOF private.cohort_answer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select
        d.lift, d.sex, d.age_from, d.bodyweight_from_kg, d.published_at,
        -- In steps of five: the points are no finer.
        coalesce(o.percentile, 5 * round(private.percentile_in(b.estimated_1rm_kg / w.kg, d.ratios, private.cohort_points()) / 5)),
        5 * (d.people / 5)
    from public.profiles as p
    cross join lateral (select private.recent_body_weight(p.id, p_now) as kg) as w
    cross join lateral private.best_lifts(p.id, p_now) as b
    inner join private.cohort_distributions as d
        on d.lift = b.lift and d.sex = p.sex
        and d.age_from = private.age_band(p.date_of_birth, (p_now at time zone p.timezone)::date)
        and d.bodyweight_from_kg = private.weight_band(w.kg)
    left join private.standing_answers(p_answers) as o
        on o.lift = d.lift and o.sex = d.sex and o.age_from = d.age_from and o.bodyweight_from_kg = d.bodyweight_from_kg
    where p.id = p_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.cohort_points()
 RETURNS numeric[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN '{10,25,50,75,90}'::numeric[];

CREATE OR REPLACE FUNCTION private.compare_with_cohorts(p_now timestamp with time zone, p_limit integer DEFAULT 200)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_snapshot timestamptz := (select max(s.taken_at) from private.cohort_snapshots as s);
    v_user uuid;
    v_answers jsonb;
    v_count integer := 0;
begin
    if v_snapshot is null then
        return 0;
    end if;
    for v_user, v_answers in
        select o.user_id, coalesce(c.answers, '[]')
        from (
            select distinct s.user_id from public.subscriptions as s
            where s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
                and (s.access_until is null or s.access_until > p_now)
        ) as o
        left join private.cohort_standings as c on c.user_id = o.user_id
        where c.snapshot is null or c.snapshot < v_snapshot
        limit p_limit
    loop
        -- An account that is being deleted is passed over.
        perform from public.profiles as p where p.id = v_user for key share skip locked;
        continue when not found;
        with found as materialized (
            select a.* from private.cohort_answers_of(v_user, v_answers, p_now) as a
        ),

        known as (
            select a.* from found as a
            union
            select a.* from private.standing_answers(v_answers) as a
        )

        insert into private.cohort_standings as c (user_id, snapshot, lifts, answers)
        values (
            v_user, v_snapshot,
            (
                select coalesce(
                    jsonb_object_agg(a.lift, jsonb_build_object('percentile', a.percentile, 'people', a.people)), '{}'
                )
                from found as a
            ),
            (select coalesce(jsonb_agg(a), '[]') from known as a)
        )
        on conflict (user_id) do update
        set snapshot = excluded.snapshot, lifts = excluded.lifts, answers = excluded.answers
        where c.snapshot < excluded.snapshot;
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$function$;

CREATE OR REPLACE FUNCTION private.count_write(p_user uuid, p_now timestamp with time zone, p_tier text DEFAULT NULL::text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_oldest constant timestamptz := p_now - interval '15 minutes' + interval '1 microsecond';
    -- A later start was written by a clock that was ahead: such a window is replaced, so that nobody is locked out.
    v_latest constant timestamptz := p_now + interval '15 minutes';
    -- How often the limit fits into what this request may use.
    v_share integer := 1;
    v_has_waited boolean := false;
    v_limit integer;
    v_retry_at timestamptz;
begin
    loop
        -- Locks the profile first, in the same mode as everywhere: with only a share lock, this would wait for a concurrent account
        -- deletion, and that for this. A user's writes are serialized by this lock anyway.
        -- Checks and counts in one statement: of concurrent requests, each sees the count of the previous one.
        insert into private.write_use as u (user_id, starts_at, used)
        select p.id, p_now, 1
        from public.profiles as p
        where p.id = p_user
        for no key update skip locked
        on conflict (user_id) do update
        set starts_at = case when u.starts_at between v_oldest and v_latest then u.starts_at else p_now end,
            used = case when u.starts_at between v_oldest and v_latest then u.used + 1 else 1 end
        where u.starts_at not between v_oldest and v_latest
            or (
                select u.used < l.writes * v_share
                from private.write_limits as l
                where l.tier = coalesce(p_tier, private.limit_tier(p_user, p_now))
            ) is not false;
        if found then
            return true;
        end if;
        exit when v_has_waited;
        -- Waiting needs a block that catches the time-out, so it's only entered when there may be something to wait for.
        if not private.wait_for_user(p_user) then
            -- No account, nothing to count: the called function reports that itself.
            return false;
        end if;
        v_has_waited := true;
        -- Only looked at by whoever gets here.
        v_share := private.share_of_writes();
    end loop;
    perform private.take_back_charge();
    v_limit := (select l.writes from private.write_limits as l where l.tier = coalesce(p_tier, private.limit_tier(p_user, p_now)));
    v_retry_at := (select u.starts_at + interval '15 minutes' from private.write_use as u where u.user_id = p_user);
    perform private.fail(
        'PT429', format('at most %s changes in 15 minutes', v_limit),
        jsonb_build_object(
            'reason', 'rate_limited',
            'retry_after', ceil(extract(epoch from v_retry_at - p_now))::integer,
            'limit', v_limit
        ),
        'Retry in retry_after seconds. One request can carry many rows or a whole workout.'
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.draw_ratios(p_ratios numeric[], p_draws double precision[])
 RETURNS numeric[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    -- The grid: 0.05 to 3.50. It depends on nobody. Above it is almost nobody; they count as stronger than its end.
    v_step constant numeric := 0.05;
    v_grid constant integer := 70;
    -- Epsilon / (2 x 2): when one person's lift changes, two of the shares below change by one person each.
    v_weight constant float8 := 0.25::float8;
    v_people constant float8 := cardinality(p_ratios)::float8;
    -- Where the shares end, as numbers of people: 10, 25, 50, 75, 90, 100 percent.
    v_ends constant float8 [] := array(
        select v_people * x.point::float8 / 100::float8 from unnest(private.cohort_points() || 100.0) with ordinality as x (point, n) order by x.n
    );
    v_points constant integer := cardinality(v_ends) - 1;
    -- People at or below each ratio of the grid.
    v_below float8 [];
    -- For a point at each ratio of the grid: the logarithm of the weight of all ways to place the points after it.
    v_rest float8 [];
    v_rests float8 [];
    v_first integer := 1;
    v_before float8 := 0::float8;
    v_drawn numeric [] := '{}'::numeric [];
begin
    -- Materialized: it would be counted again for each ratio of the grid.
    with cells as materialized (
        select ceil(r.ratio / v_step) as cell, count(*) as people from unnest(p_ratios) as r (ratio) group by ceil(r.ratio / v_step)
    )

    select array_agg(coalesce(c.people, 0) order by g.i) into v_below
    from generate_series(1, v_grid) as g (i)
    cross join lateral (select sum(c.people)::float8 as people from cells as c where c.cell <= g.i) as c;

    -- A placing of points weighs exp(-v_weight x the sum over shares of |people in the share - people it should have|).
    v_rest := array(
        select -v_weight * abs(v_people - b.people - (v_people - v_ends[v_points]))
        from unnest(v_below) with ordinality as b (people, i)
        order by b.i
    );
    v_rests := array[v_rest];
    for n in reverse v_points - 1 .. 1 loop
        v_rest := array(
            -- What is e^-700 times as likely as the likeliest would underflow.
            select s.most + ln(sum(exp(greatest(s.weight - s.most, -700))))
            from (
                select w.i, w.weight, max(w.weight) over (partition by w.i) as most
                from (
                    select a.i, b.rest - v_weight * abs(b.people - a.people - (v_ends[n + 1] - v_ends[n])) as weight
                    from unnest(v_below) with ordinality as a (people, i)
                    inner join unnest(v_below, v_rest) with ordinality as b (people, rest, i) on b.i >= a.i
                ) as w
            ) as s
            group by s.i, s.most
            order by s.i
        );
        v_rests := v_rest || v_rests;
    end loop;

    for n in 1 .. v_points loop
        v_first := (
            select least(v_first + count(*) filter (where s.so_far <= p_draws[n] * s.total), v_grid)
            from (
                select sum(e.weight) over (order by e.i) as so_far, sum(e.weight) over () as total
                from (
                    select w.i, exp(greatest(w.weight - max(w.weight) over (), -700)) as weight
                    from (
                        select b.i, b.rest - v_weight * abs(b.people - v_before - (v_ends[n] - coalesce(v_ends[n - 1], 0))) as weight
                        from unnest(v_below, v_rests[n:n]) with ordinality as b (people, rest, i)
                        where b.i >= v_first
                    ) as w
                ) as e
            ) as s
        );
        v_before := v_below[v_first];
        v_drawn := v_drawn || v_first * v_step;
    end loop;
    return v_drawn;
end;
$function$;

CREATE OR REPLACE FUNCTION private.export_my_data(p_user uuid, p_section text, p_now timestamp with time zone)
 RETURNS json
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_query text;
    v_document json;
begin
    perform private.require_caller(p_user);
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
    perform private.refuse_many_events(p_user, '{data_exported}');
    select string_agg(format('select %L as name, %s as content', s.name, s.content), ' union all ')
    into v_query
    from private.export_sections() as s
    where coalesce(p_section, s.name) = s.name;
    if v_query is null then
        perform private.fail(
            'PT422', 'unknown section',
            jsonb_build_object(
                'field', 'p_section',
                'expected', (select jsonb_agg(s.name order by s.name) from private.export_sections() as s)
            )
        );
    end if;
    -- A long life's export takes seconds and hundreds of megabytes of memory. sql/limits/admission.sql has the other keys.
    if not pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 3001)) then
        perform private.fail(
            'PT429', 'an export is under way', '{"reason": "busy", "at_once": 1, "retry_after": 1}',
            'Wait for the answer to your earlier request, or retry in retry_after seconds.'
        );
    end if;
    -- One statement: all sections are of the same moment, and the whole is copied as rarely as can be.
    execute format(
        'select json_build_object(''schema_version'', 1, ''exported_at'', $2, ''user_id'', $1, ''sections'', '
        'json_object_agg(s.name, s.content)) from (%s) as s', v_query
    )
    into v_document
    using p_user, p_now;
    perform private.audit(p_user, 'data_exported', jsonb_build_object('section', p_section));
    return v_document;
end;
$function$;

CREATE OR REPLACE FUNCTION private.export_sections()
 RETURNS TABLE(name text, content text)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    values ('account', 'to_json(private.export_account($1))'), ('files', 'to_json(private.export_files($1))')
    union all
    select
        e.section,
        format(
            -- Rows that a query has sorted: json_agg would sort whole documents.
            'coalesce((select json_agg(r) from (select %s from %s as t where t.%I = $1 order by %s) as r), ''[]'')',
            (
                select string_agg(format('t.%I', a.attname), ', ' order by a.attnum)
                from pg_catalog.pg_attribute as a
                where a.attrelid = e.relation and a.attnum > 0 and not a.attisdropped and a.attname <> e.owner_column
            ),
            e.relation, e.owner_column, e.sort_by
        )
    from private.exported_tables() as e
$function$;

CREATE OR REPLACE FUNCTION private.fail(p_code text, p_message text, p_details jsonb DEFAULT NULL::jsonb, p_hint text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    -- PostgREST writes the message into the status line as it is: a line break in it would begin a header of the answer. It is
    -- ours anyway (what a client sent is only named in the details), so nothing but printable ASCII is lost.
    v_message text := regexp_replace(left(p_message, 200), '[^ -~]', '?', 'g');
    -- A field may be the client's own key, as long as a body can be.
    v_details jsonb := (
        select jsonb_object_agg(
            d.key,
            case
                when length(d.value #>> '{}') > 200 and jsonb_typeof(d.value) = 'string'
                    then to_jsonb(left(d.value #>> '{}', 199) || '…')
                else d.value
            end
        )
        from jsonb_each(p_details) as d
    );
begin
    -- Volatile on purpose: the planner may evaluate an immutable function with constant arguments early.
    -- An option of raise can't be null. Details are always JSON; a missing hint is the empty string, which is what PostgREST sends.
    raise exception using
        errcode = p_code,
        message = v_message,
        detail = coalesce(v_details, '{}')::text,
        hint = regexp_replace(left(coalesce(p_hint, ''), 200), '[[:cntrl:]]', '?', 'g');
end;
$function$;

CREATE OR REPLACE FUNCTION private.failed_writes_at(p_place integer, p_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_packed constant bigint := pg_sequence_last_value(('private.failed_writes_' || p_place / 4)::regclass);
begin
    -- What is left of another hour counts for nothing.
    if v_packed >> 52 is distinct from floor(date_part('epoch', p_at) / 3600)::bigint & 1023 then
        return 0;
    end if;
    return v_packed >> 13 * (p_place % 4) & 8191;
end;
$function$;

CREATE OR REPLACE FUNCTION private.failed_writes_hash(p_user uuid, p_secret bigint, p_at timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return uuid_hash_extended(p_user, p_secret + floor(date_part('epoch', p_at) / 3600)::bigint);
end;
$function$;

CREATE OR REPLACE FUNCTION private.failed_writes_place(p_hash bigint, p_row integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Of the 64 bits of the hash one group of 10 for each row.
    return 1024 * p_row + ((p_hash >> 10 * p_row) & 1023);
end;
$function$;

CREATE OR REPLACE FUNCTION private.find_read_place(p_user uuid, p_tier text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_limits private.request_limits;
    v_turn bigint;
begin
    select l.* into v_limits from private.request_limits as l where l.tier = p_tier;
    for v_place in 1 .. v_limits.reads_at_once loop
        if pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 1000 + v_place)) then
            v_turn := uuid_hash_extended(p_user, 2000 + v_place % v_limits.reads_running);
            -- What waits here uses no processor.
            if not pg_try_advisory_xact_lock(v_turn) then
                perform private.wait_for_turn(v_turn, private.patience_of_reads());
            end if;
            return;
        end if;
    end loop;
    perform private.refuse_busy(
        format('at most %s reads at once', v_limits.reads_at_once), jsonb_build_object('at_once', v_limits.reads_at_once)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.find_write_place(p_user uuid, p_tier text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_is_of_workout constant boolean := private.is_of_workout();
    -- Without the last one, which is for workouts: they have looked there.
    v_places constant integer := (select l.writes_at_once - 1 from private.request_limits as l where l.tier = p_tier);
begin
    for v_place in 1 .. v_places loop
        if pg_try_advisory_xact_lock(uuid_hash_extended(p_user, v_place)) then
            -- Other writes queue here one behind another, so that at most one of them is before a workout at the user's lock.
            if not v_is_of_workout and not pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 0)) then
                perform private.wait_for_turn(uuid_hash_extended(p_user, 0), 2000);
            end if;
            return;
        end if;
    end loop;
    perform private.refuse_busy(
        format('at most %s changes at once', v_places + v_is_of_workout::integer),
        jsonb_build_object('at_once', v_places + v_is_of_workout::integer)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.fullness(p_user uuid, p_kind text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_use private.account_use;
    v_full jsonb;
begin
    -- Within the free tier, as nearly all are, no tier needs to be looked up.
    select u.* into v_use
    from private.account_use as u
    inner join private.budgets as b on b.tier = 'free'
    where u.user_id = p_user and (
        u.bytes > b.bytes or u.rows > b.rows or u.history_bytes > b.history_bytes or u.workouts > b.workouts or u.sets > b.sets
        or u.plan_lines > b.plan_lines or u.messages > b.messages
    );
    if not found or v_use.last_transaction is distinct from pg_current_xact_id() then
        return null;
    -- What shrinks or stays as it is passes, however much is over; unless it leaves tombstones and they are too many.
    elsif v_use.bytes <= v_use.bytes_before and v_use.history_bytes <= v_use.history_before then
        return null;
    end if;
    v_full := private.overfull(v_use, p_kind);
    return case when v_use.bytes > v_use.bytes_before or v_full ->> 'full' = 'history_bytes' then v_full end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.gear_of(p_user uuid, p_equipment uuid[] DEFAULT NULL::uuid[])
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
            -- A row without loads falls back to the preferences.
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
        where (q.load_type in ('bar', 'dumbbell', 'plates') or u.user_id is not null)
            and (p_equipment is null or q.id = any(p_equipment))
    )

    select
        p.id,
        private.bounded_loads(
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
            )
        )
    from parts as p;
end;
$function$;

CREATE OR REPLACE FUNCTION private.give_back_charge()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.take_back_charge();
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.has_room_for_file(p_bucket text, p_name text, p_id uuid, p_metadata jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid := auth.uid();
    v_bytes bigint := coalesce(
        (p_metadata ->> 'size')::bigint,
        (p_metadata ->> 'contentLength')::bigint,
        -- Hosted Storage asks before it has read the file.
        (select b.file_size_limit from storage.buckets as b where b.id = p_bucket),
        0
    );
    v_budget private.budgets;
    v_use record;
begin
    -- No lock, so two uploads at once can pass together (docs/limits.md). Storage asks in a transaction of its own and stores the file
    -- afterwards, so none would help; and uploads that wait for one hold connections that everybody needs.
    select b.* into v_budget from private.budgets as b where b.tier = private.limit_tier(v_user, now());
    if not found
        -- A file that is renamed, or replaced by a smaller one.
        or exists (select from storage.objects as o where o.id = p_id and (o.metadata ->> 'size')::bigint >= v_bytes)
    then
        return true;
    end if;
    select u.* into v_use from private.file_use(v_user, p_bucket, p_name) as u;
    return v_use.files < v_budget.files and v_use.bytes + v_bytes <= v_budget.file_bytes;
end;
$function$;

CREATE OR REPLACE FUNCTION private.history_fullness(p_user uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_use private.account_use;
    v_full jsonb;
begin
    -- As in private.fullness.
    select u.* into v_use
    from private.account_use as u
    inner join private.budgets as b on b.tier = 'free'
    where u.user_id = p_user and u.history_bytes > b.history_bytes;
    if not found then
        return null;
    end if;
    v_full := private.overfull(v_use, 'history');
    return case when v_full ->> 'full' = 'history_bytes' then v_full end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_failed_writes(p_place integer, p_at timestamp with time zone, p_until integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_sequence constant regclass := ('private.failed_writes_' || p_place / 4)::regclass;
    v_hour constant bigint := floor(date_part('epoch', p_at) / 3600)::bigint & 1023;
    v_packed bigint := pg_sequence_last_value(v_sequence);
    v_shift constant integer := 13 * (p_place % 4);
begin
    if v_packed >> 52 is distinct from v_hour then
        v_packed := v_hour << 52;
    end if;
    -- Two writes at once may overwrite each other's: four failures more or less.
    perform setval(
        v_sequence,
        greatest(1, (v_packed & ~(8191::bigint << v_shift)) | (least(greatest(p_until, 0), 8191)::bigint << v_shift))
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_gear(p_user uuid, p_at timestamp with time zone, p_equipment uuid[] DEFAULT NULL::uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- Each moment is an event of every fold of targets from then on. Who moves in, or corrects a slip, needs two or three a day.
    v_most_a_day constant integer := 3;
    v_day constant timestamptz := date_trunc('day', p_at at time zone 'UTC') at time zone 'UTC';
begin
    -- When the account is deleted, nothing is recorded.
    if not private.lock_user(p_user) then
        return;
    end if;
    insert into private.gear_facts (user_id, equipment_id, valid_from, loads_kg)
    select p_user, coalesce(n.equipment_id, o.equipment_id), case when d.changes < v_most_a_day then p_at else o.valid_from end, n.loads_kg
    from private.gear_of(p_user, p_equipment) as n
    full join (
        select distinct on (f.equipment_id) f.equipment_id, f.loads_kg, f.valid_from
        from private.gear_facts as f
        where f.user_id = p_user and (p_equipment is null or f.equipment_id = any(p_equipment))
        order by f.equipment_id, f.valid_from desc
    ) as o on o.equipment_id = n.equipment_id
    cross join lateral (
        select count(*) as changes from private.gear_facts as f
        where f.user_id = p_user and f.equipment_id = o.equipment_id and f.valid_from between v_day and p_at
    ) as d
    where n.loads_kg is distinct from o.loads_kg
    on conflict (user_id, equipment_id, valid_from) do update set loads_kg = excluded.loads_kg;

    insert into private.gym_unit_facts (user_id, valid_from, unit)
    select p_user, case when d.changes < v_most_a_day then p_at else d.latest end, n.unit
    from (
        select
            coalesce(
                (select t.gym_unit from public.training_preferences as t where t.user_id = p_user), p.preferred_unit
            ) as unit
        from public.profiles as p
        where p.id = p_user
    ) as n
    cross join (
        select count(*) as changes, max(f.valid_from) as latest from private.gym_unit_facts as f
        where f.user_id = p_user and f.valid_from between v_day and p_at
    ) as d
    where n.unit <> private.gym_unit(p_user, 'infinity')
    on conflict (user_id, valid_from) do update set unit = excluded.unit;
end;
$function$;

CREATE OR REPLACE FUNCTION private.may_join_cohorts(p_user uuid, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_profile public.profiles;
    v_workouts integer;
    v_days integer;
    v_weeks integer;
begin
    select p.* into v_profile
    from public.profiles as p
    inner join auth.users as u on u.id = p.id and u.email_confirmed_at <= p_now
    where p.id = p_user and p.created_at <= p_now - interval '60 days' and p.date_of_birth <= p_now - interval '18 years';
    if not found then
        return false;
    end if;
    -- What was imported, told late, or moved to a later day once it was told doesn't count: a history can be made up in a minute.
    select count(*), count(distinct w.day), count(distinct date_trunc('week', w.day::timestamp))
    into v_workouts, v_days, v_weeks
    from public.workout_sessions as w
    where w.user_id = p_user and w.status = 'completed' and w.total_sets > 0
        and w.started_at between v_profile.created_at and p_now
        and w.created_at between w.started_at - interval '1 day' and w.started_at + interval '7 days';
    return v_workouts >= 24 and v_days >= 16 and v_weeks >= 8;
end;
$function$;

CREATE OR REPLACE FUNCTION private.noisy_ratios(p_ratios numeric[])
 RETURNS numeric[]
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    return private.draw_ratios(p_ratios, array(select private.random_fraction() from unnest(private.cohort_points())));
end;
$function$;

CREATE OR REPLACE FUNCTION private.notify(p_user uuid, p_type public.notification_type, p_data jsonb, p_dedupe_key text, p_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_category public.notification_category := (private.notification_declaration(p_type)).category;
    v_default private.notification_channels := private.default_channels(v_category);
    v_settings record;
    v_text record;
    v_id uuid;
    v_send_at timestamptz;
begin
    select
        coalesce(s.locale, d.locale, 'en') as locale,
        coalesce(c.inbox, v_default.inbox) as inbox,
        coalesce(c.push, v_default.push) and d.locale is not null as push,
        coalesce(c.email, v_default.email) as email,
        s.quiet_from,
        s.quiet_to,
        -- What the account has to be told comes from outside; everything else a user can set off.
        v_category <> 'account' and exists (
            select from public.notifications as n
            where n.user_id = p.id and n.created_at > p_at - interval '24 hours'
            order by n.created_at desc
            offset 99
        ) as are_enough
    into v_settings
    from public.profiles as p
    left join public.notification_settings as s on s.user_id = p.id
    left join public.notification_preferences as c on c.user_id = p.id and c.category = v_category
    left join lateral (
        select
            case when left(lower(o.locale), 2) in ('en', 'de', 'es') then left(lower(o.locale), 2) else 'en' end as locale
        from public.push_devices as o
        where o.user_id = p.id
        order by o.last_seen_at desc, o.id
        limit 1
    ) as d on true
    where p.id = p_user;
    if v_settings.locale is null or v_settings.are_enough or not (v_settings.inbox or v_settings.push or v_settings.email) then
        return null;
    end if;

    select t.title, t.body into v_text
    from private.notification_templates as t
    where t.type = p_type
        and t.locale in (v_settings.locale, 'en')
        and t.is_plural in ((p_data ->> 'count')::integer > 1, false)
    order by t.locale = v_settings.locale desc, t.is_plural desc
    limit 1;
    insert into public.notifications (user_id, type, title, body, data, created_at, category, locale, in_inbox, dedupe_key)
    values (
        p_user,
        p_type,
        private.fill_in(v_text.title, p_data),
        private.fill_in(v_text.body, p_data),
        p_data,
        p_at,
        v_category,
        v_settings.locale,
        v_settings.inbox,
        p_dedupe_key
    )
    on conflict (user_id, dedupe_key) do nothing
    returning id into v_id;
    if v_id is null then
        return null;
    end if;

    if v_settings.push or v_settings.email then
        v_send_at := p_at;
        if v_settings.quiet_from is not null then
            v_send_at := private.after_quiet_hours(
                p_at, private.zone_at(p_user, p_at), v_settings.quiet_from, v_settings.quiet_to
            );
        end if;
        insert into private.outbox (user_id, notification_id, channel, device_id, next_attempt_at, expires_at)
        select p_user, v_id, w.channel, w.device_id, v_send_at, v_send_at + w.keeps
        from (
            select
                ('push_' || d.platform::text)::public.message_channel as channel,
                d.id as device_id,
                -- A push that arrives a day late only confuses; a mail may be late.
                interval '12 hours' as keeps
            from public.push_devices as d
            where d.user_id = p_user and v_settings.push
            union all
            select 'email', null, interval '3 days' where v_settings.email
        ) as w;
    end if;
    if v_settings.inbox then
        perform private.broadcast(p_user, null, 'notification.new', v_id, p_at);
    end if;
    return v_id;
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
    -- The preferences aren't weighed, but what is recorded of them is.
    if tg_op <> 'DELETE' then
        perform private.check_budget(new.user_id, 'body');
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
    -- The unit changes no loads.
    perform private.keep_gear(new.id, now(), '{}');
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.overfull(p_use private.account_use, p_kind text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_use private.account_use := p_use;
    v_budget private.budgets;
    v_is_training constant boolean := p_kind = 'training';
    v_full record;
begin
    select b.* into v_budget from private.budgets as b where b.tier = private.limit_tier(v_use.user_id, now());
    if not found then
        return null;
    end if;
    -- Workouts may go 10 % over, and always have half of the budget to themselves: what else fills it costs nobody a workout.
    select o.* into v_full
    from (
        values
        -- First: while it is full, deleting makes no room.
        (1, 'history_bytes', v_use.history_bytes, v_budget.history_bytes, true),
        (2, 'bytes', v_use.bytes, v_budget.bytes, not v_is_training or v_use.training_bytes > v_budget.bytes / 2),
        (3, 'rows', v_use.rows, v_budget.rows, not v_is_training or v_use.training_rows > v_budget.rows / 2),
        (4, 'workouts', v_use.workouts, v_budget.workouts, v_is_training),
        (5, 'sets', v_use.sets, v_budget.sets, v_is_training),
        (6, 'plan_lines', v_use.plan_lines, v_budget.plan_lines, p_kind = 'plans'),
        (7, 'messages', v_use.messages, v_budget.messages, p_kind = 'coach')
    ) as o (place, what, used, most, applies)
    where o.applies and o.used > o.most * case when v_is_training then 1.1 else 1 end
    order by o.place
    limit 1;
    if not found then
        return null;
    end if;
    return jsonb_build_object(
        'reason', 'quota_exceeded', 'full', v_full.what, 'used', v_full.used, 'max', v_full.most,
        -- The history goes by itself.
        'delete', case when v_full.what = 'history_bytes' then '[]' else private.largest_kinds(v_use) end
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.patience_of_reads()
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    for v_place in 1 .. 13 loop
        if pg_try_advisory_xact_lock(hashtextextended('private.patience_of_reads', v_place)) then
            return 2000;
        end if;
    end loop;
    return 200;
end;
$function$;

CREATE OR REPLACE FUNCTION private.percentile_in(p_ratio numeric, p_ratios numeric[], p_points numeric[] DEFAULT private.percentile_points())
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_place numeric := private.place_among(p_ratio, p_ratios);
    v_below integer := floor(v_place);
    -- Where many lift the same, several points are equal: take the middle, as if half of those lifters were weaker.
    v_first_equal integer := array_position(p_ratios, p_ratio);
begin
    return case
        when v_first_equal is not null then (p_points[v_first_equal] + p_points[v_below]) / 2
        when v_below = 0 then p_points[1] * v_place
        when v_below = cardinality(p_points) then p_points[v_below]
        else p_points[v_below] + (v_place - v_below) * (p_points[v_below + 1] - p_points[v_below])
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.publish_cohorts(p_now timestamp with time zone, p_limit integer DEFAULT 1000)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    -- Of fewer, what changed would be known of one.
    v_least_people constant integer := 50;
    v_least_changes constant integer := 5;
    v_members uuid [];
    v_changed private.cohort [];
    v_whole private.cohort [];
    v_count integer;
begin
    if p_limit is null or p_limit < 1 then
        perform private.fail('PT422', 'p_limit must be at least 1', '{"field": "p_limit"}');
    end if;
    perform pg_advisory_xact_lock(hashtext('private.cohort_distributions'));
    -- Not more often than weekly, however often it is called; a day's grace, for a job that was late the last time.
    if exists (select from private.cohort_snapshots as s where s.taken_at > p_now - interval '6 days') then
        return 0;
    end if;
    insert into private.cohort_snapshots (taken_at) values (p_now);
    delete from private.cohort_snapshots as s where s.taken_at < p_now - interval '1 year';
    -- Who is leaving right now is left out, and nobody here can leave before this is done.
    v_members := array(select m.user_id from private.cohort_members as m for key share skip locked);

    with counted as (
        select
            l.lift, l.sex, l.age_from, l.bodyweight_from_kg, count(*) as people,
            -- In it before and now, with the same lift.
            count(*) filter (where o.ratio = l.ratio) as same
        from private.cohort_lifts as l
        left join private.cohort_places as o
            on o.user_id = l.user_id and o.lift = l.lift and o.sex = l.sex and o.age_from = l.age_from
            and o.bodyweight_from_kg = l.bodyweight_from_kg
        where l.user_id = any(v_members)
        group by l.lift, l.sex, l.age_from, l.bodyweight_from_kg
    ),

    changed as (
        select
            coalesce(c.people, 0) as people,
            (
                coalesce(c.lift, d.lift), coalesce(c.sex, d.sex), coalesce(c.age_from, d.age_from),
                coalesce(c.bodyweight_from_kg, d.bodyweight_from_kg)
            )::private.cohort as cohort
        from counted as c
        full join private.cohort_distributions as d
            on d.lift = c.lift and d.sex = c.sex and d.age_from = c.age_from and d.bodyweight_from_kg = c.bodyweight_from_kg
        where d.lift is null and c.people >= v_least_people
            -- People who joined, or left, or lift something else.
            or greatest(c.people, d.people) - coalesce(c.same, 0) >= v_least_changes and d.lift is not null
    )

    select
        coalesce(array_agg(n.cohort), '{}'),
        coalesce(array_agg(n.cohort) filter (where n.people >= v_least_people), '{}')
    into v_changed, v_whole
    from changed as n;

    delete from private.cohort_places as o
    using unnest(v_changed) as n
    where (o.lift, o.sex, o.age_from, o.bodyweight_from_kg) = (n.lift, n.sex, n.age_from, n.bodyweight_from_kg);
    delete from private.cohort_distributions as d
    using unnest(v_changed) as n
    where (d.lift, d.sex, d.age_from, d.bodyweight_from_kg) = (n.lift, n.sex, n.age_from, n.bodyweight_from_kg);
    with published as (
        insert into private.cohort_places as o (user_id, lift, sex, age_from, bodyweight_from_kg, ratio)
        select l.user_id, l.lift, l.sex, l.age_from, l.bodyweight_from_kg, l.ratio
        from unnest(v_whole) as n
        inner join private.cohort_lifts as l
            on l.lift = n.lift and l.sex = n.sex and l.age_from = n.age_from and l.bodyweight_from_kg = n.bodyweight_from_kg
        where l.user_id = any(v_members)
        -- Who came from a cohort that stays as it was published has left it.
        on conflict (user_id, lift) do update
        set sex = excluded.sex,
            age_from = excluded.age_from,
            bodyweight_from_kg = excluded.bodyweight_from_kg,
            ratio = excluded.ratio
        returning lift, sex, age_from, bodyweight_from_kg, ratio
    )

    insert into private.cohort_distributions (lift, sex, age_from, bodyweight_from_kg, people, ratios, published_at)
    select
        p.lift, p.sex, p.age_from, p.bodyweight_from_kg, count(*), private.noisy_ratios(array_agg(p.ratio)), p_now
    from published as p
    group by p.lift, p.sex, p.age_from, p.bodyweight_from_kg;
    get diagnostics v_count = row_count;
    return least(v_count, p_limit - 1);
end;
$function$;

CREATE OR REPLACE FUNCTION private.queue_ownerless_files(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    -- Every quarter of an hour another 16th of all folders, those whose id begins with this digit: a million files are looked through in
    -- four hours, 0.1 s at a time.
    v_digit constant text := to_hex((date_part('epoch', p_now) / 900)::bigint % 16);
    v_queued integer;
begin
    insert into private.file_deletions (bucket_id, prefix, next_attempt_at, last_look_at)
    select f.bucket_id, f.folder || '/', p_now, p_now + interval '15 minutes'
    from (
        select distinct o.bucket_id, split_part(o.name, '/', 1) as folder
        from storage.buckets as b
        inner join storage.objects as o
            on o.bucket_id = b.id
            -- As in private.files_below: a range that the index of hosted projects serves. After f comes g.
            and o.name collate "C" >= v_digit
            and o.name collate "C" < chr(ascii(v_digit) + 1)
    ) as f
    -- Other folders than users' are the operator's own.
    where f.folder ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        and not exists (
            select from auth.users as u
            where u.id = case when f.folder ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then f.folder::uuid end
        )
        and not exists (
            select from private.file_deletions as d where d.bucket_id = f.bucket_id and d.prefix = f.folder || '/'
        )
    limit p_limit
    on conflict (bucket_id, prefix) do nothing;
    get diagnostics v_queued = row_count;
    return v_queued;
end;
$function$;

CREATE OR REPLACE FUNCTION private.random_fraction()
 RETURNS double precision
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    -- The strong generator; random() can be foretold. The first 48 bits: the version stands behind them.
    return (('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint + 0.5) / 2.0 ^ 48;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rate_used(p_user uuid, p_feature public.ai_feature, p_now timestamp with time zone)
 RETURNS private.ai_rate_use
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_window constant interval := interval '5 minutes';
    v_limit constant integer := (select r.requests from private.ai_rates as r where r.feature = p_feature);
    v_use private.ai_rate_use;
begin
    select u.* into v_use from private.ai_rate_use as u where u.user_id = p_user and u.feature = p_feature;
    -- A window that begins in the future was written by a clock that was ahead.
    if not found or v_use.starts_at not between p_now - v_window and p_now then
        return (p_user, p_feature, p_now, 0)::private.ai_rate_use;
    end if;
    if v_use.used >= v_limit then
        perform private.refuse_rate(v_limit, v_use.starts_at + v_window - p_now);
    end if;
    return v_use;
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_full_history()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_full jsonb;
begin
    for v_user in
        select distinct n.user_id from new_rows as n
        -- To refuse a consent is always possible; private.audit_consent bounds how often.
        where to_jsonb(n) ->> 'granted' is distinct from 'false'
    loop
        v_full := private.history_fullness(v_user);
        if v_full is not null then
            perform private.refuse_growth(v_full);
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.refuse_many_events(p_user uuid, p_actions public.audit_action[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_first constant timestamptz := private.bounding_event(p_user, p_actions);
begin
    if v_first is not null then
        perform private.fail(
            'PT429', 'at most 200 of these in 24 hours',
            jsonb_build_object(
                'reason', 'rate_limited',
                'retry_after', greatest(ceil(extract(epoch from v_first + interval '24 hours' - now())), 1)::integer,
                'limit', 200
            ),
            'Retry in retry_after seconds. A consent can always be withdrawn.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.set_patience(p_ms integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    -- From the beginning of the request, so that waiting twice is not waiting twice as long. 0 would be for ever.
    perform set_config(
        'lock_timeout',
        greatest(1, p_ms - floor(date_part('epoch', clock_timestamp() - now()) * 1000))::integer::text,
        true
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.share_of_writes()
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return case
        when coalesce(current_setting('request.path', true), '') in ('/rpc/log_workout', '/rpc/finish_workout') then 3
        when private.is_of_workout()
            or coalesce(current_setting('request.path', true), '') in (
                '/rpc/export_my_data', '/rpc/delete_my_account', '/user_consents'
            ) then 2
        else 1
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.standing_answers(p_answers jsonb)
 RETURNS SETOF private.cohort_answer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select a.*
    from jsonb_populate_recordset(null::private.cohort_answer, p_answers) as a
    inner join private.cohort_distributions as d
        on d.lift = a.lift and d.sex = a.sex and d.age_from = a.age_from and d.bodyweight_from_kg = a.bodyweight_from_kg
        and d.published_at = a.published_at;
end;
$function$;

CREATE OR REPLACE FUNCTION private.store_user_message(p_user uuid, p_message jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session uuid;
    v_rate constant integer := (select r.requests from private.ai_rates as r where r.feature = 'coach_chat');
    v_messages integer;
    v_first timestamptz;
begin
    perform private.require_caller(p_user);
    perform set_config('lock_timeout', '2s', true);
    perform private.require_account(p_user);
    perform private.check_shape(p_message, null, $shape${
        "id": {"type": "uuid", "required": true},
        "session_id": {"type": "uuid"},
        "content": {"type": "text", "min": 1, "max": 20000, "pattern": "\\S", "required": true}
    }$shape$);
    perform private.require_conversation(p_user, (p_message ->> 'session_id')::uuid);

    v_session := private.known_message(p_user, p_message, 'user');
    if v_session is null then
        -- Beyond the quota urgent messages are answered without begin_ai_request, so what is stored is counted here.
        select count(*), min(m.created_at) into v_messages, v_first
        from public.ai_coach_messages as m
        where m.user_id = p_user and m.sender = 'user' and m.created_at > p_now - interval '5 minutes';
        if v_messages >= v_rate then
            perform private.refuse_rate(v_rate, v_first + interval '5 minutes' - p_now);
        end if;
        v_session := coalesce((p_message ->> 'session_id')::uuid, gen_random_uuid());
        insert into public.coach_conversations as c (id, user_id, title)
        values (v_session, p_user, left(btrim(regexp_replace(p_message ->> 'content', '\s+', ' ', 'g')), 80))
        on conflict (id) do update set title = coalesce(c.title, excluded.title)
        where c.user_id = p_user;
        -- Begun by somebody else since require_conversation looked.
        if not found then
            perform private.fail('PT404', 'conversation not found', '{"field": "session_id"}');
        end if;
        insert into public.ai_coach_messages (id, user_id, session_id, sender, content, created_at)
        values ((p_message ->> 'id')::uuid, p_user, v_session, 'user', p_message ->> 'content', p_now);
    end if;
    return jsonb_build_object('session_id', v_session, 'message_id', (p_message ->> 'id')::uuid);
end;
$function$;

CREATE OR REPLACE FUNCTION private.sweep_file_deletions(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_done integer;
begin
    with due as (
        select
            d.id,
            d.attempts >= 10 as is_spent,
            jsonb_array_length(private.files_below(d.bucket_id, d.prefix, 1)) = 0 as is_empty
        from private.file_deletions as d
        where d.state = 'pending'
            and d.next_attempt_at <= p_now
            and (d.attempts >= 10 or d.last_look_at <= p_now)
        limit p_limit
        for update skip locked
    ),

    empty as (
        delete from private.file_deletions as d using due where d.id = due.id and due.is_empty returning d.id
    ),

    spent as (
        update private.file_deletions as d
        set state = 'dead', attempt = null
        from due
        where d.id = due.id and due.is_spent and not due.is_empty
        returning d.id
    )

    select count(*) into v_done from (select e.id from empty as e union all select s.id from spent as s) as done;
    return v_done + private.queue_ownerless_files(p_now, p_limit - v_done);
end;
$function$;

CREATE OR REPLACE FUNCTION private.take_back_charge()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    -- Null or, after an earlier transaction of this connection, empty: this write wasn't charged.
    v_charge constant integer [] := string_to_array(nullif(current_setting('spotter.write_charge', true), ''), ' ')::integer [];
    v_place integer;
begin
    foreach v_place in array coalesce(v_charge[2:3], '{}') loop
        perform private.keep_failed_writes(v_place, now(), private.failed_writes_at(v_place, now()) - v_charge[1]);
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.take_rate(p_user uuid, p_feature public.ai_feature, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_use constant private.ai_rate_use := private.rate_used(p_user, p_feature, p_now);
begin
    insert into private.ai_rate_use as u (user_id, feature, starts_at, used)
    values (p_user, p_feature, v_use.starts_at, v_use.used + 1)
    on conflict (user_id, feature) do update set starts_at = excluded.starts_at, used = excluded.used;
end;
$function$;

CREATE OR REPLACE FUNCTION private.wait_for_turn(p_key bigint, p_ms integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    perform private.set_patience(p_ms);
    perform pg_advisory_xact_lock(p_key);
exception
    when lock_not_available then
        perform private.refuse_busy('earlier requests take too long');
end;
$function$;

CREATE OR REPLACE FUNCTION private.wait_for_user(p_user uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    perform private.set_patience(2000);
    return private.lock_user(p_user);
exception
    when lock_not_available then
        perform private.refuse_busy('an earlier change takes too long');
        return false;
end;
$function$;

CREATE OR REPLACE FUNCTION private.weigh()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_kind constant text := tg_argv[0];
    v_counter constant text := tg_argv[2];
    v_is_plain constant boolean := tg_argv[1] = 'user_id';
    -- What triggers write only follows from what was checked: a congratulation is never refused.
    v_is_late constant boolean := coalesce(current_setting('spotter.weighing', true), '') = 'late';
    v_is_checked constant boolean := tg_argv[3] = 'checked' and tg_op <> 'DELETE' and pg_trigger_depth() = 1 and not v_is_late;
    v_may_be_compressed boolean;
    v_change record;
    v_owner uuid;
    v_full jsonb;
begin
    if tg_op = 'INSERT' and v_is_plain and v_kind <> 'plans' then
        for v_change in
            select n.user_id as owner, sum(n.bytes) as bytes, count(*) as rows
            from (select o.user_id, pg_column_size(o.*) as bytes from new_rows as o offset 0) as n
            where n.user_id is not null
            group by n.user_id
            order by n.user_id
        loop
            v_owner := v_change.owner;
            perform private.add_use(v_owner, v_kind, v_counter, v_change.bytes, v_change.rows);
        end loop;
    elsif tg_op = 'UPDATE' and v_is_plain then
        -- A column that stays is compressed in both or in neither; of one that changed, the old value may be compressed. To measure
        -- plain values takes 0.4 ms, as long as all of start_rest. So the tables that training updates are looked at first, which takes
        -- 5 µs: only these columns can be long and change, but for planned in corrections, which are weighed late.
        if tg_table_name = 'session_exercises' or tg_table_name = 'workout_sessions' and not v_is_late then
            v_may_be_compressed := exists (select from old_rows as o where pg_column_compression(o.notes) is not null);
        elsif tg_table_name = 'workout_plan_day_exercises' then
            v_may_be_compressed := exists (
                select from old_rows as o
                where num_nonnulls(pg_column_compression(o.notes), pg_column_compression(o.progression)) > 0
            );
        else
            v_may_be_compressed := tg_table_name not in ('prescriptions', 'exercise_sessions');
        end if;
        for v_change in
            select c.user_id as owner, sum(c.bytes) as bytes, 0::bigint as rows
            from (
                (select n.user_id, pg_column_size(n.*) as bytes from new_rows as n offset 0)
                union all
                (select o.user_id, -pg_column_size(o.*) from old_rows as o offset 0)
            ) as c
            where c.user_id is not null
            group by c.user_id
        loop
            if v_may_be_compressed then
                execute private.weigh_query('user_id', private.plain_columns(tg_relid), tg_op) into v_change using v_change.owner;
            end if;
            continue when v_change.bytes = 0 and not v_is_checked;
            v_owner := v_change.owner;
            perform private.add_use(v_owner, v_kind, v_counter, v_change.bytes, v_change.rows);
        end loop;
    else
        -- Deleted rows are as they were stored, and copied ones (duplicate_plan) may be.
        for v_change in execute private.weigh_query(tg_argv[1], private.plain_columns(tg_relid), tg_op) using null::uuid loop
            v_owner := v_change.owner;
            perform private.add_use(v_owner, v_kind, v_counter, v_change.bytes, v_change.rows);
        end loop;
    end if;
    if tg_op = 'INSERT' and tg_table_name = 'workout_plan_day_exercises' then
        -- Each line comes with its first target, which a row trigger has written: adding those one by one doubles create_plan.
        for v_change in
            select f.user_id as owner, sum(f.bytes) as bytes, count(*) as rows
            from (
                select t.user_id, pg_column_size(t.*) as bytes
                from new_rows as n
                inner join private.target_facts as t on t.user_id = n.user_id and t.plan_exercise_id = n.id
                offset 0
            ) as f
            group by f.user_id
        loop
            perform private.add_use(v_change.owner, v_kind, '', v_change.bytes, v_change.rows);
        end loop;
    end if;
    -- One statement of a client writes one owner's rows.
    if v_is_checked and v_owner is not null then
        v_full := private.fullness(v_owner, v_kind);
        if v_full is null then
            return null;
        end if;
        -- Whoever has begun a workout can log it and end it. A history that is full only lets it end: sets can be deleted and logged
        -- again without end.
        if tg_table_name = 'session_exercises' then
            if v_full ->> 'full' <> 'history_bytes' and not exists (
                select from new_rows as n
                inner join public.workout_sessions as w on w.user_id = n.user_id and w.id = n.workout_session_id
                where w.status not in ('started', 'paused')
            ) then
                return null;
            end if;
        elsif tg_table_name = 'workout_sessions' and tg_op = 'UPDATE' then
            if not exists (select from old_rows as o where o.status not in ('started', 'paused')) then
                return null;
            end if;
        end if;
        perform private.refuse_growth(v_full);
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.weigh_workout(p_user uuid, p_session_id uuid, p_bytes bigint, p_sets bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_is_over boolean;
begin
    update private.account_use as u
    set
        bytes = u.bytes + w.bytes,
        rows = u.rows + w.rows,
        training_bytes = u.training_bytes + w.bytes,
        training_rows = u.training_rows + w.rows,
        workouts = u.workouts + 1,
        sets = u.sets + p_sets,
        bytes_before = case when u.last_transaction = pg_current_xact_id() then u.bytes_before else u.bytes end,
        history_before = case when u.last_transaction = pg_current_xact_id() then u.history_before else u.history_bytes end,
        last_transaction = pg_current_xact_id(),
        is_changed = true
    from (
        select p_bytes + coalesce(sum(o.bytes), 0) as bytes, p_sets + 2 + count(*) as rows
        from (
            select pg_column_size(e.*) as bytes
            from private.exercise_sessions as e
            where e.user_id = p_user and e.session_id = p_session_id
            union all
            select pg_column_size(p.*)
            from public.prescriptions as p
            where p.user_id = p_user and p.session_id = p_session_id and p.superseded_at is null
            union all
            -- What this transaction earned.
            select pg_column_size(x.*)
            from public.xp_events as x
            where x.user_id = p_user and x.created_at >= now()
        ) as o
    ) as w
    left join private.budgets as b on b.tier = 'free'
    where u.user_id = p_user
    -- Few accounts have more than the free tier allows: the others are spared a look of their own.
    returning
        u.bytes > b.bytes or u.rows > b.rows or u.history_bytes > b.history_bytes or u.workouts > b.workouts or u.sets > b.sets
        or u.plan_lines > b.plan_lines or u.messages > b.messages
    into v_is_over;
    if not found then
        perform private.recount_account(p_user, interval '1 day');
    end if;
    if v_is_over is not false then
        perform private.check_budget(p_user, 'training');
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION public.export_my_data(p_section text DEFAULT NULL::text)
 RETURNS json
 LANGUAGE sql
 SET search_path TO ''
RETURN private.export_my_data((SELECT auth.uid() AS uid), p_section, now());

-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "private"."cohort_distributions" ADD CONSTRAINT "one_ratio_a_point" CHECK ((cardinality(ratios) = 5));

CREATE VIEW "private"."unusual_activity" WITH (security_invoker=true) AS  WITH sign_ups AS (
         SELECT h.starts_at,
            h.seen,
            (COALESCE(sum(h.seen) OVER (ORDER BY h.starts_at RANGE BETWEEN '7 days'::interval PRECEDING AND '01:00:00'::interval PRECEDING), (0)::numeric) / (168)::numeric) AS usual
           FROM ( SELECT date_trunc('hour'::text, p.created_at, 'UTC'::text) AS starts_at,
                    count(*) AS seen
                   FROM public.profiles p
                  WHERE (p.created_at > (now() - '37 days'::interval))
                  GROUP BY (date_trunc('hour'::text, p.created_at, 'UTC'::text))) h
        ), failing AS (
         SELECT LEAST(count(*) FILTER (WHERE (n.n < 1024)), count(*) FILTER (WHERE (n.n >= 1024))) AS seen
           FROM generate_series(0, 2047) n(n)
          WHERE (private.failed_writes_at(n.n, now()) >= (((floor(EXTRACT(epoch FROM now())))::bigint % (3600)::bigint) + 450))
        )
 SELECT kind,
    starts_at,
    user_id,
    address_hash,
    seen,
    ordinary
   FROM ( SELECT 'sign_up'::text AS kind,
            s.starts_at,
            NULL::uuid AS user_id,
            NULL::text AS address_hash,
            s.seen,
            (GREATEST((20)::numeric, ceil(((5)::numeric * s.usual))))::bigint AS ordinary
           FROM sign_ups s
          WHERE (s.starts_at > (now() - '30 days'::interval))
        UNION ALL
         SELECT c.kind,
            c.starts_at,
            c.user_id,
            c.address_hash,
            (c.seen)::bigint AS seen,
            (
                CASE c.kind
                    WHEN 'not_found'::text THEN 10
                    ELSE 100
                END)::bigint AS ordinary
           FROM private.abuse_signals c
        UNION ALL
         SELECT 'failed_write'::text AS kind,
            now() AS starts_at,
            NULL::uuid AS user_id,
            NULL::text AS address_hash,
            f.seen,
            (2)::bigint AS ordinary
           FROM failing f) a
  WHERE (seen > ordinary);

CREATE INDEX notifications_user_id_created_at_idx ON public.notifications USING btree (user_id, created_at DESC, id DESC);

CREATE TRIGGER check_history AFTER INSERT ON public.notification_preferences REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_full_history();

CREATE TRIGGER check_history AFTER INSERT ON public.notification_settings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_full_history();

CREATE TRIGGER check_history AFTER INSERT ON public.push_devices REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_full_history();

CREATE TRIGGER check_history AFTER INSERT ON public.training_preferences REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_full_history();

CREATE TRIGGER check_history AFTER INSERT ON public.user_consents REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_full_history();

COMMENT ON COLUMN "private"."account_use"."last_transaction" IS 'The last one that wrote; bytes_before and history_before are what there was before it.';

COMMENT ON COLUMN "private"."cohort_distributions"."published_at" IS 'The snapshot its ratios were drawn for. A cohort that keeps its numbers keeps this.';

COMMENT ON COLUMN "private"."cohort_distributions"."ratios" IS 'Load / bodyweight at each of private.cohort_points(), drawn by private.noisy_ratios when it was published.';

COMMENT ON COLUMN "private"."cohort_standings"."answers" IS 'Every answer the user got from a distribution that still stands, as an array of private.cohort_answer: who comes back to a cohort
by another sex, weight or age gets the old one.';

COMMENT ON COLUMN "private"."cohort_standings"."lifts" IS 'What muscle_ranking answers: {lift: {percentile, people}}.';

COMMENT ON COLUMN "private"."request_limits"."secret" IS 'Decides which users share a count of failed writes (private.failed_writes_hash). Of this installation, made with the row.';

COMMENT ON COLUMN "public"."profiles"."avatar_url" IS 'An https address. A picture in the bucket avatars has none that lasts: it is read from its path, <user id>/<file>, through a signed URL.';

COMMENT ON FUNCTION "private"."audit_consent"() IS 'Row trigger on user_consents: records every decision once, with the version of the text it was about. PT429 for one more than
private.bounding_event allows, unless it withdraws a consent.';

COMMENT ON FUNCTION "private"."audit_deletions"() IS 'Statement trigger after delete, transition table old_rows: one event per user, {count, ids of the first twenty}, as long as
private.bounding_event allows. Argument: the action.';

COMMENT ON FUNCTION "private"."audit_sign_in"() IS 'Row trigger on auth.users: records that the email address or password changed, never their values; as long as
private.bounding_event allows.';

COMMENT ON FUNCTION "private"."bounded_loads"(numeric[]) IS 'The loads of one piece of equipment, null for none. PT422 beyond 2000.';

COMMENT ON FUNCTION "private"."bounding_event"(uuid, public.audit_action[]) IS 'Of events of these kinds that come from what the user does, 200 are enough in 24 hours: when the first of the latest 200 was, null if
there were fewer.';

COMMENT ON FUNCTION "private"."charge_write"(uuid, bigint, integer, timestamp with time zone, boolean) IS 'Counts a write as four failed ones until private.take_back_charge says that it succeeded; PT429 with retry_after, also for one that
isn''t counted, when p_limit in 15 minutes failed: of a workout''s requests twice as many, and never for the deletion of the account.';

COMMENT ON FUNCTION "private"."cohort_answers_of"(uuid, jsonb, timestamp with time zone) IS 'Where a user stands in their published cohorts at a moment: once for each distribution, so an answer they got from it stands.';

COMMENT ON FUNCTION "private"."cohort_points"() IS 'The percentiles at which cohorts are published. More of them would share the same epsilon and be less accurate.';

COMMENT ON FUNCTION "private"."compare_with_cohorts"(timestamp with time zone, integer) IS 'For a job: compares up to p_limit subscribers with the last snapshot who weren''t yet, once each, and returns how many. A cohort they
were compared with before, and that wasn''t published since, gives the old answer. Others, and new subscribers until the next night,
aren''t compared.';

COMMENT ON FUNCTION "private"."draw_ratios"(numeric[], double precision[]) IS 'The ratios, in steps of 0.05 and ascending, that a cohort is published with at private.cohort_points(), from what its members lift and
as many random fractions as points. Epsilon is 1 where the fractions are private.random_fraction().';

COMMENT ON FUNCTION "private"."export_my_data"(uuid, text, timestamp with time zone) IS 'See public.export_my_data.';

COMMENT ON FUNCTION "private"."export_sections"() IS 'The sections of an export: the name of each, and the expression for its JSON, in which $1 is the user.';

COMMENT ON FUNCTION "private"."failed_writes_at"(integer, timestamp with time zone) IS 'A count of failed writes: when those so far are forgiven, in seconds since the hour of p_at began. A sequence holds four of them, of 13
bits, and above them 10 bits of the hour.';

COMMENT ON FUNCTION "private"."failed_writes_hash"(uuid, bigint, timestamp with time zone) IS 'Decides the two counts that a user has within the hour of p_at. p_secret: private.request_limits.secret.';

COMMENT ON FUNCTION "private"."failed_writes_place"(bigint, integer) IS 'Which of the 2,048 counts row 0 or 1 has for a hash; four are in one sequence.';

COMMENT ON FUNCTION "private"."fullness"(uuid, text) IS 'The details of PT422 if this transaction has grown the account beyond its budget by something of this kind, else null. Its history is
checked whether the rest or the history has grown: what is written today is deleted tomorrow.';

COMMENT ON FUNCTION "private"."gear_of"(uuid, uuid[]) IS 'The loads that a user''s equipment makes now, by piece of equipment: as user_equipment has it, else bars, plates and dumbbells
of the preferences. Null where they are unknown. Of all pieces, or of these. PT422 beyond 2000 loads of a piece.';

COMMENT ON FUNCTION "private"."give_back_charge"() IS 'Deferred row trigger on private.write_use, so that it runs as the write commits.';

COMMENT ON FUNCTION "private"."history_fullness"(uuid) IS 'The details of PT422 if the account''s history is over its budget, else null.';

COMMENT ON FUNCTION "private"."keep_failed_writes"(integer, timestamp with time zone, integer) IS 'Writes what private.failed_writes_at reads.';

COMMENT ON FUNCTION "private"."keep_gear"(uuid, timestamp with time zone, uuid[]) IS 'Records the loads that can be made from a moment on, where they differ from before: of all equipment, or of the pieces that changed.
A day (UTC) keeps three changes of a piece, and of the gym''s unit; a further one takes the place of the third.';

COMMENT ON FUNCTION "private"."may_join_cohorts"(uuid, timestamp with time zone) IS 'Whether a user counts in cohorts: of age, with a verified address, here for 60 days, with 24 workouts on 16 days of 8 weeks, each told
within a week. Made-up people have to live for two months first.';

COMMENT ON FUNCTION "private"."noisy_ratios"(numeric[]) IS 'private.draw_ratios with fractions of its own, so that no two cohorts share them.';

COMMENT ON FUNCTION "private"."notify"(uuid, public.notification_type, jsonb, text, timestamp with time zone) IS 'The only way to notify a user: writes the inbox and the outbox as the user''s preferences say, once per dedupe key, in the user''s
language; what falls into quiet hours is sent at their end. Returns the notification''s id, null if none was written, as beyond 100 in
24 hours; those of the category account have no end.';

COMMENT ON FUNCTION "private"."on_gear_change"() IS 'Row trigger on preferences, one row a user: records the loads that can be made, with the time. PT422 if the account is full.';

COMMENT ON FUNCTION "private"."patience_of_reads"() IS 'How old a read may become, in milliseconds, while it waits for others of its user: of everybody''s thirteen may wait long,
as many as one user has. The reads of a home screen take a few milliseconds each; were all to wait for slow ones, two users would
occupy each connection of the pool.';

COMMENT ON FUNCTION "private"."percentile_in"(numeric, numeric[], numeric[]) IS 'The percentage of lifters who are weaker, interpolated between ratios at ascending percentiles; the last means that or more.';

COMMENT ON FUNCTION "private"."publish_cohorts"(timestamp with time zone, integer) IS 'For a job: takes the week''s snapshot of the cohorts, whole. A cohort in which fewer than five people joined, left or lift something
else keeps its old numbers; one of fewer than fifty has none; all others are drawn anew, 5 ms each. Within a week of the last snapshot
it does nothing. Returns how many were published, less than p_limit: there is no second batch.';

COMMENT ON FUNCTION "private"."queue_ownerless_files"(timestamp with time zone, integer) IS 'Queues up to p_limit folders of users without an account, and returns how many. One call looks at those whose id begins with one hex
digit, which p_now chooses: all are looked at in 16 quarters of an hour.';

COMMENT ON FUNCTION "private"."random_fraction"() IS 'A number between 0 and 1, neither included, that nobody can foretell.';

COMMENT ON FUNCTION "private"."rate_used"(uuid, public.ai_feature, timestamp with time zone) IS 'What a user has used of a feature''s rate in the five minutes that began with its first request; PT429 with retry_after if that is all.
Without a rate there is no end.';

COMMENT ON FUNCTION "private"."refuse_full_history"() IS 'Statement trigger after insert, transition table new_rows: PT422 if the owner''s history is over its budget. An upsert that finds its row
inserts none.';

COMMENT ON FUNCTION "private"."refuse_many_events"(uuid, public.audit_action[]) IS 'PT429 with retry_after and limit if private.bounding_event says that these events are enough.';

COMMENT ON FUNCTION "private"."set_patience"(integer) IS 'From here on the request waits for locks until it is p_ms milliseconds old.';

COMMENT ON FUNCTION "private"."share_of_writes"() IS 'How often private.write_limits fits into the writes after which this request is refused: what was done in the gym, and what is
everybody''s right, still passes when other changes have used up the limit; the end of a workout, or a whole one, when its sets have.';

COMMENT ON FUNCTION "private"."standing_answers"(jsonb) IS 'Of the answers a user got, those from distributions that are neither gone nor published anew.';

COMMENT ON FUNCTION "private"."sweep_file_deletions"(timestamp with time zone, integer) IS 'For a job: removes up to p_limit folders from the queue that are still empty at their last check, marks as dead those that ten attempts
didn''t empty, and queues those with files and without an account. Returns how many. Folders with files are left to the function
delete-files.';

COMMENT ON FUNCTION "private"."take_back_charge"() IS 'Takes back what private.charge_write counted in this transaction: the write commits, or it is refused for being one too many, which
isn''t a failure.';

COMMENT ON FUNCTION "private"."wait_for_turn"(bigint, integer) IS 'Waits for an advisory lock until the request is p_ms old: PT429. Only called when it isn''t free: the block costs more than the lock.';

COMMENT ON FUNCTION "private"."wait_for_user"(uuid) IS 'private.lock_user, which waits until the request is 2 s old: PT429. Only called when the lock isn''t free.';

COMMENT ON FUNCTION "public"."export_my_data"(text) IS 'Everything about the caller {schema_version, exported_at, user_id, sections: {account, files, and the rows of each table}}; with
p_section only that section. Rows have all columns except the owner''s id. No passwords or tokens. Free. PT422 for an unknown section,
PT429 while an export of the same user is under way, and for more than 200 in 24 hours.';

COMMENT ON TABLE "private"."cohort_standings" IS 'Where a user stood when they were compared with a snapshot, once. What they log later moves nothing until a cohort is published
anew, so that nobody can feel for the numbers of others by changing their own.';

COMMENT ON VIEW "private"."unusual_activity" IS 'For operators: hours of the last 30 days in which more was seen than is ordinary. sign_up: accounts made, against five times the mean
of the week before; not_found, unauthorized, rate_limited: answers of functions to one caller; failed_write: about how many users have
used up half of the failed changes that they have in 15 minutes, now.';

REVOKE ALL ON FUNCTION "private"."bounded_loads"(numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."bounded_loads"(numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."bounding_event"(uuid, public.audit_action[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."bounding_event"(uuid, public.audit_action[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."charge_write"(uuid, bigint, integer, timestamp with time zone, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."charge_write"(uuid, bigint, integer, timestamp with time zone, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."cohort_answers_of"(uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."cohort_answers_of"(uuid, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."cohort_points"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."cohort_points"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."draw_ratios"(numeric[], double precision[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."draw_ratios"(numeric[], double precision[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."export_my_data"(uuid, text, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."export_my_data"(uuid, text, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."export_sections"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."export_sections"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."failed_writes_at"(integer, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."failed_writes_at"(integer, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."failed_writes_hash"(uuid, bigint, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."failed_writes_hash"(uuid, bigint, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."failed_writes_place"(bigint, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."failed_writes_place"(bigint, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."history_fullness"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."history_fullness"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keep_failed_writes"(integer, timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_failed_writes"(integer, timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."noisy_ratios"(numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."noisy_ratios"(numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."patience_of_reads"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."patience_of_reads"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."percentile_in"(numeric, numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."percentile_in"(numeric, numeric[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."queue_ownerless_files"(timestamp with time zone, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."queue_ownerless_files"(timestamp with time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."random_fraction"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."random_fraction"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."rate_used"(uuid, public.ai_feature, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rate_used"(uuid, public.ai_feature, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_full_history"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_full_history"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."refuse_many_events"(uuid, public.audit_action[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."refuse_many_events"(uuid, public.audit_action[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."set_patience"(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."set_patience"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."share_of_writes"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."share_of_writes"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."standing_answers"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."standing_answers"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."take_back_charge"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."take_back_charge"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."wait_for_turn"(bigint, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."wait_for_turn"(bigint, integer) TO "postgres";

REVOKE ALL ON FUNCTION "public"."export_my_data"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."export_my_data"(text) TO "authenticated", "postgres";

GRANT USAGE ON TYPE "private"."cohort_answer" TO "postgres";

GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "private"."unusual_activity" TO "postgres";
