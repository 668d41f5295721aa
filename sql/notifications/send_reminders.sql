create function private.reminder(p_user uuid, p_type public.notification_type, p_at timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
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
$$;
comment on function private.reminder is
'The data of the reminder that is due at this moment, or null. None for a user who trained or skipped a workout today, is training, ill
or travelling, has trained as often this week as planned, or has not trained for long (workout_due 14 days, week_empty 35). Fails for a type that is no reminder.';

create function private.send_reminders(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_due record;
    v_data jsonb;
    v_next timestamptz;
    v_checked integer := 0;
begin
    for v_due in
        select r.user_id, r.type, r.due_at
        from private.reminders as r
        where r.due_at <= p_now and not private.has_fault('send_reminders', r.user_id, p_now)
        order by r.due_at
        limit p_limit
        for update skip locked
    loop
        v_checked := v_checked + 1;
        begin
            -- If the job did not run, a reminder of the morning is not sent in the evening.
            if v_due.due_at > p_now - interval '3 hours' then
                v_data := private.reminder(v_due.user_id, v_due.type, v_due.due_at);
                if v_data is not null then
                    perform private.try_to_notify(
                        v_due.user_id,
                        v_due.type,
                        v_data,
                        format(
                            '%s:%s', v_due.type, coalesce(v_data ->> 'week_start', private.local_day(v_due.user_id, p_now)::text)
                        ),
                        p_now
                    );
                end if;
            end if;
            v_next := private.next_reminder(v_due.user_id, v_due.type, p_now);
            if v_next is null then
                delete from private.reminders as r where r.user_id = v_due.user_id and r.type = v_due.type;
            else
                update private.reminders as r set due_at = v_next where r.user_id = v_due.user_id and r.type = v_due.type;
            end if;
        exception
            when others then
                perform private.note_fault('send_reminders', v_due.user_id, p_now, sqlstate, sqlerrm);
        end;
    end loop;
    return v_checked;
end;
$$;
comment on function private.send_reminders is
'Batch function of a job: checks the reminders that are due (by index, not every user), sends those that still apply and schedules the
next. Returns how many it checked. If it runs late or twice, no reminder is sent late or twice.';
