"""Two devices were offline for a week and come back at once: nothing is lost, and both end with the same."""

import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.services import Address
from tests.access.callers import Caller
from tests.database import facts
from tests.database.athlete import Athlete, Document
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.faults.courses import plan_of
from tests.faults.offline_week import Entry, Week, weeks
from tests.faults.phone import Phone, SetFacts, facts_of
from tests.faults.syncing import SYNCED, Copy, Device
from tests.support import Connection

EXAMPLES = int(os.environ.get("SPOTTER_EXAMPLES", "15"))


@pytest.fixture
def people(sql: Connection) -> Iterator[list[str]]:
    """Who has come along, to be forgotten afterwards."""
    ids: list[str] = []
    yield ids
    sql.execute("delete from auth.users where id = any(%s::uuid[])", [ids])


@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), print_blob=True)
@given(data=st.data())
def test_a_week_of_two_devices_comes_together(
    stack: Address, sql: Connection, people: list[str], data: st.DataObject
) -> None:
    phone = Phone.of_somebody_new(stack)
    people.append(phone.id)
    plan = phone.call("create_plan", p_plan=plan_of(list(facts.PLAN)))
    phone.call("activate_plan", p_plan_id=plan)
    lines = phone.rows(
        "workout_plan_day_exercises?select=id,exercise_id&order=order_in_workout,exercise_id,target_reps"
    )
    week = data.draw(weeks(tuple((line["id"], line["exercise_id"]) for line in lines)))
    for document in week.before:
        phone.call("log_workout", p_workout=document)
    devices = [Device(phone), Device(Phone(another(phone.caller)))]
    for device in devices:
        device.pull()
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda device, queue: device.send(list(queue)), devices, week.queues))
    for device in devices:
        device.pull()
    there = phone.sets()

    assert lost_or_left(week, devices, there) == []
    assert {e.row for queue in week.queues for e in queue if e.kind == "weigh"} == set(
        devices[0].copy["body_measurements"]
    )
    assert devices[0].copy == devices[1].copy == whole(phone)
    athlete = Athlete(sql, phone.id)
    assert_ledger_is_sound(athlete)
    assert not differences(state(athlete), derived_anew(athlete))


def another(caller: Caller) -> Caller:
    """A second connection of the same person."""
    http = type(caller.http)(
        base_url=caller.http.base_url, headers=caller.http.headers, timeout=caller.http.timeout
    )
    return Caller(caller.id, http)


def whole(phone: Phone) -> Copy:
    """All that a new device would fetch."""
    return {
        table: {row[key]: row for row in phone.rows(f"{table}?select=*")} for table, key in SYNCED.items()
    }


def lost_or_left(week: Week, devices: list[Device], there: dict[str, SetFacts]) -> list[str]:
    """Sets gone that nobody deleted, there though somebody did, or other than anybody said."""
    entries = [entry for queue in week.queues for entry in queue]
    gone_workouts = {entry.row for entry in entries if entry.kind == "delete workout"}
    gone_sets = {entry.row for entry in entries if entry.kind == "delete set"}
    said: dict[str, list[SetFacts]] = defaultdict(list)
    for document in [*week.before, *final(entries)]:
        for one_set in document["sets"]:
            said[one_set["id"]].append(facts_of(document["id"], one_set))
    for entry in [entry for device in devices for entry in device.taken]:
        said[entry.row].append(facts_of(entry.body["workout_session_id"], entry.body))
    changes: dict[str, list[SetFacts]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "change set":
            changes[entry.row].append(facts_of(said[entry.row][0][0], entry.body))
    expected = {
        name: changes[name] or versions
        for name, versions in said.items()
        if name not in gone_sets and versions[0][0] not in gone_workouts
    }
    lost = [f"lost {name}" for name in expected if name not in there]
    wrong = [f"wrong {name}" for name, one in there.items() if one not in expected.get(name, [])]
    return lost + wrong


def final(entries: list[Entry]) -> list[Document]:
    """The workouts that were logged in the week, as corrected last."""
    documents: dict[tuple[str, str], Document] = {}
    for entry in entries:
        if entry.kind == "log":
            documents[entry.row, str(entry.body.get("notes"))] = entry.body
        if entry.kind == "correct":
            documents[entry.row, "None"] = entry.body
    return list(documents.values())
