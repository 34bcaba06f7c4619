"""What settings of identity providers are called, and which providers frameworks know by name.

A name is compared without case, `_`, `-` and `.`: `issuer-uri`, `ISSUER_URI` and `issuerUri` are one. Sources: OpenID Connect Discovery
1.0 and RFC 8414 (issuer, jwks_uri), RFC 7591 (redirect_uris), and the documentation of the frameworks named beside the rows.
"""

from __future__ import annotations

ISSUER, JWKS, AUDIENCE, REDIRECT, HOST, TENANT = "issuer", "keys", "audience", "redirect", "host", "tenant"

# These say enough by themselves.
ALWAYS = {
    "issuer": ISSUER,
    "issueruri": ISSUER,  # Spring: security.oauth2.resourceserver.jwt.issuer-uri
    "issuerurl": ISSUER,
    "issuerurls": ISSUER,
    "issuers": ISSUER,
    "oidcissuer": ISSUER,
    "oidcissuerurl": ISSUER,
    "jwtissuer": ISSUER,
    "validissuer": ISSUER,  # ASP.NET: TokenValidationParameters
    "validissuers": ISSUER,
    "allowedissuers": ISSUER,
    "trustedissuers": ISSUER,
    "tokenissuer": ISSUER,
    "openidissuer": ISSUER,
    "oidcproviderurl": ISSUER,
    "discoveryurl": ISSUER,
    "discoveryendpoint": ISSUER,
    "servermetadataurl": ISSUER,  # Authlib
    "oidcdiscoveryurl": ISSUER,
    "oidcdiscoveryendpoint": ISSUER,
    "openidconfigurationurl": ISSUER,
    "openidconfigurl": ISSUER,
    "openidconnecturl": ISSUER,
    "wellknown": ISSUER,  # Auth.js
    "wellknownurl": ISSUER,
    "metadataaddress": ISSUER,  # ASP.NET
    "oidcopendpoint": ISSUER,
    "oidcendpoint": ISSUER,  # social-auth
    "authserverurl": ISSUER,  # Keycloak adapters
    "authority": ISSUER,  # ASP.NET, MSAL, oidc-client
    "issuerbaseurl": ISSUER,  # express-openid-connect
    "idpentityid": ISSUER,  # SAML
    "idpmetadataurl": ISSUER,
    "idpmetadata": ISSUER,
    "idpssotargeturl": ISSUER,
    "idpssourl": ISSUER,
    "idpssoserviceurl": ISSUER,
    "singlesignonserviceurl": ISSUER,
    "samlentrypoint": ISSUER,
    "samlmetadataurl": ISSUER,
    "authorizationendpoint": JWKS,
    "authorizationuri": JWKS,
    "authorizationurl": JWKS,
    "authorizeurl": JWKS,
    "tokenendpoint": JWKS,
    "tokenuri": JWKS,
    "tokenurl": JWKS,
    "accesstokenurl": JWKS,
    "userinfoendpoint": JWKS,
    "userinfouri": JWKS,
    "userinfourl": JWKS,
    "oidcopauthorizationendpoint": JWKS,  # mozilla-django-oidc
    "oidcoptokenendpoint": JWKS,
    "oidcopuserendpoint": JWKS,
    "oidcopjwksendpoint": JWKS,
    "urlauthorize": JWKS,  # league/oauth2-client
    "urlaccesstoken": JWKS,
    "urlresourceownerdetails": JWKS,
    "introspectionuri": JWKS,
    "introspectionendpoint": JWKS,
    "jwksuri": JWKS,
    "jwksurl": JWKS,
    "jwkurl": JWKS,
    "jwkseturi": JWKS,  # Spring
    "jwkseturl": JWKS,
    "jwksendpoint": JWKS,
    "jwtjwksurl": JWKS,
    "keyseturl": JWKS,
    "redirecturi": REDIRECT,
    "redirecturis": REDIRECT,
    "redirecturl": REDIRECT,
    "redirecturls": REDIRECT,
    "callbackurl": REDIRECT,
    "callbackurls": REDIRECT,
    "allowedcallbackurls": REDIRECT,
    "loginredirecturis": REDIRECT,
    "validredirecturis": REDIRECT,
    "replyurls": REDIRECT,  # Entra
    "postlogoutredirecturi": REDIRECT,
    "postlogoutredirecturis": REDIRECT,
    "validpostlogoutredirecturis": REDIRECT,
    "logouturls": REDIRECT,
    "allowedlogouturls": REDIRECT,
    "signoutcallbackurl": REDIRECT,
    "assertionconsumerserviceurl": REDIRECT,
    "auth0domain": HOST,
    "socialauthauth0domain": HOST,
    "auth0issuerbaseurl": ISSUER,
    "oktadomain": HOST,
    "oktaorgurl": ISSUER,
    "azuretenantid": TENANT,
    "azureadtenantid": TENANT,
    "entratenantid": TENANT,
    "audiences": AUDIENCE,
    "validaudience": AUDIENCE,
    "validaudiences": AUDIENCE,
    "jwtaudience": AUDIENCE,
    "oidcaudience": AUDIENCE,
    "auth0audience": AUDIENCE,
    "apiaudience": AUDIENCE,
    "allowedaudiences": AUDIENCE,
    "tokenaudience": AUDIENCE,
}
# Of these, only the whole name says enough: `PAYMENT_CALLBACK_URL` is no login's, unless something else around it is.
WHOLE = ("redirecturl", "redirecturls", "callbackurl", "tokenurl", "tokenuri", "audiences")
# These count where the rest of the path, or the file, speaks of logins.
AROUND = {
    "audience": AUDIENCE,
    "aud": AUDIENCE,
    "iss": ISSUER,
    "domain": HOST,
    "entityid": ISSUER,
    "metadataurl": ISSUER,
    "site": ISSUER,  # OmniAuth: client_options
    "tenantid": TENANT,
    "tenant": TENANT,
    "entrypoint": ISSUER,
    "callbacks": REDIRECT,
    "orgurl": ISSUER,
    "webredirecturis": REDIRECT,
    "callback": REDIRECT,
    "returnto": REDIRECT,
    "redirect": REDIRECT,  # Laravel: config/services.php
}
# What speaks of logins, in a path of keys, a call or the name of a file.
LOGINS = (
    *(
        "oidc",
        "oauth",
        "openid",
        "saml",
        "jwt",
        "keycloak",
        "okta",
        "auth0",
        "cognito",
        "entra",
        "azuread",
        "azure_ad",
        "sso",
    ),
    *(
        "authn",
        "authentication",
        "authenticat",
        "identity",
        "idp",
        "passport",
        "devise",
        "omniauth",
        "nextauth",
        "msal",
        "token",
    ),
    *("auth", "login", "userpool", "allauth", "socialaccount", "authorizer"),
)
# Providers that frameworks know by a name: what their tokens say of the issuer, or where the login is.
PROVIDERS = {
    "google": "https://accounts.google.com",
    "googleoauth2": "https://accounts.google.com",
    "github": "https://github.com",
    "gitlab": "https://gitlab.com",
    "facebook": "https://www.facebook.com",
    "twitter": "https://twitter.com",
    "apple": "https://appleid.apple.com",
    "linkedin": "https://www.linkedin.com",
    "linkedinoauth2": "https://www.linkedin.com",
    "discord": "https://discord.com",
    "slack": "https://slack.com",
    "bitbucket": "https://bitbucket.org",
    "twitch": "https://id.twitch.tv",
    "amazon": "https://www.amazon.com",
    "microsoft": "https://login.microsoftonline.com",
}
# Where keys of an issuer are that have another host.
ELSEWHERE = {
    "https://accounts.google.com": (
        "https://www.googleapis.com/oauth2/",
        "https://oauth2.googleapis.com/",
        "https://openidconnect.googleapis.com/",
    ),
    "https://github.com": ("https://api.github.com/user",),
    "https://www.facebook.com": ("https://graph.facebook.com/",),
}


def folded(name: str) -> str:
    """A name without case and separators."""
    return name.casefold().replace("_", "").replace("-", "").replace(".", "").replace(" ", "")


# Calls that take a provider as an argument by position; `Issuer.discover` is written as its last two parts.
CALLS = {
    "oidc.newprovider": ISSUER,  # go-oidc
    "rp.newrelyingpartyoidc": ISSUER,
    "issuer.discover": ISSUER,  # openid-client
    "client.discovery": ISSUER,
    "discovery": ISSUER,
    "jwtdecoders.fromissuerlocation": ISSUER,  # Spring
    "jwtdecoders.fromoidcissuerlocation": ISSUER,
    "clientregistrations.fromissuerlocation": ISSUER,
    "clientregistrations.fromoidcissuerlocation": ISSUER,
    "nimbusjwtdecoder.withissuerlocation": ISSUER,
    "nimbusjwtdecoder.withjwkseturi": JWKS,
    "withjwkseturi": JWKS,
    "createremotejwkset": JWKS,  # jose
    "jose.createremotejwkset": JWKS,
    "oidc.newremotekeyset": JWKS,
    "keyfunc.newdefault": JWKS,
    "keyfunc.get": JWKS,
    "pyjwkclient": JWKS,  # PyJWT
    "jwt.pyjwkclient": JWKS,
    "jwkproviderbuilder": HOST,  # java-jwt
    "urljwkprovider": HOST,
    "withissuer": ISSUER,
    "requireissuer": ISSUER,
    "withaudience": AUDIENCE,
    "requireaudience": AUDIENCE,
}

# Switches that keep a provider from being verified, and the value that does it.
SWITCHES = {
    "validatesignature": False,  # Keycloak, brokered providers
    "wantassertionssigned": False,  # SAML
    "wantassertionsigned": False,
    "wantauthnresponsesigned": False,
    "authnresponsesigned": False,
    "skipissuercheck": True,  # go-oidc
    "insecureskipsignaturecheck": True,
    "insecureskipissuercheck": True,
    "validateissuer": False,
    "ssoskipissuerverification": True,
    "insecureoidcskipissuerverification": True,  # oauth2-proxy
    "insecureoidcallowunverifiedemail": True,
    "skipoidcdiscoveryissuercheck": True,
}
UNVERIFIED = "unverified"
