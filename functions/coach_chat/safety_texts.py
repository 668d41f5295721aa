"""The fixed answers to hazards, in the user's language."""

from functions.coach_chat.language import Language
from functions.coach_chat.safety import Hazard

# Logged as `prompt_version`; raise it whenever a text below changes.
SAFETY_VERSION = "safety-2"

# Helplines: 988lifeline.org (US), samaritans.org (UK and Ireland), telefonseelsorge.de, 024 by Spain's
# Ministry of Health, and findahelpline.com, which lists those of other countries.
TEXTS: dict[Language, dict[Hazard, str]] = {
    Language.ENGLISH: {
        Hazard.EMERGENCY: (
            "This may be an emergency, and I can't help with it. Stop training now and call your local "
            "emergency number (112 in Europe, 911 in the US and Canada). Don't stay alone: tell "
            "somebody near you. If you feel well again, still see a doctor today. "
            "Your plan can wait."
        ),
        Hazard.SELF_HARM: (
            "I'm glad you said this. You don't have to carry it alone, and you deserve help from people"
            " who can really be there. If you are in danger now, call your local emergency number (112 "
            "or 911). You can talk to somebody at any hour: 988 in the US and Canada, 116 123 in the UK"
            " and Ireland; findahelpline.com knows the number for your country. Please tell one person "
            "near you how you feel. Training can wait."
        ),
        Hazard.EATING_DISORDER: (
            "Thank you for telling me. Food and weight can take over in ways that training doesn't "
            "solve, so I won't give you numbers for eating or weight here. Please talk to a doctor or "
            "to a service for eating disorders; findahelpline.com lists them by country. If you feel "
            "faint, your heart races, or you haven't been able to eat or drink, see a doctor today or "
            "call your local emergency number."
        ),
        Hazard.INJURY: (
            "Stop loading it, and have a doctor or physiotherapist look at it before you train it "
            "again; go today if it is swollen, deformed, numb, or you can't put weight on it. I'm a "
            "coach and can't tell what it is. I have noted it and changed nothing in your plan. When "
            "you know more, tell me which exercises to swap or take out."
        ),
        Hazard.PAIN: (
            "Stop the exercise that hurts: pain is not a part of training to push through. If it is "
            "strong, comes back or doesn't ease within a few days, have a doctor or physiotherapist "
            "look at it. I have noted it and changed nothing in your plan. If you like, tell me which "
            "exercise to swap, and I'll look for others that spare it; less weight or a "
            "rest day are fine too."
        ),
    },
    Language.GERMAN: {
        Hazard.EMERGENCY: (
            "Das kann ein Notfall sein, und dabei kann ich nicht helfen. Hör jetzt mit dem Training auf"
            " und wähle den Notruf (112 in Europa). Bleib nicht allein: Sag jemandem in deiner Nähe "
            "Bescheid. Geht es dir wieder gut, lass es trotzdem heute ärztlich abklären. Dein Plan kann"
            " warten."
        ),
        Hazard.SELF_HARM: (
            "Gut, dass du das sagst. Du musst damit nicht allein bleiben, und du verdienst Hilfe von "
            "Menschen, die wirklich da sein können. Bist du jetzt in Gefahr, wähle die 112. Rund um die"
            " Uhr erreichst du jemanden: in Deutschland die TelefonSeelsorge unter 0800 111 0 111, in "
            "anderen Ländern nennt findahelpline.com die Nummer. Bitte sag einem Menschen in deiner "
            "Nähe, wie es dir geht. Das Training hat Zeit."
        ),
        Hazard.EATING_DISORDER: (
            "Danke, dass du mir das sagst. Essen und Gewicht können einen so beherrschen, dass Training"
            " nicht hilft. Deshalb nenne ich dir hier keine Zahlen zu Essen oder Gewicht. Bitte sprich "
            "mit einer Ärztin, einem Arzt oder einer Beratungsstelle für Essstörungen; "
            "findahelpline.com nennt Stellen in deinem Land. Wird dir schwarz vor Augen, rast dein Herz"
            " oder kannst du nichts essen oder trinken, lass dir heute ärztlich helfen oder wähle die "
            "112."
        ),
        Hazard.INJURY: (
            "Belaste die Stelle nicht weiter und lass sie ärztlich oder physiotherapeutisch ansehen, "
            "bevor du sie wieder trainierst; noch heute, wenn sie geschwollen, verformt oder taub ist "
            "oder du nicht auftreten kannst. Was es ist, kann ich als Coach nicht sagen. Ich habe es "
            "mir gemerkt und an deinem Plan nichts geändert. Weißt du mehr, sag mir, welche Übungen ich"
            " tauschen oder herausnehmen soll."
        ),
        Hazard.PAIN: (
            "Hör mit der Übung auf, die weh tut: Schmerz ist nichts, durch das man hindurch trainiert. "
            "Ist er stark, kommt er wieder oder lässt er in ein paar Tagen nicht nach, lass ihn "
            "ärztlich oder physiotherapeutisch abklären. Ich habe es mir gemerkt und an deinem Plan "
            "nichts geändert. Sag mir gern, welche Übung ich tauschen soll: Ich suche welche, die die "
            "Stelle schonen. Auch weniger Gewicht oder ein Ruhetag sind in Ordnung."
        ),
    },
    Language.SPANISH: {
        Hazard.EMERGENCY: (
            "Puede ser una urgencia y yo no puedo ayudarte con ella. Deja de entrenar ahora y llama al "
            "número de emergencias (112 en Europa, 911 en gran parte de América). No te quedes a solas:"
            " avisa a alguien que esté cerca. Aunque te sientas mejor, que te vea un médico hoy. Tu "
            "plan puede esperar."
        ),
        Hazard.SELF_HARM: (
            "Me alegra que lo digas. No tienes que cargar con esto a solas y mereces la ayuda de "
            "personas que puedan estar contigo. Si estás en peligro ahora, llama al 112 o al 911. A "
            "cualquier hora puedes hablar con alguien: en España llama al 024; findahelpline.com tiene "
            "el número de tu país. Por favor, cuéntale a una persona cercana cómo te sientes. El "
            "entrenamiento no corre prisa."
        ),
        Hazard.EATING_DISORDER: (
            "Gracias por contármelo. La comida y el peso pueden llegar a dominarlo todo, y entrenar no "
            "lo resuelve; por eso aquí no te daré cifras de comida ni de peso. Habla con un médico o "
            "con un servicio de trastornos de la conducta alimentaria; findahelpline.com los tiene por "
            "país. Si te mareas, se te acelera el corazón o no puedes comer ni beber, ve hoy al médico "
            "o llama a emergencias."
        ),
        Hazard.INJURY: (
            "Deja de cargar esa zona y que la vea un médico o un fisioterapeuta antes de volver a "
            "entrenarla; hoy mismo si está hinchada, deformada o dormida, o si no puedes apoyarla. Como"
            " entrenador no puedo decirte qué es. Lo he anotado y no he cambiado nada en tu plan. "
            "Cuando sepas más, dime qué ejercicios cambio o quito."
        ),
        Hazard.PAIN: (
            "Deja el ejercicio que te duele: el dolor no es algo que haya que aguantar entrenando. Si "
            "es fuerte, vuelve o no mejora en unos días, que lo vea un médico o un fisioterapeuta. Lo "
            "he anotado y no he cambiado nada en tu plan. Si quieres, dime qué ejercicio cambiar y "
            "busco otros que no carguen esa zona; bajar el peso o descansar un día también está bien."
        ),
    },
}
