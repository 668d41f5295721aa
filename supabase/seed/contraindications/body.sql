-- ACOG 804, 10.1097/AOG.0000000000003772; NSCA 2019, 10.1519/JSC.0000000000003230; AAP 2020, 10.1542/peds.2020-1011;
-- osteoporosis 10.1136/bjsports-2021-104634.
select private.seed_contraindications('body', $json$[
    {"strain": "no lift to be learnt", "conditions": ["older_adult", "child", "pregnancy", "late_pregnancy", "obesity", "osteoporosis", "hypermobility", "pain"], "severity": "avoid", "every": "is_skill"},
    {"strain": "jolts", "conditions": ["older_adult", "late_pregnancy", "obesity", "pain"], "severity": "avoid", "every": "has_impact"},
    {"strain": "jolts", "conditions": ["pregnancy", "osteoporosis", "hypermobility", "high_blood_pressure"], "severity": "caution", "every": "has_impact"},
    {"strain": "the heaviest load on the back", "conditions": ["pain"], "severity": "avoid", "every": "heavy_spine"},
    {"strain": "the heaviest load on the back", "conditions": ["older_adult", "child", "pregnancy", "late_pregnancy", "high_blood_pressure", "osteoporosis", "obesity"], "severity": "caution", "every": "heavy_spine"},
    {"strain": "too much for an old joint or balance", "conditions": ["older_adult"], "severity": "avoid",
     "exercises": [
         "good-morning", "deficit-deadlift", "stiff-leg-deadlift", "zercher-squat", "overhead-squat", "pause-squat", "thruster",
         "pendlay-row", "renegade-row", "ab-wheel-rollout", "copenhagen-plank", "hanging-leg-raise", "v-up", "bench-dip", "weighted-dip",
         "weighted-pull-up", "towel-pull-up", "ring-push-up", "pike-push-up", "barbell-lunge", "curtsy-lunge", "single-arm-kettlebell-swing",
         "medicine-ball-slam", "medicine-ball-twist", "russian-twist", "landmine-rotation", "mountain-climber", "bear-crawl", "upright-row",
         "sandbag-carry", "hollow-hold", "decline-sit-up"
     ]},
    {"strain": "too much for an old joint or balance", "conditions": ["older_adult"], "severity": "caution",
     "exercises": [
         "dip", "negative-dip", "pull-up", "chin-up", "neutral-grip-pull-up", "negative-pull-up", "dead-hang", "decline-push-up",
         "diamond-push-up", "kettlebell-swing", "cossack-squat", "walking-lunge", "bulgarian-split-squat", "dumbbell-step-up",
         "dumbbell-step-down", "single-leg-romanian-deadlift", "sit-up", "exercise-ball-crunch", "hanging-knee-raise", "battle-rope-waves",
         "sled-push", "skull-crusher", "deep-squat-hold", "inchworm", "downward-dog", "pigeon-stretch", "dumbbell-thruster",
         "assisted-nordic-curl", "hack-squat", "shadow-boxing", "turkish-get-up", "swimming"
     ]},
    {"strain": "no near-maximal or skilled barbell lift", "conditions": ["child"], "severity": "avoid",
     "exercises": [
         "deficit-deadlift", "good-morning", "rack-pull", "low-bar-squat", "zercher-squat", "pause-squat", "thruster", "weighted-pull-up",
         "weighted-dip", "pendlay-row", "paused-bench-press", "stiff-leg-deadlift", "barbell-shrug"
     ]},
    {"strain": "no near-maximal or skilled barbell lift", "conditions": ["child"], "severity": "caution",
     "exercises": [
         "close-grip-bench-press", "barbell-bench-press", "incline-barbell-bench-press", "decline-barbell-bench-press", "overhead-press",
         "seated-barbell-press", "skull-crusher", "hip-thrust", "barbell-lunge", "leg-press", "hack-squat", "sled-push", "sandbag-carry",
         "trap-bar-carry", "assisted-nordic-curl", "copenhagen-plank", "ab-wheel-rollout", "upright-row"
     ]},
    {"strain": "a fall, a held breath", "conditions": ["pregnancy", "late_pregnancy"], "severity": "avoid",
     "exercises": [
         "box-jump", "jump-squat", "jumping-lunge", "shuttle-run", "burpee", "outdoor-cycling", "towel-pull-up", "exercise-ball-crunch",
         "v-up"
     ]},
    {"strain": "a fall, a held breath", "conditions": ["pregnancy"], "severity": "caution",
     "exercises": [
         "downward-dog", "handstand-push-up", "wall-handstand-hold", "pike-push-up", "decline-push-up", "decline-sit-up",
         "decline-barbell-bench-press", "inchworm", "weighted-pull-up", "weighted-dip", "sit-up", "hollow-hold", "ab-wheel-rollout",
         "hanging-leg-raise", "copenhagen-plank", "medicine-ball-slam", "sled-push", "step-up", "dumbbell-step-up", "dumbbell-step-down",
         "single-leg-romanian-deadlift", "bulgarian-split-squat", "walking-lunge", "cossack-squat", "exercise-ball-leg-curl",
         "battle-rope-waves", "thruster", "kettlebell-swing", "single-arm-kettlebell-swing", "leg-press", "rowing-intervals"
     ]},
    {"strain": "flat on the back", "conditions": ["late_pregnancy"], "severity": "avoid",
     "exercises": [
         "barbell-bench-press", "decline-barbell-bench-press", "close-grip-bench-press", "paused-bench-press", "dumbbell-bench-press",
         "dumbbell-floor-press", "kettlebell-floor-press", "smith-machine-bench-press", "dumbbell-fly", "skull-crusher",
         "dumbbell-skull-crusher", "dumbbell-pullover", "glute-bridge", "single-leg-glute-bridge", "glute-bridge-march",
         "single-leg-hip-thrust", "dead-bug", "heel-slide", "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up",
         "exercise-ball-crunch", "cable-crunch", "leg-raise", "reverse-crunch", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar",
         "hollow-hold", "exercise-ball-leg-curl", "sliding-leg-curl", "foam-roll-upper-back", "figure-four-stretch", "neck-flexion"
     ]},
    {"strain": "flat on the back", "conditions": ["late_pregnancy"], "severity": "caution",
     "exercises": [
         "hip-thrust", "band-hip-thrust", "incline-barbell-bench-press", "incline-dumbbell-bench-press", "incline-dumbbell-fly", "leg-press",
         "hack-squat"
     ]},
    {"strain": "on the belly", "conditions": ["late_pregnancy"], "severity": "avoid",
     "exercises": [
         "superman", "prone-back-row", "y-raise", "cobra-stretch", "chest-supported-row", "spider-curl", "back-extension", "foam-roll-quads",
         "plank", "ab-wheel-rollout", "mountain-climber", "bear-crawl", "renegade-row", "copenhagen-plank", "assisted-nordic-curl",
         "decline-push-up", "diamond-push-up", "ring-push-up"
     ]},
    {"strain": "on the belly", "conditions": ["late_pregnancy"], "severity": "caution",
     "exercises": [
         "leg-curl", "push-up", "knee-push-up", "short-lever-plank", "side-plank", "childs-pose", "t-bar-row", "machine-row",
         "suspension-chest-press"
     ]},
    {"strain": "head down, twisted, swung, off balance", "conditions": ["late_pregnancy"], "severity": "avoid",
     "exercises": [
         "downward-dog", "handstand-push-up", "wall-handstand-hold", "pike-push-up", "decline-push-up", "decline-sit-up",
         "decline-barbell-bench-press", "inchworm", "russian-twist", "medicine-ball-twist", "landmine-rotation", "kettlebell-swing",
         "single-arm-kettlebell-swing", "kettlebell-clean", "kettlebell-clean-and-press", "medicine-ball-slam", "turkish-get-up",
         "front-squat", "zercher-squat", "pause-squat", "barbell-deadlift", "deficit-deadlift", "good-morning", "stiff-leg-deadlift",
         "barbell-row", "pendlay-row", "bent-over-dumbbell-row", "thruster", "barbell-lunge", "curtsy-lunge", "single-leg-romanian-deadlift",
         "weighted-pull-up", "weighted-dip", "sandbag-carry", "hanging-leg-raise", "hanging-knee-raise", "interval-run"
     ]},
    {"strain": "head down, twisted, swung, off balance", "conditions": ["late_pregnancy"], "severity": "caution",
     "exercises": [
         "pull-up", "chin-up", "neutral-grip-pull-up", "negative-pull-up", "dip", "weighted-dip", "assisted-dip", "bench-dip",
         "band-assisted-dip", "negative-dip", "overhead-press", "seated-barbell-press", "farmers-carry", "suitcase-carry", "overhead-carry",
         "kettlebell-rack-carry", "trap-bar-carry", "sandbag-carry", "kettlebell-carry", "sled-push", "battle-rope-waves", "wall-sit",
         "step-up", "dumbbell-step-up", "dumbbell-step-down", "bulgarian-split-squat", "walking-lunge", "cossack-squat", "cable-woodchop",
         "dumbbell-thruster", "rowing-machine", "rowing-intervals", "bike-intervals", "air-bike", "stair-climber", "ski-ergometer",
         "treadmill-incline-intervals", "butterfly-stretch", "pigeon-stretch"
     ]},
    {"strain": "head down", "conditions": ["high_blood_pressure"], "severity": "avoid",
     "exercises": [
         "downward-dog", "handstand-push-up", "wall-handstand-hold", "pike-push-up", "decline-push-up", "decline-sit-up",
         "decline-barbell-bench-press"
     ]},
    {"strain": "a long hold, a held breath", "conditions": ["high_blood_pressure"], "severity": "avoid",
     "exercises": [
         "plank", "side-plank", "wall-sit", "hollow-hold", "copenhagen-plank", "plate-pinch", "dead-hang", "thruster", "power-clean",
         "power-snatch", "push-press", "muscle-up", "toes-to-bar", "sled-push", "overhead-squat", "zercher-squat"
     ]},
    {"strain": "a long hold, a held breath", "conditions": ["high_blood_pressure"], "severity": "caution",
     "exercises": [
         "inchworm", "short-lever-plank", "side-plank-knees", "farmers-carry", "suitcase-carry", "overhead-carry", "kettlebell-rack-carry",
         "trap-bar-carry", "sandbag-carry", "kettlebell-carry", "leg-press", "hack-squat", "overhead-press", "seated-barbell-press",
         "weighted-pull-up", "weighted-dip", "battle-rope-waves", "interval-run", "rowing-intervals", "bike-intervals", "dumbbell-thruster",
         "handstand-push-up", "ab-wheel-rollout", "ski-ergometer", "air-bike", "turkish-get-up", "paused-bench-press", "nordic-curl",
         "medicine-ball-slam"
     ]},
    {"strain": "loaded bending and twisting to the end", "conditions": ["osteoporosis"], "severity": "avoid",
     "exercises": [
         "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up", "exercise-ball-crunch", "cable-crunch", "leg-raise",
         "reverse-crunch", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar", "russian-twist", "medicine-ball-twist",
         "landmine-rotation", "cable-woodchop", "ab-wheel-rollout", "medicine-ball-slam", "good-morning", "stiff-leg-deadlift",
         "deficit-deadlift", "hamstring-stretch", "inchworm", "foam-roll-upper-back", "neck-flexion", "renegade-row", "ski-ergometer",
         "hollow-hold"
     ]},
    {"strain": "loaded bending and twisting to the end", "conditions": ["osteoporosis"], "severity": "caution",
     "exercises": [
         "rowing-machine", "rowing-intervals", "childs-pose", "cat-cow", "thoracic-rotation", "kettlebell-swing",
         "single-arm-kettlebell-swing", "sandbag-carry", "band-good-morning", "deep-squat-hold", "battle-rope-waves", "shadow-boxing"
     ]},
    {"strain": "a fall", "conditions": ["osteoporosis"], "severity": "avoid",
     "exercises": [
         "box-jump", "burpee", "jumping-lunge", "shuttle-run"
     ]},
    {"strain": "a fall", "conditions": ["osteoporosis"], "severity": "caution",
     "exercises": [
         "curtsy-lunge", "step-up", "dumbbell-step-up", "dumbbell-step-down", "walking-lunge", "single-leg-romanian-deadlift",
         "outdoor-cycling", "bear-crawl", "mountain-climber"
     ]},
    {"strain": "hung or stretched to the end of the range", "conditions": ["hypermobility"], "severity": "avoid",
     "exercises": [
         "dead-hang", "scapular-pull-up", "hanging-leg-raise", "hanging-knee-raise", "towel-pull-up", "weighted-pull-up", "dumbbell-fly",
         "incline-dumbbell-fly", "dumbbell-pullover", "dip", "weighted-dip", "bench-dip", "band-assisted-dip", "negative-dip",
         "ring-push-up", "deep-squat-hold", "cossack-squat", "pigeon-stretch", "butterfly-stretch", "hamstring-stretch", "chest-stretch",
         "leg-swing", "cobra-stretch", "stiff-leg-deadlift", "deficit-deadlift", "preacher-curl", "incline-dumbbell-curl"
     ]},
    {"strain": "hung or stretched to the end of the range", "conditions": ["hypermobility"], "severity": "caution",
     "exercises": [
         "pull-up", "chin-up", "neutral-grip-pull-up", "weighted-pull-up", "towel-pull-up", "negative-pull-up", "assisted-pull-up",
         "band-assisted-pull-up", "assisted-dip", "good-morning", "leg-extension", "kettlebell-swing", "single-arm-kettlebell-swing",
         "kettlebell-clean", "kettlebell-clean-and-press", "medicine-ball-slam", "bulgarian-split-squat", "lunge", "reverse-lunge",
         "dumbbell-lunge", "dumbbell-reverse-lunge", "barbell-lunge", "walking-lunge", "lateral-lunge", "curtsy-lunge", "jumping-lunge",
         "single-leg-romanian-deadlift", "suspension-chest-press", "suspension-row", "ring-row", "overhead-press", "push-press",
         "overhead-carry", "straight-arm-pulldown", "quad-stretch", "hip-flexor-stretch", "triceps-stretch", "cross-body-shoulder-stretch",
         "downward-dog", "worlds-greatest-stretch", "figure-four-stretch", "calf-stretch", "neck-stretch", "arm-circle",
         "barbell-bench-press", "dumbbell-bench-press", "cable-fly", "pec-deck-fly"
     ]},
    {"strain": "on the floor, hanging or on a narrow base", "conditions": ["obesity"], "severity": "avoid",
     "exercises": [
         "mountain-climber", "bear-crawl", "inchworm", "v-up", "hanging-leg-raise", "copenhagen-plank", "bench-dip", "pike-push-up",
         "decline-push-up", "ring-push-up", "superman", "weighted-pull-up", "towel-pull-up", "weighted-dip", "ab-wheel-rollout",
         "renegade-row", "hollow-hold", "decline-sit-up"
     ]},
    {"strain": "on the floor, hanging or on a narrow base", "conditions": ["obesity"], "severity": "caution",
     "exercises": [
         "plank", "side-plank", "push-up", "diamond-push-up", "pull-up", "chin-up", "neutral-grip-pull-up", "negative-pull-up",
         "band-assisted-pull-up", "dip", "negative-dip", "band-assisted-dip", "hanging-knee-raise", "dead-hang", "scapular-pull-up",
         "sit-up", "crunch", "leg-raise", "prone-back-row", "y-raise", "cobra-stretch", "bulgarian-split-squat", "walking-lunge",
         "curtsy-lunge", "cossack-squat", "step-up", "dumbbell-step-up", "dumbbell-step-down", "exercise-ball-crunch",
         "exercise-ball-leg-curl", "stair-climber", "deep-squat-hold", "downward-dog", "pigeon-stretch", "assisted-nordic-curl"
     ]},
    {"strain": "a load over face or head, a height, water", "conditions": ["epilepsy"], "severity": "avoid",
     "exercises": [
         "barbell-bench-press", "decline-barbell-bench-press", "close-grip-bench-press", "paused-bench-press", "dumbbell-bench-press",
         "kettlebell-floor-press", "smith-machine-bench-press", "dumbbell-fly", "skull-crusher", "dumbbell-skull-crusher",
         "dumbbell-pullover", "incline-barbell-bench-press", "incline-dumbbell-bench-press", "incline-dumbbell-fly", "overhead-press",
         "seated-barbell-press", "push-press", "thruster", "dumbbell-thruster", "overhead-squat", "power-snatch", "power-clean",
         "dumbbell-shoulder-press", "arnold-press", "single-arm-dumbbell-press", "kettlebell-press", "kettlebell-clean-and-press",
         "overhead-carry", "turkish-get-up", "overhead-triceps-extension", "medicine-ball-slam", "plate-front-raise", "handstand-push-up",
         "wall-handstand-hold", "muscle-up", "toes-to-bar", "box-jump", "treadmill-run", "swimming", "outdoor-cycling", "stair-climber"
     ]},
    {"strain": "a load over face or head, a height, water", "conditions": ["epilepsy"], "severity": "caution",
     "exercises": [
         "dumbbell-floor-press", "kettlebell-floor-press", "barbell-back-squat", "low-bar-squat", "front-squat", "pause-squat", "box-squat",
         "zercher-squat", "good-morning", "barbell-lunge", "pull-up", "chin-up", "neutral-grip-pull-up", "weighted-pull-up", "towel-pull-up",
         "negative-pull-up", "assisted-pull-up", "band-assisted-pull-up", "dead-hang", "scapular-pull-up", "hanging-leg-raise",
         "hanging-knee-raise", "dip", "weighted-dip", "negative-dip", "band-assisted-dip", "step-up", "dumbbell-step-up",
         "dumbbell-step-down", "treadmill-walk", "incline-treadmill-walk", "treadmill-incline-intervals", "smith-machine-shoulder-press",
         "machine-shoulder-press", "cable-overhead-triceps-extension", "kettlebell-swing", "single-arm-kettlebell-swing", "kettlebell-clean",
         "jump-rope", "interval-run"
     ]}
]$json$);
