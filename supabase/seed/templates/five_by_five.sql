-- 5×5: two alternating workouts, three days a week. Bill Starr's fives (1976), as StrongLifts made them known; beside them a pulldown, for
-- about as many pulls as pushes, and a plank.
select private.seed_template($json${
    "slug": "five-by-five",
    "name": "5×5",
    "description": "Two alternating workouts, three days a week: A, B, A, then B, A, B. Five sets of five with the same load; complete them all and the load goes up next time. Start with half of what you could lift. An hour at first, more once the loads are heavy. Twelve weeks, the last one light. After them, or when two lifts have stalled twice, go on with three sets of five, or with 5/3/1.",
    "goal_type": "improve_strength", "plan_type": "full_body", "days_per_week": 3, "difficulty": "beginner",
    "plan": {
        "name": "5×5", "goal_type": "improve_strength", "plan_type": "full_body",
        "days_per_week": 3, "total_weeks": 12, "deload_every_weeks": 12,
        "days": [
            {"name": "Workout A", "order_in_plan": 1, "focus": ["full_body"], "estimated_minutes": 75, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "barbell-back-squat", "order_in_workout": 2, "target_sets": 5, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"},
                 "notes": "Ramp up with the empty bar and two lighter sets. First time: half of what you could lift, 5 reps or more left."},
                {"exercise": "barbell-bench-press", "order_in_workout": 3, "target_sets": 5, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"},
                 "notes": "First time: half of what you could lift, 5 reps or more left."},
                {"exercise": "barbell-row", "order_in_workout": 4, "target_sets": 5, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"},
                 "notes": "First time: half of what you could lift, 5 reps or more left."},
                {"exercise": "plank", "order_in_workout": 5, "target_sets": 2, "target_reps": "30s", "target_rest_seconds": 60,
                 "progression": [{"axis": "reps", "step": 5, "ceiling": 60}]},
                {"exercise": "hip-flexor-stretch", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "chest-stretch", "order_in_workout": 7, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Workout B", "order_in_plan": 2, "focus": ["full_body"], "estimated_minutes": 65, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "barbell-back-squat", "order_in_workout": 2, "target_sets": 5, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"},
                 "notes": "Ramp up with the empty bar and two lighter sets. First time: half of what you could lift, 5 reps or more left."},
                {"exercise": "overhead-press", "order_in_workout": 3, "target_sets": 5, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"},
                 "notes": "First time: half of what you could lift, 5 reps or more left."},
                {"exercise": "barbell-deadlift", "order_in_workout": 4, "target_sets": 1, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 5, "progression": {"scheme": "linear"},
                 "notes": "One set is enough after the squats. First time: half of what you could lift, 5 reps or more left."},
                {"exercise": "lat-pulldown", "order_in_workout": 5, "target_sets": 3, "target_reps": "8-10", "target_rest_seconds": 90,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["assisted-pull-up", "inverted-row"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "hip-flexor-stretch", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "hamstring-stretch", "order_in_workout": 7, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]}
        ]
    }
}$json$);
