-- What the user set, and when. Like workouts, these are facts from which fold_targets derives the targets.
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
    target_id uuid not null,
    standing private.target,
    failures smallint not null default 0,
    trained_at timestamptz,
    primary key (user_id, plan_exercise_id, set_at),
    foreign key (user_id, plan_exercise_id)
    references public.workout_plan_day_exercises (user_id, id) on delete cascade
);
create index target_facts_user_id_target_id_idx on private.target_facts (user_id, target_id, set_at);
comment on table private.target_facts is
'The target and the rules of a plan exercise as the user set them. Those it was created with have set_at -infinity, so that they
precede every workout, whatever its date. Lines that share a target at a time have its id in their latest fact before that time.';
comment on column private.target_facts.target_id is
'The target that the plan exercise follows from here on. A decision about one line is one about the target, and so about all its lines.';
comment on column private.target_facts.standing is
'Where the target stands from here on, if not at what the plan says (target): the line left one that had moved on, or another line took
its past along.';
comment on column private.target_facts.failures is 'Failures in a row with which it goes on.';
comment on column private.target_facts.trained_at is
'When it was last trained under the target that it goes on from; null if the user decided about it here.';
comment on column private.target_facts.state is 'What the rules remember from here on, as in prescriptions.state.';
comment on column private.target_facts.moves_target is
'False if only the rules changed, or the line joined a target: it continues from where it was.';
