"""Sinks by the names of calls, for all languages; one plain literal, one row a line.

A row is (kinds, receivers, methods, arguments): the last name of a call is one of `methods`, and one of the two names before it says one of the
`receivers`: as a word of that name ("log" of `audit_log.info`), or, with a `=`, as the whole name. `=` alone is a call without a
receiver, `*` any. `arguments` are the only ones that count, by keyword or position, "" for all. Names are compared without case and without `_`.
"""

from __future__ import annotations

LOG, PRINT, EXCEPTION, ANALYTICS = "log", "print", "exception", "analytics"
ERROR_TRACKER, METRIC, URL, LLM = "error-tracker", "metric", "url", "llm"
KINDS = (LOG, PRINT, EXCEPTION, ANALYTICS, ERROR_TRACKER, METRIC, URL, LLM)

_LEVELS = (
    "debug info warn warning error exception critical fatal trace success notice log verbose silly msg alert emergency panic dpanic write"
    " debugf infof warnf warningf errorf fatalf tracef printf print println panicf panicln fatalln logf debugw infow warnw errorw fatalw"
    " debugln infoln warnln errorln debugcontext infocontext warncontext errorcontext logattrs bind contextualize with severe config fine finer"
    " finest logdebug loginformation logwarning logerror logcritical logtrace information d i w e v wtf unknown add http event"
)
_SEND = (
    "track identify capture page screen group alias logevent event push register registeronce peopleset set setonce setuserproperties setuserid"
    " setpersonproperties trackevent trackpageview send record update boot setuserproperty setattributes logcustomevent changeuser"
    " setcustomuserattribute addproperties enqueue init pageview people"
)
_REPORT = (
    "capturemessage captureexception captureevent setuser setcontext settag settags setextra setextras addbreadcrumb setcontexts"
    " configurescope notify leavebreadcrumb addmetadata context noticeerror addcustomattribute addcustomattributes recordcustomevent"
    " reporterror reportmessage reportexcinfo adderror addaction setuserattribute setattribute setcustomkey recorderror log error warning info"
    " critical debug recordexception senderror identify extracontext usercontext tagscontext setglobalcontextproperty setcustomuserid"
    " setuserid addattachment"
)
_COUNT = (
    "incr increment decr decrement gauge timing timer histogram distribution set count event incrby inc counter measure record observe"
    " putmetric putmetricdata addmetric adddimension labels withlabelvalues with tag tags add recordvalue servicecheck timed"
)

SINKS: tuple[tuple[str, str, str, str], ...] = (
    # logs: logging, structlog, loguru, winston, pino, bunyan, log4js, zap, logrus, slog, slf4j, Monolog, Rails
    ("log", "log logger logging logs slog zap logrus winston pino bunyan timber glog klog syslog monolog loguru", _LEVELS, ""),
    ("log", "=", "log loginfo logerror logdebug logwarning logwarn logmessage logevent logexception logtrace errorlog syslog debuglog", ""),
    ("log", "=warnings", "warn warnexplicit", ""),
    ("log", "=contextvars =structlog =threadlocal", "bindcontextvars bindthreadlocal boundcontextvars", ""),
    ("log", "=mdc =threadcontext", "put putcloseable", ""),
    # what goes to the terminal: console of browsers and Node.js
    ("print log", "=console", "log info warn error debug trace dir table group groupcollapsed", ""),
    ("print", "=", "print pprint pp puts p echo println printf vardump printr eprint alert", ""),
    ("print", "=pprint =rich =click =typer =console =stdout =stderr =io", "pprint pp print echo secho write writeline log", ""),
    ("print", "=out =err =fmt", "println printf print", ""),
    # errors whose text is made by a call
    ("exception", "=", "panic", ""),
    ("exception", "=fmt =errors =xerrors =pkgerrors", "errorf new wrap wrapf newf withmessage", ""),
    # product analytics: Segment, Mixpanel, Amplitude, PostHog, Google Analytics, ...
    (
        "analytics",
        "analytics mixpanel =mp amplitude posthog segment =heap rudderanalytics rudderstack rudder snowplow =statsig =umami =matomo =intercom"
        " =braze =appboy customerio =cio klaviyo =june =pendo fullstory =fs =people =datalayer =paq =clevertap =firebaseanalytics telemetry",
        _SEND,
        "",
    ),
    ("analytics", "=", "gtag ga fbq plausible hj heap trackevent logamplitudeevent snaptr ttq twq rdt clarity intercom", ""),
    # error trackers: Sentry, Rollbar, Bugsnag, Honeybadger, New Relic, Airbrake, Datadog RUM, Crashlytics, ...
    (
        "error-tracker",
        "sentry =sentrysdk =raven rollbar bugsnag honeybadger newrelic airbrake =datadogrum crashlytics =logrocket =raygun =appsignal =scope",
        _REPORT,
        "",
    ),
    (
        "error-tracker",
        "=",
        "capturemessage captureevent setuser setcontext settag setextra addbreadcrumb noticeerror captureexception addcustomattribute",
        "",
    ),
    # metrics: StatsD, Datadog, Prometheus, OpenTelemetry, CloudWatch, Micrometer
    ("metric", "statsd dogstatsd metrics metric =datadog =prometheus =cloudwatch =meterregistry =stats", _COUNT, ""),
    ("metric", "*", "labels withlabelvalues", ""),
    ("metric", "=builder =tag", "tag tags", ""),
    ("metric", "counter histogram updowncounter", "add record inc observe", ""),
    ("metric", "span =currentspan", "setattribute setattributes addevent settag", ""),
    # HTTP clients: what is in the URL or its query is logged on the way
    ("url", "=requests =httpx", "get head options", "url params 0 1"),
    (
        "url",
        "=requests =httpx =session =client =axios =http =aiohttp =superagent =got =ky =apiclient =httpclient =restclient =faraday =httparty",
        "get post put patch delete head options request",
        "url params 0 1.params",
    ),
    ("url", "=", "fetch axios urlopen got ky navigate redirect", "0 url 1.params params"),
    ("url", "=urllib =request =window =location =router =history", "urlopen open assign push replace navigate", "0 url"),
    ("url", "=searchparams =query =params", "append set", ""),
    ("url", "=urlsearchparams", "new", ""),
    # language models: OpenAI, Anthropic, LangChain, Gemini, Ollama, LiteLLM, Vercel AI
    ("llm", "=completions =responses =messages =chatcompletion =completion =chat =embeddings", "create acreate stream parse complete", "messages input prompt system instructions 0"),
    ("llm", "llm chain model agent chat openai claude gemini anthropic ollama cohere mistral bedrock", "invoke ainvoke generate agenerate predict apredict stream astream batch abatch chat complete completion generatecontent sendmessage call run ask prompt send", ""),
    ("llm", "queryengine chatengine =queryengine =chatengine", "query aquery chat achat", ""),
    ("llm", "=litellm =", "completion acompletion generatetext streamtext generateobject streamobject", ""),
    ("llm", "=", "humanmessage systemmessage usermessage", ""),
)  # fmt: skip

# Arguments that are no data of the event: how to report, and the client's own credentials.
NOT_DATA = frozenset(
    "exc_info stack_info stacklevel api_key apiKey headers auth timeout file sep end flush level write_key writeKey dsn model".split()
)

# What of a request given as one object is in its URL: axios({url, params}), navigate({pathname, search}).
IN_URL = frozenset("url uri href baseURL path pathname params query search searchParams hash".split())
