"""Postgres is killed with SIGKILL under load and started again, over and over."""

import random

from tests.faults.campaign import Campaign
from tests.faults.rig import Rig


def test_killed_over_and_over_postgres_keeps_all_that_was_acknowledged_once(
    rig: Rig, campaign: Campaign
) -> None:
    def kill_postgres(_luck: random.Random) -> None:
        rig.kill_postgres()
        rig.cluster.start()

    campaign.run(rig, kill_postgres)
