"""The rule logging-restrictions."""

from __future__ import annotations

import pytest
from conftest import Repo
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.rules.data.logging_restrictions import check
from govhooks.rules.data.logging_restrictions.policy import Policy

ALL = ("log", "print", "exception", "analytics", "error-tracker", "metric", "url", "llm")
MATRIX = {"restricted": ALL, "confidential": ("log", "print", "analytics", "metric", "url", "llm")}
FIELDS = {"email": "confidential", "tenants.full_name": "confidential", "ssn": "restricted", "plan": "public"}


def judge(
    *changes: Change, kind: str = "change", fields: dict[str, str] | None = None, **policy: object
) -> list[Finding]:
    supplied = {
        "data-classes": ("public", "internal", "confidential", "restricted"),
        "data-fields": FIELDS if fields is None else fields,
    }
    return list(check(Changeset(changes, kind=kind, supplied=supplied), Policy(**{"matrix": MATRIX, **policy})))  # type: ignore[arg-type]


def added(text: str, path: str = "app/views.py") -> Change:
    return Change("A", path, new=text.encode())


def modified(old: str, new: str, path: str = "app/views.py") -> Change:
    return Change("M", path, new=new.encode(), old=[old.encode()])


# Lines of Python; each lets a classified value reach a sink.
PYTHON = """
logger.info("user %s", user.email)
logger.info(f"user {email!r}")
logging.debug("user " + user.email)
logger.error("user {}".format(customer_email))
logger.warning("user %(email)s" % {"email": user.mail_of()})
self.logger.info("signup", extra={"email": user.contact()})
log.info("signup", email=user.contact())
logger.bind(email=user.email).info("signup")
structlog.contextvars.bind_contextvars(email=user.email)
logger.opt(lazy=True).info("x {}", user.email)
logging.getLogger(__name__).info(row["email"])
logger.info(json.dumps({"id": 1, "e": user.email}))
logger.info(", ".join(u.email for u in users))
logger.info("x %s", tenant.full_name)
logger.info("x %s", row.get("email"))
logger.info("x %s", getattr(user, "email"))
logger.info("x %s", user.get_email())
warnings.warn(f"bad {user.email}")
print(user.email, file=sys.stderr)
click.echo(user.email)
sys.stderr.write(f"{user.email}")
raise ValueError(f"bad {user.ssn}")
raise HTTPException(400, detail="bad %s" % user.ssn)
assert ok, f"bad {user.ssn}"
analytics.track(user.id, "Signup", {"email": user.email})
posthog.capture(user.id, "x", properties={"who": user.email})
sentry_sdk.capture_message(f"bad {user.ssn}")
sentry_sdk.set_user({"id": user.id, "ssn": user.ssn})
statsd.incr(f"login.{user.email}")
statsd.increment("login", tags=[f"email:{user.email}"])
LOGINS.labels(email=user.email).inc()
span.set_attribute("user.email", user.email)
requests.get(f"https://api.example.org/u?email={user.email}")
requests.get("https://api.example.org/u", params={"email": user.email})
url = "https://api.example.org/u?email=%s" % user.email
url = "https://api.example.org/u?email={}".format(user.email)
client.chat.completions.create(model="m", messages=[{"role": "user", "content": f"mail of {user.email}"}])
anthropic.messages.create(messages=[{"role": "user", "content": user.email}])
llm.invoke(f"summarise {user.email}")
x = user.email; logger.info(x)
x = {"a": user.email}; y = x["a"]; logger.info(y)
a, b = 1, user.email; logger.info(b)
found = []; found.append(user.email); logger.info(found)
x = user.email if ok else "none"; logger.info(x)
if (x := user.email): logger.info(x)
""".strip().split("\n")


@each(PYTHON)
def test_python_that_leaks_is_refused(line: str) -> None:
    found = judge(added(f"def view(user, row, email):\n    {line}\n"))

    assert [(one.line, one.blocks) for one in found] == [(2, True)]


PYTHON_CLEAN = """
logger.info("email sent to %s", user.id)
logger.info("the email is invalid")
logger.info("user %s", mask(user.email))
logger.info("user %s", hashlib.sha256(user.email.encode()).hexdigest())
logger.info("n %d", len(user.email))
logger.info("n %s", user.email is not None)
logger.info("n %s", bool(user.email))
logger.info("n %s", user.email[-4:])
logger.info("n %s", user.email.split("@")[1])
logger.info("n %s %s %s", user.email_id, user.has_email, user.email_verified)
logger.info("n %s", email_template.name)
logger.info("n %s", support_email)
logger.info("n %s", form.errors["email"])
logger.info("n %s", user.plan)
logger.info("n %s", company.full_name)
logger.info("n %s", send_email(user.email))
logger.info("n %s", User.objects.filter(email=user.email).exists())
raise ValueError("invalid email")
raise ValueError(f"unknown field {name}")
email = mask(user.email); logger.info(email)
x = {"a": user.email, "b": 1}; logger.info(x["b"])
x = user.email; x = "none"; logger.info(x)
requests.post("https://api.example.org/u", json={"email": user.email})
requests.get("https://api.example.org/u", headers={"Authorization": f"Bearer {access_token}"})
client.post("/login", data={"password": password})
OpenAI(api_key=api_key)
math.log(email_count)
sentry_sdk.set_user({"id": user.id})
Counter("emails_sent", "emails that were sent").labels("welcome").inc()
db.session.add(User(email=user.email))
print("Enter your password:")
logger.info("%s %s", request.method, request.path)
logger.info("%s", request.headers.get("content-type"))
logger.info("%s", len(request.body))
logger.info("%s", os.environ.get("APP_ENV"))
logger.info("password changed for %s", user.id)
logger.info("token type %s", token.type)
logger.info("prompt_tokens=%s max_tokens=%s", usage.prompt_tokens, config.max_tokens)
logger.info("missing key %s", key)
logger.info("%s", settings.PASSWORD_MIN_LENGTH)
logger.info("%s", password_field)
logger.info("%s", check_password(user, password))
logger.info("%s", next_page_token)
logger.info("%s", api_key_id)
logger.info("%s", {k: "***" for k in user.data})
""".strip().split("\n")


@each(PYTHON_CLEAN)
def test_python_that_does_not_leak_passes(line: str) -> None:
    assert judge(added(f"def view(user, row, password, access_token):\n    {line}\n    email = password = 1\n")) == []


SCRIPT = """
logger.info(`user ${user.email}`);
console.log("user", { email });
console.error("user " + user.email);
req.log.info({ email: user.contact() }, "signup");
const { email: address2 } = user; logger.info(address2);
logger.info(JSON.stringify({ id: 1, e: user.email }));
logger.info(users.map((u) => u.email).join(", "));
users.forEach((u) => console.log(u.email));
mixpanel.track("signup", { who: user.email });
gtag("event", "login", { email: user.email });
Sentry.setUser({ id: user.id, ssn: user.ssn });
Sentry.captureMessage(`bad ${user.ssn}`);
throw new Error(`bad ${user.ssn}`);
await fetch(`https://api.example.org/u?email=${encodeURIComponent(user.email)}`);
await axios.get("/u", { params: { email: user.email } });
await axios({ url: "/u", params: { email: user.email } });
await axios({ method: "GET", url: "/u?e=" + user.email });
await openai.chat.completions.create({ model: "m", messages: [{ role: "user", content: user.email }] });
const prompt = `mail of ${user.email}`; await generateText({ model, prompt });
const x = ok ? user.email : "none"; logger.warn(x);
const a = [user.email]; for (const one of a) { logger.info(one); }
const o = {}; o.who = user.email; logger.info(o);
""".strip().split("\n")


@each(SCRIPT)
def test_javascript_and_typescript_that_leak_are_refused(line: str) -> None:
    for path, text in (
        ("src/a.js", "user, email, users, req"),
        ("src/a.ts", "user: User, email: string, users: User[], req: R"),
    ):
        found = judge(added(f"async function view({text}) {{\n  {line}\n}}\n", path))

        assert [(one.line, one.blocks) for one in found] == [(2, True)], path


SCRIPT_CLEAN = """
logger.info(`user ${user.id}: email sent`);
logger.info(mask(user.email));
logger.info(user.email.length, !!user.email, typeof user.email, user.email === other);
logger.info(user.emailVerified, user.hasEmail, user.emailId);
logger.info(errors.email, t("email"), labels.email);
const safe = { ...user, email: undefined }; logger.info(safe.email);
let e = user.email; e = redact(e); console.log(e);
await fetch("/u", { method: "POST", body: JSON.stringify({ email: user.email }) });
await axios({ method: "PUT", url: "/u", data: { email: user.email } });
await axios({ method: "GET", url: "/u", headers: { "X-User": user.email } });
await generateText({ model, apiKey: user.apiKey, prompt: "hello" });
throw new Error("invalid email");
console.log(req.method, req.url, req.headers["content-type"]);
console.log(Object.keys(req.body), process.env.NODE_ENV);
console.log("password changed");
analytics.track("signup", { plan: user.plan });
""".strip().split("\n")


@each(SCRIPT_CLEAN)
def test_javascript_that_does_not_leak_passes(line: str) -> None:
    assert judge(added(f"async function view(user, users, req) {{\n  {line}\n}}\n", "src/a.js")) == []


OBJECTS = (
    ("logger.info(request.headers)", True),
    ("logger.info('%s', dict(request.headers))", True),
    ("print(os.environ)", True),
    ("logger.info(f'{request.cookies}')", True),
    ("logger.info(request.body)", False),
    ("logger.info(request.get_json())", False),
    ("payload = request.POST; logger.info(payload)", False),
    ("logger.info(user.__dict__)", False),
    ("logger.info(vars(user))", False),
    ("logger.info(locals())", False),
    ("logger.info(form.cleaned_data)", False),
)


@each(OBJECTS)
def test_whole_objects(line: str, refused: bool) -> None:
    found = judge(added(f"def view(request, user):\n    {line}\n"), matrix={}, fields={})

    assert [one.blocks for one in found] == [refused]
    assert judge(added(f"def view(request, user):\n    {line}\n"), matrix={}, fields={}, objects="off") == []


@each((("logger.info(password)", True), ("logger.info(user.api_key)", True), ("log.info('x', card_number=n())", True),
       ("logger.info(request.headers['Authorization'])", True), ("logger.info(os.environ['DB_PASSWORD'])", True),
       ("print(password)", False), ("raise ValueError(password)", False), ("logger.info(token)", None),
       ("login(); logger.info(token)", False)))  # fmt: skip
def test_without_a_register_what_is_surely_secret_counts(line: str, refused: bool | None) -> None:
    text = f"def view(request, user, password, token):\n    {line}\n"
    found = judge(added(text), matrix={}, fields={})

    assert [one.blocks for one in found] == ([] if refused is None else [refused])
    assert judge(added(text), matrix={}, fields={}, unregistered="off") == []


def test_what_stood_there_is_not_said_again() -> None:
    old = "def a(user):\n    logger.info(user.email)\n"
    (found,) = judge(modified(old, old + "\n\ndef b(user):\n    logger.info(user.email)\n"))

    assert found.line == 6
    assert judge(modified(old, "import x  # mask\n\n\n" + old)) == []
    assert judge(Change("D", "app/old.py", old=[old.encode()]), added(old)) == []


def test_a_value_that_becomes_classified_far_from_the_sink_is_found() -> None:
    old = "def a(user):\n    x = mask(user.email)\n    y = x\n    logger.info(y)\n"
    (found,) = judge(modified(old, old.replace("mask(user.email)", "user.email")))

    assert found.line == 4


def test_another_name_of_what_was_logged_before_is_nothing_new() -> None:
    old = "def a(request, name):\n    api_token = request.headers.get(name)\n    logger.info(api_token)\n"
    new = old.replace(
        "    logger", "    if not api_token:\n        api_token = request.headers.get('Authorization')\n    logger"
    )

    assert [one.line for one in judge(added(new))] == [5, 5]
    assert judge(modified(old, new)) == []
    assert judge(modified(old, old.replace("info(api_token)", "info(api_token[:10])"))) == []


NEW_SECRETS = [
    "logger.info(request.api_key)",
    "logger.info(request.api_key, api_token)",
    "k = request.client_secret\n    logger.info(api_token, k)",
    "logger.info('a')\n\n\ndef b(client_secret):\n    logger.info(client_secret)",
    "logger.info(api_token, extra={'password': request.password})",
]


@each(NEW_SECRETS)
def test_another_secret_in_place_of_one_is_new(line: str) -> None:
    old = "def a(request, api_token):\n    logger.info(api_token)\n"
    found = judge(modified(old, old.replace("logger.info(api_token)", line)))

    assert found
    assert all(one.blocks for one in found)


def test_a_hash_counts_where_the_register_has_it() -> None:
    fields = dict.fromkeys(("password_hash", "password"), "confidential")
    without = dict.fromkeys(("password",), "confidential")
    text = "def a(user):\n    logger.info(user.password_hash)\n    logger.info(user.hashed_password, user.email_hash)\n"
    java = 'class A { void a(User user) { log.info("x " + user.getPasswordHash() + user.getEmailHash()); } }\n'

    assert [one.line for one in judge(added(text), fields=fields)] == [2]
    assert len(judge(added(java, "src/A.java"), fields=fields)) == 1
    assert judge(added(text), fields=without) == []
    assert judge(added(java, "src/A.java"), fields=without) == []


def test_another_field_of_the_same_class_is_new() -> None:
    old = "def a(user, way):\n    x = user.nickname\n    logger.info(x)\n"
    fields = {"nickname": "confidential", "ssn": "confidential"}

    assert judge(modified(old, old.replace("user.nickname", "user.ssn")), fields=fields) != []
    branch = old.replace("    logger", "    if way:\n        x = user.ssn\n    logger")
    assert judge(modified(old, branch), fields=fields) != []


@pytest.mark.parametrize("name", ["a.py", "c.py"])
def test_what_an_untouched_function_leaks_excuses_no_other_file(name: str) -> None:
    old = "def old(password):\n    logger.info(password)\n\n\ndef z():\n    return {}\n"
    leak = added("def new(password):\n    logger.info(password)\n", f"app/{name}")
    edit = modified(old.format(1), old.format(2), "app/b.py")

    for changes in ((leak, edit), (edit, leak)):
        assert [(one.path, one.line) for one in judge(*changes)] == [(f"app/{name}", 2)]
    assert judge(edit) == []


def test_what_was_no_code_before_is_followed_as_a_whole() -> None:
    text = "def a(password):\n    logger.info(password)\n\n\ndef b():\n    return {}\n"
    new = text.format(1).encode()

    assert judge(Change("M", "app/x.py", new=new, old=[text.format("1)").encode()])) != []
    assert judge(Change("R", "app/x.py", old_path="app/x.txt", new=new, old=[new])) != []
    assert judge(Change("R", "app/x.py", old_path="app/y.py", new=new, old=[new])) == []


def test_the_matrix_says_which_sinks_are_forbidden() -> None:
    text = "def a(user):\n    logger.info(user.email)\n    print(user.email)\n"

    assert [one.line for one in judge(added(text), matrix={"confidential": ("print",)})] == [3]
    assert [one.blocks for one in judge(added(text), matrix={"confidential": ("print",)}, forbidden="flag")] == [False]
    assert "none of log, print" in Policy(matrix={"x": ("logs",)}).verify()


def test_tests_and_built_code_are_let_be() -> None:
    text = "def a(user):\n    logger.info(user.email)\n"

    assert judge(added(text, "tests/test_a.py")) == []
    assert len(judge(added(text, "tests/test_a.py"), test_data=())) == 1


def test_a_file_that_cannot_be_read_is_said_to_be_unjudged() -> None:
    (found,) = judge(added("def a(user:\n    logger.info(user.email)\n"))

    assert (found.blocks, "not judged" in found.problem) == (False, True)


def test_what_takes_too_much_is_said_to_be_unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govhooks.rules.data.logging_restrictions.flow._MOST_STEPS", 100)
    (found,) = judge(added("def a(user):\n" + "    logger.info(user.id)\n    x = email\n" * 60))

    assert (found.blocks, "not judged" in found.problem) == (False, True)


@pytest.mark.parametrize("path", ["a.py", "a.js"])
def test_deep_nesting_ends(path: str) -> None:
    text = "def f(email):\n    print(" if path == "a.py" else "function f(email) { console.log("
    judge(added(text + "[" * 90 + "email" + "]" * 90 + (")\n" if path == "a.py" else "); }\n"), path))


def test_in_a_repository(repo: Repo) -> None:
    repo.stage(
        "governance.toml",
        '[rules.data-classification.fields]\nemail = "confidential"\n'
        '[rules.logging-restrictions.matrix]\nconfidential = ["log"]\n',
    )
    repo.git("commit", "-qm", "policy")
    repo.stage("app.py", "def greet(user):\n    logger.info('hello %s', user.email)\n")
    done = repo.check("--rule", "logging-restrictions")

    assert done.code == 1
    assert done.out.splitlines()[:2] == [
        "app.py:2: `email` (confidential) reaches a log: logger.info [logging-restrictions]",
        "  fix: leave `email` out: use an id, or mask it first, as in mask(email)",
    ]


def test_a_third_party_that_begins_to_receive_data_is_shown_once() -> None:
    from govhooks.core.change import Change
    from govhooks.core.changeset import Changeset
    from govhooks.rules.data.logging_restrictions import check
    from govhooks.rules.data.logging_restrictions.policy import Policy

    old, new = b'{"dependencies": {"react": "18"}}', b'{"dependencies": {"react": "18",\n "@sentry/react": "8"}}'
    added = Change("M", "package.json", new=new, old=[old])
    used = Change("A", "src/a.js", new=b"import * as Sentry from '@sentry/react';\n")
    tree = {"package.json": new}

    class Tree(dict[str, bytes]):
        __call__ = dict.get

        def paths(self) -> list[str]:
            return sorted(self)

    def said(*changes: Change, policy: Policy = Policy(), before: object = Tree({})) -> list[tuple[str, str, bool]]:  # noqa: B008
        made = Changeset(changes, before=before)  # type: ignore[arg-type]
        return [(finding.path, finding.problem, finding.blocks) for finding in check(made, policy)]

    problem = "new third party that receives data: Sentry (error tracking)"
    assert said(added, used) == [("package.json", problem, False)]
    assert said(used) == [("src/a.js", problem, False)]
    assert said(used, before=Tree(tree)) == []
    assert said(added, policy=Policy(processors=("sentry",))) == []
    assert said(added, policy=Policy(processors=("Sentry",))) == []
    assert said(added, policy=Policy(new_processors="refuse")) == [("package.json", problem, True)]
    assert said(added, policy=Policy(new_processors="off")) == []
    assert said(Change("M", "package.json", new=new + b"\n", old=[new])) == []

    # What another package brings along counts where it sends by itself.
    lock = Change("A", "web/pnpm-lock.yaml", new=b"  algoliasearch@5.46.2:\n  '@sentry/react@8.1.0':\n")
    for manifest, wanted in ((b'{"dependencies": {"vitepress": "1"}}', [SENTRY]), (b"", [ALGOLIA, SENTRY])):
        beside = [Change("A", "web/package.json", new=manifest)] if manifest else []
        assert [one for _, one, _ in said(lock, *beside)] == wanted
    beside = [Change("A", "web/package.json", new=b'{"dependencies": {"algoliasearch": "5"}}')]
    assert sorted(one for _, one, _ in said(lock, *beside)) == [ALGOLIA, SENTRY]


ALGOLIA = "new third party that receives data: Algolia (search)"
SENTRY = "new third party that receives data: Sentry (error tracking)"


def test_a_leak_stays_said_where_the_whole_file_takes_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    from govhooks.rules.data.logging_restrictions import flow

    monkeypatch.setattr(flow, "_MOST_STEPS", 30)
    many = "".join(f"def a{number}(password):\n    logger.info(mask(password))\n\n\n" for number in range(40))
    old = many + "def z(user):\n    return 1\n"
    new = many + "def z(user):\n    logger.info(user.password)\n"

    assert [(one.line, one.blocks) for one in judge(modified(old, new))] == [(162, True)]
