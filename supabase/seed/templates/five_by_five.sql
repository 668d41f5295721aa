-- 5×5: two alternating workouts, three days a week.
select private.seed_template($json${
    "slug": "five-by-five",
    "name": "5×5",
    "description": "Two alternating workouts, three days a week: A, B, A, then B, A, B. Five sets of five with the same load; complete them all and the load goes up next time. Start with half of what you could lift.",
    "goal_type": "improve_strength", "plan_type": "full_body", "days_per_week": 3, "difficulty": "beginner",
    "plan": {
        "name": "5×5", "goal_type": "improve_strength", "plan_type": "full_body", "days_per_week": 3,
        "days": [
            {"name": "Workout A", "order_in_plan": 1, "focus": ["full_body"], "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 5, "target_reps": "5",
                 "target_rest_seconds": 180, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"},
                 "notes": "Ramp up with the empty bar and two lighter sets."},
                {"exercise": "barbell-bench-press", "order_in_workout": 2, "target_sets": 5, "target_reps": "5",
                 "target_rest_seconds": 180, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"}},
                {"exercise": "barbell-row", "order_in_workout": 3, "target_sets": 5, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"}}
            ]},
            {"name": "Workout B", "order_in_plan": 2, "focus": ["full_body"], "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 5, "target_reps": "5",
                 "target_rest_seconds": 180, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"},
                 "notes": "Ramp up with the empty bar and two lighter sets."},
                {"exercise": "overhead-press", "order_in_workout": 2, "target_sets": 5, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "linear"}},
                {"exercise": "barbell-deadlift", "order_in_workout": 3, "target_sets": 1, "target_reps": "5", "target_rest_seconds": 180,
                 "on_success_weight_increase_kg": 5, "progression": {"scheme": "linear"},
                 "notes": "One set is enough after the squats; its load goes up by 5 kg."}
            ]}
        ]
    }
}$json$);
