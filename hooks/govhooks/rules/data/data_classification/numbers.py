"""Numbers of cards, bank accounts and people, so far as a checksum proves them: Luhn, IBAN's modulo 97, and python-stdnum's for ids.

A number in groups ("4… …… …… ….") is one wherever it stands. Digits without groups may be any number: they count if the line says what
they are, or, with the lengths that most cards have, if they stand alone and the file is not full of such numbers (one in ten random ones
passes Luhn). An identity number counts where the line names it.
"""

from __future__ import annotations

from govhooks.core.lines import Line
from govhooks.core.record import Record
from govhooks.search.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator


CARD, IBAN = "payment card number", "IBAN"
# Scheme -> its prefixes (ISO/IEC 7812; "222100-272099" is a range of as many digits), and the lengths of its numbers.
_SCHEMES = (
    ("Visa", "4", (13, 16, 19)),
    ("Mastercard", "51-55 222100-272099", (16,)),
    ("American Express", "34 37", (15,)),
    ("Discover", "6011 644-649 65", (16, 19)),
    ("Diners Club", "300-305 36 38 39", (14, 16)),
    ("JCB", "3528-3589", (16, 19)),
    ("UnionPay", "62 81", (16, 17, 18, 19)),
    ("Mir", "2200-2204", (16,)),
    ("RuPay", "60 82 508", (16,)),
    ("Elo", "401178 401179 438935 457631 457632 504175 506699-506778 627780 636297 636368 650031-650598", (16,)),
    ("Maestro", "5018 5020 5038 56-58 6304 6759 6761-6763 639", (12, 13, 14, 15, 16, 17, 18, 19)),
    ("Verve", "506099-506198 650002-650027", (16, 18, 19)),
)
# What stands alone without a word about cards counts with these lengths only: all others are times, articles and ids.
_USUAL = ("Visa", "Mastercard", "American Express", "Discover", "JCB")
_GROUPED = compiled(
    r"(?<![\w.$#+-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}|\d{4}([ -])\d{4}\3\d{4}\3\d{4}\3\d{3})(?![\w-]|\.\d| \d)"
)
_PLAIN = compiled(r"""(?<![^\s"'`(\[{,:;=>|])\d{12,19}(?![^\s"'`)\]},:;<|.L]|[.:]\d|L\w)""")
_CARD_WORD = compiled(
    r"(?i)(?<![a-z])(?:credit|debit|prepaid|gift)?_?-?card(?:holder)?s?(?![a-bd-z])|card_?-?(?:num|no\b|pan)|(?<![a-z])(?:pan|ccnum|cc_?num(?:ber)?|cc_?no"
    r"|creditcard|visa|mastercard|amex|kreditkart\w*|tarjeta|carte|cartao|cartão|kaart\w*|karta|primary_?account)(?![a-z])|[a-z](?:Card|Pan)(?![a-z])"
)
_ID_BEFORE = compiled(
    r"""(?i)(?:id|ids|at|time|timestamp|date|ts|seed|size|bytes|offset|hash|serial|sku|isbn|ean|upc|gtin|imei|phone|tel|mobile|version|build|nonce|order|tracking|ref|"""
    r"""number|num|code|key|value|balance|amount|wei|max|min|limit|count|total|block|height|epoch)s?["'`\]]*\s*(?:=>|[:=])\s*["'`]?$"""
)
_IBAN = compiled(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
# What a line has that holds a number: six digits, however they are grouped, or the beginning of an IBAN.
_DIGITS = compiled(r"\d(?:[^\n\d]{0,3}\d){5}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2}")
# Fewer candidates are not enough to tell random numbers by how few of them pass.
_FEW = 5
# A longer line is data: it is looked at in pieces of about so many characters, which end where a value does.
_LONGEST, _PIECE = 400, 200
# The name of a value stands at most so far before it.
_BEFORE = 60
_ENDS = compiled(r"(?<=[,;}\]])")

# (what it is, the names that lines have for it, its form, module of python-stdnum). Names are words between word ends, as regular expressions.
IDS = (
    ("US social security number", r"ssn|social_?security\w*|itin", r"\d{3}([ -]?)\d{2}\1\d{4}", "us.ssn"),
    ("UK national health number", r"nhs\w*", r"\d{3}[ -]?\d{3}[ -]?\d{4}", "gb.nhs"),
    ("Canadian social insurance number", r"sin|social_?insurance\w*", r"\d{3}[ -]?\d{3}[ -]?\d{3}", "ca.sin"),
    ("Australian tax file number", r"tfn|tax_?file\w*", r"\d{3} ?\d{3} ?\d{2,3}", "au.tfn"),
    ("Aadhaar number", r"aadhaa?r\w*|uidai?", r"\d{4}[ -]?\d{4}[ -]?\d{4}", "in_.aadhaar"),
    ("Brazilian CPF", r"cpf\w*", r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", "br.cpf"),
    ("Spanish DNI or NIE", r"dni|nif|nie|documento\w*", r"[XYZ]?-?\d{7,8}-?[A-Z]", "es.nif"),
    ("Italian codice fiscale", r"codice_?fiscale|cod_?fisc\w*|cf|fiscal_?code", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", "it.codicefiscale"),
    ("French NIR", r"nir|insee|n?_?secu\w*|numero_?secu\w*|securite_?sociale", r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", "fr.nir"),
    ("German tax id", r"steuer_?id\w*|steuer_?nummer|idnr|tin", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "de.idnr"),
    ("Dutch BSN", r"bsn\w*|burgerservice\w*", r"\d{4}\.?\d{2}\.?\d{3}", "nl.bsn"),
    ("Belgian national number", r"rijksregister\w*|niss|insz|registre_?national|nrn", r"\d{2}\.?\d{2}\.?\d{2}-?\d{3}[. ]?\d{2}", "be.nn"),
    ("Polish PESEL", r"pesel\w*", r"\d{11}", "pl.pesel"),
    ("Swedish personal number", r"personnummer|personal_?number|pnr|person_?number", r"(?:\d{2})?\d{6}[-+]?\d{4}", "se.personnummer"),
    ("Norwegian birth number", r"f[oø]dselsnummer|fnr|person_?nummer|personnummer", r"\d{6} ?\d{5}", "no.fodselsnummer"),
    ("Finnish personal identity code", r"hetu|henkilotunnus|henkilötunnus", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", "fi.hetu"),
    ("Danish CPR number", r"cpr\w*", r"\d{6}-?\d{4}", "dk.cpr"),
    ("Swiss AHV number", r"ahv\w*|avs\w*", r"756\.?\d{4}\.?\d{4}\.?\d{2}", "ch.ssn"),
    ("Czech or Slovak birth number", r"rodne_?cislo|rodné_?číslo|rc|birth_?number", r"\d{6}/?\d{3,4}", "cz.rc"),
    ("Romanian CNP", r"cnp", r"[1-9]\d{12}", "ro.cnp"),
    ("Bulgarian EGN", r"egn", r"\d{10}", "bg.egn"),
    ("Croatian OIB", r"oib", r"\d{11}", "hr.oib"),
    ("Estonian personal code", r"isikukood|personal_?code", r"[1-8]\d{10}", "ee.ik"),
    ("Lithuanian personal code", r"asmens_?kodas|personal_?code", r"[1-8]\d{10}", "lt.asmens"),
    ("Greek AMKA", r"amka", r"\d{11}", "gr.amka"),
    ("Irish PPS number", r"pps\w*", r"\d{7}[A-W][A-IW]?", "ie.pps"),
    ("Turkish identity number", r"tckn|tc_?kimlik\w*|kimlik_?no", r"[1-9]\d{10}", "tr.tckimlik"),
    ("Israeli identity number", r"teudat_?zehut|mispar_?zehut|israeli_?id\w*", r"\d{8,9}", "il.idnr"),
    ("South African identity number", r"id_?number|sa_?id\w*|rsa_?id\w*|identity_?number", r"\d{13}", "za.idnr"),
    ("Chinese resident id", r"id_?card\w*|resident_?id\w*|identity_?card\w*|id_?no|sfz\w*|shenfen\w*|citizen_?id|身份证\w*|national_?id\w*", r"\d{17}[\dXx]", "cn.ric"),
    ("Korean resident registration number", r"rrn|jumin\w*|resident_?registration\w*|주민\w*", r"\d{6}-?\d{7}", "kr.rrn"),
    ("Mexican CURP", r"curp", r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d", "mx.curp"),
    ("Chilean RUT", r"rut|run", r"\d{1,2}\.?\d{3}\.?\d{3}-?[\dkK]", "cl.rut"),
    ("Argentine CUIL", r"cuil|cuit", r"\d{2}-?\d{8}-?\d", "ar.cuit"),
    ("Malaysian NRIC number", r"nric|mykad|ic_?no\w*", r"\d{6}-?\d{2}-?\d{4}", "my.nric"),
    ("Icelandic kennitala", r"kennitala", r"\d{6}-?\d{4}", "is_.kennitala"),
    ("Russian INN", r"inn|инн", r"\d{12}", "ru.inn"),
    ("Slovenian EMSO or JMBG", r"emso|emšo|jmbg", r"\d{13}", "si.emso"),
)  # fmt: skip
# Words that any of them may be called by.
_ANY = r"national_?id\w*|identity_?(?:number|no|card)|id_?(?:number|card|no)|personal_?(?:number|id|code)|citizen_?(?:id|number)|tax_?(?:id|number)|passport_?id"
# What is published as an example: all digits the same, or counting up.
_COUNTING = ("0123456789", "9876543210", "1234567890", "0987654321")
WORDS = tuple(
    "ssn social itin nhs sin tfn taxfile tax_ aadhaar aadhar uid cpf dni nif nie document codice cod_ codf fiscal cf nir insee secu steuer"
    " idnr tin bsn burger rijks niss insz registre nrn pesel person pnr dselsnummer fnr hetu henkil cpr ahv avs rodn rc birth cnp egn oib isikukood"
    " asmens amka pps tckn kimlik zehut israeli id_ idn idc identity citizen sfz shenfen 身份证 national rrn jumin resident 주민 curp rut run cuil cuit"
    " nric mykad ic_ icno kennitala inn инн emso emšo jmbg sa_id said rsa passport".split()
)


class Number(Record):
    """A number that a checksum proves: `kind` says what it is, `text` is it as written, `named` if its line says so, too."""

    kind: str
    text: str
    line: int
    named: bool


def numbers(lines: Iterable[Line], heading: str = "") -> Iterator[Number]:
    """The numbers of cards, accounts and people in lines; `heading` names what every line is about (the first line of a table)."""
    unnamed: list[Number] = []
    candidates = 0
    for line in _pieces(lines):
        text = line.text
        if not _DIGITS.search(text):
            continue
        about = f"{heading}\n{text}" if heading else text
        named: bool | None = None
        accounts = list(_ibans(text))
        yield from (Number(IBAN, account, line.number, True) for _, account, published in accounts if not published)
        for at, account, _ in accounts:
            text = text[:at] + "_" * len(account) + text[at + len(account) :]
        for match in _GROUPED.finditer(text):
            digits = match[0].replace(match[1] or match[2] or match[3], "")
            if scheme(digits) and luhn(digits) and not _published_card(digits):
                yield Number(CARD, match[0], line.number, True)
        for match in _PLAIN.finditer(text):
            name = scheme(match[0])
            if not name:
                continue
            if named is None:
                named = _CARD_WORD.search(about) is not None
            if named:
                if luhn(match[0]) and not _published_card(match[0]):
                    yield Number(CARD, match[0], line.number, True)
                continue
            if (
                name not in _USUAL
                or len(match[0]) not in (15, 16)
                or _ID_BEFORE.search(text, max(0, match.start() - _BEFORE), match.start())
            ):
                continue
            candidates += 1
            if luhn(match[0]) and not _published_card(match[0]):
                unnamed.append(Number(CARD, match[0], line.number, False))
        yield from _identities(line, about)
    if candidates < _FEW or 2 * len(unnamed) > candidates:
        yield from unnamed


def may_have_one(text: str, first: int) -> Iterator[Line]:
    """The lines of a large text that have digits enough for a number; `first` is the number of its first line."""
    at, counted = 0, 0
    number = first
    while match := _DIGITS.search(text, at):
        start = text.rfind("\n", at, match.start()) + 1 or at
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        number += text.count("\n", counted, start)
        counted = start
        yield Line(number, text[start:end])
        at = end + 1


def _pieces(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, long ones in pieces of a few values: what stands far away on one line names nothing."""
    for line in lines:
        if len(line.text) <= _LONGEST:
            yield line
            continue
        piece = ""
        for part in _ENDS.split(line.text):
            if piece and len(piece) + len(part) > _PIECE:
                yield line.but(text=piece)
                piece = ""
            piece += part
        yield line.but(text=piece)


def scheme(digits: str) -> str:
    """The scheme whose prefix and length a number has, "" if there is none."""
    for name, prefixes, lengths in _SCHEMES:
        if len(digits) not in lengths:
            continue
        for prefix in prefixes.split():
            low, _, high = prefix.partition("-")
            if low <= digits[: len(low)] <= (high or low):
                return name
    return ""


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit by Luhn's formula (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """Whether a text without spaces is an IBAN: a country's structure, and modulo 97 (ISO 13616, ISO 7064)."""
    from govhooks.rules.data.data_classification.published import structures

    structure = structures().get(text[:2])
    if structure is None or not _fits(text[4:], structure[0]):
        return False
    return int("".join(str(int(one, 36)) for one in text[4:] + text[:4])) % 97 == 1


def _fits(account: str, structure: str) -> bool:
    at = 0
    number = ""
    for one in structure:
        if one.isdigit():
            number += one
            continue
        part = account[at : at + int(number)]
        if len(part) < int(number) or not part.isascii():
            return False
        if (one == "n" and not part.isdigit()) or (one == "a" and not part.isalpha()) or not part.isalnum():
            return False
        at += int(number)
        number = ""
    return at == len(account)


def _ibans(text: str) -> Iterator[tuple[int, str, bool]]:
    """(where it begins, the IBAN as written, whether it is a published one) of each in a line."""
    for match in _IBAN.finditer(text):
        # What follows behind a space may be the next word.
        account = match[0]
        while account:
            plain = account.replace(" ", "")
            if is_iban(plain):
                yield match.start(), account, _published_iban(plain)
                break
            account = account.rpartition(" ")[0]


def _published_card(digits: str) -> bool:
    from govhooks.rules.data.data_classification.published import is_test_card

    return is_test_card(digits)


def _published_iban(text: str) -> bool:
    from govhooks.rules.data.data_classification.published import EXAMPLES, structures

    return text in EXAMPLES or text == structures()[text[:2]][1] or any(digit * 10 in text for digit in "0123456789")


_known: dict[str, re.Pattern[str]] = {}


def _identities(line: Line, about: str) -> Iterator[Number]:
    low = about.lower()
    if not any(word in low for word in WORDS):
        return
    plain = compiled(r"(?<=[a-z0-9])(?=[A-Z])").sub("_", about).lower()
    anyone = _word(_ANY).search(plain) is not None
    for kind, names, form, module in IDS:
        if not anyone and not _word(names).search(plain):
            continue
        for match in _form(form).finditer(line.text):
            digits = "".join(filter(str.isdigit, match[0]))
            if len(set(digits)) <= 2 or any(digits[:9] in one or digits[:8] in one for one in _COUNTING):
                continue
            if _is_valid(module, match[0]):
                yield Number(kind, match[0], line.number, True)
                return


def _word(names: str) -> re.Pattern[str]:
    key = "w" + names
    if key not in _known:
        import re

        _known[key] = re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])")
    return _known[key]


def _form(form: str) -> re.Pattern[str]:
    key = "f" + form
    if key not in _known:
        import re

        _known[key] = re.compile(rf"(?<![\w.$/-]){form}(?![\w-]|\.\d)")
    return _known[key]


def _is_valid(module: str, text: str) -> bool:
    from importlib import import_module

    import stdnum

    return bool(import_module(f"{stdnum.__name__}.{module}").is_valid(text))
