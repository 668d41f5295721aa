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
    if p_target.loads_kg is null then
        return jsonb_build_object('sets', p_target.sets, 'reps', p_target.reps, 'weight_kg', p_target.weight_kg);
    end if;
    return to_jsonb(p_target);
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
    return jsonb_populate_record(null::private.target, p_json);
end;
$$;
comment on function private.target_of is 'A target from how the API shows it.';

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
