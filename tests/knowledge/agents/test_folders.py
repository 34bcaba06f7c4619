"""Where a command may run: a `cd` may fail, be left out, or stand in a shell of its own."""

from __future__ import annotations

import pytest
from knowledge.agents.test_judgement import POLICY

from govhooks.knowledge.agents.judgement import decide

STOPPED = (
    "cd private && cat key.pem",
    "cd private &&\ncat key.pem",
    "cd private; cat key.pem",
    "cd private || true; cat key.pem",
    "cd nope; cd private; cat key.pem",
    "cd nope && true; cat .env",
    "cd nope/..; cd private; cat key.pem",
    "cd src; cd ../private; cat key.pem",
    "cd .. && cd repo && cat .env",
    "pushd private; cat key.pem",
    "pushd private; popd; pushd; cat key.pem",
    "(cd private; cat key.pem)",
    "{ cd private; }; cat key.pem",
    "if true; then cd private; fi; cat key.pem",
    "for d in a private; do cd $d; cat key.pem; cd ..; done",
    "sh -c 'cd private && cat key.pem'",
    "eval 'cd private'; cat key.pem",
    "f() { cd private; }; f; cat key.pem",
    # A way back that is not taken.
    "cd private; false && cd ..; cat key.pem",
    "cd private; true || cd ..; cat key.pem",
    "cd private; cd .. extra; cat key.pem",
    "cd private; cd .. & cat key.pem",
    "cd private; cd .. | true; cat key.pem",
    "cd private; $(cd ..); cat key.pem",
    "cd private; (cd ..); cat key.pem",
    "cd private; sh -c 'cd ..'; cat key.pem",
    "cd private; f() { cd ..; }; cat key.pem",
    "cd private; while false; do cd ..; done; cat key.pem",
    "cd private; case x in y) cd ..;; esac; cat key.pem",
    "cd private; trap 'cd ..' EXIT; cat key.pem",
    "cd private; ! cd ..; cat key.pem",
    "cd private; if cd ..; then :; fi; cd -; cat key.pem",
    "cd private; cd ..; cd -; cat key.pem",
    "cd private; cd ..; cd ~-; cat key.pem",
    "cd private; eval 'false && cd ..'; cat key.pem",
)
PASSED = (
    "cd private && cd .. && cat key.pem",
    "cd private; cd ..; cat key.pem",
    "(cd private && ls) && cat key.pem",
    "(cd private); cat key.pem",
    "x=$(cd private && pwd); cat key.pem",
    "sh -c 'cd private'; cat key.pem",
    " && ".join(f"(cd packages/p{number} && npm run build)" for number in range(22)),
    " && ".join(["(cd packages/p && npm run build)"] * 22),
    " && ".join(f"cd packages/p{number} && npm run build && cd ../.." for number in range(22)),
    "\n".join(f"cd packages/p{number}\nnpm run build\ncd ../.." for number in range(22)),
    " && ".join(f"cd ../p{number} && npm run build" for number in range(30)),
)


@pytest.mark.parametrize("command", STOPPED)
def test_it_may_run_there(command: str) -> None:
    assert decide(command, POLICY).decision != ""


@pytest.mark.parametrize("command", PASSED, ids=lambda command: command[:50])
def test_it_does_not_run_there(command: str) -> None:
    answer = decide(command, POLICY)

    assert answer.decision == "", answer
