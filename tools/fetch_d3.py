"""Fetch D3 for the page of a report from npm, and put it where the package has it, byte for byte.

    python tools/fetch_d3.py

Version and integrity are pinned here: npm checks the archive against the latter. For another version, change both, run this and the
tests, and look at the page. D3 was chosen (2026-11) among what draws SVG without `eval`, which the page's policy forbids:

| | what the page would hold | licence | draws | |
|---|---|---|---|---|
| d3 7.9.2 | 281 kB | ISC | SVG | released in 2026-11 |
| @observablehq/plot 0.6.17 | 490 kB, with d3 | ISC | SVG | released in 2025-02 |
| chart.js 4.6.1 | 210 kB | MIT | canvas | no text in it, no print without loss |
| uplot 1.6.32 | 51 kB | MIT | canvas | the same |
| vega-lite 6.5.0 | 772 kB, with vega | BSD-3-Clause | SVG | wants `eval` |
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "7.9.2"
INTEGRITY = "sha512-ZKb/mONPVKzaO5UlcWcwN8bS4ezvQaYu+bsou+XgNABdGC800kwH651ADTbbTxMPHW13UlvbQafdmJQDk1w7Mg=="
PLACE = Path(__file__).parent.parent / "hooks" / "govhooks" / "outputs" / "report_page" / "vendor"
# File of the archive -> its name here, its SHA-256.
FILES = {
    "package/dist/d3.min.js": ("d3.min.js", "912111098ea99503a6f4967361d2bbdc9dbf58cf9c678c8e27e5b02d1a07f0c1"),
    "package/LICENSE": ("LICENSE.d3", "2a6d2d5f32ba0b755ddbc1c833f766e30cdbe6ebe9a6d4e3e24427721f0b63d3"),
}


def main() -> int:
    """Fetch, compare, write. 0, or 1 if the archive is not the one that is pinned."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is absent")
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run([npm, "pack", "--json", f"d3@{VERSION}"], cwd=folder, check=True, capture_output=True)
        packed = json.loads(told.stdout)
        found = next(iter(packed.values())) if isinstance(packed, dict) else packed[0]
        archive = Path(folder) / found["filename"]
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode("ascii")
        if f"sha512-{digest}" != INTEGRITY:
            sys.stderr.write(f"d3 {VERSION} has another integrity: sha512-{digest}\n")
            return 1
        with tarfile.open(archive) as held:
            for name, (own, known) in FILES.items():
                member = held.extractfile(name)
                content = member.read() if member else b""
                if hashlib.sha256(content).hexdigest() != known:
                    sys.stderr.write(f"{name} is another one: {hashlib.sha256(content).hexdigest()}\n")
                    return 1
                (PLACE / own).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
