"""Parts of the body and what hurts them, in six languages.

Patterns over plain text, whole words; see folding.
"""

from collections.abc import Mapping

from shared.planner.terms import BodyPart

PARTS: Mapping[BodyPart, str] = {
    BodyPart.NECK: r"necks?|nacken|hals|hws|halswirbel\w*|cuello|cervical(?:es|e)?|cou|nuque|pescoco|nuca"
    r"|collo",
    BodyPart.SHOULDER: (
        r"shoulders?|schulter ?gelenke?|delts?|schultern?|hombros?|epaules?|ombros?|spall[ae]"
        r"|collarbone|clavicle"
        r"|schlusselbein|clavicula"
        r"|clavicule|clavicola|pecs?|pec|pectoral\w*|brustmuskel|pettoral\w*|shoulder blades?"
        r"|scapula|schulterblatt|omoplat\w+"
    ),
    BodyPart.ELBOW: (
        r"elbows?|ell(?:en)?bogen|codos?|coudes?|cotovelos?|gomit[oi]|biceps?|bizeps|triceps?"
        r"|trizeps|tricipit\w+|bicipit\w+"
        r"|arms?|arme?|brazos?|bras|bracos?|bracci[oa]|upper arm|oberarm"
    ),
    BodyPart.WRIST: (
        r"wrists?|hand ?gelenks?e?n?|munecas?|poignets?|punhos?|pulsos?|pols[oi]|hands?|hande"
        r"|forearms?|unterarme?n?"
        r"|manos?|mains?|maos?|man[io]|fingers?|thumbs?|daumen|dedos?|doigts?|pouce|pulgar|polegar"
        r"|dita|pollice"
        r"|antebrazos?|avant bras|antebracos?|avambracci[oa]"
    ),
    BodyPart.BACK: (
        r"(?:lower |upper |mid )?back|spine|lumbar\w*|spinal|rucken|(?:lenden|brust)?wirbelsaule"
        r"|(?:lenden|brust)wirbel|lws|bws|kreuz|steissbein|tailbone"
        r"|espalda|columna|lumbares|lombaires?|(?<=le )dos|(?<=mon )dos|(?<=au )dos|(?<=du )dos|(?<=de )dos"
        r"|bas du dos|colonne|reins|costas|coluna|lombar|schiena|colonna"
    ),
    BodyPart.HIP: (
        r"hips?|huft ?gelenke?s?|hufte?n?|caderas?|hanches?|quadril|quadris|anc[ah]e?|anche|groin"
        r"|leisten?|ingles?"
        r"|aine|virilha|inguine"
        r"|adduct\w+|adduktor\w*|aductor\w*|adutor\w*|adduttor\w*|hip flexors?|hamstrings?"
        r"|isquio\w*|ischio\w*"
        r"|gluteus|glute|gluteos?|piriformis|beinbeuger|thighs?|oberschenkel|muslos?|cuisses?"
        r"|coxas?|cosc[ei]a|femur"
    ),
    BodyPart.KNEE: (
        r"knees?|knie ?gelenke?s?|knies?|knien|rodillas?|genoux?|joelhos?|ginocchi[oa]?|kneecaps?|patell\w+"
        r"|kniescheibe|rotula|rotule"
        r"|quads?|quadriceps|cuadriceps|legs?|beine?|piernas?|jambes?|pernas?|gamb[ae]"
    ),
    BodyPart.ANKLE: (
        r"ankles?|(?:sprung|fuss) ?gelenke?|knochel|tobillos?|chevilles?|tornozelos?|cavigli[ae]"
        r"|foot|feet|fuss|fusse"
        r"|heels?|ferse|pies?|pieds?|pes?|talon|calf|calves|waden?|gemelos?|pantorrillas?|mollets?"
        r"|panturrilhas?"
        r"|polpacc\w+|shins?|schienbeine?|espinillas?|tibias?|canelas?|tallone|tallon|calcanhar"
        r"|toes?|zehen?|pied"
    ),
    BodyPart.ABDOMEN: (
        r"abdom\w+|stomach|abs|belly|bauch|rippen?|ribs?|costillas?|cotes|costelas?|costole"
        r"|barriga|ventre|addom\w+"
        r"|vientre|navel|nabel"
    ),
    BodyPart.PELVIS: r"pelvi[sc]\w*|becken|bassin|bacino|pubis|symphys\w+|sinfisis",
}

PAIN = (
    r"trash(?:ed)?|shot|wrecked|toast|rubbish|gives? out|giving out|buckles?|buckling|locks up"
    r"|oa|pains?|painful|pain|hurts?|hurting|aches?|aching|achy|sore|soreness|injur\w+|issues?"
    r"|problems?|troubles?|bad|bum|gimpy|seiz(?:es|ing) up|spurs?|verspann\w*|dodgy"
    r"|wonky|cranky|irritat\w+|inflam\w+|infiamm\w+|strain(?:ed)?|pulled|tweaked|torn|tears?"
    r"|tore|arthriti\w+|arthros\w+|osteoarthriti\w+"
    r"|bursitis|sensitive|acting up|plays? up|playing up|flar\w+|bothers?|bothering|discomfort"
    r"|grumpy|unhappy|messed up|busted|blown"
    r"|(?:is|are|feels?) (?:a bit |a little |really |very )?(?:off|stiff|weak|fragile|delicate"
    r"|iffy|swells?(?: up)?|swelling|swollen)|swollen"
    r"|(?:isn t|is not|aren t|are not|not) (?:\w+ )?(?:great|good|happy|right|ok|okay|fine"
    r"|fully healed|healed|the best|100)(?: (?:percent|yet))?"
    r"|(?:doesn t|does not|don t|do not|didn t) (?:really )?(?:like|tolerate|agree with|love|appreciate)"
    r"|careful with|(?:go |take it |be )?easy on|gentle (?:on|with)|watch (?:out for )?my"
    r"|protect|spare|mind my|be kind to|friendly|kills? me|killing me"
    r"|snap(?:s|ping)|click(?:s|ing)|pops?|grind(?:s|ing)|pinch\w*|nerve|numb\w*|tingl\w+"
    r"|schmerz\w*|(?:tut|tun) (?:mir |immer |noch |etwas |sehr |manchmal |oft |leicht )*weh"
    r"|weh|verletz\w*|beschwerden|probleme?n?|kaputt\w*|zwickt|zwicken|zieht|sticht"
    r"|gereizt\w*|entzund\w*|gezerrt\w*|zerrung|reizung|empfindlich\w*|arthrose|ladiert\w*"
    r"|angeschlagen\w*|schonen|vorsicht(?:ig)?(?: mit)?"
    r"|(?:macht|machen) (?:mir )?(?:probleme|arger|zicken)|mag(?= kein)|gerissen\w*|leiden"
    r"|uberlast\w*|steif\w*"
    r"|dolor\w*|duelen?|doler|dolia|lesion\w*|molesti\w*|molestan?|problemas?|fastidiad\w*"
    r"|fastidi\w*|jodid\w*|tocad[oa]s?|lastim\w*|desgarr\w*|tiron"
    r"|inflamad\w*|artrosis|artritis|delicad\w*|dolorid\w*|adolorid\w*|cuidado con|cuidar"
    r"|danad[oa]s?|malas?(?= (?:rodilla|espalda))|resentid\w*"
    r"|douleurs?|douloureu\w*|(?:fait |font |ai |tres |un peu |toujours )*mal(?: (?:au|a la"
    r"|aux|a l|a mon|a ma|en))?|bless\w+|problemes?|fragiles?|sensibles?|gene[ns]?t?"
    r"|dechir\w+|arthrose|attention (?:a|au|aux)|menager|souffre\w*|raide|abimee?s?|endolori\w*"
    r"|dor|dores|doi|doem|doendo|doia|lesao|lesoes|lesionad\w*|lesionei|machuc\w+|incomod\w+"
    r"|artrose|artrite|cuidado com|magoad\w*|sensivel|sensiveis|ruim|ruins"
    r"|fa male|fanno male|male|mal (?:di|al|alla|alle|ai)|infortun\w+|lesionat\w*|dolorante"
    r"|artrosi|strapp\w+|acciacc\w+|attenzione (?:a|al|alla|alle)|fastidio|dolente|soffro"
    r"|problem\w*|bloccat\w+|bloccad[oa]|bloquead[oa]"
)
# What comes from training and goes by itself.
HARMLESS = (
    r"no pain no gain|(?:lying|lie|laying) (?:flat )?on my back"
    r"|avoid(?:ing)? (?:the )?(?:surgery|operation)|(?:chest|pecs) (?:is |are "
    r"|still )?(?:hurts?|sore|burn\w*"
    r"|aches?) (?:from|after|since)|muscle soreness|doms|muskelkater\w*|agujetas|courbatures"
    r"|dolor muscular leve|growing pains?|pain in the (?:ass|butt)"
    r"|(?:sore|hurts?|aching) (?:from|after) (?:yesterday|my last|the last|leg day|training"
    r"|my workout|the workout)"
    r"|welcome back|(?:i m|i am|im|come|coming|came|get|getting|got|go|going|be|step|way|bring"
    r"|ease|easing|just) back(?: (?:to|from|in|at|into|after|on|with))?"
    r"|back (?:to|in|at|into|after|from) (?:the |my |training|work|lifting|it)\w*"
    r"|back and forth|days? back|weeks? back|back then"
    r"|cold feet|on the other hand|by hand|hand weights?|first hand|second hand|per hand"
    r"|dos veces|dos dias|dos semanas|(?:los|las|mis) dos|entre dos|de pie"
    r"|kurz und gut|vor allem|vom feinsten|no problems?(?! (?:\w+ )?since)|kein problem"
    r"|sin problemas?|pas de probleme|sem problemas?|senza problemi|nessun problema"
    r"|ningun problema"
    r"|time issues?|problems? (?:with )?(?:time|motivation|sleep\w*)|bad at|not bad"
)
# Words that make a part's trouble a named one.
TENDON = r"tend[io]n\w*|tendin\w+|tendinopat\w+|sehnen ?\w*"
UNSTABLE = (
    r"dislocat\w+|unstable|instab\w+|luxat\w+|subluxat\w+|ausgekugelt|luxiert|inestab\w+"
    r"|luxad\w+|deslocad\w+|lussat\w+|luxee?s?|popp?(?:s|ed|ing) out"
)
SPRAIN = (
    r"sprain\w*|twisted|rolled|verstaucht\w*|verstauchung|umgeknickt\w*|esguinces?|esguinzad\w+|torcid\w*"
    r"|torcedura|entorses?|foulee?|foulure|distorsion\w*|slogat\w+|storta"
)
IMPINGED = r"impinge\w+|pinzamiento|schleimbeutel\w*|bursitis|bursite"
