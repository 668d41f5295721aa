-- Notifications about progress. Each trigger is on the table where the fact is written, so every path to it notifies.

create function private.is_news(p_at timestamptz, p_now timestamptz)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    return p_at > p_now - interval '2 days';
end;
$$;
comment on function private.is_news is
'Whether a fact is recent enough to notify of: importing or recomputing a history sends no congratulations on the past.';

create function private.tell_of_records(p_user uuid, p_achieved_at timestamptz, p_best uuid, p_records bigint, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
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
$$;
comment on function private.tell_of_records is
'Tells of a workout that set records: one record.achieved, and one notification if the best of any exercise is announced.';

create function private.on_records_beaten()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
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
$$;
comment on function private.on_records_beaten is 'Statement trigger on personal_records: tells of records that were beaten.';

create function private.on_records_added()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
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
$$;
comment on function private.on_records_added is
'Statement trigger on personal_records: tells of the first record at a load. Other first rows are baselines.';

create trigger tell after update on public.personal_records
referencing old table as old_rows new table as new_rows for each statement execute function private.on_records_beaten();
create trigger tell_first after insert on public.personal_records
referencing new table as new_rows for each statement execute function private.on_records_added();

create function private.on_level_up()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.broadcast(new.user_id, null, 'level.up', new.user_id, now());
    perform private.try_to_notify(
        new.user_id, 'level_up', jsonb_build_object('level', new.level, 'message_id', new.id), 'level_up:' || new.level, now()
    );
    return null;
end;
$$;
comment on function private.on_level_up is 'Row trigger on ai_coach_messages, which has one level_up message per level, ever.';

create trigger tell_level_up after insert on public.ai_coach_messages
for each row when (new.kind = 'level_up') execute function private.on_level_up();

create function private.on_nudge()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.try_to_notify(
        new.user_id,
        'streak_at_risk',
        jsonb_build_object(
            'message_id', new.id,
            'streak', s.current_streak,
            'count', greatest(s.this_period_target - s.this_period_count, 1)
        ),
        'streak_at_risk:' || new.id,
        new.created_at
    )
    from private.streaks_at(new.user_id, new.created_at) as s
    where s.streak_type = 'weekly_workout_completion';
    return null;
end;
$$;
comment on function private.on_nudge is 'Row trigger on ai_coach_messages: a nudge of the coach is also a notification.';

create trigger tell_nudge after insert on public.ai_coach_messages
for each row when (new.kind = 'nudge') execute function private.on_nudge();

create function private.on_achievement()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if private.is_news(new.unlocked_at, now()) then
        perform private.try_to_notify(
            new.user_id,
            'achievement',
            jsonb_build_object('achievement_id', a.id, 'slug', a.slug, 'name', a.name, 'xp', a.xp),
            'achievement:' || a.id,
            now()
        )
        from public.achievements as a
        where a.id = new.achievement_id;
    end if;
    return null;
end;
$$;
comment on function private.on_achievement is
'Row trigger on achievement_awards: one notification per achievement, however often it is recomputed.';

create trigger tell after insert on private.achievement_awards
for each row execute function private.on_achievement();
