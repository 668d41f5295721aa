"""The loop of docs/api.md that merges duplicates keeps the telling that the plan can go by."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from local.services import Address
from tests.journeys import node
from tests.journeys.lifter import BENCH, Lifter
from tests.journeys.pages import PAGES, ROOT
from tests.journeys.test_documentation import SIGNED_IN

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def loop() -> str:
    [page] = [one for one in PAGES if one.name == "docs/api.md"]
    [block] = [one for one in page.blocks("js") if "const duplicates = " in one]
    return block[block.index("const duplicates = ") :]


@pytest.mark.parametrize("first", ["watch", "phone"])
def test_the_telling_with_loads_is_kept(lifter: Lifter, stack: Address, tmp_path: Path, first: str) -> None:
    """Two watches know no loads, and a phone does; they are merged to one that counts."""
    bench = lifter.exercise(BENCH)
    told = {
        name: lifter.workout(
            NOON + timedelta(minutes=late),
            [{"exercise_id": bench, "logged_reps": 8, "logged_weight_kg": load} for _ in range(3)],
        )
        for name, late, load in (("watch", 0, 0), ("phone", 5, 60), ("other watch", 10, 0))
    }
    for name in sorted(told, key=lambda name: name != first):
        lifter.rpc("log_workout", p_workout=told[name])
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    module = tmp_path / "loop.mjs"
    module.write_text(SIGNED_IN % lifter.access_token + loop())
    ran = node.run(module, stack)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [left] = lifter.rows("workout_sessions", "id,status,total_volume_kg")
    assert left == {"id": told["phone"]["id"], "status": "completed", "total_volume_kg": 1440}
