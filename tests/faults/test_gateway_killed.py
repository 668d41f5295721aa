"""The gateway is killed with SIGKILL: some requests were done, but got no response."""

import random

from tests.faults.campaign import Campaign
from tests.faults.rig import Rig


def test_killed_between_doing_and_answering_nothing_is_done_twice(rig: Rig, campaign: Campaign) -> None:
    def kill_gateway(_luck: random.Random) -> None:
        rig.kill_gateway()
        rig.services.revive()

    campaign.run(rig, kill_gateway)
