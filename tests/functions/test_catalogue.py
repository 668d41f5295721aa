"""The exercises a function may use for a user."""

import json

from tests.fakes.gemini.server import LocalGemini
from tests.functions.members import Member, NewMember
from tests.functions.served import REQUESTS, every_function
from tests.people import give

_OWN = "Zercher hold of my own"


def own_exercise(member: Member) -> None:
    """Let a member make an exercise that nobody has approved."""
    member.person.client.table("exercises").insert(
        {
            "name": _OWN,
            "primary_muscle_group": "quads",
            "movement_pattern": "squat",
            "mechanic": "compound",
            "tracking_type": "weight_reps",
            "created_by": member.id,
        }
    ).execute()


@every_function
def test_a_moderator_trains_nobody_elses_exercise(
    function: str, member: Member, new_member: NewMember, gemini: LocalGemini
) -> None:
    """Moderators read what they are asked to approve, but a plan with it is refused."""
    own_exercise(new_member())
    give(member.sql, member.id, role="moderator")
    request = REQUESTS[function] | ({"text": f"{_OWN} 3x10\nSquat 5x5"} if function == "import-plan" else {})
    response = member.ask(function, request)
    assert response.status_code in {200, 201}, response.text
    assert _OWN not in json.dumps(response.json().get("plan"))
    if function != "import-plan":
        assert all(_OWN not in asked.prompt for asked in gemini.generations)


def test_an_own_exercise_is_found(member: Member) -> None:
    own_exercise(member)
    (line,) = member.ask("import-plan", {"text": f"{_OWN} 3x10"}).json()["matched"]
    assert line["exercise_name"] == _OWN


def test_an_exercise_is_found_by_its_name_in_another_language(member: Member) -> None:
    own_exercise(member)
    member.sql.execute(
        "insert into public.exercise_names (exercise_id, locale, name, aliases)"
        " select id, 'fr', 'Tenue de Zercher', '{tenue coudée}' from public.exercises where created_by = %s",
        [member.id],
    )
    lines = member.ask("import-plan", {"text": "Ténue de Zercher 3x10\nTenue coudee 5x5"}).json()["matched"]
    assert [line["exercise_name"] for line in lines] == [_OWN, _OWN]
