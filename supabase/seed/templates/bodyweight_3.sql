-- Needs only a pull-up bar: reps go up where a load can't.
-- What beginners can do, and the next step of each ladder as the alternative: norms of repetitions (StrengthLevel 2026), a tier lower, as
-- those who log are stronger than those who don't.
select private.seed_template($json${
    "slug": "bodyweight-3",
    "name": "Bodyweight, 3 days",
    "description": "Three full-body sessions of about three quarters of an hour with a pull-up bar and the floor. Reps go up to the top of their range; then switch to the harder alternative, as from the knee push-up to the push-up. Eight weeks, the last one light. After them begin again with the harder alternatives.",
    "goal_type": "gain_muscle", "plan_type": "bodyweight", "days_per_week": 3, "difficulty": "beginner",
    "plan": {
        "name": "Bodyweight, 3 days", "goal_type": "gain_muscle", "plan_type": "bodyweight",
        "days_per_week": 3, "total_weeks": 8, "deload_every_weeks": 8,
        "days": [
            {"name": "Bodyweight A", "order_in_plan": 1, "day_of_week": 1, "focus": ["full_body"], "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "arm-circle", "order_in_workout": 2, "section": "warmup", "target_sets": 1, "target_reps": "10",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "bodyweight-squat", "order_in_workout": 3, "target_sets": 3, "target_reps": "12-25", "target_rest_seconds": 75,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["split-squat", "pistol-squat"]},
                {"exercise": "knee-push-up", "order_in_workout": 4, "target_sets": 4, "target_reps": "6-15", "target_rest_seconds": 90,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["wall-push-up", "push-up"]},
                {"exercise": "inverted-row", "order_in_workout": 5, "target_sets": 3, "target_reps": "6-15", "target_rest_seconds": 90,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["towel-row", "chin-up"]},
                {"exercise": "glute-bridge", "order_in_workout": 6, "target_sets": 2, "target_reps": "12-20", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["single-leg-glute-bridge"]},
                {"exercise": "plank", "order_in_workout": 7, "target_sets": 2, "target_reps": "30s", "target_rest_seconds": 60,
                 "progression": [{"axis": "reps", "step": 5, "ceiling": 60}], "alternatives": ["short-lever-plank"]},
                {"exercise": "chest-stretch", "order_in_workout": 8, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "quad-stretch", "order_in_workout": 9, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Bodyweight B", "order_in_plan": 2, "day_of_week": 3, "focus": ["full_body"], "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "leg-swing", "order_in_workout": 2, "section": "warmup", "target_sets": 1, "target_reps": "10",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "reverse-lunge", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15", "target_rest_seconds": 75,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["lunge", "split-squat"]},
                {"exercise": "pike-push-up", "order_in_workout": 4, "target_sets": 3, "target_reps": "5-12", "target_rest_seconds": 90,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["knee-push-up", "handstand-push-up"]},
                {"exercise": "negative-pull-up", "order_in_workout": 5, "target_sets": 3, "target_reps": "3-5", "target_rest_seconds": 120,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["inverted-row", "scapular-pull-up", "chin-up"],
                 "notes": "Jump or step up, then lower yourself for five seconds. At three fives go on to the chin-up."},
                {"exercise": "sliding-leg-curl", "order_in_workout": 6, "target_sets": 3, "target_reps": "6-15", "target_rest_seconds": 75,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["glute-bridge", "glute-bridge-march"]},
                {"exercise": "crunch", "order_in_workout": 7, "target_sets": 2, "target_reps": "12-20", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 1, "alternatives": ["leg-raise"]},
                {"exercise": "hip-flexor-stretch", "order_in_workout": 8, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "childs-pose", "order_in_workout": 9, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Bodyweight C", "order_in_plan": 3, "day_of_week": 5, "focus": ["full_body"], "estimated_minutes": 50, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "hip-circle", "order_in_workout": 2, "section": "warmup", "target_sets": 1, "target_reps": "10",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "split-squat", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15", "target_rest_seconds": 75,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["reverse-lunge", "pistol-squat"]},
                {"exercise": "knee-push-up", "order_in_workout": 4, "target_sets": 4, "target_reps": "6-15", "target_rest_seconds": 90,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["wall-push-up", "push-up", "diamond-push-up"]},
                {"exercise": "inverted-row", "order_in_workout": 5, "target_sets": 4, "target_reps": "6-15", "target_rest_seconds": 90,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["towel-row", "pull-up"]},
                {"exercise": "single-leg-glute-bridge", "order_in_workout": 6, "target_sets": 2, "target_reps": "8-15",
                 "target_rest_seconds": 60, "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["glute-bridge"]},
                {"exercise": "single-leg-calf-raise", "order_in_workout": 7, "target_sets": 3, "target_reps": "10-20",
                 "target_rest_seconds": 45, "progression": {"scheme": "double"}, "target_rir": 1,
                 "alternatives": ["bodyweight-calf-raise"]},
                {"exercise": "hanging-knee-raise", "order_in_workout": 8, "target_sets": 2, "target_reps": "8-15",
                 "target_rest_seconds": 60, "progression": {"scheme": "double"}, "target_rir": 1, "alternatives": ["reverse-crunch"]},
                {"exercise": "hamstring-stretch", "order_in_workout": 9, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "calf-stretch", "order_in_workout": 10, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]}
        ]
    }
}$json$);
