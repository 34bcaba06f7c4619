"""Formats of the providers whose names begin with G."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

# The end of a plain GitLab token: not part of a routable one, which has its own row and checksum.
_NOT_ROUTABLE = r"(?![0-9A-Za-z_-])(?!\.(?:01\.)?[0-9a-z]{9}(?![0-9A-Za-z]))"

FORMATS: tuple[Format, ...] = (
    Format(
        id="ghost-admin-key",
        provider="Ghost",
        description="Admin API key after the name",
        literals=("ghost",),
        pattern=after(r"ghost", r"[0-9a-f]{24}:[0-9a-f]{64}"),
        source="https://docs.ghost.org/admin-api/",
        revoke="Ghost: Settings, Integrations, Regenerate",
        positive=("GHOST_ADMIN_API_KEY={hex:24}:{hex:64}",),
        negative=("OTHER_VALUE={hex:24}:{hex:64}", "GHOST_ADMIN_API_KEY={hex:24}:{hex:63}"),
        confidence="medium",
    ),
    Format(
        id="gitea-access-token",
        provider="Gitea",
        description="access token after the name",
        literals=("gitea", "forgejo"),
        pattern=after(r"(?:gitea|forgejo)[ _.-]{0,3}(?:access|api|token|pat|key|secret)", r"[0-9a-f]{40}"),
        source="https://docs.gitea.com/development/api-usage",
        revoke="Gitea: Settings, Applications, Delete",
        positive=("GITEA_TOKEN={hex:40}",),
        negative=("OTHER_VALUE={hex:40}", "GITEA_TOKEN={hex:39}"),
        confidence="medium",
    ),
    Format(
        id="gitee-access-token",
        provider="Gitee",
        description="personal access token after the name",
        literals=("gitee",),
        pattern=after(r"gitee[ _.-]{0,3}(?:access|api|token|pat|key|secret)", r"[0-9a-f]{32}"),
        source="https://gitee.com/api/v5/swagger",
        revoke="https://gitee.com/profile/personal_access_tokens",
        positive=("GITEE_TOKEN={hex:32}",),
        negative=("OTHER_VALUE={hex:32}", "GITEE_TOKEN={hex:31}"),
        confidence="medium",
    ),
    # The checksum held for 3 of 6 published samples.
    Format(
        id="github-fine-grained-token",
        provider="GitHub",
        description="fine-grained personal access token",
        literals=("github_pat_",),
        pattern=r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}",
        source=(
            "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/manag"
            "ing-your-personal-access-tokens"
        ),
        revoke=(
            "https://github.com/settings/personal-access-tokens, or curl -X POST https://api.gith"
            "ub.com/credentials/revoke"
        ),
        positive=("github_pat_{alnum:22}_{alnum:43}{sign:github-fine-grained}{alnum:8}",),
        negative=(
            "github_pat_{alnum:22}_{alnum:43}{badsign:github-fine-grained}{alnum:8}",
            "github_pat_{alnum:22}_{alnum:58}",
        ),
        check="github-fine-grained",
    ),
    Format(
        id="github-legacy-secret",
        provider="GitHub",
        description="token of the old form or OAuth client secret after the name",
        literals=("github", "gh_token", "gh_pat"),
        pattern=after(
            r"(?:github|gh)[ _.-]{0,3}(?:api|oauth|app|client|access|personal|webhook)?[ _.-]{0,3}(?:token|pat|secret)[ \x22':=]{1,6}",
            r"[0-9a-f]{40}",
        ),
        source="https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api",
        revoke="https://github.com/settings/tokens",
        positive=("GITHUB_TOKEN={hex:40}",),
        negative=("OTHER_VALUE={hex:40}", "GITHUB_TOKEN={hex:39}"),
        confidence="medium",
    ),
    # `ghs_<app id>_<JWT>`, some 520 characters: the JWT's signature replaces the old checksum. GitHub has announced the
    # same for `ghu_`.
    Format(
        id="github-stateless-token",
        provider="GitHub",
        description="App token of 2026 that carries a JWT",
        literals=(
            "ghs_",
            "ghu_",
        ),
        pattern=r"gh[su]_[0-9A-Za-z]{1,40}_eyJ[0-9A-Za-z_-]{10,200}\.[0-9A-Za-z_-]{20,1200}\.[0-9A-Za-z_-]{40,700}",
        source=(
            "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about"
            "-authentication-to-github"
        ),
        revoke="curl -X DELETE https://api.github.com/installation/token; it expires by itself after an hour",
        positive=(
            (
                "ghs_{digits:8}_{b64urljson:alg='RS256',typ='JWT'}."
                "{b64urljson:iss='github',iat=#1780000000,jti=uuid}.{base64url:342}"
            ),
        ),
        negative=(
            "ghs_{digits:8}_eyJ{alnum:30}.{alnum:60}",
            "ghs_{digits:8}_{alnum:36}",
        ),
    ),
    Format(
        id="github-token",
        provider="GitHub",
        description="personal, OAuth, user-to-server, installation or refresh token",
        literals=(
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
        ),
        pattern=r"gh[pousr]_[0-9A-Za-z]{36}",
        source="https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
        revoke="https://github.com/settings/tokens, or curl -X POST https://api.github.com/credentials/revoke",
        positive=(
            "ghp_{alnum:30}{sign:github}",
            "gho_{alnum:30}{sign:github}",
            "ghs_{alnum:30}{sign:github}",
        ),
        negative=(
            "ghp_{alnum:30}{badsign:github}",
            "ghp_{alnum:35}",
            "ghp_{alnum:37}",
        ),
        check="github",
    ),
    Format(
        id="gitlab-agent-token",
        provider="GitLab",
        description="Kubernetes agent token",
        literals=("glagent-",),
        pattern=r"glagent-(?![0-9A-Za-z_-]{27,300}\.(?:01\.)?[0-9a-z]{9}(?![0-9A-Za-z]))[0-9A-Za-z_-]{50,1024}",
        source="https://docs.gitlab.com/security/tokens/",
        revoke="glab cluster agent token revoke, or the agent's page, Revoke token",
        positive=("glagent-{base64url:50}",),
        negative=("glagent-{alnum:49}",),
    ),
    Format(
        id="gitlab-ci-job-token",
        provider="GitLab",
        description="CI/CD job token",
        literals=("glcbt-",),
        pattern=r"glcbt-(?:[0-9A-Za-z]{1,5}_)?[0-9A-Za-z_-]{20,50}" + _NOT_ROUTABLE,
        source="https://docs.gitlab.com/security/tokens/",
        revoke="cancel the job: its token expires with it",
        positive=(
            "glcbt-{alnum:2}_{alnum:20}",
            "glcbt-{alnum:20}",
        ),
        negative=("glcbt-{alnum:19}",),
    ),
    Format(
        id="gitlab-incoming-mail-token",
        provider="GitLab",
        description="incoming mail token",
        literals=("glimt-",),
        pattern=r"glimt-[0-9A-Za-z_-]{25}(?![0-9A-Za-z_-])",
        source="https://docs.gitlab.com/security/tokens/",
        revoke="https://gitlab.com/-/user_settings/personal_access_tokens: Incoming email token, Reset",
        positive=("glimt-{alnum:25}",),
        negative=(
            "glimt-{alnum:24}",
            "glimt-{alnum:26}",
        ),
    ),
    Format(
        id="gitlab-oauth-secret",
        provider="GitLab",
        description="OAuth application secret",
        literals=("gloas-",),
        pattern=r"gloas-[0-9A-Za-z_-]{64}(?![0-9A-Za-z_-])",
        source="https://docs.gitlab.com/security/tokens/",
        revoke="https://gitlab.com/-/user_settings/applications: Renew secret",
        positive=("gloas-{hex:64}",),
        negative=("gloas-{alnum:63}",),
    ),
    # The checksum held for 3 of 5 published samples; the layout is that of GitLab's design document, versions 0
    # and 1.
    Format(
        id="gitlab-routable-token",
        provider="GitLab",
        description="routable token",
        literals=(
            "glpat-",
            "gldt-",
            "glft-",
            "glrt-",
            "glsoat-",
            "glcbt-",
            "glptt-",
            "glimt-",
            "glagent-",
        ),
        pattern=(
            r"(?:(?!gl[a-z]{2,5}-)[0-9A-Za-z_]{1,18}-)?gl(?:pat|dt|ft|"
            r"rt|soat|cbt|ptt|imt|agent)-(?=(?P<run>[0-9A-Za-z_-]{27,300}))(?P=run)\.(?:01\.)?[0-9a-z]{2}[0-9a-z]{7}"
        ),
        source=(
            "https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/"
        ),
        revoke=(
            "https://gitlab.com/-/user_settings/personal_access_tokens, or curl -X DELETE .../api"
            "/v4/personal_access_tokens/self"
        ),
        positive=(
            "glpat-{base64url:51}.01.1f{sign:gitlab-routable}",
            "glrt-{base64url:37}.11{sign:gitlab-routable}",
            "glagent-{base64url:51}.01.1f{sign:gitlab-routable}",
            "glcbt-{base64url:40}.01.14{sign:gitlab-routable}",
            "acme-glpat-{base64url:40}.01.14{sign:gitlab-routable}",
        ),
        negative=(
            "glpat-{base64url:51}.01.1f{badsign:gitlab-routable}",
            "glpat-{base64url:26}.01.0q{loweralnum:7}",
        ),
        check="gitlab-routable",
    ),
    Format(
        id="gitlab-runner-registration-token",
        provider="GitLab",
        description="runner registration token",
        literals=("gr1348941",),
        pattern=r"GR1348941[0-9A-Za-z_-]{20,50}",
        source="https://docs.gitlab.com/security/tokens/",
        revoke="Settings, CI/CD, Runners: Reset registration token",
        positive=("GR1348941{base64url:20}",),
        negative=("GR1348941{alnum:19}",),
    ),
    Format(
        id="gitlab-session-cookie",
        provider="GitLab",
        description="web session cookie",
        literals=("_gitlab_session=",),
        pattern=r"_gitlab_session=(?P<secret>[0-9a-f]{32})",
        source="https://docs.gitlab.com/user/profile/active_sessions/",
        revoke="https://gitlab.com/-/user_settings/active_sessions",
        positive=("_gitlab_session={hex:32}",),
        negative=(
            "_gitlab_session={hex:31}",
            "_other_session={hex:32}",
        ),
    ),
    Format(
        id="gitlab-token",
        provider="GitLab",
        description="personal, project, group, deploy, feed, SCIM, runner or feature flag token",
        literals=(
            "glpat-",
            "gldt-",
            "glft-",
            "glsoat-",
            "glrt-",
            "glrtr-",
            "glffct-",
        ),
        pattern=r"gl(?:pat|dt|ft|soat|rt|rtr|ffct)-(?:t[0-9]_)?[0-9A-Za-z_-]{20,50}" + _NOT_ROUTABLE,
        source="https://docs.gitlab.com/security/tokens/",
        revoke=(
            "https://gitlab.com/-/user_settings/personal_access_tokens, or curl -X DELETE .../api"
            "/v4/personal_access_tokens/self"
        ),
        positive=(
            "glpat-{base64url:20}",
            "gldt-{base64url:20}",
            "glrt-t1_{base64url:20}",
        ),
        negative=(
            "glpat-{alnum:19}",
            "glpat-{alnum:30}.01.0{loweralnum:8}",
        ),
    ),
    Format(
        id="gitlab-trigger-token",
        provider="GitLab",
        description="pipeline trigger token",
        literals=("glptt-",),
        pattern=r"glptt-[0-9A-Za-z_-]{40}" + _NOT_ROUTABLE,
        source="https://docs.gitlab.com/security/tokens/",
        revoke="Settings, CI/CD, Pipeline trigger tokens: Revoke",
        positive=("glptt-{hex:40}",),
        negative=("glptt-{hex:39}",),
    ),
    Format(
        id="gitlab-workspace-token",
        provider="GitLab",
        description="workspace token",
        literals=("glwt-",),
        pattern=r"glwt-[0-9A-Za-z_-]{20,64}",
        source="https://docs.gitlab.com/security/tokens/",
        revoke="terminate the workspace: its token expires with it",
        positive=("glwt-{base64url:20}",),
        negative=("glwt-{alnum:19}",),
    ),
    Format(
        id="gocardless-access-token",
        provider="GoCardless",
        description="access token after the name",
        literals=("gocardless",),
        pattern=after(r"gocardless", r"(?:live|sandbox)_[0-9A-Za-z_-]{40}"),
        source="https://developer.gocardless.com/getting-started/api/making-your-first-request/",
        revoke="https://manage.gocardless.com/developers/access-tokens",
        positive=("GOCARDLESS_ACCESS_TOKEN=live_{alnum:40}",),
        negative=("OTHER_VALUE=live_{alnum:40}", "GOCARDLESS_ACCESS_TOKEN=live_{alnum:39}"),
        confidence="medium",
    ),
    Format(
        id="godaddy-api-key",
        provider="GoDaddy",
        description="API key after the name",
        literals=("godaddy",),
        pattern=after(r"godaddy", r"[0-9A-Za-z]{8,14}_[0-9A-Za-z]{20,22}"),
        source="https://developer.godaddy.com/getstarted",
        revoke="https://developer.godaddy.com/keys",
        positive=("GODADDY_API_KEY={alnum:10}_{alnum:21}",),
        negative=("OTHER_VALUE={alnum:10}_{alnum:21}", "GODADDY_API_KEY={alnum:10}_{alnum:19}"),
        confidence="medium",
    ),
    Format(
        id="firebase-server-key",
        provider="Google",
        description="Firebase Cloud Messaging server key of the old form",
        literals=(":apa91b",),
        pattern=r"AAAA[0-9A-Za-z_-]{7}:APA91b[0-9A-Za-z_-]{134}",
        source="https://firebase.google.com/docs/cloud-messaging/auth-server",
        revoke="https://console.cloud.google.com/apis/credentials: delete the server key",
        positive=("AAAA{alnum:7}:APA91b{base64url:134}",),
        negative=("AAAA{alnum:7}:APA91b{alnum:133}", "BAAA{alnum:7}:APA91b{alnum:134}"),
    ),
    Format(
        id="google-api-key",
        provider="Google",
        description="API key",
        literals=("aiza",),
        pattern=r"AIza[0-9A-Za-z_-]{35}",
        source="https://docs.cloud.google.com/docs/authentication/api-keys",
        revoke="https://console.cloud.google.com/apis/credentials, or gcloud services api-keys delete",
        positive=("AIza{base64url:35}",),
        negative=(
            "AIza{alnum:34}",
            "AIza{alnum:36}",
        ),
    ),
    Format(
        id="google-gemini-api-key",
        provider="Google",
        description="Gemini API key of the newer form",
        literals=("aq.ab8rn6",),
        pattern=r"AQ\.Ab8RN6[0-9A-Za-z_-]{44}",
        source="https://ai.google.dev/gemini-api/docs/api-key",
        revoke="https://aistudio.google.com/apikey",
        positive=("AQ.Ab8RN6{base64url:44}",),
        negative=("AQ.Ab8RN6{alnum:43}",),
    ),
    Format(
        id="google-hmac-access-id",
        provider="Google",
        description="Cloud Storage HMAC access id of a service account",
        literals=("goog1e",),
        pattern=r"GOOG1E[0-9A-Z]{55}",
        source="https://docs.cloud.google.com/storage/docs/authentication/hmackeys",
        revoke="gcloud storage hmac update --deactivate, then gcloud storage hmac delete",
        positive=("GOOG1E{upperalnum:55}",),
        negative=("GOOG1E{upperalnum:54}", "GOOG1E{upperalnum:56}"),
    ),
    Format(
        id="google-oauth-access-token",
        provider="Google",
        description="OAuth access token",
        literals=("ya29.",),
        pattern=r"ya29\.[0-9A-Za-z_-]{20,1024}",
        source="https://developers.google.com/identity/protocols/oauth2",
        revoke="curl -X POST https://oauth2.googleapis.com/revoke?token=...",
        positive=("ya29.{base64url:180}",),
        negative=("ya29.{alnum:19}",),
    ),
    Format(
        id="google-oauth-client-secret",
        provider="Google",
        description="OAuth client secret",
        literals=("gocspx-",),
        pattern=r"GOCSPX-[0-9A-Za-z_-]{28}",
        source="https://developers.google.com/identity/protocols/oauth2",
        revoke="https://console.cloud.google.com/apis/credentials: Add secret, then disable the old one",
        positive=("GOCSPX-{base64url:28}",),
        negative=("GOCSPX-{alnum:27}",),
    ),
    Format(
        id="google-oauth-refresh-token",
        provider="Google",
        description="OAuth refresh token",
        literals=("1//0",),
        pattern=r"1//0[0-9A-Za-z_-]{40,200}",
        source="https://developers.google.com/identity/protocols/oauth2",
        revoke="https://myaccount.google.com/connections, or curl -X POST https://oauth2.googleapis.com/revoke?token=...",
        positive=("1//0{base64url:98}",),
        negative=("1//0{alnum:39}",),
    ),
    Format(
        id="google-recaptcha-secret",
        provider="Google",
        description="reCAPTCHA secret key after the name",
        literals=("recaptcha",),
        pattern=after(
            r"recaptcha[ _.-]{0,3}(?:v[23][ _.-]{0,3})?(?:enterprise[ _.-])?(?:secret|private)",
            r"6L[0-9A-Za-z_-]{38}(?![0-9A-Za-z_-])",
        ),
        source="https://developers.google.com/recaptcha/docs/verify",
        revoke="https://www.google.com/recaptcha/admin",
        positive=("RECAPTCHA_SECRET_KEY=6L{base64url:37}a",),
        negative=("OTHER_VALUE=6L{base64url:37}a", "RECAPTCHA_SECRET_KEY=6L{alnum:37}"),
        confidence="medium",
    ),
    Format(
        id="grafana-api-key",
        provider="Grafana",
        description="API key of the old form",
        literals=("eyjrijoi",),
        pattern=r"eyJrIjoi[0-9A-Za-z+/]{30,400}={0,2}",
        source="https://grafana.com/docs/grafana/latest/developers/http_api/auth/",
        revoke="DELETE /api/auth/keys/{id}, or Administration, Service accounts",
        positive=("{b64json:k=alnum:32,n='ci',id=#1}",),
        negative=(
            "{b64json:k=alnum:32,t=uuid,c=#8}",
            "eyJrIjoi{alnum:29}",
        ),
        check="grafana-api-key",
    ),
    Format(
        id="grafana-cloud-token",
        provider="Grafana",
        description="Cloud access policy token",
        literals=("glc_eyj",),
        pattern=r"glc_eyJ[0-9A-Za-z+/]{40,400}={0,2}",
        source=(
            "https://grafana.com/docs/grafana-cloud/security-and-account-management/authenticatio"
            "n-and-permissions/access-policies/"
        ),
        revoke="https://grafana.com: Access Policies, Delete token",
        positive=("glc_{b64json:o='1389982',n='stack-1-ci',k=alnum:24,m.r='prod-eu-west-2'}",),
        negative=(
            "glc_{b64json:a=alnum:24,b=alnum:24}",
            "glc_eyJ{alnum:39}",
        ),
        check="grafana-cloud",
    ),
    # The checksum held for 4 published samples of 9 to 11.
    Format(
        id="grafana-service-account-token",
        provider="Grafana",
        description="service account token",
        literals=("glsa_",),
        pattern=r"glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}",
        source="https://grafana.com/docs/grafana/latest/administration/service-accounts/",
        revoke="DELETE /api/serviceaccounts/{id}/tokens/{id}, or Administration, Service accounts",
        positive=("glsa_{alnum:32}_{sign:grafana-service-account}",),
        negative=(
            "glsa_{alnum:32}_{badsign:grafana-service-account}",
            "glsa_{alnum:31}_{hex:8}",
        ),
        check="grafana-service-account",
    ),
    Format(
        id="groq-api-key",
        provider="Groq",
        description="API key",
        literals=("gsk_",),
        pattern=r"gsk_[0-9A-Za-z]{52}",
        source="https://console.groq.com/docs/quickstart",
        revoke="https://console.groq.com/keys",
        positive=("gsk_{alnum:52}",),
        negative=(
            "gsk_{alnum:51}",
            "gsk_{alnum:53}",
        ),
    ),
)
