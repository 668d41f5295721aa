-- What beginners lift, as shares of body weight, and what one lift says of another. Sources stand with the seed.
create table private.first_load_shares (
    exercise_id uuid primary key references public.exercises (id) on delete cascade,
    male numeric(4, 3) not null check (male > 0 and male <= 2),
    female numeric(4, 3) not null check (female > 0 and female <= 2),
    lighter_exercise_id uuid references public.exercises (id) on delete set null
);
comment on table private.first_load_shares is
'The load for a beginner''s first sets of 8 to 10 with some left, as a share of body weight, by sex; of dumbbells that come in pairs per
hand.';
comment on column private.first_load_shares.lighter_exercise_id is
'What trains the same with less than an empty bar; null: nothing in the catalogue.';
create index first_load_shares_lighter_exercise_id_idx on private.first_load_shares (lighter_exercise_id);

create table private.lift_predictions (
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    from_exercise_id uuid not null references public.exercises (id) on delete cascade,
    slope numeric(4, 3) not null check (slope > 0),
    intercept_kg numeric(4, 2) not null,
    primary key (exercise_id, from_exercise_id)
);
comment on table private.lift_predictions is
'The load of six repetitions of an exercise from that of another: slope * kilograms + intercept_kg, per hand where it is logged so.';
create index lift_predictions_from_exercise_id_idx on private.lift_predictions (from_exercise_id);

create function private.first_load_share(p_exercise_id uuid)
returns private.first_load_shares
language plpgsql
stable
set search_path = ''
as $$
declare
    v_share private.first_load_shares;
    v_kind text;
begin
    select s.* into v_share from private.first_load_shares as s where s.exercise_id = p_exercise_id;
    if found then
        return v_share;
    end if;
    v_kind := private.load_kind(p_exercise_id);
    select e.id, min(s.male), min(s.female) into v_share.exercise_id, v_share.male, v_share.female
    from public.exercises as e
    inner join public.exercises as o
        on
            o.movement_pattern = e.movement_pattern
            and o.mechanic = e.mechanic
            and o.is_unilateral = e.is_unilateral
            and o.tracking_type = e.tracking_type
            and (e.mechanic = 'compound' or o.primary_muscle_group = e.primary_muscle_group)
    inner join private.first_load_shares as s on s.exercise_id = o.id
    where e.id = p_exercise_id
        and e.tracking_type = 'weight_reps'
        and e.exercise_type = 'strength'
        and e.bodyweight_share is null
        -- What has to be learnt first isn't like anything else.
        and not e.is_skill
        and private.load_kind(o.id) = v_kind
    group by e.id;
    return v_share;
end;
$$;
comment on function private.first_load_share is
'The share of an exercise; without one of its own, the lowest of its relatives: the same movement, loaded the same way, on one side or both,
in isolation of the same muscle. Null without any.';
