-- A hip that pinches: not below a right angle, toes out, no deep lunge. Sacroiliac joint: no load on one leg.
select private.seed_contraindications('hip', $json$[
    {"strain": "deep", "conditions": ["pain", "hip_impingement", "tendinopathy", "sprain"], "severity": "avoid",
     "exercises": [
         "front-squat", "pause-squat", "overhead-squat", "zercher-squat", "hack-squat", "kettlebell-front-squat", "thruster",
         "dumbbell-thruster", "pistol-squat", "cossack-squat", "deep-squat-hold", "barbell-back-squat", "low-bar-squat", "sumo-deadlift"
     ]},
    {"strain": "deep", "conditions": ["pain", "hip_impingement", "tendinopathy", "sprain"], "severity": "caution",
     "exercises": [
         "box-squat", "smith-machine-squat", "landmine-squat", "goblet-squat", "kettlebell-goblet-squat", "dumbbell-squat",
         "bodyweight-squat", "band-squat", "suspension-squat", "leg-press", "barbell-deadlift", "deficit-deadlift", "trap-bar-deadlift",
         "power-clean", "kettlebell-swing", "single-arm-kettlebell-swing", "turkish-get-up"
     ]},
    {"strain": "lunged", "conditions": ["pain", "hip_impingement", "tendinopathy", "sprain"], "severity": "avoid",
     "exercises": [
         "lunge", "reverse-lunge", "dumbbell-lunge", "dumbbell-reverse-lunge", "barbell-lunge", "walking-lunge", "lateral-lunge",
         "curtsy-lunge", "bulgarian-split-squat", "jumping-lunge"
     ]},
    {"strain": "lunged", "conditions": ["pain", "hip_impingement", "tendinopathy", "sprain"], "severity": "caution",
     "exercises": [
         "step-up", "dumbbell-step-up", "dumbbell-step-down", "split-squat", "single-leg-romanian-deadlift", "single-leg-hip-thrust",
         "sled-push", "stair-climber"
     ]},
    {"strain": "the knee pulled up", "conditions": ["pain", "hip_impingement", "tendinopathy", "sprain"], "severity": "avoid",
     "exercises": [
         "mountain-climber", "v-up", "toes-to-bar", "hanging-leg-raise", "pigeon-stretch", "worlds-greatest-stretch", "copenhagen-plank"
     ]},
    {"strain": "the knee pulled up", "conditions": ["pain", "hip_impingement", "tendinopathy", "sprain"], "severity": "caution",
     "exercises": [
         "leg-raise", "hanging-knee-raise", "sit-up", "decline-sit-up", "bicycle-crunch", "reverse-crunch", "figure-four-stretch",
         "butterfly-stretch", "leg-swing", "hip-circle", "march-in-place", "seated-march", "bear-crawl", "stationary-bike", "bike-intervals",
         "air-bike", "hip-adduction", "hip-abduction", "side-lying-leg-raise", "standing-hip-abduction", "band-lateral-walk"
     ]},
    {"strain": "rowed", "conditions": ["hip_impingement"], "severity": "avoid",
     "exercises": [
         "rowing-machine", "rowing-intervals", "high-knees"
     ]},
    {"strain": "rowed", "conditions": ["pain", "hip_impingement", "tendinopathy", "sprain"], "severity": "caution",
     "exercises": [
         "rowing-machine", "rowing-intervals"
     ]},
    {"strain": "groin", "conditions": ["sprain"], "severity": "avoid",
     "exercises": [
         "hip-adduction", "butterfly-stretch", "leg-swing"
     ]},
    {"strain": "jolts", "conditions": ["pain", "tendinopathy", "sprain", "sacroiliac"], "severity": "avoid", "every": "has_impact"},
    {"strain": "jolts", "conditions": ["hip_impingement"], "severity": "caution", "every": "has_impact"},
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
