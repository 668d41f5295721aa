-- How many sets a muscle should get per week. The groups are those of the source, finer than public.muscle_groups for legs.
create table private.volume_landmarks (
    fitness_level public.fitness_level not null,
    muscle_group text not null check (length(muscle_group) between 1 and 40),
    min_sets numeric(4, 1) not null check (min_sets >= 0),
    max_sets numeric(4, 1) not null,
    source text not null check (length(source) between 1 and 200),
    primary key (fitness_level, muscle_group),
    constraint range_is_in_order check (min_sets <= max_sets)
);
comment on table private.volume_landmarks is
'The range of weekly sets, by muscle group, in which a person of this level builds muscle. Seeded.';
comment on column private.volume_landmarks.min_sets is 'Fewer sets have little effect.';
comment on column private.volume_landmarks.max_sets is 'More sets cost recovery for little gain.';

create view private.landmark_muscles as
select m.muscle, m.muscle_group
from (
    values
    ('chest'::public.muscle, 'chest'),
    ('lats', 'back'),
    ('upper_back', 'back'),
    ('lower_back', 'back'),
    ('traps', 'back'),
    ('front_delts', 'shoulders'),
    ('side_delts', 'shoulders'),
    ('rear_delts', 'shoulders'),
    ('biceps', 'biceps'),
    ('triceps', 'triceps'),
    ('quads', 'quads'),
    ('hamstrings', 'hamstrings'),
    ('glutes', 'glutes'),
    ('calves', 'calves'),
    ('abs', 'abs'),
    ('obliques', 'abs')
) as m (muscle, muscle_group);
comment on view private.landmark_muscles is
'The landmark group of each muscle. Forearms, hip adductors and abductors, and neck have none.';

create function private.volume_status(p_sets numeric, p_min numeric, p_max numeric)
returns text
language sql
immutable
parallel safe
set search_path = ''
return case when p_sets < p_min then 'below' when p_sets > p_max then 'above' else 'within' end;
comment on function private.volume_status is 'Whether a week''s sets are below, within or above the landmarks, inclusive.';

create function private.landmarks_of(p_user uuid)
returns table (muscle_group text, min_sets numeric, max_sets numeric)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    select l.muscle_group, l.min_sets, l.max_sets
    from public.profiles as p
    -- An unknown level counts as beginner: recommending too little does less harm than too much.
    inner join private.volume_landmarks as l on l.fitness_level = coalesce(p.fitness_level, 'beginner')
    where p.id = p_user;
end;
$$;
comment on function private.landmarks_of is 'The range of weekly sets, by muscle group, in which this user builds muscle.';
