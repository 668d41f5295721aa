-- Shrugs, presses to failure, pulled sit-ups and a bar on the neck load it; supported rows and machines do not.
select private.seed_contraindications('neck', $json$[
    {"strain": "a load on or over the head", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "overhead-press", "seated-barbell-press", "push-press", "thruster", "dumbbell-thruster", "overhead-squat", "power-snatch",
         "power-clean", "handstand-push-up", "wall-handstand-hold", "turkish-get-up", "kettlebell-clean-and-press", "overhead-carry",
         "medicine-ball-slam"
     ]},
    {"strain": "a load on or over the head", "conditions": ["pain", "disc", "sprain"], "severity": "caution", "every": "is_overhead"},
    {"strain": "shrugged", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "barbell-shrug", "dumbbell-shrug", "upright-row"
     ]},
    {"strain": "shrugged", "conditions": ["pain", "disc", "sprain"], "severity": "caution",
     "exercises": [
         "farmers-carry", "trap-bar-carry", "suitcase-carry", "sandbag-carry", "barbell-deadlift", "deficit-deadlift", "rack-pull"
     ]},
    {"strain": "the head pulled or held up", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "sit-up", "decline-sit-up", "crunch", "bicycle-crunch", "v-up", "superman", "cobra-stretch"
     ]},
    {"strain": "the head pulled or held up", "conditions": ["pain", "disc", "sprain"], "severity": "caution",
     "exercises": [
         "hollow-hold", "exercise-ball-crunch", "cable-crunch", "neck-stretch", "y-raise", "prone-back-row", "downward-dog", "swimming",
         "renegade-row", "russian-twist", "medicine-ball-twist", "back-extension", "bear-crawl"
     ]},
    {"strain": "lying or bent on the neck", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "neck-flexion"
     ]},
    {"strain": "a bar or band on the neck", "conditions": ["pain", "disc", "sprain"], "severity": "avoid",
     "exercises": [
         "good-morning", "band-good-morning", "low-bar-squat"
     ]},
    {"strain": "a bar or band on the neck", "conditions": ["pain", "disc", "sprain"], "severity": "caution",
     "exercises": [
         "barbell-back-squat", "pause-squat", "box-squat", "smith-machine-squat", "barbell-lunge", "hack-squat", "standing-calf-raise"
     ]},
    {"strain": "jolts", "conditions": ["disc", "sprain"], "severity": "avoid", "every": "has_impact"},
    {"strain": "jolts", "conditions": ["pain"], "severity": "caution", "every": "has_impact"}
]$json$);
