"""Which files are meant to be text, whatever their bytes look like.

A rule that reads text skips binary files. But one NUL and one byte that is not UTF-8 make any script binary for git,
and a shell, PHP, C or YAML reads on as if nothing were there. So a rule asks here before it skips a file: a file with
the name of a text file, one that was text before, and one that is text except for a few bytes are not ordinary binary
files.
"""

from __future__ import annotations

from govhooks.core.lines import sniff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.core.change import Change

# Extensions of files that a program reads as text, without formats that have a binary form with the same extension
# (.plist).
_ENDINGS = frozenset(
    """
    py pyi pyw pyx ipynb js jsx mjs cjs ts tsx mts cts vue svelte astro go rs java kt kts scala groovy gradle rb erb rake
    gemspec php phtml cs csx fs vb cshtml razor c h cc cpp cxx hpp hh m mm swift dart ex exs eex heex erl hrl clj cljs hs ml
    mli lua pl pm t r jl sh bash zsh fish ksh ps1 psm1 psd1 bat cmd nu sql zig nim sol cr d pas asm s cmake mk just bzl
    bazel star yml yaml json jsonc json5 toml ini cfg conf config properties env envrc tf tfvars hcl nomad rego cue jsonnet
    libsonnet xml xsd xsl wsdl html htm xhtml css scss sass less tpl tmpl j2 jinja jinja2 mustache hbs ejs haml pug liquid
    gotmpl graphql gql proto thrift avsc dockerfile containerfile service timer socket rules policy md mdx markdown rst txt
    adoc prompt mdc
    """.split()
)
_NAMES = frozenset(
    """
    dockerfile containerfile makefile gnumakefile justfile jenkinsfile vagrantfile procfile rakefile gemfile brewfile podfile
    fastfile caddyfile tiltfile earthfile codeowners build workspace module.bazel .env .envrc .npmrc .yarnrc .netrc .pypirc
    .gitconfig .gitmodules .gitattributes .gitignore .dockerignore .htaccess .htpasswd .bashrc .profile sshd_config ssh_config
    sudoers crontab .cursorrules .windsurfrules .mailmap
    """.split()
)
# A file with a larger share of control characters is data: in compressed or random bytes, it is a tenth.
_FEW = 50
_LEAST = 250
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r\x1b") + b"\x7f"
# A git-lfs pointer is a text that stands for a binary file, and is replaced by that file when git tracks it directly
# again.
_POINTER = b"version https://git-lfs.github.com/spec/"
# MPEG transport streams have the same extension as TypeScript; they have this byte at the start of each packet.
_SYNC, _PACKET = 0x47, 188
_SAMPLE = 1 << 20


def is_named_text(path: str) -> bool:
    """Whether a file is text, judged by its name: app.py, Dockerfile, Dockerfile.dev, .env.local."""
    name = path[path.rfind("/") + 1 :].casefold()
    ending = name.rpartition(".")[2] if "." in name else ""
    first = name.partition(".")[0]
    return ending in _ENDINGS or name in _NAMES or (first in _NAMES and first != "build") or name.startswith(".env.")


def is_nearly_text(data: bytes) -> bool:
    """Whether bytes are text except for a few: with hardly any control characters."""
    sample = data[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _CONTROL))) * _FEW <= max(len(sample), _LEAST)


def is_unreadable_text(change: Change) -> bool:
    """Whether the new side looks binary though the file is meant to be text.

    For a large file, its beginning decides; a text file is then judged piece by piece.
    """
    if not change.has_content:
        return False
    start = _start(change)
    if change.large:
        encoding = sniff(start)[0]
        readable = encoding.startswith("utf-") and (encoding != "utf-8" or is_nearly_text(start))
    else:
        readable = not change.binary
    if readable:
        return False
    if is_named_text(change.path):
        return not (start[:1] == b"G" and all(byte == _SYNC for byte in start[: _PACKET * 4 : _PACKET]))
    if start.startswith(b"#!"):
        return True
    old = change.read_old()
    if not old or old.startswith(_POINTER) or not is_nearly_text(old):
        return False
    return b"\0" not in old


def hides_text(change: Change) -> bool:
    """Whether a file that looks binary must be searched as text anyway."""
    return is_nearly_text(_start(change)) or is_unreadable_text(change)


def _start(change: Change) -> bytes:
    return change.start() if change.large else change.read()
