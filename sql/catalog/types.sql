create type public.muscle as enum (
    'chest', 'lats', 'upper_back', 'lower_back', 'traps', 'front_delts', 'side_delts', 'rear_delts', 'biceps', 'triceps',
    'forearms', 'abs', 'obliques', 'glutes', 'quads', 'hamstrings', 'adductors', 'abductors', 'calves', 'neck',
    'full_body', 'cardio'
);
create type public.movement_pattern as enum (
    'squat', 'hinge', 'lunge', 'horizontal_push', 'vertical_push', 'horizontal_pull', 'vertical_pull', 'carry', 'rotation',
    'isolation', 'locomotion'
);
create type public.mechanic as enum ('compound', 'isolation');
create type public.tracking_type as enum ('weight_reps', 'reps_only', 'assisted', 'duration', 'distance_duration');
create type public.exercise_type as enum ('strength', 'cardio', 'flexibility', 'balance');
create type public.distance_kind as enum ('run', 'row', 'cycle', 'swim');
create type public.load_type as enum ('bar', 'dumbbell', 'plates', 'machine', 'fixed');

create type public.body_part as enum (
    'neck', 'shoulder', 'elbow', 'wrist', 'back', 'hip', 'knee', 'ankle', 'abdomen', 'pelvis', 'body'
);
create type public.health_condition as enum (
    'pain', 'impingement', 'cuff_surgery', 'ac_joint', 'instability', 'tendinopathy', 'disc', 'extension_pain', 'sacroiliac',
    'hip_impingement', 'front_knee', 'meniscus', 'acl_graft', 'achilles', 'sprain', 'hernia', 'pelvic_floor', 'pregnancy',
    'late_pregnancy', 'high_blood_pressure', 'osteoporosis', 'hypermobility', 'obesity', 'epilepsy', 'older_adult', 'child'
);
create type public.contraindication as enum ('caution', 'avoid');

comment on type public.body_part is 'A part of the body that can hurt; body: the whole person.';
comment on type public.health_condition is
'What is the matter with a body part. pain: a complaint without a name; late_pregnancy: from week 14; older_adult: from 65 years;
child: under 16.';
comment on type public.contraindication is 'How strongly an exercise is advised against: caution (lighter, a shorter range), avoid.';
comment on type public.tracking_type is
'Which of reps, load, duration and distance a set has. For assisted the load is the assistance: less is better.';
comment on type public.distance_kind is
'Which standard distances an exercise''s best times are kept over; row: also skiing.';
comment on type public.load_type is
'How a load is made: plates in pairs on a bar, dumbbells, loose plates, a machine''s stack or sled, fixed weights.';

create view public.muscle_groups
with (security_invoker = true) as
select
    m.muscle,
    case
        when m.muscle in ('chest', 'triceps', 'full_body', 'cardio') then m.muscle::text
        -- The neck has no group of its own; its strongest mover is the upper trapezius.
        when m.muscle in ('lats', 'upper_back', 'lower_back', 'traps', 'neck') then 'back'
        when m.muscle in ('front_delts', 'side_delts', 'rear_delts') then 'shoulders'
        -- Elbow flexors also grip, and are trained on the same day.
        when m.muscle in ('biceps', 'forearms') then 'biceps'
        when m.muscle in ('abs', 'obliques') then 'abs'
        else 'legs'
    end as group_name
from unnest(enum_range(null::public.muscle)) as m (muscle);
comment on view public.muscle_groups is
'Every muscle with its coarse group: chest, back, shoulders, biceps, triceps, legs, abs, full_body, cardio.';

create trigger read_only instead of insert or update or delete on public.muscle_groups
for each row execute function private.read_only();
