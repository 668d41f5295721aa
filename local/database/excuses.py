"""Suppresses squawk's warnings where they don't apply to a migration.

pg-delta drops and recreates what can't be altered, and adds some columns and keys to new tables afterwards.
"""

import re

_DROP = re.compile(r'^DROP (FUNCTION|TYPE|VIEW) "(\w+)"\."(\w+)"', re.MULTILINE)
_ALTER = re.compile(r'^ALTER TABLE "(\w+)"\."(\w+)" ADD (COLUMN|CONSTRAINT) ', re.MULTILINE)
_UNCHECK = re.compile(r'^ALTER TABLE ("(\w+)"\."\w+") DROP CONSTRAINT ("\w+")', re.MULTILINE)
_ON_NEW_TABLES = {
    "COLUMN": "adding-required-field",
    "CONSTRAINT": "constraint-missing-not-valid, disallowed-unique-constraint",
}


def excused(script: str) -> str:
    """Return the script with a squawk-ignore before each statement that looks risky but isn't.

    Dropping is harmless if no client can name the object (`private`, checks of its tables included), or if
    the script recreates it. A new table has no rows that could lack a value, and nobody waits for its locks.
    """
    script = _DROP.sub(lambda drop: _excused_drop(script, drop), script)
    script = _UNCHECK.sub(lambda drop: _excused_unchecking(script, drop), script)
    return _ALTER.sub(lambda alter: _excused_alter(script, alter), script)


def _excused_drop(script: str, drop: re.Match[str]) -> str:
    kind, schema, name = drop.groups()
    is_harmless = schema == "private" or _makes(script, kind, schema, name)
    return f"-- squawk-ignore ban-drop-{kind.lower()}\n{drop[0]}" if is_harmless else drop[0]


def _excused_unchecking(script: str, drop: re.Match[str]) -> str:
    table, schema, name = drop.groups()
    is_private_check = schema == "private" and name.endswith('_check"')
    is_harmless = is_private_check or f"ALTER TABLE {table} ADD CONSTRAINT {name} " in script
    return f"-- squawk-ignore ban-drop-constraint\n{drop[0]}" if is_harmless else drop[0]


def _excused_alter(script: str, alter: re.Match[str]) -> str:
    schema, name, what = alter.groups()
    return (
        f"-- squawk-ignore {_ON_NEW_TABLES[what]}\n{alter[0]}"
        if _makes(script, "TABLE", schema, name)
        else alter[0]
    )


def _makes(script: str, kind: str, schema: str, name: str) -> bool:
    made = rf'^CREATE (OR REPLACE )?{kind} "?{schema}"?\."?{name}"?\b'
    return re.search(made, script, re.MULTILINE) is not None
