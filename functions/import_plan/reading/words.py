"""Training vocabulary in English, German and Spanish, folded, as parts of patterns."""

from collections.abc import Mapping
from types import MappingProxyType


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a text, separated by bars or line breaks."""
    return frozenset(phrase.strip() for line in text.strip().splitlines() for phrase in line.split("|"))


SETS = (
    r"(?:(?:working|work|hard|straight|top|back-?off|arbeits)[ -]?)?"
    r"(?:sets?|satze?n?|saetze|series?|serien?|rounds?|runden?|rondas?|vueltas?|durchgange?)\b"
)
# After a number of reps, "top set" and the like are a remark.
PLAIN_SETS = r"(?:sets?|satze?n?|saetze|series?|serien?|rounds?|runden?|rondas?|vueltas?|durchgange?)\b"
REPS = r"(?:reps?|repetitions?|wdhg?n?|whd|wiederholung(?:en)?|repeticion(?:es)?|repes)\b\.?"
SECONDS = r"(?:s|secs?|seconds?|sek|sekunden?|segs?|segundos?)\b\.?|\""
MINUTES = r"(?:mins?|minutes?|minuten?|minutos?)\b\.?|'"
METRES = r"(?:m|meters?|metres?|metern?|metros?|mts)\b"
KILOMETRES = r"(?:k|km|kms|kilometers?|kilometres?|kilometern?|kilometros?)\b"
MILES = r"(?:mi|miles?|meilen?|millas?)\b"
YARDS = r"(?:yds?|yards?)\b"
KG = r"(?:kgs?|kilos?|kilograms?|kilogramm|kilogramos?)\b\.?"
LB = r"(?:lbs?|pounds?|libras?)\b\.?|#"
AMRAP = (
    r"(?:amrap|max(?:imum|imal|imo)?\b(?: ?reps?\b)?|(?:to |till |until |bis )?failure\b"
    r"|(?:bis )?(?:zum )?(?:muskel)?versagen\b|(?:al|hasta el) fallo\b"
    r"|as many(?: reps)? as possible|so viele wie moglich|mtf\b|f\b)"
)
EACH_SIDE = (
    r"(?:(?:/|per|each|je|pro|por|cada|a) ?"
    r"(?:legs?|sides?|arms?|hands?|seiten?|beine?|arme?|lados?|piernas?|brazos?)\b"
    r"|\be/s\b|\bea\b\.?|/ ?s\b)"
)
WARMUP = r"(?:warm(?:ing)?[ -]?ups?|aufwarm(?:en|ung|satze?|satz)?|calentamiento)"
COOLDOWN = r"(?:cool[ -]?down|stretching|dehnen|abwarmen|vuelta a la calma|enfriamiento|estiramientos?)"
REST = r"(?:rest(?:ing)?(?: ?time| ?period)?|satzpausen?|pausen?|pausas?|descansos?|erholung|break)"
NUMBERED = r"(?:day|tag|dia|workout|training|trainingstag|session|einheit|sesion|entrenamiento|entreno)"
WEEK = r"(?:w(?=\d)|weeks?|wk|wochen?|semanas?)"

WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {
        name: day
        for day, names in enumerate(
            (
                "monday mon montag mo lunes lun",
                "tuesday tue tues dienstag di martes mar",
                "wednesday wed mittwoch mi miercoles mie",
                "thursday thu thur thurs donnerstag do jueves jue",
                "friday fri freitag fr viernes vie",
                "saturday sat samstag sonnabend sa sabado sab",
                "sunday sun sonntag so domingo dom",
            ),
            1,
        )
        for name in names.split()
    }
)
# A line made only of these and of connecting words is the name of a day.
SPLITS = word_set(
    """
    push pull legs leg upper lower body full fullbody total chest back shoulders shoulder arms arm biceps
    triceps core abs cardio conditioning glutes quads hamstrings calves strength hypertrophy power volume
    intensity heavy light beine brust rucken schultern schulter arme bizeps trizeps bauch oberkorper
    unterkorper ganzkorper druck zug drucken ziehen ok uk gk pecho espalda piernas pierna hombros hombro
    brazos empuje tiron torso gluteos abdomen cuerpo completo
    """
)
JOINERS = word_set(
    """
    and & + / , - und y e day tag dia days workout training routine session a b c d 1 2 3 4
    """
)
REST_DAYS = phrases(
    """
    rest | rest day | off | day off | ruhetag | pause | frei | descanso | dia de descanso | libre | recovery
    active recovery
    """
)
PARTS = phrases(
    """
    main | main work | main lift | main lifts | main workout | accessories | accessory | accessory work
    finisher | assistance | assistance work | workout | exercises | strength work | hauptteil | ubungen
    zusatzubungen
    parte principal | ejercicios | accesorios
    """
)
SUPERSETS = r"(?:super ?sets?|supersatz|superserie|giant ?sets?|circuit|zirkel|circuito|tri-?sets?)"
# Words of a remark that follows a prescription without an exercise's name.
CUES = word_set(
    """
    backoff back-off back top drop dropset slow paused pause each light heavy easy hard set sets work
    working last warmup tempo controlled strict optional rest then final amrap failure
    """
)
# Words that occur in sentences but not in names of exercises.
PROSE = word_set(
    """
    you your i we this that these is are was should will can takes take have has do don't if when because
    about after before keep make sure here here's hey hi hello thanks please let me
    du ich wir das ist sind wenn weil dauert hier dein deine euer hallo bitte
    tu yo nosotros es son cuando porque aqui hola gracias
    """
)
