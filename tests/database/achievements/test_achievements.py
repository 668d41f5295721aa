"""Achievements: unlocked once, at the moment that reached them, and only as long as the facts are there."""

from datetime import timedelta

import psycopg
import pytest

from tests.database.achievements.awards import RULE, achievement, awards, paid, progress, unlocked_at
from tests.database.athlete import NOON as LUNCH
from tests.database.athlete import Athlete, Connection, Document, one_set, sign_up, workout
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.database.weeks import DAY

pytestmark = pytest.mark.quick

# Noon would count as a lunch break, too.
NOON = LUNCH + timedelta(hours=3)
# Late, but none of it is history yet.
LATER = NOON + 30 * DAY


def ten_workouts() -> list[Document]:
    return [workout(NOON + n * DAY, one_set()) for n in range(10)]


def delete(athlete: Athlete, document: Document) -> None:
    assert athlete.write("delete from public.workout_sessions where id = %s", document["id"]) == 1


def test_the_workout_that_unlocks_tells_so_in_its_summary(athlete: Athlete) -> None:
    summaries = [athlete.log(document) for document in ten_workouts()]
    unlocked = [[a["slug"] for a in summary["achievements"]] for summary in summaries]
    assert unlocked[0] == ["first-workout"]
    assert unlocked[9] == ["workouts-10"]
    assert summaries[9]["achievements"] == [
        {
            "achievement_id": achievement("workouts-10"),
            "slug": "workouts-10",
            "name": "Getting into it",
            "xp": 50,
        }
    ]
    assert {"event_type": "achievement", "xp": 50} in summaries[9]["xp"]["events"]
    assert summaries[9]["xp"]["gained"] == 50 + 5 + 50


def test_the_same_document_again_pays_nothing_and_says_the_same(athlete: Athlete) -> None:
    documents = ten_workouts()
    summaries = [athlete.log(document) for document in documents]
    assert athlete.log(documents[9])["achievements"] == summaries[9]["achievements"]
    assert paid(athlete, "workouts-10") == [50]


def test_progress_ends_at_the_target(athlete: Athlete) -> None:
    for document in [*ten_workouts(), workout(NOON + 10 * DAY, one_set())]:
        athlete.log(document)
    assert progress(athlete, "workouts-10") == 10
    assert progress(athlete, "workouts-50") == 11


def test_facts_in_any_order_unlock_the_same_at_the_same_moments(sql: Connection) -> None:
    straight, mixed = sign_up(sql), sign_up(sql)
    for document in ten_workouts():
        straight.log(document, now=LATER)
    documents = ten_workouts()
    for n in (4, 9, 0, 7, 1, 8, 2, 5, 3, 6):
        mixed.log(documents[n], now=LATER)
    assert awards(mixed) == awards(straight)
    assert awards(mixed)["workouts-10"] == NOON + 9 * DAY
    assert mixed.xp() == straight.xp()


def test_a_workout_logged_late_unlocks_earlier_and_pays_no_second_time(athlete: Athlete) -> None:
    for document in ten_workouts():
        athlete.log(document)
    athlete.log(workout(NOON - DAY, one_set()), now=LATER)
    assert unlocked_at(athlete, "workouts-10") == NOON + 8 * DAY
    assert paid(athlete, "workouts-10") == [50]


def test_what_is_no_longer_reached_is_taken_back_with_its_xp(athlete: Athlete) -> None:
    documents = ten_workouts()
    for document in documents:
        athlete.log(document)
    before = athlete.xp()
    delete(athlete, documents[4])
    assert unlocked_at(athlete, "workouts-10") is None
    assert progress(athlete, "workouts-10") == 9
    assert paid(athlete, "workouts-10") == [50, -50]
    assert athlete.xp() == before - 55 - 50
    assert_ledger_is_sound(athlete)


def test_what_is_reached_again_is_paid_again(athlete: Athlete) -> None:
    documents = ten_workouts()
    for document in documents:
        athlete.log(document)
    before = athlete.xp()
    delete(athlete, documents[4])
    athlete.log(workout(NOON + 10 * DAY, one_set()))
    assert unlocked_at(athlete, "workouts-10") == NOON + 10 * DAY
    assert athlete.xp() == before
    assert_ledger_is_sound(athlete)


def test_a_corrected_set_moves_what_it_had_reached(athlete: Athlete) -> None:
    done = workout(NOON, one_set(reps=100, load=100))
    athlete.log(done)
    assert unlocked_at(athlete, "volume-10t") == NOON
    athlete.correct(done | {"sets": [one_set(reps=10, load=100)]})
    assert unlocked_at(athlete, "volume-10t") is None
    assert progress(athlete, "volume-10t") == 1000


def test_several_workouts_deleted_at_once_count_out_together(athlete: Athlete) -> None:
    for document in ten_workouts():
        athlete.log(document)
    athlete.write("delete from public.workout_sessions where user_id = %s", athlete.id)
    assert awards(athlete) == {}
    assert athlete.xp() == 0


def test_nobody_sees_how_far_somebody_else_is(athlete: Athlete, sql: Connection) -> None:
    for document in ten_workouts():
        athlete.log(document)
    with sign_up(sql).signed_in() as stranger:
        found = stranger.execute(
            "select max(progress), count(distinct user_id) from public.user_achievements"
        )
        assert found.fetchone() == (0, 1)


# Rules are rows


def test_a_new_rule_counts_what_was_done_before_it(athlete: Athlete) -> None:
    for document in ten_workouts():
        athlete.log(document)
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute(RULE.encode(), ["three", "Three", "workouts", "{}", 3, 5])
        assert unlocked_at(athlete, "three") == NOON + 2 * DAY
        assert paid(athlete, "three") == []
        # Its XP comes with the next fact, or with the settlement that follows new rules.
        assert athlete.value("select private.settle_achievements(100000)") > 0
        assert paid(athlete, "three") == [5]
        assert athlete.value("select private.settle_achievements(100000)") == 0
        assert not differences(state(athlete), derived_anew(athlete))


def test_a_rule_with_parameters_of_its_own_needs_no_code(athlete: Athlete) -> None:
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute(
            RULE.encode(), ["tuesdays", "Tuesdays", "workouts", '{"weekdays": [2], "planned": false}', 1, 5]
        )
        wednesday, tuesday = workout(NOON, one_set()), workout(NOON + 6 * DAY, one_set())
        assert "tuesdays" not in [a["slug"] for a in athlete.log(wednesday)["achievements"]]
        assert "tuesdays" in [a["slug"] for a in athlete.log(tuesday)["achievements"]]


def test_the_next_workout_after_a_new_rule_makes_good_for_all_before(athlete: Athlete) -> None:
    for document in ten_workouts():
        athlete.log(document)
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute(RULE.encode(), ["three", "Three", "workouts", "{}", 3, 5])
        athlete.log(workout(NOON + 20 * DAY, one_set()))
        assert paid(athlete, "three") == [5]


def test_a_retired_rule_stays_with_those_who_met_it_before(athlete: Athlete) -> None:
    for document in ten_workouts():
        athlete.log(document)
    with athlete.sql.transaction(force_rollback=True):
        retire = "update public.achievements set retired_at = %s where slug = 'workouts-10'"
        athlete.sql.execute(retire, [NOON + 9 * DAY + timedelta(seconds=1)])
        assert unlocked_at(athlete, "workouts-10") == NOON + 9 * DAY
        athlete.sql.execute(retire, [NOON + 9 * DAY])
        assert "workouts-10" not in awards(athlete)


def test_a_retired_rule_is_unlocked_by_nobody_any_more(athlete: Athlete) -> None:
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute(
            "update public.achievements set retired_at = %s where slug = 'workouts-10'", [NOON]
        )
        assert [athlete.log(document)["achievements"] for document in ten_workouts()][9] == []


@pytest.mark.parametrize(
    "change",
    ["target = 9", "xp = 51", "metric = 'sets'", "parameters = '{\"planned\": true}'", "slug = 'other'"],
)
def test_what_a_rule_says_never_changes(sql: Connection, change: str) -> None:
    with pytest.raises(psycopg.Error) as refused, sql.transaction():
        sql.execute(f"update public.achievements set {change} where slug = 'workouts-10'".encode())
    assert refused.value.sqlstate == "PT422"


@pytest.mark.parametrize(
    ("metric", "parameters"),
    [
        ("sets", '{"days": 3}'),
        ("returns", "{}"),
        ("workouts", '{"from": "07:00"}'),
        ("workouts", '{"from": "07:00", "until": "07:00"}'),
        ("workouts", '{"from": "25:00", "until": "07:00"}'),
        ("workouts", '{"weekdays": [8]}'),
        ("workouts", '{"weekdays": ["x"]}'),
        ("muscle_groups_in_week", '{"sets": 0}'),
    ],
)
def test_parameters_that_a_metric_does_not_take_are_refused(
    sql: Connection, metric: str, parameters: str
) -> None:
    with pytest.raises(psycopg.Error) as refused, sql.transaction():
        sql.execute(RULE.encode(), ["odd", "Odd", metric, parameters, 1, 1])
    assert refused.value.sqlstate == "PT422"


# What we ship


def test_later_stages_ask_for_more_and_are_worth_more(sql: Connection) -> None:
    stages = sql.execute(
        """
        select
            a.slug, a.xp > lag(a.xp) over w, a.tier >= lag(a.tier) over w,
            a.sort_order > lag(a.sort_order) over w
        from public.achievements as a
        window w as (partition by a.counter_id order by a.target)
        """
    ).fetchall()
    assert [stage for stage in stages if False in stage[1:]] == []


def test_every_metric_is_used_and_every_goal_is_its_last_stage(sql: Connection) -> None:
    unused = sql.execute(
        """
        select m.metric from unnest(enum_range(null::public.achievement_metric)) as m (metric)
        except select a.metric from public.achievements as a
        """
    ).fetchall()
    assert unused == []
    wrong = sql.execute(
        """
        select c.id from private.achievement_counters as c
        where c.goal <> (select max(a.target) from public.achievements as a where a.counter_id = c.id)
        """
    ).fetchall()
    assert wrong == []


def test_what_comes_first_is_a_welcome_and_no_xp(sql: Connection) -> None:
    """Or a new account would be worth a level before its second workout."""
    worth = sql.execute("select sum(xp) from public.achievements where category = 'first_steps'").fetchone()
    assert worth == (0,)
