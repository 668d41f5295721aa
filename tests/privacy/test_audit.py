"""Changes of an account are recorded, once, for its user, and by nobody else."""

import json
import uuid
from typing import Any

import httpx
import psycopg
import pytest

from local.services import Address
from tests.access.callers import Caller, service, sign_up
from tests.access.world import World, plan
from tests.database.athlete import Athlete
from tests.database.billing.purchases import subscribe
from tests.support import Connection

Event = tuple[str, str, dict[str, Any]]


def events(sql: Connection, user: str) -> list[Event]:
    """(action, actor, details) of a user, oldest first; the sign-up that all begin with left out."""
    query = """
        select action::text, actor::text, details from public.audit_events
        where user_id = %s and action <> 'account_created' order by created_at, action
    """
    return sql.execute(query, [user]).fetchall()


@pytest.fixture
def me(stack: Address) -> Caller:
    return sign_up(stack)


def seen(caller: Caller, action: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = caller.see("audit_events", action=f"eq.{action}").json()
    return rows


def test_a_sign_up_is_the_first_event(me: Caller) -> None:
    [event] = me.see("audit_events").json()
    assert (event["action"], event["actor"], event["details"]) == ("account_created", "auth", {})


def test_a_role_given_and_taken_by_an_admin(sql: Connection, me: Caller, admin: Caller) -> None:
    admin.add("user_roles", {"user_id": me.id, "role": "moderator"})
    admin.change("user_roles", {"role": "admin"}, user_id=f"eq.{me.id}")
    admin.drop("user_roles", user_id=f"eq.{me.id}")
    assert events(sql, me.id) == [
        ("role_granted", "admin", {"role": "moderator"}),
        ("role_granted", "admin", {"role": "admin"}),
        ("role_revoked", "admin", {"role": "moderator"}),
        ("role_revoked", "admin", {"role": "admin"}),
    ]


def test_a_subscription_that_began(sql: Connection, me: Caller) -> None:
    subscribe(sql, me.id, "trial")
    assert events(sql, me.id) == [("subscription_changed", "system", {"from": "free", "to": "trial"})]


def consent(me: Caller, *, granted: bool, version: str = "1") -> None:
    row = {"user_id": me.id, "purpose": "ai", "granted": granted, "version": version}
    assert me.put("user_consents", row, "user_id,purpose").is_success


def test_every_decision_once(sql: Connection, me: Caller) -> None:
    consent(me, granted=True)
    consent(me, granted=True)
    consent(me, granted=True, version="2")
    consent(me, granted=False, version="2")
    told = [(action, actor, details["version"]) for action, actor, details in events(sql, me.id)]
    assert told == [
        ("consent_given", "user", "1"),
        ("consent_given", "user", "2"),
        ("consent_withdrawn", "user", "2"),
    ]


def test_a_consent_whose_row_is_deleted_is_withdrawn(sql: Connection, me: Caller) -> None:
    consent(me, granted=True)
    me.drop("user_consents", purpose="eq.ai")
    assert events(sql, me.id)[-1] == ("consent_withdrawn", "user", {"purpose": "ai", "version": "1"})


def test_a_generated_plan_and_what_the_coach_changed(sql: Connection, person: World) -> None:
    me = person.caller
    [generated] = [event for event in events(sql, me.id) if event[0] == "plan_generated"]
    assert (generated[1], generated[2]["engine"]) == ("service", "rules")
    change = person.row("plan_changes")
    me.done("apply_plan_change", p_change_id=change["id"])
    me.done("undo_plan_change", p_change_id=change["id"])
    about = {"change_id": change["id"], "plan_id": change["plan_id"], "made_by": "coach_ai"}
    assert events(sql, me.id)[-2:] == [
        ("plan_change_applied", "user", about),
        ("plan_change_undone", "user", about),
    ]


def test_a_small_change_that_the_coach_made_itself(stack: Address, sql: Connection, person: World) -> None:
    line = person.row("workout_plan_day_exercises")["id"]
    rest = {"op": "update_exercise", "plan_exercise_id": line, "target_rest_seconds": 75}
    made = service(stack).done(
        "propose_plan_change",
        p_user_id=person.caller.id,
        p_change={"summary": "Rest less", "operations": [rest], "apply": True},
    )
    action, actor, details = events(sql, person.caller.id)[-1]
    assert (action, actor, details["change_id"]) == ("plan_change_applied", "service", made["id"])


def test_what_was_deleted_and_how_much_of_it(sql: Connection, person: World) -> None:
    me = person.caller
    plan_id = person.row("workout_plans")["id"]
    session = person.row("workout_sessions")["id"]
    me.drop("workout_sessions", id=f"eq.{session}")
    me.drop("workout_plans", id=f"eq.{plan_id}")
    me.drop("coach_conversations", id=f"neq.{me.id}")
    told = events(sql, me.id)[-3:]
    assert [(action, actor, details["count"]) for action, actor, details in told] == [
        ("workout_deleted", "user", 1),
        ("plan_deleted", "user", 1),
        ("conversation_deleted", "user", 1),
    ]
    assert told[0][2]["ids"] == [session]


def test_many_deleted_at_once_are_one_event_with_twenty_ids(sql: Connection, athlete: Athlete) -> None:
    plans = [athlete.create_plan([]) for _ in range(25)]
    athlete.write("delete from public.workout_plans where id = any(%s::uuid[])", plans)
    [(action, _, details)] = events(sql, athlete.id)
    assert (action, details["count"], len(details["ids"])) == ("plan_deleted", 25, 20)


def test_an_export(sql: Connection, me: Caller) -> None:
    me.done("export_my_data")
    me.done("export_my_data", p_section="files")
    assert events(sql, me.id) == [
        ("data_exported", "user", {}),
        ("data_exported", "user", {"section": "files"}),
    ]


def test_a_new_password_without_what_it_is(stack: Address, sql: Connection, me: Caller) -> None:
    answer = httpx.put(
        f"{stack.url}/auth/v1/user",
        headers={
            "apikey": stack.publishable_key,
            "authorization": me.http.headers["authorization"],
        },
        json={"password": "another horse battery staple"},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    assert events(sql, me.id) == [("password_changed", "auth", {})]


def test_a_sign_in_is_no_event(sql: Connection, me: Caller) -> None:
    sql.execute("update auth.users set last_sign_in_at = now(), email = email where id = %s", [me.id])
    assert events(sql, me.id) == []


def test_a_new_address(sql: Connection, me: Caller) -> None:
    sql.execute("update auth.users set email = %s where id = %s", [f"{uuid.uuid4()}@example.com", me.id])
    assert events(sql, me.id) == [("email_changed", "auth", {})]


@pytest.mark.parametrize(
    "attack",
    [
        "update public.audit_events set action = 'email_changed' where user_id = %s",
        "delete from public.audit_events where user_id = %s",
        "with gone as (select %s::text) delete from public.audit_events",
    ],
)
@pytest.mark.parametrize("role", ["authenticated", "service_role", "postgres"])
def test_nobody_changes_what_is_written(sql: Connection, me: Caller, role: str, attack: str) -> None:
    def attempt() -> None:
        with sql.transaction():
            sql.execute(f"set local role {role}".encode())
            sql.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps({"sub": me.id})])
            sql.execute(attack.encode(), [me.id])

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt()


def test_nobody_empties_it(sql: Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        sql.execute("truncate public.audit_events")


def test_nobody_writes_an_event_by_hand(me: Caller) -> None:
    answer = me.add("audit_events", {"user_id": me.id, "actor": "user", "action": "data_exported"})
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_a_plan_that_its_owner_makes_is_nobody_elses_business(sql: Connection, athlete: Athlete) -> None:
    athlete.value("select private.create_plan(%s, %s, 'user', now())", athlete.id, json.dumps(plan_of()))
    assert events(sql, athlete.id) == []


def plan_of() -> dict[str, Any]:
    document = plan(str(uuid.uuid4()))
    document["days"][0]["exercises"] = []
    return document
