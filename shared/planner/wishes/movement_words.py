"""What people call whole kinds of exercises, in six languages: by these words a note avoids or likes them.

The names of single exercises come from the catalogue; see names.
"""

from dataclasses import dataclass

from shared.planner.terms import MovementPattern


@dataclass(frozen=True, slots=True)
class Movement:
    """A kind of exercise: everything with one of the phrases of `english` in a name of the catalogue."""

    words: str
    english: tuple[str, ...] = ()
    patterns: frozenset[MovementPattern] = frozenset()
    trait: str | None = None


def _of(*patterns: MovementPattern) -> frozenset[MovementPattern]:
    return frozenset(patterns)


_P = MovementPattern

MOVEMENTS = (
    Movement(
        r"(?:heavy |deep |back |barbell )*squat(?:s|ting)?|(?:tiefe |schwere )*kniebeugen?"
        r"|sentadillas?|cuclillas|flexions? de(?:s)? jambes|accroupi\w*|agachamentos?|agachar\w*"
        r"|accosciat\w+",
        ("squat",),
        _of(_P.SQUAT),
    ),
    Movement(
        r"lung(?:e|es|ing)|ausfallschritte?n?|zancadas?|estocadas?|desplantes?|fentes?|afundos?"
        r"|avancos?|passadas?|affondi?o?|split squats?",
        ("lunge", "split squat"),
        _of(_P.LUNGE),
    ),
    Movement(
        r"(?:heavy |conventional |barbell )*dead ?lift(?:s|ing)?|kreuzheben|pesos? muertos?"
        r"|souleves? de terre|sdt|(?:levantamentos?|peso) terra|levantamentos?|pesos? mortos?"
        r"|stacc(?:o|hi)(?: da terra)?",
        ("deadlift",),
    ),
    Movement(
        r"hip hing\w+|hing(?:e|es|ing)|huftbeugen?|bisagra(?: de cadera)?|hinges|bending (?:over"
        r"|forward)|vorbeugen?",
        (),
        _of(_P.HINGE),
    ),
    Movement(
        r"bench(?: press(?:es|ing)?|ing)?|flat bench|bank ?drucken|press (?:de )?banca|press banca"
        r"|developpes? couches?|supino|panca(?: piana)?|distensioni su panca|press plano",
        ("bench press",),
    ),
    Movement(
        r"over ?head(?: (?:press(?:es|ing)?|work|lift\w*|movements?|stuff|exercises?|moves?"
        r"|anything|reaching))?|(?:anything|lifting|pressing|work(?:ing)?|reaching) (?:over ?head"
        r"|above (?:my |the )?(?:head|shoulders?))|above (?:my |the )?(?:head|shoulders?)"
        r"|(?:brazos|arms?|arme|bras|bracos|braccia) (?:por encima|arriba|over|above|uber"
        r"|au dessus|acima|sopra)(?: (?:de|my|den|da|la|the|del|della|of))* (?:head|kopf|cabeza"
        r"|tete|cabeca|testa)|uber ?kopf\w*(?: ?\w*(?:drucken|ubungen|arbeit))?|uber (?:dem |den "
        r"|meinem )?kopf(?: drucken)?|(?:por )?(?:encima|arriba) de la cabeza|sobre (?:la"
        r"|mi) cabeza|au dessus de (?:la|ma) tete|acima da cabeca|sobre a cabeca|sopra la testa"
        r"|ueberkopf\w*|overhead",
        (
            "overhead",
            "shoulder press",
            "military press",
            "push press",
            "arnold press",
            "handstand",
            "snatch",
            "thruster",
        ),
        _of(_P.VERTICAL_PUSH),
        "overhead",
    ),
    Movement(
        r"(?:military|shoulder|strict|ohp|push) press(?:es|ing)?|ohp|schulter ?drucken"
        r"|militar ?drucken|press militar|press (?:de )?hombros?|developpes? (?:militaires?"
        r"|epaules?)|desenvolvimentos?|lento avanti|military",
        ("overhead press", "shoulder press", "push press", "arnold press", "handstand push up"),
    ),
    Movement(
        r"jump(?:s|ing)?|plyo\w*|hopping|hops?|high impact|impact|sprung(?!gelenk)\w*|sprunge|springen"
        r"|hupfen|hupf\w+|salt(?:os?|ar|ando)|impacto|saut(?:s|er)?|impacts?|pliometr\w+|pul(?:os?"
        r"|ar)|saltos|salt[io]|saltare|impatto|bounc\w+|leaps?|landings?|landungen",
        ("jump", "jumping", "burpee", "hop"),
        _of(),
        "impact",
    ),
    Movement(
        r"run(?:s|ning)?|jog(?:s|ging)?|sprint(?:s|ing|en)?|laufen|joggen|rennen|correr|carrera"
        r"|trotar|courir|course(?: a pied)?|footing|corrida|corsa|correre|treadmill run\w*",
        ("run", "sprint", "shuttle"),
    ),
    Movement(
        r"(?:jump ?rope|rope (?:skipping|jumping)|skipping(?: rope)?|seil ?springen|seilchen\w*"
        r"|comba|saltar (?:la )?cuerda|corde a sauter|pular corda|salto con la corda"
        r"|corda per saltare)",
        ("jump rope",),
    ),
    Movement(r"burpees?", ("burpee",)),
    Movement(
        r"pull ?ups?|chin ?ups?|klimm ?zuge?n?|dominadas?|tractions?|barra fixa|elevacoes na barra"
        r"|trazion[ei]",
        ("pull up", "chin up"),
    ),
    Movement(
        r"push ?ups?|press ?ups?|liegestutze?n?|flexiones(?: de (?:brazos|pecho))?|lagartijas?"
        r"|pompes?|flexoes|flexao|piegament[io]|flessioni",
        ("push up",),
    ),
    Movement(r"dips?|barrenstutz\w*|fondos|mergulhos?|parallele|paralelas", ("dip",)),
    Movement(r"planks?|unterarmstutz\w*|planchas?|gainage|planches?|pranchas?", ("plank",)),
    Movement(
        r"crunch\w*|sit ?ups?|abdominales|abdos|abdominais|addominali|releves? de buste", ("crunch", "sit up")
    ),
    Movement(
        r"leg press\w*|bein ?presse|prensa(?: de piernas)?|presse a cuisses|presse|pressa|leg press",
        ("leg press",),
    ),
    Movement(
        r"leg extensions?|bein ?strecker\w*|extension(?:es)? de (?:cuadriceps|piernas|rodilla)"
        r"|cadeira extensora|leg extension",
        ("leg extension",),
    ),
    Movement(r"leg curls?|bein ?beuger\w*|curl femoral|(?:mesa|cadeira) flexora|leg curl", ("leg curl",)),
    Movement(
        r"hip thrusts?|empujes? de cadera|elevacao pelvica|beckenheben|ponts? fessiers?"
        r"|puentes? de gluteos?|ponte glutei|glute bridges?",
        ("hip thrust", "glute bridge"),
    ),
    Movement(r"(?:kettle ?bell |kb )?swings?|balanceos?|schwunge", ("swing",)),
    Movement(r"good mornings?|buenos dias con barra|bom dia com barra", ("good morning",)),
    Movement(
        r"(?:bent ?over |barbell |cable |dumbbell )*rows?|rudern|remos?(?: con barra)?|rowings?"
        r"|remadas?|rematore|pulley",
        ("row",),
    ),
    Movement(
        r"lat ?pull ?downs?|pull ?downs?|lat ?zug|lat ?ziehen|jalon(?:es)?|tirages?(?: vertical)?"
        r"|puxadas?|lat machine",
        ("pulldown",),
    ),
    Movement(r"(?:biceps? )?curls?|bizeps ?curls?|roscas?(?: direta)?|curl de biceps", ("curl",)),
    Movement(
        r"(?:lateral|side|front) raises?|seit ?heben|front ?heben|elevaciones (?:laterales"
        r"|frontales)|elevations? (?:laterales?|frontales?)|elevac\w+ (?:lateral|frontal)\w*"
        r"|alzate(?: \w+)?",
        ("lateral raise", "front raise"),
    ),
    Movement(
        r"upright rows?|aufrechtes? rudern|remo al menton|rowing menton|remada alta|tirate al mento",
        ("upright row",),
    ),
    Movement(r"shrugs?|schulterheben|encogimientos(?: de hombros)?|encolhimentos?|scrollate", ("shrug",)),
    Movement(r"fl(?:y|ye|ies|yes)s?|fliegende|butterfly|aperturas|ecartes?|crucifixos?|croci", ("fly",)),
    Movement(r"muscle ?ups?", ("muscle up",)),
    Movement(r"hand ?stands?(?: \w+)?|handstand\w*|pino|verticale|parada de manos?", ("handstand",)),
    Movement(
        r"(?:power )?(?:cleans|snatch(?:es)?)|power clean|clean (?:and|&) jerk|olympic (?:lift\w*"
        r"|weightlifting)|umsetzen|reissen|cargadas?|arrancadas?|epaules jetes?|arraches?|arranco"
        r"|arremesso|girate|slanci",
        ("clean", "snatch"),
    ),
    Movement(
        r"step ?ups?|aufsteiger\w*|subidas? al (?:cajon|banco)|montees? sur banc|subidas? no banco|salite su",
        ("step up",),
    ),
    Movement(
        r"hang(?:s|ing)(?: (?:from )?(?:a )?bar)?|dead hangs?|hangen|colgarme|suspensions?",
        ("hang", "hanging"),
    ),
    Movement(r"mountain climbers?|bergsteiger", ("mountain climber",)),
    Movement(
        r"skull ?crushers?|french press|stirndrucken|press frances|barre au front|triceps testa",
        ("skull crusher",),
    ),
    Movement(
        r"twist(?:s|ing)?|rotations?|russian twists?|drehbewegungen|drehungen|giros|torsiones"
        r"|torsions|torcoes|torsioni|rotazioni|rotaciones",
        ("twist", "woodchop", "landmine rotation"),
        _of(_P.ROTATION),
    ),
    Movement(
        r"carr(?:y|ies)|farmers? (?:walk|carry|carries)\w*|loaded carries|paseo del granjero"
        r"|marche du fermier",
        ("carry",),
        _of(_P.CARRY),
    ),
    Movement(
        r"kneel(?:ing)?|hinknien|arrodillar\w*|a genoux|ajoelhar|in ginocchio", ("kneeling", "half kneeling")
    ),
    Movement(
        r"calf raises?|wadenheben|elevacion(?:es)? de (?:talones|gemelos)|mollets debout|panturrilha em pe",
        ("calf raise",),
    ),
    Movement(r"box ?jumps?|kasten ?sprunge?|saltos? al cajon|sauts? sur box|salto na caixa", ("box jump",)),
    Movement(
        r"(?:pushing|press(?:es|ing))(?: movements?)?|druck ?ubungen|druckbewegungen|empujes",
        (),
        _of(_P.HORIZONTAL_PUSH, _P.VERTICAL_PUSH),
    ),
    Movement(r"cycling|bike|biking|radfahren|fahrrad|bicicleta|velo|bici|cyclette", ("bike", "cycling")),
    Movement(r"swim(?:ming)?|schwimmen|nadar|natacion|natation|nager|natacao|nuoto|nuotare", ("swimming",)),
    Movement(
        r"walk(?:s|ing)?|spazieren\w*|gehen|caminar|caminatas?|marche|marcher|caminhadas?|caminhar"
        r"|camminat\w+|camminare",
        ("brisk walk", "walking", "treadmill walk"),
    ),
    Movement(
        r"rower|rowing machine|ruder ?gerat|ergometer|remoergometro|rameur|vogatore", ("rowing machine",)
    ),
    Movement(
        r"hiit|(?:high intensity )?interval(?:s| training)?|intervalltraining|intervalos|fractionne",
        ("interval", "burpee"),
    ),
    Movement(
        r"cardio|ausdauer\w*|conditioning",
        (
            "run",
            "bike",
            "rowing machine",
            "elliptical",
            "jump rope",
            "burpee",
            "stair climber",
            "high knees",
            "jumping jack",
        ),
        _of(_P.LOCOMOTION),
    ),
)
