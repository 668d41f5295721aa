-- Kneecap and its tendon: no jumps, deep lunges or squats. Meniscus: nothing deep, twisted or kneeling. Graft: no pivot,
-- no open extension.
select private.seed_contraindications('knee', $json$[
    {"strain": "jolts", "conditions": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"], "severity": "avoid", "every": "has_impact"},
    {"strain": "lunged", "conditions": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "lunge", "reverse-lunge", "dumbbell-lunge", "dumbbell-reverse-lunge", "barbell-lunge", "walking-lunge", "lateral-lunge",
         "curtsy-lunge", "bulgarian-split-squat", "jumping-lunge"
     ]},
    {"strain": "lunged", "conditions": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "step-up", "dumbbell-step-up", "dumbbell-step-down", "split-squat", "single-leg-romanian-deadlift", "stair-climber", "sit-to-stand",
         "worlds-greatest-stretch"
     ]},
    {"strain": "deep", "conditions": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"], "severity": "avoid",
     "exercises": [
         "front-squat", "pause-squat", "overhead-squat", "zercher-squat", "hack-squat", "kettlebell-front-squat", "thruster",
         "dumbbell-thruster", "pistol-squat", "cossack-squat", "deep-squat-hold"
     ]},
    {"strain": "deep", "conditions": ["meniscus"], "severity": "avoid",
     "exercises": [
         "barbell-back-squat", "low-bar-squat", "childs-pose"
     ]},
    {"strain": "deep", "conditions": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "barbell-back-squat", "low-bar-squat", "smith-machine-squat", "box-squat", "landmine-squat", "goblet-squat",
         "kettlebell-goblet-squat", "dumbbell-squat", "bodyweight-squat", "band-squat", "suspension-squat", "leg-press", "sumo-deadlift",
         "rowing-machine", "rowing-intervals", "childs-pose", "quad-stretch", "wall-sit"
     ]},
    {"strain": "straightened without a floor", "conditions": ["pain", "front_knee", "tendinopathy", "acl_graft"], "severity": "avoid",
     "exercises": [
         "leg-extension"
     ]},
    {"strain": "straightened without a floor", "conditions": ["meniscus", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "leg-extension"
     ]},
    {"strain": "the hamstring of the graft", "conditions": ["acl_graft"], "severity": "caution",
     "exercises": [
         "leg-curl", "exercise-ball-leg-curl", "sliding-leg-curl"
     ]},
    {"strain": "kneeling on it", "conditions": ["pain", "meniscus", "acl_graft", "sprain", "instability", "front_knee", "tendinopathy"], "severity": "avoid",
     "exercises": [
         "nordic-curl", "copenhagen-plank", "turkish-get-up", "pigeon-stretch"
     ]},
    {"strain": "kneeling on it", "conditions": ["meniscus"], "severity": "avoid",
     "exercises": [
         "assisted-nordic-curl", "hip-flexor-stretch", "cable-crunch", "ab-wheel-rollout", "knee-push-up", "short-lever-plank",
         "side-plank-knees"
     ]},
    {"strain": "kneeling on it", "conditions": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "assisted-nordic-curl", "hip-flexor-stretch", "cable-crunch", "ab-wheel-rollout", "knee-push-up", "short-lever-plank",
         "side-plank-knees", "bird-dog", "cat-cow", "glute-kickback", "bear-crawl", "band-pulldown", "band-assisted-dip"
     ]},
    {"strain": "turned on the foot", "conditions": ["meniscus", "acl_graft", "instability", "sprain"], "severity": "avoid",
     "exercises": [
         "shadow-boxing", "landmine-rotation"
     ]},
    {"strain": "turned on the foot", "conditions": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"], "severity": "caution",
     "exercises": [
         "shadow-boxing", "landmine-rotation", "cable-woodchop", "mountain-climber", "step-touch", "low-impact-jack", "medicine-ball-slam",
         "kettlebell-clean", "kettlebell-clean-and-press", "push-press", "leg-swing"
     ]}
]$json$);
