"""The fixed sentences of the coach without a model, and the patterns by which it recognises questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.coach_chat.language import Language

# Over plain text: lower case, no accents, no punctuation.
INTENTS: Mapping[str, str] = {
    "next": (
        r"next (?:workout|session|training)|what (?:s|is) (?:next|on|up|today)"
        r"|(?:workout|train|training|do) today"
        r"|today s (?:workout|training|session)|tomorrow|what should i (?:do|train)"
        r"|nachste\w* (?:training|workout|einheit)|heute (?:an|dran|trainier\w*)|was (?:steht|mache|soll)"
        r"|proximo entrenamiento|entrenamiento de hoy|que (?:toca|entreno|hago)|entreno hoy"
    ),
    "progress": (
        r"progress|records?|prs?|pbs?|personal bests?|stronger|last workout|how (?:am i|did i) do\w*"
        r"|fortschritt\w*|rekorde?|bestleistung\w*|starker|letzte[sn]? (?:training|workout)"
        r"|progreso|marcas?|mas fuerte|ultimo entrenamiento"
    ),
    "streak": r"streak|in a row|this week|serie|diese woche|wochenziel|racha|esta semana",
    "readiness": (
        r"rest day|recover(?:y|ed)?|readiness|ready|tired|should i rest|exhausted"
        r"|ruhetag|erholt|erholung|mude|fit genug|descans\w*|cansad[oa]|recuperad[oa]|agotad[oa]"
    ),
    "help": r"help|what can you|hilfe|was kannst|ayuda|que puedes|que sabes",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences in one language."""

    away: str
    done: str
    proposed: str
    next: str
    running: str
    no_plan: str
    last: str
    record: str
    no_workout: str
    streak: str
    ready: str
    tired: str
    no_check_in: str
    help: str
    suggestions: tuple[str, ...]
    # One and many.
    sets_unit: tuple[str, str]
    weeks_unit: tuple[str, str]
    record_types: Mapping[str, str]


WORDS: Mapping[Language, Words] = {
    Language.ENGLISH: Words(
        away="I can't answer that in full right now, but your message is saved. Here is what I know:",
        done="Done: {what}.",
        proposed="Not changed yet, only proposed: {what}. Say yes and I'll apply it.",
        next="Next up: {name}",
        running="In progress: {name}",
        no_plan="You have no active plan. Pick or generate one, and I'll tell you what's next.",
        last="Your last workout, on {day}: {sets}, {volume} in total.",
        record="Record in {exercise}: {kind} {value} ({day}).",
        no_workout="You haven't finished a workout yet.",
        streak="{weeks} in a row; your best is {longest}. Training days this week: {count} of {target}.",
        ready="Today's check-in gives no reason not to train.",
        tired="After today's check-in, take it easy: fewer sets, less weight, or a rest day.",
        no_check_in="You haven't checked in today. Check in, and I can tell you how ready you are.",
        help="Ask me about your next workout, your progress and records, your streak, or whether to rest.",
        suggestions=("What's my next workout?", "Show my progress", "How is my streak?"),
        sets_unit=("set", "sets"),
        weeks_unit=("week", "weeks"),
        record_types={
            "max_weight": "weight",
            "max_reps": "reps",
            "max_volume": "volume",
            "estimated_1rm": "estimated 1RM",
            "max_duration": "seconds",
            "max_distance": "metres",
            "best_time": "time",
            "best_pace": "pace",
            "reps_at_load": "reps",
            "duration_at_load": "seconds",
            "distance_at_load": "metres",
            "max_weight_with_body": "weight with body",
            "estimated_1rm_with_body": "estimated 1RM with body",
            "max_volume_with_body": "volume with body",
        },
    ),
    Language.GERMAN: Words(
        away="Darüber kann ich gerade nicht nachdenken, deine Nachricht ist aber gespeichert. Das weiß ich:",
        done="Erledigt: {what}.",
        proposed="Noch nichts geändert, nur vorgeschlagen: {what}. Sag ja, und ich übernehme es.",
        next="Als Nächstes kommt {name}:",
        running="Du bist mitten in {name}:",
        no_plan="Du hast keinen aktiven Plan. Wähle oder erstelle einen, dann sage ich, was ansteht.",
        last="Dein letztes Training am {day}: {sets}, insgesamt {volume}.",
        record="Rekord bei {exercise}: {kind} {value} ({day}).",
        no_workout="Noch ist kein Training abgeschlossen. Mit dem ersten geht es los.",
        streak="{weeks} in Folge, dein Rekord: {longest}. Trainingstage diese Woche: {count} von {target}.",
        ready="Nach deinem Check-in von heute spricht nichts gegen ein Training.",
        tired="Nach deinem Check-in von heute: weniger Sätze, weniger Gewicht oder ein Ruhetag.",
        no_check_in="Für heute gibt es keinen Check-in. Mach einen, dann sage ich, wie bereit du bist.",
        help="Frag mich nach Training, Fortschritt, Serie oder ob du ruhen solltest.",
        suggestions=("Was steht heute an?", "Wie ist mein Fortschritt?", "Wie steht meine Serie?"),
        sets_unit=("Satz", "Sätze"),
        weeks_unit=("Woche", "Wochen"),
        record_types={
            "max_weight": "Gewicht",
            "max_reps": "Wiederholungen",
            "max_volume": "Volumen",
            "estimated_1rm": "geschätztes 1RM",
            "max_duration": "Sekunden",
            "max_distance": "Meter",
            "best_time": "Zeit",
            "best_pace": "Tempo",
            "reps_at_load": "Wiederholungen",
            "duration_at_load": "Sekunden",
            "distance_at_load": "Meter",
            "max_weight_with_body": "Gewicht mit Körper",
            "estimated_1rm_with_body": "geschätztes 1RM mit Körper",
            "max_volume_with_body": "Volumen mit Körper",
        },
    ),
    Language.SPANISH: Words(
        away="Ahora mismo no puedo pensarlo bien, pero tu mensaje queda guardado. Esto es lo que sé:",
        done="Hecho: {what}.",
        proposed="Aún no he cambiado nada, solo es una propuesta: {what}. Di que sí y lo aplico.",
        next="Lo siguiente es {name}:",
        running="Estás en mitad de {name}:",
        no_plan="No tienes ningún plan activo. Elige o genera uno y te diré qué toca.",
        last="Tu último entrenamiento, el {day}: {sets}, {volume} en total.",
        record="Récord en {exercise}: {kind} {value} ({day}).",
        no_workout="Todavía no hay ningún entrenamiento. Todo empieza con el primero.",
        streak="{weeks} de racha; tu récord es {longest}. Días entrenados esta semana: {count} de {target}.",
        ready="Según tu registro de hoy, nada impide entrenar.",
        tired="Según tu registro de hoy: menos series, menos peso o un día de descanso.",
        no_check_in="No hay registro de hoy. Haz uno y podré decirte si estás listo para entrenar.",
        help="Pregúntame por tu próximo entrenamiento, tu progreso, tu racha o si conviene descansar.",
        suggestions=("¿Qué toca hoy?", "¿Cómo va mi progreso?", "¿Cómo va mi racha?"),
        sets_unit=("serie", "series"),
        weeks_unit=("semana", "semanas"),
        record_types={
            "max_weight": "peso",
            "max_reps": "repeticiones",
            "max_volume": "volumen",
            "estimated_1rm": "1RM estimado",
            "max_duration": "segundos",
            "max_distance": "metros",
            "best_time": "tiempo",
            "best_pace": "ritmo",
            "reps_at_load": "repeticiones",
            "duration_at_load": "segundos",
            "distance_at_load": "metros",
            "max_weight_with_body": "peso con el cuerpo",
            "estimated_1rm_with_body": "1RM estimado con el cuerpo",
            "max_volume_with_body": "volumen con el cuerpo",
        },
    ),
}
