-- First loads as shares of body weight, men and women. Of a beginner's set of 8 with three left (0.70 of the 1RM), 0.85 for caution, and a
-- 1RM that is low between two anchors: what untrained people lift by ExRx (strength standards), and the 5th to 20th percentile of those who
-- log their lifts on StrengthLevel (March 2026). Squat, front squat, bench, incline, deadlift, Romanian deadlift, press, row, hip thrust,
-- curl, pulldown, cable row, machine presses, leg press, hack squat, leg extension and curl, pushdown, the dumbbell lifts, goblet squat,
-- kettlebell lifts and carries follow from these; variants are placed beside them (judgement). Cable and machine loads are the
-- stack's, a leg press's without its sled, dumbbells' and kettlebells' those of one.
insert into private.first_load_shares (exercise_id, male, female, lighter_exercise_id)
select
    private.stable_id('exercise', s.slug), s.male, s.female,
    case when s.lighter is not null then private.stable_id('exercise', s.lighter) end
from (
    values
    -- Squat.
    ('barbell-back-squat', 0.40, 0.27, 'goblet-squat'),
    ('low-bar-squat', 0.40, 0.27, 'goblet-squat'),
    ('front-squat', 0.32, 0.21, 'goblet-squat'),
    ('box-squat', 0.36, 0.24, 'goblet-squat'),
    ('pause-squat', 0.32, 0.21, 'goblet-squat'),
    ('overhead-squat', 0.15, 0.10, null),
    ('zercher-squat', 0.28, 0.19, 'goblet-squat'),
    ('smith-machine-squat', 0.35, 0.23, null),
    ('goblet-squat', 0.20, 0.15, null),
    ('kettlebell-goblet-squat', 0.20, 0.15, null),
    ('dumbbell-squat', 0.14, 0.10, null),
    ('kettlebell-front-squat', 0.10, 0.07, null),
    ('landmine-squat', 0.30, 0.20, 'goblet-squat'),
    ('leg-press', 0.80, 0.60, null),
    ('hack-squat', 0.35, 0.22, null),
    -- Hinge.
    ('barbell-deadlift', 0.50, 0.35, 'kettlebell-deadlift'),
    ('sumo-deadlift', 0.50, 0.35, 'kettlebell-deadlift'),
    ('trap-bar-deadlift', 0.50, 0.35, 'kettlebell-deadlift'),
    ('deficit-deadlift', 0.42, 0.29, 'kettlebell-deadlift'),
    ('rack-pull', 0.50, 0.35, 'kettlebell-deadlift'),
    ('romanian-deadlift', 0.35, 0.25, 'dumbbell-romanian-deadlift'),
    ('stiff-leg-deadlift', 0.30, 0.21, 'dumbbell-romanian-deadlift'),
    ('dumbbell-romanian-deadlift', 0.15, 0.11, null),
    ('kettlebell-romanian-deadlift', 0.20, 0.15, null),
    ('single-leg-romanian-deadlift', 0.08, 0.05, null),
    ('good-morning', 0.20, 0.12, 'dumbbell-romanian-deadlift'),
    ('hip-thrust', 0.45, 0.35, null),
    ('cable-pull-through', 0.25, 0.18, null),
    ('dumbbell-deadlift', 0.18, 0.13, null),
    ('kettlebell-deadlift', 0.30, 0.22, null),
    ('kettlebell-swing', 0.20, 0.15, null),
    ('single-arm-kettlebell-swing', 0.15, 0.11, null),
    ('kettlebell-clean', 0.15, 0.11, null),
    ('power-clean', 0.25, 0.15, 'kettlebell-clean'),
    ('power-snatch', 0.15, 0.10, null),
    -- Lunge.
    ('dumbbell-lunge', 0.08, 0.05, null),
    ('dumbbell-reverse-lunge', 0.08, 0.05, null),
    ('walking-lunge', 0.08, 0.05, null),
    ('bulgarian-split-squat', 0.08, 0.05, null),
    ('dumbbell-step-up', 0.08, 0.05, null),
    ('dumbbell-step-down', 0.05, 0.03, null),
    ('barbell-lunge', 0.20, 0.13, 'dumbbell-lunge'),
    ('turkish-get-up', 0.10, 0.08, null),
    -- Horizontal push.
    ('barbell-bench-press', 0.40, 0.22, 'dumbbell-bench-press'),
    ('incline-barbell-bench-press', 0.34, 0.18, 'incline-dumbbell-bench-press'),
    ('decline-barbell-bench-press', 0.40, 0.22, 'dumbbell-bench-press'),
    ('close-grip-bench-press', 0.34, 0.18, 'dumbbell-bench-press'),
    ('paused-bench-press', 0.36, 0.20, 'dumbbell-bench-press'),
    ('dumbbell-bench-press', 0.16, 0.09, null),
    ('incline-dumbbell-bench-press', 0.14, 0.08, null),
    ('dumbbell-floor-press', 0.15, 0.08, null),
    ('kettlebell-floor-press', 0.15, 0.10, null),
    ('machine-chest-press', 0.35, 0.20, null),
    ('smith-machine-bench-press', 0.36, 0.20, null),
    ('cable-chest-press', 0.12, 0.07, null),
    -- Vertical push.
    ('overhead-press', 0.25, 0.14, 'dumbbell-shoulder-press'),
    ('seated-barbell-press', 0.25, 0.14, 'dumbbell-shoulder-press'),
    ('push-press', 0.28, 0.16, 'dumbbell-shoulder-press'),
    ('dumbbell-shoulder-press', 0.10, 0.06, null),
    ('arnold-press', 0.09, 0.05, null),
    ('single-arm-dumbbell-press', 0.10, 0.06, null),
    ('kettlebell-press', 0.15, 0.11, null),
    ('kettlebell-clean-and-press', 0.15, 0.11, null),
    ('machine-shoulder-press', 0.22, 0.13, null),
    ('smith-machine-shoulder-press', 0.22, 0.13, null),
    ('landmine-press', 0.25, 0.14, 'single-arm-dumbbell-press'),
    ('thruster', 0.20, 0.12, 'dumbbell-thruster'),
    ('dumbbell-thruster', 0.08, 0.05, null),
    -- Horizontal pull.
    ('barbell-row', 0.35, 0.20, 'dumbbell-row'),
    ('pendlay-row', 0.32, 0.18, 'dumbbell-row'),
    ('t-bar-row', 0.30, 0.18, 'dumbbell-row'),
    ('dumbbell-row', 0.18, 0.11, null),
    ('kettlebell-row', 0.20, 0.14, null),
    ('bent-over-dumbbell-row', 0.15, 0.09, null),
    ('chest-supported-row', 0.15, 0.09, null),
    ('renegade-row', 0.10, 0.06, null),
    ('seated-cable-row', 0.40, 0.28, null),
    ('machine-row', 0.40, 0.28, null),
    ('face-pull', 0.15, 0.09, null),
    -- Vertical pull.
    ('lat-pulldown', 0.40, 0.28, null),
    ('close-grip-lat-pulldown', 0.40, 0.28, null),
    ('underhand-lat-pulldown', 0.40, 0.28, null),
    ('single-arm-cable-pulldown', 0.16, 0.11, null),
    ('straight-arm-pulldown', 0.15, 0.10, null),
    ('dumbbell-pullover', 0.14, 0.08, null),
    ('upright-row', 0.18, 0.11, 'lateral-raise'),
    -- Arms.
    ('barbell-curl', 0.18, 0.10, 'dumbbell-curl'),
    ('ez-bar-curl', 0.18, 0.10, 'dumbbell-curl'),
    ('preacher-curl', 0.15, 0.08, 'dumbbell-curl'),
    ('reverse-curl', 0.12, 0.07, 'dumbbell-curl'),
    ('dumbbell-curl', 0.07, 0.04, null),
    ('hammer-curl', 0.07, 0.04, null),
    ('incline-dumbbell-curl', 0.06, 0.035, null),
    ('concentration-curl', 0.06, 0.035, null),
    ('spider-curl', 0.06, 0.035, null),
    ('cable-curl', 0.18, 0.10, null),
    ('wrist-curl', 0.06, 0.04, null),
    ('reverse-wrist-curl', 0.04, 0.025, null),
    ('triceps-pushdown', 0.18, 0.10, null),
    ('skull-crusher', 0.14, 0.08, 'dumbbell-skull-crusher'),
    ('overhead-triceps-extension', 0.10, 0.06, null),
    ('cable-overhead-triceps-extension', 0.15, 0.09, null),
    ('dumbbell-skull-crusher', 0.05, 0.03, null),
    ('triceps-kickback', 0.04, 0.025, null),
    -- Legs.
    ('leg-extension', 0.25, 0.18, null),
    ('leg-curl', 0.20, 0.15, null),
    ('standing-calf-raise', 0.40, 0.30, null),
    ('seated-calf-raise', 0.30, 0.22, null),
    ('dumbbell-calf-raise', 0.12, 0.09, null),
    ('leg-press-calf-raise', 0.60, 0.45, null),
    ('hip-abduction', 0.25, 0.20, null),
    ('hip-adduction', 0.25, 0.20, null),
    ('cable-glute-kickback', 0.08, 0.06, null),
    -- Shoulders, chest, traps.
    ('lateral-raise', 0.04, 0.025, null),
    ('scaption-raise', 0.03, 0.02, null),
    ('cable-lateral-raise', 0.065, 0.045, 'lateral-raise'),
    ('front-raise', 0.04, 0.025, null),
    ('plate-front-raise', 0.06, 0.04, 'front-raise'),
    ('rear-delt-fly', 0.04, 0.025, null),
    ('reverse-pec-deck', 0.12, 0.08, null),
    ('barbell-shrug', 0.35, 0.22, 'dumbbell-shrug'),
    ('dumbbell-shrug', 0.16, 0.10, null),
    ('dumbbell-fly', 0.08, 0.045, null),
    ('incline-dumbbell-fly', 0.07, 0.04, null),
    ('cable-fly', 0.08, 0.05, null),
    ('pec-deck-fly', 0.22, 0.12, null),
    -- Trunk.
    ('cable-crunch', 0.25, 0.17, null),
    ('cable-woodchop', 0.12, 0.08, null),
    ('pallof-press', 0.12, 0.08, null),
    ('landmine-rotation', 0.25, 0.15, null),
    ('medicine-ball-twist', 0.06, 0.05, null),
    ('medicine-ball-slam', 0.08, 0.06, null),
    -- Carries, 30 m.
    ('farmers-carry', 0.25, 0.20, null),
    ('kettlebell-carry', 0.25, 0.20, null),
    ('suitcase-carry', 0.20, 0.15, null),
    ('overhead-carry', 0.10, 0.06, null),
    ('kettlebell-rack-carry', 0.12, 0.08, null),
    ('sandbag-carry', 0.30, 0.22, null),
    ('trap-bar-carry', 0.50, 0.40, null)
) as s (slug, male, female, lighter)
on conflict (exercise_id) do update
set male = excluded.male, female = excluded.female, lighter_exercise_id = excluded.lighter_exercise_id
where (first_load_shares.male, first_load_shares.female, first_load_shares.lighter_exercise_id)
    is distinct from (excluded.male, excluded.female, excluded.lighter_exercise_id);

-- Six repetitions of one lift from six of another. Ebben 2008, 10.1519/JSC.0b013e31818747c9 (deadlift, lunge, step-up, leg extension);
-- Wong 2010 (leg press); Wong 2013, PMC3761768 (shoulder press, curls: both dumbbells, halved here); Saeterbakken 2011,
-- 10.1080/02640414.2010.543916 (dumbbell and Smith machine bench press).
insert into private.lift_predictions (exercise_id, from_exercise_id, slope, intercept_kg)
select private.stable_id('exercise', p.slug), private.stable_id('exercise', p.from_slug), p.slope, p.intercept_kg
from (
    values
    ('barbell-deadlift', 'barbell-back-squat', 0.83, 14.9),
    ('barbell-lunge', 'barbell-back-squat', 0.52, 14.8),
    ('dumbbell-step-up', 'barbell-back-squat', 0.25, 1.65),
    ('leg-extension', 'barbell-back-squat', 0.48, 9.6),
    ('leg-press', 'barbell-back-squat', 1.66, 16.1),
    ('dumbbell-shoulder-press', 'barbell-bench-press', 0.21, 2.9),
    ('dumbbell-curl', 'barbell-bench-press', 0.165, 3.1),
    ('hammer-curl', 'barbell-bench-press', 0.14, 3.15),
    ('dumbbell-bench-press', 'barbell-bench-press', 0.415, 0),
    ('smith-machine-bench-press', 'barbell-bench-press', 0.97, 0)
) as p (slug, from_slug, slope, intercept_kg)
on conflict (exercise_id, from_exercise_id) do update
set slope = excluded.slope, intercept_kg = excluded.intercept_kg
where (lift_predictions.slope, lift_predictions.intercept_kg) is distinct from (excluded.slope, excluded.intercept_kg);
