-- A check-in or a light week may excuse falling short in a workout, so when one is added, changed or deleted, the affected steps
-- are evaluated again.
create function private.reevaluate_workouts(p_user uuid, p_sessions uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_plan_exercises uuid[];
    v_from timestamptz;
begin
    if cardinality(p_sessions) = 0 or not private.lock_user(p_user) then
        return;
    end if;
    select array_agg(distinct s.workout_plan_exercise_id), min(w.started_at) into v_plan_exercises, v_from
    from public.workout_sessions as w
    inner join public.session_exercises as s on s.user_id = p_user and s.workout_session_id = w.id
    where w.user_id = p_user and w.id = any(p_sessions) and s.workout_plan_exercise_id is not null;
    if v_plan_exercises is not null then
        perform private.mark_sets(p_user, private.recompute_targets(p_user, v_plan_exercises, v_from));
    end if;
end;
$$;
comment on function private.reevaluate_workouts is 'Re-derives the targets trained in these workouts, from the first workout on.';

create function private.on_readiness_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_check_in public.check_ins := coalesce(new, old);
begin
    perform private.reevaluate_workouts(
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
$$;
comment on function private.on_readiness_change is 'Row trigger on check-ins: re-evaluates the workouts of the next 36 hours.';

create trigger judge_again_new after insert on public.check_ins
for each row when (num_nonnulls(new.sleep, new.soreness, new.energy, new.mood) > 0)
execute function private.on_readiness_change();
create trigger judge_again_gone after delete on public.check_ins
for each row when (num_nonnulls(old.sleep, old.soreness, old.energy, old.mood) > 0)
execute function private.on_readiness_change();
create trigger judge_again after update of sleep, soreness, energy, mood on public.check_ins
for each row when (
    old.sleep is distinct from new.sleep
    or old.soreness is distinct from new.soreness
    or old.energy is distinct from new.energy
    or old.mood is distinct from new.mood
)
execute function private.on_readiness_change();

create function private.on_deload_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid := coalesce(new.user_id, old.user_id);
    v_first date := least(new.starts_on, old.starts_on);
    v_last date := greatest(private.break_end(new.starts_on, new.ends_on), private.break_end(old.starts_on, old.ends_on));
begin
    perform private.reevaluate_workouts(
        v_user,
        array(
            select w.id from public.workout_sessions as w
            where w.user_id = v_user
                and w.status = 'completed'
                and w.day between v_first and v_last
                -- Bounds for the index, wide enough for a local day in any time zone.
                and w.started_at between v_first - 2 and v_last + 3
        )
    );
    return null;
end;
$$;
comment on function private.on_deload_change is 'Row trigger on breaks: re-evaluates the workouts of a deload week.';

create trigger judge_again_new after insert on public.training_breaks
for each row when (new.kind = 'deload') execute function private.on_deload_change();
create trigger judge_again_gone after delete on public.training_breaks
for each row when (old.kind = 'deload') execute function private.on_deload_change();
create trigger judge_again after update of kind, starts_on, ends_on, load_percent, sets_percent, is_suggested
on public.training_breaks
for each row when ('deload' in (old.kind, new.kind)) execute function private.on_deload_change();
