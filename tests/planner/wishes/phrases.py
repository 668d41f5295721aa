"""What people write, and what rules must read in it, in six languages.

A line is a note, then `|`, then what is read: complaints as `part:condition`, `-word` a word of the names
of exercises that are avoided, `~pattern` an avoided pattern, `^trait`, `+word` liked, `rest:part`,
`only:gear`, `without:gear`, `with:gear`, `week:n` of pregnancy, `born:n` weeks ago, `min:n`, `!` a refusal,
`?` a sentence not understood, `c` a caution. Nothing else may be read.
"""

COMPLAINTS = """
my left knee hurts | knee:pain
Knee pain | knee:pain
I have bad knees | knee:pain
sore right shoulder | shoulder:pain
Lower back issues | back:pain
my lower back is acting up again | back:pain
Neck is stiff and sore | neck:pain
wrist pain | wrist:pain
I have a dodgy hip | hip:pain
ankle injury | ankle:pain
knee, hip and back pain | knee:pain hip:pain back:pain
pain in both elbows | elbow:pain
please go easy on my wrists | wrist:pain
careful with my back | back:pain
my shoulder still hurts after two months | shoulder:pain
my knee has been hurting for 3 years | knee:pain
pulled my hamstring last week | hip:pain
groin strain | hip:pain
arthritis in my hands | wrist:pain
My back went out, sciatica on the left | back:disc
slipped disc L5/S1 | back:disc
I've got a bulging disc | back:disc
disc herniation, careful please | back:disc
shoulder impingement | shoulder:impingement
frozen shoulder | shoulder:impingement
rotator cuff problems | shoulder:impingement
my shoulder keeps dislocating | shoulder:instability
I dislocated my shoulder twice this year | shoulder:instability
AC joint pain | shoulder:ac_joint
tennis elbow | elbow:tendinopathy
golfer's elbow in both arms | elbow:tendinopathy
elbow tendonitis | elbow:tendinopathy
carpal tunnel syndrome | wrist:pain
hip impingement (FAI) | hip:hip_impingement
patellar tendinitis | knee:front_knee
runner's knee | knee:front_knee
torn meniscus | knee:meniscus
meniscus tear in my left knee | knee:meniscus
osteoarthritis in my knees | knee:meniscus
torn ACL | knee:acl_graft
Achilles tendinopathy | ankle:achilles
plantar fasciitis | ankle:achilles
sprained my ankle | ankle:sprain
rolled my ankle yesterday | ankle:sprain
inguinal hernia | abdomen:hernia
weak pelvic floor | pelvis:pelvic_floor
diastasis recti | pelvis:pelvic_floor
spondylolisthesis | back:extension_pain
SI joint dysfunction | back:sacroiliac
scoliosis | back:pain
Knieschmerzen | knee:pain
mein rechtes Knie tut weh | knee:pain
Ich habe Rückenprobleme | back:pain
Schulter zwickt beim Drücken | shoulder:pain
Nackenschmerzen und Handgelenksprobleme | neck:pain wrist:pain
Vorsicht mit meinem Ellenbogen | elbow:pain
Schulterverletzung | shoulder:pain
Meine Hüfte macht Probleme | hip:pain
Bandscheibenvorfall L4/L5 | back:disc
Ischias | back:disc
Hexenschuss letzte Woche | back:pain
Meniskusriss links | knee:meniscus
Knie-Arthrose | knee:meniscus
Kreuzbandriss | knee:acl_graft
Tennisarm | elbow:tendinopathy
Schulter ausgekugelt | shoulder:instability
Impingement-Syndrom der Schulter | shoulder:impingement
Achillessehnenentzündung | ankle:achilles
Bänderriss am Sprunggelenk | ankle:sprain
Leistenbruch | abdomen:hernia
Beckenbodenschwäche | pelvis:pelvic_floor
ISG-Blockade | back:sacroiliac
Dolor de rodilla | knee:pain
Me duele la espalda | back:pain
Me duelen las rodillas al bajar escaleras | knee:pain -stair-climber
tengo el hombro lesionado | shoulder:pain
molestias en el cuello | neck:pain
cuidado con mis muñecas | wrist:pain
hernia discal | back:disc
ciática | back:disc
esguince de tobillo | ankle:sprain
tendinitis en el codo | elbow:tendinopathy
codo de tenista | elbow:tendinopathy
menisco roto | knee:meniscus
rotura del ligamento cruzado | knee:acl_graft
hernia inguinal | abdomen:hernia
suelo pélvico débil | pelvis:pelvic_floor
lumbalgia | back:pain
j'ai mal au genou gauche | knee:pain
douleur à l'épaule | shoulder:pain
épaule douloureuse | shoulder:pain
mal de dos | back:pain
J'ai mal aux poignets | wrist:pain
mon coude me fait mal | elbow:pain
hanche fragile | hip:pain
hernie discale | back:disc
sciatique | back:disc
entorse de la cheville | ankle:sprain
tendinite d'Achille | ankle:achilles
ménisque abîmé | knee:meniscus
rupture des ligaments croisés | knee:acl_graft
épaule instable | shoulder:instability
dor no joelho | knee:pain
Dor no ombro direito | shoulder:pain
ombro lesionado | shoulder:pain
meu joelho dói | knee:pain
dor nas costas | back:pain
tenho problemas no pescoço | neck:pain
lesão no tornozelo | ankle:pain
hérnia de disco | back:disc
ciático inflamado | back:disc
menisco rompido | knee:meniscus
cotovelo de tenista | elbow:tendinopathy
mal di schiena | back:pain
dolore al ginocchio | knee:pain
mi fa male la spalla | shoulder:pain
ho il collo bloccato e dolorante | neck:pain
problemi al polso | wrist:pain
ernia del disco | back:disc
sciatica | back:disc
gomito del tennista | elbow:tendinopathy
distorsione alla caviglia | ankle:sprain
crociato rotto | knee:acl_graft
lesione al menisco | knee:meniscus
ernia inguinale | abdomen:hernia
Please avoid anything that loads my spine | back:pain
Left elbow is irritated from too many chin-ups | elbow:pain -chin-up
Habe Probleme mit der Lendenwirbelsäule | back:pain
My wrists can't take push-ups | wrist:pain -push-up
pinched nerve in neck | neck:pain
torn labrum in the hip | hip:hip_impingement
bad back, bad knees, bad shoulders | back:pain knee:pain shoulder:pain
Skoliose und ISG Probleme | back:pain back:sacroiliac
me duele la zona lumbar al hacer peso muerto | back:pain -deadlift
old shoulder injury | shoulder:pain
No pain in my shoulder but elbow hurts | elbow:pain
Shoulder pain is gone, now my elbow hurts | elbow:pain
Herniated disc 2 years ago, still careful | back:disc
pain in my lower back when I deadlift, otherwise fine | back:pain -deadlift
my shoulder is not fully healed | shoulder:pain
I can't run because of shin splints | ankle:achilles -run
No lower back exercises | back:pain
my shoulder is fine again and my knee hurts | knee:pain
Schulter ist wieder gut und das Knie schmerzt jetzt | knee:pain
Probleme mit dem Sprunggelenk | ankle:pain
douleurs lombaires | back:pain
LBP | back:pain
Bilateral knee OA | knee:meniscus
no burpees!!! knees are trash | -burpee knee:pain
my right knee gives out | knee:pain
knee pain is almost gone | knee:pain
trying to avoid surgery on my meniscus | knee:meniscus
Ellenbogenschmerzen beim Curlen | elbow:pain -curl
Mal di schiena, niente squat | back:pain -squat ~squat
my back seizes up | back:pain
Verspannter Nacken | neck:pain
Habe Arthrose im Knie | knee:meniscus
j'ai de l'arthrose aux genoux | knee:meniscus
bursitis en la cadera | hip:pain
tobillo esguinzado | ankle:sprain
herniated disc, no pain right now | back:disc
my shoulder pops out | shoulder:instability
Torn rotator cuff, no surgery | shoulder:impingement
"""

AVOIDED = """
No deadlifts, herniated disc | -deadlift back:disc
Bandscheibenvorfall, kein Kreuzheben | -deadlift back:disc
my left knee doesn't like lunges | knee:pain -lunge ~lunge
No squats please | -squat ~squat
No squats, lunges or jumping | -squat ~squat -lunge ~lunge ^impact -jump
I hate burpees | -burpee
I don't like burpees | -burpee
please skip the plank | -plank
without running | -run
can't do pull-ups | -pull-up
nothing overhead | ^overhead -overhead ~vertical_push
no overhead work because of my shoulder | ^overhead -overhead ~vertical_push shoulder:pain
no jumping, I live upstairs | ^impact -jump
no high impact | ^impact -jump
My shoulder hurts when I bench press | shoulder:pain -bench
deadlifts hurt my lower back | back:pain -deadlift
Bench press is fine but my shoulder hurts with dips | shoulder:pain -dip
Avoid upright rows | -upright
No Romanian deadlifts | -romanian
No leg extensions, bad knees | -leg-extension knee:pain
Anything but burpees | -burpee
Keine Burpees bitte | -burpee
Kniebeugen bitte nicht | -squat ~squat
Ausfallschritte gehen nicht wegen meinem Knie | -lunge ~lunge knee:pain
keine Sprünge, Nachbarn unter mir | ^impact -jump
Ich hasse Laufen | -run
Nichts über Kopf | ^overhead -overhead ~vertical_push
ohne Klimmzüge | -pull-up
Schulter mag kein Überkopfdrücken | shoulder:pain ^overhead -overhead ~vertical_push
mein Knie schmerzt bei Kniebeugen | knee:pain -squat ~squat
nada de saltos | ^impact -jump
sin peso muerto | -deadlift
no puedo hacer sentadillas | -squat ~squat
No me gustan las zancadas | -lunge ~lunge
me duele el hombro al hacer press militar | shoulder:pain -overhead
evitar dominadas | -pull-up
pas de squats | -squat ~squat
pas de soulevé de terre, hernie discale | -deadlift back:disc
je n'aime pas les fentes | -lunge ~lunge
sans sauts | ^impact -jump
je ne peux plus faire de pompes à cause de mon poignet | -push-up wrist:pain
éviter la course à pied | -run
sem agachamento | -squat ~squat
não gosto de burpees | -burpee
nada de saltos por causa do joelho | ^impact -jump knee:pain
evitar levantamento terra | -deadlift
não posso correr | -run
niente salti | ^impact -jump
senza stacchi, ernia del disco | -deadlift back:disc
non mi piacciono gli affondi | -lunge ~lunge
evita le trazioni | -pull-up
niente sopra la testa | ^overhead -overhead ~vertical_push
Deadlifts: no | -deadlift
Squats are out | -squat ~squat
Not a fan of running | -run
I like deadlifts but not squats | +deadlift -squat ~squat
My doctor told me not to lift above shoulder height | ^overhead -overhead ~vertical_push
Can't kneel because of my knees | knee:pain -hip-flexor
I was told to avoid squats because of high blood pressure | -squat ~squat body:high_blood_pressure c
Tengo una hernia de disco, nada de peso muerto | back:disc -deadlift
Mon épaule n'aime pas le développé militaire | shoulder:pain -overhead
Polso dolorante, niente piegamenti | wrist:pain -push-up
Il ginocchio mi fa male quando faccio gli squat | knee:pain -squat ~squat
Meu ombro dói quando faço supino | shoulder:pain -bench
Golfer's elbow, so no chin-ups or heavy curls | elbow:tendinopathy -chin-up -curl
no cardio please | -run ~locomotion
No puedo levantar los brazos por encima de la cabeza | ^overhead -overhead ~vertical_push
sin burpees ni saltos | -burpee ^impact
ich habe Angst vor Kniebeugen | -squat ~squat
"""

OVER = """
no knee pain |
no injuries, no pain |
knee is fine again |
my knee no longer hurts |
my shoulder doesn't hurt anymore |
I had knee pain, but it's fine now |
I had knee pain. It's fine now. |
I used to have back pain |
had shoulder surgery 5 years ago | c
knee surgery in 2015, all good | c
broke my ankle as a child | c
ACL reconstruction 10 years ago, no problems since | c
fully recovered from my ankle sprain |
pain free for months |
my back is pain free |
no problems with my knees |
I can squat without knee pain |
No health issues |
no pain no gain! |
my legs are sore from yesterday |
my mother has osteoporosis |
my father had a heart attack |
I'm not pregnant |
no heart problems, no high blood pressure |
keine Knieschmerzen |
Keine Verletzungen |
mein Knie tut nicht mehr weh |
Rückenschmerzen sind weg |
Knie ist wieder gut |
Schulter-OP vor 6 Jahren | c
Kreuzbandriss vor 10 Jahren, alles verheilt |
sin dolor de espalda |
la rodilla ya no me duele |
no tengo lesiones |
el hombro está recuperado |
me operaron del hombro hace 8 años | c
pas de douleur au genou |
mon genou ne fait plus mal |
aucune blessure |
opéré de l'épaule il y a 7 ans | c
sem dor no joelho |
o joelho já não dói |
cirurgia no ombro há 5 anos | c
nessun dolore alla schiena |
il ginocchio non fa più male |
operato alla spalla 6 anni fa | c
non ho problemi alla schiena |
Herniated disc in 2012, no problems since then |
dislocated shoulder in 2019 | c
My dog hurt my hand |
My wife is pregnant so I have little time |
family history of stroke |
I want to prevent back pain |
Never had any injuries |
my knee is ok now |
my chest is sore from flys |
no limitations |
haven't had knee pain in years |
I no longer have back pain |
I'm not pregnant anymore |
old knee injury, but no pain |
trying to get pregnant |
none |
nada |
No chest pain, just want to look good |
"""

HEALTH = """
Rotator cuff surgery last month | shoulder:cuff_surgery rest:shoulder c
shoulder surgery 6 months ago | shoulder:cuff_surgery c
knee surgery 3 weeks ago | knee:pain rest:knee c
ACL reconstruction 8 months ago | knee:acl_graft c
8 weeks post-op from meniscus repair | knee:meniscus rest:knee c
broken wrist | wrist:pain rest:wrist c
I broke my ankle 4 weeks ago | ankle:pain rest:ankle c
I had surgery two weeks ago | !
Schulter-OP vor 4 Wochen | shoulder:cuff_surgery rest:shoulder c
Knieoperation letzten Monat | knee:pain rest:knee c
operado de la rodilla hace 2 meses | knee:pain rest:knee c
opérée du genou il y a 3 semaines | knee:pain rest:knee c
cirurgia no ombro há 2 meses | shoulder:cuff_surgery rest:shoulder c
operato al ginocchio un mese fa | knee:pain rest:knee c
7 months pregnant | body:pregnancy body:late_pregnancy ^impact week:30 c
I'm 10 weeks pregnant | body:pregnancy week:10 c
pregnant, second trimester | body:pregnancy body:late_pregnancy ^impact week:20 c
Pregnant | body:pregnancy body:late_pregnancy ^impact c
im 7. Monat schwanger | body:pregnancy body:late_pregnancy ^impact week:28 c
Schwanger in der 24. Woche | body:pregnancy body:late_pregnancy ^impact week:24 c
schwanger, 28. SSW | body:pregnancy body:late_pregnancy ^impact week:28 c
embarazada de 28 semanas | body:pregnancy body:late_pregnancy ^impact week:28 c
estoy embarazada de 3 meses | body:pregnancy week:13 c
enceinte de 5 mois | body:pregnancy body:late_pregnancy ^impact week:22 c
grávida de 20 semanas | body:pregnancy body:late_pregnancy ^impact week:20 c
incinta di 6 mesi | body:pregnancy body:late_pregnancy ^impact week:26 c
incinta al settimo mese | body:pregnancy body:late_pregnancy ^impact week:28 c
10 weeks postpartum | pelvis:pelvic_floor ^impact born:10 c
I gave birth 4 months ago | pelvis:pelvic_floor born:17 c
C-section 8 weeks ago | pelvis:pelvic_floor abdomen:hernia rest:abdomen ^impact born:8 c
Geburt vor 8 Wochen | pelvis:pelvic_floor ^impact born:8 c
di a luz hace 3 meses | pelvis:pelvic_floor born:13 c
high blood pressure | body:high_blood_pressure c
Bluthochdruck | body:high_blood_pressure c
tensión alta | body:high_blood_pressure c
hypertension, treated | body:high_blood_pressure c
pressão alta | body:high_blood_pressure c
pressione alta | body:high_blood_pressure c
osteoporosis | body:osteoporosis c
Osteoporose | body:osteoporosis c
I'm hypermobile | body:hypermobility c
epilepsy | body:epilepsy ^overhead c
Asthma | c
asma | c
type 2 diabetes | c
Diabetiker | c
my blood pressure is 145/92 | body:high_blood_pressure c
blood pressure 185/115 | body:high_blood_pressure !
chest pain when I exercise | !
Schmerzen in der Brust | !
dolor en el pecho | !
douleur à la poitrine | !
dor no peito | !
dolore al petto | !
I had a heart attack last year | !
Herzinfarkt vor 3 Monaten | !
heart attack last year, cleared by my cardiologist | c
had a stroke | !
pre-eclampsia | !
I'm having chemo | !
fainted twice last week | !
not cleared yet after knee surgery 10 weeks ago | knee:pain rest:knee c
had meniscus surgery, cleared by my surgeon | knee:meniscus c
künstliche Hüfte | hip:pain c
prótesis de cadera | hip:pain c
Ich hatte letztes Jahr eine Schulter-OP | c
Me operaron del menisco hace un mes | knee:meniscus rest:knee c
Estoy en la semana 32 de embarazo | body:pregnancy body:late_pregnancy ^impact week:32 c
Bin im dritten Trimester | body:pregnancy body:late_pregnancy ^impact week:32 c
Wegen Schwangerschaft (16. Woche) kein Bauchtraining | body:pregnancy body:late_pregnancy ^impact week:16 c
I had a C-section 5 weeks ago | pelvis:pelvic_floor abdomen:hernia rest:abdomen ^impact born:5 only: c
I have a pacemaker | !
my resting bp is 150 over 95 | body:high_blood_pressure c
fracture du poignet il y a 3 semaines | wrist:pain rest:wrist c
Soffro di asma e pressione alta | body:high_blood_pressure c
J'ai de l'asthme | c
I'm recovering from the flu | c
Not allowed to lift more than 10 kg after surgery | c
Estou no segundo trimestre da gravidez | body:pregnancy body:late_pregnancy ^impact week:20 c
Hernia inguinal operada hace 3 semanas | abdomen:hernia rest:abdomen c
protesi d'anca | hip:pain c
je viens d'accoucher | pelvis:pelvic_floor ^impact c
Laminectomy six weeks ago | back:disc rest:back c
appendix out 2 weeks ago | abdomen:hernia rest:abdomen c
28 weeks along | body:pregnancy body:late_pregnancy ^impact week:28 c
my baby is due in 6 weeks | body:pregnancy body:late_pregnancy ^impact week:34 c
ich bin in der 12. Schwangerschaftswoche | body:pregnancy week:12 c
künstliches Kniegelenk | knee:pain c
Gebärmutter-OP vor 3 Wochen | !
on blood thinners | c
had ACL surgery as a teenager, knee still clicks | knee:acl_graft knee:pain c
Brustkrebs, Chemo seit Mai | !
cancer survivor, 10 years clear | c
cardiac arrhythmia, not cleared yet | !
I had chest pain last year, doctor said it was nothing | c
I have had three knee operations, it still swells up | knee:pain c
Fettleibig, 130 kg | body:obesity ^impact c
"""

WISHES = """
I love pull-ups | +pull-up
more bench press please | +bench-press
Ich mag Kreuzheben | +deadlift
me encantan las dominadas | +pull-up
j'adore les tractions | +pull-up
adoro levantamento terra | +deadlift
mi piace la panca | +bench-press
only bands this week | only:resistance-band
no barbell | without:barbell
I only have dumbbells and a bench | only:dumbbell only:bench
bodyweight only | only:
no equipment | only:
nur Kurzhanteln | only:dumbbell
keine Langhantel | without:barbell
ohne Geräte | only:
solo con mancuernas | only:dumbbell
sin barra | without:barbell
seulement des élastiques | only:resistance-band
só tenho halteres | only:dumbbell
solo manubri | only:dumbbell
No machines | without:leg-press-machine
I only have 30 minutes | min:30
nur 45 Minuten | min:45
Please say something nice about Berlin | ?
I'm back from vacation |
Thanks! |
Don't have a squat rack | without:squat-rack
I'm travelling, just my body weight | only:
Ich habe nur ein Theraband und eine Kettlebell | only:resistance-band only:kettlebell
No tengo barra, solo bandas elásticas | without:barbell only:resistance-band
Je n'ai pas de barre, juste des haltères | without:barbell only:dumbbell
Ich habe eine Langhantel und Hantelscheiben | with:barbell with:weight-plate
I have 45 min max | min:45
I want a bigger back and broader shoulders | ?
strengthen my lower back | ?
I squat 140 kg and bench 100 kg | ?
I prefer machines over barbells | ?
I sit all day at a desk | ?
nur mit Bändern | only:resistance-band
ho solo manubri e una panca | only:dumbbell only:bench
je n'ai que des haltères | only:dumbbell
My chest is my weak point | ?
I want to learn pull-ups | +pull-up
"""
