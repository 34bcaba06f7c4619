"""Forty lines that were made to exhaust whoever judges them. Nothing here is ever given to a shell."""

from __future__ import annotations

import shlex

LINES: dict[str, str] = {}


def add(kind: str, command: str) -> None:
    LINES[kind] = command


def quoted(command: str, times: int) -> str:
    return quoted("sh -c " + shlex.quote(command), times - 1) if times else command


HOME = "rm -rf ~"
add("25 x cd . before rm of the parent", "cd .; " * 25 + "rm -rf ..")
add("5000 x cd . before rm of home", "cd .; " * 5000 + HOME)
add(
    "30 conditional cds, then the parent",
    "".join(f"[ -d d{i} ] && cd d{i}; " for i in range(30)) + 'rm -rf "$PWD/../.."',
)
add("30 x cd a || cd b", "".join(f"cd a{i} || cd b{i}; " for i in range(30)) + "rm -rf /home")
add("40 x pushd", "pushd . >/dev/null; " * 40 + "rm -rf ../../..")
add(
    "a1=$a0$a0 chain of 40, rm of $HOME",
    "a0=x; " + "".join(f"a{i}=$a{i - 1}$a{i - 1}; " for i in range(1, 41)) + 'rm -rf "$HOME"',
)
add(
    "doubling slashes, rm of the result",
    "a0=/; " + "".join(f"a{i}=$a{i - 1}$a{i - 1}; " for i in range(1, 31)) + "rm -rf $a30",
)
add(
    "conditional assignments double the values",
    "t=x; " + "".join(f"[ -f f{i} ] && t=$t{i}; [ -f g{i} ] && t=/; " for i in range(25)) + "t=/home; rm -rf $t",
)
add("parameter substitution blow-up", "x=aaaa; " + "x=${x//a/aaaa}; " * 25 + "rm -rf $HOME")
add("nested ${a:-${b:-...}} 800 deep", "rm -rf " + "".join(f"${{v{i}:-" for i in range(800)) + "$HOME" + "}" * 800)
add("10,000 pipes, rm at the end", "cat x" + " | cat" * 10000 + " ; " + HOME)
add("8,000 pipes, rm as the last of them", "yes" + " | tee a" * 8000 + " | rm -rf ~/")
add("20,000 globs", "rm -rf " + " ".join(f"a{i}*[b-c]?" for i in range(20000)) + " /*")
add("one word of 3,000 stars", "rm -rf " + "*a" * 3000 + " ~/*")
add("brace expansion 2^24 with home in it", "rm -rf " + "{a,b}" * 24 + " {/home,/root}")
add("nested braces 300 deep", "rm -rf " + "{a," * 300 + "/home/*" + "}" * 300)
add("sequence of a billion", "rm -rf /tmp/x{1..1000000000} ~")
add("deep $( ), 1,500", "echo " + "$(echo " * 1500 + "$(rm -rf ~)" + ")" * 1500)
add("deep backticks via sh -c in sh -c, quoted 7 times", quoted(HOME, 7))
add(
    "bash -c with a nested heredoc to bash",
    "bash <<'A'\n"
    + "".join(f"bash <<'B{i}'\n" for i in range(200))
    + HOME
    + "\n"
    + "".join(f"B{i}\n" for i in reversed(range(200)))
    + "A\n",
)
add("5,000 subshells", "( " * 5000 + HOME + " )" * 5000)
add("3,000 groups", "{ " * 3000 + "git push --force origin main;" + " }; " * 2999 + "}")
add(
    "670 kB heredoc, then rm",
    "cat > notes.txt <<'EOF'\n"
    + "the quick brown fox jumps over $(the) `lazy` \"dog\" 'again'\n" * 11500
    + "EOF\n"
    + HOME,
)
add(
    "400 kB heredoc to bash with rm in its last line",
    "bash <<'EOF'\n" + "echo one line of many; x=1\n" * 15000 + "rm -rf /home\nEOF",
)
add(
    "2,000 small heredocs, then mkfs",
    "".join(f"cat > f{i} <<E{i}\nline $x\nE{i}\n" for i in range(2000)) + "mkfs.ext4 -F /dev/sda1",
)
add(
    "350 kB python heredoc with rmtree of home at its end",
    "python3 - <<'EOF'\nimport os, shutil\n"
    + "rows.append({'a': 1, 'b': [x for x in range(3)]})\n" * 7000
    + "shutil.rmtree(os.path.expanduser('~'))\nEOF",
)
add(
    "functions f1(){ f0; f0; } 40 deep",
    "f0(){ rm -rf ~; }\n" + "".join(f"f{i}(){{ f{i - 1}; f{i - 1}; }}\n" for i in range(1, 41)) + "f40",
)
add(
    "functions that call each other",
    "".join(f"g{i}(){{ " + " ".join(f"g{j};" for j in range(25) if j != i) + " rm -rf ~; }\n" for i in range(25))
    + "g0",
)
add("functions with arguments that double", "f(){ " + HOME + '; f "$@" "$@"; f "$@$@" "$*"; }\nf a b c d e f g h')
add(
    "case of 6,000 arms",
    'case "$x" in\n' + "".join(f"  a{i}*|b{i}?) cd d{i}; y=$y{i} ;;\n" for i in range(6000)) + "  *) rm -rf ~ ;;\nesac",
)
add("if nested 1,200 deep with a cd in each", "".join(f"if cd e{i}; then " for i in range(1200)) + HOME + "; fi" * 1200)
add(
    "ten nested loops of ten words",
    "".join(f"for v{i} in 0 1 2 3 4 5 6 7 8 9; do " for i in range(10))
    + 'rm -rf "/home/$v0$v1$v2$v3$v4$v5$v6$v7$v8$v9" ~'
    + "; done" * 10,
)
add("arithmetic nested 3,000 deep", "n=$((" + "(" * 3000 + "1" + ")" * 3000 + ")); " + HOME)
add(
    "alias chain of 60",
    "shopt -s expand_aliases\nalias a0='rm -rf '\n"
    + "".join(f"alias a{i}='a{i - 1} '\n" for i in range(1, 61))
    + "a60 ~",
)
add("env x 4,000", "env " * 4000 + HOME)
add(
    "sudo nohup nice timeout xargs chain of 2,000",
    "echo ~ | " + "sudo nohup nice -n 5 timeout 9 xargs " * 400 + "rm -rf",
)
add("200,000 arguments, home the last", "rm -rf " + "x " * 200000 + "~")
add("array grown 8,000 times", 'a=(rm -rf "$HOME"); ' + "a+=(y); " * 8000 + '"${a[@]}"')
add(
    "git with 8,000 -c options and 200 kB of blanks",
    "git " + "-c a.b=1 " * 8000 + "push" + " " * 200000 + "--force origin HEAD:main",
)
add(
    "20,000 && and quotes in every word", "".join("'t'\"r\"u''e && " for _ in range(20000)) + "r''\"\"m -r''f \"$HOME\""
)
