"""Which words mean nearly the same, in the talk of a gym: a small stand-in for what a real model has learnt.

A concept has a colon, its words follow: English, German, Spanish. A word may belong to several concepts.
"""

_LINES = """
pain: careful bother bothers tore torn tear sprained broken broke fracture numb stiff pain painful hurt
    hurts hurting ache aching sore twinge sting discomfort injury injured injure strain sprain schmerz
    schmerzen verletzung verletzt weh dolor duele lesion
joint: joint joints knee knees shoulder shoulders elbow elbows wrist wrists hip hips ankle ankles
    meniscus gelenk articulacion
doctor: doctor doctors physician physio physiotherapist clinic hospital told forbade forbid forbidden
    allowed arzt aerztin medico prohibido
knee: knee knees patella meniscus kneecap acl knie rodilla squatting kneel
shoulder: shoulder shoulders rotator cuff deltoid delts delt impingement schulter hombro overhead
back: back lumbar spine spinal disc vertebra sciatica ruecken rucken rueckenschmerz espalda deadlift
    deadlifting
neck: neck cervical nacken cuello
wrist: wrist wrists hand carpal handgelenk muneca
elbow: elbow elbows tendonitis tendinitis ellbogen codo
hip: hip hips flexor groin huefte hufte cadera
ankle: ankle ankles foot feet achilles plantar fuss knoechel tobillo pie
leg: leg legs quad quads hamstring hamstrings glute glutes calf calves thigh lower bein beine pierna
    piernas squat lunge
arm: arm arms biceps bicep triceps forearm curl curls arme brazo brazos
chest: chest pecs pec bench pectoral brust pecho pushup pushups press
core: core abs ab abdominal stomach plank situp crunch bauch abdomen
like: like likes love loves loved favourite favorite enjoy enjoys prefer prefers preference fond fun mag
    liebt lieblings gefaellt gusta encanta
dislike: dislike dislikes hate hates hated avoid avoids boring bored can't stand loathe detest skip
    annoying hasse hasst vermeiden odio odia evita
morning: morning mornings dawn early breakfast sunrise 6am 7am before wake morgens frueh fruh manana
evening: evening evenings night nights late after dinner 8pm 9pm tonight abend abends noche tarde
weekend: weekend weekends saturday sunday wochenende samstag sonntag domingo sabado
weekday: weekday weekdays monday tuesday wednesday thursday friday days day when schedule available free
    calendar
diet: diet recipe eat eats eating food meal meals nutrition protein calories cook breakfast lunch dinner
    snack kitchen essen ernaehrung kochen comida comer dieta
plant: steak vegetarian vegan plant plants meat tofu beans vegetarisch fleisch vegetariano carne
allergy: allergy allergic intolerance intolerant lactose gluten celiac nuts peanut peanuts milk dairy
    allergie alergia
sleep: sleep sleeps slept sleeping insomnia tired fatigue exhausted rest bed nap awake wake schlaf muede
    mude dormir cansado
stress: stress stressed stressful anxiety anxious pressure overwhelmed burnout deadline nervous worried
    worry mood
work: work works working job office desk shift shifts nurse doctor teacher boss career company
    profession occupation living arbeit beruf buero buro trabajo oficina engineer programmer developer
family: family kids kid children child daughter son baby wife husband partner married parent mother
    father mom dad kinder kind tochter familie hijos hijo hija familia toddler newborn pregnant
travel: travel travels travelling trip trips vacation holiday holidays hotel flight abroad away journey
    business reise urlaub viaje vacaciones
weight_loss: lose losing slim slimmer cut cutting fat leaner lean weight scale diet kilos abnehmen
    adelgazar perder
muscle_gain: muscle muscles mass bulk bulking bigger hypertrophy size grow growth gain gaining
    bodybuilding muskel muskeln aufbauen musculo
strength: strength strong stronger heavy heavier lift powerlifting max pr record strongest kraft stark
    fuerza fuerte
run: run runs running runner jog jogging marathon race 5k 10k halfmarathon laufen lauf correr carrera
cycle: cycle cycling bike bikes biking bicycle ride rides rad fahrrad bici bicicleta commute commutes
swim: swim swims swimming swimmer pool schwimmen nadar piscina
sport: sport sports football soccer basketball tennis climbing boxing hockey volleyball rugby judo team
    match fussball
cardio: cardio endurance aerobic stamina conditioning treadmill rowing ausdauer resistencia
equipment: equipment dumbbell dumbbells barbell barbells kettlebell kettlebells band bands rack machine
    machines plates own owns have hanteln hantel langhantel mancuernas barra gear setup
home: home house garage basement apartment flat living room zuhause daheim wohnung casa neighbours
    neighbors
gym: gym fitness studio club membership fitnessstudio gimnasio
time: time minutes minute busy hour hours long short quick duration session zeit minuten tiempo minutos
    horas
event: event wedding birthday competition meet race party ceremony hochzeit wettkampf boda evento date
    summer beach
heart: heart cardiac blood pressure hypertension pulse cardiologist herz blutdruck corazon
breath: asthma breath breathing inhaler lungs lung atem
surgery: surgery operation operated surgeon postoperative scar rehab physio physiotherapist therapist
    recovery operiert cirugia
medicine: medication medicine pill pills tablets beta blocker insulin diabetes diabetic prescription
    doctor medikament
age: age old years born birthday alt anos older young
tall: tall height cm feet size gross altura
music: music song songs playlist headphones podcast listen listens techno metal musik musica
motivation: motivation motivated motivate encourage encouragement praise tough push discipline
    accountability why reason
friend: friend friends buddy partner together alone company solo coach trainer freund amigo
pet: dog cat pet puppy walk walks hund perro gato
alcohol: alcohol beer wine drink drinks drinking pub bar bier vino cerveza
coffee: coffee caffeine espresso energy preworkout kaffee cafe
smoke: smoke smoking smoker cigarettes nicotine vape rauchen fumar
water: water hydration hydrate thirsty wasser agua
supplement: supplement supplements creatine whey vitamin vitamins omega powder shake
cold: cold flu sick ill illness fever virus covid krank enfermo
pregnancy: pregnant pregnancy postpartum birth midwife trimester schwanger embarazada
pullup: pull chin pullup pullups chinup chinups pulldown lats row rows klimmzug dominadas
deload: deload break pause off rest week lighter easy easier recovery
beginner: beginner new novice start started starting first anfaenger principiante
name: name called call nickname heisst heisse nombre llama llamo
language: language speak speaks german english spanish deutsch englisch espanol native
city: city town live lives living berlin munich madrid london moved move hometown country
"""

# What a sentence is held together by; it says nothing about its subject.
_STOPWORD_LINES = """
a an the and or but if of to in on at for with from by as is are was were be been am do does did i you
he she it we they me my mine your yours his her its our their them this that these those there here what
which who whom how so than then too very can could should would will shall may might must not no nor
only just about into over again user users ich du er sie es wir ihr der die das und oder ein eine einen
mit von zu im ist bin hat habe el la los las un una y o de del en con por para que soy tiene tengo mi su
al s t re ve ll d m don
"""
STOPWORDS = frozenset(_STOPWORD_LINES.split())


def _concepts() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    concept = ""
    for word in _LINES.split():
        if word.endswith(":"):
            concept = word.removesuffix(":")
        else:
            found[word] = (*found.get(word, ()), concept)
    return found


CONCEPTS = _concepts()
