-- A hernia bears no held breath: no maxes, heavy squats and deadlifts, sit-ups. A parted abdominal wall: nothing that
-- makes it dome.
select private.seed_contraindications('abdomen', $json$[
    {"strain": "a held breath", "conditions": ["hernia", "pain"], "severity": "avoid", "every": "heavy_spine"},
    {"strain": "a held breath", "conditions": ["hernia", "pain"], "severity": "avoid",
     "exercises": [
         "weighted-pull-up", "weighted-dip", "muscle-up", "push-press", "turkish-get-up", "sandbag-carry", "trap-bar-carry", "farmers-carry",
         "sled-push", "kettlebell-swing", "single-arm-kettlebell-swing", "kettlebell-clean", "kettlebell-clean-and-press",
         "medicine-ball-slam", "dumbbell-deadlift", "kettlebell-deadlift", "smith-machine-squat", "kettlebell-front-squat"
     ]},
    {"strain": "a held breath", "conditions": ["hernia", "pain"], "severity": "caution",
     "exercises": [
         "farmers-carry", "suitcase-carry", "overhead-carry", "kettlebell-rack-carry", "trap-bar-carry", "sandbag-carry", "kettlebell-carry",
         "leg-press", "hack-squat", "barbell-lunge", "overhead-press", "seated-barbell-press", "barbell-bench-press",
         "incline-barbell-bench-press", "decline-barbell-bench-press", "paused-bench-press", "smith-machine-bench-press",
         "close-grip-bench-press", "dip", "pull-up", "chin-up", "neutral-grip-pull-up", "barbell-shrug", "battle-rope-waves", "hip-thrust"
     ]},
    {"strain": "the abdominal wall pressed out", "conditions": ["hernia", "pain"], "severity": "avoid",
     "exercises": [
         "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up", "exercise-ball-crunch", "cable-crunch", "leg-raise",
         "reverse-crunch", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar", "russian-twist", "medicine-ball-twist",
         "landmine-rotation", "ab-wheel-rollout", "hollow-hold"
     ]},
    {"strain": "the abdominal wall pressed out", "conditions": ["hernia", "pain"], "severity": "caution",
     "exercises": [
         "plank", "side-plank", "copenhagen-plank", "mountain-climber", "superman", "back-extension", "cable-woodchop", "bear-crawl",
         "renegade-row", "nordic-curl"
     ]},
    {"strain": "jolts", "conditions": ["hernia", "pain", "pelvic_floor"], "severity": "avoid", "every": "has_impact"},
    {"strain": "doming", "conditions": ["pelvic_floor"], "severity": "avoid",
     "exercises": [
         "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up", "exercise-ball-crunch", "cable-crunch", "leg-raise",
         "reverse-crunch", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar", "russian-twist", "medicine-ball-twist",
         "landmine-rotation", "plank", "hollow-hold", "ab-wheel-rollout", "mountain-climber", "bear-crawl", "renegade-row",
         "copenhagen-plank"
     ]},
    {"strain": "doming", "conditions": ["pelvic_floor"], "severity": "avoid", "every": "heavy_spine"},
    {"strain": "doming", "conditions": ["pelvic_floor"], "severity": "caution",
     "exercises": [
         "push-up", "side-plank", "short-lever-plank", "pull-up", "chin-up", "cable-woodchop"
     ]}
]$json$);
