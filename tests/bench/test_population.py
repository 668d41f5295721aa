"""A user made by repeating a life has the same derived data as a recomputation, in a consistent database."""

from collections.abc import Iterator

import psycopg
import pytest

from bench.athletes import SETS_PER_WORKOUT
from bench.laboratory import Laboratory, laboratory
from bench.load import settle
from bench.population import Cohort, Population, population
from local.postgres import SUPERUSER
from tests.database.athlete import Athlete, Connection
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state

PEOPLE = Population(
    veterans=Cohort(users=2, workouts=120, lives=1),
    regulars=Cohort(users=3, workouts=20, lives=2),
    beginners=Cohort(users=6, workouts=2.5, lives=2, weeks_apart=2),
)
REPEATED = [str(other.id) for _, other in PEOPLE.repetitions()]

_STRUCTURE = """
select indexdef from pg_indexes where schemaname in ('auth', 'public', 'private')
union all
select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
order by 1
"""


@pytest.fixture(scope="module")
def structure() -> list[str]:
    """Indexes and constraints before anyone was repeated."""
    return []


@pytest.fixture(scope="module")
def place(structure: list[str]) -> Iterator[Laboratory]:
    with laboratory("16") as place:
        with psycopg.connect(place.url(SUPERUSER)) as admin:
            structure += [row[0] for row in admin.execute(_STRUCTURE)]
        settle(place, PEOPLE)
        yield place


@pytest.fixture
def owner(place: Laboratory) -> Iterator[Connection]:
    with psycopg.connect(place.url(), autocommit=True) as owner:
        yield owner


def count(owner: Connection, table: str) -> int:
    [number] = owner.execute(f"select count(*) from {table}").fetchone() or [0]
    return int(number)


@pytest.mark.parametrize("user", REPEATED)
def test_who_lived_the_life_of_another_has_what_its_own_facts_make(owner: Connection, user: str) -> None:
    athlete = Athlete(owner, user)
    stands = state(athlete)
    assert stands["totals"]
    assert not differences(stands, derived_anew(athlete))
    assert_ledger_is_sound(athlete)


@pytest.mark.parametrize("user", REPEATED)
def test_what_a_workout_was_planned_as_is_of_its_own_plan(owner: Connection, user: str) -> None:
    stored, planned = owner.execute(
        """
        select array_agg(distinct planned ->> 'plan_id'), array_agg(distinct x ->> 'plan_exercise_id')
        from public.workout_sessions, jsonb_array_elements(planned -> 'exercises') as x where user_id = %s
        """,
        [user],
    ).fetchone() or ([], [])
    assert stored == [
        str(row[0]) for row in owner.execute("select id from public.workout_plans where user_id = %s", [user])
    ]
    own = owner.execute("select id from public.workout_plan_day_exercises where user_id = %s", [user])
    assert planned
    assert set(planned) <= {str(row[0]) for row in own}


def test_everybody_is_there(owner: Connection) -> None:
    assert count(owner, "public.profiles") == count(owner, "auth.users") == PEOPLE.users
    workouts = 2 * 120 + 3 * 20 + 3 * (2 + 3)
    assert count(owner, "public.session_exercises") == SETS_PER_WORKOUT * workouts


def test_every_index_and_constraint_is_back(owner: Connection, structure: list[str]) -> None:
    assert [row[0] for row in owner.execute(_STRUCTURE)] == structure


def test_every_foreign_key_holds(owner: Connection) -> None:
    keys = owner.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where contype = 'f' and connamespace in ('public'::regnamespace, 'private'::regnamespace)"
    ).fetchall()
    assert keys
    with owner.transaction(force_rollback=True):
        for table, name, definition in keys:
            owner.execute(f"alter table {table} drop constraint {name}")
            owner.execute(f"alter table {table} add constraint {name} {definition}")  # reads every row


def test_nothing_of_the_making_is_left(owner: Connection) -> None:
    assert owner.execute("select to_regnamespace('bench')").fetchone() == (None,)


@pytest.mark.parametrize("sets", [10_000, 40_000, 1_000_000, 20_000_000])
def test_a_population_has_as_many_sets_as_asked_for(sets: int) -> None:
    people = population(sets)
    cohorts = (people.veterans, people.regulars, people.beginners)
    workouts = sum(cohort.users * cohort.workouts for cohort in cohorts)
    assert workouts * SETS_PER_WORKOUT == pytest.approx(sets)


def test_a_hundred_thousand_users_have_twenty_million_sets() -> None:
    assert population(20_000_000).users == 100_000
