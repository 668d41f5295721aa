"""Conditions that name their part of the body, in six languages: patterns over plain text, see folding."""

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, Condition

_B = BodyPart
_C = Condition
# The first that matches the longest stretch counts; a bare "herniated" is no disc.
NAMED: tuple[tuple[str, frozenset[Complaint]], ...] = tuple(
    (pattern, frozenset(Complaint(part, condition) for part, condition in told))
    for pattern, told in (
        (
            (
                r"laminectomy|(?:micro)?disc?ectomy|spinal fusion|(?:herniated|slipped|bulging|prolapsed"
                r"|ruptured|protruding"
                r"|extruded) (?:lumbar )?(?:discs?|disks?)|dis[ck] (?:herniat\w+|bulge|prolapse|protrusion"
                r"|injury|problems?|issues?)"
                r"|herniated (?:l\d|s\d)\w*|herniation|bandscheiben?(?: ?vorfall\w*| ?vorwolbung| ?schaden"
                r"| ?protrusion| ?prolaps)?(?: (?:problem\w*|op|operation\w*|leiden|verletzung\w*"
                r"|schmerz\w*))?|hernias? (?:de |del )?(?:disco|discal|lumbar|discales)"
                r"|discopat\w+|hernies? (?:discales?|du disque)|hernias? de disco|ernia (?:del "
                r"|al )?(?:disco|discale|lombare)|ernie discali|protrusion\w* (?:discal\w*|del disco"
                r"|lumbar)|protusao discal|disco (?:herniado|saltato)"
                r"|sciatic\w*|sciatalgi\w*|ischias\w*|ciatic[ao]|sciatique|sciatalgia|sciatica"
                r"|lumboischialgie|degenerat\w+ discs?|disc degeneration|radiculopath\w+"
                r"|l[45] ?[ls][51](?: ?(?:disc|hernia\w*|herniation))?"
            ),
            [(_B.BACK, _C.DISC)],
        ),
        (
            (
                r"(?:herniated|slipped|bulging) cervical dis[ck]|cervical (?:dis[ck] )?(?:herniat\w+"
                r"|hernia)|hernia cervical|whiplash|schleudertrauma|wry neck|torticol\w+|hws syndrom"
                r"|latigazo|cervicalgi\w+|cervicite|cervicale infiammata"
            ),
            [(_B.NECK, _C.PAIN)],
        ),
        (
            (
                r"lumbago|lbp|hexenschuss|lumbalgi\w*|lombalgi\w*|lombosciatalgia|tour de reins"
                r"|colpo della strega|scolios\w+|skoliose|escoliosis|escoliose|spinal stenosis|stenos\w+"
                r"|kyphos\w+|ankylosing spondylitis|bechterew|hohlkreuz"
            ),
            [(_B.BACK, _C.PAIN)],
        ),
        (
            (
                r"spondylolysis|spondylolisthesis|spondylolisthese|espondilolis\w+|spondilolis\w+"
                r"|facet (?:joint\w*|syndrome|pain)|facett\w+ ?\w*|hyperextension pain"
            ),
            [(_B.BACK, _C.EXTENSION_PAIN)],
        ),
        (
            (
                r"(?:si|sacroiliac|isg|iliosakral\w*|iliosacral) ?(?:joint|gelenk)?(?: (?:pain|problems?"
                r"|dysfunction|blockade|schmerz\w*))|sacroili\w+|iliosakral\w*|isg (?:blockade|probleme?"
                r"|schmerzen)|pelvic girdle pain|sacro ilia\w+"
            ),
            [(_B.BACK, _C.SACROILIAC)],
        ),
        (
            (
                r"(?:shoulder |subacromial )?impingement(?: (?:syndrome|syndrom))?(?: (?:shoulder"
                r"|schulter))?|schulter ?impingement\w*|pinzamiento (?:del |de |en el )?(?:hombro"
                r"|subacromial)|conflit sous acromial|sindrome do impacto|conflitto subacromiale"
                r"|frozen shoulder|adhesive capsulitis|schultersteife|hombro congelado|capsulit\w+"
                r"|subacromial \w+|supraspinat\w+|supraespinos\w+|sous epineux"
            ),
            [(_B.SHOULDER, _C.IMPINGEMENT)],
        ),
        (
            (
                r"rotator cuffs?|rotatoren ?manschett\w*|manguito(?: rotador\w*| de los rotadores)?"
                r"|coiffe(?: des rotateurs)?|manguito rotador|cuffia(?: dei rotatori)?|slap (?:tear|lesion"
                r"|repair)|labrum(?: tear)?|labral tear|bankart\w*|biceps tendon(?:itis)?"
            ),
            [(_B.SHOULDER, _C.IMPINGEMENT)],
        ),
        (
            (
                r"ac joints?(?: (?:pain|injury|sprain|problems?))?|acromioclavicular(?: joint)?"
                r"|ac gelenks?\w*|schultereckgelenk\w*|acromioclavicul\w+|acromion claviculaire"
            ),
            [(_B.SHOULDER, _C.AC_JOINT)],
        ),
        (
            (
                r"(?:unstable|loose|dislocat\w+|luxated|subluxat\w+) shoulders?|shoulders? (?:is "
                r"|are )?(?:unstable|instability|dislocat\w+|dislocations?|subluxat\w+|pops out|luxation)"
                r"|shoulders? (?:keeps? )?(?:dislocating|popping out)|(?:dislocated|separated) (?:my "
                r"|the )?(?:left |right )?shoulder|schulter (?:luxation|ausgekugelt|ausgerenkt|instabil\w*"
                r"|instabilitat|ausrenkung)|instabile schulter|hombros? (?:dislocad\w+|inestables?"
                r"|luxad\w+)|(?:luxacion|inestabilidad|dislocacion) (?:de |del )?hombro"
                r"|epaules? (?:instables?|luxee?s?|deboitee?)|luxation de l epaule|ombros? (?:deslocad\w+"
                r"|instave\w+|luxad\w+)|luxacao (?:do |no )?ombro|spall[ae] (?:lussat[ae]|instabil[ei])"
                r"|lussazione (?:della |alla )?spalla"
            ),
            [(_B.SHOULDER, _C.INSTABILITY)],
        ),
        (
            (
                r"tennis elbow|golfers? elbow|golfer s elbow|tennis ?arm|tennis ?(?:ell(?:en)?bogen)"
                r"|golfer ?(?:arm|ell(?:en)?bogen)|maus ?arm|epicond[iy]l\w+|codo (?:de|del) (?:tenista"
                r"|golfista)|coude du (?:tennisman|golfeur)|tennis elbow|cotovelo (?:de|do) (?:tenista"
                r"|golfista)|gomito (?:del|da) (?:tennista|golfista)"
            ),
            [(_B.ELBOW, _C.TENDINOPATHY)],
        ),
        (
            (
                r"carpal tunnel(?: syndrome)?|karpaltunnel\w*|tunel carpiano|canal carpien|tunel do carpo"
                r"|tunnel carpale|rsi|ganglion|de quervain\w*|tfcc(?: tear)?|sehnenscheiden ?entzundung"
                r"|mausarm"
            ),
            [(_B.WRIST, _C.PAIN)],
        ),
        (
            (
                r"(?:(?:torn )?labr\w+(?: tear)? (?:in|of) (?:the |my )?(?:left |right )?hip|fai"
                r"|femoroacetabular|hip impingement|hip labrum|huft ?impingement|hip labral tear"
                r"|pinzamiento de cadera|choque femoroacetabular|conflit femoro acetabulaire"
                r"|conflitto femoro acetabolare|impacto femoroacetabular)"
            ),
            [(_B.HIP, _C.HIP_IMPINGEMENT)],
        ),
        (
            (
                r"(?:hip|huft\w*) (?:arthrose|arthritis|osteoarthritis)|coxarthros\w+|coxartros\w+"
                r"|coxarthrose|hip dysplasia|huftdysplasie|trochanteric bursitis|piriformis syndrome?"
                r"|sports? hernia|sportlerleiste|pubalgi\w+"
            ),
            [(_B.HIP, _C.PAIN)],
        ),
        (
            (
                r"(?:runner|jumper)s? ?(?:s )?knee|patell\w+(?: \w+)? ?(?:tend\w+|pain|syndrome?|issues?"
                r"|problems?|tracking|sehne\w*|spitzen\w*)|patellofemoral\w*(?: (?:pain"
                r"|syndrome))?(?: syndrome)?|patellaspitzen\w*|chondromalac\w+|condromalac\w+"
                r"|chondropath\w+|condropat\w+|laufer ?knie|springer ?knie|rodilla (?:de|del) (?:corredor"
                r"|saltador)|tendinitis rotuliana|tendinite rotulienne|syndrome rotulien|joelho (?:de"
                r"|do) (?:corredor|saltador)|ginocchio del (?:saltatore|corridore)|tendinite rotulea"
                r"|tendinite patelar|pfps|pain (?:in|at) the front of (?:my |the )?knees?|front of (?:my "
                r"|the )?knees?|anterior knee pain|vorderer knieschmerz|osgood\w*|it ?band(?: syndrome)?"
                r"|itbs|iliotibial \w+"
            ),
            [(_B.KNEE, _C.FRONT_KNEE)],
        ),
        (
            (
                r"(?:torn |medial |lateral )*menisc\w+(?: (?:tear|injury|lesion|problem\w*|damage))?"
                r"|meniskus\w*(?: ?(?:riss|schaden|op|verletzung|problem\w*|operation|lasion))?|menisk\w+"
                r"|menisques?|(?:knee|knie|kniegelenks?) (?:arthrose|arthritis|osteoarthritis)"
                r"|osteoarthritis (?:in|of) (?:my |the |both )?knees?|gonarthros\w+|gonartros\w+"
                r"|(?:artrosis|arthrose|artrose|artrosi) (?:de |du |do |no |en la |al |del )+(?:rodillas?"
                r"|genoux?|joelhos?|ginocchio)"
            ),
            [(_B.KNEE, _C.MENISCUS)],
        ),
        (
            (
                r"(?:torn |tore |ruptured )?(?:my )?(?:acl|mcl|pcl)s?(?: (?:tear|injury|rupture))?"
                r"|anterior cruciate\w*(?: ligament)?|cruciate ligaments?|kreuzband\w*(?: ?(?:riss|ruptur"
                r"|verletzung|anriss))?|ligamentos? cruzados?(?: anterior(?:es)?)?|lca|ligaments? croises?"
                r"|ligamentos? cruzados?|(?:legamento )?crociat[oi](?: anteriore)?"
            ),
            [(_B.KNEE, _C.ACL_GRAFT)],
        ),
        (
            (
                r"achilles\w*(?: (?:tend\w+|heel|pain|problems?|issues?|rupture|tear|sehne\w*))*"
                r"|achillessehnen?(?: \w*(?:entzundung|reizung|riss|ruptur|probleme|schmerz\w*))?"
                r"|(?:tendon de )?aquiles|tend\w+ (?:d achille|de aquiles|d aquiles)|achille"
                r"|tendao de aquiles|tendine d achille|achillodynie|plantar fas\w+|fersensporn"
                r"|fascitis plantar|aponevros\w+|fascite plantar\w*|shin splints|periostit\w+"
            ),
            [(_B.ANKLE, _C.ACHILLES)],
        ),
        (
            (
                r"(?:sprain\w*|twisted|rolled|turned|verstaucht\w*|umgeknickt\w*) (?:my |the |meine?n? "
                r"|den |das |an )*(?:left |right |linke\w? |rechte\w? )?(?:ankles?|foot|knochel|fuss"
                r"|sprunggelenk)|(?:ankles?|foot|knochel|fuss|sprunggelenk) (?:is |ist |got )?(?:sprain\w*"
                r"|verstaucht\w*|umgeknickt|verstauchung)|ankle instability|ankle ligaments?|banderriss"
                r"|bander ?riss|ausserband\w*|(?:esguinces?|torcedura) (?:de |del |en el )?(?:tobillo)?"
                r"|entorses?(?: (?:de la |du |de )?(?:cheville|tornozelo))?|(?:torci|torcido"
                r"|entorse) (?:o |do |no |el )?(?:tornozelo|tobillo)|distorsion[ei](?: (?:alla "
                r"|della )?caviglia)?|cheville (?:foulee|tordue)|caviglia (?:slogata|storta)"
                r"|tobillo torcido|me torci el tobillo"
            ),
            [(_B.ANKLE, _C.SPRAIN)],
        ),
        (
            (
                r"(?:inguinal|umbilical|groin|hiatal|abdominal|belly button|sports|incisional|ventral"
                r"|femoral) hernias?|hernias?(?: (?:repair|inguinal\w*|umbilical\w*|surgery|hiatal"
                r"|de hiato|abdominal))?|leisten ?bruch\w*|nabel ?bruch\w*|leistenhernie|bauchwandbruch"
                r"|bauch ?bruch|narbenbruch|hernies?(?: (?:inguinale|ombilicale|hiatale|abdominale))?"
                r"|ernia(?: (?:inguinale|ombelicale|iatale|addominale))?|hernia (?:inguinal|umbilical)"
            ),
            [(_B.ABDOMEN, _C.HERNIA)],
        ),
        (
            (
                r"pelvic floor(?: (?:weakness|problems?|issues?|dysfunction))?"
                r"|beckenboden\w*(?: (?:problem\w*|schwache))?|suelo pelvico|plancher pelvien|perinee"
                r"|assoalho pelvico|pavimento pelvico|pavimento pelvico|diastas\w+(?: (?:recti"
                r"|abdominal\w*|addominal\w*|dei retti|de los rectos|de rectos))?|rektusdiastase"
                r"|diastase(?: (?:abdominal|des grands droits))?|prolapse|prolaps(?:o)?|senkung"
                r"|incontinen\w+|inkontinen\w+|incontinenci\w+|leak(?:s|ing)?(?: urine| when i jump)?"
                r"|stress urinary \w+"
            ),
            [(_B.PELVIS, _C.PELVIC_FLOOR)],
        ),
    )
)
