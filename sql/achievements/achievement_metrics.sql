-- What an achievement can count: one row a metric. A metric without a row can't be used.
create view private.achievement_metrics as
select t.*
from (
    values
    (
        'workouts'::public.achievement_metric, 'workouts', false, $shape${
            "from": {"type": "text", "max": 5, "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"},
            "until": {"type": "text", "max": 5, "pattern": "^([01]\\d|2[0-4]):[0-5]\\d$"},
            "weekdays": {"type": "array", "min": 1, "max": 6},
            "planned": {"type": "boolean"}
        }$shape$::jsonb,
        'completed workouts with a working set',
        '`from`, `until`: started in this window of the user''s local time, `until` excluded; over midnight if `until` is the earlier '
        'one · `weekdays`: 1 Monday … 7 · `planned`: started from a day of a plan, or not'
    ),
    ('sets', 'workouts', false, '{}', 'working sets', ''),
    ('volume_kg', 'workouts', false, '{}', '[volume](#what-a-set-counts-for)', ''),
    ('records', 'workouts', false, '{}', '[records](#records)', ''),
    (
        'exercises', 'workouts', false, '{}',
        'different exercises of which something could be measured: a load, repetitions, seconds, metres', ''
    ),
    (
        'returns', 'workouts', false, '{"days": {"type": "integer", "min": 2, "max": 3650, "required": true}}',
        'workouts that came after a break', '`days`: at least so many since the day of the workout before'
    ),
    (
        'muscle_groups_in_week', 'workouts', true, '{"sets": {"type": "number", "min": 0.5, "max": 30, "required": true}}',
        'in the best week, muscle groups (chest, back, shoulders, biceps, triceps, legs, abs) with enough sets; a set counts 1 for its '
        'target, ½ for a helper',
        '`sets`: enough'
    ),
    ('distance_km', 'workouts', false, '{}', 'metres of working sets / 1000', ''),
    ('cardio_minutes', 'workouts', false, '{}', 'seconds of working sets of cardio exercises / 60', ''),
    ('weeks_on_target', 'weeks', false, '{}', 'weeks that met their target', ''),
    ('weekly_streak', 'weeks', true, '{}', 'the longest [streak](#streaks) of weeks, freezes and breaks included', ''),
    ('check_ins', 'check_ins', false, '{}', 'days with a check-in', ''),
    ('plans', 'plans', false, '{}', 'plans the user has', '')
) as t (metric, source, takes_best, parameters, counts, takes);
comment on view private.achievement_metrics is
'Each metric: the kind of facts that move it, whether the best value counts or the sum, the shape of its parameters, and what
docs/progression.md says of it.';
