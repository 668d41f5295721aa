-- Loaded carries.
select private.seed_exercises($json${
    "movement_pattern": "carry", "mechanic": "compound", "primary_muscle_group": "forearms",
    "tracking_type": "duration", "met": 6.0
}$json$, $json$[
    {"slug": "farmers-carry", "name": "Farmer's Carry", "aliases": ["farmers walk", "farmer carry", "loaded carry"],
     "secondary_muscle_groups": ["traps", "abs", "glutes"], "equipment": ["dumbbell"], "difficulty": "beginner", "spinal_load": 2,
     "instructions": ["Pick up a heavy dumbbell in either hand.", "Walk tall with short, quick steps.", "Set them down before the back rounds."]},
    {"slug": "suitcase-carry", "name": "Suitcase Carry", "aliases": ["one sided carry"], "primary_muscle_group": "obliques", "is_unilateral": true,
     "secondary_muscle_groups": ["forearms", "traps", "abs"], "equipment": ["dumbbell"], "difficulty": "beginner", "spinal_load": 2,
     "instructions": ["Carry one heavy dumbbell at your side.", "Walk without leaning.", "Change sides."]},
    {"slug": "overhead-carry", "name": "Overhead Carry", "aliases": ["waiter walk"], "primary_muscle_group": "front_delts",
     "secondary_muscle_groups": ["traps", "triceps", "abs"], "equipment": ["dumbbell"], "difficulty": "intermediate", "is_overhead": true, "spinal_load": 2,
     "instructions": ["Press the dumbbells overhead and lock the arms.", "Walk with the ribs down.", "Lower them to the shoulders to end."]},
    {"slug": "kettlebell-rack-carry", "name": "Kettlebell Rack Carry", "aliases": ["front rack carry"], "primary_muscle_group": "abs",
     "secondary_muscle_groups": ["upper_back", "obliques", "forearms"], "equipment": ["kettlebell"], "difficulty": "intermediate", "spinal_load": 2,
     "instructions": ["Rack a kettlebell at the shoulder.", "Walk tall and breathe behind the brace.", "Change sides if you carry one."]},
    {"slug": "trap-bar-carry", "name": "Trap Bar Carry", "aliases": ["hex bar walk"],
     "secondary_muscle_groups": ["traps", "glutes", "abs"], "equipment": ["trap-bar"], "difficulty": "intermediate", "spinal_load": 2,
     "instructions": ["Stand up with the loaded frame.", "Walk with short steps.", "Set it down with a flat back."]},
    {"slug": "sandbag-carry", "name": "Sandbag Carry", "aliases": ["bear hug carry"], "primary_muscle_group": "full_body",
     "secondary_muscle_groups": ["upper_back", "abs", "glutes", "biceps"], "equipment": ["sandbag"], "difficulty": "intermediate", "spinal_load": 2,
     "instructions": ["Hug the bag to the chest.", "Walk without leaning back.", "Lower it between the feet."]},
    {"slug": "sled-push", "name": "Sled Push", "aliases": ["prowler push"], "primary_muscle_group": "quads", "tracking_type": "distance_duration", "movement_pattern": "locomotion",
     "secondary_muscle_groups": ["glutes", "calves", "hamstrings"], "equipment": ["sled"], "difficulty": "intermediate", "spinal_load": 1,
     "instructions": ["Lean into the handles with straight arms.", "Drive with long, strong steps.", "Log the distance and the time."]},
    {"slug": "dead-hang", "name": "Dead Hang", "aliases": ["bar hang"], "mechanic": "isolation", "met": 3.5,
     "secondary_muscle_groups": ["lats", "traps"], "equipment": ["pull-up-bar"], "difficulty": "beginner",
     "instructions": ["Hang from a bar with straight arms.", "Keep the shoulders lightly pulled down.", "Breathe and hold."]},
    {"slug": "kettlebell-carry", "name": "Kettlebell Carry", "aliases": ["kb carry"],
     "secondary_muscle_groups": ["obliques", "traps", "abs"], "equipment": ["kettlebell"], "difficulty": "beginner", "spinal_load": 2,
     "instructions": ["Carry a heavy kettlebell at one side.", "Walk tall without leaning.", "Change hands halfway."]}
]$json$);
