"""What each literal of the table holds: a change without one of these mentions nobody (tests hold it to the table)."""

from __future__ import annotations

STEMS = tuple(
    """
    @ai-sdk/google @heap @next/third adjust adobedtm ads-twitter algolia alloy amplitude analytics anthropic
    app_ga appboy appdynamics appinsights applicationinsights appsflyer appsignal azure-monitor azure.monitor
    betterstack brake branch-sdk braze bugsnag cdn.branch chimpstatic clarity cohere crashlytics crisp criteo
    customer.io customer_io customerio d2wy8f7a9ursnm datadog dd-trace dd_api ddtrace doubleclick driftt dt_api
    dynatrace ext-azure ext.azure facebook fb_pixel freshchat fullstory ga-4 ga4mp ga_measurement ga_tracking
    gemini_api genai generative gibbon go-openai googleads googlesyndication googletag gtag gtm_id heap-api
    heap_app heapanalytics honeybadger honeycomb hot-shots hotjar hs-scripts hsforms hubapi hubspot intercom
    io.branch iterable jsforce klaviyo launchdarkly ldclient libhoney licdn loggly logrocket logtail logz lr-in
    mailchimp mailgun matomo meta_pixel mistral mixpanel mparticle mxpnl new_relic newrelic omtrdc onesignal
    openai opencensus-ext optimizely papertrail pinecone pinimg plausible posthog postmark public_g raven raygun
    react-ga react-native-branch remote_syslog restforce rollbar rudder salesforce scout segment sendgrid sentry
    signalfx smartlook snowplow splunk staccato statsd statsig tawk.to tiktok twilio vite_ga zdassets zendesk
    zenpy zopim
    """.split()
)
