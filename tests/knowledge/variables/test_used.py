"""What is read of the environment: a table a language, with names that are read and look-alikes, which are called NO."""

from __future__ import annotations

import re

import pytest
from rows import each

from govhooks.knowledge.variables.platform import owner_of
from govhooks.knowledge.variables.used import WORDS, Use, form_of, read, speaks

# (path, a text, what it reads in the order of lines)
ROWS = (
    ("a.py", "import os\nos.environ['A'], os.environ.get('B', 'x'), os.getenv('C')", "A B C"),
    ("a.py", "from os import environ as e, getenv as g\ng('A'); 'B' in e; e.pop('C'); e.setdefault('D', 'x')", "A B C D"),
    ("a.py", "import os\nos.environ['NO'] = 'x'; del os.environ['NO']; print('os.environ[NO]')", ""),
    ("a.py", "import os\nP = 'APP_'\ndef env(n, default=None):\n  return os.environ.get(P + n, default)\nenv('A')", "APP_A"),
    ("a.py", "import os\ndef env(n): return os.getenv(n)\ndef flag(n): return env(n.upper() + '_ON') == '1'\nflag('a')", "A_ON"),
    ("a.py", "import os\nfor n in ('A', 'B'):\n  os.getenv(n)", "A B"),
    ("a.py", "import os\nN = {'x': 'A', 'y': 'B'}\n[os.environ[v] for v in N.values()]\n{k: os.getenv(f'X_{k}') for k, _ in N.items()}", "A B X_x X_y"),
    ("a.py", "import os\nenv = os.environ.copy()\nenv['NO'] = '1'\nenv['A']", "A"),
    ("a.py", "import environ\nenv = environ.Env(DEBUG=(bool, False))\nenv('A')\nenv.bool('B', default=True)\nenv.db()", "DEBUG A B DATABASE_URL"),
    ("a.py", "from environs import Env\nenv = Env()\nwith env.prefixed('P_'):\n  env.str('A')\nenv.int('B', 1)", "P_A B"),
    ("a.py", "from decouple import config as c\nc('A', default='x')\nc('B', cast=int)", "A B"),
    ("a.py", "from starlette.config import Config\nconfig = Config('.env')\nconfig('A')", "A"),
    ("a.py", "config = {}\nconfig.get('NO_NAME')\nsettings.NO", ""),
    ("a.py", "def f(environ): return environ['REQUEST_METHOD'], environ.get('HTTP_HOST')", ""),
    (
        "a.py",
        "from pydantic_settings import BaseSettings, SettingsConfigDict\nclass S(BaseSettings):\n"
        "  model_config = SettingsConfigDict(env_prefix='S_')\n  host: str\n  key: str = Field(alias='KEY')\n"
        "  many: str = Field(validation_alias=AliasChoices('M1', 'M2'))\n  _no: int = 1\n",
        "S_HOST KEY M1 M2",
    ),
    ("a.py", "class S(BaseSettings):\n  a: int = 1\n  class Config:\n    env_prefix = 'P_'\n", "P_A"),
    (
        "a.py",
        "class D(BaseModel):\n  host: str\nclass S(BaseSettings):\n  model_config = {'env_nested_delimiter': '__'}\n  db: D\n",
        "DB__HOST",
    ),
    ("a.py", "@click.option('--a', envvar='A1')\n@click.option('--b', envvar=['B1', 'C1'])\ndef f(): pass", "A1 B1 C1"),
    ("a.py", "@click.command(context_settings={'auto_envvar_prefix': 'P'})\n@click.option('--a-b', default=1)\ndef f(): pass", "P_A_B"),
    ("a.py", "import os\nclass V:\n  def __init__(self, name): self.name = name\n  def get(self): return os.getenv(self.name)\nV('A')", "A"),
    ("a.py", "from x import get_env\nget_env('A_B')\nset_env('NO_A')\nmonkeypatch.setenv('NO_B', '1')", "A_B"),
    ("a.ts", "process.env.A; process.env['B']; process.env?.C; (process.env as any).D; import.meta.env.VITE_E", "A B C D VITE_E"),
    ("a.ts", "const { A, B: b, C = 'x', ...rest } = process.env", "A B C"),
    ("a.js", "// process.env.NO1\nconst s = 'process.env.NO2'; process.env.NO3 = '1'; delete process.env.NO4", ""),
    ("a.js", "const env = process.env;\nfunction f(n, d) { return env['P_' + n] || d }\nf('A', 'x'); env.B; 'C' in env", "P_A B C"),
    ("a.ts", "const s = z.object({ A1: z.string(), B1: z.number() });\ns.parse(process.env)", "A1 B1"),
    ("a.ts", "export const env = createEnv({ server: { A1: z.string() }, client: { NEXT_PUBLIC_B: z.string() } })", "A1 NEXT_PUBLIC_B"),
    ("a.ts", "cleanEnv(process.env, { A1: str({ default: 'x' }) })", "A1"),
    ("a.ts", "this.configService.get<string>('A_B'); this.cache.get('NO_A')", "A_B"),
    ("a.ts", "for (const n of ['A', 'B']) process.env[n];\n['C'].forEach((k) => process.env[`P_${k}`])", "A B P_C"),
    ("a.ts", "Deno.env.get('A'); Bun.env.B", "A B"),
    ("a.ts", "class Q { @Env('A_B') x = '' }\nconst o = { port: { env: 'C_D', default: 1 } }", "A_B C_D"),
    ("a.js", "let x = (0, config_1.Env)('A_B');\nfunction k(o) { let r; r = o; return r }\nprocess.env[k('C')]", "A_B C"),
    ("a.ts", "import { A } from '$env/static/private';\nimport { env } from '$env/dynamic/private';\nenv.B_C", "A B_C"),
    ("a.go", 'package a\n// os.Getenv("NO")\nvar a, _ = os.LookupEnv("A")\nvar s = "os.Getenv(NO)"\nvar c = os.Getenv("C")', "A C"),
    ("a.go", 'package a\ntype C struct {\n\tHost string `env:"A" envDefault:"x"`\n\tPort int `json:"p" env:"B,required"`\n}\n', "A B"),
    ("a.go", 'package a\nfunc get(k, d string) string { return os.Getenv("P_" + k) }\nvar a = get("A", "x")', "P_A"),
    ("a.go", 'package a\nfunc f() { viper.SetEnvPrefix("p"); viper.BindEnv("a.b"); os.Setenv("NO", "1") }', "P_A_B"),
    ("A.java", 'class A { static final String K = "A"; void f() { System.getenv(K); System.getenv().getOrDefault("B", "x"); } }', "A B"),
    ("A.java", 'class A {\n@Value("${A_B:x}") String a;\n@Value("${app.no}") String b;\n/* System.getenv("NO") */ }', "A_B"),
    ("a.kt", 'fun env(n: String) = System.getenv("P_" + n)\nval a = env("A") ?: "x"\nval b = System.getenv()["B"]', "P_A B"),
    ("a.rb", "ENV['A1']; ENV.fetch('B1') { 'x' }; ENV['NO'] = 'x' # ENV['NO']\nENV.values_at('C1', 'D1')\ny = 'ENV[NO]'", "A1 B1 C1 D1"),
    ("a.php", "<?php getenv('A1'); $_ENV['B1']; $_SERVER['C_D']; $_SERVER['HTTP_HOST']; env('E1', 'x'); $_ENV['NO'] = 1; // getenv('NO')", "A1 B1 C_D E1"),
    ("a.cs", 'class A { void F() { Environment.GetEnvironmentVariable("A"); var x = config["Logging:Level"]; /* GetEnvironmentVariable("NO") */ } }', "A"),
    ("a.rs", 'fn f() { env::var("A"); std::env::var_os("B"); env!("C"); let s = "env::var(NO)"; Command::new("x").env("NO", "1"); } // env::var("NO")', "A B C"),
    ("a.rs", '#[derive(Parser)] struct A { #[arg(long, env = "A")] a: String,\n #[arg(long, env)]\n b_c: String }', "A B_C"),
    ("a.sh", ': "${A:?must be set}"\nX=1; echo "$X ${B:-x}" \'$NO\' # $NO\nC="${C:-x}"\nfor f in *; do echo $f $1 $?; done\nread -r l; echo $l', "A B C"),
    ("src/main/resources/application.yml", "a: ${A1:x}\nb: ${a.b}\n# ${NO}\n", "A1"),
    ("config.yml", "a: ${NO}", ""),
)  # fmt: skip


@each(ROWS)
def test_what_is_read(path: str, text: str, names: str) -> None:
    if form_of(path) not in ("python", "rust", "spring", "shell", ""):
        pytest.importorskip("tree_sitter_go")
    found = read(path, text.encode())

    assert found.error == ""
    assert sorted({use.name for use in found.uses}) == sorted(names.split())


@each(
    (
        ("a.py", "import os\nos.getenv('A')", "none"),
        ("a.py", "import os\nos.getenv('A', 'x')", "literal"),
        ("a.py", "import os\nos.getenv('A') or 'x'", "literal"),
        ("a.py", "import os\nos.getenv('A', None)", "none"),
        ("a.py", "import os\nos.getenv('A', other())", "computed"),
        ("a.rs", 'fn f() { env::var("A").unwrap_or("x".into()); }', "literal"),
        ("a.sh", "echo ${A:-$B}", "computed"),
    )
)
def test_the_default(path: str, text: str, kind: str) -> None:
    assert read(path, text.encode()).uses[0].default.kind == kind


def test_no_default_is_shown() -> None:
    (use,) = read("a.py", b"import os\nos.getenv('A', 'hidden')").uses

    assert isinstance(use, Use)
    assert "hidden" not in repr(use)
    assert use.default != read("a.py", b"import os\nos.getenv('A', 'other')").uses[0].default


def test_a_file_that_cannot_be_parsed_says_so() -> None:
    assert re.match("not valid Python", read("a.py", b"os.environ[").error)


def test_a_text_without_its_words_is_not_parsed() -> None:
    assert read("a.py", b"x = (").error == ""
    assert not speaks("python", b"x = 1")


@each([(path, text) for path, text, names in ROWS if names])
def test_what_reads_holds_a_word(path: str, text: str) -> None:
    """The cheap look at a text never says no where something is found."""
    assert any(word in text for word in WORDS[form_of(path)])


@each(
    (("PATH", True), ("GITHUB_SHA", True), ("LC_ALL", True), ("APP_KEY", False), ("HTTP_PROXY", False), ("PORT", False))
)
def test_who_sets_a_variable(name: str, of_platform: bool) -> None:
    assert bool(owner_of(name)) is of_platform
