"""Ten thousand memories of one user, among those of others: exact, and in time."""

import json
import random
from collections.abc import Iterator

import psutil
import psycopg
import pytest

from tests.database.athlete import NOON, Athlete, sign_up
from tests.database.coach.talking import MODEL, agree, matches, towards

# A plan that compared each with each would take seconds; this one takes 20 ms.
IN_TIME_MS = 100
TIMES = 7


def worked_ms(athlete: Athlete) -> float:
    """For how long the processor has worked for this connection; who else keeps it busy isn't counted."""
    spent = psutil.Process(athlete.sql.info.backend_pid).cpu_times()
    return 1000 * (spent.user + spent.system)


@pytest.fixture(scope="module")
def crowd(database: str) -> Iterator[tuple[Athlete, Athlete]]:
    """Somebody with 10,000 memories, and somebody with five, nearest of all to the first axis."""
    words = [f"word{n}" for n in range(3000)]
    rng = random.Random(4)  # noqa: S311 - the same crowd every time
    often = [1 / (n + 5) for n in range(len(words))]
    with psycopg.connect(database, autocommit=True) as sql:
        many, few = sign_up(sql), sign_up(sql)
        for athlete, amount in ((many, 10_000), (few, 5)):
            agree(athlete)
            contents = [f"{' '.join(rng.choices(words, often, k=12))} no{n}" for n in range(amount)]
            sql.execute(
                "insert into public.coach_memories (user_id, content, kind) "
                "select %s, c, 'fact' from unnest(%s::text[]) as c",
                [athlete.id, contents],
            )
        # Of the crowd each points at the first axis; of the few each a little away from it.
        query = """
            insert into private.memory_vectors (user_id, memory_id, model, embedding)
            select user_id, id, %s, private.embedding_of(%s, 'test')
            from public.coach_memories where user_id = %s
        """
        sql.execute(query.encode(), [MODEL, json.dumps(towards((0, 1))), many.id])
        sql.execute(query.encode(), [MODEL, json.dumps(towards((0, 1), (1, 1))), few.id])
        yield many, few


def test_the_few_of_one_user_are_all_found_among_the_many_of_another(crowd: tuple[Athlete, Athlete]) -> None:
    """An index over all finds the crowd's first, and too few rows are left."""
    _, few = crowd
    assert len(matches(few, None, towards((0, 1)))) == 5


@pytest.mark.parametrize("statistics_are", ["missing", "there"])
def test_ten_thousand_are_searched_in_time(crowd: tuple[Athlete, Athlete], statistics_are: str) -> None:
    many, _ = crowd
    if statistics_are == "there":
        many.sql.execute("analyze public.coach_memories, private.memory_vectors, private.memory_words")
    question = "word1 word20 word300 and word2000"
    before = worked_ms(many)
    for _ in range(TIMES):
        assert len(matches(many, question, towards((0, 1)), count=10)) == 10
    assert (worked_ms(many) - before) / TIMES < IN_TIME_MS


def test_a_question_of_common_words_is_answered_in_time(crowd: tuple[Athlete, Athlete]) -> None:
    many, _ = crowd
    question = " ".join(f"word{n}" for n in range(200))
    before = worked_ms(many)
    assert len(matches(many, question, count=50)) == 50
    assert worked_ms(many) - before < 2 * IN_TIME_MS


def test_a_vector_stands_in_its_row(crowd: tuple[Athlete, Athlete]) -> None:
    """Moved out it would cost a look-up for each: 1.5 KB a row and five rows a page say it was not."""
    many, _ = crowd
    [(moved_out, rows, pages)] = many.rows(
        """
        select
            (
                select coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0)
                from pg_class as c where c.oid = 'private.memory_vectors'::regclass
            ),
            count(*),
            count(distinct (v.ctid::text::point)[0])
        from private.memory_vectors as v
        where v.user_id = %s
        """,
        many.id,
    )
    assert moved_out == 0
    assert pages <= rows / 5 + 1


def test_a_search_reads_by_the_users_index(crowd: tuple[Athlete, Athlete]) -> None:
    _, few = crowd
    few.sql.execute("analyze private.memory_vectors, private.memory_words")
    for table in ("memory_vectors", "memory_words"):
        plan = few.rows(
            f"explain select memory_id from private.{table} where user_id = %s",
            few.id,
        )
        assert f"{table}_pkey" in " ".join(step for (step,) in plan)
    assert matches(few, "no3", at=NOON)[0][0].endswith("no3")
