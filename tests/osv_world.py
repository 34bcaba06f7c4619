"""Advisories in the OSV format, made for tests, and the archives that hold them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any


def advisory(id: str, name: str = "left", ecosystem: str = "PyPI", **more: Any) -> dict[str, Any]:
    """An advisory about one package. `events` are (event, version), `versions` what it lists; the rest is as OSV has it."""
    kind = "ECOSYSTEM" if ecosystem not in ("npm", "crates.io", "Go") else "SEMVER"
    entry: dict[str, Any] = {"package": {"ecosystem": ecosystem, "name": name}}
    if events := more.pop("events", None):
        entry["ranges"] = [{"type": more.pop("type", kind), "events": [{event: version} for event, version in events]}]
    if versions := more.pop("versions", None):
        entry["versions"] = versions
    entry |= more.pop("entry", {})
    return {"id": id, "modified": "2026-11-20T10:00:00Z", "summary": f"{id} of {name}", "affected": [entry], **more}


def archive(folder: Path, ecosystem: str, *advisories: dict[str, Any], **files: bytes) -> Path:
    """FOLDER/ECOSYSTEM/all.zip as osv-scanner has it; `files` are other members, by name."""
    path = folder / ecosystem / "all.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        ids = [one["id"] for one in advisories]
        for number, one in enumerate(advisories):
            twice = len(set(ids)) < len(ids)
            out.writestr(f"{one['id']}{f'-{number}' if twice else ''}.json", json.dumps(one))
        for name, data in files.items():
            out.writestr(name, data)
    return path


def database_of(folder: Path) -> str:
    """The database of a folder's advisories, in it, as `govhooks advisories update` makes it."""
    from govhooks.commands.advisories import main

    place = str(folder / "advisories.db")
    assert main(["update", "--from", str(folder), "--to", place]) == 0
    return place
