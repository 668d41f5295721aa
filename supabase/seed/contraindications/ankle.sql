-- No jumps, runs or hills. Heel raises are the cure of a sore Achilles tendon, not below the floor where it joins the
-- heel.
select private.seed_contraindications('ankle', $json$[
    {"strain": "jolts", "conditions": ["pain", "achilles", "tendinopathy", "sprain", "instability"], "severity": "avoid", "every": "has_impact"},
    {"strain": "hills", "conditions": ["achilles", "tendinopathy"], "severity": "avoid",
     "exercises": [
         "incline-treadmill-walk", "treadmill-incline-intervals", "sled-push"
     ]},
    {"strain": "hills", "conditions": ["pain", "achilles", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "incline-treadmill-walk", "treadmill-incline-intervals", "sled-push", "stair-climber"
     ]},
    {"strain": "heel raises", "conditions": ["pain", "achilles", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "standing-calf-raise", "seated-calf-raise", "dumbbell-calf-raise", "bodyweight-calf-raise", "single-leg-calf-raise",
         "leg-press-calf-raise", "standing-calf-raise-supported", "tibialis-raise"
     ]},
    {"strain": "bent far forward", "conditions": ["pain", "achilles", "tendinopathy", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "pistol-squat"
     ]},
    {"strain": "bent far forward", "conditions": ["pain", "achilles", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "deep-squat-hold", "cossack-squat", "calf-stretch", "ankle-rock", "downward-dog", "overhead-squat", "front-squat", "low-bar-squat"
     ]},
    {"strain": "uneven ground, sideways steps", "conditions": ["sprain", "instability"], "severity": "avoid",
     "exercises": [
         "curtsy-lunge", "shadow-boxing", "low-impact-jack", "cossack-squat"
     ]},
    {"strain": "uneven ground, sideways steps", "conditions": ["pain", "achilles", "tendinopathy", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "lunge", "reverse-lunge", "dumbbell-lunge", "dumbbell-reverse-lunge", "barbell-lunge", "walking-lunge", "lateral-lunge",
         "curtsy-lunge", "bulgarian-split-squat", "jumping-lunge", "step-up", "dumbbell-step-up", "dumbbell-step-down", "split-squat",
         "single-leg-romanian-deadlift", "step-touch", "low-impact-jack", "shadow-boxing", "band-lateral-walk", "brisk-walk",
         "outdoor-walk-intervals", "heel-to-toe-walk", "single-leg-balance", "tandem-stand", "mountain-climber", "push-press",
         "turkish-get-up", "battle-rope-waves"
     ]}
]$json$);
