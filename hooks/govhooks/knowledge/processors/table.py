"""Third parties that process a product's data, and how code and configuration mention each: packages, modules, hosts, variables.

A block a processor: `id | name | what it does`, then by place the literals that mention it there, in lower case. A literal that ends with
"*" is the beginning of a name. Names of packages are those of the registries (npm, PyPI, RubyGems, Packagist, Go, Maven and Gradle,
NuGet, pub.dev, CocoaPods), `module` what code imports, `host` what a script tag or a URL names, `env` how variables begin, `terraform`
the provider's source on registry.terraform.io.
"""

from __future__ import annotations

TABLE = """
sentry | Sentry | error tracking
  npm @sentry/* raven-js raven
  pypi sentry-sdk raven
  gem sentry-ruby sentry-rails sentry-raven sentry-sidekiq
  php sentry/sentry sentry/sentry-laravel sentry/sentry-symfony
  go github.com/getsentry/*
  jvm io.sentry io.sentry.*
  nuget sentry sentry.*
  pub sentry sentry_flutter
  module sentry_sdk @sentry/* io.sentry.* github.com/getsentry/*
  host browser.sentry-cdn.com js.sentry-cdn.com ingest.sentry.io ingest.us.sentry.io ingest.de.sentry.io
  env sentry_dsn
  terraform jianyuan/sentry

bugsnag | Bugsnag | error tracking
  npm @bugsnag/* bugsnag bugsnag-js
  pypi bugsnag
  gem bugsnag
  php bugsnag/bugsnag bugsnag/bugsnag-laravel
  go github.com/bugsnag/*
  jvm com.bugsnag com.bugsnag.*
  nuget bugsnag bugsnag.*
  pub bugsnag_flutter
  module bugsnag @bugsnag/* com.bugsnag.* github.com/bugsnag/*
  host d2wy8f7a9ursnm.cloudfront.net notify.bugsnag.com
  env bugsnag_api_key

rollbar | Rollbar | error tracking
  npm rollbar
  pypi rollbar
  gem rollbar
  php rollbar/rollbar rollbar/rollbar-laravel
  go github.com/rollbar/*
  jvm com.rollbar
  nuget rollbar
  module rollbar com.rollbar.* github.com/rollbar/*
  host cdn.rollbar.com
  env rollbar_access_token rollbar_token
  terraform rollbar/rollbar

honeybadger | Honeybadger | error tracking
  npm @honeybadger-io/*
  pypi honeybadger
  gem honeybadger
  module honeybadger @honeybadger-io/*
  host js.honeybadger.io
  env honeybadger_api_key

raygun | Raygun | error tracking
  npm raygun raygun4js
  pypi raygun4py
  gem raygun4ruby
  nuget mindscape.raygun4net*
  module raygun4js raygun4py
  host cdn.raygun.io
  env raygun_api*

airbrake | Airbrake | error tracking
  npm @airbrake/*
  pypi airbrake pybrake
  gem airbrake airbrake-ruby
  module @airbrake/* pybrake
  env airbrake_*

segment | Segment | analytics
  npm @segment/* analytics-node
  pypi segment-analytics-python analytics-python
  gem analytics-ruby
  php segmentio/analytics-php
  go github.com/segmentio/analytics-go* gopkg.in/segmentio/analytics-go*
  jvm com.segment.analytics* com.segment.analytics.*
  nuget analytics.csharp segment.analytics*
  module segment.analytics @segment/* analytics-node com.segment.analytics.* github.com/segmentio/analytics-go*
  host cdn.segment.com api.segment.io
  env segment_write_key segment_api_key next_public_segment*
  terraform segmentio/segment

mixpanel | Mixpanel | analytics
  npm mixpanel mixpanel-browser mixpanel-react-native
  pypi mixpanel
  gem mixpanel-ruby
  php mixpanel/mixpanel-php
  go github.com/mixpanel/*
  jvm com.mixpanel com.mixpanel.*
  pub mixpanel_flutter
  module mixpanel mixpanel-browser com.mixpanel.* github.com/mixpanel/*
  host cdn.mxpnl.com api.mixpanel.com api-js.mixpanel.com
  env mixpanel_* next_public_mixpanel* vite_mixpanel* react_app_mixpanel*

amplitude | Amplitude | analytics
  npm @amplitude/* amplitude-js
  pypi amplitude-analytics
  gem amplitude-api
  jvm com.amplitude com.amplitude.*
  go github.com/amplitude/*
  pub amplitude_flutter
  module amplitude @amplitude/* com.amplitude.* github.com/amplitude/*
  host cdn.amplitude.com api.amplitude.com api2.amplitude.com
  env amplitude_* next_public_amplitude* vite_amplitude* react_app_amplitude*

posthog | PostHog | analytics
  npm posthog-js posthog-node posthog-react-native
  pypi posthog
  gem posthog-ruby
  php posthog/posthog-php
  go github.com/posthog/posthog-go
  jvm com.posthog com.posthog.*
  pub posthog_flutter
  module posthog posthog-js posthog-node com.posthog.* github.com/posthog/*
  host us.i.posthog.com eu.i.posthog.com app.posthog.com us-assets.i.posthog.com
  env posthog_* next_public_posthog* vite_posthog* react_app_posthog*

google-analytics | Google Analytics | analytics
  npm react-ga react-ga4 universal-analytics vue-gtag @next/third-parties ga-4-react ngx-google-analytics
  pypi google-analytics-data ga4mp
  gem staccato
  module react-ga react-ga4 vue-gtag universal-analytics
  host www.googletagmanager.com www.google-analytics.com googletagmanager.com google-analytics.com ssl.google-analytics.com
  env ga_measurement_id ga_tracking_id google_analytics* next_public_ga_* next_public_gtm* react_app_ga_* vite_ga_* gtm_id

firebase-analytics | Firebase Analytics or Crashlytics | analytics
  npm @react-native-firebase/analytics @react-native-firebase/crashlytics
  jvm com.google.firebase:firebase-analytics* com.google.firebase:firebase-crashlytics* firebase-analytics firebase-analytics-ktx firebase-crashlytics firebase-crashlytics-ktx
  pub firebase_analytics firebase_crashlytics
  pod firebase/analytics firebase/crashlytics firebaseanalytics firebasecrashlytics
  module firebase/analytics @react-native-firebase/analytics @react-native-firebase/crashlytics com.google.firebase.analytics* com.google.firebase.crashlytics*

adobe-analytics | Adobe Analytics | analytics
  npm @adobe/alloy
  host assets.adobedtm.com omtrdc.net
  env adobe_analytics*

heap | Heap | analytics
  npm @heap/*
  host cdn.heapanalytics.com cdn.us.heap-api.com heapanalytics.com
  env heap_app_id

matomo | Matomo Cloud | analytics
  host cdn.matomo.cloud

plausible | Plausible | analytics
  npm plausible-tracker next-plausible
  module plausible-tracker next-plausible
  host plausible.io
  env plausible_domain next_public_plausible*

rudderstack | RudderStack | analytics
  npm @rudderstack/* rudder-sdk-js
  pypi rudder-sdk-python rudderstack-sdk-python
  gem rudder-sdk-ruby
  go github.com/rudderlabs/analytics-go*
  jvm com.rudderstack*
  module @rudderstack/* rudder-sdk-js rudderstack.analytics github.com/rudderlabs/*
  host cdn.rudderlabs.com
  env rudderstack_* rudder_write_key

snowplow | Snowplow | analytics
  npm @snowplow/*
  pypi snowplow-tracker
  module @snowplow/* snowplow_tracker

mparticle | mParticle | analytics
  npm @mparticle/*
  jvm com.mparticle*
  module @mparticle/* com.mparticle*
  host jssdkcdns.mparticle.com
  env mparticle_*

fullstory | FullStory | session replay
  npm @fullstory/*
  module @fullstory/*
  host edge.fullstory.com fullstory.com/s/fs.js
  env fullstory_* next_public_fullstory*

hotjar | Hotjar | session replay
  npm @hotjar/* react-hotjar
  module @hotjar/* react-hotjar
  host static.hotjar.com script.hotjar.com
  env hotjar_* next_public_hotjar*

logrocket | LogRocket | session replay
  npm logrocket logrocket-react
  module logrocket
  host cdn.logrocket.io cdn.lr-ingest.io cdn.lr-in-prod.com
  env logrocket_* next_public_logrocket*

clarity | Microsoft Clarity | session replay
  npm @microsoft/clarity react-microsoft-clarity
  module @microsoft/clarity react-microsoft-clarity
  host www.clarity.ms
  env clarity_project_id next_public_clarity*

smartlook | Smartlook | session replay
  npm smartlook-client
  module smartlook-client
  host web-sdk.smartlook.com rec.smartlook.com

datadog | Datadog | monitoring
  npm dd-trace @datadog/browser-logs @datadog/browser-rum @datadog/mobile-react-native datadog-metrics hot-shots
  pypi ddtrace datadog datadog-api-client
  gem ddtrace datadog dogstatsd-ruby
  php datadog/dd-trace datadog/php-datadogstatsd
  go github.com/datadog/* gopkg.in/datadog/*
  jvm com.datadoghq com.datadoghq.*
  nuget datadog.trace* datadog.*
  module ddtrace datadog @datadog/* dd-trace com.datadoghq.* github.com/datadog/* gopkg.in/datadog/*
  host www.datadoghq-browser-agent.com datadoghq-browser-agent.com http-intake.logs.datadoghq.com
  env dd_api_key datadog_api_key
  terraform datadog/datadog

new-relic | New Relic | monitoring
  npm newrelic @newrelic/*
  pypi newrelic
  gem newrelic_rpm
  go github.com/newrelic/go-agent*
  jvm com.newrelic*
  nuget newrelic.agent*
  module newrelic @newrelic/* github.com/newrelic/*
  host js-agent.newrelic.com
  env new_relic_license_key newrelic_license_key
  terraform newrelic/newrelic

dynatrace | Dynatrace | monitoring
  npm @dynatrace/*
  host js-cdn.dynatrace.com
  env dynatrace_* dt_api_token
  terraform dynatrace-oss/dynatrace

appdynamics | AppDynamics | monitoring
  npm appdynamics
  pypi appdynamics
  module appdynamics
  host cdn.appdynamics.com
  env appdynamics_*

honeycomb | Honeycomb | monitoring
  npm @honeycombio/*
  pypi honeycomb-opentelemetry libhoney
  gem libhoney honeycomb-beeline
  go github.com/honeycombio/*
  module @honeycombio/* libhoney github.com/honeycombio/*
  host api.honeycomb.io
  env honeycomb_api_key
  terraform honeycombio/honeycombio

scout | Scout APM | monitoring
  pypi scout-apm
  gem scout_apm
  env scout_key

appsignal | AppSignal | monitoring
  npm @appsignal/*
  pypi appsignal
  gem appsignal
  module appsignal @appsignal/*
  env appsignal_push_api_key

application-insights | Azure Application Insights | monitoring
  npm applicationinsights @microsoft/applicationinsights-web @microsoft/applicationinsights-*
  pypi opencensus-ext-azure azure-monitor-opentelemetry applicationinsights
  nuget microsoft.applicationinsights*
  module applicationinsights @microsoft/applicationinsights-* opencensus.ext.azure* azure.monitor.opentelemetry
  env applicationinsights_connection_string appinsights_instrumentationkey

loggly | Loggly | log service
  npm winston-loggly-bulk loggly
  pypi loggly-python-handler
  host logs-01.loggly.com
  env loggly_*

logtail | Better Stack | log service
  npm @logtail/*
  pypi logtail-python
  gem logtail logtail-rails
  module @logtail/* logtail
  host in.logs.betterstack.com in.logtail.com
  env logtail_*

papertrail | Papertrail | log service
  npm winston-papertrail
  gem remote_syslog_logger
  host papertrailapp.com

logz | Logz.io | log service
  npm logzio-nodejs winston-logzio
  pypi logzio-python-handler
  host listener.logz.io
  env logzio_*

splunk | Splunk | log service
  npm splunk-logging splunk-bunyan-logger winston-splunk-httplogger @splunk/*
  pypi splunk-sdk splunk-handler
  env splunk_hec_token splunk_access_token
  terraform splunk/splunk splunk-terraform/signalfx

intercom | Intercom | customer support
  npm @intercom/* react-use-intercom intercom-client
  pypi python-intercom
  gem intercom intercom-rails
  module @intercom/* react-use-intercom intercom-client
  host widget.intercom.io js.intercomcdn.com api-iam.intercom.io
  env intercom_* next_public_intercom*

zendesk | Zendesk | customer support
  npm node-zendesk
  pypi zenpy
  gem zendesk_api
  module node-zendesk zenpy
  host static.zdassets.com ekr.zdassets.com
  env zendesk_*

drift | Drift | customer support
  host js.driftt.com
crisp | Crisp | customer support
  npm crisp-sdk-web
  module crisp-sdk-web
  host client.crisp.chat
  env crisp_website_id
freshchat | Freshchat | customer support
  host wchat.freshchat.com
tawk | tawk.to | customer support
  host embed.tawk.to
zopim | Zendesk Chat | customer support
  host v2.zopim.com

hubspot | HubSpot | CRM
  npm @hubspot/api-client
  pypi hubspot-api-client
  gem hubspot-api-client
  php hubspot/api-client
  module @hubspot/api-client hubspot
  host js.hs-scripts.com js.hsforms.net js-na1.hs-scripts.com api.hubapi.com
  env hubspot_*

salesforce | Salesforce | CRM
  npm jsforce @salesforce/*
  pypi simple-salesforce
  gem restforce
  module jsforce simple_salesforce

mailchimp | Mailchimp | e-mail marketing
  npm @mailchimp/*
  pypi mailchimp-marketing mailchimp-transactional mailchimp3
  gem mailchimpmarketing gibbon
  php mailchimp/marketing drewm/mailchimp-api
  module @mailchimp/* mailchimp_marketing mailchimp_transactional mailchimp3
  host chimpstatic.com
  env mailchimp_*

klaviyo | Klaviyo | e-mail marketing
  npm klaviyo-api
  pypi klaviyo-api klaviyo
  module klaviyo-api klaviyo_api
  host static.klaviyo.com
  env klaviyo_*

customerio | Customer.io | e-mail marketing
  npm customerio-node
  pypi customerio
  gem customerio
  module customerio-node customerio
  host assets.customer.io
  env customerio_* customer_io_*

braze | Braze | e-mail marketing
  npm @braze/* appboy-web-sdk
  jvm com.braze com.appboy
  module @braze/* com.braze.* com.appboy.*
  host js.appboycdn.com
  env braze_*

iterable | Iterable | e-mail marketing
  npm @iterable/*
  jvm com.iterable
  module @iterable/* com.iterable.*
  env iterable_api_key

sendgrid | SendGrid | e-mail delivery
  npm @sendgrid/*
  pypi sendgrid
  gem sendgrid-ruby
  php sendgrid/sendgrid
  go github.com/sendgrid/*
  jvm com.sendgrid
  nuget sendgrid
  module sendgrid @sendgrid/* com.sendgrid.* github.com/sendgrid/*
  host api.sendgrid.com
  env sendgrid_*

mailgun | Mailgun | e-mail delivery
  npm mailgun.js mailgun-js
  gem mailgun-ruby
  php mailgun/mailgun-php
  go github.com/mailgun/mailgun-go*
  module mailgun.js mailgun-js github.com/mailgun/mailgun-go*
  host api.mailgun.net
  env mailgun_*

postmark | Postmark | e-mail delivery
  npm postmark
  pypi postmarker
  gem postmark postmark-rails
  module postmark postmarker
  host api.postmarkapp.com
  env postmark_*

twilio | Twilio | messaging
  npm twilio
  pypi twilio
  gem twilio-ruby
  php twilio/sdk
  go github.com/twilio/*
  jvm com.twilio.sdk com.twilio.sdk.*
  nuget twilio
  module twilio com.twilio.* github.com/twilio/*
  host api.twilio.com
  env twilio_*

onesignal | OneSignal | push notifications
  npm onesignal-node react-onesignal react-native-onesignal @onesignal/*
  jvm com.onesignal
  pub onesignal_flutter
  module react-onesignal com.onesignal.* @onesignal/*
  host cdn.onesignal.com
  env onesignal_*

meta-pixel | Meta Pixel | advertising
  npm react-facebook-pixel facebook-nodejs-business-sdk
  pypi facebook-business
  module react-facebook-pixel facebook_business
  host connect.facebook.net
  env facebook_pixel_id fb_pixel_id meta_pixel* next_public_fb_pixel*

google-ads | Google Ads | advertising
  host www.googleadservices.com googleads.g.doubleclick.net pagead2.googlesyndication.com
tiktok-pixel | TikTok Pixel | advertising
  host analytics.tiktok.com
linkedin-insight | LinkedIn Insight | advertising
  host snap.licdn.com
x-pixel | X Pixel | advertising
  host static.ads-twitter.com
pinterest-tag | Pinterest Tag | advertising
  host s.pinimg.com/ct
criteo | Criteo | advertising
  host static.criteo.net dynamic.criteo.com

branch | Branch | attribution
  npm branch-sdk react-native-branch
  jvm io.branch.sdk.android
  module branch-sdk react-native-branch io.branch.*
  host cdn.branch.io
appsflyer | AppsFlyer | attribution
  npm react-native-appsflyer
  jvm com.appsflyer com.appsflyer.*
  pub appsflyer_sdk
  module react-native-appsflyer com.appsflyer.*
  host websdk.appsflyer.com
  env appsflyer_*
adjust | Adjust | attribution
  npm react-native-adjust
  jvm com.adjust.sdk com.adjust.sdk.*
  pub adjust_sdk
  module react-native-adjust com.adjust.sdk.*

optimizely | Optimizely | experiments
  npm @optimizely/*
  pypi optimizely-sdk
  gem optimizely-sdk
  module @optimizely/* optimizely
  host cdn.optimizely.com
  env optimizely_*
launchdarkly | LaunchDarkly | experiments
  npm launchdarkly-js-client-sdk launchdarkly-react-client-sdk launchdarkly-node-server-sdk @launchdarkly/*
  pypi launchdarkly-server-sdk
  gem launchdarkly-server-sdk
  go github.com/launchdarkly/go-server-sdk*
  jvm com.launchdarkly
  module ldclient launchdarkly-js-client-sdk launchdarkly-react-client-sdk @launchdarkly/* github.com/launchdarkly/*
  env launchdarkly_*
  terraform launchdarkly/launchdarkly
statsig | Statsig | experiments
  npm statsig-js statsig-node statsig-react @statsig/*
  pypi statsig
  module statsig statsig-js statsig-node statsig-react @statsig/*
  env statsig_*

openai | OpenAI | LLM
  npm openai @ai-sdk/openai @langchain/openai
  pypi openai langchain-openai llama-index-llms-openai
  gem ruby-openai openai
  php openai-php/client openai-php/laravel
  go github.com/openai/openai-go github.com/sashabaranov/go-openai
  jvm com.openai com.theokanning.openai-gpt3-java
  nuget openai azure.ai.openai
  module openai @ai-sdk/openai @langchain/openai langchain_openai github.com/openai/openai-go github.com/sashabaranov/go-openai com.openai.*
  host api.openai.com
  env openai_api_key
anthropic | Anthropic | LLM
  npm @anthropic-ai/* @ai-sdk/anthropic @langchain/anthropic
  pypi anthropic langchain-anthropic
  gem anthropic
  go github.com/anthropics/anthropic-sdk-go
  jvm com.anthropic
  nuget anthropic.sdk anthropic
  module anthropic @anthropic-ai/* @ai-sdk/anthropic @langchain/anthropic langchain_anthropic com.anthropic.* github.com/anthropics/*
  host api.anthropic.com
  env anthropic_api_key
google-genai | Google Gemini | LLM
  npm @google/generative-ai @google/genai @ai-sdk/google
  pypi google-generativeai google-genai langchain-google-genai
  module google.generativeai google.genai @google/generative-ai @google/genai @ai-sdk/google
  host generativelanguage.googleapis.com
  env gemini_api_key google_genai_*
cohere | Cohere | LLM
  npm cohere-ai
  pypi cohere
  module cohere cohere-ai
  host api.cohere.ai api.cohere.com
  env cohere_api_key
mistral | Mistral | LLM
  npm @mistralai/*
  pypi mistralai
  module mistralai @mistralai/*
  host api.mistral.ai
  env mistral_api_key
pinecone | Pinecone | vector database
  npm @pinecone-database/*
  pypi pinecone pinecone-client
  module pinecone @pinecone-database/*
  env pinecone_api_key
algolia | Algolia | search
  npm algoliasearch
  pypi algoliasearch
  gem algolia algoliasearch-rails
  php algolia/algoliasearch-client-php
  module algoliasearch
  env algolia_*
"""
