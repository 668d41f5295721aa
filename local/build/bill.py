"""The bill of materials of one package: every file in the zip with its hash, and the packages they came from.

CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/.
"""

import hashlib
import json
import zipfile
from importlib.metadata import Distribution
from pathlib import Path

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import canonicalize_name

Component = dict[str, object]

_OURS = "spotter"
_OUR_LICENCE = "MIT"
# Classifiers and older texts of what we deploy, as SPDX writes them.
_SPDX = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
}


def licence_of(distribution: Distribution) -> str | None:
    """Return a distribution's licence as an SPDX expression; None if it states none that we know."""
    facts = distribution.metadata
    for text in (*(facts.get_all("License-Expression") or ()), *(facts.get_all("License") or ())):
        try:
            if text:
                return str(canonicalize_license_expression(text))
        except InvalidLicenseExpression:
            continue
    found = sorted({_SPDX[one] for one in facts.get_all("Classifier") or () if one in _SPDX})
    return " AND ".join(found) or None


def write_bill(archive: Path, owners: dict[str, Distribution | None], file: Path) -> None:
    """Write the bill of a zip. `owners`: the distribution of each file in it, None for ours."""
    packages: dict[str, Component] = {}
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            owner = owners[name]
            package = packages.setdefault(
                _OURS if owner is None else canonicalize_name(owner.name), _package(owner)
            )
            files = package["components"]
            assert isinstance(files, list)  # noqa: S101 - made by _package
            content = hashlib.sha256(packed.read(name)).hexdigest()
            files.append({"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": content}]})
    whole = hashlib.sha256(archive.read_bytes()).hexdigest()
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": archive.stem,
                "name": archive.name,
                "hashes": [{"alg": "SHA-256", "content": whole}],
            }
        },
        "components": [packages[name] for name in sorted(packages)],
    }
    file.write_text(json.dumps(document, indent=1) + "\n")


def _package(owner: Distribution | None) -> Component:
    if owner is None:
        return {
            "type": "library",
            "bom-ref": _OURS,
            "name": _OURS,
            "licenses": [{"expression": _OUR_LICENCE}],
            "components": [],
        }
    address = f"pkg:pypi/{canonicalize_name(owner.name)}@{owner.version}"
    licence = licence_of(owner)
    return {
        "type": "library",
        "bom-ref": address,
        "name": canonicalize_name(owner.name),
        "version": owner.version,
        "purl": address,
        "licenses": [{"expression": licence} if licence else {"license": {"name": "unknown"}}],
        "components": [],
    }
