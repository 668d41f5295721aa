-- Disc and sciatica: no unsupported bending, loaded flexion, twist or jolt. Facets and spondylolysis: no loaded arching.
-- Sacroiliac joint: no load on one leg.
select private.seed_contraindications('back', $json$[
    {"strain": "rowed without a support", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "barbell-row", "pendlay-row", "t-bar-row", "bent-over-dumbbell-row", "renegade-row"
     ]},
    {"strain": "rowed without a support", "conditions": ["pain", "disc", "sprain", "extension_pain"], "severity": "caution",
     "exercises": [
         "kettlebell-row", "rear-delt-fly", "barbell-row", "pendlay-row", "t-bar-row", "bent-over-dumbbell-row", "renegade-row"
     ]},
    {"strain": "lifted from the floor, bent over", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "barbell-deadlift", "sumo-deadlift", "trap-bar-deadlift", "deficit-deadlift", "rack-pull", "power-clean", "power-snatch",
         "romanian-deadlift", "stiff-leg-deadlift", "good-morning", "dumbbell-romanian-deadlift", "dumbbell-deadlift",
         "kettlebell-romanian-deadlift", "kettlebell-deadlift", "single-leg-romanian-deadlift", "band-good-morning"
     ]},
    {"strain": "lifted from the floor, bent over", "conditions": ["extension_pain"], "severity": "caution",
     "exercises": [
         "barbell-deadlift", "sumo-deadlift", "trap-bar-deadlift", "deficit-deadlift", "rack-pull", "power-clean", "power-snatch",
         "romanian-deadlift", "stiff-leg-deadlift", "good-morning", "dumbbell-romanian-deadlift", "dumbbell-deadlift",
         "kettlebell-romanian-deadlift", "kettlebell-deadlift", "single-leg-romanian-deadlift", "band-good-morning", "cable-pull-through"
     ]},
    {"strain": "bent over lightly", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "band-romanian-deadlift"
     ]},
    {"strain": "bent over lightly", "conditions": ["disc"], "severity": "avoid",
     "exercises": [
         "cable-pull-through"
     ]},
    {"strain": "bent over lightly", "conditions": ["pain", "disc", "sprain"], "severity": "caution",
     "exercises": [
         "cable-pull-through", "assisted-nordic-curl", "upright-row"
     ]},
    {"strain": "swung or thrown", "conditions": ["pain", "disc", "sprain", "extension_pain"], "severity": "avoid",
     "exercises": [
         "kettlebell-swing", "single-arm-kettlebell-swing", "kettlebell-clean", "kettlebell-clean-and-press", "medicine-ball-slam"
     ]},
    {"strain": "a loaded squat", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "barbell-back-squat", "low-bar-squat", "front-squat", "box-squat", "pause-squat", "overhead-squat", "zercher-squat",
         "smith-machine-squat", "kettlebell-front-squat", "thruster", "dumbbell-thruster", "barbell-lunge"
     ]},
    {"strain": "a loaded squat", "conditions": ["pain", "disc", "sprain", "extension_pain"], "severity": "caution",
     "exercises": [
         "hack-squat", "landmine-squat", "leg-press", "goblet-squat", "kettlebell-goblet-squat", "dumbbell-squat", "walking-lunge",
         "bulgarian-split-squat", "dumbbell-step-up", "pistol-squat", "standing-calf-raise", "barbell-shrug"
     ]},
    {"strain": "a loaded squat", "conditions": ["extension_pain"], "severity": "caution",
     "exercises": [
         "barbell-back-squat", "low-bar-squat", "front-squat", "box-squat", "pause-squat", "overhead-squat", "zercher-squat",
         "smith-machine-squat", "kettlebell-front-squat", "thruster", "dumbbell-thruster", "barbell-lunge"
     ]},
    {"strain": "a deep machine squat", "conditions": ["disc"], "severity": "avoid",
     "exercises": [
         "hack-squat", "pistol-squat"
     ]},
    {"strain": "flexed under load", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up", "exercise-ball-crunch", "cable-crunch", "leg-raise",
         "reverse-crunch", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar", "ab-wheel-rollout"
     ]},
    {"strain": "flexed under load", "conditions": ["pain", "disc", "sprain"], "severity": "caution",
     "exercises": [
         "hollow-hold", "mountain-climber", "plank", "hamstring-stretch", "deep-squat-hold", "childs-pose", "worlds-greatest-stretch",
         "downward-dog", "inchworm"
     ]},
    {"strain": "flexed at the end of the range", "conditions": ["disc"], "severity": "avoid",
     "exercises": [
         "hamstring-stretch", "inchworm", "deep-squat-hold"
     ]},
    {"strain": "twisted", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "russian-twist", "medicine-ball-twist", "landmine-rotation", "cable-woodchop", "turkish-get-up"
     ]},
    {"strain": "twisted", "conditions": ["pain", "disc", "sprain"], "severity": "caution",
     "exercises": [
         "thoracic-rotation", "copenhagen-plank", "shadow-boxing"
     ]},
    {"strain": "arched", "conditions": ["pain", "extension_pain", "sprain"], "severity": "avoid",
     "exercises": [
         "superman", "back-extension", "cobra-stretch"
     ]},
    {"strain": "arched", "conditions": ["extension_pain"], "severity": "avoid",
     "exercises": [
         "ab-wheel-rollout", "overhead-press", "push-press", "thruster", "dumbbell-thruster", "overhead-squat", "power-snatch",
         "power-clean", "overhead-carry", "handstand-push-up", "wall-handstand-hold", "dumbbell-pullover", "landmine-rotation",
         "turkish-get-up"
     ]},
    {"strain": "arched", "conditions": ["disc"], "severity": "caution",
     "exercises": [
         "superman", "back-extension", "cobra-stretch"
     ]},
    {"strain": "arched", "conditions": ["extension_pain"], "severity": "caution",
     "exercises": [
         "seated-barbell-press", "dumbbell-shoulder-press", "arnold-press", "single-arm-dumbbell-press", "kettlebell-press", "hip-thrust",
         "single-leg-hip-thrust", "band-hip-thrust", "cable-glute-kickback", "glute-kickback", "prone-back-row", "y-raise",
         "hip-flexor-stretch", "barbell-bench-press", "paused-bench-press", "decline-barbell-bench-press", "straight-arm-pulldown",
         "hanging-leg-raise", "toes-to-bar", "swimming", "russian-twist", "medicine-ball-twist", "cable-woodchop", "leg-raise", "hollow-hold"
     ]},
    {"strain": "jolts", "conditions": ["pain", "disc", "sprain", "extension_pain", "sacroiliac"], "severity": "avoid", "every": "has_impact"},
    {"strain": "a heavy carry or press", "conditions": ["disc"], "severity": "avoid",
     "exercises": [
         "sandbag-carry", "trap-bar-carry", "push-press"
     ]},
    {"strain": "a heavy carry or press", "conditions": ["pain", "disc", "sprain"], "severity": "caution",
     "exercises": [
         "farmers-carry", "suitcase-carry", "overhead-carry", "kettlebell-rack-carry", "trap-bar-carry", "sandbag-carry", "kettlebell-carry",
         "overhead-press", "seated-barbell-press", "push-press", "sled-push", "battle-rope-waves", "bear-crawl"
     ]},
    {"strain": "rowed on a machine", "conditions": ["disc"], "severity": "avoid",
     "exercises": [
         "rowing-machine", "rowing-intervals", "ski-ergometer"
     ]},
    {"strain": "rowed on a machine", "conditions": ["pain", "sprain", "extension_pain"], "severity": "caution",
     "exercises": [
         "rowing-machine", "rowing-intervals", "ski-ergometer"
     ]},
    {"strain": "on one leg", "conditions": ["sacroiliac"], "severity": "avoid",
     "exercises": [
         "lunge", "reverse-lunge", "dumbbell-lunge", "dumbbell-reverse-lunge", "barbell-lunge", "walking-lunge", "lateral-lunge",
         "curtsy-lunge", "bulgarian-split-squat", "jumping-lunge", "step-up", "dumbbell-step-up", "dumbbell-step-down", "split-squat",
         "single-leg-romanian-deadlift", "single-leg-hip-thrust", "single-leg-glute-bridge", "pistol-squat", "cossack-squat",
         "sumo-deadlift", "deep-squat-hold", "pigeon-stretch", "copenhagen-plank", "hip-adduction", "suitcase-carry", "kettlebell-carry",
         "sled-push", "kettlebell-swing", "single-arm-kettlebell-swing", "russian-twist", "medicine-ball-twist", "landmine-rotation",
         "worlds-greatest-stretch", "leg-swing", "turkish-get-up", "mountain-climber", "renegade-row", "stair-climber", "bear-crawl",
         "kettlebell-clean", "kettlebell-clean-and-press", "single-leg-calf-raise", "single-leg-balance"
     ]},
    {"strain": "on one leg", "conditions": ["sacroiliac"], "severity": "caution",
     "exercises": [
         "sit-up", "decline-sit-up", "glute-bridge-march", "hip-flexor-stretch", "figure-four-stretch", "butterfly-stretch", "hip-circle",
         "quad-stretch", "side-plank", "march-in-place", "elliptical-trainer", "elliptical-intervals", "leg-press", "barbell-back-squat",
         "low-bar-squat", "front-squat", "pause-squat", "zercher-squat", "barbell-deadlift", "deficit-deadlift", "good-morning",
         "stiff-leg-deadlift", "barbell-row", "pendlay-row", "t-bar-row", "bent-over-dumbbell-row", "leg-raise", "v-up", "overhead-squat",
         "thruster", "cable-woodchop", "rowing-machine", "rowing-intervals"
     ]}
]$json$);
