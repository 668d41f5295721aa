"""The API's types for client developers, in `docs/types/`."""

from pathlib import Path

from local.database import dart, tools
from local.database.project import Project

_FOLDER = Path("docs/types")


def generate(project: Project, url: str) -> dict[Path, str]:
    """Return the text of each file of `docs/types/`, generated from the database at `url`."""
    schemas = project.api_schemas
    typescript = tools.supabase(
        "gen", "types", "--lang", "typescript", "--remote", url, "--schema", ",".join(schemas),
        cwd=project.root,
    )  # fmt: skip
    return {
        _FOLDER / "database.ts": tools.prettier(typescript.stdout, "typescript"),
        _FOLDER / "database.dart": dart.generate(url, schemas),
    }


def write(project: Project, url: str) -> list[Path]:
    """Write the files that aren't current, and return them."""
    written = []
    for name, text in generate(project, url).items():
        path = project.root / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            written.append(path)
    return written


def stale(project: Project, url: str) -> list[str]:
    """Return the files of `docs/types/` that don't match the database."""
    return [
        f"{name} is not current: run spotter db types"
        for name, text in generate(project, url).items()
        if not (project.root / name).exists() or (project.root / name).read_text() != text
    ]
