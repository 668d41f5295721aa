-- Sets, reps and load to aim for. Reps are written as in target_reps; double progression narrows a range as it moves
-- (8-12, 10-12, 12). Where every set has a load of its own, weight_kg is the heaviest of loads_kg.
create type private.target as (sets smallint, reps text, weight_kg numeric(7, 3), loads_kg numeric(7, 3) []);

create function private.target_json(p_target private.target)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return jsonb_build_object('sets', p_target.sets, 'reps', p_target.reps, 'weight_kg', p_target.weight_kg)
    || case when p_target.loads_kg is null then '{}' else jsonb_build_object('loads_kg', p_target.loads_kg) end;
end;
$$;
comment on function private.target_json is
'A target as the API shows it: {"sets", "reps", "weight_kg"}, with "loads_kg" where the load differs from set to set.';

create function private.target_of(p_json jsonb)
returns private.target
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    return (
        (p_json ->> 'sets')::smallint,
        p_json ->> 'reps',
        (p_json ->> 'weight_kg')::numeric,
        -- As an expression: a subquery costs ten times as much, and few targets have loads of their own.
        translate(p_json ->> 'loads_kg', '[]', '{}')::numeric []
    )::private.target;
end;
$$;
comment on function private.target_of is 'A target from how the API shows it.';

create function private.meets_target(
    p_target jsonb,
    p_is_assisted boolean,
    p_weights_kg numeric [],
    p_reps smallint [],
    p_durations_seconds integer [],
    p_distances_m numeric []
)
returns boolean []
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_reps text := p_target ->> 'reps';
    v_load numeric := (p_target ->> 'weight_kg')::numeric;
    v_loads jsonb := p_target -> 'loads_kg';
    v_least integer;
    v_are_met boolean[];
begin
    for v_place in 1..coalesce(cardinality(p_weights_kg), 0) loop
        -- Only a list asks for another number from set to set.
        if v_place = 1 or v_reps like '%,%' then
            v_least := private.target_amount(v_reps, v_place);
        end if;
        if v_loads is not null then
            v_load := coalesce(v_loads ->> (v_place - 1), p_target ->> 'weight_kg')::numeric;
        end if;
        v_are_met[v_place] := coalesce(
            case
                when p_is_assisted then p_weights_kg[v_place] <= v_load
                else coalesce(p_weights_kg[v_place], 0) >= v_load
            end,
            true
        )
        and coalesce(
            case
                when v_reps like '%s' then p_durations_seconds[v_place]
                when v_reps like '%m' then p_distances_m[v_place]
                else p_reps[v_place]
            end
            >= v_least,
            false
        );
    end loop;
    return v_are_met;
end;
$$;
comment on function private.meets_target is
'Which of the planned sets of an exercise, in their order, meet its target: load, and reps, seconds or metres. All at once, because
twenty calls take as long as writing two sets.';

-- What a person set, and when: facts of the fold like the workouts.
create table private.target_facts (
    user_id uuid not null,
    plan_exercise_id uuid not null,
    set_at timestamptz not null,
    moves_target boolean not null,
    exercise_id uuid not null,
    target private.target not null,
    rules jsonb not null,
    is_assisted boolean not null,
    target_rir numeric(3, 1),
    state jsonb not null default '{}',
    primary key (user_id, plan_exercise_id, set_at),
    foreign key (user_id, plan_exercise_id)
    references public.workout_plan_day_exercises (user_id, id) on delete cascade
);
comment on table private.target_facts is
'The target and the rules of a plan''s exercise as a person set them. What it was made with holds from -infinity: it precedes
every workout, whatever its date.';
comment on column private.target_facts.state is 'What the rules remember from here on, as in prescriptions.state.';
comment on column private.target_facts.moves_target is 'False when only the rules changed: the target goes on where it stood.';
