"""How Go, Java, Kotlin, Ruby, PHP, C# and Rust read environment variables: a table of expressions, each ending where a name begins.

What follows is the first argument: a literal, a constant of the file, both put together, or a parameter of the function around,
which makes the function a reader of its own. Rows are (expression, kind):

    "name"    a name in whatever spelling
    "plain"   a name in upper case: the call may read other things than variables
    "names"   one name or several: `values_at("A", "B")`, `[]string{"A", "B"}`
    "request" PHP's `$_SERVER`, which has the request's variables, too
"""

from __future__ import annotations

_GETTER = r"(?i:get|require|read|lookup|load)?_?(?i:env)(?i:ironment)?(?:_?(?i:var|variable))?(?i:_?or_?default|_?or|_?str|_?string|_?bool|_?int|_?float|_?duration|_?list)?"

FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    "go": (
        (r"\b(?:os|syscall)\.(?:Getenv|LookupEnv)\(\s*", "name"),
        (r"\benviron?\.(?:Get|Lookup|String|Bool|Int)\w*\(\s*", "plain"),
        (r"\b(?:[A-Za-z]\w*\.)?" + _GETTER + r"\(\s*", "plain"),
        (r"\bEnvVars?:\s*(?:\[\]string\{\s*)?", "names"),  # https://cli.urfave.org/v2/examples/flags/
        (r"\bcli\.EnvVars?\(\s*", "names"),
        (r"\.Envar\(\s*", "name"),  # https://github.com/alecthomas/kingpin
        (r"\bgodotenv\.(?:Get|MustGet)\(\s*", "name"),
    ),
    "java": (
        (r"\bSystem\.getenv\(\s*", "name"),
        (r"\bSystem\.getenv\(\)\s*\.\s*(?:get|getOrDefault|containsKey)\(\s*", "name"),
        (
            r"\b(?:[dD]otenv|env|environment|[eE]nvironmentVariables)\.(?:get|getProperty|getRequiredProperty|getOrDefault|containsKey)\(\s*",
            "plain",
        ),
        (r"\b" + _GETTER + r"\(\s*", "plain"),
        (r"@ConfigProperty\(\s*(?:name\s*=\s*)?", "plain"),
    ),
    "kotlin": (
        (r"\b(?:System\.)?getenv\(\s*", "name"),
        (r"\bSystem\.getenv\(\)\s*(?:\.\s*(?:get|getOrDefault|getValue|containsKey)\(|\[)\s*", "name"),
        (r"\b(?:dotenv|env|environment)(?:\.(?:get|getProperty|getRequiredProperty|getOrDefault)\(|\[)\s*", "plain"),
        (r"\b" + _GETTER + r"\(\s*", "plain"),
    ),
    "ruby": (
        (r"(?<![\w:.])(?:::)?ENV\s*\[\s*", "name"),
        (r"(?<![\w:.])(?:::)?ENV\.(?:fetch|key\?|has_key\?|include\?|member\?|dig|delete|\[\])\s*\(?\s*", "name"),
        (r"(?<![\w:.])(?:::)?ENV\.(?:values_at|fetch_values|slice)\s*\(?\s*", "names"),
        (r"(?<![\w.])" + _GETTER + r"[?!]?[ (]\s*", "plain"),
        (r"\bFigaro\.require_keys\s*\(?\s*", "names"),
    ),
    "php": (
        (r"(?<![\w>:$])(?:\\)?getenv\(\s*", "name"),
        (r"\$_ENV\s*\[\s*", "name"),
        (r"\$_SERVER\s*\[\s*", "request"),
        (r"(?<![\w>:$])(?:\\)?" + _GETTER + r"(?:_docker)?\(\s*", "plain"),
        (r"\bEnv::(?:get|getOrFail)\(\s*", "plain"),
    ),
    "csharp": (
        (r"\bEnvironment\s*\.\s*GetEnvironmentVariable\(\s*", "name"),
        (
            r"\b(?:\w*[cC]onfig(?:uration)?|[eE]nv(?:ironment)?)\s*(?:\.\s*(?:GetValue|GetRequiredValue|GetSection|Get)\s*(?:<[^<>()]*>)?\(|\[)\s*",
            "plain",
        ),
        (r"\b" + _GETTER + r"\(\s*", "plain"),
    ),
    "rust": (
        (r"\b(?:env|dotenv|dotenvy|dotenvy_macro)::(?:var|var_os)\(\s*", "name"),
        (r"\b(?:env|option_env|dotenv)!\(\s*", "name"),
        (r"\benvmnt::\w+\(\s*", "name"),
        (r"#\[\s*(?:arg|clap|structopt|command|envconfig|config)\([^\]]*?\b(?:env|from)\s*=\s*", "name"),
        (r"\.env\(\s*(?=\"[^\"]*\"\s*\))", "name"),  # clap's, where std's Command takes a value, too
        (r"(?<![\w.])" + _GETTER + r"\(\s*", "plain"),
    ),
}

# What a text of a language must hold, one of them, to read a variable.
WORDS: dict[str, tuple[str, ...]] = {
    "go": ("env", "Env"),
    "java": ("env", "Env", "@Value", "@ConfigProperty"),
    "kotlin": ("env", "Env", "@Value"),
    "ruby": ("ENV", "env"),
    "php": ("env", "$_ENV", "$_SERVER", "Env"),
    "csharp": ("Env", "onfig"),
    "rust": ("env",),
}
