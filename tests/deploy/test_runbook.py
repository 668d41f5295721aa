"""The runbook can be relied on: its statements run, its commands exist."""

import re

import psycopg
import pytest

from local.database import tools
from local.database.project import ROOT
from tests.deploy import guide

STATEMENTS = guide.blocks("docs/runbook.md", "sql")
COMMANDS = sorted({line for page in guide.PAGES for line in guide.commands(page)})
# Not ours, and not installed here: the AWS CLI, the shell and git.
OTHERS = ("aws ", "cat ", "export ", "git ", "npm install", "uv sync", "uv run --group dev cfn-lint", "END")


@pytest.mark.parametrize("statements", STATEMENTS, ids=lambda block: " ".join(block.split()[:6]))
def test_every_statement_runs(database: str, statements: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(statements.encode())
        connection.rollback()


@pytest.mark.parametrize("command", [line for line in COMMANDS if not line.startswith(OTHERS)])
def test_every_command_and_each_of_its_options_exists(command: str) -> None:
    bare = re.sub(r"^\w+=(\$\(.*?\)|\S+) ", "", command).replace("uv run --group dev ", "uv run ")
    words = bare.split()
    program = [*words[1:2]] if words[0] == "npx" else [words[2]]
    rest = words[2:] if words[0] == "npx" else words[3:]
    subcommands = []
    for word in rest:
        if not re.fullmatch(r"[a-z][a-z-]*", word):
            break
        subcommands.append(word)
    if program == ["spotter"] and subcommands[:2] == ["db", "diff"]:
        subcommands = subcommands[:2]  # what follows is the migration's name
    # osls takes its own help for a command's.
    said = guide.run(" ".join([*program, *subcommands, "--help"]), {"COLUMNS": "200", "NO_COLOR": "1"})
    assert said.returncode == 0, said.stderr
    assert "No such command" not in said.stdout
    absent = [option for option in re.findall(r"(?<= )--[a-z][A-Za-z-]*", bare) if option not in said.stdout]
    assert absent == []


def test_the_hosted_settings_hold_nothing_that_the_cli_would_ignore() -> None:
    # It reads the configuration before it finds that nobody is there.
    said = tools.run(
        [ROOT / "node_modules/.bin/supabase", "db", "advisors", "--remote", "postgresql://127.0.0.1:1/x"],
        cwd=ROOT,
    )
    assert "failed to connect" in said.text
    assert "does not recognize" not in said.text
