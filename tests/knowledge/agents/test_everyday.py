"""What agents send on an ordinary day, in many languages and lengths, is not stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge.agents.test_judgement import POLICY

from govhooks.knowledge.agents.judgement import Agents, answers, decide

FOLDER = Path(__file__).parent / "everyday"
# As the guard builds it where no requirements.toml is: it knows where it is, and that is no policy.
NO_POLICY = Agents(root="/repo", home="/home/u")


def scripts(name: str) -> list[str]:
    return [block.strip("\n") for block in (FOLDER / name).read_text(encoding="utf-8").split("\n====\n")]


SCRIPTS = scripts("scripts.txt")
LONG = {
    "a file of 100 kB": "cat > data.json <<'EOF'\n"
    + '  {"id": 1, "name": "a b", "path": "src/x.py"},\n' * 2000
    + "EOF\n",
    "a program of 50 kB": "cat > src/x.py <<'EOF'\n"
    + 'def f(x: int) -> str:\n    return f"{x} of {open}"\n\n' * 1000
    + "EOF\n",
    "60 commands": " && ".join(f"npm run build:{number}" for number in range(60)),
    "a loop of 20 lines": "for f in src/*.py; do\n" + '  echo "checking $f"; wc -l "$f"\n' * 20 + "done",
    "a message": "git commit -m '" + "a line of the message\n" * 200 + "'",
    "300 files": "git add " + " ".join(f"src/m{number}/file_{number}.py" for number in range(300)),
    "JSON": "curl -s -d '" + '{"a":[{"b":{"c":{"d":{"e":{"f":{"g":{"h":1}}}}}}}],"i":2},' * 50 + "' http://localhost/x",
    "20 here-documents": "".join(f"cat > src/f{n}.ts <<'EOF'\nexport const n = `${{{n}}}`;\nEOF\n" for n in range(20)),
    "a test of commands": "cat > tests/test_x.py <<'EOF'\nBAD = ['git push --force', ':(){ :|:& };:']\n@parametrize('line', BAD)\ndef test(line):\n    assert judge(line) == 'deny'\nEOF\npytest tests/test_x.py",
    "data beside a list of words": "cat > tests/test_x.py <<'EOF'\nimport subprocess\nimport sys\nROW = {'msg': 'disk is full; git push --force?'}\nsubprocess.run([sys.executable, 'x.py'], text=True)\nEOF\npytest tests/test_x.py",
    "a message behind another command": "git add -A && git commit -F - <<'EOF'\nNo `git push --force`, no `rm -rf /` any more\nEOF",
    "a message before another command": "git commit -F - <<'EOF' && git push\nNo `git push --force` any more\nEOF",
    "braces": "mkdir -p src/{a,b,c,d}/{x,y,z}/{tests,docs}",
    "a pipeline": "cat a.log | grep x | sed s/a/b/ | sort | uniq -c | sort -rn | head -20 | awk '{print $2}' | tee top.txt",
}


def test_there_are_enough() -> None:
    assert len(SCRIPTS) >= 60


@pytest.mark.parametrize("agents", [NO_POLICY, POLICY], ids=["no policy", "policy"])
@pytest.mark.parametrize(
    "command", [*SCRIPTS, *LONG.values()], ids=lambda one: one[:60] if isinstance(one, str) else None
)
def test_nothing_is_stopped(command: str, agents: Agents) -> None:
    found = [answer for answer in answers(command, agents) if answer.decision]

    assert found == []


@pytest.mark.parametrize("command", scripts("without_policy.txt"))
def test_without_a_policy_nothing_is_kept_from_an_agent(command: str) -> None:
    answer = decide(command, NO_POLICY)

    assert answer.decision == "", answer


@pytest.mark.parametrize(
    ("command", "decision"),
    [
        ("git reset --hard", "prompt"),
        ("rm -rf /", "forbidden"),
        ("python3 -c \"import shutil; shutil.rmtree('/')\"", "forbidden"),
        ("python3 - <<'EOF'\nimport shutil, pathlib\nshutil.rmtree(pathlib.Path.home())\nEOF", "forbidden"),
        ("node -e \"require('fs').rmSync('/home', {recursive: true})\"", "forbidden"),
        ("python3 -c \"import os; os.system('rm -rf ~')\"", "forbidden"),
        ("python3 - <<'EOF'\nimport subprocess\nsubprocess.run('git push --force', shell=True)\nEOF", "prompt"),
        ("echo $(git stash clear)", "prompt"),
        ("find . -delete", "prompt"),
        # Backticks in backticks, and a here-document that is filled in before it is read.
        ("echo `echo \\`rm -rf ~\\``", "forbidden"),
        ("sh <<E0\n$(cat <<'F0'\ngit clean -fdx\nF0\n)\nE0", "prompt"),
        ("cat > x.py <<'EOF'\n# a comment\nimport os\nos.system('rm -rf ~')\nEOF\npython3 x.py", "forbidden"),
        (
            "cat > x.py <<'EOF'\nimport subprocess\nsubprocess.run(['sh', '-c', 'rm -rf ~'])\nEOF\npython3 x.py",
            "forbidden",
        ),
        (
            "cat > x.py <<'EOF'\nimport subprocess\nsubprocess.run('rm -rf ~', shell=True)\nEOF\npython3 x.py",
            "forbidden",
        ),
        (
            "cat > app/Prune.php <<'EOF'\n<?php\n// never exec(\"git push --force ...\") here\necho 1;\nEOF\nphp -l app/Prune.php",
            "",
        ),
        ("python3 - <<'EOF'\nimport os\nx = (1\n// os.system('rm -rf ~'))\nEOF", "forbidden"),
        ("python3 - <<'EOF'\nimport os\nx = (1\n* os.system('rm -rf ~'))\nEOF", "forbidden"),
        # A value that is known stays one of those that it may be, whatever else it may be.
        ("[ -f a ] && t=$x; t=/home; rm -rf $t", "forbidden"),
        ("t=$x; t=/home; rm -rf $t", "forbidden"),
        ("t=/home; t=$x; rm -rf $t", "forbidden"),
        ("".join(f"[ -f f{n} ] && t=$t{n}; t=v{n}; " for n in range(60)) + "t=/home; rm -rf $t", "forbidden"),
        ("b='rm -rf /'; a=$b; sh -c \"$a\"", "forbidden"),
        ("rm -rf ${a:-$HOME}", "forbidden"),
        ("rm -rf ${a:-${b:-/}}", "forbidden"),
        ("rm -rf " + "${a:-" * 800 + "/" + "}" * 800, "prompt"),
        # A path is where it leads.
        ('rm -rf "$PWD/../.."', "prompt"),
        ("rm -rf build/../../..", "prompt"),
        ("rm -rf /tmp/../home", "forbidden"),
        ("rm -rf //home//*", "forbidden"),
        ("rm -rf ~/.", "forbidden"),
        ('x=build; [ -n "$1" ] && x=$1; rm -rf "$x" "${OUT:-dist}" ./build/.cache build//x', ""),
        # A group reads what is fed to it, not the last command of it.
        ("(bash; git commit -F -) <<'EOF'\nrm -rf /\nEOF", "forbidden"),
        ("git commit -F - <<'EOF' | sh\nrm -rf /\nEOF", "forbidden"),
        ("find / -name '*' -delete", "forbidden"),
        ("find / ! -name x -delete", "forbidden"),
        ("find / -name x -o -delete", "forbidden"),
    ],
)
def test_without_a_policy_only_what_destroys_is_stopped(command: str, decision: str) -> None:
    assert decide(command, NO_POLICY).decision == decision
