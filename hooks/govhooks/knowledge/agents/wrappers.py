"""Data: programs that run what their arguments name, shells, interpreters, and programs with a language of their own.

Options are those of the programs' manuals (GNU coreutils 9, util-linux 2.39, sudo 1.9, and each interpreter's own).
"""

from __future__ import annotations

# Wrappers: options that take a value, and how many words of their own stand before the command.
WRAPPERS: dict[str, tuple[str, int]] = {
    "sudo": (
        "-u -g -h -p -C -T -r -t -D -R -U --user --group --host --prompt --chdir --chroot --close-from --command-timeout --role --type --other-user",
        0,
    ),
    "doas": ("-u -C", 0),
    "env": ("-u -C -a --unset --chdir --argv0", 0),
    "command": ("", 0),
    "builtin": ("", 0),
    "exec": ("-a -ca -la -cla -lca", 0),
    "nohup": ("", 0),
    "setsid": ("", 0),
    "noglob": ("", 0),
    "nocorrect": ("", 0),
    "repeat": ("", 1),
    "nice": ("-n --adjustment", 0),
    "ionice": ("-c -n -p --class --classdata", 0),
    "chrt": ("-T -P -D", 1),
    "taskset": ("", 1),
    "time": ("-f -o --format --output", 0),
    "gtime": ("-f -o", 0),
    "timeout": ("-k -s --kill-after --signal", 1),
    "gtimeout": ("-k -s", 1),
    "stdbuf": ("-i -o -e --input --output --error", 0),
    "unshare": ("-S -G -R -w --root --wd --setuid --setgid", 0),
    "nsenter": ("-t -S -G --target", 0),
    "chroot": ("--groups --userspec", 1),
    "strace": ("-o -e -p -s -u -E -a -P -S -I -O -b --output --trace --expr", 0),
    "ltrace": ("-o -e -p -s -u", 0),
    "xargs": (
        "-I -n -P -L -d -a -E -s --max-args --max-procs --delimiter --arg-file --process-slot-var --max-lines",
        0,
    ),
    "parallel": ("-j -n -N -a --jobs", 0),
    "busybox": ("", 0),
    "toybox": ("", 0),
    "caffeinate": ("-t -w", 0),
    "firejail": ("", 0),
    "bwrap": ("--bind --ro-bind --dev --proc --tmpfs --chdir --setenv", 0),
    "dbus-run-session": ("", 0),
    "coproc": ("", 0),
    "pkexec": ("--user", 0),
    "runuser": ("-u -g", 0),
    "gosu": ("", 1),
    "su-exec": ("", 1),
    "systemd-run": ("-p -u -M -H --unit --property --uid --gid --slice --setenv -E --working-directory", 0),
    "fakeroot": ("-l -s -i", 0),
    "script": ("", 0),
    "ssh-agent": ("-a -t", 0),
    "direnv": ("", 2),
    "mise": ("-C --cd -E --env -j --jobs", 1),
    "uv": ("", 0),
    "poetry": ("", 0),
    "pipenv": ("", 0),
    "flock": ("-w -E --timeout --conflict-exit-code", 1),
}
SHELLS = tuple("sh bash zsh dash ksh ash mksh rbash fish csh tcsh yash oksh elvish nu xonsh".split())
# Interpreters, and the options after which code stands.
# A letter counts at the end of a bundle, too: -uc, -lne, -0777pe.
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
# Programs whose arguments are data, names or messages, or that have an `rm` of their own: what stands in them is not run.
DATA = frozenset(
    "echo printf grep egrep fgrep rg ag ack git gh glab npm pnpm yarn bun cargo docker podman nerdctl kubectl helm conda dotnet man which type "
    "whatis apropos command ls cat head tail less more touch mkdir cd pushd test [ [[ alias export declare local readonly typeset unset hash jq yq "
    "sed awk gawk perl python python3 node ruby php sqlite3 psql mysql make aws gcloud az gsutil terraform tofu vercel apt apt-get brew pip pip3 "
    "info tldr help whereis < log logger sort uniq cut tr wc diff cmp find fd curl wget http xh set read let return exit source . eval trap "
    "code vim vi nano emacs less bat tee cp mv ln rsync tar zip unzip openssl base64 rm rmdir ssh scp go mvn mvnw gradle gradlew".split()
)
# Where a script that is written runs by itself later.
RUN_LATER = r"(^|/)(\.git/hooks/|\.husky/|\.(ba|z|k)?sh(rc|env)$|\.(bash_|z)?(profile|login|logout)$|\.config/fish/|\.envrc$|etc/cron|\.ssh/(rc|config)$)"
# Verbs behind which a program of the machine is run, of tools that have other verbs, too.
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
