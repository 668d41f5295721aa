-- Standing still on less and less ground.
select private.seed_exercises($json${
    "movement_pattern": "isolation", "mechanic": "isolation", "exercise_type": "balance", "tracking_type": "duration",
    "equipment": [], "difficulty": "beginner"
}$json$, $json$[
    {"slug": "single-leg-balance", "name": "Single-Leg Balance", "aliases": ["one leg stand"], "primary_muscle_group": "calves", "is_unilateral": true,
     "secondary_muscle_groups": ["glutes", "abductors"],
     "instructions": ["Stand on one foot with a soft knee.", "Hold still; close the eyes to make it harder."]},
    {"slug": "semi-tandem-stand", "name": "Semi-Tandem Stand", "aliases": ["semi tandem stance"], "primary_muscle_group": "abductors", "is_unilateral": true,
     "secondary_muscle_groups": ["calves"],
     "instructions": ["Set one heel beside the big toe of the other foot.", "Stand tall, near something to hold.", "Hold and change feet."]},
    {"slug": "tandem-stand", "name": "Tandem Stand", "aliases": ["tandem stance", "heel to toe stand"], "primary_muscle_group": "abductors", "is_unilateral": true,
     "secondary_muscle_groups": ["calves"],
     "instructions": ["Set one foot right in front of the other, heel to toe.", "Stand tall, near something to hold.", "Hold and change feet."]},
    {"slug": "heel-to-toe-walk", "name": "Heel-to-Toe Walk", "aliases": ["tandem walk", "tightrope walk"], "primary_muscle_group": "abductors",
     "secondary_muscle_groups": ["calves"],
     "instructions": ["Walk in a line, each heel touching the toes behind it.", "Look ahead and stay near a wall.", "Turn and walk back."]}
]$json$);
