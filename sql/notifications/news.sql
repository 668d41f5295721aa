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

create function private.on_records_beaten()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_news record;
begin
    for v_news in
        select
            n.user_id,
            n.achieved_at,
            (array_agg(n.id order by n.improvement_percentage desc nulls last, n.id))[1] as best_id,
            count(*) as records
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        -- Later and different: a workout beat the record. A correction that takes a record back is not notified.
        where n.achieved_at > o.achieved_at and n.value <> o.value and n.previous_value is not null
            -- History is no news.
            and exists (
                select from public.workout_sessions as w
                where w.user_id = n.user_id and w.started_at = n.achieved_at and w.status = 'completed' and not w.is_history
            )
        group by n.user_id, n.achieved_at
    loop
        perform private.broadcast(v_news.user_id, null, 'record.achieved', v_news.best_id, now(), v_news.records);
        if private.is_news(v_news.achieved_at, now()) then
            perform private.try_to_notify(
                v_news.user_id,
                'record',
                jsonb_build_object(
                    'record_id', r.id,
                    'exercise_id', r.exercise_id,
                    'exercise', e.name,
                    'record_type', r.record_type,
                    'value', r.value,
                    'count', v_news.records
                ),
                'record:' || extract(epoch from v_news.achieved_at),
                now()
            )
            from public.personal_records as r
            inner join public.exercises as e on e.id = r.exercise_id
            where r.id = v_news.best_id;
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.on_records_beaten is
'Statement trigger on personal_records: one record.achieved and one notification per workout, however many records it set.';

create trigger tell after update on public.personal_records
referencing old table as old_rows new table as new_rows for each statement execute function private.on_records_beaten();

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
