"""What is for development or for tests, and no file of production may have: well-known passwords, switches, sandboxes."""

from __future__ import annotations

from govhooks.search.compiled import compiled

# Passwords and keys that everybody knows: from the pages, images and templates of the products named beside them.
KNOWN = frozenset(
    "password|passwd|passw0rd|p@ssw0rd|p@ssword|password1|password12|password123|password!|passw0rd123|pass|pass123|secret"
    "|secrets|secret123|supersecret|super-secret|super_secret|topsecret|s3cr3t|s3cret|mysecret|my-secret|secretkey|secret-key"
    "|secret_key|mysecretkey|my-secret-key|mypassword|mysecretpassword"  # the page of the image of PostgreSQL
    "|changeme|change-me|change_me|changeit|changethis|change-this|change_this|changemenow|changeme123|pleasechangeme"
    "|admin|admin1|admin123|administrator|root|root123|toor|rootpassword|rootpass|test|test123|testing|tests|testpassword"
    "|123456|1234567|12345678|123456789|1234567890|1234|12345|111111|000000|qwerty|letmein|welcome|welcome1|default|guest"
    "|postgres|mysql|mariadb|mongo|redis|rabbitmq|elastic"  # users and passwords of images
    "|minioadmin|minio123|minio"  # MinIO
    "|dev|devel|development|devpassword|dev-password|dev-secret|devsecret|dev_secret|dev-key|local|localhost|insecure"
    "|demo|foobar|foo|bar|hunter2|keycloak|grafana|example|sa|user|api123|abc123|notsecret|prom-operator|your-256-bit-secret|your_jwt_secret|not-secret|not-so-secret|keyboardcat"
    "|thisisasecret|secretpassword|vagrant|docker|laravel|homestead|symfony|django".split("|")
) | {"keyboard cat", "!changeme!", "not a secret", "shhh", "shhhhh", "your_strong_passw0rd"}
# Of these, the ones that are names of products, users and environments, too: `imagePullSecret: docker` names an object of Kubernetes.
_NAMES = frozenset(
    "postgres mysql mariadb mongo redis rabbitmq elastic docker vagrant laravel homestead symfony django keycloak grafana minio"
    " default guest local localhost demo example test testing tests dev devel development user sa admin administrator root".split()
)
# What a secret is for that is written out, never named.
_WRITTEN = frozenset(
    "jwt session cookie signing client hmac webhook encryption shared app api auth access refresh csrf".split()
)
# A part that says it.
_SAYS = compiled(
    r"(?i)^django-insecure-|^insecure[-_]|change[-_ ]?me|change[-_ ]?this|changeit\b|\bdev(?:elopment)?[-_](?:only|secret|key|password)"
    r"|(?:not|in)[-_]?(?:for|safe[-_]for)[-_]?production|local[-_]?dev(?:elopment)?[-_](?:only|secret|key|password)"
    r"|^thistokenisnotsosecret|^!changeme!|^dummy[-_]|only[-_]for[-_]dev"
)
# Names whose value is the name of a secret, a user or a text, not a secret.
DEBUG = frozenset(
    "debug appdebug flaskdebug djangodebug wpdebug templatedebug kerneldebug debugmode enabledebug debugenabled isdebug"
    " serverdebug djdebug symfonydebug laraveldebug consideralllocal consideralllocalrequests considerallrequestslocal"
    " displayerrors displaystartuperrors debugpropagateexceptions debugtoolbar debugtoolbarenabled wpdebugdisplay detailederrors"
    " h2consoleenabled springh2consoleenabled".split()
)
TRUE = ("true", "1", "yes", "on", "enabled")
# Names of a switch between environments, and the values that mean another than production.
MODES = frozenset(
    "nodeenv appenv railsenv rackenv flaskenv djangoenv aspnetcoreenvironment dotnetenvironment ginmode springprofilesactive"
    " symfonyenv env environment appenvironment mixenv craftenvironment wpenvironmenttype wpenv phoenixenv goenv hanamienv"
    " profilesactive springprofilesactive".split()
)
_MODE_DEVELOPMENT = ("development", "dev", "local", "test", "testing", "debug", "develop", "localhost")
# Names of a switch between the two worlds of a payment provider or the like: documented values "live"/"production" and "sandbox".
PROVIDER_MODE = compiled(
    r"(?i)(?:^|.*[_.-])(paypal|braintree|plaid|square|adyen|razorpay|paystack|payu|klarna|midtrans|cashfree|worldpay|stripe"
    r"|docusign|dwolla|authorizenet|mercadopago|mollie|cybersource|checkout|amadeus|fedex|ups|usps|itunes|apns)"
    r"[_.-]?(?:\w+[_.-])?(mode|env|environment)"
)
SANDBOX = ("sandbox", "test", "testing", "development", "dev")
LIVE = ("live", "production", "prod")
# Hosts of providers that are for tests; what follows is where it is documented.
SANDBOX_HOSTS = {
    "api.sandbox.paypal.com": "https://developer.paypal.com/api/rest/sandbox",
    "api-m.sandbox.paypal.com": "https://developer.paypal.com/api/rest/sandbox",
    "www.sandbox.paypal.com": "https://developer.paypal.com/api/nvp-soap/ipn",
    "svcs.sandbox.paypal.com": "https://developer.paypal.com/api/nvp-soap",
    "api.sandbox.braintreegateway.com": "https://developer.paypal.com/braintree/docs",
    "sandbox.braintreegateway.com": "https://developer.paypal.com/braintree/docs",
    "payments.sandbox.braintree-api.com": "https://graphql.braintreepayments.com",
    "connect.squareupsandbox.com": "https://developer.squareup.com/docs/devtools/sandbox/overview",
    "sandbox.plaid.com": "https://plaid.com/docs/sandbox",
    "development.plaid.com": "https://plaid.com/docs/sandbox",
    "checkout-test.adyen.com": "https://docs.adyen.com/development-resources/live-endpoints",
    "pal-test.adyen.com": "https://docs.adyen.com/development-resources/live-endpoints",
    "management-test.adyen.com": "https://docs.adyen.com/development-resources/live-endpoints",
    "api.playground.klarna.com": "https://docs.klarna.com/api/api-urls",
    "api-sandbox.dwolla.com": "https://developers.dwolla.com",
    "apitest.authorize.net": "https://developer.authorize.net/api/reference",
    "apitest.cybersource.com": "https://developer.cybersource.com",
    "api.sandbox.midtrans.com": "https://docs.midtrans.com",
    "app.sandbox.midtrans.com": "https://docs.midtrans.com",
    "sandbox.cashfree.com": "https://www.cashfree.com/docs",
    "api.sandbox.checkout.com": "https://www.checkout.com/docs",
    "sandbox-api.paddle.com": "https://developer.paddle.com/api-reference/about/sandbox",
    "sandbox-api.iyzipay.com": "https://docs.iyzico.com",
    "demo.docusign.net": "https://developers.docusign.com/platform/auth",
    "account-d.docusign.com": "https://developers.docusign.com/platform/auth",
    "test.salesforce.com": "https://help.salesforce.com/s/articleView?id=sf.data_sandbox_environments.htm",
    "apis-sandbox.fedex.com": "https://developer.fedex.com",
    "wwwcie.ups.com": "https://developer.ups.com",
    "test.api.amadeus.com": "https://developers.amadeus.com",
    "api.sandbox.push.apple.com": "https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns",
    "sandbox.itunes.apple.com": "https://developer.apple.com/documentation/appstorereceipts/verifyreceipt",
    "api.storekit-sandbox.itunes.apple.com": "https://developer.apple.com/documentation/appstoreserverapi",
    "acme-staging-v02.api.letsencrypt.org": "https://letsencrypt.org/docs/staging-environment",
    "sandbox.smtp.mailtrap.io": "https://docs.mailtrap.io",
    "smtp.mailtrap.io": "https://docs.mailtrap.io",
    "sandbox.api.mailtrap.io": "https://docs.mailtrap.io",
    "smtp.ethereal.email": "https://ethereal.email",
    "sandbox-quickbooks.api.intuit.com": "https://developer.intuit.com",
    "sandbox.api.service.nhs.uk": "https://digital.nhs.uk/developer",
    "test-api.payu.in": "https://docs.payu.in",
    "secure.snd.payu.com": "https://developers.payu.com",
    "api-uat.kushkipagos.com": "https://docs.kushki.com",
}
# Hosts of providers where money moves.
LIVE_HOSTS = {
    "api.paypal.com": "https://developer.paypal.com/api/rest/production",
    "api-m.paypal.com": "https://developer.paypal.com/api/rest/production",
    "connect.squareup.com": "https://developer.squareup.com/docs/build-basics",
    "production.plaid.com": "https://plaid.com/docs/api",
    "api.braintreegateway.com": "https://developer.paypal.com/braintree/docs",
    "payments.braintree-api.com": "https://graphql.braintreepayments.com",
    "app.midtrans.com": "https://docs.midtrans.com",
    "api.midtrans.com": "https://docs.midtrans.com",
    "api.iyzipay.com": "https://docs.iyzico.com",
}
_LIVE_ADYEN = compiled(r"[0-9a-f]+-[\w-]+-(?:checkout|pal)-live\.adyenpayments\.com")


def folded(name: str) -> str:
    """A name without case and separators."""
    return name.casefold().replace("_", "").replace("-", "").replace(".", "").replace(" ", "").replace("?", "")


def is_known(value: str) -> bool:
    """Whether a secret is one that everybody knows, or says itself that it is for development."""
    return value.casefold() in KNOWN or _SAYS.search(value) is not None


def is_default(words: tuple[str, ...], name: str, value: str) -> bool:
    """Whether the value of a secret with this name is one that everybody knows, and no name of the secret."""
    if value.casefold() in _NAMES and words[-1:] in (("secret",), ("token",)) and not name.isupper():
        return not _WRITTEN.isdisjoint(words)
    return is_known(value)


def is_debug(keys: tuple[str, ...], value: str) -> bool:
    """Whether a setting switches on what shows the inside of a program to whoever asks."""
    if value.casefold() not in TRUE:
        return keys[-1] == "DEBUG" and (value == "*" or value.endswith(":*"))  # the package debug of Node.js
    name = keys[-1].rpartition(".")[2]
    last = folded(name)
    if folded(".".join(keys[-4:])).endswith("h2consoleenabled"):
        return True
    if last in DEBUG:
        # `debug: true` far inside is that of some part; beside the name of the program, or at the top, it is the program's.
        return (
            last != "debug"
            or len(keys) == 1
            or bool(_PROGRAM.intersection(_WORDS.split(keys[-2].lower())))
            or "." in keys[-1]
        )
    return (
        name.isupper()
        and name.endswith("_DEBUG")
        and not any(word in name for word in ("LOG", "SQL", "XDEBUG", "TRACE"))
    )


_WORDS = compiled(r"[^a-z0-9]+")
_PROGRAM = frozenset(
    "app application server flask django symfony laravel rails express fastapi env environment variables vars data stringdata config"
    " settings global globals default main general api web backend extraenv envvars args framework env_vars envvariables".split()
)


def mode_of(keys: tuple[str, ...], value: str) -> str:
    """The name of a switch that starts a program as in development, "" for none: `NODE_ENV=development`."""
    name, lower = keys[-1], value.casefold()
    if folded(name) == "djangosettingsmodule":
        return name if lower.rpartition(".")[2] in _MODE_DEVELOPMENT else ""
    if not any(one.strip() in _MODE_DEVELOPMENT for one in lower.split(",")):
        return ""
    if folded(name) in ("env", "environment") and not name.isupper():
        return name if len(keys) == 1 else ""
    told = any(folded("".join(keys[-deep:])) in MODES for deep in (1, 2, 3))
    return name if told else ""


# Servers that stand in for others on a developer's machine: a catcher of mail, an emulated cloud.
STAND_INS = frozenset(
    "mailhog mailpit mailcatcher maildev localstack inbucket fakes3 azurite wiremock mockserver".split()
)
_OF_PROGRAM = frozenset("api app base public site frontend backend web callback redirect root server".split())


def is_stand_in(host: str) -> bool:
    """Whether a host stands in for a mail server or a cloud on a developer's machine."""
    return host in STAND_INS


def is_own_url(words: tuple[str, ...]) -> bool:
    """Whether the words of a name say the URL of the program itself or of the API it uses, which is never this machine in production."""
    return words[-1:] in (("url",), ("uri",)) and not _OF_PROGRAM.isdisjoint(words[:-1])


def is_emulator(name: str) -> bool:
    """Whether a variable sends a client of Google's cloud to an emulator."""
    return name.upper().endswith(("_EMULATOR_HOST", "_EMULATOR_HUB"))


# What a framework does only for development: (the end of the folded name, the value).
OTHERS = (
    ("ddlauto", "create-drop"),  # Hibernate: the tables are dropped when the program ends
    ("ddlauto", "create"),
    ("emailbackend", "django.core.mail.backends.console.emailbackend"),
    ("emailbackend", "django.core.mail.backends.dummy.emailbackend"),
    ("deliverymethod", "letter_opener"),
)


def is_for_development(name: str, value: str) -> bool:
    """Whether a setting is one that frameworks have for development only."""
    last, lower = folded(name), value.casefold().lstrip(":")
    return any(last.endswith(end) and lower == wanted for end, wanted in OTHERS)


def provider_mode(keys: tuple[str, ...], value: str) -> str:
    """ "live" or "sandbox" for a switch of a payment provider or the like, "" for no such switch."""
    lower = value.casefold()
    if lower not in LIVE and lower not in SANDBOX:
        return ""
    if not PROVIDER_MODE.fullmatch(keys[-1]) and not (len(keys) > 1 and PROVIDER_MODE.fullmatch("_".join(keys[-2:]))):
        return ""
    return "live" if lower in LIVE else "sandbox"


def is_sandbox(host: str) -> bool:
    """Whether a host is that of a provider's tests."""
    return host in SANDBOX_HOSTS


def is_live(host: str) -> bool:
    """Whether a host is that of a provider where money moves."""
    return host in LIVE_HOSTS or _LIVE_ADYEN.fullmatch(host) is not None
