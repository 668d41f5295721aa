-- Beginners need fewer sets and tolerate fewer; the source makes no distinction from intermediate on.
insert into private.volume_landmarks (fitness_level, muscle_group, min_sets, max_sets, source)
select l.fitness_level, g.muscle_group, l.min_sets, l.max_sets, 'Liftosaur, volume guide (liftosaur.com)'
from (
    values
    ('chest', 8, 12, 10, 20),
    ('back', 8, 14, 10, 22),
    ('quads', 6, 12, 8, 18),
    ('hamstrings', 4, 10, 6, 14),
    ('glutes', 4, 10, 6, 16),
    ('shoulders', 6, 12, 8, 18),
    ('biceps', 4, 10, 6, 14),
    ('triceps', 4, 10, 6, 14),
    ('calves', 0, 6, 6, 12),
    ('abs', 0, 6, 4, 10)
) as g (muscle_group, beginner_min, beginner_max, trained_min, trained_max)
cross join lateral (
    values
    ('beginner'::public.fitness_level, g.beginner_min, g.beginner_max),
    ('intermediate', g.trained_min, g.trained_max),
    ('advanced', g.trained_min, g.trained_max)
) as l (fitness_level, min_sets, max_sets)
on conflict (fitness_level, muscle_group) do update
set min_sets = excluded.min_sets, max_sets = excluded.max_sets, source = excluded.source;
