-- Two 40-minute sessions a week: the minimum to maintain strength and muscle.
select private.seed_template($json${
    "slug": "minimal-2",
    "name": "Two days, the essentials",
    "description": "Two full-body sessions of about forty minutes, for busy weeks: six movements that cover everything, the rest left out on purpose.",
    "goal_type": "maintain", "plan_type": "full_body", "days_per_week": 2, "difficulty": "beginner",
    "plan": {
        "name": "Two days, the essentials", "goal_type": "maintain", "plan_type": "full_body", "days_per_week": 2,
        "days": [
            {"name": "Essentials A", "order_in_plan": 1, "day_of_week": 1, "focus": ["full_body"], "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "goblet-squat", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-12", "target_rest_seconds": 90,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["leg-press", "barbell-back-squat"]},
                {"exercise": "dumbbell-bench-press", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["push-up", "barbell-bench-press"]},
                {"exercise": "dumbbell-row", "order_in_workout": 4, "target_sets": 3, "target_reps": "8-12", "target_rest_seconds": 75,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["seated-cable-row"]},
                {"exercise": "plank", "order_in_workout": 5, "target_sets": 2, "target_reps": "45s", "target_rest_seconds": 60,
                 "progression": {"scheme": "none"}},
                {"exercise": "chest-stretch", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Essentials B", "order_in_plan": 2, "day_of_week": 4, "focus": ["full_body"], "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "dumbbell-romanian-deadlift", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["romanian-deadlift"]},
                {"exercise": "dumbbell-shoulder-press", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["overhead-press"]},
                {"exercise": "lat-pulldown", "order_in_workout": 4, "target_sets": 3, "target_reps": "8-12", "target_rest_seconds": 90,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["chin-up", "inverted-row"]},
                {"exercise": "side-plank", "order_in_workout": 5, "target_sets": 2, "target_reps": "30s", "target_rest_seconds": 60,
                 "progression": {"scheme": "none"}},
                {"exercise": "hamstring-stretch", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]}
        ]
    }
}$json$);
