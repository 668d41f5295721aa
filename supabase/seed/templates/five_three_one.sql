-- 5/3/1: four weeks that wave around a training max, one main lift a day.
select private.seed_template($json${
    "slug": "five-three-one",
    "name": "5/3/1",
    "description": "One main lift a day, in percent of a training max (90 % of your one-rep max): fives, threes, 5/3/1, then a light week. A plus asks for all the reps you can. After four weeks the training max goes up.",
    "goal_type": "improve_strength", "plan_type": "upper_lower", "days_per_week": 4, "difficulty": "intermediate",
    "plan": {
        "name": "5/3/1", "goal_type": "improve_strength", "plan_type": "upper_lower", "days_per_week": 4, "total_weeks": 4,
        "days": [
            {"name": "Overhead press, week 1", "order_in_plan": 1, "week_number": 1, "day_of_week": 1, "exercises": [
                {"exercise": "overhead-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [65, 75, 85], "cycle_increase_kg": 2.5},
                 "notes": "65, 75, 85 % of the training max."},
                {"exercise": "dumbbell-row", "order_in_workout": 2, "target_sets": 4, "target_reps": "8-12",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "dip", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15", "progression": {"scheme": "double"}}
            ]},
            {"name": "Deadlift, week 1", "order_in_plan": 2, "week_number": 1, "day_of_week": 2, "exercises": [
                {"exercise": "barbell-deadlift", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [65, 75, 85], "cycle_increase_kg": 5},
                 "notes": "65, 75, 85 % of the training max."},
                {"exercise": "leg-curl", "order_in_workout": 2, "target_sets": 3, "target_reps": "10-15",
                 "on_success_weight_increase_kg": 1, "progression": {"scheme": "double"}},
                {"exercise": "hanging-leg-raise", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15",
                 "progression": {"scheme": "double"}}
            ]},
            {"name": "Bench press, week 1", "order_in_plan": 3, "week_number": 1, "day_of_week": 4, "exercises": [
                {"exercise": "barbell-bench-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [65, 75, 85], "cycle_increase_kg": 2.5},
                 "notes": "65, 75, 85 % of the training max."},
                {"exercise": "chin-up", "order_in_workout": 2, "target_sets": 4, "target_reps": "5-10",
                 "progression": {"scheme": "double"}},
                {"exercise": "face-pull", "order_in_workout": 3, "target_sets": 3, "target_reps": "12-20",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}}
            ]},
            {"name": "Squat, week 1", "order_in_plan": 4, "week_number": 1, "day_of_week": 5, "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [65, 75, 85], "cycle_increase_kg": 5},
                 "notes": "65, 75, 85 % of the training max."},
                {"exercise": "romanian-deadlift", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-10",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "plank", "order_in_workout": 3, "target_sets": 3, "target_reps": "45s", "progression": {"scheme": "none"}}
            ]},
            {"name": "Overhead press, week 2", "order_in_plan": 5, "week_number": 2, "day_of_week": 1, "exercises": [
                {"exercise": "overhead-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "3,3,3+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [70, 80, 90], "cycle_increase_kg": 2.5},
                 "notes": "70, 80, 90 % of the training max."},
                {"exercise": "dumbbell-row", "order_in_workout": 2, "target_sets": 4, "target_reps": "8-12",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "dip", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15", "progression": {"scheme": "double"}}
            ]},
            {"name": "Deadlift, week 2", "order_in_plan": 6, "week_number": 2, "day_of_week": 2, "exercises": [
                {"exercise": "barbell-deadlift", "order_in_workout": 1, "target_sets": 3, "target_reps": "3,3,3+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [70, 80, 90], "cycle_increase_kg": 5},
                 "notes": "70, 80, 90 % of the training max."},
                {"exercise": "leg-curl", "order_in_workout": 2, "target_sets": 3, "target_reps": "10-15",
                 "on_success_weight_increase_kg": 1, "progression": {"scheme": "double"}},
                {"exercise": "hanging-leg-raise", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15",
                 "progression": {"scheme": "double"}}
            ]},
            {"name": "Bench press, week 2", "order_in_plan": 7, "week_number": 2, "day_of_week": 4, "exercises": [
                {"exercise": "barbell-bench-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "3,3,3+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [70, 80, 90], "cycle_increase_kg": 2.5},
                 "notes": "70, 80, 90 % of the training max."},
                {"exercise": "chin-up", "order_in_workout": 2, "target_sets": 4, "target_reps": "5-10",
                 "progression": {"scheme": "double"}},
                {"exercise": "face-pull", "order_in_workout": 3, "target_sets": 3, "target_reps": "12-20",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}}
            ]},
            {"name": "Squat, week 2", "order_in_plan": 8, "week_number": 2, "day_of_week": 5, "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 3, "target_reps": "3,3,3+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [70, 80, 90], "cycle_increase_kg": 5},
                 "notes": "70, 80, 90 % of the training max."},
                {"exercise": "romanian-deadlift", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-10",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "plank", "order_in_workout": 3, "target_sets": 3, "target_reps": "45s", "progression": {"scheme": "none"}}
            ]},
            {"name": "Overhead press, week 3", "order_in_plan": 9, "week_number": 3, "day_of_week": 1, "exercises": [
                {"exercise": "overhead-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,3,1+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [75, 85, 95], "cycle_increase_kg": 2.5},
                 "notes": "75, 85, 95 % of the training max."},
                {"exercise": "dumbbell-row", "order_in_workout": 2, "target_sets": 4, "target_reps": "8-12",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "dip", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15", "progression": {"scheme": "double"}}
            ]},
            {"name": "Deadlift, week 3", "order_in_plan": 10, "week_number": 3, "day_of_week": 2, "exercises": [
                {"exercise": "barbell-deadlift", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,3,1+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [75, 85, 95], "cycle_increase_kg": 5},
                 "notes": "75, 85, 95 % of the training max."},
                {"exercise": "leg-curl", "order_in_workout": 2, "target_sets": 3, "target_reps": "10-15",
                 "on_success_weight_increase_kg": 1, "progression": {"scheme": "double"}},
                {"exercise": "hanging-leg-raise", "order_in_workout": 3, "target_sets": 3, "target_reps": "8-15",
                 "progression": {"scheme": "double"}}
            ]},
            {"name": "Bench press, week 3", "order_in_plan": 11, "week_number": 3, "day_of_week": 4, "exercises": [
                {"exercise": "barbell-bench-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,3,1+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [75, 85, 95], "cycle_increase_kg": 2.5},
                 "notes": "75, 85, 95 % of the training max."},
                {"exercise": "chin-up", "order_in_workout": 2, "target_sets": 4, "target_reps": "5-10",
                 "progression": {"scheme": "double"}},
                {"exercise": "face-pull", "order_in_workout": 3, "target_sets": 3, "target_reps": "12-20",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}}
            ]},
            {"name": "Squat, week 3", "order_in_plan": 12, "week_number": 3, "day_of_week": 5, "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,3,1+",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [75, 85, 95], "cycle_increase_kg": 5},
                 "notes": "75, 85, 95 % of the training max."},
                {"exercise": "romanian-deadlift", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-10",
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}},
                {"exercise": "plank", "order_in_workout": 3, "target_sets": 3, "target_reps": "45s", "progression": {"scheme": "none"}}
            ]},
            {"name": "Overhead press, week 4", "order_in_plan": 13, "week_number": 4, "day_of_week": 1, "exercises": [
                {"exercise": "overhead-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [40, 50, 60], "cycle_increase_kg": 2.5},
                 "notes": "40, 50, 60 % of the training max."}
            ]},
            {"name": "Deadlift, week 4", "order_in_plan": 14, "week_number": 4, "day_of_week": 2, "exercises": [
                {"exercise": "barbell-deadlift", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [40, 50, 60], "cycle_increase_kg": 5},
                 "notes": "40, 50, 60 % of the training max."}
            ]},
            {"name": "Bench press, week 4", "order_in_plan": 15, "week_number": 4, "day_of_week": 4, "exercises": [
                {"exercise": "barbell-bench-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [40, 50, 60], "cycle_increase_kg": 2.5},
                 "notes": "40, 50, 60 % of the training max."}
            ]},
            {"name": "Squat, week 4", "order_in_plan": 16, "week_number": 4, "day_of_week": 5, "exercises": [
                {"exercise": "barbell-back-squat", "order_in_workout": 1, "target_sets": 3, "target_reps": "5,5,5",
                 "target_rest_seconds": 180,
                 "progression": {"scheme": "percentage_wave", "training_max_percent": 90, "percents": [40, 50, 60], "cycle_increase_kg": 5},
                 "notes": "40, 50, 60 % of the training max."}
            ]}
        ]
    }
}$json$);
