-- The first load when the plan gives none: derived from the user's history.
create function private.initial_load(
    p_user uuid,
    p_exercise_id uuid,
    p_target private.target,
    p_rir numeric,
    p_step numeric,
    p_loads numeric[],
    p_at timestamptz
)
returns table (load_kg numeric, estimated_1rm_kg numeric, reps integer, rir numeric)
language plpgsql
stable
set search_path = ''
as $$
declare
    v_best numeric;
    v_reps integer := private.target_amount(p_target.reps, 1);
    -- Two in reserve: the first workout is for finding out, not for failing.
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
            -- An estimate older than three months says too little about current strength.
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
$$;
comment on function private.initial_load is
'A starting load for a target without one, from the best estimated 1RM of the last 90 days and the RPE curve; no row without an
estimate.';

create function private.initial_load_text(p_1rm_kg numeric, p_reps integer, p_rir numeric, p_unit public.preferred_unit)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return format(
        'First time in this plan: your estimated 1RM is %s, so this load should let you do %s with %s in reserve.',
        private.load_text(p_1rm_kg, p_unit),
        case p_reps when 1 then '1 repetition' else p_reps || ' repetitions' end,
        trim_scale(p_rir)
    );
end;
$$;
comment on function private.initial_load_text is 'How the first load follows from the estimated 1RM, as a sentence.';
