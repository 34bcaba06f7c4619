"""The rule identity-providers: what a change brings has to be one of the policy's, in every stack."""

from __future__ import annotations

import pytest
from conftest import Repo
from hypothesis import given
from hypothesis import strategies as st

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.core.finding import Finding
from govhooks.policy.load import PolicyError, load
from govhooks.rules.authentication.identity_providers import ID, listed, rule
from govhooks.rules.authentication.identity_providers.policy import Policy
from govhooks.rules.index import ENTRIES

STAFF = "https://login.example.org/realms/staff"
POLICY = Policy(issuers=(STAFF,), audiences=("orders",), redirects=("https://app.example.org/callback",))
OTHER = "https://idp.other.net"


def judge(path: str, new: str, old: str = "", policy: Policy = POLICY, kind: str = "change") -> list[Finding]:
    change = Change("M" if old else "A", path, new=new.encode(), old=(old.encode(),) if old else ())
    return list(rule.check(Changeset([change], kind=kind), policy))


# (file, text with HERE for the provider, what the finding names). Each is refused with another issuer and passes with the listed one.
STACKS = [
    ("settings.py", 'OIDC_OP_JWKS_ENDPOINT = "HERE/protocol/openid-connect/certs"\n', "OIDC_OP_JWKS_ENDPOINT"),
    ("settings.py", 'BASE = "HERE"\nOIDC_OP_TOKEN_ENDPOINT = f"{BASE}/token"\n', "OIDC_OP_TOKEN_ENDPOINT"),
    ("settings.py", 'SOCIAL_AUTH_KEYCLOAK_ISSUER = env("KC", default="HERE")\n', "SOCIAL_AUTH_KEYCLOAK_ISSUER"),
    ("app.py", 'oauth.register("x", server_metadata_url="HERE/.well-known/openid-configuration")\n', "server_metadata_url"),
    ("app.py", 'app.config["OIDC_ISSUER"] = "HERE"\n', "OIDC_ISSUER"),
    ("api.py", 'import jwt\nISSUER = "HERE"\njwt.decode(t, k, algorithms=["RS256"], issuer=ISSUER)\n', "ISSUER"),
    ("api.py", 'client = jwt.PyJWKClient("HERE/certs")\n', "PyJWKClient"),
    ("application.yml", "spring:\n  security:\n    oauth2:\n      resourceserver:\n        jwt:\n          issuer-uri: HERE\n", "issuer-uri"),
    ("application.properties", "spring.security.oauth2.client.provider.kc.issuer-uri=${KC:HERE}\n", "issuer-uri"),
    ("J.java", 'class J { JwtDecoder d() { return JwtDecoders.fromIssuerLocation("HERE"); } }\n', "fromIssuerLocation"),
    ("auth.ts", 'export default NextAuth({ providers: [Keycloak({ issuer: "HERE" })] })\n', "issuer"),
    ("auth.ts", 'const keys = createRemoteJWKSet(new URL("HERE/certs"))\n', "createRemoteJWKSet"),
    ("auth.js", 'passport.use(new OIDCStrategy({ issuer: process.env.ISSUER || "HERE" }))\n', "issuer"),
    ("auth.go", 'package a\n\nfunc f() { p, _ := oidc.NewProvider(ctx, "HERE") }\n', "NewProvider"),
    ("devise.rb", 'Devise.setup do |config|\n  config.omniauth :openid_connect, issuer: "HERE"\nend\n', "issuer"),
    ("init.rb", 'HOST = "HERE"\nconfig.oidc = { issuer: "#{HOST}/" }\n', "issuer"),
    ("services.php", '<?php return ["keycloak" => ["issuer" => env("KC", "HERE")]];\n', "issuer"),
    ("Program.cs", 'class P { void M() { options.Authority = "HERE"; } }\n', "Authority"),
    ("Program.cs", 'const string Authority = "HERE";\n', "Authority"),
    ("src/main/kotlin/org/example/Login.kt", 'fun login() {\n    val issuer = "HERE"\n}\n', "issuer"),
    ("argocd.yaml", "kind: ConfigMap\ndata:\n  oidc.config: |\n    name: Staff\n    issuer: HERE\n", "issuer"),
    ("appsettings.json", '{"Jwt": {"ValidIssuers": ["HERE"]}}\n', "ValidIssuers"),
    ("values.yaml", "config:\n  oidc_issuer_url: HERE\n", "oidc_issuer_url"),
    ("deploy.yaml", "env:\n- name: OIDC_ISSUER_URL\n  value: HERE\n", "OIDC_ISSUER_URL"),
    ("compose.yml", "services:\n  a:\n    environment:\n    - OIDC_ISSUER=HERE\n", "OIDC_ISSUER"),
    (".env.example", "KEYCLOAK_ISSUER=HERE\n", "KEYCLOAK_ISSUER"),
    ("idp.tf", 'resource "aws_iam_openid_connect_provider" "ci" {\n  url = "HERE"\n}\n', "url"),
    ("idp.tf", 'locals {\n  idp = "HERE"\n}\nresource "x" "y" {\n  issuer = "${local.idp}/"\n}\n', "issuer"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "key"), STACKS, ids=[f"{one[0]} {one[2]}" for one in STACKS])
def test_each_stack(path: str, text: str, key: str) -> None:
    (finding,) = judge(path, text.replace("HERE", OTHER))

    assert finding.blocks
    assert OTHER in finding.problem and key in finding.problem
    assert judge(path, text.replace("HERE", STAFF)) == []
    assert judge(path, text.replace("HERE", OTHER) + "\n", text.replace("HERE", OTHER)) == []
    assert [one.problem for one in judge(path, text.replace("HERE", "http://idp.other.net"))] != []


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("settings.py", 'INSTALLED_APPS = ["allauth.socialaccount.providers.github"]\n', "https://github.com"),
        ("application.properties", "spring.security.oauth2.client.registration.google.client-id=x\n", "accounts.google.com"),
        ("auth.ts", 'import GitHub from "next-auth/providers/github"\n', "https://github.com"),
        ("devise.rb", 'Devise.setup { |config| config.omniauth :google_oauth2, "a" }\n', "accounts.google.com"),
        ("Program.cs", "class P { void M() { services.AddAuthentication().AddGoogle(o => {}); } }\n", "accounts.google.com"),
        ("appsettings.json", '{"AzureAd": {"TenantId": "common"}}\n', "login.microsoftonline.com/common"),
        ("app.py", "jwt.decode(t, k, audience='billing')\n", "audience billing"),
        ("auth.tf", 'resource "aws_cognito_user_pool_client" "w" {\n  callback_urls = ["https://x.example.org/y"]\n}\n', "redirect https://x.example.org/y"),
        ("values.yaml", "proxy:\n  oidc-issuer-url: http://keycloak.auth.svc.cluster.local:8080/realms/staff\n", "without TLS"),
        ("realm.json", '{"clients": [{"redirectUris": ["*"]}]}\n', "return anywhere: *"),
        ("realm.json", '{"identityProviders": [{"config": {"validateSignature": "false"}}]}\n', "validateSignature = false"),
    ],
)  # fmt: skip
def test_what_else_is_refused(path: str, text: str, words: str) -> None:
    findings = judge(path, text)

    assert [one.blocks for one in findings] == [True]
    assert words in findings[0].problem


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("settings.py", '# OIDC_ISSUER = "https://idp.other.net"\n"""issuer = https://idp.other.net"""\n'),
        ("settings.py", 'OIDC_ISSUER = os.environ["OIDC_ISSUER"]\n'),
        ("app.yml", "oidc:\n  issuer: http://keycloak:8080/realms/dev\n"),
        ("app.yml", "oidc:\n  issuer: http://localhost:8080/realms/dev\n"),
        ("app.yml", "oidc:\n  issuer: https://${HOST}/realms/staff\n"),
        ("app.yml", "payment:\n  callback_url: https://pay.other.net/done\n"),
        ("app.yml", "issuerRef:\n  kind: Issuer\n"),
        ("cert.yml", "totp:\n  issuer: Shop\n"),
        ("app.yml", "oauth:\n  redirect_uri: /callback\n"),
        ("tests/test_auth.py", 'ISSUER = "https://idp.other.net"\n'),
        ("README.md", "issuer: https://idp.other.net\n"),
        ("app.yml", f"oidc:\n  issuer: {STAFF}/\n  jwks_uri: {STAFF}/certs\n  audience: orders\n"),
    ],
)
def test_what_passes(path: str, text: str) -> None:
    assert judge(path, text) == []


def test_without_a_list_the_first_provider_is_flagged_once() -> None:
    text = f"oidc:\n  issuer: {OTHER}\n  jwks_uri: {OTHER}/keys\nsaml:\n  idp_entity_id: https://second.other.net\n"

    (finding,) = judge("app.yml", text, policy=Policy())

    assert not finding.blocks
    assert "no identity provider is declared" in finding.problem
    assert judge("app.yml", text + "# x\n", text, policy=Policy()) == []


def test_a_moved_setting_is_no_news() -> None:
    text = f"oidc:\n  issuer: {OTHER}\n"
    moved = [Change("D", "a/app.yml", old=(text.encode(),)), Change("A", "b/app.yml", new=text.encode())]

    assert list(rule.check(Changeset(moved), POLICY)) == []


@pytest.mark.parametrize("path", ["tests/app.js", "static/1190.2dfb.entry.js", "static/login.js"])
def test_what_test_data_and_built_code_said_before_does_not_count(path: str) -> None:
    """Deleted files of these kinds are not read at all: a release replaces hundreds of them."""
    setting = f'const options = {{ issuer: "{OTHER}" }};\n'
    built = setting.replace("\n", " " + "a" * 20_000 if path == "static/login.js" else "\n")
    changes = [Change("D", path, old=(built.encode(),)), Change("A", "src/login.js", new=setting.encode())]

    assert [one.path for one in rule.check(Changeset(changes), POLICY)] == ["src/login.js"]


def test_a_file_that_cannot_be_read_is_said() -> None:
    (finding,) = judge("app.yml", "oidc: [\n")

    assert not finding.blocks
    assert "not judged" in finding.problem


@pytest.mark.parametrize(
    "text", ['issuers = ["http://x"]', 'issuers = ["https://*"]', 'audiences = ["*"]', 'redirects = ["*"]']
)
def test_a_list_that_allows_everything_is_an_error(text: str) -> None:
    with pytest.raises(PolicyError):
        load(f"[rules.identity-providers]\n{text}\n".encode(), "governance.toml", ENTRIES)


@pytest.mark.parametrize(
    ("kind", "url", "issuer", "supported"),
    [
        ("issuer", STAFF + "/", STAFF, True),
        ("issuer", STAFF + "/.well-known/openid-configuration", STAFF, True),
        ("keys", STAFF + "/protocol/openid-connect/certs", STAFF, True),
        ("issuer", "https://login.example.org", STAFF, True),
        ("keys", "https://login.example.org/realms/staffing/certs", STAFF, False),
        ("issuer", "https://login.example.org/realms/master", STAFF, False),
        ("issuer", "http://login.example.org/realms/staff", STAFF, False),
        ("issuer", "https://login.example.org:8443/realms/staff", STAFF, False),
        ("issuer", "https://login.example.org.evil.net/realms/staff", STAFF, False),
        ("issuer", "https://login.example.org@evil.net/realms/staff", STAFF, False),
        ("issuer", "https://LOGIN.example.org/realms/staff", STAFF, True),
        ("keys", "https://www.googleapis.com/oauth2/v3/certs", "https://accounts.google.com", True),
        ("keys", "https://login.microsoftonline.com/T1/discovery/v2.0/keys", "https://login.microsoftonline.com/T1/v2.0", True),
        ("keys", "https://login.microsoftonline.com/T2/discovery/v2.0/keys", "https://login.microsoftonline.com/T1/v2.0", False),
        ("issuer", "https://sts.windows.net/T1/", "https://login.microsoftonline.com/T1/v2.0", True),
        ("issuer", "https://a.preview.example.org", "https://*.preview.example.org", True),
        ("issuer", "https://a.b/preview.example.org", "https://*.preview.example.org", False),
        ("issuer", "https://login.example.org/realms/${REALM}", STAFF, True),
    ],
)  # fmt: skip
def test_which_urls_belong_to_an_issuer(kind: str, url: str, issuer: str, supported: bool) -> None:
    assert listed.is_supported(kind, url, (issuer,)) is supported


@given(st.text("abc./:@-", max_size=12))
def test_no_other_host_is_ever_supported(word: str) -> None:
    """Whatever stands before or behind the name, another host is another provider."""
    from urllib.parse import urlsplit

    for url in (f"https://login.example.org{word}/realms/staff", f"https://{word}login.example.org/realms/staff"):
        try:
            host = urlsplit(url).hostname
        except ValueError:
            continue
        if host != "login.example.org":
            assert not listed.is_supported("issuer", url, (STAFF,))


def test_a_commit_is_refused_and_init_writes_what_is_in_use(repo: Repo) -> None:
    repo.commit("app", **{"app.yml": f"oidc:\n  issuer: {STAFF}\n  audience: orders\n"})

    done = repo.run("identity", "init")

    assert done.code == 0
    assert done.out.splitlines()[:2] == [f"issuers: {STAFF}", "audiences: orders"]
    repo.git("add", "-A")
    repo.commit("policy")
    repo.stage("app.yml", f"oidc:\n  issuer: {OTHER}\n")
    done = repo.run("check", "--rule", ID)
    assert done.code == 1
    assert f"app.yml:2: {OTHER} (issuer) is no identity provider that the policy lists" in done.out


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("src/login.js", f'const issuer = "{STAFF}";\n', f'const issuer = "{OTHER}";\n// {"A" * 100_000}\n'),
        (
            "cm.yaml",
            "data:\n  a.yaml: |\n    b: c\n",
            f"data:\n  a.yaml: |\n    issuer: {OTHER}\n    {{{{ if x }}}}: [\n",
        ),
    ],
)
def test_what_hides_a_setting_does_not(path: str, old: str, new: str) -> None:
    """A wide line beside it, a template around it."""
    assert [OTHER in one.problem for one in judge(path, new, old)] == [True]
