"""One user's flood waits behind itself."""

import json
import subprocess

import pytest

from local.database.project import ROOT
from local.node import find

# As in the gateway: all requests have arrived before the first is answered, and each takes a little of the
# processor at every step.
FLOOD = """
import { setImmediate } from 'node:timers/promises'
import { inTurn } from '%s'

const order = []
async function work(name) {
  for (let step = 0; step < 4; step++) {
    const until = performance.now() + 0.2
    while (performance.now() < until);
    await setImmediate()
  }
  order.push(name)
}
const flood = Array.from({ length: 200 }, (_, n) => inTurn('attacker', () => work(n)))
const other = inTurn('bystander', () => work('bystander'))
await Promise.all([...flood, other])
console.log(JSON.stringify(order))
"""


def order_of(script: str) -> list[int | str]:
    done = subprocess.run(
        [find().node, "--input-type=module", "--eval", script], capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


@pytest.mark.attack("fair-14")
def test_another_user_is_answered_in_the_middle_of_a_flood() -> None:
    order = order_of(FLOOD % (ROOT / "local/gateway/turns.mjs").as_uri())
    assert len(order) == 201
    # Behind the twenty that are being answered, not behind all.
    assert order.index("bystander") <= 30
    # And each in the order in which it came.
    rest = [n for n in order if n != "bystander"]
    assert rest[20:] == sorted(rest[20:], key=int)
    assert set(rest) == set(range(200))


def test_one_that_fails_lets_the_next_one_in() -> None:
    script = """
    import { inTurn } from '%s'
    const fail = () => Promise.reject(new Error('no'))
    const all = Array.from({ length: 50 }, () => inTurn('token', fail).catch(() => 'failed'))
    console.log(JSON.stringify(await Promise.all(all)))
    """
    assert order_of(script % (ROOT / "local/gateway/turns.mjs").as_uri()) == ["failed"] * 50
