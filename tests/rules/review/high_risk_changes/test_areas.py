"""The table of risk areas: every row against its own examples, and paths of many stacks against the globs."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import each
from sweeps import examples

from govhooks.core.globs import Globs, validate
from govhooks.rules.review.high_risk_changes.areas import AREAS, QUIET, Area, Signal

TITLES = {
    "authentication": "authentication or session logic",
    "authorization": "authorization, roles or tenant boundaries",
    "payments": "payment, billing or customer data",
    "configuration": "secrets, environment variables or deployment configuration",
    "data-sharing": "logging, analytics or third-party data sharing",
    "governance": "the policy, its approvers or the hooks themselves",
}
SIGNALS = [pytest.param(signal, id=f"{area.id}-{signal.name}") for area in AREAS for signal in area.signals]
EXAMPLES = [(signal, line) for area in AREAS for signal in area.signals for line in signal.example]
COUNTERS = [(signal, line) for area in AREAS for signal in area.signals for line in signal.counter]

RISKY = {
    "governance": (
        "governance.toml",
        "Governance.TOML",
        ".governance/allowed_signers",
        ".governance/revoked_keys",
        ".governance/gpg_keys.asc",
        ".governance/README.md",
        ".govhooks.baseline",
        ".secrets.baseline",
        ".pre-commit-config.yaml",
        ".pre-commit-config.yml",
        "sub/.pre-commit-config.yaml",
        ".pre-commit-hooks.yaml",
        "prek.toml",
        "CODEOWNERS",
        "codeowners",
        ".github/CODEOWNERS",
        "docs/CODEOWNERS",
        ".gitlab/CODEOWNERS",
        ".mailmap",
        ".githooks/pre-push",
        "lefthook.yml",
    ),
    "authentication": (
        "auth.py",
        "accounts/auth/backends.py",
        "app/(auth)/page.tsx",
        "app/api/auth/[...nextauth]/route.ts",
        "src/authentication/index.ts",
        "src/auth-service/main.go",
        "internal/auth_middleware.go",
        "src/main/java/org/shop/AuthController.java",
        "src/hooks/useAuth.ts",
        "lib/oauth2.rb",
        "config/initializers/devise.rb",
        "config/initializers/omniauth.rb",
        "config/passport.js",
        "app/controllers/sessions_controller.rb",
        "app/controllers/users/passwords_controller.rb",
        "app/Http/Controllers/Auth/LoginController.php",
        "app/Http/Middleware/Authenticate.php",
        "src/pages/login.tsx",
        "src/components/LoginForm.tsx",
        "templates/registration/login.html",
        "src/session.rs",
        "src/jwt.strategy.ts",
        "Services/JwtTokenService.cs",
        "Pages/Account/Login.cshtml.cs",
        "src/main/kotlin/app/SecurityConfig.kt",
        "src/main/java/app/WebSecurityConfig.java",
        "pkg/sso/provider.go",
        "users/password_reset.py",
        "lib/totp.ex",
        "server/webauthn.ts",
    ),
    "authorization": (
        "app/authorization/checks.go",
        "src/authz.rs",
        "shop/permissions.py",
        "src/permissions/index.ts",
        "api/permission_classes.py",
        "app/policies/post_policy.rb",
        "app/Policies/PostPolicy.php",
        "app/models/ability.rb",
        "app/Providers/AuthServiceProvider.php",
        "config/packages/security.yaml",
        "src/Security/Voter/PostVoter.php",
        "src/roles.guard.ts",
        "src/roles/roles.ts",
        "models/user_roles.py",
        "Models/UserRole.cs",
        "k8s/rbac.yaml",
        "charts/web/templates/clusterrole.yaml",
        "charts/web/templates/role-binding.yaml",
        "charts/web/templates/serviceaccount.yaml",
        "terraform/iam.tf",
        "infra/iam/main.tf",
        "modules/deploy_iam.tf",
        "firestore.rules",
        "policy/deny.rego",
        "app/middleware/tenant.py",
        "src/tenants/resolver.ts",
        "src/main/java/app/TenantFilter.java",
        "db/row_level_security.sql",
        "lib/acl.js",
        "internal/access_control.go",
    ),
    "payments": (
        "payments/views.py",
        "src/payment.service.ts",
        "app/models/payment_method.rb",
        "src/main/java/shop/PaymentController.java",
        "billing/plans.go",
        "app/Http/Controllers/BillingController.php",
        "Services/InvoiceService.cs",
        "app/invoices/new.tsx",
        "lib/refunds.py",
        "app/services/refund_order.rb",
        "src/checkout/index.ts",
        "app/controllers/checkout_controller.rb",
        "lib/stripe.ts",
        "app/api/stripe/route.ts",
        "services/stripe_client.py",
        "src/StripeWebhookController.java",
        "src/paypal.js",
        "internal/adyen/client_adyen.go",
        "models/credit_card.py",
        "models/BankAccount.kt",
        "app/ledger/entry.rb",
        "src/tax.rs",
        "shop/vat_rates.py",
        "app/models/customer.rb",
        "src/Entity/Customer.php",
        "src/CustomerService.java",
        "src/CustomerRepository.java",
        "customers/models.py",
        "compliance/gdpr.py",
        "lib/pii_fields.py",
        "payroll/run.py",
        "src/payouts/index.ts",
    ),
    "configuration": (
        ".env",
        ".env.production",
        "deploy/prod.env",
        "shop/settings.py",
        "shop/settings/production.py",
        "config/environments/production.rb",
        "config/database.yml",
        "config/app.php",
        "src/main/resources/application.yml",
        "src/main/resources/application-prod.properties",
        "src/Web/appsettings.Production.json",
        "src/environments/environment.prod.ts",
        "config/credentials.yml.enc",
        "config/secrets.yml",
        "Dockerfile",
        "web/Dockerfile.prod",
        "docker-compose.override.yml",
        "compose.yaml",
        "k8s/web/deployment.yaml",
        "charts/web/values-prod.yaml",
        "charts/web/templates/networkpolicy.yaml",
        "infra/main.tf",
        "infra/prod.tfvars",
        "infra/main.bicep",
        "serverless.yml",
        ".github/workflows/test.yml",
        ".github/actions/setup/action.yml",
        ".gitlab-ci.yml",
        "Jenkinsfile",
        "azure-pipelines.yml",
        ".circleci/config.yml",
        ".buildkite/pipeline.yml",
        "bitbucket-pipelines.yml",
        "ansible/roles/nginx/tasks/main.yml",
        "nginx.conf",
        "vercel.json",
        "certs/server.pem",
        ".npmrc",
    ),
    "data-sharing": (
        "app/logging.py",
        "config/logging.php",
        "logging/handlers.py",
        "app/logging_config.py",
        "src/logger.ts",
        "src/lib/requestLogger.js",
        "src/main/resources/logback-spring.xml",
        "src/main/resources/log4j2.xml",
        "NLog.config",
        "config/initializers/filter_parameter_logging.rb",
        "internal/logger/logger.go",
        "fluent-bit.conf",
        "deploy/filebeat.yml",
        "src/analytics.ts",
        "src/analytics/events.ts",
        "app/services/user_analytics.rb",
        "pkg/telemetry/send.go",
        "lib/mixpanel.js",
        "src/posthog.tsx",
        "lib/gtag.js",
        "sentry.client.config.ts",
        "config/initializers/sentry.rb",
        "newrelic.js",
        "app/webhooks/outgoing.py",
        "src/webhook.service.ts",
        "Services/WebhookSender.cs",
        "app/audit_log.py",
        "src/main/java/app/AuditLogger.java",
        "components/CookieConsent.tsx",
        "jobs/data_export.py",
        "ios/PrivacyInfo.xcprivacy",
    ),
}

PLAIN = (
    "README.md",
    "docs/authentication.md",
    "docs/billing/index.rst",
    "AUTHORS",
    "CHANGELOG.md",
    "Makefile",
    "pyproject.toml",
    "package.json",
    "tsconfig.json",
    "setup.cfg",
    "eslint.config.js",
    "vite.config.ts",
    "src/index.ts",
    "src/main.go",
    "src/lib.rs",
    "app/models/post.rb",
    "static/css/login.css",
    "assets/paypal.svg",
    "locale/de/LC_MESSAGES/auth.po",
    "config/locales/devise.en.yml",
    "lang/en/auth.php",
    "src/i18n/de/billing.json",
    "package-lock.json",
    "tests/test_auth.py",
    "accounts/tests/login.py",
    "auth/login_test.go",
    "src/auth.spec.ts",
    "src/__tests__/payments.ts",
    "spec/models/customer_spec.rb",
    "src/test/java/app/PaymentServiceTest.java",
    "dist/analytics.min.js",
)

HARMLESS = {
    "governance": (
        "docs/governance.md",
        "GOVERNANCE.md",
        "src/governance.py",
        "src/governance.toml",
        "governance/board.py",
        "app/mailmap.py",
        "lib/.mailmap",
        "lib/.secrets.baseline",
        "owners.py",
        "CODEOWNERS.md",
        "src/codeowners.ts",
        "hooks/useState.ts",
        "githooks.txt",
        "src/hooks/index.ts",
        "lefthook.py",
        "pyproject.toml",
        "package.json",
        "approvals.py",
        "app/approvals/views.py",
        "governance.json",
    ),
    "authentication": (
        "author.py",
        "authors/index.tsx",
        "models/author_profile.rb",
        "src/CoAuthor.java",
        "src/authority.go",
        "src/authoring/index.ts",
        "lib/tokenizer.py",
        "design-tokens.json",
        "src/tokens.ts",
        "blog/catalog.py",
        "src/plugin.js",
        "src/obsession.py",
        "app/possession.go",
        "db/session.py",
        "app/database/session.py",
        "lib/db_session.py",
        "src/passenger.ts",
        "src/passport_photos_of_cats/cat.py",
        "keyboard.ts",
        "src/signal.py",
        "core/signing.py",
        "src/design/index.ts",
        "app/users.py",
    ),
    "authorization": (
        "scroll.ts",
        "src/scroll_role_model/parole.py",
        "controllers/items.go",
        "enroll.py",
        "roles/nginx/tasks/main.yml",
        "ansible/roles/web/handlers/main.yml",
        "oracle.py",
        "src/miracle.js",
        "src/obstacle.go",
        "src/lieutenant.py",
        "cache_policy.py",
        "src/retry_policy.rb",
        "legal/privacy_policy.html",
        "src/author.py",
        "src/type-guards.ts",
        "src/guards/isString.ts",
        "diamond.tf",
        "src/siamese.py",
        "src/roller.js",
        "src/permutations.py",
        "components/Tooltip.tsx",
    ),
    "payments": (
        "payload.ts",
        "src/paymaster/x.py",
        "billboard.ts",
        "src/bill.py",
        "invoke.py",
        "src/customError.ts",
        "src/CustomErrors.java",
        "customization.py",
        "components/custom.tsx",
        "pinstripe.tsx",
        "striped_table.tsx",
        "syntax.py",
        "taxonomy.rb",
        "taxi.go",
        "elevator.py",
        "private.py",
        "src/display.py",
        "src/charge.c",
        "recharge.go",
        ".github/actions/checkout/index.js",
        "builtin/checkout.c",
        "src/cardinality.rs",
        "src/card.tsx",
    ),
    "configuration": (
        "keyboard.ts",
        "src/keys.ts",
        "monkey.py",
        "secretary.py",
        "envelope.py",
        "environmental.rb",
        "src/components/settings/Panel.tsx",
        "src/settings.tsx",
        "src/config.test.ts",
        "jest.config.js",
        "babel.config.js",
        ".editorconfig",
        ".prettierrc",
        ".gitignore",
        "webpack.common.js",
        "src/dockerfile_parser.py",
        "src/helmet.py",
        "src/composer.ts",
        "src/valuesTable.ts",
        "data/countries.json",
        "src/chart.yaml.ts",
        "src/events/deployed.ts",
    ),
    "data-sharing": (
        "src/login.py",
        "catalog.py",
        "blog/views.py",
        "blogger.py",
        "src/dialog.tsx",
        "src/changelog.rb",
        "logo.tsx",
        "logic.py",
        "logistics.py",
        "logout.ts",
        "analogy.py",
        "prolog.py",
        "logarithm.go",
        "backlog.ts",
        "src/epilogue.js",
        "segment_tree.py",
        "src/amplitude_modulation.py",
        "src/tracking.py",
        "src/auditorium.py",
        "integrations/cat.py",
        ".github/workflows/audit.yml",
        "analysis.py",
        "src/hook.ts",
    ),
}


def found(area: Area, path: str) -> bool:
    quiet = not area.loud and Globs(QUIET, ignore_case=True).match(path)
    return not quiet and bool(Globs(area.paths, ignore_case=True).match(path))


def matches(signal: Signal, line: str) -> bool:
    lowered = line.lower()
    return any(literal in lowered for literal in signal.literals) and bool(re.search(signal.pattern, line))


def test_areas_are_the_five_and_their_governance() -> None:
    assert {area.id: area.title for area in AREAS} == TITLES
    assert len({area.id for area in AREAS}) == len(AREAS)


def test_signal_names_are_unique_over_all_areas() -> None:
    names = [signal.name for area in AREAS for signal in area.signals]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_globs_are_well_formed_and_listed_once(area: Area) -> None:
    for glob in (*area.paths, *(glob for signal in area.signals for glob in signal.files)):
        validate(glob)

    assert len(set(area.paths)) == len(area.paths)


def test_quiet_globs_are_well_formed_and_listed_once() -> None:
    for glob in QUIET:
        validate(glob)

    assert len(set(QUIET)) == len(QUIET)


@pytest.mark.parametrize("signal", SIGNALS)
def test_signal_is_complete(signal: Signal) -> None:
    assert signal.name == signal.name.lower()
    assert 1 <= len(signal.name.split()) <= 5
    assert signal.literals
    assert len(set(signal.literals)) == len(signal.literals)
    assert all(literal == literal.lower() and len(literal) >= 3 for literal in signal.literals)
    assert len(signal.example) >= 2
    assert len(signal.counter) >= 2
    assert not re.search(signal.pattern, "")


# Signals whose literals name every branch of their expression; the others leave some out, and see less than they could.
WHOLE = ("password hashing", "session handling", "tls settings")


@pytest.mark.slow
@pytest.mark.parametrize("signal", [one for area in AREAS for one in area.signals if one.name in WHOLE], ids=WHOLE)
def test_what_matches_holds_a_literal(signal: Signal) -> None:
    """Strings made from the expression itself: the literals leave none of them out."""

    @settings(max_examples=examples(300), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(re.compile(signal.pattern, re.ASCII)))
    def holds(text: str) -> None:
        assert not re.search(signal.pattern, text) or any(literal in text.lower() for literal in signal.literals)

    holds()


@each(EXAMPLES)
def test_example_matches(signal: Signal, line: str) -> None:
    assert re.search(signal.pattern, line)
    assert any(literal in line.lower() for literal in signal.literals)


@each(COUNTERS)
def test_counter_does_not_match(signal: Signal, line: str) -> None:
    assert not matches(signal, line)


@pytest.mark.parametrize(("size", "limit"), [(20_000, 1), pytest.param(200_000, 10, marks=pytest.mark.slow)])
@pytest.mark.parametrize("signal", SIGNALS)
def test_pattern_is_linear_in_a_hostile_line(signal: Signal, size: int, limit: float) -> None:
    pattern = re.compile(signal.pattern)
    seeds = ("a", "_", " ", "A_", "(" + signal.literals[0], " ".join(signal.literals), signal.example[0][:-2])
    started = time.process_time()
    for seed in seeds:
        line = seed * (size // len(seed))
        pattern.search(line + "\x00")

    # a quadratic pattern takes minutes for the long lines, and a hundredth of that for the short ones; the slowest of
    # the table takes less than a second for seven long ones
    assert time.process_time() - started < limit


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_risky_paths(area: Area) -> None:
    assert len(RISKY[area.id]) >= 20
    assert [path for path in RISKY[area.id] if not found(area, path)] == []


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_harmless_paths(area: Area) -> None:
    assert len(HARMLESS[area.id]) >= 20
    assert [path for path in (*HARMLESS[area.id], *PLAIN) if found(area, path)] == []
