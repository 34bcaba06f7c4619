"""Texts without which a file holds no sink, or nothing classified: a quick look before anything is parsed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# The ends of paths that are read.
ENDS = (
    ".py",
    ".pyi",
    ".pyw",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".ts",
    ".mts",
    ".cts",
    ".tsx",
    ".go",
    ".java",
    ".kt",
    ".cs",
    ".rb",
    ".rake",
    ".php",
)
FORMATS = ("python", "javascript", "typescript", "tsx", "go", "java", "kotlin", "csharp", "ruby", "php")
# One of these is in every text that has a sink.
SINKS = tuple(
    "log print console warn pp( puts echo stdout stderr write slog zap winston pino bunyan sentry capture rollbar bugsnag honeybadger newrelic airbrake"
    " raven datadog crashlytics raygun appsignal scope. analytics mixpanel amplitude posthog segment heap rudder snowplow statsig umami matomo intercom"
    " braze appboy customerio klaviyo pendo fullstory track gtag fbq plausible datalayer identify statsd metric .labels counter histogram gauge"
    " requests. httpx http axios fetch urlopen session client url searchparams redirect navigate location router history openai anthropic completion llm"
    " chain message generate model agent invoke chat raise throw assert span breadcrumb notify setuser set_user telemetry ga( mp. hj( cio. june. fs. stats."
    " errorf errors. error( sprintf timber dump panic meter _paq clevertap people alert".split()
)  # fmt: skip
# One of these, without `_` and `-`, is in every name of the vocabulary that is judged without a register, and in every whole object.
SENSITIVE = tuple(
    "pass pwd pin secret apikey token authkey key credential otp seed backupcode recoverycode card ccn ccnum cvv cvc cvn pan trackdata magstripe"
    " securitycode iban bankaccount bankacct bankdetail routing sortcode banknumber ach bban clabe ifsc depositaccount payoutaccount accountn acct ssn"
    " socialsec social sinnumber nationalid nationalin nino national nhs passport license licence taxid taxnumber taxident taxpayer taxfile tfn itin cpf curp"
    " dni nif nie bsn pesel aadha nric hkid fiscal personn personal personid identity idcard idnumber iddoc governmentid govid residentid residence visa"
    " voter alien greencard military jmbg egn cnp cislo birthnumber sozial steuer ausweis numerosec maiden answer tin sin ein"
    " $post $request $server $env connectionstring connstr request req header body params environ process.env importmeta dict vars( locals( credentials env".split()
)  # fmt: skip


def squeeze(text: str) -> str:
    """A text as the words above have it."""
    return text.lower().replace("_", "").replace("-", "")


def of_register(fields: Iterable[str]) -> tuple[str, ...]:
    """What is in every text that names a registered field: the name without its plural ending."""
    names = {squeeze(field.rpartition(".")[2]) for field in fields}
    return tuple(sorted(name[:-1] if name.endswith("s") and len(name) > 3 else name for name in names if name))
