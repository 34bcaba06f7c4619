"""Which environment a file configures: by the policy's globs first, then by how projects name such files.

    environment_of("config/environments/production.rb")     "production"
    environment_of(".env.development.local")                "development"
    environment_of("overlays/stg/values.yaml")              "staging"
    environment_of("src/product/index.yaml")                ""

The answer is one of ENVIRONMENTS, a name of the policy, or "" where the path does not tell. A word counts only where it stands by itself
(`prod`, `app-prod`, `prod-eu-west-1`), never as a part of another (`product`, `latest`, `devise`). A file of code counts if it is
configuration by its name or its folders (`settings/prod.py`, `config.production.js`).

Sources: https://12factor.net/config, https://nextjs.org/docs/app/guides/environment-variables#environment-variable-load-order,
https://docs.spring.io/spring-boot/reference/features/profiles.html, https://guides.rubyonrails.org/configuring.html#creating-rails-environments,
https://learn.microsoft.com/aspnet/core/fundamentals/environments, https://symfony.com/doc/current/configuration.html#configuration-environments,
https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/, https://angular.dev/tools/cli/environments.
"""

from __future__ import annotations

from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PRODUCTION, STAGING, TEST, DEVELOPMENT, LOCAL = ENVIRONMENTS = ("production", "staging", "test", "development", "local")

# Words that say an environment wherever they stand by themselves in a path.
WORDS = {
    "production": PRODUCTION,
    "prod": PRODUCTION,
    "prd": PRODUCTION,
    "staging": STAGING,
    "stg": STAGING,
    "uat": STAGING,
    "preprod": STAGING,
    "preproduction": STAGING,
    "test": TEST,
    "testing": TEST,
    "tests": TEST,
    "regtest": TEST,
    "qa": TEST,
    "development": DEVELOPMENT,
    "develop": DEVELOPMENT,
    "devel": DEVELOPMENT,
    "dev": DEVELOPMENT,
    "nonprod": DEVELOPMENT,
    "nonproduction": DEVELOPMENT,
    "local": LOCAL,
    "localhost": LOCAL,
    "localdev": LOCAL,
}
# Words that say one where environments are told apart: `.env.live`, `environments/stage/`, `live.tfvars`.
HELD = {
    "live": PRODUCTION,
    "stage": STAGING,
    "preview": STAGING,
    "demo": STAGING,
    "sandbox": TEST,
    "ci": TEST,
    "e2e": TEST,
}
# Folders whose files are one for each environment.
HOLDERS = frozenset(
    "environment environments env envs .env .envs overlay overlays stages profiles inventory inventories tfvars vars group_vars".split()
)
# Folders and words in names of code that is configuration.
CONFIGURATION = frozenset(
    "config configs configuration conf cfg settings setting environment environments env envs deploy deployment deployments"
    " secrets credentials application appsettings webpack vite rollup knexfile ormconfig sequelize database databases constants options params".split()
)
# What may stand beside the word in a name: a region, a number, a kind of machine or file.
_BESIDE = frozenset(
    "us eu uk ap ca sa me af de fr nl jp au in br sg ie gov east west north south central northeast southeast northwest"
    " southwest region global primary secondary blue green cluster account env environment config configs settings secrets"
    " values vars variables app api web db database worker server services service backend frontend k8s kubernetes aws gcp"
    " azure infra infrastructure deploy deployment overrides override common".split()
)
_CODE = frozenset(
    "py pyi js jsx mjs cjs ts tsx mts cts rb go java kt kts cs php rs scala groovy swift c h cc cpp hpp sh bash zsh ps1 pl ex exs"
    " clj vue svelte sql".split()
)
# Text for people, pictures, tables and code that is built: these configure nothing.
_PROSE = frozenset(
    "md mdx rst txt adoc html htm css scss sass less png jpg jpeg gif svg webp ico pdf csv tsv xlsx docx parquet ipynb"
    " log lock snap map woff woff2 ttf mp4 zip gz tgz jar whl patch diff po pot".split()
)
TEMPLATES = frozenset(
    "example examples sample samples template templates tmpl tpl dist default defaults schema".split()
)
_SPLIT = compiled(r"[._\-\s+@]+")
_CAMEL = compiled(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# `docker-compose.override.yml` is read without being named, on the machine of whoever has it.
_OVERRIDE = compiled(r"(?:docker-)?compose[.-]override\.ya?ml")
# Files that tools read in one environment only.
_NAMED = {
    ".envrc": LOCAL,  # direnv
    ".dev.vars": LOCAL,  # wrangler
    ".flaskenv": DEVELOPMENT,
    "local.settings.json": LOCAL,  # Azure Functions
    "launchsettings.json": LOCAL,  # Visual Studio
    "devcontainer.json": LOCAL,
    "cypress.env.json": TEST,
    "cypress.config.js": TEST,
    "cypress.config.ts": TEST,
    "playwright.config.js": TEST,
    "playwright.config.ts": TEST,
    "jest.config.js": TEST,
    "jest.config.ts": TEST,
    "jest.setup.js": TEST,
    "jest.setup.ts": TEST,
    "vitest.config.ts": TEST,
    "phpunit.xml": TEST,
    "phpunit.xml.dist": TEST,
    "pytest.ini": TEST,
    "tox.ini": TEST,
    "environment.ts": DEVELOPMENT,  # Angular: replaced when it is built for another
}
_EDITORS = (".vscode", ".idea", ".devcontainer")
_NUMBER = compiled(r"v?\d+[a-z]?")


def environment_of(path: str, declared: Mapping[str, Sequence[str]] = {}) -> str:
    """The environment that a file belongs to; `declared` is name -> globs of the policy, which are asked first."""
    for name, patterns in declared.items():
        if patterns:
            from govhooks.core.globs import globs

            if globs(tuple(patterns)).match(path) is not None:
                return name
    *folders, name = path.split("/")
    lower = name.lower()
    if lower in _NAMED and (lower != "environment.ts" or folders[-1:] == ["environments"]):
        return _NAMED[lower]
    if folders and folders[-1] in _EDITORS:
        return LOCAL
    end = lower.rpartition(".")[2] if "." in lower[1:] else ""
    is_env = lower.startswith(".env") or end == "env"
    if end in _PROSE and not is_env:
        return ""
    words = words_of(name)
    if TEMPLATES.intersection(words[1:] if not is_env else words):
        return ""
    if _OVERRIDE.fullmatch(lower):
        return LOCAL
    if end in _CODE and not _configures(words, folders):
        return ""
    return _of_name(words, end, is_env, folders) or _of_folders(folders)


def may_have_parts(path: str) -> bool:
    """Whether a file may have a part for each environment: data, or code that is configuration by its name or folders."""
    *folders, name = path.split("/")
    end = name.lower().rpartition(".")[2] if "." in name[1:] else ""
    if end in _PARTED:
        return True
    return end in _CODE and _configures(words_of(name), folders)


_PARTED = frozenset("yml yaml json json5 toml ini cfg properties".split())


def _configures(words: tuple[str, ...], folders: list[str]) -> bool:
    if "setup" in words and any(WORDS.get(word) == TEST for folder in folders for word in words_of(folder)):
        return True  # test/setup.js prepares the environment of tests
    return not CONFIGURATION.isdisjoint(words) or any(not CONFIGURATION.isdisjoint(words_of(one)) for one in folders)


def is_override(name: str) -> bool:
    """Whether a file of compose is read without being named, on the machine of whoever has it."""
    return _OVERRIDE.fullmatch(name.lower()) is not None


def words_of(name: str) -> tuple[str, ...]:
    """The words of a file or folder name in lower case, `pre-prod` and `non-prod` as one."""
    known = _words.get(name)
    if known is not None:
        return known
    words: list[str] = []
    for word in _SPLIT.split(_CAMEL.sub("-", name)):
        word = word.lower()
        if words and words[-1] in ("pre", "non") and word in ("prod", "production"):
            words[-1] += word
        elif word:
            words.append(word)
    if len(_words) >= _MOST_KEPT:
        _words.clear()
    _words[name] = found = tuple(words)
    return found


# Names come again and again in a file, and in both of its sides.
_MOST_KEPT = 5000
_words: dict[str, tuple[str, ...]] = {}


def _of_name(words: tuple[str, ...], end: str, is_env: bool, folders: list[str]) -> str:
    """What the name of a file says: its first or last word, leaving out its ending and what may stand beside."""
    if end and not is_env and words and words[-1] == end and end not in WORDS:
        words = words[:-1]
    if is_env:  # .env.production.local is read in production
        said = [WORDS.get(one, HELD.get(one, "")) for one in words if one != "env"]
        told = [one for one in said if one]
        return next((one for one in told if one != LOCAL), told[0] if told else "")
    if words and words[-1] in ("auto", "enc", "local") and len(words) > 1 and words[-2] in WORDS:
        words = words[:-1]  # prod.auto.tfvars, production.enc.yaml
    is_held = len(words) == 1 or any(folder.lower() in HOLDERS for folder in folders[-1:])
    return _said(words, is_held, is_name=True)


def _of_folders(folders: list[str]) -> str:
    """What the folders say, the innermost first."""
    for at in range(len(folders) - 1, -1, -1):
        before = folders[at - 1].lower() if at else ""
        lower = folders[at].lower()
        if lower == "local" and before in ("usr", "var", ".local"):
            continue
        if found := _said(words_of(folders[at]), before in HOLDERS, is_name=False):
            return found
    return ""


def _said(words: tuple[str, ...], is_held: bool, is_name: bool) -> str:
    """The environment that words say: a lone word, the last one, or one beside which only regions and the like stand."""
    known = {**WORDS, **HELD} if is_held else WORDS
    while len(words) > 1 and words[-1] not in known and _is_beside(words[-1]):
        words = words[:-1]
    if not words:
        return ""
    if found := known.get(words[-1], ""):
        is_sure = is_name or len(words) == 1 or found in (PRODUCTION, STAGING, DEVELOPMENT)
        return found if is_sure else ""
    found = known.get(words[0], "")
    return found if found and all(_is_beside(one) for one in words[1:]) else ""


def _is_beside(word: str) -> bool:
    return word in _BESIDE or _NUMBER.fullmatch(word) is not None


def part_of(key: str, is_held: bool = False) -> str:
    """The environment of a part of a file by its key: `production` of database.yml, `env_production` of pm2, `deploy-preview` of Netlify.

    `is_held`: the key stands in a table of environments (`environments`, `env`, `context`).
    """
    lower = key.lower().removeprefix("env_")
    return WORDS.get(lower, "") or (HELD.get(lower, _PREVIEWS.get(lower, "")) if is_held else "")


_PREVIEWS = {"deploy-preview": STAGING, "branch-deploy": STAGING}
# Keys of tables of environments: wrangler.toml, app.json of Heroku, netlify.toml, serverless.yml.
TABLES_OF_PARTS = frozenset("env envs environments context contexts stages profiles".split())
