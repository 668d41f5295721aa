"""Pain, injuries and worse: fixed words, no model, nothing changed."""

import pytest

from functions.coach_chat.language import Language
from functions.coach_chat.safety import Hazard
from functions.coach_chat.safety_texts import TEXTS
from tests.fakes.gemini.server import LocalGemini
from tests.functions.coach_chat.coached import CoachedMember, says
from tests.functions.coach_chat.conftest import NewCoachedMember


@pytest.mark.parametrize(
    ("message", "language", "hazard"),
    [
        ("I have chest pain", Language.ENGLISH, Hazard.EMERGENCY),
        ("Ich will nicht mehr leben", Language.GERMAN, Hazard.SELF_HARM),
        ("Tengo bulimia y no sé qué hacer", Language.SPANISH, Hazard.EATING_DISORDER),
        ("I tore my hamstring", Language.ENGLISH, Hazard.INJURY),
        ("Mein Knie tut weh", Language.GERMAN, Hazard.PAIN),
    ],
)
def test_the_words_are_fixed(
    athlete: CoachedMember, gemini: LocalGemini, message: str, language: Language, hazard: Hazard
) -> None:
    before = athlete.lines()
    body = athlete.says(message)
    assert body["message"]["content"] == TEXTS[language][hazard]
    assert (body["message"]["tone"], body["engine"], body["actions"]) == ("serious", "rules", [])
    assert gemini.requests == []
    assert (athlete.lines(), athlete.changes(), athlete.used()) == (before, [], 0)


def test_an_injury_is_remembered_in_the_users_words(athlete: CoachedMember) -> None:
    athlete.says("I tore my hamstring")
    (memory,) = athlete.memories()
    assert (memory["kind"], memory["importance"]) == ("injury", 5)
    assert "I tore my hamstring" in memory["content"]
    assert memory["expires_at"] is not None


def test_what_is_private_is_not_remembered(athlete: CoachedMember) -> None:
    athlete.says("I want to die")
    assert athlete.memories() == []


def test_a_used_up_quota_keeps_the_words_from_nobody(athlete: CoachedMember, gemini: LocalGemini) -> None:
    athlete.member.sql.execute(
        "insert into private.quota_use (user_id, feature, period, starts_on, used)"
        " values (%s, 'coach_chat', 'day', (now() at time zone 'UTC')::date, 1000)",
        [athlete.id],
    )
    assert athlete.sends("What's next?").status_code == 429
    words = athlete.says("I have chest pain")["message"]["content"]
    assert words == TEXTS[Language.ENGLISH][Hazard.EMERGENCY]
    assert (athlete.messages()[-1], gemini.requests) == (("ai", words), [])


def test_a_full_account_keeps_the_words_from_nobody(athlete: CoachedMember, gemini: LocalGemini) -> None:
    before = athlete.messages()
    full = "update private.account_use set bytes = 1e12, coach_bytes = 1e12 where user_id = %s"
    athlete.member.sql.execute(full.encode(), [athlete.id])
    assert athlete.sends("What's next?").json()["code"] == "account_full"
    asked = len(gemini.requests)
    words = athlete.says("I have chest pain")["message"]["content"]
    assert words == TEXTS[Language.ENGLISH][Hazard.EMERGENCY]
    assert (athlete.messages(), len(gemini.requests)) == (before, asked)


def test_too_many_messages_keep_the_words_from_nobody(athlete: CoachedMember) -> None:
    athlete.member.sql.execute(
        "insert into private.ai_rate_use (user_id, feature, starts_at, used)"
        " values (%s, 'coach_chat', now(), 1000000)",
        [athlete.id],
    )
    assert athlete.sends("What's next?").json()["code"] == "rate_limited"
    words = athlete.says("I have chest pain")["message"]["content"]
    assert words == TEXTS[Language.ENGLISH][Hazard.EMERGENCY]


def test_who_doesnt_pay_gets_the_words_too(new_athlete: NewCoachedMember, gemini: LocalGemini) -> None:
    athlete = new_athlete(is_premium=False)
    words = athlete.says("I have chest pain")["message"]["content"]
    assert words == TEXTS[Language.ENGLISH][Hazard.EMERGENCY]
    assert (athlete.messages(), gemini.requests) == ([], [])


def hurting(athlete: CoachedMember) -> list[tuple[str, str, str]]:
    told = athlete.rpc("training_brief")["complaints"]
    return [(each["body_part"], each["condition"], each["source"]) for each in told]


def test_pain_that_is_told_is_kept_in_mind_until_it_is_over(athlete: CoachedMember) -> None:
    athlete.says("My shoulder hurts when I press")
    athlete.says("Tengo la rodilla lesionada")
    assert sorted(hurting(athlete)) == [("knee", "pain", "coach"), ("shoulder", "pain", "coach")]
    athlete.says("Good news, my shoulder is fine again")
    assert hurting(athlete) == [("knee", "pain", "coach")]


def test_pain_that_is_told_twice_is_kept_once(athlete: CoachedMember) -> None:
    for _ in range(2):
        athlete.says("My shoulder hurts")
    assert hurting(athlete) == [("shoulder", "pain", "coach")]


def test_an_injury_that_the_model_remembers_is_kept_in_mind(
    athlete: CoachedMember, gemini: LocalGemini
) -> None:
    memory = {"content": "Has a herniated disc.", "kind": "injury", "importance": 4}
    gemini.script(says("Noted.", memories=[memory]))
    athlete.says("Please remember what my doctor found")
    assert hurting(athlete) == [("back", "disc", "coach")]


def test_no_words_about_others_are_kept(athlete: CoachedMember) -> None:
    athlete.says("My brother tore his hamstring")
    assert hurting(athlete) == []
