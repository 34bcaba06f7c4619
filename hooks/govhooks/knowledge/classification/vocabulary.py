"""Which names of fields look as if they held personal, payment, health or secret data.

    kind_of("homePhone")        -> the kind "phone number", confidential
    kind_of("has_email")        -> None: it says whether there is one
    kind_of("email_template")   -> None: the last words say what it is
    kind_of("address")          -> None: of what?
    kind_of("address", "User")  -> the kind "address", confidential

A name is judged by its last words, as the language has it: a billing address is an address, an email template is a template. Words
that change nothing (`phone_number_raw`) are passed over; some first words make it a question, a number or an example.
"""

from __future__ import annotations

from govhooks.core.record import Record
from govhooks.knowledge.classification.words import singular, split

CONFIDENTIAL, RESTRICTED = "confidential", "restricted"


class Kind(Record):
    """A kind of sensitive data: its `name` ("email"), what a person calls it ("email address"), and how sensitive it is.

    `level` is "confidential" or "restricted", in the words of the default classes.
    """

    name: str
    label: str
    level: str


# (name, label, level, names that always mean it, names that mean it of a person only). Names are words in the singular.
KINDS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "password",
        "password",
        RESTRICTED,
        "password|passwd|passphrase|passcode|pwd|user pass|pin code hash|security pin|account pin|login pin|user pin|secret answer"
        "|security answer|security question answer|password answer|mother maiden name|mothers maiden name",
        "pin|pin code|pass",
    ),
    (
        "credential",
        "credential",
        RESTRICTED,
        "api key|api secret|api token|auth key|authentication key|master key|access token|refresh token|auth token|authentication token|bearer token|id token|oauth token"
        "|session token|remember token|reset token|password reset token|reset password token|recovery token|confirmation token"
        "|verification token|invitation token|login token|personal access token|device token|csrf secret|secret key|private key"
        "|client secret|consumer secret|app secret|shared secret|webhook secret|signing secret|signing key|encryption key"
        "|otp secret|totp secret|mfa secret|two factor secret|otp seed|totp seed|backup code|recovery code|otp code|one time password|one time code|connection string|two factor recovery code"
        "|otp backup code|two factor backup code|ssh private key|token secret|access key secret|secret access key|jwt secret"
        "|oauth secret|session secret|secret token|auth secret|credential secret|magic link token|push token|fcm token",
        "token|otp|credential|secret",
    ),
    (
        "payment card",
        "payment card",
        RESTRICTED,
        "card number|card no|card expiry|card expiration|card expiry date|card expiration date|card exp|card num|cc number|cc num|cc no|ccnum|credit card|creditcard|credit card number|debit card|card pan"
        "|primary account number|pan number|payment card|cvv|cvc|cvv code|cvc code|card cvv|card cvc|cvn"
        "|card verification|card verification value|card verification code|card security code|security code|card pin"
        "|magstripe|card track",
        "pan",
    ),
    (
        "bank account",
        "bank account",
        RESTRICTED,
        "iban|bank account|bank account number|bank account no|bank acct|account iban|routing number|routing no|sort code|bank number"
        "|ach account|ach account number|bban|bank details|bank detail|clabe|ifsc account|direct deposit account|payout account number",
        "account number|account no|acct no|acct number|acct num|acct",
    ),
    (
        "national id",
        "government id",
        RESTRICTED,
        "ssn|social security number|social security|social security no|sin number|social insurance number|national id|national id number"
        "|national identification number|national identity number|national identity|national insurance number|national insurance"
        "|nino|national number|nhs number|nhs no|passport|passport number|passport no|passport id|passport num|passport mrz|driver license"
        "|drivers license|driver licence|drivers licence|driving license|driving licence|driver license number|drivers license number"
        "|driver licence number|drivers licence number|driving licence number|driving license number|dl number|tax file number|tfn"
        "|itin|cpf|cpf number|curp|dni|nif|nie number|bsn|pesel|aadhaar|aadhar|aadhaar number|aadhar number|nric|nric number|hkid"
        "|codice fiscale|fiscal code|personnummer|personal number|personal id number|personal identity number|personal code"
        "|identity number|identity card|identity card number|id card number|id card|id number|identity document|identity document number"
        "|id document|id document number|government id|government id number|gov id|resident id|residence permit number|visa number"
        "|voter id|alien number|green card number|military id|ssn last four|ssn last 4|last four ssn|last 4 ssn|jmbg|egn|cnp"
        "|rodne cislo|birth number|sozialversicherungsnummer|steuer id|personalausweisnummer|numero securite sociale|driver license id",
        "sin|tin|license number|licence number|government number",
    ),
    (
        "tax",
        "tax number",
        RESTRICTED,
        "tax id|taxid|tax number|tax no|tax identification number|taxpayer id|taxpayer number|taxpayer identification number|tax identifier"
        "|personal tax id",
        "ein",
    ),
    (
        "health",
        "health data",
        RESTRICTED,
        "diagnosis|diagnoses|diagnosis code|medical record|medical record number|medical record no|mrn|medical history|medical condition"
        "|medical note|medical notes|medical info|medical information|medical data|medical id|medication|current medication|allergy"
        "|drug allergy|prescription|blood type|blood group|icd code|icd 10 code|icd 10|health condition|health status|health record"
        "|health data|health info|health information|health history|health card number|health card|health insurance number"
        "|health insurance id|health plan number|health plan beneficiary number|health id|medicare number|medicare id|medicaid id"
        "|medicaid number|insurance policy number|insurance member id|disability|disability status|hiv status|lab result|test result hiv"
        "|symptom|treatment plan|treatment note|clinical note|patient note|mental health|mental health note|mental health status"
        "|pregnancy status|is pregnant|chronic condition|vaccination status|immunization|immunisation|family medical history"
        "|substance abuse|surgical history|therapy note|genetic data|genetic marker|dna sequence|dna profile|genome|body weight",
        "weight|height|blood pressure systolic|blood pressure diastolic|heart rate bpm|lab value|vital|bmi|condition|treatment|insurance number|insurance id|patient number|vaccination|genotype|dna|blood pressure"
        "|heart rate|procedure code|clinical summary|problem list",
    ),
    (
        "biometric",
        "biometric data",
        RESTRICTED,
        "biometric data|biometric template|biometric hash|fingerprint template|fingerprint data|fingerprint image|fingerprint scan"
        "|face embedding|face encoding|face template|face print|faceprint|face descriptor|face vector|facial embedding|facial template"
        "|facial recognition data|face scan|iris scan|iris code|iris template|retina scan|retinal scan|voice print|voiceprint"
        "|palm print|palmprint|face id data|biometric signature|thumbprint",
        "fingerprint",
    ),
    (
        "special category",
        "special category of personal data",
        RESTRICTED,
        "religion|religious view|religious denomination|ethnic background|religious affiliation|religious belief|ethnicity|ethnic origin|ethnic group|racial origin|race ethnicity"
        "|race and ethnicity|sexual orientation|sexual preference|political affiliation|political opinion|political party|political view"
        "|party affiliation|trade union|trade union membership|union membership|union member|criminal record|criminal history"
        "|criminal conviction|criminal offence|background check result|caste|immigration status|gender identity|sex life|sexuality"
        "|veteran status|philosophical belief",
        "race|sex|conviction|belief|faith",
    ),
    (
        "password hash",
        "password hash",
        CONFIDENTIAL,
        "password hash|password digest|hashed password|encrypted password|crypted password|passwd hash|pwd hash|password crypt"
        "|pin hash|pin digest|hash password|passwordhash|hashed pwd|hashed pin|old password|password salt|encrypted pin",
        "",
    ),
    (
        "email",
        "email address",
        CONFIDENTIAL,
        "email|e mail|email address|e mail address|mail address|email addr|emailaddress|unconfirmed email|email text|correo|correo electronico"
        "|email alias address|useremail|courriel",
        "mail",
    ),
    (
        "phone",
        "phone number",
        CONFIDENTIAL,
        "phone|phone number|phone no|phone num|phonenumber|phone line|telephone|telephone number|telephone no|tel number|tel no|mobile number|mobile no"
        "|mobile phone|mobile phone number|cell phone|cell number|cellphone|cell phone number|home phone|work phone|daytime phone"
        "|contact number|whatsapp number|whatsapp|fax number|msisdn|emergency contact|emergency contact number|landline|telefon|telefono|telefono movil|telefonnummer|handynummer|celular|cell no|phone ext number"
        "|mobilephone|handphone|phone e 164|sms number|emergency phone",
        "mobile|cell|tel|fax|landline number",
    ),
    (
        "person name",
        "name of a person",
        CONFIDENTIAL,
        "first name|firstname|last name|lastname|full name|fullname|middle name|middlename|maiden name|surname|nombre completo|apellido|vorname|nachname|nom de famille|prenom|sobrenome|nome completo|preferred full name|patient full name|given name|givenname|family name"
        "|familyname|forename|birth name|preferred first name|patient name|customer name|employee name|cardholder name|card holder name"
        "|cardholder|card holder|contact name|guardian name|next of kin|next of kin name|spouse name|father name|mother name|fathers name"
        "|mothers name|emergency contact name|recipient name|applicant name|beneficiary name|person name|real name|student name"
        "|guest name|passenger name|account holder|account holder name|account holder full name|name on card|legal first name"
        "|legal last name|legal full name|tenant full name|billing name|shipping name|donor name|sender name full"
        "|name first|name last|user full name|member name|traveler name|traveller name|second name|fname|lname|holder name|payee name"
        "|payer name|buyer name|doctor name|resident name|physician name",
        "name|child name|parent name|driver name|subscriber name|legal name|preferred name|initial|nickname",
    ),
    (
        "birth",
        "date or place of birth",
        CONFIDENTIAL,
        "date of birth|dob|fecha nacimiento|fecha de nacimiento|geburtsdatum|date naissance|date de naissance|data nascimento|data de nascimento|birth date|birthdate|birthday|birth day|birth year|year of birth|place of birth|birthplace|birth place|born on"
        "|born at|birth city|birth country|country of birth|dateofbirth|date birth|birth dt|bday|birth month|city of birth|born",
        "age",
    ),
    (
        "address",
        "address of a person",
        CONFIDENTIAL,
        "home address|ship to address|bill to address|ship to street|bill to street|street address|postal address|mailing address|billing address|shipping address|delivery address|residential address"
        "|residence address|permanent address|current address street|address line|address line one|address line two|addressline|street line"
        "|street name|house number|physical address of residence|private address|billing street|shipping street|home street|billing postcode"
        "|billing zip|shipping postcode|shipping zip|home postcode|home zip|billing postal code|shipping postal code|home city"
        "|address street|address postcode|address zip|address postal code|contact address|customer address|patient address"
        "|employee address|personal address|home postal code|recipient address|street 1|street 2|billing address line|shipping address line"
        "|home location|residence",
        "address|street|direccion|anschrift|strasse|adresse|endereco|house no|postcode|post code|zip|zip code|zipcode|postal code|city|town|addr|full address",
    ),
    (
        "location",
        "location of a person",
        CONFIDENTIAL,
        "home latitude|home longitude|home lat|home lng|home lon|gps coordinate|gps location|gps position|gps lat|gps lng|last known location"
        "|last location|current location|geolocation|geo location|user location|last known latitude|last known longitude|last latitude"
        "|last longitude|precise location|device location|location history|whereabout|current latitude|current longitude|last lat|last lng"
        "|last known position|gps track|last seen location",
        "latitude|longitude|lat|lng|lon|coordinate",
    ),
    (
        "finance",
        "income or wealth",
        CONFIDENTIAL,
        "salary|gross annual salary|annual gross salary|base salary|annual salary|gross salary|net salary|annual income|monthly income|income|household income|gross income|net income|wage"
        "|hourly wage|compensation|base compensation|total compensation|net worth|credit score|fico score|credit rating score|pay rate"
        "|account balance|monthly salary|yearly income|payroll amount|debt amount|credit report|credit history|tax return|pay grade"
        "|salary amount|bonus amount|yearly salary|current salary|expected salary|remuneration|net pay|gross pay|bank balance",
        "credit limit|net balance|bonus|hourly rate|balance",
    ),
    (
        "demographic",
        "personal detail",
        CONFIDENTIAL,
        "gender|license plate|licence plate|number plate|license plate number|vehicle registration|marital status|nationality|citizenship|civil status|relationship status|mother tongue|national origin|country of citizenship",
        "dependent|household size|number of children|military status|education level|occupation",
    ),
    (
        "online id",
        "identifier of a person's device",
        CONFIDENTIAL,
        "client ip|client ip address|user ip|user ip address|remote ip|remote ip address|last login ip|last sign in ip|current sign in ip|login ip"
        "|last ip|signup ip|sign up ip|registration ip|registered ip|visitor ip|customer ip|ip of user|created ip|last seen ip|created from ip"
        "|login ip address|last ip address|last login ip address|signup ip address|registration ip address|visitor ip address|device fingerprint|browser fingerprint"
        "|advertising id|advertiser id|ad id idfa|idfa|gaid|imei|imei number|imsi|device imei|remote addr|submitter ip|author ip|commenter ip"
        "|mobile advertising id|device mac address|device mac|sign in ip|request ip|poster ip|voter ip|actor ip|last known ip",
        "ip|ip address|ipaddress|mac address|device id|device serial",
    ),
    (
        "identity file",
        "copy of an identity document",
        RESTRICTED,
        "passport scan|passport photo|passport image|passport copy|id photo|id scan|id card photo|id card scan|license photo|licence photo|license scan"
        "|id document scan|identity document scan|id front image|id back image|id document image|signature image|handwritten signature"
        "|drivers license photo|passport file|id card front|id card back",
        "",
    ),
)

# Models that are about a person (words of a model's name, in the singular): their `name` is a person's.
PEOPLE = frozenset(
    "user person people patient employee customer contact cardholder applicant beneficiary guardian member student teacher donor client"
    " profile account subscriber guest passenger candidate resident citizen tenant worker staff author visitor lead driver doctor physician"
    " nurse spouse parent child attendee participant voter recipient buyer payee payer traveler traveller individual human registrant signup"
    " subject claimant policyholder borrower respondent enrollee insured admin administrator identity kyc owner payroll demographic customers"
    " personal consumer shopper dependent consignee".split()
)
# Models that are about a person only where they say so themselves: `account.name` may be a company's, and a worker a process.
_LOOSE = frozenset(
    "account tenant client owner author lead contact staff profile admin identity subject worker driver parent child consumer subscriber guest".split()
)
# ... and these single words mean something sensitive of those above only.
_NARROW = frozenset(("name", "balance", "address", "token", "secret", "city", "town", "condition", "initial", "bonus"))
# Models that are about no person: the contact data in them are public.
PLACES = frozenset(
    "company organization organisation org store shop branch venue restaurant hotel office warehouse airport school university hospital clinic"
    " merchant agency business brand facility department building site station location property event server host room node smtp mailer"
    " depot outlet pharmacy institution publisher theater theatre museum library landmark".split()
)
# Kinds that are public of such a model.
_PUBLIC_OF_PLACES = frozenset(("email", "phone", "address", "location", "online id", "tax"))
# First words of a name that tells something about the data, and is none: whether, how many, an example, one of ours.
ASKING = frozenset(
    "has have is are was can could should shall must will would needs need require requires required show hide display allow allows enable enabled"
    " disable disabled verify verified validate use uses using with without include includes exclude send sends sent skip num count total"
    " max maximum min minimum avg average mean median sum no number default sample example dummy mock fake placeholder test support noreply"
    " reply system invalid valid supports receive receives accept accepts notify prefer prefers preferred did does do collect masked redacted"
    " anonymized anonymised tokenized obfuscated hashed public on before after update change changed ask prompt missing unique by resolve resolved".split()
)
_COUNTING = frozenset("num count total max maximum min minimum avg".split())
# ... unless the kind is one of these: a hashed password is a kind of its own, "is pregnant" tells all.
_OWN_FIRST = frozenset(("password hash", "health"))
# Before a contact, words that say whose it is: nobody's.
OURS = frozenset(
    "support noreply reply system service sender from helpdesk info admin webmaster postmaster server smtp bind listen host mail mailer company"
    " business office store shop venue warehouse branch hotline hq headquarters organization organisation org site ip mac wallet contract memory"
    " bus web network url register eth ethereum bitcoin public vendor supplier department".split()
)
# Last words that change nothing.
NEUTRAL = frozenset(
    "raw value text string str enc encrypted ciphertext cipher plain plaintext primary secondary alternate alternative alt normalized normalised"
    " canonical lower lowercase cents cent amount usd eur gbp minor kg cm lb plain e164 iso original new current previous formatted full field data column col attr encoded bidx".split()
)


def kind_of(name: str, owner: str = "") -> Kind | None:
    """The kind of data that a field with this name looks as if it held, None if it does not look sensitive.

    `owner` is the model, the table or the variable that it belongs to.
    """
    at = (name, owner)
    if at not in _known:
        if len(_known) >= _MOST:
            _known.clear()
        _known[at] = _kind_of(split(name), owner)
    return _known[at]


def _kind_of(words: tuple[str, ...], owner: str) -> Kind | None:
    while (found := _match(words)) is None:
        if len(words) < 2 or not (words[-1] in NEUTRAL or words[-1].isdigit()):
            return None
        words = words[:-1]
    kind, of_people, size = found
    before = tuple(singular(word) for word in words[: len(words) - size])
    counted = before[-1:] and before[-1] in _COUNTING and words[-1] != singular(words[-1])
    if before and (before[0] in ASKING or counted) and kind.name not in _OWN_FIRST:
        return None
    about = [singular(word) for word in split(owner.rpartition(".")[2])]
    while len(about) > 1 and about[-1] in _BEHIND:
        about.pop()
    end = " ".join((*words[len(words) - size : -1], singular(words[-1])))
    if of_people and not _of_people(kind, end, before, about):
        return None
    if kind.name == "person name" and end in _OF_THINGS_TOO and about and about[-1] in _THINGS:
        return None
    if not _OTHER_MEANING.get(kind.name, _NOBODY).isdisjoint(about) and PEOPLE.isdisjoint(about):
        return None
    if kind.name in _PUBLIC_OF_PLACES:
        if before and before[-1] in OURS:
            return None
        if not PLACES.isdisjoint(about) and PEOPLE.isdisjoint((*about, *before)):
            return None
    return kind


def _of_people(kind: Kind, end: str, before: tuple[str, ...], about: list[str]) -> bool:
    """Whether a name that says something of a person only does: by the words before it, or by what the model is about."""
    people = PEOPLE - _LOOSE if end in _NARROW else PEOPLE
    if end == "name" and before[-1:] == ("user",):
        return False  # a login
    if before and not _FINE.issuperset(before):
        return not people.isdisjoint(before) and _THINGS.isdisjoint(before)
    return bool(about) and (about[-1] in people or not _OWNERS.get(kind.name, _NOBODY).isdisjoint(about))


# Models whose words have another meaning than a person's: a shirt's gender, the income of a quarter, a salary that is offered.
_OTHER_MEANING = {
    "finance": frozenset(
        "job posting position vacancy band listing opening offer range grade report statement company quarter financial fiscal budget summary"
        " forecast ledger market industry benchmark".split()
    ),
    "demographic": frozenset(
        "product clothing garment item category size noun word grammar shoe apparel voice".split()
    ),
    "health": frozenset("vehicle engine system error machine build bug issue incident server".split()),
    "special category": frozenset("game horse car track competition animal breed".split()),
    "birth": frozenset("cache".split()),
}
# Last words of a model's name that leave it what it is: `UserCreate`, `PatientRecord`.
_BEHIND = frozenset(
    "model entity record schema table document dto row base create update read info detail data request response input payload in out mixin"
    " public private list item object struct message proto view state props attribute serializer history historical details".split()
)
# Models in which names say something of a person, besides those of people.
_NOBODY: frozenset[str] = frozenset()
_OWNERS = {
    "address": frozenset(("address",)),
    "payment card": frozenset(("card", "creditcard", "cardholder")),
    "bank account": frozenset("bank account payment payout beneficiary payroll withdrawal transfer iban".split()),
    "health": frozenset(
        "medical health clinical encounter admission prescription diagnosis lab vital observation medication treatment".split()
    ),
    "online id": frozenset("session login signin visit audit activity access consent".split()),
    "credential": frozenset(("otp", "totp", "mfa", "credential", "oauth", "authenticator")),
    "password": frozenset("login credential".split()),
}
# Names that a person has, and a thing too: `Repository.full_name`.
_OF_THINGS_TOO = frozenset(("full name", "fullname", "name"))
# Words of a model's name, or before a field's, that make it a thing of a person: a user's group, the name of a file of a customer.
_THINGS = frozenset(
    "group role type status setting preference session file permission plan team tag event token count model field column table class"
    " template category list domain host agent project service device app application log queue job task segment provider repository repo"
    " product course package module library company organization organisation location place city country region folder branch topic label"
    " section node function method file image document screen report dashboard workflow city feature metric deployment flow".split()
)
# Words before a name that leave it what it is.
_FINE = frozenset(
    "my his her their home work personal primary secondary other own current new old last user account legal".split()
)


def _match(words: tuple[str, ...]) -> tuple[Kind, bool, int] | None:
    """(kind, whether only of a person, number of words) of the longest known name that the words end in."""
    for size in range(min(len(words), _LONGEST), 0, -1):
        end = words[len(words) - size :]
        for phrase in (" ".join(end), " ".join((*end[:-1], singular(end[-1])))):
            if phrase in _ALWAYS:
                return _ALWAYS[phrase], False, size
            if phrase in _OF_PEOPLE:
                return _OF_PEOPLE[phrase], True, size
    return None


_MOST = 5000
_known: dict[tuple[str, str], Kind | None] = {}
_ALWAYS = {
    phrase: kind
    for kind, always in ((Kind(name, label, level), names) for name, label, level, names, _ in KINDS)
    for phrase in always.split("|")
}
_OF_PEOPLE = {
    phrase: kind
    for kind, of_people in ((Kind(name, label, level), names) for name, label, level, _, names in KINDS)
    for phrase in of_people.split("|")
    if phrase
}
_LONGEST = max(phrase.count(" ") + 1 for phrase in (*_ALWAYS, *_OF_PEOPLE))
