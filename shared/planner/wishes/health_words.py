"""Conditions of the whole person: what they change, what to say, and when not to train, in six languages.

Sources: PAR-Q+, ACSM 2015, ACOG 804, 10.1136/bjsports-2021-104634. None of it is a diagnosis.
"""

from dataclasses import dataclass

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, Condition


@dataclass(frozen=True, slots=True)
class Illness:
    """A condition by its words. `is_bar` bars everything but easy walking until a professional agrees."""

    words: str
    caution: str
    condition: Condition | None = None
    traits: frozenset[str] = frozenset()
    is_bar: bool = False

    @property
    def complaints(self) -> frozenset[Complaint]:
        """The complaints it is, if the planner knows it as one."""
        return frozenset({Complaint(BodyPart.BODY, self.condition)} if self.condition else ())


_IMPACT = frozenset({"impact"})
_BEFORE = "Until then nothing beyond easy walking."

ILLNESSES = (
    Illness(
        r"chest (?:pains?|pressure|tightness)|(?:pain|pressure|tightness|squeezing) (?:in|on"
        r"|across) (?:my |the )?chest|chest (?:really )?hurts|tight chest|angina"
        r"|brust (?:schmerz\w*)|brustschmerz\w*|schmerzen? in der brust|brustenge"
        r"|enge in der brust|druck (?:auf|in) der brust|angina pectoris"
        r"|dolor(?:es)? (?:en|de) (?:el )?pecho|opresion en el pecho|me duele el pecho"
        r"|douleurs? (?:a|dans) la poitrine|douleurs? thoracique|mal a la poitrine"
        r"|dor(?:es)? no peito|aperto no peito|dolor[ei] al petto|oppressione al petto|angor"
        r"|male al petto",
        f"Chest pain: let a doctor see it first; if it is there now, call the emergency number. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"heart (?:attack|disease|failure|condition|problems?|issues?|surgery|bypass|defect"
        r"|trouble|transplant)|cardiac \w+|coronary \w*|cardiomyopath\w+|arrhythmi\w+"
        r"|atrial fibrillation|afib|myocardi\w+|pacemaker|stents?|bypass|valve (?:replacement"
        r"|disease)|bad heart|weak heart"
        r"|herz ?(?:infarkt|krank\w*|fehler|insuffizienz|schwache|probleme?|rhythmus\w*"
        r"|schrittmacher|op|muskelentzundung|erkrankung)|vorhofflimmern|myokarditis"
        r"|infartos?|ataque (?:al corazon|cardiaco|cardiaque)|(?:enfermedad|problemas?"
        r"|insuficiencia) (?:del corazon|de corazon|cardiac\w+|coronaria)|cardiopatia\w*"
        r"|marcapasos|arritmia\w*|crise cardiaque|infarctus|(?:maladie|problemes?"
        r"|insuffisance) (?:du coeur|de coeur|cardiaques?|coronarienne)|arythmie|pacemaker"
        r"|enfarte|infarto|(?:doenca|problemas?|insuficiencia) (?:do coracao|no coracao|de coracao"
        r"|cardiac\w+)|marca passo|(?:malattia|problemi|scompenso) (?:di cuore|al cuore"
        r"|cardiac\w+)|aritmia",
        f"A heart condition: let your cardiologist or doctor clear you for training. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"(?:had |after )?(?:a |my )?(?:mini )?stroke(?! (?:rate|technique|volume))|schlaganfall"
        r"|hirnblutung|ictus|derrame cerebral|accidente cerebrovascular|avc|accident vasculaire"
        r"|acidente vascular|aneurysm\w*|aneurism\w+|anevrisme",
        f"A stroke or an aneurysm: let your doctor clear you for training. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"kidney (?:failure|disease)|dialysis|renal failure|nieren(?:versagen|insuffizienz)"
        r"|niereninsuffizienz|dialyse|insuficiencia renal|dialisis|insuffisance renale|dialise"
        r"|insufficienza renale|dialisi",
        f"A kidney disease: let your doctor clear you for training. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"(?:chemo|radio) ?therap\w+|chemo|cancer(?: treatment)?|(?:brust|darm|haut|prostata"
        r"|lungen|blut|magen)?krebs\w*|tumou?rs?"
        r"|strahlentherapie|bestrahlung|chemotherapie|quimio\w*|radioterapia|cancro|tumor"
        r"|chimio\w*|radiotherapie|chemioterapia|tumore|leukaemia|leukemia|lymphoma",
        f"A cancer or its treatment: let your care team clear you for training. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"blood clots?|thrombos\w+|dvt|pulmonary embolism|lungenembolie|trombos\w+"
        r"|embolia pulmonar|phlebite|embolie|embolia",
        f"A blood clot: let your doctor clear you for training. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"pre ?eclampsi\w*|praeklampsie|praeklampsie|preeklampsie|prae? ?eklampsie|placenta pr\w+"
        r"|plazenta praevia|(?:weak|incompetent|short) cervix|cervical insufficiency"
        r"|ruptured membranes|waters? (?:broke|broken)|zervixinsuffizienz|fruhwehen"
        r"|vorzeitige wehen|premature labou?r|triplets|drillinge|bleeding (?:while|in) pregnan\w+"
        r"|preeclampsia|pre eclampsia|preeclampsie|placenta previa|gestosi",
        f"This complication of pregnancy: let your midwife or obstetrician clear you for training. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"fainted|fainting|faint|passed out|blacked out|syncope|ohnmacht\w*|ohnmachtig|synkope"
        r"|desmay\w+|sincope|evanouis?\w*|desmai\w+|svenut\w+|svenimenti?",
        f"Fainting: let a doctor find out why. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"palpitations?|heart (?:racing|flutters?|skips)|herz(?:rasen|stolpern|klopfen)|herzrasen"
        r"|palpitaciones|palpitacoes|palpitazioni|tachycardi\w+|taquicardia|tachicardia",
        f"A heart that races or stumbles: let a doctor look at it. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"vertebral (?:compression )?fractures?|(?:fractured|broken|broke (?:a|my)) (?:vertebrae?"
        r"|spine|back)|wirbel ?(?:bruch|fraktur|korperfraktur)\w*|wirbelbruch|fractura vertebral"
        r"|fracture vertebrale|fratura vertebral|frattura vertebrale|compression fracture",
        f"A broken vertebra: let a doctor or a physiotherapist clear you for lifting. {_BEFORE}",
        Condition.OSTEOPOROSIS,
        _IMPACT,
        is_bar=True,
    ),
    Illness(
        r"concussion|concussed|gehirnerschutterung|conmocion cerebral|commotion cerebrale"
        r"|concussao|commozione cerebrale",
        f"A concussion: let a doctor tell you when to train again. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"saddle numb\w*|(?:lost|losing|loss of|can t control) (?:control of )?(?:my )?(?:bladder"
        r"|bowels?)|both legs (?:are )?(?:numb|weak)",
        f"Numbness or lost control below the back: go to an emergency department today. {_BEFORE}",
        is_bar=True,
    ),
    Illness(
        r"fever|fieber|fiebre|fievre|febre|febbre",
        "Fever: rest until it has been gone for two days, and see a doctor if it stays.",
        is_bar=True,
    ),
    Illness(
        r"(?:(?:high|elevated|raised) (?:blood pressure|bp)|hypertension|hypertensive|hypertonie"
        r"|bluthochdruck|hoher blutdruck|hohen blutdruck|zu hoher blutdruck|hipertens\w+"
        r"|(?:tension|presion)(?: arterial)? alta|alta tension|(?:tension"
        r"|pression) (?:arterielle )?(?:elevee|haute)|pressao (?:arterial )?alta"
        r"|pressione (?:arteriosa )?alta|iperten\w+|hipertension|hypertendue?)(?! pulmonary)",
        "High blood pressure: no maximal lifts or held breath; ask your doctor whether it is under control.",
        Condition.HIGH_BLOOD_PRESSURE,
    ),
    Illness(
        r"osteopor\w+|osteopen\w+|brittle bones|thin bones|low bone density|knochenschwund",
        "Osteoporosis: no loaded rounding or twisting of the back; have a doctor or physiotherapist agree.",
        Condition.OSTEOPOROSIS,
    ),
    Illness(
        r"hyper ?mob\w+|hiperm\w+|hiperlax\w+|hyperlax\w*|ipermobil\w+|iperlass\w+|ehlers danlos"
        r"|eds|double jointed|uberbeweglich\w*|bindegewebsschwache",
        "Hypermobile joints: stop short of the end of each movement, and go up slowly.",
        Condition.HYPERMOBILITY,
    ),
    Illness(
        r"epilep\w+|seizures?|krampfanfall\w*|convulsion\w*|crises? (?:epileptique|d epilepsie)|convulsoes",
        "Epilepsy: train with company, no bar over face or head, and have your doctor agree.",
        Condition.EPILEPSY,
        frozenset({"overhead"}),
    ),
    Illness(
        r"obes\w+|fettleibig\w*|adipos\w+|fettleibig\w*|adipositas|very overweight"
        r"|severely overweight|stark ubergewichtig"
        r"|starkes ubergewicht|surpoids important|muy pasado de peso",
        "Much body weight: no jumps or runs at first; check the limits of your equipment.",
        Condition.OBESITY,
        _IMPACT,
    ),
    Illness(
        r"diabet\w+|type [12] diab\w+|zuckerkrank\w*|t1d|t2d",
        "Diabetes: check your sugar before and after, keep something sweet at hand, and ask your doctor.",
    ),
    Illness(
        r"asthm\w*|asma\w*|asthmatique|asmatic\w+|exercise induced bronch\w+",
        "Asthma: have your reliever at hand, warm up for 10 to 15 minutes, and stop if you wheeze.",
    ),
    Illness(
        r"copd|emphysema|lung disease|lungenkrankheit|epoc|bpco|dpoc|long covid|post covid|me cfs"
        r"|chronic fatigue",
        "A condition of lungs or stamina: ask your doctor how hard you may train.",
    ),
    Illness(
        r"(?:the |a )flu|influenza|(?:a|bad|the|heavy) cold|grippe|erkaltung|erkaltet|gripe|rhume"
        r"|resfriad\w+|raffreddore|covid|corona|bronchitis|pneumonia|lungenentzundung",
        "After an illness: wait until you have been well for a day or two, then begin with half of it.",
    ),
    Illness(
        r"multiple sclerosis|miscarriage|fehlgeburt|aborto espontaneo|fausse couche|aborto"
        r"|beta ?blockers?|betablocker|blood thinners?|blutverdunner|anticoagul\w+|pots"
        r"|pre ?diabet\w+|hypoglyc\w+|gout|gicht|gota|goutte|wheelchair|rollstuhl|silla de ruedas"
        r"|fauteuil roulant"
        r"|cadeira de rodas|sedia a rotelle|amput\w+|parkinson\w*|rheumat\w+|rheuma|fibromyalg\w+"
        r"|lupus|crohn\w*|colitis|multiple sklerose|esclerosis multiple|sclerose en plaques"
        r"|esclerose multipla|sclerosi multipla|artritis reumatoide|anaemi\w+|anemi\w+|thyroid\w*"
        r"|schilddruse\w*|tiroide\w*|thyroide|vertigo|schwindel|dizz\w+|vertigini|vertigem|mareos?"
        r"|glaucoma|retinopath\w+|lymphedema",
        "A condition the planner has no rules for: ask your doctor or physiotherapist what suits you.",
    ),
)

SURGERY = (
    r"surger(?:y|ies)|operated(?: on)?|operations?|arthroscop\w+|post ?op|replacement"
    r"|repair(?:ed)?|reconstruction|reconstructed|had .{0,12}fixed|op|ops|operiert\w*"
    r"|operationen|arthroskopie|prothese|gelenkersatz|ersatz|kunstliche\w*|artificial"
    r"|cirugias?|operacion|operad[oa]s?|operaron|operaram|artroscopia|protesis|chirurgie"
    r"|opere\w*|arthroscopie|cirurgias?|operac\w+|operei|protese|chirurgi[ac]\w*|intervento"
    r"|interventi|operazion\w+|operat[oaie]|protesi"
)
FRACTURE = (
    r"(?:stress )?fractur\w+|broke|broken|bruch|gebrochen\w*|fraktur\w*|(?:me )?romp[ií]"
    r"|rot[oa]|fractura\w*|casse\w*|fratur\w+|quebr(?:ei|ad\w+)|frattur\w+|rott[oa]|cracked"
    r"|angebrochen\w*"
)
CAESAREAN = (
    r"c section|csection|caesarean\w*|cesarean\w*|kaiserschnitt|cesarea|cesarienne|cesariana"
    r"|taglio cesareo|cesareo"
)
BELLY_SURGERY = (
    r"appendectomy|appendix|blinddarm\w*|apendic\w+|appendic\w+|gallbladder|gallenblase\w*"
    r"|vesicula|vesicule|hysterectom\w+|histerectom\w+|abdominoplast\w+|tummy tuck|bauch op"
    r"|laparoscop\w+|liposuction"
)
PREGNANT = (
    r"pregnant|pregnancy|expecting(?: a baby)?|with child|schwanger\w*|ssw|embarazad\w+"
    r"|embarazo|enceinte|grossesse|gravid\w*|gestante|gestacao|incinta|gravidanza|prenatal"
    r"|weeks along|baby (?:is )?due|due in|due date"
    r"|baby on the way|trimester|trimenon|trimestre"
)
TRIMESTER = (
    r"(?:(first|1st|1|second|2nd|2|third|3rd|3|last|erste[nrs]?|zweite[nrs]?|dritte[nrs]?"
    r"|letzte[nrs]?|primer\w?|primo|segundo|tercer\w?|terceiro|premier|deuxieme|second"
    r"|troisieme|1er|2eme|3eme|secondo|terzo|primeiro|[123][oae]?)\.? )(?:trimest\w+|trimenon"
    r"|trimester)"
)
POSTPARTUM = (
    r"post ?partum|postnatal|gave birth|given birth|giving birth|new mum|new mom|newborn"
    r"|had (?:a|my|our) baby|baby is|after (?:birth|delivery|the birth)|delivered (?:a|my"
    r"|our) (?:baby|son|daughter)|nach (?:der )?(?:geburt|entbindung)|geburt|entbunden"
    r"|wochenbett|ruckbildung|entbindung"
    r"|posparto|postparto|despues del parto|di a luz|dado a luz|parto"
    r"|apres (?:l )?accouchement|accouch\w+|pos parto|apos o parto|dei a luz|tive (?:um )?bebe"
    r"|puerperio|partorito|dopo il parto|nacio mi (?:bebe|hij\w)|baby came"
)
BLOOD_PRESSURE = r"\b(\d{3}) ?(?:/|over|zu|a|su|sobre|por) ?(\d{2,3})\b"
