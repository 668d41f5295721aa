"""Quotas of AI requests: by UTC day and month, counted once, refunded without a result."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.database.ai.customers import BODY, Customer, customer, details, new_key
from tests.database.athlete import NOON, Connection
from tests.people import give

pytestmark = pytest.mark.quick

SECOND = timedelta(seconds=1)
# What supabase/seed/quotas.sql allows who pays.
PER_DAY, PER_MONTH = 6, 30


@pytest.fixture
def person(sql: Connection) -> Customer:
    return customer(sql)


def use_up(person: Customer, at: datetime = NOON, times: int = PER_DAY) -> None:
    for _ in range(times):
        person.answer(person.ask(at=at), BODY)


def refusal_of(person: Customer, at: datetime = NOON) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as refusal:
        person.ask(at=at)
    return refusal.value


def test_as_many_a_day_as_the_tier_has(person: Customer) -> None:
    use_up(person)
    refusal = refusal_of(person)
    assert refusal.sqlstate == "PT429"
    assert details(refusal) == {"reason": "quota_exceeded", "window": "day", "retry_after": 12 * 3600}


def test_what_is_refused_counts_nowhere(person: Customer) -> None:
    use_up(person)
    refusal_of(person)
    assert (person.used("day"), person.used("month")) == (PER_DAY, PER_DAY)


def test_a_refused_request_leaves_its_key_free(person: Customer) -> None:
    use_up(person)
    key = new_key()
    with pytest.raises(psycopg.Error, match="quota"):
        person.ask(key=key)
    assert person.ask(key=key, body="another", at=NOON + timedelta(hours=12))["state"] == "started"


def test_the_day_begins_at_midnight_of_utc(person: Customer) -> None:
    midnight = datetime(2026, 6, 11, tzinfo=UTC)
    use_up(person, midnight - SECOND)
    assert details(refusal_of(person, midnight - SECOND))["retry_after"] == 1
    assert person.ask(at=midnight)["state"] == "started"


def test_as_many_a_month_as_the_tier_has(person: Customer) -> None:
    for day in range(PER_MONTH // PER_DAY):
        use_up(person, datetime(2026, 6, 1 + day, 12, tzinfo=UTC))
    refusal = refusal_of(person, datetime(2026, 6, 30, 23, tzinfo=UTC))
    assert details(refusal) == {"reason": "quota_exceeded", "window": "month", "retry_after": 3600}
    assert person.ask(at=datetime(2026, 7, 1, tzinfo=UTC))["state"] == "started"


def test_where_both_are_used_up_the_month_says_how_long(person: Customer) -> None:
    for day in range(PER_MONTH // PER_DAY):
        use_up(person, datetime(2026, 6, 1 + day, 12, tzinfo=UTC))
    assert details(refusal_of(person, datetime(2026, 6, 5, 13, tzinfo=UTC)))["window"] == "month"


def test_each_feature_has_a_quota_of_its_own(person: Customer) -> None:
    use_up(person)
    assert person.ask("import_plan")["state"] == "started"


@pytest.mark.parametrize("status", ["trial", "active"])
def test_the_tier_is_the_subscription(sql: Connection, status: str) -> None:
    person = customer(sql, status)
    [allowed] = person.rows(
        "select per_day from private.quotas where feature = 'generate_plan' and tier = %s", status
    )
    use_up(person, times=allowed[0])
    assert refusal_of(person).sqlstate == "PT429"


def test_an_admin_who_pays_has_no_limit(person: Customer, sql: Connection) -> None:
    give(sql, person.id, role="admin")
    use_up(person, times=PER_DAY + 1)
    assert person.used() == PER_DAY + 1


def test_a_tier_without_a_row_has_nothing(person: Customer, sql: Connection) -> None:
    with sql.transaction(force_rollback=True):
        sql.execute("delete from private.quotas where tier = 'active'")
        assert refusal_of(person).sqlstate == "PT429"


@pytest.mark.parametrize("body", [BODY, None], ids=["answered by rule", "failed"])
def test_what_delivered_nothing_of_the_models_costs_nothing(
    person: Customer, body: dict[str, str] | None
) -> None:
    person.answer(person.ask(key=new_key()), body, charged=False)
    assert (person.used("day"), person.used("month")) == (0, 0)


def test_it_is_given_back_once(person: Customer) -> None:
    person.ask()
    asked = person.ask(key=new_key())
    person.answer(asked, charged=False)
    person.answer(asked, charged=False)
    assert person.used() == 1


def test_it_is_given_back_to_the_day_it_was_taken_from(person: Customer) -> None:
    midnight = datetime(2026, 7, 1, tzinfo=UTC)
    asked = person.ask(key=new_key(), at=midnight - SECOND)
    person.ask(at=midnight)
    person.answer(asked, charged=False, at=midnight + SECOND)
    left = person.rows(
        "select period::text, starts_on::text, used from private.quota_use where user_id = %s order by 1, 2",
        person.id,
    )
    assert left == [
        ("day", "2026-06-30", 0),
        ("day", "2026-07-01", 1),
        ("month", "2026-06-01", 0),
        ("month", "2026-07-01", 1),
    ]


def test_a_request_that_died_costs_nothing(person: Customer) -> None:
    """The function was killed: nobody said how it ended."""
    for _ in range(PER_DAY):
        person.ask(key=new_key(), seconds=30)
    assert refusal_of(person, NOON + 29 * SECOND).sqlstate == "PT429"
    assert person.ask(at=NOON + 30 * SECOND)["state"] == "started"
    assert person.used() == 1


def test_a_late_answer_is_charged_after_all(person: Customer) -> None:
    key = new_key()
    late = person.ask(key=key, seconds=30)
    person.ask(at=NOON + 31 * SECOND)
    person.answer(late, BODY, at=NOON + 32 * SECOND)
    assert person.used() == 2


def expire(sql: Connection, at: datetime, limit: int = 100) -> dict[str, int]:
    row = sql.execute("select private.expire_ai_requests(%s, %s)", [limit, at]).fetchone()
    assert row
    return dict(row[0])


def test_the_job_gives_back_what_died(person: Customer, sql: Connection) -> None:
    person.ask(key=new_key(), seconds=30)
    expire(sql, NOON + 30 * SECOND)
    assert (person.used("day"), person.used("month")) == (0, 0)


def test_the_job_lets_run_what_may_still_run(person: Customer, sql: Connection) -> None:
    asked = person.ask(key=new_key(), seconds=30)
    expire(sql, NOON + 29 * SECOND)
    assert person.used() == 1
    assert person.answer(asked, BODY) is True


def test_the_job_forgets_answers_after_a_day(person: Customer, sql: Connection) -> None:
    person.answer(person.ask(key=new_key()), BODY)
    for age, left in ((timedelta(days=1) - SECOND, 1), (timedelta(days=1), 0)):
        expire(sql, NOON + age)
        assert person.value("select count(*) from private.ai_requests where user_id = %s", person.id) == left


def test_the_job_keeps_the_charge_of_what_was_answered(person: Customer, sql: Connection) -> None:
    person.answer(person.ask(key=new_key()), BODY)
    expire(sql, NOON + timedelta(days=1))
    assert person.used() == 1


def test_the_job_forgets_windows_long_past(person: Customer, sql: Connection) -> None:
    person.answer(person.ask(), BODY)
    expire(sql, datetime(2026, 8, 2, tzinfo=UTC))
    assert (person.used("day"), person.used("month")) == (1, 1)
    expire(sql, datetime(2026, 8, 12, tzinfo=UTC), limit=10000)
    assert (person.used("day"), person.used("month")) == (0, 0)


@pytest.mark.parametrize("limit", [0, 10001])
def test_the_job_works_in_batches(sql: Connection, limit: int) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        expire(sql, NOON, limit)
    assert refusal.value.sqlstate == "PT422"
