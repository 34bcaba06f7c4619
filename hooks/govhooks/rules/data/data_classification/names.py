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
    " ein seed trade history sms hand pregnant text seen last number cc- id- nextof next-of".split()
)
_WORD = compiled(r"[A-Za-z][A-Za-z0-9_-]{1,60}")
# A longer text is not looked through name by name: that would cost more than reading it.
_LONGEST = 1 << 20


def may_be_sensitive(added: str, text: str) -> bool:
    """Whether some name in the added text is one of the vocabulary: of whatever model, or of a person, if the whole text speaks of one.

    May say yes of too much, never of too little.
    """
    from govhooks.knowledge.classification.vocabulary import PEOPLE, kind_of
    from govhooks.knowledge.classification.words import singular, split

    if len(added) > _LONGEST:
        return True
    names = set(_WORD.findall(added))
    if any(kind_of(name) is not None for name in names):
        return True
    if not any(kind_of(name, "user") is not None for name in names):
        return False
    return any(
        not PEOPLE.isdisjoint(map(singular, split(name)))
        for name in set(_WORD.findall(text) if len(text) <= _LONGEST else ("user",))
    )
