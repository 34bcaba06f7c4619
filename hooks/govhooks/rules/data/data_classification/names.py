"""Whether a text may name sensitive data: a quick look before anything is parsed, and the words that concern the rule."""

from __future__ import annotations

from govhooks.search.compiled import compiled

# Every name of the vocabulary has one of these in each of its spellings.
LITERALS = tuple(
    "email e_mail emailaddress mail phone mobile cell tel fax whatsapp msisdn contact landline name initial nickname cardholder holder next_of_kin"
    " pass pwd pin secret token credential otp answer key code ssn social sin nin national tax tin tfn cpf curp dni nif nie bsn pesel aadha"
    " nric hkid fiscal license licence visa voter alien green identity id_ idnumber idcard iddoc idphoto idscan idfront idback gov military jmbg egn"
    " cnp cislo birth born dob bday age card cc_ ccn cvv cvc cvn pan track magstripe iban bban clabe account acct routing sort bank ach"
    " diagnos medic mrn allerg prescription blood icd health insurance disab hiv lab symptom treatment clinical patient mental pregnan chronic"
    " vaccin immuni abuse surgical therap genetic genom geno dna weight height bmi condition heart procedure problem biometric finger face facial iris"
    " retina voice palm thumb relig ethnic race racial sex political party union criminal convict background caste immigration gender veteran"
    " belief faith address addr street zip postcode postal post city town house residence lat lng lon coordinate gps location whereabout position salar"
    " income wage compensation worth credit fico pay balance debt remuneration bonus hourly marital nationality citizen civil relationship"
    " mother origin dependent household children occupation education ip imei imsi idfa gaid advert device browser serial mac remote signature"
    " passport driv resident person nhs codice correo courriel surname forename maiden fname lname numero steuer sozial ausweis mfa nino"
    " ein seed trade history sms hand pregnant text seen last".split()
)
# Those of them that say little: they count where a word begins and ends, which `message` and `description` have inside.
_SHORT = frozenset(
    word
    for word in LITERALS
    if len(word) < 4 or word in ("name", "mail", "cell", "pass", "code", "text", "last", "post", "seen")
)
_LONG = compiled("(?i)" + "|".join(word for word in LITERALS if word not in _SHORT))
_WORD = compiled(r"[A-Za-z][A-Za-z0-9_-]{1,60}")


def may_be_sensitive(text: str) -> bool:
    """Whether some name in a text is one of the vocabulary, of whatever model; may say yes of too much."""
    from govhooks.knowledge.classification.vocabulary import kind_of

    return any(kind_of(name, "user") is not None or kind_of(name) is not None for name in set(_WORD.findall(text)))
