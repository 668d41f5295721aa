-- 5/3/1: four-week waves based on a training max, one main lift a day.
select private.seed_template($json${
    "slug": "five-three-one",
    "name": "5/3/1",
    "description": "One main lift a day, at a percentage of a training max (90 % of your one-rep max): fives, threes, 5/3/1, then a light week. A plus means as many reps as you can. After four weeks the training max goes up. The first workout finds your training max; you can also set it yourself.",
    "goal_type": "improve_strength", "plan_type": "upper_lower", "days_per_week": 4, "difficulty": "intermediate",
    "plan": {
        "name": "5/3/1", "goal_type": "improve_strength", "plan_type": "upper_lower", "days_per_week": 4,
        "days": [
            {"name": "Overhead press", "order_in_plan": 1, "day_of_week": 1, "exercises": [
                {"exercise": "overhead-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180, "progression": {"scheme": "percentage_wave", "cycle_increase_kg": 2.5}},
                {"exercise": "dumbbell-row", "order_in_workout": 2, "target_sets": 4, "target_reps": "8-12",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "dip", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15", "progression": {"scheme": "double"}}
            ]},
            {"name": "Deadlift", "order_in_plan": 2, "day_of_week": 2, "exercises": [
                {"exercise": "barbell-deadlift", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180, "progression": {"scheme": "percentage_wave", "cycle_increase_kg": 5}},
                {"exercise": "leg-curl", "order_in_workout": 2, "target_sets": 3, "target_reps": "10-15",
                 "on_success_weight_increase_kg": 1, "progression": {"scheme": "double"}},
                {"exercise": "hanging-leg-raise", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15",
                 "progression": {"scheme": "double"}}
            ]},
            {"name": "Bench press", "order_in_plan": 3, "day_of_week": 4, "exercises": [
                {"exercise": "barbell-bench-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180, "progression": {"scheme": "percentage_wave", "cycle_increase_kg": 2.5}},
                {"exercise": "chin-up", "order_in_workout": 2, "target_sets": 4, "target_reps": "5-10",
                 "progression": {"scheme": "double"}},
                {"exercise": "face-pull", "order_in_workout": 3, "target_sets": 3, "target_reps": "12-20",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}}
            ]},
            {"name": "Squat", "order_in_plan": 4, "day_of_week": 5, "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180, "progression": {"scheme": "percentage_wave", "cycle_increase_kg": 5}},
                {"exercise": "romanian-deadlift", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-10",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "plank", "order_in_workout": 3, "target_sets": 3, "target_reps": "45s", "progression": {"scheme": "none"}}
            ]}
        ]
    }
}$json$);
