-- A wrist bent back under load is what hurts: front racks, flat hands on the floor. Handles, dumbbells and fists keep it
-- straight.
select private.seed_contraindications('wrist', $json$[
    {"strain": "a front rack", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "front-squat", "power-clean", "power-snatch", "thruster", "kettlebell-clean", "kettlebell-clean-and-press",
         "kettlebell-front-squat", "kettlebell-rack-carry", "overhead-squat", "zercher-squat"
     ]},
    {"strain": "flat hands on the floor", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "push-up", "knee-push-up", "decline-push-up", "diamond-push-up", "archer-push-up", "pike-push-up", "burpee", "handstand-push-up",
         "wall-handstand-hold", "bear-crawl", "mountain-climber", "inchworm", "downward-dog", "cobra-stretch", "bench-dip", "renegade-row"
     ]},
    {"strain": "flat hands on the floor", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "incline-push-up", "wall-push-up", "bird-dog", "cat-cow", "glute-kickback", "worlds-greatest-stretch", "childs-pose", "ring-push-up"
     ]},
    {"strain": "turned or pinched", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "barbell-curl", "reverse-curl", "upright-row", "towel-pull-up", "muscle-up", "battle-rope-waves", "turkish-get-up", "plate-pinch",
         "towel-row"
     ]},
    {"strain": "gripped hard", "conditions": ["pain", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "wrist-curl", "reverse-wrist-curl", "barbell-bench-press", "incline-barbell-bench-press", "decline-barbell-bench-press",
         "paused-bench-press", "close-grip-bench-press", "overhead-press", "seated-barbell-press", "push-press", "kettlebell-press",
         "kettlebell-swing", "single-arm-kettlebell-swing", "skull-crusher", "barbell-row", "pendlay-row", "ab-wheel-rollout", "dip",
         "weighted-dip", "negative-dip", "dead-hang", "scapular-pull-up", "hanging-leg-raise", "hanging-knee-raise", "jump-rope",
         "medicine-ball-slam", "barbell-back-squat", "low-bar-squat", "toes-to-bar"
     ]}
]$json$);
