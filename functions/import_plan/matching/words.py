"""How exercise names are written: abbreviations, other languages, and the words that tell exercises apart."""

from collections.abc import Mapping
from types import MappingProxyType

from functions.import_plan.reading.words import word_set


def _table(text: str) -> Mapping[str, str]:
    pairs = (line.split(" = ") for line in text.strip().splitlines())
    return MappingProxyType({short: full for shorts, full in pairs for short in shorts.strip().split(" | ")})


# Phrases of folded words in the singular, and their meaning; the longest is replaced first.
SHORT_FORMS = _table(
    """
    db | dumb bell | dumbell | kh | kurzhantel | mancuerna | con mancuerna | mit kurzhantel = dumbbell
    bb | bar bell | lh | langhantel | barra | con barra | mit langhantel = barbell
    kb | kettle bell | kugelhantel | pesa rusa = kettlebell
    bw | body weight | eigengewicht | korpergewicht = bodyweight
    inc | schrag = incline
    dec | negativ = decline
    flye | fliegende | apertura = fly
    tricep | tri | trizep | trizeps = triceps
    bicep | bi | bizep | bizeps = biceps
    ext = extension
    deltoid = delt
    lat raise | side lateral = lateral raise
    pull down = pulldown
    push down | press down | pressdown = pushdown
    pullup = pull up
    chinup = chin up
    pushup | press up | pressup = push up
    situp = sit up
    stepup = step up
    legpress = leg press
    benchpress = bench press
    one arm | 1 arm | einarmig | a una mano | unilateral = single arm
    one leg | 1 leg | einbeinig | a una pierna = single leg
    smith | smith machine | multipresse = smith machine
    ez | ez bar | sz | sz stange | ez curl bar = ez bar
    dumbbell bench | dumbbell bench press = dumbbell bench press
    lat pulldown cable = lat pulldown
    closegrip = close grip
    widegrip = wide grip
    hex bar = trap bar
    stiff legged = stiff leg
    straight leg deadlift = stiff leg deadlift
    bulgarian squat | bss | rfess = bulgarian split squat
    rear fly | rear delt fly = reverse fly
    goodmorning = good morning
    rdl | romanian dl = romanian deadlift
    sldl = stiff leg deadlift
    sl rdl = single leg romanian deadlift
    dl | dead lift = deadlift
    ohp | overhead barbell press | strict press = overhead press
    bp = bench press
    cgbp = close grip bench press
    bor | bent row = bent over row
    ghr = glute ham raise
    hlr = hanging leg raise
    bsq = back squat
    fsq = front squat
    lpd = lat pulldown
    ab wheel | abs wheel | ab roller | ab wheel rollout = ab wheel rollout
    close grip bench | close grip bench press = close grip bench press
    """
)
TRANSLATIONS = _table(
    """
    bankdrucken | press banca | press de banca | press en banca | press de pecho = bench press
    schragbankdrucken | press inclinado = incline bench press
    press banca inclinado | press de banca inclinado = incline bench press
    negativbankdrucken | press declinado = decline bench press
    press banca declinado | press de banca declinado = decline bench press
    enges bankdrucken | press banca agarre cerrado = close grip bench press
    kurzhantelbankdrucken | kurzhantel bankdrucken | press con mancuerna = dumbbell bench press
    schragbankdrucken dumbbell = incline dumbbell bench press
    dumbbell schragbankdrucken | press inclinado dumbbell = incline dumbbell bench press
    kniebeuge | kniebeugen | sentadilla = squat
    frontkniebeuge | sentadilla frontal = front squat
    sentadilla bulgara | bulgarische kniebeuge = bulgarian split squat
    sentadilla goblet | goblet kniebeuge = goblet squat
    hackenschmidt | hackenschmidtkniebeuge | sentadilla hack = hack squat
    kreuzheben | peso muerto = deadlift
    rumanisches kreuzheben | peso muerto rumano = romanian deadlift
    gestrecktes kreuzheben | peso muerto pierna rigida = stiff leg deadlift
    sumo kreuzheben | peso muerto sumo = sumo deadlift
    klimmzug | klimmzuge | dominada = pull up
    dominada supina | klimmzug untergriff | klimmzug im untergriff = chin up
    latzug | latziehen | jalon al pecho | jalon = lat pulldown
    rudern | remo = row
    langhantelrudern | barbell rudern | remo barbell = barbell row
    kurzhantelrudern | remo dumbbell = dumbbell row
    kabelrudern | rudern am kabel | remo en polea | remo sentado | remo polea baja = seated cable row
    t bar rudern | remo en t = t bar row
    schulterdrucken | press militar | press de hombro | press hombro | uberkopfdrucken = overhead press
    kurzhantel schulterdrucken | dumbbell schulterdrucken = dumbbell shoulder press
    press de hombro dumbbell | press militar dumbbell = dumbbell shoulder press
    seitheben | elevacion lateral = lateral raise
    frontheben | elevacion frontal = front raise
    reverse butterfly | vorgebeugtes seitheben | pajaro = rear delt fly
    butterfly maschine | contractora = pec deck fly
    aufrechtes rudern | remo al menton = upright row
    schulterheben | encogimiento = shrug
    bizepscurl | bicepscurl | curl de biceps | curl biceps = biceps curl
    hammercurl | curl martillo = hammer curl
    curl predicador | scottcurl | scott curl = preacher curl
    konzentrationscurl | curl concentrado = concentration curl
    trizepsdrucken | triceps drucken = triceps pushdown
    trizepsdrucken am kabel | extension de triceps en polea | jalon de triceps = triceps pushdown
    stirndrucken | press frances | french press = skull crusher
    dip barren | fondo | fondo en paralela = dip
    liegestutz | liegestutze | liegestutzen | flexion de brazo | lagartija | flexion de pecho = push up
    beinpresse | prensa | prensa de pierna = leg press
    beinstrecker | extension de pierna | extension de cuadriceps | beinstrecken = leg extension
    beinbeuger | beinbeugen | curl femoral | curl de pierna = leg curl
    ausfallschritt | ausfallschritte | zancada | desplante = lunge
    gehende ausfallschritte | zancada caminando = walking lunge
    wadenheben | elevacion de talon | elevacion de pantorrilla | gemelo = calf raise
    wadenheben stehend | stehendes wadenheben | gemelo de pie = standing calf raise
    wadenheben sitzend | sitzendes wadenheben | gemelo sentado = seated calf raise
    huftstossen | empuje de cadera = hip thrust
    gesassbrucke | puente de gluteo = glute bridge
    unterarmstutz | plancha | planke = plank
    seitstutz | plancha lateral = side plank
    beinheben | elevacion de pierna = leg raise
    hangendes beinheben | beinheben hangend | elevacion de pierna colgado = hanging leg raise
    bauchpresse | abdominal = crunch
    kabelfly | cruce de polea | kabelzug fly = cable fly
    ruckenstrecker | hyperextension | hiperextension = back extension
    guten morgen | buenos dias = good morning
    laufband | cinta | cinta de correr = treadmill
    laufen | joggen | correr = run
    fahrrad | radfahren | bicicleta = cycling
    rudergerat | maquina de remo = rowing machine
    crosstrainer | eliptica = elliptical
    seilspringen | saltar la cuerda | comba = jump rope
    """
)
# Words that mean an exercise only on their own.
WHOLE_NAMES = _table(
    """
    flexion = push up
    """
)
# Names that differ in one of these are different exercises.
DISTINGUISHING = word_set(
    """
    incline decline close wide neutral underhand overhand reverse front back rear side lateral upright
    overhead single seated standing lying kneeling prone hanging walking jumping jump low high box pause
    paused deficit rack sumo romanian stiff trap goblet hack zercher bulgarian split pistol cossack curtsy
    smith machine cable band suspension ring barbell dumbbell kettlebell ez bodyweight landmine plate
    medicine ball bench floor preacher concentration spider hammer assisted weighted negative towel archer
    diamond pike handstand knee leg calf hip arm wrist power push pull chin step hollow bird bicycle russian
    nordic glute triceps biceps chest shoulder straight face deck pendlay t inverted renegade supported
    hamstring quad neck stretch bar
    """
)
# Words a name may have or lack and still mean the same exercise.
OPTIONAL = word_set(
    """
    flat conventional regular classic standard normal olympic strict the a with on of exercise heavy light
    alternating bilateral am an der die das mit auf im en con de la el los las del al y und gym
    """
)
# Equipment makes no difference if the exercise is done with it anyway.
EQUIPMENT = word_set(
    """
    barbell dumbbell kettlebell cable machine bodyweight ez band smith
    """
)
