"""How far a long run has come: shown on a terminal, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govhooks.run.progress import Bar

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_progress_is_shown_on_a_terminal_only(repo) -> None:
    import pty

    one = "commit refs/heads/main\ncommitter D <d@corp.test> {0} +0000\ndata 1\nx\nM 100644 inline f\ndata 4\n{0:4}\n"
    feed = "reset refs/heads/main\nfrom refs/heads/main^0\n\n" + "".join(map(one.format, range(400)))
    repo.git("fast-import", "--quiet", input=feed.encode())
    code = (
        "import sys\nfrom govhooks.run import progress\nprogress.PATIENCE = progress.PAUSE = 0\n"
        "from govhooks.cli import main\nsys.exit(main(['check', '--history']))"
    )
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    subprocess.run([sys.executable, "-c", code], cwd=repo.path, env=env, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass
    os.close(ours)

    assert b"401 of 401 commits judged" in shown and shown.rstrip(b" ").endswith(b"\r")
    assert repo.check("--history").err == ""


def test_a_line_says_how_much_is_done_and_found() -> None:
    bar = Bar("files judged", 4000)
    bar.step(1000)
    begun = bar.line()
    bar.step(3000, 2)
    bar.stream(5 << 20)

    assert begun == "govhooks: [#####               ] 1,000 of 4,000 files judged"
    assert bar.line() == ("govhooks: [####################] 4,000 of 4,000 files judged, 5 MB of large files, 2 found")
    assert Bar("files judged", 0).line().startswith("govhooks: [####################] 0 of 0")
