create table public.prescriptions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    plan_exercise_id uuid not null,
    session_id uuid,
    rule text,
    reason_code public.reason_code not null,
    inputs jsonb not null,
    old_target jsonb not null,
    new_target jsonb not null,
    created_at timestamptz not null default now(),
    superseded_at timestamptz,
    outcome public.outcome,
    effective_at timestamptz not null,
    failures smallint not null default 0,
    state jsonb not null default '{}',
    updated_at timestamptz not null default now(),
    target_id uuid not null,
    foreign key (user_id, plan_exercise_id)
    references public.workout_plan_day_exercises (user_id, id) on delete cascade
);
comment on table public.prescriptions is
'Every step of a target and why it was taken. Append-only: when facts change, a step that is no longer valid gets
superseded_at, and the valid one is added.';
comment on column public.prescriptions.plan_exercise_id is
'The line that was trained or edited. Other lines with the same target_id moved with it.';
comment on column public.prescriptions.target_id is 'workout_plan_day_exercises.target_id: the target that moved.';
comment on column public.prescriptions.session_id is
'The workout that led to the step; null if the user, changed equipment or a break did. No foreign key: the step outlives the workout.';
comment on column public.prescriptions.rule is 'The axis of the rule that applied, or what the failures led to; null if none applied.';
comment on column public.prescriptions.inputs is
'{"exercise_id", "amounts": reps, seconds or metres of the working sets, "loads_kg", "rpe"} of the workout, "deciding": the amounts of the
sets that decided, if others did not, "easing" if an easier day excused it, "days" without training if it was the first after a break,
"lines": plan exercises, if it was done under more than one that share the target.';
comment on column public.prescriptions.old_target is
'{"sets", "reps", "weight_kg"} before the step, with "loads_kg" if the load differs from set to set.';
comment on column public.prescriptions.new_target is '{"sets", "reps", "weight_kg"} after the step.';
comment on column public.prescriptions.effective_at is
'The start of the workout, or when the user or the equipment changed the target: the order in which steps are derived.';
comment on column public.prescriptions.state is
'What the rules remember for the next workout: {"training_max_kg", "week", "open_1rm_kg"} of a wave, {"best_1rm_kg", "stalls"} of the
stall rule, {"missed_kg", "cut_kg", "cuts", "is_changed", "floor_reps"} after failures, {"done", "reached", "tries"} on the way through
a range, {"back_to_kg"} after a break.';
comment on column public.prescriptions.failures is 'Failures in a row so far.';

create index prescriptions_user_id_target_id_idx on public.prescriptions (
    user_id, target_id, effective_at desc, session_id desc
);
create index prescriptions_user_id_plan_exercise_id_idx on public.prescriptions (user_id, plan_exercise_id);
create index prescriptions_user_id_session_id_idx on public.prescriptions (user_id, session_id)
where superseded_at is null;

create trigger touch before update on public.prescriptions
for each row execute function private.touch();
create trigger keep_keys before update of
id, user_id, target_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, created_at, outcome,
effective_at, failures, state on public.prescriptions
for each row execute function private.freeze(
    'id', 'user_id', 'target_id', 'plan_exercise_id', 'session_id', 'rule', 'reason_code', 'inputs', 'old_target', 'new_target',
    'created_at', 'outcome', 'effective_at', 'failures', 'state'
);

-- A step as computed by fold_targets.
create type private.target_step as (
    plan_exercise_id uuid,
    session_id uuid,
    rule text,
    reason_code public.reason_code,
    inputs jsonb,
    old_target jsonb,
    new_target jsonb,
    outcome public.outcome,
    effective_at timestamptz,
    failures smallint,
    state jsonb,
    -- A first step that leaves the target unchanged: the existing later steps stay valid and are not returned.
    is_aside boolean,
    target_id uuid
);
