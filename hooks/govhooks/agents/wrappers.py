"""Data: programs that run what their arguments name, shells, interpreters, and programs with a language of their own.

Options are those of the programs' manuals (GNU coreutils 9, util-linux 2.39, sudo 1.9, and each interpreter's own).
"""

from __future__ import annotations

# Wrappers: options that take a value, and how many words of their own stand before the command.
WRAPPERS: dict[str, tuple[str, int]] = {
    "sudo": ("-u -g -h -p -C -T -r -t -D -R -U --user --group --host --prompt --chdir --chroot", 0),
    "doas": ("-u -C", 0),
    "env": ("-u -C --unset --chdir", 0),
    "command": ("", 0),
    "builtin": ("", 0),
    "exec": ("-a", 0),
    "nohup": ("", 0),
    "setsid": ("", 0),
    "nice": ("-n --adjustment", 0),
    "ionice": ("-c -n -p", 0),
    "chrt": ("-T -P -D", 1),
    "taskset": ("", 1),
    "time": ("-f -o --format --output", 0),
    "gtime": ("-f -o", 0),
    "timeout": ("-k -s --kill-after --signal", 1),
    "gtimeout": ("-k -s", 1),
    "stdbuf": ("-i -o -e", 0),
    "unshare": ("-S -G -R -w", 0),
    "nsenter": ("-t -S -G", 0),
    "chroot": ("", 1),
    "strace": ("-o -e -p -s -u -E -a", 0),
    "ltrace": ("-o -e -p -s -u", 0),
    "xargs": ("-I -n -P -L -d -a -E -s -i --max-args --max-procs --delimiter --arg-file --replace", 0),
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
    "direnv": ("", 1),
    "mise": ("", 1),
    "uv": ("", 0),
    "poetry": ("", 0),
    "pipenv": ("", 0),
    "flock": ("-w -E", 1),
}
SHELLS = ("sh", "bash", "zsh", "dash", "ksh", "ash", "mksh", "rbash", "fish")
# Interpreters, and the options after which code stands.
CODE = {
    "python": "-c",
    "perl": "-e -E -n -p -ne -pe -ie -i",
    "ruby": "-e -ne -pe",
    "node": "-e -p --eval --print",
    "nodejs": "-e -p --eval",
    "bun": "-e --eval",
    "deno": "eval",
    "php": "-r",
    "lua": "-e",
    "tclsh": "",
    "Rscript": "-e",
    "osascript": "-e",
    "pwsh": "-c -Command -command",
    "powershell": "-c -Command -command",
}
RUNS_TEXT = frozenset(
    "awk gawk mawk nawk sed vim vi nvim ex ed emacs tclsh expect sqlite3 psql mysql gdb make tar rsync git".split()
)
