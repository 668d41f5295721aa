-- Tendons of the elbow dislike straight-bar grips and a load far from the joint; slow wrist work is how they heal.
select private.seed_contraindications('elbow', $json$[
    {"strain": "curled with a straight bar or from a stretched arm", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "barbell-curl", "reverse-curl", "preacher-curl", "incline-dumbbell-curl"
     ]},
    {"strain": "pulled up underhand or by a thick grip", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "chin-up", "weighted-pull-up", "towel-pull-up", "muscle-up", "underhand-lat-pulldown"
     ]},
    {"strain": "straightened against a load", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "skull-crusher", "dumbbell-skull-crusher", "overhead-triceps-extension", "cable-overhead-triceps-extension",
         "close-grip-bench-press", "diamond-push-up", "weighted-dip", "dip", "bench-dip", "negative-dip", "handstand-push-up",
         "archer-push-up", "ring-push-up"
     ]},
    {"strain": "jerked, caught or carried in the bend", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "power-clean", "power-snatch", "kettlebell-clean", "kettlebell-clean-and-press", "overhead-squat", "zercher-squat",
         "battle-rope-waves", "renegade-row", "single-arm-kettlebell-swing"
     ]},
    {"strain": "gripped hard", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "pull-up", "neutral-grip-pull-up", "negative-pull-up", "band-assisted-pull-up", "dead-hang", "scapular-pull-up",
         "hanging-leg-raise", "hanging-knee-raise", "farmers-carry", "suitcase-carry", "overhead-carry", "kettlebell-rack-carry",
         "trap-bar-carry", "sandbag-carry", "kettlebell-carry", "plate-pinch", "kettlebell-swing", "barbell-deadlift", "deficit-deadlift",
         "rack-pull", "barbell-row", "pendlay-row", "wrist-curl", "reverse-wrist-curl", "toes-to-bar"
     ]},
    {"strain": "bent or straightened under load", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "ez-bar-curl", "dumbbell-curl", "concentration-curl", "spider-curl", "cable-curl", "triceps-pushdown", "band-pushdown",
         "triceps-kickback", "push-up", "decline-push-up", "assisted-dip", "band-assisted-dip", "barbell-bench-press", "paused-bench-press",
         "overhead-press", "push-press", "front-squat", "bear-crawl", "medicine-ball-slam", "shadow-boxing", "towel-row"
     ]}
]$json$);
