-- Where it hurts: coaching practice of physiotherapy; pull-over, overhead work and dips narrow the space under the
-- acromion.
select private.seed_contraindications('shoulder', $json$[
    {"strain": "over the head", "conditions": ["pain", "impingement", "tendinopathy", "sprain", "cuff_surgery", "instability"], "severity": "avoid", "every": "is_overhead"},
    {"strain": "over the head", "conditions": ["ac_joint"], "severity": "caution", "every": "is_overhead"},
    {"strain": "raised with the elbows, and dips", "conditions": ["pain", "impingement", "tendinopathy", "cuff_surgery", "ac_joint", "instability", "sprain"], "severity": "avoid",
     "exercises": [
         "upright-row", "dip", "weighted-dip", "assisted-dip", "bench-dip", "band-assisted-dip", "negative-dip", "muscle-up", "toes-to-bar"
     ]},
    {"strain": "a wide or deep press", "conditions": ["pain", "impingement", "tendinopathy", "ac_joint", "instability", "sprain"], "severity": "avoid",
     "exercises": [
         "barbell-bench-press", "incline-barbell-bench-press", "decline-barbell-bench-press", "paused-bench-press",
         "smith-machine-bench-press", "decline-push-up", "archer-push-up", "ring-push-up"
     ]},
    {"strain": "a press of half the depth", "conditions": ["pain", "impingement", "tendinopathy", "ac_joint", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "close-grip-bench-press", "dumbbell-bench-press", "incline-dumbbell-bench-press", "machine-chest-press", "suspension-chest-press",
         "push-up", "diamond-push-up", "skull-crusher", "dumbbell-skull-crusher"
     ]},
    {"strain": "arms opened or crossed", "conditions": ["pain", "ac_joint", "instability", "sprain"], "severity": "avoid",
     "exercises": [
         "dumbbell-fly", "incline-dumbbell-fly", "cable-fly", "pec-deck-fly"
     ]},
    {"strain": "arms opened or crossed", "conditions": ["impingement", "tendinopathy"], "severity": "caution",
     "exercises": [
         "dumbbell-fly", "incline-dumbbell-fly", "cable-fly", "pec-deck-fly"
     ]},
    {"strain": "a stretch at the end of the range", "conditions": ["ac_joint"], "severity": "avoid",
     "exercises": [
         "cross-body-shoulder-stretch"
     ]},
    {"strain": "a stretch at the end of the range", "conditions": ["pain", "impingement", "instability", "sprain"], "severity": "caution",
     "exercises": [
         "cross-body-shoulder-stretch", "chest-stretch", "triceps-stretch"
     ]},
    {"strain": "hanging", "conditions": ["instability", "sprain"], "severity": "avoid",
     "exercises": [
         "pull-up", "chin-up", "neutral-grip-pull-up", "weighted-pull-up", "towel-pull-up", "negative-pull-up", "assisted-pull-up",
         "band-assisted-pull-up", "dead-hang", "scapular-pull-up", "hanging-leg-raise", "hanging-knee-raise"
     ]},
    {"strain": "hanging with more than the body", "conditions": ["pain", "impingement", "tendinopathy", "ac_joint"], "severity": "avoid",
     "exercises": [
         "weighted-pull-up", "towel-pull-up"
     ]},
    {"strain": "hanging, pulling from above", "conditions": ["pain", "impingement", "tendinopathy", "ac_joint"], "severity": "caution",
     "exercises": [
         "pull-up", "chin-up", "neutral-grip-pull-up", "weighted-pull-up", "towel-pull-up", "negative-pull-up", "assisted-pull-up",
         "band-assisted-pull-up", "dead-hang", "scapular-pull-up", "hanging-leg-raise", "hanging-knee-raise"
     ]},
    {"strain": "hanging, pulling from above", "conditions": ["pain", "impingement", "tendinopathy", "instability", "sprain"], "severity": "caution",
     "exercises": [
         "lat-pulldown", "close-grip-lat-pulldown", "underhand-lat-pulldown", "single-arm-cable-pulldown", "band-pulldown",
         "straight-arm-pulldown"
     ]},
    {"strain": "arms raised away from the body", "conditions": ["pain", "impingement", "tendinopathy", "ac_joint", "instability", "sprain"], "severity": "caution",
     "exercises": [
         "lateral-raise", "cable-lateral-raise", "band-lateral-raise", "front-raise", "plate-front-raise", "y-raise", "arm-circle",
         "scaption-raise", "rear-delt-fly"
     ]},
    {"strain": "swung, thrown or leant on", "conditions": ["pain", "impingement", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "battle-rope-waves", "swimming", "ski-ergometer", "ab-wheel-rollout", "downward-dog", "inchworm", "kettlebell-clean",
         "single-arm-kettlebell-swing", "renegade-row", "bear-crawl"
     ]},
    {"strain": "swung, thrown or leant on", "conditions": ["pain", "impingement", "tendinopathy", "sprain", "instability", "ac_joint"], "severity": "caution",
     "exercises": [
         "kettlebell-swing", "mountain-climber", "shadow-boxing", "jumping-jack", "jump-rope", "side-plank", "copenhagen-plank", "plank",
         "cable-woodchop", "landmine-press"
     ]},
    {"strain": "a bar on the back, elbows behind it", "conditions": ["instability"], "severity": "avoid",
     "exercises": [
         "low-bar-squat"
     ]},
    {"strain": "a bar on the back, elbows behind it", "conditions": ["pain", "impingement", "tendinopathy", "instability", "sprain"], "severity": "caution",
     "exercises": [
         "barbell-back-squat", "low-bar-squat", "pause-squat", "box-squat", "smith-machine-squat", "barbell-lunge", "good-morning"
     ]},
    {"strain": "hanging from the hand", "conditions": ["ac_joint", "instability", "sprain"], "severity": "caution",
     "exercises": [
         "farmers-carry", "suitcase-carry", "overhead-carry", "kettlebell-rack-carry", "trap-bar-carry", "sandbag-carry", "kettlebell-carry",
         "barbell-shrug", "dumbbell-shrug", "barbell-deadlift", "sumo-deadlift", "deficit-deadlift", "rack-pull"
     ]},
    {"strain": "the arm of a repair, until it is cleared", "conditions": ["cuff_surgery"], "severity": "avoid",
     "exercises": [
         "farmers-carry", "suitcase-carry", "overhead-carry", "kettlebell-rack-carry", "trap-bar-carry", "sandbag-carry", "sled-push",
         "dead-hang", "kettlebell-carry", "air-bike", "rowing-machine", "ski-ergometer", "elliptical-trainer", "jump-rope", "burpee",
         "jumping-jack", "battle-rope-waves", "bear-crawl", "swimming", "rowing-intervals", "elliptical-intervals", "shadow-boxing",
         "low-impact-jack", "plank", "side-plank", "hanging-leg-raise", "hanging-knee-raise", "toes-to-bar", "mountain-climber",
         "ab-wheel-rollout", "cable-crunch", "superman", "medicine-ball-twist", "cable-woodchop", "pallof-press", "band-pallof-press",
         "landmine-rotation", "medicine-ball-slam", "turkish-get-up", "short-lever-plank", "side-plank-knees", "band-walkout",
         "barbell-deadlift", "sumo-deadlift", "trap-bar-deadlift", "romanian-deadlift", "dumbbell-romanian-deadlift", "stiff-leg-deadlift",
         "single-leg-romanian-deadlift", "good-morning", "deficit-deadlift", "rack-pull", "hip-thrust", "cable-pull-through",
         "kettlebell-swing", "kettlebell-deadlift", "dumbbell-deadlift", "band-good-morning", "power-clean", "power-snatch",
         "kettlebell-clean", "kettlebell-romanian-deadlift", "single-arm-kettlebell-swing", "band-romanian-deadlift", "barbell-row",
         "pendlay-row", "t-bar-row", "dumbbell-row", "bent-over-dumbbell-row", "chest-supported-row", "seated-cable-row", "machine-row",
         "inverted-row", "ring-row", "suspension-row", "band-row", "renegade-row", "towel-row", "prone-back-row", "face-pull",
         "band-face-pull", "kettlebell-row", "single-arm-row-with-band", "barbell-bench-press", "incline-barbell-bench-press",
         "decline-barbell-bench-press", "close-grip-bench-press", "paused-bench-press", "dumbbell-bench-press",
         "incline-dumbbell-bench-press", "dumbbell-floor-press", "machine-chest-press", "smith-machine-bench-press", "cable-chest-press",
         "push-up", "knee-push-up", "incline-push-up", "decline-push-up", "diamond-push-up", "archer-push-up", "ring-push-up",
         "suspension-chest-press", "band-chest-press", "dip", "weighted-dip", "assisted-dip", "bench-dip", "kettlebell-floor-press",
         "wall-push-up", "band-assisted-dip", "negative-dip", "barbell-curl", "ez-bar-curl", "dumbbell-curl", "hammer-curl",
         "incline-dumbbell-curl", "preacher-curl", "concentration-curl", "cable-curl", "spider-curl", "band-curl", "reverse-curl",
         "wrist-curl", "reverse-wrist-curl", "plate-pinch", "triceps-pushdown", "skull-crusher", "overhead-triceps-extension",
         "cable-overhead-triceps-extension", "dumbbell-skull-crusher", "triceps-kickback", "band-pushdown", "dumbbell-calf-raise",
         "copenhagen-plank", "cable-glute-kickback", "lateral-raise", "cable-lateral-raise", "band-lateral-raise", "upright-row",
         "front-raise", "plate-front-raise", "rear-delt-fly", "reverse-pec-deck", "band-pull-apart", "barbell-shrug", "dumbbell-shrug",
         "dumbbell-fly", "incline-dumbbell-fly", "cable-fly", "pec-deck-fly", "cable-external-rotation", "y-raise", "scaption-raise",
         "band-external-rotation", "dumbbell-lunge", "dumbbell-reverse-lunge", "barbell-lunge", "walking-lunge", "bulgarian-split-squat",
         "dumbbell-step-up", "dumbbell-step-down", "downward-dog", "chest-stretch", "cross-body-shoulder-stretch", "triceps-stretch",
         "arm-circle", "inchworm", "barbell-back-squat", "low-bar-squat", "front-squat", "box-squat", "pause-squat", "overhead-squat",
         "zercher-squat", "smith-machine-squat", "goblet-squat", "dumbbell-squat", "kettlebell-front-squat", "landmine-squat", "band-squat",
         "suspension-squat", "kettlebell-goblet-squat", "pull-up", "chin-up", "neutral-grip-pull-up", "weighted-pull-up", "assisted-pull-up",
         "negative-pull-up", "muscle-up", "lat-pulldown", "close-grip-lat-pulldown", "underhand-lat-pulldown", "single-arm-cable-pulldown",
         "band-pulldown", "straight-arm-pulldown", "dumbbell-pullover", "towel-pull-up", "scapular-pull-up", "band-assisted-pull-up",
         "overhead-press", "seated-barbell-press", "push-press", "dumbbell-shoulder-press", "arnold-press", "single-arm-dumbbell-press",
         "machine-shoulder-press", "smith-machine-shoulder-press", "landmine-press", "kettlebell-press", "pike-push-up", "handstand-push-up",
         "band-overhead-press", "thruster", "dumbbell-thruster", "kettlebell-clean-and-press", "wall-handstand-hold"
     ]}
]$json$);
