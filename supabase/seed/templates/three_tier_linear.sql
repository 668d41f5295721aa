-- Linear progression in three tiers, in the manner of GZCLP: four rotating workouts, three days a week.
select private.seed_template($json${
    "slug": "three-tier-linear",
    "name": "Three-tier linear progression",
    "description": "Four rotating workouts, three days a week, in the manner of GZCLP: a heavy lift, a lighter one and an easy pull each time. A lift goes up whenever all its sets are done; when a set is missed, it goes on with fewer repetitions in more sets.",
    "goal_type": "improve_strength", "plan_type": "full_body", "days_per_week": 3, "difficulty": "beginner",
    "plan": {
        "name": "Three-tier linear progression", "goal_type": "improve_strength", "plan_type": "full_body", "days_per_week": 3,
        "days": [
            {"name": "Squat and bench", "order_in_plan": 1, "focus": ["full_body"], "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 5, "target_reps": "3,3,3,3,3+",
                 "target_rest_seconds": 210, "on_success_weight_increase_kg": 5, "progression": {"scheme": "gzclp", "tier": 1},
                 "notes": "First tier: heavy."},
                {"exercise": "barbell-bench-press", "order_in_workout": 2, "target_sets": 3, "target_reps": "10",
                 "target_rest_seconds": 120, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 2},
                 "notes": "Second tier: lighter."},
                {"exercise": "lat-pulldown", "order_in_workout": 3, "target_sets": 3, "target_reps": "15,15,15+", "target_rest_seconds": 75,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 3},
                 "notes": "Third tier: the load goes up once a set reaches 25."}
            ]},
            {"name": "Press and deadlift", "order_in_plan": 2, "focus": ["full_body"], "exercises": [
                {"exercise": "overhead-press", "order_in_workout": 1, "target_sets": 5, "target_reps": "3,3,3,3,3+",
                 "target_rest_seconds": 210, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 1},
                 "notes": "First tier: heavy."},
                {"exercise": "barbell-deadlift", "order_in_workout": 2, "target_sets": 3, "target_reps": "10", "target_rest_seconds": 120,
                 "on_success_weight_increase_kg": 5, "progression": {"scheme": "gzclp", "tier": 2},
                 "notes": "Second tier: lighter."},
                {"exercise": "dumbbell-row", "order_in_workout": 3, "target_sets": 3, "target_reps": "15,15,15+", "target_rest_seconds": 75,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 3},
                 "notes": "Third tier: the load goes up once a set reaches 25."}
            ]},
            {"name": "Bench and squat", "order_in_plan": 3, "focus": ["full_body"], "exercises": [
                {"exercise": "barbell-bench-press", "order_in_workout": 1, "target_sets": 5, "target_reps": "3,3,3,3,3+",
                 "target_rest_seconds": 210, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 1},
                 "notes": "First tier: heavy."},
                {"exercise": "barbell-back-squat", "order_in_workout": 2, "target_sets": 3, "target_reps": "10",
                 "target_rest_seconds": 120, "on_success_weight_increase_kg": 5, "progression": {"scheme": "gzclp", "tier": 2},
                 "notes": "Second tier: lighter."},
                {"exercise": "lat-pulldown", "order_in_workout": 3, "target_sets": 3, "target_reps": "15,15,15+", "target_rest_seconds": 75,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 3},
                 "notes": "Third tier: the load goes up once a set reaches 25."}
            ]},
            {"name": "Deadlift and press", "order_in_plan": 4, "focus": ["full_body"], "exercises": [
                {"exercise": "barbell-deadlift", "order_in_workout": 1, "target_sets": 5, "target_reps": "3,3,3,3,3+",
                 "target_rest_seconds": 210, "on_success_weight_increase_kg": 5, "progression": {"scheme": "gzclp", "tier": 1},
                 "notes": "First tier: heavy."},
                {"exercise": "overhead-press", "order_in_workout": 2, "target_sets": 3, "target_reps": "10", "target_rest_seconds": 120,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 2},
                 "notes": "Second tier: lighter."},
                {"exercise": "dumbbell-row", "order_in_workout": 3, "target_sets": 3, "target_reps": "15,15,15+", "target_rest_seconds": 75,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "gzclp", "tier": 3},
                 "notes": "Third tier: the load goes up once a set reaches 25."}
            ]}
        ]
    }
}$json$);
