-- Two 40-minute sessions a week: the minimum to maintain strength and muscle. A third of the usual sets keeps them for months (Bickel 2011;
-- Spiering 2021, 10.1519/JSC.0000000000003964); lifts in pairs halve the time (Iversen 2021, 10.1007/s40279-021-01490-1).
select private.seed_template($json${
    "slug": "minimal-2",
    "name": "Two days, the essentials",
    "description": "Two full-body sessions of about forty minutes, for busy weeks: squat, hinge, push and pull in both, the rest left out on purpose. Pairs are done in turn, to save time. A third of the usual work keeps what you have, as studies of months show. Eight weeks, the last one light. After them go on as you are, or to three days.",
    "goal_type": "maintain", "plan_type": "full_body", "days_per_week": 2, "difficulty": "beginner",
    "plan": {
        "name": "Two days, the essentials", "goal_type": "maintain", "plan_type": "full_body",
        "days_per_week": 2, "total_weeks": 8, "deload_every_weeks": 8,
        "days": [
            {"name": "Essentials A", "order_in_plan": 1, "day_of_week": 1, "focus": ["full_body"], "estimated_minutes": 35, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "goblet-squat", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-12", "target_rest_seconds": 90,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2, "alternatives": ["leg-press"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "dumbbell-romanian-deadlift", "order_in_workout": 3, "target_sets": 2, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["dumbbell-deadlift"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "dumbbell-bench-press", "order_in_workout": 4, "target_sets": 3, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "superset_group": 1, "alternatives": ["machine-chest-press", "dumbbell-floor-press"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "dumbbell-row", "order_in_workout": 5, "target_sets": 3, "target_reps": "8-12", "target_rest_seconds": 75,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2, "superset_group": 1,
                 "alternatives": ["seated-cable-row"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "plank", "order_in_workout": 6, "target_sets": 2, "target_reps": "45s", "target_rest_seconds": 60,
                 "progression": [{"axis": "reps", "step": 5, "ceiling": 60}]},
                {"exercise": "chest-stretch", "order_in_workout": 7, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Essentials B", "order_in_plan": 2, "day_of_week": 4, "focus": ["full_body"], "estimated_minutes": 45, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "dumbbell-romanian-deadlift", "order_in_workout": 2, "target_sets": 3, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["romanian-deadlift"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "dumbbell-reverse-lunge", "order_in_workout": 3, "target_sets": 2, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["reverse-lunge"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "incline-dumbbell-bench-press", "order_in_workout": 4, "target_sets": 3, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "superset_group": 1, "alternatives": ["machine-chest-press"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "lat-pulldown", "order_in_workout": 5, "target_sets": 3, "target_reps": "8-12", "target_rest_seconds": 90,
                 "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2, "superset_group": 1,
                 "alternatives": ["inverted-row", "assisted-pull-up"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "dumbbell-shoulder-press", "order_in_workout": 6, "target_sets": 2, "target_reps": "8-12",
                 "target_rest_seconds": 90, "on_success_weight_increase_kg": 2.5, "progression": {"scheme": "double"}, "target_rir": 2,
                 "alternatives": ["overhead-press"],
                 "notes": "First time: warm up with lighter sets, then find a load that leaves 2 reps in reserve."},
                {"exercise": "side-plank", "order_in_workout": 7, "target_sets": 2, "target_reps": "30s", "target_rest_seconds": 60,
                 "progression": [{"axis": "reps", "step": 5, "ceiling": 60}]},
                {"exercise": "hamstring-stretch", "order_in_workout": 8, "section": "cooldown", "target_sets": 1, "target_reps": "30s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]}
        ]
    }
}$json$);
