"""Memories: stored once, found by meaning and by words, gone when forgotten or expired."""

import json
from datetime import timedelta

import psycopg
import pytest

from tests.database.athlete import NOON, Athlete, sign_up
from tests.database.coach.talking import (
    MODEL,
    answered,
    found,
    fresh,
    matches,
    memory,
    refused,
    remember,
    said,
    towards,
)

KNEE = "Left knee hurts in deep squats"
MORNING = "Trains at six in the morning"
PEANUTS = "Is allergic to peanuts"


def kept(athlete: Athlete) -> list[str]:
    rows = athlete.rows("select content from public.coach_memories where user_id = %s order by 1", athlete.id)
    return [content for (content,) in rows]


# Keeping


def test_a_memory_knows_what_the_user_had_said(athlete: Athlete) -> None:
    message = said(athlete, "My knee hurts")
    answered(athlete, message["session_id"], memories=[memory(KNEE, "injury", 5)])
    assert athlete.rows(
        "select kind::text, importance, source_message_id::text from public.coach_memories "
        "where user_id = %s",
        athlete.id,
    ) == [("injury", 5, message["message_id"])]


def test_the_same_said_again_is_the_same_memory_anew(athlete: Athlete) -> None:
    [first] = remember(athlete, memory(KNEE, "fact", 2))
    [again] = remember(athlete, memory("left knee  hurts in DEEP squats.", "injury", 4))
    assert (again, kept(athlete)) == (first, [KNEE])
    assert athlete.rows("select kind::text, importance from public.coach_memories where id = %s", first) == [
        ("injury", 4)
    ]


def test_said_twice_in_one_answer_it_is_kept_once(athlete: Athlete) -> None:
    first, second = remember(athlete, memory(KNEE), memory(KNEE.upper()))
    assert first == second
    assert len(kept(athlete)) == 1


def test_one_users_memory_is_not_anothers(athlete: Athlete) -> None:
    other = sign_up(athlete.sql)
    assert remember(athlete, memory(KNEE)) != remember(other, memory(KNEE))
    assert found(sign_up(athlete.sql), "knee") == []


def test_deleting_the_conversation_keeps_what_was_learnt(athlete: Athlete) -> None:
    session = said(athlete, "My knee hurts")["session_id"]
    answered(athlete, session, memories=[memory(KNEE)])
    assert athlete.write("delete from public.coach_conversations where id = %s", session) == 1
    assert athlete.rows(
        "select content, source_message_id from public.coach_memories where user_id = %s", athlete.id
    ) == [(KNEE, None)]


def test_beyond_ten_thousand_the_least_important_goes(athlete: Athlete) -> None:
    athlete.sql.execute(
        """
        insert into public.coach_memories (user_id, content, kind, importance)
        select %s, 'Memory ' || i, 'fact', 2 from generate_series(1, 9999) as i
        """,
        [athlete.id],
    )
    remember(athlete, memory(KNEE, "injury", 1), memory("Said hello", importance=1))
    left = kept(athlete)
    assert len(left) == 10_000
    assert KNEE in left
    assert "Said hello" not in left


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (memory(""), "memories[0].content"),
        (memory("  "), "memories[0].content"),
        (memory("x" * 1001), "memories[0].content"),
        (memory(KNEE, "secret"), "memories[0].kind"),
        (memory(KNEE, importance=6), "memories[0].importance"),
        (memory(KNEE, embedding=[1.0], embedding_model=MODEL), "memories[0].embedding"),
        (memory(KNEE, embedding=["a"] * 768, embedding_model=MODEL), "memories[0].embedding"),
        (memory(KNEE, embedding=[0] * 768, embedding_model=MODEL), "memories[0].embedding"),
    ],
)
def test_what_is_no_memory_is_refused_with_its_field(
    athlete: Athlete, broken: dict[str, object], field: str
) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        remember(athlete, broken)
    assert refused(refusal.value) == ("PT422", field)
    assert kept(athlete) == []


# Forgetting


def test_a_user_makes_the_coach_forget(athlete: Athlete) -> None:
    [knee, _] = remember(
        athlete,
        memory(KNEE, embedding=towards((0, 1)), embedding_model=MODEL),
        memory(MORNING, embedding=towards((1, 1)), embedding_model=MODEL),
    )
    assert athlete.write("delete from public.coach_memories where id = %s", knee) == 1
    assert found(athlete, "knee", towards((0, 1))) == [MORNING]
    assert athlete.value("select count(*) from private.memory_vectors where user_id = %s", athlete.id) == 1


def test_a_memory_past_its_day_is_not_found(athlete: Athlete) -> None:
    race = memory("Runs a race in Vienna", "event", expires_at=(NOON + timedelta(days=3)).isoformat())
    remember(athlete, race | {"embedding": towards((0, 1)), "embedding_model": MODEL})
    assert found(athlete, "race", towards((0, 1)), at=NOON + timedelta(days=2)) == ["Runs a race in Vienna"]
    assert found(athlete, "race", towards((0, 1)), at=NOON + timedelta(days=3)) == []


def test_only_injuries_that_last_are_injuries(athlete: Athlete) -> None:
    over = memory("Had a cold", "injury", expires_at=NOON.isoformat())
    remember(athlete, memory(KNEE, "injury", 4), memory("Broke an arm", "injury", 5), memory(PEANUTS), over)
    injuries = athlete.value("select private.remembered_injuries(%s, %s)", athlete.id, NOON)
    assert [injury["content"] for injury in injuries] == ["Broke an arm", KNEE]


# Finding


def test_words_are_found_in_another_form(athlete: Athlete) -> None:
    remember(athlete, memory(KNEE), memory(MORNING), memory("Die Kniebeuge tut weh"))
    assert found(athlete, "Can I squat although my knees hurt?") == [KNEE]
    assert found(athlete, "meine kniebeuge") == ["Die Kniebeuge tut weh"]


def test_a_rare_word_says_more_than_a_common_one(athlete: Athlete) -> None:
    common = [memory(f"Likes training plan {n}") for n in range(5)]
    remember(athlete, *common, memory("Bought kettlebells"))
    assert found(athlete, "a training plan with kettlebells", count=1) == ["Bought kettlebells"]


def test_of_equals_the_more_important_comes_first_then_the_last_said(athlete: Athlete) -> None:
    remember(athlete, memory("Knee was operated", importance=5))
    days = [f"Knee, day {n}" for n in range(1, 6)]
    for day in days:
        remember(athlete, memory(day, importance=2))
    assert found(athlete, "knee", count=6) == ["Knee was operated", *reversed(days)]


def test_meaning_alone_goes_by_the_angle(athlete: Athlete) -> None:
    remember(
        athlete,
        memory(KNEE, embedding=towards((0, 3), (1, 4)), embedding_model=MODEL),
        memory(MORNING, embedding=towards((1, 7)), embedding_model=MODEL),
    )
    [(first, near, _), (second, nearer, _)] = matches(athlete, None, towards((0, 5)))
    assert (first, second) == (KNEE, MORNING)
    assert near == pytest.approx(0.6, abs=0.001)  # 3 of 5
    assert nearer == pytest.approx(0, abs=0.001)


def test_both_lists_add_up_by_place(athlete: Athlete) -> None:
    """Reciprocal rank fusion: 1/61 for the first place of a list, 1/62 for the second."""
    remember(
        athlete,
        memory(KNEE, embedding=towards((0, 1)), embedding_model=MODEL),
        memory(MORNING, embedding=towards((0, 1), (1, 1)), embedding_model=MODEL),
        memory("Knee sleeves are in the bag"),
    )
    scores = {content: score for content, _, score in matches(athlete, "hurt knee", towards((0, 1)))}
    assert scores == pytest.approx(
        {KNEE: 1 / 61 + 1 / 61, "Knee sleeves are in the bag": 1 / 62, MORNING: 1 / 62}
    )


def test_vectors_of_another_model_are_never_compared(athlete: Athlete) -> None:
    remember(
        athlete,
        memory(KNEE, embedding=towards((0, 1)), embedding_model="old"),
        memory(MORNING, embedding=towards((1, 1)), embedding_model=MODEL),
    )
    assert found(athlete, None, towards((0, 1)), model=MODEL) == [MORNING]
    assert found(athlete, None, towards((0, 1)), model="new") == []
    with pytest.raises(psycopg.Error) as refusal:
        found(athlete, None, towards((0, 1)))
    assert refused(refusal.value) == ("PT422", "p_model")


def test_vectors_may_come_later(athlete: Athlete) -> None:
    [knee] = remember(athlete, memory(KNEE))
    assert found(athlete, None, towards((0, 1))) == []
    foreign = remember(sign_up(athlete.sql), memory(MORNING))
    vectors = [{"id": id_, "embedding": towards((0, 1)), "model": MODEL} for id_ in (knee, *foreign, fresh())]
    stored = athlete.value("select private.store_memory_vectors(%s, %s)", athlete.id, json.dumps(vectors))
    assert (stored, found(athlete, None, towards((0, 1)))) == (1, [KNEE])


def test_nothing_asked_finds_nothing(athlete: Athlete) -> None:
    remember(athlete, memory(KNEE))
    assert found(athlete) == found(athlete, "") == found(athlete, "the '&|! \\ :*") == []


@pytest.mark.parametrize(
    ("text", "vector", "count", "field"),
    [
        ("x" * 4001, None, 5, "p_query_text"),
        ("knee", None, 0, "p_match_count"),
        ("knee", None, 51, "p_match_count"),
        ("knee", None, None, "p_match_count"),
        (None, "[1,2,3]", 5, "p_query_embedding"),
        (None, "drop table", 5, "p_query_embedding"),
        (None, "[" + "0," * 767 + "0]", 5, "p_query_embedding"),
        (None, "[" + "NaN," * 767 + "1]", 5, "p_query_embedding"),
        (None, "[" + "1e9," * 767 + "1]", 5, "p_query_embedding"),
        (None, "[" + "0," * 20000 + "1]", 5, "p_query_embedding"),
    ],
)
def test_a_question_that_is_none_names_its_field(
    athlete: Athlete, text: str | None, vector: str | None, count: int | None, field: str
) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        matches(athlete, text, vector, count=count, model=MODEL)
    assert refused(refusal.value) == ("PT422", field)
