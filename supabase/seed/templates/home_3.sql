-- At home with the floor, a chair and one band: the band pulls, for which body weight alone has nothing. Twice a week for each muscle and
-- little volume keep and build strength in people who don't train yet (Iversen 2021, 10.1007/s40279-021-01490-1; WHO 2020). What comes
-- next on the way from wall to floor push-up and from bridge to one leg is in the alternatives.
select private.seed_template($json${
    "slug": "home-3",
    "name": "At home, 3 days",
    "description": "Three sessions of half an hour at home, with the floor, a chair and one resistance band to pull on. Repetitions go up first; at the top of the range take the next alternative, a stronger band or one leg. Short sessions that meet each muscle two or three times a week are enough to get stronger and to stay so, as reviews of time-saving training find. Add walks: 150 minutes a week is what the WHO advises. Eight weeks, the last one light. After them go on with harder alternatives, or buy a pair of dumbbells and take the plan for them.",
    "goal_type": "maintain", "plan_type": "bodyweight", "days_per_week": 3, "difficulty": "beginner",
    "plan": {
        "name": "At home, 3 days", "goal_type": "maintain", "plan_type": "bodyweight",
        "days_per_week": 3, "total_weeks": 8, "deload_every_weeks": 8,
        "days": [
            {"name": "Home A", "order_in_plan": 1, "day_of_week": 1, "focus": ["full_body"], "estimated_minutes": 30, "exercises": [
                {"exercise": "march-in-place", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "120s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "arm-circle", "order_in_workout": 2, "section": "warmup", "target_sets": 1, "target_reps": "10",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "bodyweight-squat", "order_in_workout": 3, "target_sets": 2, "target_reps": "10-20", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["box-squat-to-chair", "split-squat"]},
                {"exercise": "knee-push-up", "order_in_workout": 4, "target_sets": 3, "target_reps": "6-15", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["wall-push-up", "push-up"]},
                {"exercise": "band-row", "order_in_workout": 5, "target_sets": 3, "target_reps": "10-20", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["single-arm-row-with-band"]},
                {"exercise": "glute-bridge", "order_in_workout": 6, "target_sets": 2, "target_reps": "12-20", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["single-leg-glute-bridge", "band-hip-thrust"]},
                {"exercise": "short-lever-plank", "order_in_workout": 7, "target_sets": 2, "target_reps": "20s", "target_rest_seconds": 45,
                 "progression": [{"axis": "reps", "step": 5, "ceiling": 60}], "alternatives": ["plank"]},
                {"exercise": "chest-stretch", "order_in_workout": 8, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "quad-stretch", "order_in_workout": 9, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Home B", "order_in_plan": 2, "day_of_week": 3, "focus": ["full_body"], "estimated_minutes": 30, "exercises": [
                {"exercise": "step-touch", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "120s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "hip-circle", "order_in_workout": 2, "section": "warmup", "target_sets": 1, "target_reps": "10",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "band-romanian-deadlift", "order_in_workout": 3, "target_sets": 2, "target_reps": "10-20",
                 "target_rest_seconds": 60, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["band-good-morning", "hip-hinge-drill"]},
                {"exercise": "band-overhead-press", "order_in_workout": 4, "target_sets": 3, "target_reps": "8-15",
                 "target_rest_seconds": 60, "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["pike-push-up"]},
                {"exercise": "band-pulldown", "order_in_workout": 5, "target_sets": 3, "target_reps": "10-20", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["band-row"]},
                {"exercise": "reverse-lunge", "order_in_workout": 6, "target_sets": 2, "target_reps": "6-12", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["split-squat", "sit-to-stand"]},
                {"exercise": "dead-bug", "order_in_workout": 7, "target_sets": 2, "target_reps": "8-12", "target_rest_seconds": 45,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["heel-slide"]},
                {"exercise": "hamstring-stretch", "order_in_workout": 8, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "childs-pose", "order_in_workout": 9, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Home C", "order_in_plan": 3, "day_of_week": 5, "focus": ["full_body"], "estimated_minutes": 30, "exercises": [
                {"exercise": "low-impact-jack", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "120s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "leg-swing", "order_in_workout": 2, "section": "warmup", "target_sets": 1, "target_reps": "10",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "split-squat", "order_in_workout": 3, "target_sets": 2, "target_reps": "8-15", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["bodyweight-squat"]},
                {"exercise": "knee-push-up", "order_in_workout": 4, "target_sets": 3, "target_reps": "6-15", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["wall-push-up", "push-up"]},
                {"exercise": "band-row", "order_in_workout": 5, "target_sets": 3, "target_reps": "10-20", "target_rest_seconds": 60,
                 "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["single-arm-row-with-band"]},
                {"exercise": "single-leg-glute-bridge", "order_in_workout": 6, "target_sets": 2, "target_reps": "8-15",
                 "target_rest_seconds": 60, "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["glute-bridge"]},
                {"exercise": "side-plank-knees", "order_in_workout": 7, "target_sets": 2, "target_reps": "15s", "target_rest_seconds": 30,
                 "progression": [{"axis": "reps", "step": 5, "ceiling": 45}], "alternatives": ["side-plank"]},
                {"exercise": "hip-flexor-stretch", "order_in_workout": 8, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "chest-stretch", "order_in_workout": 9, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]}
        ]
    }
}$json$);
