"""Ruby: Rails, Rack, Devise, JWT, OpenSSL, Net::HTTP, Faraday."""

from __future__ import annotations

import re

from govhooks.rules.authentication.session_policy.durations import FOREVER
from govhooks.rules.authentication.session_policy.facts import Given
from govhooks.rules.authentication.session_policy.settings import (
    BAD,
    CALLED,
    GOOD,
    GUARD,
    LEAST,
    MOST,
    NOT_ON,
    ON,
    SAME_SITE,
    Reading,
    Setting,
)
from govhooks.rules.authentication.session_policy.tables.readings import (
    algorithm,
    certificates,
    has,
    holds,
    password_hash,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from govhooks.rules.authentication.session_policy.facts import Fact
    from govhooks.rules.authentication.session_policy.settings import Context

RUBY = "ruby"


def _jwt(fact: Fact, context: Context) -> Reading | None:
    """JWT.decode(token, key, verify, algorithm: ...)."""
    given = fact.value
    if not isinstance(given, Given):
        return None
    if len(given.arguments) > 2 and given.arguments[2] is False:
        return Reading(BAD)
    if re.search(r"['\"]none['\"]", given.text):
        return Reading(BAD, reason="a token without a signature is accepted")
    for name in ("verify_expiration", "verify_iat", "verify_iss", "verify_aud", "verify_not_before"):
        if re.search(rf"{name}['\"]?\s*(?::|=>)\s*false", given.text):
            return Reading(BAD, reason=f"JWT claim {name[7:]} is not verified")
    if re.search(r"algorithms?['\"]?\s*(?::|=>)", given.text):
        if re.search(r"algorithms?['\"]?\s*(?::|=>)\s*\[?\s*\w*header", given.text):
            return Reading(BAD, reason="the token chooses the algorithm that verifies it")
        return Reading(GOOD)
    return Reading("weak", reason="algorithms are no longer given")


def _skip(fact: Fact, context: Context) -> Reading | None:
    """skip_before_action :verify_authenticity_token, for a controller or for single actions."""
    given = fact.value
    if not isinstance(given, Given) or "verify_authenticity_token" not in given.text:
        return None
    if "only" in given.keywords or "if" in given.keywords:
        return Reading(BAD, reason="CSRF protection is off for single actions", flag=True)
    everywhere = bool(re.search(r"class (?:ApplicationController|BaseController)", context.text))
    return Reading(BAD, reason="" if everywhere else "CSRF protection is off for a controller", flag=not everywhere)


def _forgery(fact: Fact, context: Context) -> Reading | None:
    text = text_of(fact.value)
    if re.search(r"except", text):
        return Reading(BAD, reason="CSRF protection is off for single actions", flag=True)
    return Reading(GOOD)


ROWS = (
    Setting("rails-skip-forgery-protection", "csrf", RUBY, "word.skip_forgery_protection", lambda fact, context: Reading(BAD, flag=not context.matches("class (?:ApplicationController|BaseController)")), "class A < B\n  skip_forgery_protection\nend", "class A < B\nend", problem="CSRF protection is off for a controller"),
    Setting("rack-secure", "secure", RUBY, "use.secure", ON, "use Rack::Session::Cookie, secret: s, secure: false", "use Rack::Session::Cookie, secret: s, secure: true", near="Rack::Session", default=BAD),
    Setting("rack-httponly", "httponly", RUBY, "use.httponly use.http_only", ON, "use Rack::Session::Cookie, secret: s, httponly: false", "use Rack::Session::Cookie, secret: s, httponly: true", near="Rack::Session"),
    Setting("rack-expiry", "session", RUBY, "use.expire_after", "seconds", "use Rack::Session::Cookie, secret: s, expire_after: 2592000", "use Rack::Session::Cookie, secret: s, expire_after: 3600", near="Rack::Session"),
    Setting("rails-force-ssl", "secure", RUBY, "config.force_ssl force_ssl", ON, "config.force_ssl = false", "config.force_ssl = true", default=BAD, problem="plain HTTP is no longer redirected to HTTPS", fix="set config.force_ssl = true", path="config/environments/production.rb"),
    Setting("rails-session-secure", "secure", RUBY, "session_store.secure session.secure cookies.*.secure cookies.**.secure Session.Cookie.secure Cookie.secure rememberable_options.secure set_cookie.secure", ON,
        "Rails.application.config.session_store :cookie_store, key: '_a', secure: false", "Rails.application.config.session_store :cookie_store, key: '_a', secure: true", default=BAD, session=True),
    Setting("rails-session-httponly", "httponly", RUBY, "session_store.httponly session_store.http_only Cookie.httponly Cookie.http_only", ON,
        "Rails.application.config.session_store :cookie_store, key: '_a', httponly: false", "Rails.application.config.session_store :cookie_store, key: '_a', httponly: true", session=True),
    Setting("rails-cookie-httponly", "httponly", RUBY, "cookies.*.httponly cookies.**.httponly", ON,
        "cookies.signed[:session] = { value: v, httponly: false }", "cookies.signed[:session] = { value: v, httponly: true }", default=BAD, session=True),
    Setting("rails-session-samesite", "samesite", RUBY, "session_store.same_site cookies.*.same_site config.action_dispatch.cookies_same_site_protection cookies.**.same_site Cookie.same_site", SAME_SITE,
        "Rails.application.config.session_store :cookie_store, key: '_a', same_site: :none", "Rails.application.config.session_store :cookie_store, key: '_a', same_site: :lax", session=True),
    Setting("rails-session-expiry", "session", RUBY, "session_store.expire_after Cookie.expire_after Cookie.max_age", "seconds",
        "Rails.application.config.session_store :cookie_store, key: '_a', expire_after: 90.days", "Rails.application.config.session_store :cookie_store, key: '_a', expire_after: 8.hours", endless=(None,)),
    Setting("rails-cookie-expiry", "session", RUBY, "cookies.*.expires cookies.**.expires", "seconds", "cookies.signed[:session] = { value: v, expires: 90.days.from_now }", "cookies.signed[:session] = { value: v, expires: 8.hours.from_now }", session=True),
    Setting("rails-permanent-cookie", "session", RUBY, "cookies.permanent.* cookies.permanent.signed.* cookies.permanent.encrypted.* cookies.signed.permanent.* cookies.encrypted.permanent.*", lambda fact, context: Reading(amount=FOREVER),
        "cookies.permanent.signed[:session_token] = token", "cookies.signed[:session_token] = token", session=True),
    Setting("rails-forgery", "csrf", RUBY, "word.protect_from_forgery", GUARD, "class ApplicationController < ActionController::Base\nend", "class ApplicationController < ActionController::Base\n  protect_from_forgery with: :exception\nend", instead=r"class \w+"),
    Setting("rails-forgery-except", "csrf", RUBY, "protect_from_forgery.except", lambda fact, context: Reading(BAD, reason="CSRF protection is off for single actions", flag=True), "protect_from_forgery except: :hook", "protect_from_forgery with: :exception"),
    Setting("rails-forgery-with", "csrf", RUBY, "protect_from_forgery.with", lambda fact, context: Reading(GOOD if "exception" in text_of(fact.value) else "weak", reason="forged requests no longer raise", flag=True), "protect_from_forgery with: :null_session", "protect_from_forgery with: :exception"),
    Setting("rails-skip-forgery", "csrf", RUBY, "skip_before_action.() skip_before_filter.()", _skip,
        "class A\n  skip_before_action :verify_authenticity_token\nend", "class A\nend"),
    Setting("rails-allow-forgery", "csrf", RUBY, "allow_forgery_protection default_protect_from_forgery per_form_csrf_tokens forgery_protection_origin_check", ON, "config.action_controller.allow_forgery_protection = false", "config.action_controller.allow_forgery_protection = true"),
    Setting("rails-local-requests", "debug", RUBY, "config.consider_all_requests_local", NOT_ON, "config.consider_all_requests_local = true # debug", "config.consider_all_requests_local = false # debug", path="config/environments/production.rb"),
    Setting("devise-timeout", "idle", RUBY, "config.timeout_in timeout_in devise.timeout_in", "seconds", "Devise.setup do |config|\n  config.timeout_in = 30.days\nend", "Devise.setup do |config|\n  config.timeout_in = 30.minutes\nend"),
    Setting("devise-remember", "refresh", RUBY, "config.remember_for", "seconds", "config.remember_for = 1.year", "config.remember_for = 2.weeks"),
    Setting("devise-expire-all", "session", RUBY, "config.expire_all_remember_me_on_sign_out", ON, "config.expire_all_remember_me_on_sign_out = false", "config.expire_all_remember_me_on_sign_out = true", problem="signing out leaves remembered sessions alive", fix="set it to true"),
    Setting("devise-reset", "refresh", RUBY, "config.reset_password_within config.confirm_within", "seconds", "config.reset_password_within = 30.days", "config.reset_password_within = 6.hours"),
    Setting("devise-lockable", "lockout", RUBY, "devise.()", holds(":lockable"), "class User < ApplicationRecord\n  devise :database_authenticatable\nend", "class User < ApplicationRecord\n  devise :database_authenticatable, :lockable\nend", fix="keep :lockable"),
    Setting("devise-timeoutable", "idle", RUBY, "devise.()", holds(":timeoutable"), "class User < ApplicationRecord\n  devise :database_authenticatable\nend", "class User < ApplicationRecord\n  devise :database_authenticatable, :timeoutable\nend", problem="sessions no longer end when they are idle", fix="keep :timeoutable"),
    Setting("devise-two-factor", "mfa", RUBY, "devise.()", holds("two_factor|otp"), "class User < ApplicationRecord\n  devise :database_authenticatable\nend", "class User < ApplicationRecord\n  devise :two_factor_authenticatable\nend", fix="keep :two_factor_authenticatable"),
    Setting("devise-lock-strategy", "lockout", RUBY, "config.lock_strategy", has(r":?none"), "config.lock_strategy = :none", "config.lock_strategy = :failed_attempts"),
    Setting("devise-attempts", "lockout", RUBY, "config.maximum_attempts maximum_attempts MAX_LOGIN_ATTEMPTS", MOST, "config.maximum_attempts = 1000", "config.maximum_attempts = 5"),
    Setting("devise-stretches", "cost", RUBY, "config.stretches BCrypt.Engine.cost BCrypt.Password.create.cost Password.create.cost", LEAST, "config.stretches = 1 # rounds", "config.stretches = 12 # rounds", default=12),
    Setting("devise-paranoid", "lockout", RUBY, "config.paranoid", ON, "config.paranoid = false # password recovery", "config.paranoid = true # password recovery", problem="it tells whether an account exists", fix="set it to true"),
    Setting("ruby-mfa", "mfa", RUBY, "mfa_required require_mfa two_factor_required require_two_factor otp_required_for_login config.require_two_factor require_two_factor_authentication", ON, "config.mfa_required = false", "config.mfa_required = true"),
    Setting("ruby-jwt", "jwt", RUBY, "JWT.decode.()", _jwt, "JWT.decode(token, nil, false)", "JWT.decode(token, key, true, algorithm: 'RS256')"),
    Setting("ruby-jwt-encode", "jwt", RUBY, "JWT.encode.2", algorithm, "JWT.encode(claims, nil, 'none')", "JWT.encode(claims, key, 'RS256')"),
    Setting("ruby-jwt-exp", "token", RUBY, "exp *.exp payload.exp", "seconds", "claims = { sub: id, exp: 30.days.from_now.to_i }\nJWT.encode(claims, key, 'RS256')", "claims = { sub: id, exp: 15.minutes.from_now.to_i }\nJWT.encode(claims, key, 'RS256')", near=r"(?i)jwt|claims|payload"),
    Setting("doorkeeper-token", "token", RUBY, "access_token_expires_in.0 jwt.expiration_time config.access_token_expires_in ACCESS_TOKEN_TTL TOKEN_TTL", "seconds", "Doorkeeper.configure do\n  access_token_expires_in 30.days\nend", "Doorkeeper.configure do\n  access_token_expires_in 2.hours\nend", endless=(None,)),
    Setting("devise-jwt", "token", RUBY, "expiration_time jwt.expiration_time", "seconds", "config.jwt do |jwt|\n  jwt.expiration_time = 30.days.to_i\nend", "config.jwt do |jwt|\n  jwt.expiration_time = 1.hour.to_i\nend"),
    Setting("openssl-verify-none", "tls", RUBY, "verify_mode verify_mode.0 *.verify_mode ssl_verify_mode openssl_verify_mode http.verify_mode", has("VERIFY_NONE|^0$|none"), "http.verify_mode = OpenSSL::SSL::VERIFY_NONE", "http.verify_mode = OpenSSL::SSL::VERIFY_PEER"),
    Setting("openssl-verify-word", "tls", RUBY, "word.VERIFY_NONE", CALLED, "options = [OpenSSL::SSL::VERIFY_NONE]", "options = [OpenSSL::SSL::VERIFY_PEER]"),
    Setting("faraday-verify", "tls", RUBY, "ssl.verify *.ssl.verify verify_ssl ssl_verify verify_ssl.0 verify", certificates, "Faraday.new(url, ssl: { verify: false })", "Faraday.new(url, ssl: { verify: true })"),
    Setting("ruby-weak-hash", "hashing", RUBY, "Digest.MD5.hexdigest.() Digest.SHA1.hexdigest.() Digest.SHA256.hexdigest.() Digest.MD5.digest.() Digest.SHA2.hexdigest.() MD5.hexdigest.()", password_hash, "self.digest = Digest::MD5.hexdigest(password)", "self.digest = Digest::MD5.hexdigest(body)"),
    Setting("ruby-strong-hash", "hashing", RUBY, "BCrypt.Password.create.() word.has_secure_password Argon2.Password.create.()", GUARD, "class User\n  def ok(password)\n    self.password == password\n  end\nend", "class User\n  has_secure_password\n  def ok(password)\n    authenticate(password)\n  end\nend", instead=r"Digest::|==\s*(?:\w+\.)*password|password\s*=="),
)  # fmt: skip
