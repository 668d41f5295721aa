"""A stack in which one story runs at a time, with functions in front of it that can be disturbed."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest

from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.services import Services
from tests.fakes.billing.senders import SETTINGS
from tests.fakes.gemini.server import LocalGemini
from tests.fakes.push.server import local_providers
from tests.faults.crossing import Crossing
from tests.faults.environments import Environments
from tests.faults.stories import Scene, Story

Begin = Callable[[Scene], Story]
# Claims of what was killed have run out, and what was put off is due.
_LATER = (
    "update private.ai_requests set claimed_until = now() - interval '1 second' where status is null",
    "update private.outbox set next_attempt_at = now() where state in ('pending', 'claimed')",
    "update private.file_deletions set next_attempt_at = now()",
)


@pytest.fixture(scope="module")
def scene(
    cluster: Cluster,
    template: str,
    gemini_server: LocalGemini,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    url = cluster.create_database(f"killed_{uuid4().hex[:8]}", template)
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp("killed"), SETTINGS)
    with local_providers() as providers, psycopg.connect(url, autocommit=True) as sql:
        yield Scene(services.start(url), sql, gemini_server, providers)
        services.stop()


@pytest.fixture(scope="module")
def environments(scene: Scene) -> Iterator[Environments]:
    targets = {"stack": scene.place.url, "gemini": scene.gemini.url, "providers": scene.providers.url}
    with Crossing(targets) as crossing:
        scene.providers.google.url = crossing.url("providers")
        variables = {
            "SUPABASE_URL": crossing.url("stack"),
            "SUPABASE_PUBLISHABLE_KEY": scene.place.publishable_key,
            "SUPABASE_SECRET_KEY": scene.place.secret_key,
            "SUPABASE_JWT_SECRET": scene.place.jwt_secret,
            "GEMINI_API_KEY": scene.gemini.key,
            "GEMINI_BASE_URL": crossing.url("gemini"),
            **SETTINGS,
            **scene.providers.environment_at(crossing.url("providers")),
        }
        environments = Environments(crossing, variables)
        environments.warm()
        yield environments


def begun(begin: Begin, scene: Scene) -> Story:
    """A story in a place where nobody has been before."""
    scene.sql.execute("delete from auth.users")
    scene.sql.execute("delete from private.file_deletions")
    scene.sql.execute("truncate private.job_runs, private.settling_round, private.nudged_zones")
    scene.gemini.clear()
    return begin(scene)


def wait(scene: Scene) -> None:
    """Let so much time pass that everything is due again."""
    for statement in _LATER:
        scene.sql.execute(statement)


def booked(scene: Scene) -> int:
    """How many calls of models are in the books."""
    return int(scene.rows("select count(*) from public.ai_usage")[0][0])
