"""Data: programs that run their arguments, shells, interpreters, and programs with a language of their own.

The options come from the programs' manuals (GNU coreutils 9, util-linux 2.39, sudo 1.9, and each interpreter's own).
"""

from __future__ import annotations

from govhooks.core.record import Record


class Wrapper(Record):
    """Options that take a value, and the number of own words before the command; two examples for the tests: one that
    runs `rm x`, and one that runs nothing."""

    values: str
    own: int
    runs: str
    passes: str


# Programs that run the command after their options.
WRAPPERS = {
    "sudo": Wrapper(
        "-u -g -h -p -C -T -r -t -D -R -U --user --group --host --prompt --chdir --chroot --close-from --command-timeout --role --type --other-user",
        0,
        "sudo -n -u root A=1 rm x",
        "sudo -u rm -l",
    ),
    "doas": Wrapper("-u -C", 0, "doas -u root rm x", "doas -u rm"),
    "env": Wrapper("-u -C -a --unset --chdir --argv0", 0, "env -i -u PATH A=1 rm x", "env -u rm A=1"),
    "command": Wrapper("", 0, "command -p rm x", "command -v rm"),
    "builtin": Wrapper("", 0, "builtin rm x", "builtin"),
    "exec": Wrapper("-a -ca -la -cla -lca", 0, "exec -a ls rm x", "exec -a rm"),
    "nohup": Wrapper("", 0, "nohup rm x", "nohup --version"),
    "setsid": Wrapper("", 0, "setsid -w rm x", "setsid --version"),
    "noglob": Wrapper("", 0, "noglob rm x", "noglob"),
    "nocorrect": Wrapper("", 0, "nocorrect rm x", "nocorrect"),
    "repeat": Wrapper("", 1, "repeat 3 rm x", "repeat 3"),
    "nice": Wrapper("-n --adjustment", 0, "nice -n 10 rm x", "nice -n 10"),
    "ionice": Wrapper("-c -n -p --class --classdata", 0, "ionice -c 3 -n 7 rm x", "ionice -p 1"),
    "chrt": Wrapper("-T -P -D", 1, "chrt -b 0 rm x", "chrt -m"),
    "taskset": Wrapper("", 1, "taskset 0x3 rm x", "taskset 0x3"),
    "time": Wrapper("-f -o --format --output", 0, "time -f %e rm x", "time -o rm"),
    "gtime": Wrapper("-f -o", 0, "gtime -o out rm x", "gtime -o rm"),
    "timeout": Wrapper("-k -s --kill-after --signal", 1, "timeout -k 1 -s KILL 5 rm x", "timeout -s rm 5"),
    "gtimeout": Wrapper("-k -s", 1, "gtimeout -k 1 5 rm x", "gtimeout -s rm 5"),
    "stdbuf": Wrapper("-i -o -e --input --output --error", 0, "stdbuf -oL -e 0 rm x", "stdbuf -o rm"),
    "unshare": Wrapper("-S -G -R -w --root --wd --setuid --setgid", 0, "unshare -r --wd / rm x", "unshare -R rm"),
    "nsenter": Wrapper("-t -S -G --target", 0, "nsenter -t 1 -m rm x", "nsenter -t 1"),
    "chroot": Wrapper("--groups --userspec", 1, "chroot --userspec=u /mnt rm x", "chroot rm"),
    "strace": Wrapper(
        "-o -e -p -s -u -E -a -P -S -I -O -b --output --trace --expr", 0, "strace -f -o out rm x", "strace -p 1"
    ),
    "ltrace": Wrapper("-o -e -p -s -u", 0, "ltrace -o out rm x", "ltrace -p 1"),
    "xargs": Wrapper(
        "-I -n -P -L -d -a -E -s --max-args --max-procs --delimiter --arg-file --process-slot-var --max-lines",
        0,
        "xargs -n 1 -P 4 rm x",
        "xargs -a rm",
    ),
    "parallel": Wrapper("-j -n -N -a --jobs", 0, "parallel -j 4 rm x", "parallel -j rm"),
    "busybox": Wrapper("", 0, "busybox rm x", "busybox --list"),
    "toybox": Wrapper("", 0, "toybox rm x", "toybox"),
    "caffeinate": Wrapper("-t -w", 0, "caffeinate -i -t 9 rm x", "caffeinate -t 9"),
    "firejail": Wrapper("", 0, "firejail --net=none rm x", "firejail --list"),
    "bwrap": Wrapper(
        "--bind --ro-bind --dev --proc --tmpfs --chdir --setenv", 0, "bwrap --ro-bind / rm x", "bwrap --version"
    ),
    "dbus-run-session": Wrapper("", 0, "dbus-run-session -- rm x", "dbus-run-session"),
    "coproc": Wrapper("", 0, "sudo coproc rm x", "coproc"),
    "pkexec": Wrapper("--user", 0, "pkexec --user root rm x", "pkexec --user rm"),
    "runuser": Wrapper("-u -g", 0, "runuser -u bob -- rm x", "runuser -u rm"),
    "gosu": Wrapper("", 1, "gosu bob rm x", "gosu rm"),
    "su-exec": Wrapper("", 1, "su-exec bob rm x", "su-exec rm"),
    "systemd-run": Wrapper(
        "-p -u -M -H --unit --property --uid --gid --slice --setenv -E --working-directory",
        0,
        "systemd-run --uid 0 -p A=1 rm x",
        "systemd-run --unit rm",
    ),
    "fakeroot": Wrapper("-l -s -i", 0, "fakeroot -l lib rm x", "fakeroot -s rm"),
    "script": Wrapper("", 0, "script -qc 'rm x' log", "script rm"),
    "ssh-agent": Wrapper("-a -t", 0, "ssh-agent -t 9 rm x", "ssh-agent -a rm"),
    "direnv": Wrapper("", 2, "direnv exec . rm x", "direnv allow . rm y"),
    "mise": Wrapper("-C --cd -E --env -j --jobs", 1, "mise exec node -- rm x", "mise use node -- rm y"),
    "setpriv": Wrapper("--reuid --regid --groups --securebits --pdeathsig", 0, "setpriv --reuid 1 rm x", "setpriv -d"),
    "prlimit": Wrapper("-p --pid", 0, "prlimit --nproc=1 rm x", "prlimit -p 1"),
    "cpulimit": Wrapper(
        "-l -p -e -c -P --limit --pid --exe --cpu --path", 0, "cpulimit -l 9 -- rm x", "cpulimit -e rm"
    ),
    "numactl": Wrapper(
        "-i -m -N -C -p --interleave --membind --cpunodebind --physcpubind --preferred",
        0,
        "numactl -N 0 rm x",
        "numactl -H",
    ),
    "chpst": Wrapper("-u -U -b -/ -n -l -L -m -d -o -p -f -c -t", 0, "chpst -u bob rm x", "chpst -u rm"),
    "systemd-inhibit": Wrapper(
        "--what --who --why --mode", 0, "systemd-inhibit --why=x rm x", "systemd-inhibit --list"
    ),
    "xvfb-run": Wrapper(
        "-e -f -n -p -s -w --error-file --auth-file --server-num --server-args --wait",
        0,
        "xvfb-run -a rm x",
        "xvfb-run -n 9",
    ),
    "rlwrap": Wrapper("-b -C -D -f -g -H -l -M -O -P -q -s -S -t -w -z", 0, "rlwrap -H log rm x", "rlwrap -v"),
    "unbuffer": Wrapper("", 0, "unbuffer -p rm x", "unbuffer"),
    "torsocks": Wrapper("-u -p -a -P --user --pass --address --port", 0, "torsocks -i rm x", "torsocks --version"),
    "proxychains": Wrapper("-f", 0, "proxychains -q rm x", "proxychains -f rm"),
    "proxychains4": Wrapper("-f", 0, "proxychains4 -f y rm x", "proxychains4 -f rm"),
    "faketime": Wrapper("", 1, "faketime -f 2020-01-01 rm x", "faketime rm"),
    "valgrind": Wrapper("", 0, "valgrind --tool=none rm x", "valgrind --version"),
    "pdm": Wrapper("", 0, "pdm run rm x", "pdm add rm x"),
    "rye": Wrapper("", 0, "rye run rm x", "rye add rm x"),
    "hatch": Wrapper("", 0, "hatch run rm x", "hatch new rm x"),
    "pixi": Wrapper("", 0, "pixi run rm x", "pixi add rm x"),
    "uv": Wrapper("", 0, "uv run --python 3.12 rm x", "uv sync rm x"),
    "poetry": Wrapper("", 0, "poetry run rm x", "poetry add rm x"),
    "pipenv": Wrapper("", 0, "pipenv run rm x", "pipenv install rm x"),
    "flock": Wrapper("-w -E --timeout --conflict-exit-code", 1, "flock -w 5 /tmp/l rm x", "flock -w 5 rm"),
}
# The same for programs that do more than that and are not considered wrappers: options that take a value.
VALUES = {
    "ssh": "-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w -B",
    "wsl": "-d -u -e --exec",
    "watch": "-n --interval -s",
    "entr": "-n --interval -s",
    "run": "-p --python --with",  # of uv, poetry and the like
    "container": "-e --env -u --user -w --workdir -v --volume -p --publish --name --network --entrypoint -c -n --mount -l --env-file -m --cpus --platform -h --hostname",
    "git": "-C -c --git-dir --work-tree --namespace --config-env --exec-path",
}
SHELLS = tuple("sh bash zsh dash ksh ash mksh rbash fish csh tcsh yash oksh elvish nu xonsh".split())
# Interpreters, and the options that are followed by code. A letter also counts at the end of a bundle: -uc, -lne,
# -0777pe.
CODE = {
    "python": "-c",
    "pypy": "-c",
    "ipython": "-c",
    "perl": "-e -E -n -p -M",
    "ruby": "-e -n -p -r",
    "node": "-e -p --eval --print -r --require",
    "nodejs": "-e -p --eval --print -r --require",
    "tsx": "-e --eval",
    "ts-node": "-e --eval",
    "bun": "-e --eval -p --print",
    "deno": "eval",
    "php": "-r -B -R -E",
    "lua": "-e",
    "luajit": "-e",
    "tclsh": "",
    "Rscript": "-e",
    "R": "-e",
    "julia": "-e -E --eval",
    "elixir": "-e --eval",
    "erl": "-eval -s",
    "ghc": "-e",
    "runghc": "",
    "guile": "-c",
    "scala": "-e",
    "groovy": "-e",
    "jshell": "",
    "swift": "-e",
    "osascript": "-e",
    "pwsh": "-c -Command -command",
    "powershell": "-c -Command -command",
}
RUNS_TEXT = frozenset(
    "awk gawk mawk nawk sed vim vi nvim ex ed emacs expect sqlite3 duckdb psql mysql gdb lldb make tar rsync rails rake".split()
)
# Programs whose arguments are data, names or messages, or that have their own `rm`: these do not run.
DATA = frozenset(
    "echo printf grep egrep fgrep rg ag ack git gh glab npm pnpm yarn bun cargo docker podman nerdctl kubectl helm conda dotnet man which type "
    "whatis apropos command ls cat head tail less more touch mkdir cd pushd test [ [[ alias export declare local readonly typeset unset hash jq yq "
    "sed awk gawk perl python python3 node ruby php sqlite3 psql mysql make aws gcloud az gsutil terraform tofu vercel apt apt-get brew pip pip3 "
    "info tldr help whereis < log logger sort uniq cut tr wc diff cmp find fd curl wget http xh set read let return exit source . eval trap "
    "code vim vi nano emacs less bat tee cp mv ln rsync tar zip unzip openssl base64 rm rmdir ssh scp go mvn mvnw gradle gradlew".split()
)
# Places where a script that is written there runs automatically later.
RUN_LATER = r"(^|/)(\.git/hooks/|\.husky/|\.(ba|z|k)?sh(rc|env)$|\.(bash_|z)?(profile|login|logout)$|\.config/fish/|\.envrc$|etc/cron|\.ssh/(rc|config)$)"
# Verbs after which a tool with other verbs, too, runs a program of the machine.
RUNNERS = {
    "pnpm": "exec dlx",
    "yarn": "exec dlx foreach",
    "npm": "exec x",
    "bun": "x",
    "conda": "run",
    "mamba": "run",
    "cargo": "watch",
    "bundle": "exec",
    "gcloud": "--command",
}
# Programs that have a row in the table of `unwrap`, by the module of the row, so that each loads only its own.
BUILTINS = frozenset(
    (
        *SHELLS,
        *"alias eval trap echo printf source . [[ [ test read let declare typeset local export unset compgen : shopt".split(),
    )
)
LANGUAGES = frozenset((*CODE, *RUNS_TEXT, "at", "batch", "crontab"))
OTHERS = frozenset(
    (
        *RUNNERS, *"su runuser script flock watch tmux screen entr hyperfine npx ssh wsl parallel find fd fdfind git".split(),
        *"bunx docker podman nerdctl kubectl oc lxc vagrant".split(),
    )
)  # fmt: skip
PROGRAMS = BUILTINS | LANGUAGES | OTHERS | set(WRAPPERS)
