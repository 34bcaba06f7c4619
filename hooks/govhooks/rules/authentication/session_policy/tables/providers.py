"""The own settings of identity providers: Keycloak's realms, Cognito, Auth0, Okta and Entra in Terraform, CloudFormation."""

from __future__ import annotations

import re

from govhooks.rules.authentication.session_policy.durations import DAY, HOUR, MINUTE, number
from govhooks.rules.authentication.session_policy.settings import (
    BAD,
    GOOD,
    LEAST,
    MOST,
    NOT_ON,
    ON,
    Reading,
    Setting,
)
from govhooks.rules.authentication.session_policy.tables.readings import has, stays_on, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context, Read

KEYCLOAK = "json yaml hcl"
TERRAFORM = "hcl json"
_REALM = r"(?i)realm|keycloak"


def _cognito(unit: str, key: str) -> Read:
    """A token's validity in the unit that the client's `token_validity_units` says."""

    def read(fact: Fact, context: Context) -> Reading | None:
        amount = number(fact.value)
        if amount is None:
            return None
        block = context.around(fact.line, 15)
        found = re.search(rf"(?is)token_?validity_?units.{{0,200}}?\b{key}\"?\s*[=:]\s*\"?(\w+)", block)
        size = {"seconds": 1, "minutes": MINUTE, "hours": HOUR, "days": DAY}.get(
            found[1].lower() if found else unit, HOUR
        )
        return Reading(amount=amount * size)

    return read


def _mfa(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value).strip("\"'").upper()
    if text in ("OFF", "NEVER", "NONE", "DISABLED"):
        return Reading(BAD)
    if text in ("OPTIONAL", "OPT-IN"):
        return Reading("weak", reason="the second factor is optional")
    return Reading(GOOD) if text in ("ON", "REQUIRED", "ALL-APPLICATIONS", "CONFIDENCE-SCORE", "ALWAYS") else None


def _factor(fact: Fact, context: Context) -> Reading | None:
    """Okta's MFA enrolment and sign-on policies."""
    text = text_of(fact.value).strip("\"'").upper()
    return (
        Reading(BAD)
        if text in ("NOT_ALLOWED",)
        else Reading(GOOD)
        if text == "REQUIRED"
        else Reading("weak", reason="the second factor is optional")
        if text == "OPTIONAL"
        else None
    )


def _ssl(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value).strip("\"'").lower()
    return Reading(BAD) if text == "none" else Reading(GOOD) if text in ("all", "external") else None


def _policy(fact: Fact, context: Context) -> Reading | None:
    """Keycloak's passwordPolicy: hashIterations(...), hashAlgorithm(...)."""
    text = text_of(fact.value)
    if re.search(r"(?i)hashAlgorithm\((?:md5|sha1|pbkdf2)\)", text):
        return Reading("weak", reason="passwords are hashed with a weaker algorithm")
    return Reading(GOOD)


def _iterations(fact: Fact, context: Context) -> Reading | None:
    found = re.search(r"hashIterations\((\d+)\)", text_of(fact.value))
    return Reading(amount=float(found[1])) if found else None


def _policy_gone(fact: Fact, context: Context) -> Reading | None:
    return Reading("weak" if not text_of(fact.value).strip() else GOOD, reason="the password policy is empty")


ROWS = (
    # Keycloak
    Setting("keycloak-session-max", "session", KEYCLOAK, "ssoSessionMaxLifespan sso_session_max_lifespan clientSessionMaxLifespan client_session_max_lifespan", "seconds",
        '{"realm": "staff", "ssoSessionMaxLifespan": 2592000}', '{"realm": "staff", "ssoSessionMaxLifespan": 36000}'),
    Setting("keycloak-session-idle", "idle", KEYCLOAK, "ssoSessionIdleTimeout sso_session_idle_timeout clientSessionIdleTimeout client_session_idle_timeout", "seconds",
        '{"realm": "staff", "ssoSessionIdleTimeout": 86400}', '{"realm": "staff", "ssoSessionIdleTimeout": 1800}'),
    Setting("keycloak-remember", "session", KEYCLOAK, "ssoSessionMaxLifespanRememberMe sso_session_max_lifespan_remember_me", "seconds", '{"realm": "staff", "ssoSessionMaxLifespanRememberMe": 31536000}', '{"realm": "staff", "ssoSessionMaxLifespanRememberMe": 604800}'),
    Setting("keycloak-remember-idle", "idle", KEYCLOAK, "ssoSessionIdleTimeoutRememberMe sso_session_idle_timeout_remember_me", "seconds", '{"realm": "staff", "ssoSessionIdleTimeoutRememberMe": 2592000}', '{"realm": "staff", "ssoSessionIdleTimeoutRememberMe": 86400}'),
    Setting("keycloak-token", "token", KEYCLOAK, "accessTokenLifespan access_token_lifespan accessTokenLifespanForImplicitFlow access_token_lifespan_for_implicit_flow attributes.access.token.lifespan actionTokenGeneratedByUserLifespan action_token_generated_by_user_lifespan", "seconds",
        '{"realm": "staff", "accessTokenLifespan": 86400}', '{"realm": "staff", "accessTokenLifespan": 300}'),
    Setting("keycloak-offline", "refresh", KEYCLOAK, "offlineSessionIdleTimeout offline_session_idle_timeout offlineSessionMaxLifespan offline_session_max_lifespan", "seconds", '{"realm": "staff", "offlineSessionIdleTimeout": 31536000}', '{"realm": "staff", "offlineSessionIdleTimeout": 2592000}'),
    Setting("keycloak-offline-max", "refresh", KEYCLOAK, "offlineSessionMaxLifespanEnabled offline_session_max_lifespan_enabled revokeRefreshToken revoke_refresh_token", ON, '{"realm": "staff", "revokeRefreshToken": false}', '{"realm": "staff", "revokeRefreshToken": true}', problem="refresh tokens can be used again", fix="set it to true"),
    Setting("keycloak-brute-force", "lockout", KEYCLOAK, "bruteForceProtected", ON, '{"realm": "staff", "bruteForceProtected": false}', '{"realm": "staff", "bruteForceProtected": true}', default=BAD),
    Setting("keycloak-failures", "lockout", KEYCLOAK, "failureFactor max_login_failures brute_force_detection.max_login_failures", MOST, '{"realm": "staff", "failureFactor": 1000, "bruteForceProtected": true}', '{"realm": "staff", "failureFactor": 5, "bruteForceProtected": true}', default=float("inf")),
    Setting("keycloak-ssl", "tls", KEYCLOAK, "sslRequired ssl_required", _ssl, '{"realm": "staff", "sslRequired": "none"}', '{"realm": "staff", "sslRequired": "external"}', problem="logins over plain HTTP are allowed", fix='use "external" or "all"'),
    Setting("keycloak-signature", "jwt", KEYCLOAK, "validateSignature validate_signature config.validateSignature", ON, '{"config": {"validateSignature": "false"}}', '{"config": {"validateSignature": "true"}}', problem="signatures of an identity provider are not verified"),
    Setting("keycloak-required-action", "mfa", KEYCLOAK, "alias.CONFIGURE_TOTP.enabled alias.CONFIGURE_TOTP.defaultAction alias.CONFIGURE_RECOVERY_AUTHN_CODES.enabled alias.webauthn-register.enabled alias.webauthn-register.defaultAction", stays_on,
        '{"realm": "staff", "requiredActions": [{"alias": "CONFIGURE_TOTP", "enabled": false}]}', '{"realm": "staff", "requiredActions": [{"alias": "CONFIGURE_TOTP", "enabled": true}]}'),
    Setting("keycloak-trust-email", "mfa", KEYCLOAK, "verifyEmail verify_email", ON, '{"realm": "staff", "verifyEmail": false}', '{"realm": "staff", "verifyEmail": true}', problem="mail addresses are no longer verified", fix="set it to true"),
    Setting("keycloak-iterations", "cost", KEYCLOAK, "passwordPolicy password_policy", _iterations, '{"realm": "staff", "passwordPolicy": "hashIterations(1000)"}', '{"realm": "staff", "passwordPolicy": "hashIterations(210000)"}'),
    Setting("keycloak-policy", "hashing", KEYCLOAK, "passwordPolicy password_policy", _policy_gone, '{"realm": "staff", "passwordPolicy": ""}', '{"realm": "staff", "passwordPolicy": "length(12)"}', problem="the password policy is empty", fix="keep the policy"),
    # Cognito
    Setting("cognito-mfa", "mfa", TERRAFORM + " yaml", "aws_cognito_user_pool.*.mfa_configuration Properties.MfaConfiguration mfa_configuration MfaConfiguration", _mfa, 'resource "aws_cognito_user_pool" "a" {\n  mfa_configuration = "OFF"\n}', 'resource "aws_cognito_user_pool" "a" {\n  mfa_configuration = "ON"\n}', fix='set it to "ON"'),
    Setting("cognito-access", "token", TERRAFORM + " yaml", "aws_cognito_user_pool_client.*.access_token_validity access_token_validity AccessTokenValidity", _cognito("hours", "access_?token"), 'resource "aws_cognito_user_pool_client" "a" {\n  access_token_validity = 24\n}', 'resource "aws_cognito_user_pool_client" "a" {\n  access_token_validity = 1\n}'),
    Setting("cognito-id", "token", TERRAFORM + " yaml", "id_token_validity IdTokenValidity", _cognito("hours", "id_?token"), 'resource "aws_cognito_user_pool_client" "a" {\n  id_token_validity = 24\n}', 'resource "aws_cognito_user_pool_client" "a" {\n  id_token_validity = 1\n}'),
    Setting("cognito-refresh", "refresh", TERRAFORM + " yaml", "aws_cognito_user_pool_client.*.refresh_token_validity refresh_token_validity RefreshTokenValidity", _cognito("days", "refresh_?token"), 'resource "aws_cognito_user_pool_client" "a" {\n  refresh_token_validity = 365\n}', 'resource "aws_cognito_user_pool_client" "a" {\n  refresh_token_validity = 7\n}'),
    Setting("cognito-revocation", "refresh", TERRAFORM + " yaml", "enable_token_revocation EnableTokenRevocation", ON, 'resource "aws_cognito_user_pool_client" "a" {\n  enable_token_revocation = false\n}', 'resource "aws_cognito_user_pool_client" "a" {\n  enable_token_revocation = true\n}', problem="tokens cannot be revoked", fix="set it to true"),
    Setting("cognito-advanced", "lockout", TERRAFORM + " yaml", "advanced_security_mode AdvancedSecurityMode", has("^OFF$|^AUDIT$"), 'resource "aws_cognito_user_pool" "a" {\n  user_pool_add_ons {\n    advanced_security_mode = "OFF"\n  }\n}', 'resource "aws_cognito_user_pool" "a" {\n  user_pool_add_ons {\n    advanced_security_mode = "ENFORCED"\n  }\n}', problem="protection against taken-over accounts is off", fix='use "ENFORCED"'),
    Setting("cognito-password", "cost", TERRAFORM + " yaml", "password_policy.minimum_length PasswordPolicy.MinimumLength minimum_password_length", LEAST, 'resource "aws_cognito_user_pool" "a" {\n  password_policy {\n    minimum_length = 6\n  }\n}', 'resource "aws_cognito_user_pool" "a" {\n  password_policy {\n    minimum_length = 12\n  }\n}', problem="shorter passwords are allowed"),
    Setting("iam-session", "session", TERRAFORM + " yaml", "aws_iam_role.*.max_session_duration max_session_duration MaxSessionDuration", "seconds", 'resource "aws_iam_role" "a" {\n  max_session_duration = 43200\n}', 'resource "aws_iam_role" "a" {\n  max_session_duration = 3600\n}'),
    Setting("sso-session", "session", TERRAFORM + " yaml", "aws_ssoadmin_permission_set.*.session_duration session_duration SessionDuration", "seconds", 'resource "aws_ssoadmin_permission_set" "a" {\n  session_duration = "PT12H"\n}', 'resource "aws_ssoadmin_permission_set" "a" {\n  session_duration = "PT1H"\n}'),
    Setting("alb-session", "session", TERRAFORM, "authenticate_oidc.session_timeout authenticate_cognito.session_timeout", "seconds", 'resource "aws_lb_listener" "a" {\n  default_action {\n    authenticate_oidc {\n      session_timeout = 604800\n    }\n  }\n}', 'resource "aws_lb_listener" "a" {\n  default_action {\n    authenticate_oidc {\n      session_timeout = 3600\n    }\n  }\n}'),
    # Auth0
    Setting("auth0-session", "session", TERRAFORM + " yaml", "auth0_tenant.*.session_lifetime tenant.session_lifetime session_lifetime", "hours", 'resource "auth0_tenant" "a" {\n  session_lifetime = 720\n}', 'resource "auth0_tenant" "a" {\n  session_lifetime = 8\n}', near=r"(?i)auth0"),
    Setting("auth0-idle", "idle", TERRAFORM + " yaml", "auth0_tenant.*.idle_session_lifetime idle_session_lifetime", "hours", 'resource "auth0_tenant" "a" {\n  idle_session_lifetime = 72\n}', 'resource "auth0_tenant" "a" {\n  idle_session_lifetime = 1\n}', near=r"(?i)auth0|idle"),
    Setting("auth0-token", "token", TERRAFORM + " yaml", "auth0_resource_server.*.token_lifetime token_lifetime token_lifetime_for_web jwt_configuration.lifetime_in_seconds lifetime_in_seconds", "seconds", 'resource "auth0_resource_server" "a" {\n  token_lifetime = 2592000\n}', 'resource "auth0_resource_server" "a" {\n  token_lifetime = 3600\n}'),
    Setting("auth0-refresh", "refresh", TERRAFORM + " yaml", "refresh_token.token_lifetime refresh_token.idle_token_lifetime", "seconds", 'resource "auth0_client" "a" {\n  refresh_token {\n    token_lifetime = 31536000\n  }\n}', 'resource "auth0_client" "a" {\n  refresh_token {\n    token_lifetime = 604800\n  }\n}'),
    Setting("auth0-expiration", "refresh", TERRAFORM + " yaml", "refresh_token.expiration_type", has("^non-expiring$"), 'resource "auth0_client" "a" {\n  refresh_token {\n    expiration_type = "non-expiring"\n  }\n}', 'resource "auth0_client" "a" {\n  refresh_token {\n    expiration_type = "expiring"\n  }\n}', problem="refresh tokens never end", fix='set expiration_type = "expiring" and token_lifetime'),
    Setting("auth0-infinite", "refresh", TERRAFORM + " yaml", "refresh_token.infinite_token_lifetime refresh_token.infinite_idle_token_lifetime", NOT_ON, 'resource "auth0_client" "a" {\n  refresh_token {\n    infinite_token_lifetime = true\n  }\n}', 'resource "auth0_client" "a" {\n  refresh_token {\n    infinite_token_lifetime = false\n  }\n}', problem="refresh tokens never end", fix="let them end"),
    Setting("auth0-mfa", "mfa", TERRAFORM + " yaml", "auth0_guardian.*.policy", _mfa, 'resource "auth0_guardian" "mfa" {\n  policy = "never" # mfa\n}', 'resource "auth0_guardian" "mfa" {\n  policy = "all-applications" # mfa\n}'),
    Setting("auth0-brute-force", "lockout", TERRAFORM + " yaml", "brute_force_protection.enabled suspicious_ip_throttling.enabled breached_password_detection.enabled brute_force_protection", ON, 'resource "auth0_attack_protection" "a" {\n  brute_force_protection {\n    enabled = false # lock\n  }\n}', 'resource "auth0_attack_protection" "a" {\n  brute_force_protection {\n    enabled = true # lock\n  }\n}'),
    Setting("auth0-attempts", "lockout", TERRAFORM + " yaml", "brute_force_protection.max_attempts", MOST, 'resource "auth0_attack_protection" "a" {\n  brute_force_protection {\n    max_attempts = 100\n  }\n}', 'resource "auth0_attack_protection" "a" {\n  brute_force_protection {\n    max_attempts = 10\n  }\n}'),
    Setting("auth0-algorithm", "jwt", TERRAFORM + " yaml", "jwt_configuration.alg signing_alg", has("^none$|^HS256$", flag=True, reason="tokens are signed with a shared secret"), 'resource "auth0_client" "a" {\n  jwt_configuration {\n    alg = "HS256"\n  }\n}', 'resource "auth0_client" "a" {\n  jwt_configuration {\n    alg = "RS256"\n  }\n}', fix='use "RS256"'),
    # Okta
    Setting("okta-session-minutes", "session", TERRAFORM, "okta_policy_rule_signon.*.session_lifetime", "minutes", 'resource "okta_policy_rule_signon" "a" {\n  session_lifetime = 43200\n}', 'resource "okta_policy_rule_signon" "a" {\n  session_lifetime = 480\n}', endless=(0,)),
    Setting("okta-idle", "idle", TERRAFORM, "okta_policy_rule_signon.*.session_idle", "minutes", 'resource "okta_policy_rule_signon" "a" {\n  session_idle = 1440\n}', 'resource "okta_policy_rule_signon" "a" {\n  session_idle = 15\n}'),
    Setting("okta-mfa-required", "mfa", TERRAFORM, "okta_policy_rule_signon.*.mfa_required", ON, 'resource "okta_policy_rule_signon" "a" {\n  mfa_required = false\n}', 'resource "okta_policy_rule_signon" "a" {\n  mfa_required = true\n}'),
    Setting("okta-factor", "mfa", TERRAFORM, "okta_policy_mfa.*.*.enroll okta_policy_mfa_default.*.*.enroll", _factor, 'resource "okta_policy_mfa" "a" {\n  okta_otp = {\n    enroll = "NOT_ALLOWED" # mfa\n  }\n}', 'resource "okta_policy_mfa" "a" {\n  okta_otp = {\n    enroll = "REQUIRED" # mfa\n  }\n}'),
    Setting("okta-factor-mode", "mfa", TERRAFORM, "okta_app_signon_policy_rule.*.factor_mode", has("1FA"), 'resource "okta_app_signon_policy_rule" "a" {\n  factor_mode = "1FA" # mfa\n}', 'resource "okta_app_signon_policy_rule" "a" {\n  factor_mode = "2FA" # mfa\n}', problem="one factor is enough", fix='use "2FA"'),
    Setting("okta-attempts", "lockout", TERRAFORM, "okta_policy_password.*.password_max_lockout_attempts password_max_lockout_attempts", MOST, 'resource "okta_policy_password" "a" {\n  password_max_lockout_attempts = 100\n}', 'resource "okta_policy_password" "a" {\n  password_max_lockout_attempts = 5\n}'),
    Setting("okta-access", "token", TERRAFORM, "okta_auth_server_policy_rule.*.access_token_lifetime_minutes access_token_lifetime_minutes", "minutes", 'resource "okta_auth_server_policy_rule" "a" {\n  access_token_lifetime_minutes = 1440\n}', 'resource "okta_auth_server_policy_rule" "a" {\n  access_token_lifetime_minutes = 60\n}'),
    Setting("okta-refresh", "refresh", TERRAFORM, "refresh_token_lifetime_minutes refresh_token_window_minutes", "minutes", 'resource "okta_auth_server_policy_rule" "a" {\n  refresh_token_lifetime_minutes = 525600\n}', 'resource "okta_auth_server_policy_rule" "a" {\n  refresh_token_lifetime_minutes = 10080\n}', endless=(0,)),
    # Entra
    Setting("entra-frequency", "session", TERRAFORM, "session_controls.sign_in_frequency", "hours", 'resource "azuread_conditional_access_policy" "a" {\n  session_controls {\n    sign_in_frequency = 720\n  }\n}', 'resource "azuread_conditional_access_policy" "a" {\n  session_controls {\n    sign_in_frequency = 8\n  }\n}'),
    Setting("entra-mfa", "mfa", TERRAFORM, "grant_controls.built_in_controls", lambda fact, context: Reading(GOOD if "mfa" in text_of(fact.value) else "weak", reason="the second factor is no longer required"), 'resource "azuread_conditional_access_policy" "a" {\n  grant_controls {\n    built_in_controls = ["compliantDevice"]\n  }\n}', 'resource "azuread_conditional_access_policy" "a" {\n  grant_controls {\n    built_in_controls = ["mfa"]\n  }\n}'),
    Setting("entra-state", "mfa", TERRAFORM, "azuread_conditional_access_policy.*.state", has("disabled", "enabledForReporting"), 'resource "azuread_conditional_access_policy" "mfa" {\n  state = "disabled" # mfa\n}', 'resource "azuread_conditional_access_policy" "mfa" {\n  state = "enabled" # mfa\n}', problem="a conditional access policy is off", fix='set it to "enabled"'),
)  # fmt: skip
