"""What the documentation says is true: its code runs, its names exist, its links lead somewhere."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from local.database.project import Project
from local.database.workshop import Workshop
from local.pages import data_model
from local.pages.made import MADE
from local.services import Address
from tests.access.catalogue import premium_rpcs
from tests.database.billing.purchases import subscribe
from tests.journeys import node
from tests.journeys.lifter import Lifter
from tests.journeys.pages import PAGES, ROOT, Page, pages_with
from tests.support import Connection

# What a page takes for granted when it doesn't sign in itself.
SIGNED_IN = """
import { createClient } from '@supabase/supabase-js'
const supabase = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_PUBLISHABLE_KEY, {
  accessToken: async () => '%s',
})
async function ask(request) {
  const { data, error } = await request
  if (error) throw Object.assign(new Error(error.message), error)
  return data
}
"""
API_FUNCTIONS = """
    select p.proname, coalesce(p.proargnames[1:p.pronargs], '{}')
    from pg_proc as p
    where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype
        and has_function_privilege('authenticated', p.oid, 'execute')
        -- A computed column is read, not called.
        and not exists (select from pg_class as c where c.reltype = any(p.proargtypes::oid[]))
"""


def named(pages: list[Page]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=[page.name for page in pages])


@pytest.fixture
def reader(lifter: Lifter, sql: Connection) -> Lifter:
    """Somebody with premium who agreed to the model: nothing of what a page shows is refused to them."""
    subscribe(sql, lifter.id)
    consent = {"purpose": "ai", "granted": True, "version": "2026-11"}
    lifter.client.table("user_consents").insert(consent).execute()
    return lifter


@named(pages_with("python"))
def test_python_runs(page: Page, stack: Address, reader: Lifter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPABASE_URL", stack.url)
    monkeypatch.setenv("SUPABASE_PUBLISHABLE_KEY", stack.publishable_key)
    equipment = {row["equipment_id"] for row in reader.rows("user_equipment")}
    known = {"supabase": reader.client, "client": reader.client, "ids_the_user_has": equipment}
    exec(compile(page.code("python"), page.name, "exec"), known)  # noqa: S102 - our own pages


@named(pages_with("js"))
def test_javascript_runs(page: Page, stack: Address, reader: Lifter, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    code = page.code("js")
    module = tmp_path / "page.mjs"
    module.write_text(code if "createClient(" in code else SIGNED_IN % reader.access_token + code)
    ran = node.run(module, stack)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@named([page for page in pages_with("bash") if "curl" in page.code("bash")])
def test_requests_by_curl_succeed(page: Page, stack: Address, tmp_path: Path) -> None:
    settings = {"SUPABASE_URL": stack.url, "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key}
    env_file = tmp_path / ".spotter" / "env"
    env_file.parent.mkdir()
    env_file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    script = "\n".join(block for block in page.blocks("bash") if "curl" in block)
    command = ["bash", "-euo", "pipefail", "-c", script]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Barbell Bench Press" in ran.stdout


@cache
def commands(*group: str) -> set[str]:
    """The commands that `spotter GROUP --help` lists."""
    asked = [sys.executable, "-m", "local.cli", *group, "--help"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    return set(re.findall(r"^│ ([a-z]+) ", said, re.MULTILINE))


def test_every_command_exists() -> None:
    named = {
        command for page in PAGES for command in re.findall(r"\bspotter ([a-z]+)(?: ([a-z]+))?", page.text)
    }
    assert {first for first, _ in named} <= commands()
    for group in ("db", "jobs"):
        assert {second for first, second in named if first == group and second} <= commands(group)


@named(pages_with("json"))
def test_json_is_json(page: Page) -> None:
    for block in page.blocks("json"):
        json.loads(block)


@named(pages_with("dart"))
def test_dart_calls_what_is_there(page: Page, sql: Connection) -> None:
    """There is no Dart here to run it; the names of RPCs, arguments and tables are what would go stale."""
    functions = {name: set(arguments) for name, arguments in sql.execute(API_FUNCTIONS)}
    tables = {name for (name,) in sql.execute("select relname from pg_class where relkind in ('r', 'v')")}
    code = page.code("dart")
    for name, arguments in re.findall(r"\.rpc\('(\w+)'(?:, params: \{(.*?)\n? *\}\))?", code, re.DOTALL):
        assert set(re.findall(r"'(p_\w+)'", arguments)) <= functions[name], name
    assert set(re.findall(r"\.from\('(\w+)'", code)) <= tables


def test_every_rpc_is_documented_with_its_arguments(sql: Connection) -> None:
    text = (ROOT / "docs/api.md").read_text()
    headings = re.findall(r"^### (\w+)\((.*)\)$", text, re.MULTILINE)
    documented = {name: re.findall(r"p_\w+", arguments) for name, arguments in headings}
    assert documented == {name: list(arguments) for name, arguments in sql.execute(API_FUNCTIONS)}


def test_every_premium_rpc_is_documented_as_premium(sql: Connection) -> None:
    text = (ROOT / "docs/api.md").read_text()
    documented = re.findall(r"^### (\w+)\(.*\)\n\nPremium\b", text, re.MULTILINE)
    assert sorted(documented) == premium_rpcs(sql)


def test_the_data_model_is_current() -> None:
    """If this fails, run: uv run spotter docs. Migrations add columns in an order of their own."""
    project = Project()
    with Workshop(project) as built:
        assert (ROOT / data_model.FILE).read_text() == data_model.generate(built.from_files(), project)


CONTRIBUTING = Page(ROOT / "docs/contributing.md")
_FILE = r"[\w.-]+(?:/[\w.-]+)+/?|[\w.-]+/|[\w-]+\.(?:json|md|py|sql|toml|ya?ml)|\.[\w-]+\.ya?ml"


def test_what_contributors_are_sent_to_exists() -> None:
    named = {name for name in CONTRIBUTING.in_code if re.fullmatch(_FILE, name)}
    assert len(named) > 50
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_names_of_the_schema_that_contributors_read_exist(sql: Connection) -> None:
    # Not `public.f(…)`, which stands for any function.
    names = (re.match(r"(?:public|private)\.\w{2,}", name) for name in CONTRIBUTING.in_code)
    named = {name[0] for name in names if name}
    query = """
        select pronamespace::regnamespace || '.' || proname from pg_proc
        union
        select typnamespace::regnamespace || '.' || typname from pg_type
    """
    assert named
    assert named - {row[0] for row in sql.execute(query)} == set()


LISTS = [page for page in MADE if page is not data_model]


@pytest.mark.parametrize("page", LISTS, ids=lambda page: page.FILE.stem)
def test_the_lists_of_a_page_are_current(database: str, page: Any) -> None:
    """If this fails, run: uv run spotter docs."""
    assert (ROOT / page.FILE).read_text() == page.generate(database, Project())


@named(PAGES)
def test_links_lead_somewhere(page: Page) -> None:
    broken = []
    for link in page.links:
        path, _, anchor = link.partition("#")
        target = Path(os.path.normpath(page.path.parent / path)) if path else page.path
        if not target.exists() or (anchor and anchor not in Page(target).anchors):
            broken.append(link)
    assert broken == []
