"""docs/security.md and the tests say the same: no promise without an attack, no attack without a promise."""

from collections import Counter

import pytest

from tests.attacks.promises import ROOT, attacks, ids_of, rows, written_in

pytestmark = pytest.mark.quick


def test_every_promise_is_attacked_where_the_page_says_and_every_attack_is_promised() -> None:
    assert dict(rows()) == attacks()


def test_an_id_is_promised_once() -> None:
    assert [attack for attack, times in Counter(attack for attack, _ in rows()).items() if times > 1] == []


def test_every_attack_has_an_id() -> None:
    here = "test_promises.py"
    nameless = [
        f"{path.name}: {test.name}"
        for path, test in written_in(ROOT / "tests" / "attacks")
        if path.name != here and not ids_of(test)
    ]
    assert nameless == []
