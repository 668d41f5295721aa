"""What an account keeps ends at its budget, and usage() tells."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import psycopg
import pytest

from tests.database import facts
from tests.database.athlete import BENCH, NOON, Athlete, line, one_set, workout
from tests.database.billing.purchases import subscribe
from tests.database.limits.accounts import (
    assert_true,
    budget,
    duplicate,
    kept,
    many_sets,
    refusal,
    say,
    truth,
    usage,
)


def filled(person: Athlete) -> str:
    """Fill most of an account with plans; returns one of them."""
    plan = person.create_plan(*[[line(BENCH, order_in_workout=n + 1) for n in range(20)]] * 10)
    duplicate(person, plan)
    return plan


def test_whoever_is_full_is_told_what_to_delete_and_can(athlete: Athlete) -> None:
    plan = filled(athlete)
    with budget(athlete.sql, bytes=kept(athlete)["bytes"] + 1000):
        full = refusal(lambda: duplicate(athlete, plan))
        assert full["reason"] == "quota_exceeded"
        assert (full["full"], full["max"]) == ("bytes", usage(athlete)["bytes"]["max"])
        assert full["used"] > full["max"]
        assert full["delete"][0] == "plans"
        assert athlete.write("delete from public.workout_plans where id = %s", plan) == 1
        duplicate(
            athlete, athlete.value("select id from public.workout_plans where user_id = %s", athlete.id)
        )
    assert_true(athlete)


def test_over_the_budget_what_shrinks_passes(athlete: Athlete) -> None:
    filled(athlete)
    athlete.write("update public.workout_plans set description = %s", "long " * 100)
    with budget(athlete.sql, bytes=1):
        refusal(lambda: athlete.write("update public.workout_plans set description = %s", "longer " * 100))
        athlete.write("update public.workout_plans set description = 'short'")
        athlete.write("update public.workout_plans set description = 'smart'")
        athlete.write("delete from public.workout_plan_days")
        athlete.write("delete from public.workout_plans")


def test_a_full_account_changes_its_plan(athlete: Athlete) -> None:
    plan = filled(athlete)
    with budget(athlete.sql, bytes=kept(athlete)["bytes"]):
        for change in ("activate_plan", "archive_plan"):
            athlete.value(f"select private.{change}(%s, %s, now())", athlete.id, plan)
    assert_true(athlete)


def test_over_the_budget_what_shrinks_passes_in_an_account_not_counted_yet(athlete: Athlete) -> None:
    filled(athlete)
    athlete.write("update public.workout_plans set description = %s", "long " * 100)

    def uncounted(words: str) -> None:
        athlete.sql.execute("delete from private.account_use where user_id = %s", [athlete.id])
        athlete.write("update public.workout_plans set description = %s", words)

    with budget(athlete.sql, bytes=1):
        uncounted("short")
        uncounted("smart")
        refusal(lambda: uncounted("longer " * 100))


@pytest.mark.parametrize(
    ("what", "act"),
    [
        ("rows", lambda person: person.weigh(80)),
        ("plan_lines", lambda person: person.create_plan([line(BENCH, order_in_workout=1)])),
        ("messages", lambda person: say(person, "Hi")),
        ("workouts", lambda person: person.log(workout(NOON, one_set()))),
        ("sets", lambda person: person.log(workout(NOON, *many_sets(2)))),
    ],
)
def test_each_total_has_an_end(athlete: Athlete, what: str, act: Callable[[Athlete], object]) -> None:
    most = max(kept(athlete)[what], 1)
    with budget(athlete.sql, **{what: most}):
        full = refusal(lambda: [act(athlete) for _ in range(3)])
    assert (full["reason"], full["full"], full["max"]) == ("quota_exceeded", what, most)


def test_workouts_go_on_whatever_else_fills_the_budget(athlete: Athlete) -> None:
    plan = filled(athlete)
    with budget(athlete.sql, bytes=kept(athlete)["bytes"] // 2):
        refusal(lambda: duplicate(athlete, plan))
        assert athlete.log(workout(NOON, *many_sets(5)))["sets"] == 5


def test_workouts_end_a_tenth_beyond_the_budget(athlete: Athlete) -> None:
    most = 100_000
    with budget(athlete.sql, bytes=most):
        full = refusal(lambda: [athlete.log(workout(NOON, *many_sets(20, "n" * 100))) for _ in range(50)])
        assert full["full"] == "bytes"
        assert most < kept(athlete)["bytes"] <= most * 1.1
        assert full["delete"][0] == "training"
        # On another day too, and before all others, where the triggers count.
        refusal(lambda: athlete.log(workout(NOON - timedelta(days=90), *many_sets(20, "n" * 100))))
        athlete.sql.execute(
            "delete from public.workout_sessions where id = "
            "(select id from public.workout_sessions where user_id = %s limit 1)",
            [athlete.id],
        )
        athlete.log(workout(NOON, *many_sets(15)))
    assert_true(athlete)


def test_a_workout_that_has_begun_is_logged_and_ended(athlete: Athlete) -> None:
    athlete.log(workout(NOON - timedelta(days=1), *many_sets(3)))
    session = athlete.start(NOON)
    with budget(athlete.sql, bytes=1):
        for _ in range(3):
            athlete.add_set(session, one_set(notes="heavy"))
        assert athlete.finish(session, NOON + timedelta(hours=1))["sets"] == 3
        refusal(lambda: athlete.start(NOON + timedelta(hours=2)))
        refusal(lambda: athlete.add_set(session, one_set()))
    assert_true(athlete)


def test_a_workout_can_be_corrected_to_less(athlete: Athlete) -> None:
    logged = workout(NOON, *many_sets(10, "much"))
    athlete.log(logged)
    with budget(athlete.sql, bytes=1):
        # New ids: the old sets go in the same statement as the new ones come.
        athlete.correct(logged | {"sets": workout(NOON, *many_sets(5))["sets"]})
        refusal(lambda: athlete.correct(logged | {"sets": workout(NOON, *many_sets(30))["sets"]}))
    assert_true(athlete)


def test_a_full_account_decides_about_its_duplicates(athlete: Athlete) -> None:
    first, second, third = (workout(NOON, *many_sets(5)) for _ in range(3))
    for document in (first, second, third):
        athlete.log(document)
    keep = "select private.keep_duplicate(%s, %s, %s)"
    merge = "select private.merge_workouts(%s, %s, %s, %s)"
    with budget(athlete.sql, bytes=1):
        assert athlete.value(keep, athlete.id, second["id"], NOON)["xp"]["gained"] > 0
        assert_true(athlete)
        athlete.value(merge, athlete.id, third["id"], first["id"], NOON)
        assert_true(athlete)
        refusal(lambda: athlete.log(workout(NOON, *many_sets(5))))


def test_a_change_back_and_forth_ends_too(athlete: Athlete) -> None:
    """Each supersedes what was derived, which is kept."""
    plan = athlete.create_plan(*facts.PLAN)
    day = athlete.days_of(plan)[0]
    plan_line = athlete.lines_of(day)[0]
    for n in range(4):
        athlete.log(workout(NOON + timedelta(days=n), one_set(workout_plan_exercise_id=plan_line), day=day))
    change = "update public.session_exercises set logged_reps = %s where user_id = %s"
    with budget(athlete.sql, bytes=kept(athlete)["bytes"] + 5000):
        full = refusal(lambda: [athlete.write(change, 3 + n % 2 * 5, athlete.id) for n in range(60)])
    assert full["reason"] == "quota_exceeded"
    assert_true(athlete)


def test_who_pays_no_longer_keeps_all_and_adds_nothing(athlete: Athlete) -> None:
    with budget(athlete.sql, bytes=60_000):
        subscribe(athlete.sql, athlete.id, "active")
        plan = filled(athlete)
        there = kept(athlete)["bytes"]
        assert there > 60_000
        assert usage(athlete)["tier"] == "premium"
        athlete.sql.execute("delete from public.subscriptions where user_id = %s", [athlete.id])
        assert usage(athlete)["tier"] == "free"
        assert usage(athlete)["bytes"]["percent"] > 100
        refusal(lambda: duplicate(athlete, plan))
        assert kept(athlete)["plan_lines"] == 400
        athlete.log(workout(NOON, *many_sets(5)))
        session = athlete.start(NOON + timedelta(days=1))
        athlete.add_set(session, one_set())
        athlete.finish(session, NOON + timedelta(days=1, hours=1))


def test_writing_and_deleting_again_and_again_ends(athlete: Athlete) -> None:
    """Each deleted row leaves a tombstone, which devices need for half a year."""
    goals = """
        insert into public.user_goals (goal_type, is_active)
        select 'maintain', false from generate_series(1, 100)
    """

    def churn(times: int) -> None:
        for _ in range(times):
            athlete.write(goals)
            athlete.write("delete from public.user_goals")

    with budget(athlete.sql, history_bytes=100_000):
        full = refusal(lambda: churn(20))
        assert (full["full"], full["delete"]) == ("history_bytes", [])
        assert kept(athlete)["history_bytes"] < 120_000
    assert_true(athlete)


def test_without_a_budget_there_is_no_end(athlete: Athlete) -> None:
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute("delete from private.budgets")
        filled(athlete)
        assert usage(athlete)["bytes"]["max"] is None


def test_what_follows_from_training_is_never_refused(athlete: Athlete) -> None:
    with budget(athlete.sql, bytes=1):
        athlete.sql.execute("update public.profiles set level = 2 where id = %s", [athlete.id])
    assert kept(athlete)["messages"] == 1


def test_at_the_same_moment_nobody_gets_past_the_budget(athlete: Athlete, database: str) -> None:
    most = kept(athlete)["rows"] + 5
    together = Barrier(10)

    def phone(_: int) -> int:
        with psycopg.connect(database, autocommit=True) as connection:
            together.wait()
            with suppress(psycopg.Error):
                return Athlete(connection, athlete.id).write(
                    "insert into public.body_measurements (weight_kg) values (80)"
                )
        return 0

    with budget(athlete.sql, rows=most), ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(phone, range(10))) == 5


def test_usage_tells_what_is_kept_and_may_be(athlete: Athlete) -> None:
    athlete.create_plan([line(BENCH, order_in_workout=1)])
    athlete.log(workout(NOON, *many_sets(4)))
    told, real = usage(athlete), truth(athlete)
    free = athlete.value("select to_jsonb(b) from private.budgets as b where b.tier = 'free'")
    for what in ("rows", "workouts", "sets", "plan_lines", "messages"):
        assert (told[what]["used"], told[what]["max"]) == (real[what], free[what])
    assert told["bytes"]["used"] == pytest.approx(real["bytes"], rel=0.03)
    assert told["files"] == {"used": 0, "max": free["files"], "percent": 0}
    assert told["file_bytes"] == {"used": 0, "max": free["file_bytes"], "percent": 0}
    assert [kind["bytes"] for kind in told["kinds"]] == sorted(
        (k["bytes"] for k in told["kinds"]), reverse=True
    )
    assert sum(k["rows"] for k in told["kinds"] if k["kind"] != "history") == told["rows"]["used"]
    assert set(told["largest"]) == {"plans", "training"}


def test_usage_is_only_reading(athlete: Athlete) -> None:
    with athlete.signed_in() as sql:
        sql.execute("set transaction read only")
        sql.execute("select public.usage()")
