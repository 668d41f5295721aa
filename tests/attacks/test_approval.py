"""A moderator publishes what was read."""

import uuid

import pytest

from tests.attacks.refusals import error_of
from tests.database.athlete import sign_up
from tests.support import Connection


@pytest.mark.attack("bounds-6")
def test_a_moderator_publishes_what_was_read(sql: Connection) -> None:
    author, moderator = sign_up(sql), sign_up(sql)
    sql.execute("insert into public.user_roles (user_id, role) values (%s, 'moderator')", [moderator.id])
    approve = "select is_approved from public.approve_exercise(%s, %s)"
    change = "update public.exercises set instructions = '{Drop it}' where id = %s"
    equip = (
        "insert into public.exercise_equipment (exercise_id, equipment_id) "
        "select %s, id from public.equipment limit 1"
    )
    unequip = "delete from public.exercise_equipment where exercise_id = %s"
    exercise = str(uuid.uuid4())
    author.write(
        "insert into public.exercises (id, name, primary_muscle_group, movement_pattern, mechanic) "
        "values (%s, %s, 'chest', 'horizontal_push', 'compound')",
        exercise, f"Press {exercise[:8]}",
    )  # fmt: skip
    for trick in (change, equip, unequip):
        read = author.value("select updated_at from public.exercises where id = %s", exercise)
        author.write(trick, exercise)
        assert error_of(moderator, approve, exercise, read) == "PT409"
        assert author.value("select is_approved from public.exercises where id = %s", exercise) is False
    read = author.value("select updated_at from public.exercises where id = %s", exercise)
    with moderator.signed_in() as connection:
        assert connection.execute(approve.encode(), [exercise, read]).fetchone() == (True,)
    # The same again, when its answer was lost.
    assert error_of(moderator, approve, exercise, read) is None
    # Nobody else learns anything by it.
    assert error_of(author, approve, exercise, read) == "PT404"
    # Others count what everybody sees.
    sql.execute("update public.exercises set is_approved = false where id = %s", [exercise])
