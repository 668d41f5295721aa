-- Couch to 5K: nine weeks from the first minute of running to half an hour without a break, three runs a week, as the British health
-- service (NHS) publishes it. Josh Clark wrote the first version in 1996. Each block of running is a line; its rest is the walk after it.
select private.seed_template($json${
    "slug": "couch-to-5k",
    "name": "Couch to 5K",
    "description": "From the sofa to half an hour of running in nine weeks, three runs a week, in the manner of the NHS plan. Each run begins and ends with five minutes of brisk walking; in between you run and walk in turn, and each week the runs grow longer. Run slowly enough to talk, with a day between runs. Repeat a week until all three of its runs went well before you go on. From 60 years, with a body mass index of 30 or more, or after a year without exercise begin with four weeks of walks, from 10 minutes up to 30, and give each week twice the time. Ask a doctor first if you have heart trouble, chest pain or are pregnant; stop for pain that changes your stride. Two days of strength work and walks up to 150 minutes a week go well with it. After the nine weeks: three runs of half an hour, then one of them longer by up to a tenth a week.",
    "goal_type": "endurance", "plan_type": "cardio", "days_per_week": 3, "difficulty": "beginner",
    "plan": {
        "name": "Couch to 5K", "goal_type": "endurance", "plan_type": "cardio", "days_per_week": 3, "total_weeks": 9,
        "days": [
            {"name": "Week 1, run 1", "order_in_plan": 1, "week_number": 1, "day_of_week": 1, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 8, "target_reps": "60s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "notes": "8 × 1 min of easy running, each followed by 90 s of walking."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 1, run 2", "order_in_plan": 2, "week_number": 1, "day_of_week": 3, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 8, "target_reps": "60s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "notes": "8 × 1 min of easy running, each followed by 90 s of walking."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 1, run 3", "order_in_plan": 3, "week_number": 1, "day_of_week": 5, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 8, "target_reps": "60s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "notes": "8 × 1 min of easy running, each followed by 90 s of walking."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 2, run 1", "order_in_plan": 1, "week_number": 2, "day_of_week": 1, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 6, "target_reps": "90s",
                 "target_rest_seconds": 120, "progression": {"scheme": "none"},
                 "notes": "6 × 90 s of easy running, each followed by 2 min of walking."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 2, run 2", "order_in_plan": 2, "week_number": 2, "day_of_week": 3, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 6, "target_reps": "90s",
                 "target_rest_seconds": 120, "progression": {"scheme": "none"},
                 "notes": "6 × 90 s of easy running, each followed by 2 min of walking."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 2, run 3", "order_in_plan": 3, "week_number": 2, "day_of_week": 5, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 6, "target_reps": "90s",
                 "target_rest_seconds": 120, "progression": {"scheme": "none"},
                 "notes": "6 × 90 s of easy running, each followed by 2 min of walking."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 3, run 1", "order_in_plan": 1, "week_number": 3, "day_of_week": 1, "estimated_minutes": 25, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "90s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 90 s, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 3 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "90s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 90 s, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 5, "target_sets": 1, "target_reps": "180s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 4, "notes": "Run 3 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 3, run 2", "order_in_plan": 2, "week_number": 3, "day_of_week": 3, "estimated_minutes": 25, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "90s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 90 s, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 3 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "90s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 90 s, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 5, "target_sets": 1, "target_reps": "180s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 4, "notes": "Run 3 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 3, run 3", "order_in_plan": 3, "week_number": 3, "day_of_week": 5, "estimated_minutes": 25, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "90s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 90 s, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 3 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "90s", "target_rest_seconds": 90,
                 "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 90 s, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 5, "target_sets": 1, "target_reps": "180s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 4, "notes": "Run 3 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 4, run 1", "order_in_plan": 1, "week_number": 4, "day_of_week": 1, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 90, "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 3 min, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 150, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 5 min, then walk 150 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 90, "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 3 min, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 5, "target_sets": 1, "target_reps": "300s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 4, "notes": "Run 5 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 4, run 2", "order_in_plan": 2, "week_number": 4, "day_of_week": 3, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 90, "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 3 min, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 150, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 5 min, then walk 150 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 90, "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 3 min, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 5, "target_sets": 1, "target_reps": "300s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 4, "notes": "Run 5 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 4, run 3", "order_in_plan": 3, "week_number": 4, "day_of_week": 5, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 90, "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 3 min, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 150, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 5 min, then walk 150 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "180s",
                 "target_rest_seconds": 90, "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 3 min, then walk 90 s."},
                {"exercise": "run-walk-intervals", "order_in_workout": 5, "target_sets": 1, "target_reps": "300s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 4, "notes": "Run 5 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 6, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 5, run 1", "order_in_plan": 1, "week_number": 5, "day_of_week": 1, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 5 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 5 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "300s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 5 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 5, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 5, run 2", "order_in_plan": 2, "week_number": 5, "day_of_week": 3, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "480s",
                 "target_rest_seconds": 300, "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 8 min, then walk 5 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "480s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 8 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 4, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 5, run 3", "order_in_plan": 3, "week_number": 5, "day_of_week": 5, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1200s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "20 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 6, run 1", "order_in_plan": 1, "week_number": 6, "day_of_week": 1, "estimated_minutes": 30, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 5 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "480s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 8 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 4, "target_sets": 1, "target_reps": "300s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 3, "notes": "Run 5 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 5, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 6, run 2", "order_in_plan": 2, "week_number": 6, "day_of_week": 3, "estimated_minutes": 35, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "run-walk-intervals", "order_in_workout": 2, "target_sets": 1, "target_reps": "600s",
                 "target_rest_seconds": 180, "progression": {"scheme": "none"}, "target_group": 1, "notes": "Run 10 min, then walk 3 min."},
                {"exercise": "run-walk-intervals", "order_in_workout": 3, "target_sets": 1, "target_reps": "600s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "target_group": 2, "notes": "Run 10 min easily, then the walk home."},
                {"exercise": "brisk-walk", "order_in_workout": 4, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 6, run 3", "order_in_plan": 3, "week_number": 6, "day_of_week": 5, "estimated_minutes": 35, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1500s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "25 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 7, run 1", "order_in_plan": 1, "week_number": 7, "day_of_week": 1, "estimated_minutes": 35, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1500s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "25 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 7, run 2", "order_in_plan": 2, "week_number": 7, "day_of_week": 3, "estimated_minutes": 35, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1500s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "25 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 7, run 3", "order_in_plan": 3, "week_number": 7, "day_of_week": 5, "estimated_minutes": 35, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1500s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "25 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 8, run 1", "order_in_plan": 1, "week_number": 8, "day_of_week": 1, "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1680s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "28 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 8, run 2", "order_in_plan": 2, "week_number": 8, "day_of_week": 3, "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1680s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "28 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 8, run 3", "order_in_plan": 3, "week_number": 8, "day_of_week": 5, "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1680s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "28 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 9, run 1", "order_in_plan": 1, "week_number": 9, "day_of_week": 1, "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1800s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "30 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 9, run 2", "order_in_plan": 2, "week_number": 9, "day_of_week": 3, "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1800s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "30 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]},
            {"name": "Week 9, run 3", "order_in_plan": 3, "week_number": 9, "day_of_week": 5, "estimated_minutes": 40, "exercises": [
                {"exercise": "brisk-walk", "order_in_workout": 1, "section": "warmup", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}},
                {"exercise": "outdoor-run", "order_in_workout": 2, "target_sets": 1, "target_reps": "1800s", "target_rest_seconds": 0,
                 "progression": {"scheme": "none"}, "notes": "30 min of running at a pace at which you could talk."},
                {"exercise": "brisk-walk", "order_in_workout": 3, "section": "cooldown", "target_sets": 1, "target_reps": "300s",
                 "target_rest_seconds": 0, "progression": {"scheme": "none"}}
            ]}
        ]
    }
}$json$);
