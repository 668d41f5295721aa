insert into private.key_lift_exercises (exercise_id, lift)
select private.stable_id('exercise', l.slug), l.lift::public.key_lift
from (
    values
    ('barbell-back-squat', 'squat'),
    ('low-bar-squat', 'squat'),
    ('barbell-bench-press', 'bench_press'),
    ('paused-bench-press', 'bench_press'),
    ('barbell-deadlift', 'deadlift'),
    ('sumo-deadlift', 'deadlift'),
    ('overhead-press', 'overhead_press'),
    ('barbell-row', 'barbell_row'),
    ('pendlay-row', 'barbell_row')
) as l (slug, lift)
on conflict (exercise_id) do update set lift = excluded.lift where key_lift_exercises.lift <> excluded.lift;
