"""The comments of a file in any language: what stands in a string or in the prose of a page is none.

One expression a family of languages tells strings from comments, left to right. It needs no grammar and never fails: what it cannot
make out is no comment. A file of an unknown language has no strings to tell apart: there, a comment begins with any sign that is at the
start of a line or behind a space, and `strict` says that only what follows the sign directly is sure.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.search.expression import Expression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Comment(Record):
    """A line of a comment without its sign; `alone` if nothing else is on its line; `strict` if its language is unknown."""

    line: int
    text: str
    alone: bool = True
    strict: bool = False


_LONG = r'"""(?:[^\\"]|\\.|"(?!""))*(?:"""|\Z)' + r"|'''(?:[^\\']|\\.|'(?!''))*(?:'''|\Z)"
_STRINGS = r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
_SLASHES = r"//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)"
_MARKUP = r"<!--(?:[^-]|-(?!->))*(?:-->|\Z)"
# A regular expression of JavaScript: a slash where no value stands before it.
_LITERAL = r"[(,=:\[!&|?{};]\s{0,20}/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,300}/"
_EXPRESSIONS = {
    "python": Expression(rf"(?s)(?P<c>#[^\n]*)|{_LONG}|{_STRINGS}"),
    "slashes": Expression(rf"(?s)(?P<c>{_SLASHES})|{_LONG}|{_STRINGS}"),
    "script": Expression(rf"(?s)(?P<c>{_SLASHES})|{_LITERAL}|{_STRINGS}|`(?:[^`\\]|\\.)*(?:`|\Z)"),
    "go": Expression(rf"(?s)(?P<c>{_SLASHES})|{_STRINGS}|`[^`]*(?:`|\Z)"),
    # A shell's text up to a word of its own, which is quoted or follows at once: `1 << N` is none.
    "shell": Expression(
        r"(?ms)(?P<c>(?:^|(?<=\s))#[^\n]*)" + r'|"(?:[^"\\\n]|\\.)*"' + r"|(?<!\w)'[^'\n]*'"
        r"|(?<![<\w])<<-?(?:\s?(?P<q>['\"])(?P<quoted>\w+)(?P=q)[^\n]*\n.*?(?:^\s*(?P=quoted)$|\Z)"
        r"|(?P<end>[A-Za-z_]\w*)[^\n]*\n.*?(?:^\s*(?P=end)$|\Z))"
    ),
    "php": Expression(rf"(?s)(?P<c>{_SLASHES}|{_MARKUP}|#(?!\[)[^\n]*)|{_STRINGS}"),
    # A quote within a word is an apostrophe.
    "hash": Expression(rf"(?ms)(?P<c>(?:^|(?<=\s))#[^\n]*)|{_LONG}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|(?<!\w)'[^'\n]*'"),
    # The lines of a block (`run: |`) are a text, deeper than the key that has it.
    "yaml": Expression(
        r"(?m)^(?P<i> *)(?:(?P<d>-) +)?(?:[^\n#]|(?<=\S)#)*[:-] +(?:[&!][^\s:]{0,80} +){0,2}[|>][-+\d]*[ \t]*(?:#[^\n]*)?(?:\n[ \t]*(?=\n)|\n(?P=i) (?(d) {2,})[^\n]*)+"
        r"|(?P<c>(?:^|(?<=\s))#[^\n]*)" + r'|"(?:[^"\\\n]|\\.)*"' + r"|(?<!\w)'[^'\n]*'"
    ),
    "ini": Expression(r"(?m)(?P<c>(?:^|(?<=\s))[#;][^\n]*)"),
    "hcl": Expression(
        rf"(?ms)(?P<c>#[^\n]*|{_SLASHES})" + r'|"(?:[^"\\\n]|\\.)*"' + r"|<<[~-]?(?P<end>\w+)\n.*?(?:^\s*(?P=end)\b|\Z)"
    ),
    "dashes": Expression(rf"(?s)(?P<c>--[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z))|{_STRINGS}"),
    "markup": Expression(rf"(?ms)(?P<c>{_MARKUP}|(?:^|(?<=[\s{{]))(?://[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)))"),
    # Blocks and words of code in a page are examples.
    "page": Expression(rf"(?ms)(?P<c>{_MARKUP})|^ {{0,3}}(?P<f>```+|~~~+)[^\n]*\n.*?(?:^\s*(?P=f)|\Z)|`[^`\n]*`"),
    "unknown": Expression(r"(?m)(?P<c>(?:^|(?<=\s))(?:#|//|/\*|--|;|%|<!--|\{/\*)[^\n]*)"),
}
_ENDINGS = {
    "python": "py pyi pyw pyx bzl bazel star",
    "slashes": "java kt kts cs csx c h cc cpp cxx hpp hh m mm swift dart scala sc groovy gradle rs proto thrift scss less sol zig fs "
    "bicep json5 jsonc cue v sv vala d glsl css",
    "script": "js jsx mjs cjs ts tsx mts cts",
    "go": "go",
    "shell": "sh bash zsh ksh bats dockerfile containerfile",
    "php": "php phtml php5 inc",
    "yaml": "yml yaml",
    "hash": "fish toml rb rake gemspec ru pl pm r jl ps1 psm1 psd1 mk cmake tcl nix ex exs cr nim graphql gql "
    "env envrc conf tpl properties rego nu awk sed",
    "ini": "ini cfg npmrc editorconfig bandit",
    "hcl": "tf tfvars hcl tofu nomad",
    "dashes": "sql lua hs lhs elm ada adb ads vhd",
    "markup": "html htm xml xhtml vue svelte astro cshtml razor jsp erb ejs hbs twig csproj vbproj fsproj props targets pom xsl xslt svg "
    "xaml config",
    "page": "md markdown mdx mdc",
}
# Prose, and data that has no comments.
_NONE = "txt rst adoc asciidoc org tex log json csv tsv lock patch diff po pot map ipynb sarif eml srt".split()
_NAMES = {
    "shell": "dockerfile containerfile",
    "hash": "makefile gnumakefile justfile rakefile gemfile vagrantfile brewfile podfile fastfile .gitignore "
    ".dockerignore .gitattributes .bashrc .zshrc .profile procfile codeowners",
    "slashes": "jenkinsfile",
    "python": "build workspace tiltfile sconstruct snakefile",
}
_by_name: dict[str, str] = {}


def family(path: str) -> str:
    """The family of languages of a file, by its name: a key of the expressions, "" for a file without comments."""
    if not _by_name:
        for table, lead in ((_ENDINGS, "."), (_NAMES, "/")):
            _by_name.update((lead + name, kind) for kind, names in table.items() for name in names.split())
        _by_name.update((f".{name}", "") for name in _NONE)
    name = path.rpartition("/")[2].casefold()
    if f"/{name}" in _by_name:
        return _by_name[f"/{name}"]
    if name.startswith((".env.", "dockerfile.", "containerfile.")):
        return "hash" if name.startswith(".") else "shell"
    return _by_name.get(f".{name.rpartition('.')[2]}", "unknown") if "." in name else "unknown"


def comments(path: str, text: str, kind: str = "") -> Iterator[Comment]:
    """Every line of every comment of a file, in order; `kind` is its family where the name does not tell."""
    kind = kind or family(path)
    if not kind:
        return
    if kind == "unknown" and text.startswith("#!"):
        kind = "python" if "python" in text.partition("\n")[0] else "shell"
    line, counted, shared = 1, 0, -1
    for found in _EXPRESSIONS[kind].finditer(text):
        if found["c"] is None or (not found.start() and text.startswith("#!")):
            continue
        start = found.start("c")
        line += text.count("\n", counted, start)
        begin = text.rfind("\n", 0, start) + 1
        # Several comments on one line: only the first can be alone on it.
        alone = not text[begin:start].strip(" \t\r{") and shared != line
        for number, part in enumerate(found["c"].split("\n")):
            shared = line + number
            yield Comment(line + number, _bare(part), alone or number > 0, kind == "unknown")
        counted = start


def _bare(part: str) -> str:
    """A line of a comment without its signs."""
    part = part.strip()
    for sign in ("<!--", "{/*", "/*", "//", "--", "#", ";", "%", "*"):
        if part.startswith(sign):
            part = part[len(sign) :].lstrip("/*#;%" if sign != "<!--" else "")
            break
    for end in ("-->", "*/}", "*/"):
        part = part.removesuffix(end)
    return part.strip()


class Beside:
    """The comments of a file, by what they stand beside."""

    def __init__(self, path: str, text: str, kind: str = "") -> None:
        self._here: dict[int, list[Comment]] = {}
        for one in comments(path, text, kind):
            self._here.setdefault(one.line, []).append(one)
        self._lines = text.split("\n")

    def on(self, line: int) -> list[Comment]:
        """The comments on a line."""
        return self._here.get(line, [])

    def is_alone(self, line: int) -> bool:
        """Whether there is a comment on a line, and nothing else."""
        return line in self._here and self._here[line][0].alone

    def of(self, line: int) -> str:
        """The comment behind what stands on a line, and the one right above it."""
        behind = [one.text for one in self.on(line) if not one.alone]
        return " ".join((*self.above(line), *behind))

    def of_entry(self, line: int) -> str:
        """The same for an entry of a plain list: a comment is about all entries under it, up to an empty line."""
        above = line - 1
        while above > 0 and not self.is_alone(above) and self._lines[above - 1].strip():
            above -= 1
        behind = [one.text for one in self.on(line) if not one.alone]
        return " ".join((*self.above(above + 1), *behind))

    def above(self, line: int) -> list[str]:
        """The comment that ends right above a line, of at most a few lines."""
        found: list[str] = []
        while self.is_alone(line - 1) and len(found) < _MOST:
            line -= 1
            found.insert(0, self._here[line][0].text)
        return found


# So many lines of a comment are read; longer ones are headers.
_MOST = 12
