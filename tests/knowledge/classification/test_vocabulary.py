"""Names of fields: which look sensitive, and which only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import each
from sweeps import examples

from govhooks.knowledge.classification.vocabulary import CONFIDENTIAL, KINDS, RESTRICTED, kind_of
from govhooks.knowledge.classification.words import singular, split

# kind -> names, with Model. in front where they need one.
SENSITIVE = {
    "email": "email emailAddress e_mail EMAIL email_encrypted backup_email Company.contact_email User.mail emails recoveryEmail personal-email",
    "phone": "phone homePhone phone_number phone2 mobile_number User.mobile Patient.cell whatsapp telephone contact_number",
    "person name": "first_name nachname nombre_completo lastName FullName maiden_name Patient.name customer_name cardholder_name UserProfile.full_name tenants.full_name",
    "birth": "dob date_of_birth birthDate birthday Person.age placeOfBirth",
    "address": "street_address homeAddress address_line_1 addressLine2 Customer.address billing_address Address.postcode Address.street shipping_zip",
    "national id": "ssn SSN social_security_number passport_number passportNo national_id drivers_license_number cpf aadhaar_number ssn_last_four nino",
    "tax": "tax_id taxIdentificationNumber",
    "payment card": "card_number creditCardNumber cvv cvc2 cc_number pan_number Card.pan",
    "bank account": "iban bank_account_number routingNumber sort_code BankAccount.account_number",
    "password": "password passwd user_password passphrase security_answer mothers_maiden_name",
    "password hash": "password_hash hashedPassword encrypted_password password_digest",
    "credential": "apikey apitoken secretkey clientsecret auth_key api_key access_token refreshToken client_secret private_key totp_secret recovery_codes User.token",
    "health": "diagnosis icd10Code ICD10 diagnoses medical_record_number mrn allergies blood_type medications is_pregnant Patient.weight hiv_status",
    "biometric": "fingerprint_template face_embedding faceEncoding iris_scan voiceprint",
    "special category": "religion ethnicity sexual_orientation political_affiliation trade_union_membership Patient.race criminal_record",
    "location": "home_latitude last_known_location gps_coordinates User.latitude",
    "finance": "salary salary_cents annualSalaryUsd annual_income base_salary credit_score net_worth hourly_wage",
    "demographic": "gender marital_status nationality",
    "online id": "last_sign_in_ip client_ip User.ip_address device_fingerprint imei advertising_id Session.ip_address",
    "identity file": "passport_scan id_document_image",
}  # fmt: skip
HARMLESS = (
    "has_email is_email email_id email_count email_template email_verified email_verified_at emailSubject send_email_at show_phone num_phones support_email"
    " noreply_email from_email default_from_email Company.phone Restaurant.address Store.email phone_country_code phone_type password_reset_at"
    " password_changed_at password_policy password_length min_password_length token_count max_tokens tokens token_type token_limit card_brand card_last4"
    " cardLastFour card_id card_type billing_address_id address ip_address Server.ip_address mac_address contract_address wallet_address memory_address"
    " name Product.name Group.name UserGroup.name User.username username user_id user_agent file_name host_name display_name class_name table_name"
    " Repository.full_name Category.full_name race Game.race condition weight Package.weight height Image.height city Store.city zip_file"
    " street_view latitude Store.latitude message page storage percentage language image description title status created_at updated_at"
    " birthday_reminder_enabled gender_filter salary_currency salary_min_visible income_type iban_country ssn_required verify_ssn passport_js secret_name"
    " public_key fingerprint ssh_key_fingerprint checksum session_id session_timeout authorization_url mail_server mailing_list emailer phonebook"
    " phonetic telephony cellular cell table_cell mobile_app mobile bankruptcy accounting account_id account_type account_name panel expand company"
    " spanning pincode_enabled pinned spinner opinion diagnostic_level allergen_free_menu credit_limit_enabled score balance account_status"
    " religion_id ethnicity_options nationality_code tokenized_email masked_phone hashed_email email_hash ssn_hash redacted_name test_email"
    " example_phone max_age min_age age cache_age key_name JobPosting.salary IncomeStatement.net_income Product.gender RaceTrack.race api_key_id api_key_name access_token_url token_endpoint secret_manager token Token.id"
    " Worker.name worker_name Node.parent_name DeploymentInfo.full_name resolve_access_token Index.by_email entity_total_api_keys StorageConfig.driver_name"
).split()  # fmt: skip


@each([(kind, name) for kind, names in SENSITIVE.items() for name in names.split()])
def test_a_name_that_looks_sensitive(kind: str, name: str) -> None:
    owner, _, last = name.rpartition(".")
    found = kind_of(last, owner)

    assert found is not None and found.name == kind, found


@each(HARMLESS)
def test_a_name_that_only_sounds_like_it(name: str) -> None:
    owner, _, last = name.rpartition(".")

    assert kind_of(last, owner) is None, kind_of(last, owner)


def test_every_kind_has_examples() -> None:
    assert {row[0] for row in KINDS} == SENSITIVE.keys()
    assert {row[2] for row in KINDS} == {CONFIDENTIAL, RESTRICTED}


@each([(name, level) for _, _, level, names, _ in KINDS for name in names.split("|")])
def test_every_name_of_the_table_is_found_in_each_spelling(name: str, level: str) -> None:
    words = name.split()
    for spelled in ("_".join(words), "".join(word.capitalize() for word in words), "-".join(words)):
        found = kind_of(spelled)

        assert found is not None and found.level == level, (spelled, found)


def test_no_name_stands_in_the_table_twice() -> None:
    names = [name for *_, always, of_people in KINDS for name in (*always.split("|"), *of_people.split("|")) if name]

    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("homePhone2", ("home", "phone", "2")),
        ("HTTPServer", ("http", "server")),
        ("userIDs", ("user", "ids")),
        ("e-mail_address", ("e", "mail", "address")),
        ("SSN", ("ssn",)),
        ("apikey", ("api", "key")),
        ("dbpassword", ("db", "password")),
        ("tokenization", ("tokenization",)),
        ("accountnumber", ("account", "number")),
        ("wrongpassword", ("wrongpassword",)),
        ("token" * 3000, ("token" * 3000,)),
        ("größe", ("größe",)),
        ("", ()),
        ("__x__", ("x",)),
    ],
)
def test_words(identifier: str, words: tuple[str, ...]) -> None:
    assert split(identifier) == words


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("tenants", "tenant"),
        ("entries", "entry"),
        ("address", "address"),
        ("addresses", "address"),
        ("status", "status"),
        ("boxes", "box"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


@settings(max_examples=examples(1000), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=4))
def test_the_spelling_does_not_matter(words: list[str]) -> None:
    camel = words[0] + "".join(word.capitalize() for word in words[1:])

    assert split("_".join(words)) == split(camel) == split("-".join(words)) == tuple(words)
    assert kind_of("_".join(words)) == kind_of(camel)
