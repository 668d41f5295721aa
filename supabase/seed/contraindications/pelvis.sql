-- Pelvic floor: no jumps, runs, rope, crunches, lowered legs or held breath. Pelvic girdle: even stance, no load on one
-- leg.
select private.seed_contraindications('pelvis', $json$[
    {"strain": "jolts", "conditions": ["pelvic_floor", "sacroiliac", "pain"], "severity": "avoid", "every": "has_impact"},
    {"strain": "pressed down", "conditions": ["pelvic_floor"], "severity": "avoid", "every": "heavy_spine"},
    {"strain": "pressed down", "conditions": ["pain"], "severity": "caution", "every": "heavy_spine"},
    {"strain": "pressed down", "conditions": ["pelvic_floor"], "severity": "avoid",
     "exercises": [
         "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up", "exercise-ball-crunch", "cable-crunch", "leg-raise",
         "reverse-crunch", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar", "russian-twist", "medicine-ball-twist",
         "landmine-rotation", "plank", "hollow-hold", "ab-wheel-rollout", "mountain-climber", "bear-crawl", "renegade-row",
         "copenhagen-plank", "kettlebell-swing", "single-arm-kettlebell-swing", "kettlebell-clean", "kettlebell-clean-and-press",
         "medicine-ball-slam", "weighted-pull-up", "weighted-dip", "muscle-up", "turkish-get-up", "push-press", "sandbag-carry",
         "decline-push-up", "archer-push-up"
     ]},
    {"strain": "pressed down", "conditions": ["pelvic_floor"], "severity": "caution",
     "exercises": [
         "push-up", "side-plank", "short-lever-plank", "farmers-carry", "suitcase-carry", "overhead-carry", "kettlebell-rack-carry",
         "trap-bar-carry", "sandbag-carry", "kettlebell-carry", "overhead-press", "seated-barbell-press", "sled-push", "battle-rope-waves",
         "pull-up", "chin-up", "neutral-grip-pull-up", "dip", "leg-press", "hack-squat", "cable-woodchop", "barbell-lunge", "superman",
         "barbell-bench-press"
     ]},
    {"strain": "pressed down", "conditions": ["pain"], "severity": "caution",
     "exercises": [
         "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up", "exercise-ball-crunch", "cable-crunch", "leg-raise",
         "reverse-crunch", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar"
     ]},
    {"strain": "on one leg", "conditions": ["sacroiliac", "pain"], "severity": "avoid",
     "exercises": [
         "lunge", "reverse-lunge", "dumbbell-lunge", "dumbbell-reverse-lunge", "barbell-lunge", "walking-lunge", "lateral-lunge",
         "curtsy-lunge", "bulgarian-split-squat", "jumping-lunge", "step-up", "dumbbell-step-up", "dumbbell-step-down", "split-squat",
         "single-leg-romanian-deadlift", "single-leg-hip-thrust", "single-leg-glute-bridge", "pistol-squat", "cossack-squat",
         "sumo-deadlift", "deep-squat-hold", "pigeon-stretch", "copenhagen-plank", "hip-adduction", "suitcase-carry", "kettlebell-carry",
         "sled-push", "kettlebell-swing", "single-arm-kettlebell-swing", "russian-twist", "medicine-ball-twist", "landmine-rotation",
         "worlds-greatest-stretch", "leg-swing", "turkish-get-up", "mountain-climber", "renegade-row", "stair-climber", "bear-crawl",
         "kettlebell-clean", "kettlebell-clean-and-press", "single-leg-calf-raise", "single-leg-balance"
     ]},
    {"strain": "on one leg", "conditions": ["sacroiliac", "pain"], "severity": "caution",
     "exercises": [
         "sit-up", "decline-sit-up", "glute-bridge-march", "hip-flexor-stretch", "figure-four-stretch", "butterfly-stretch", "hip-circle",
         "quad-stretch", "side-plank", "march-in-place", "elliptical-trainer", "elliptical-intervals", "leg-press", "barbell-back-squat",
         "low-bar-squat", "front-squat", "pause-squat", "zercher-squat", "barbell-deadlift", "deficit-deadlift", "good-morning",
         "stiff-leg-deadlift", "barbell-row", "pendlay-row", "t-bar-row", "bent-over-dumbbell-row", "leg-raise", "v-up", "overhead-squat",
         "thruster", "cable-woodchop", "rowing-machine", "rowing-intervals"
     ]}
]$json$);
