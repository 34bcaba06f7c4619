"""What calls do to a value: clean it, hand it on, or put it into a container. Names are compared without case and `_`."""

from __future__ import annotations

# Words of a name that say that what comes out is not the value itself.
CLEANING = frozenset(
    "mask masked masking redact redacted redaction hash hashed hashing hasher hmac sha sha1 sha256 sha512 sha3 md5 blake2b blake2s digest hexdigest bcrypt argon2"
    " scrypt pbkdf2 anonymize anonymise anonymized anonymised anonymizer anonymous pseudonymize pseudonymise pseudonym pseudonymized encrypt encrypted obfuscate"
    " obfuscated scrub scrubbed scrubber sanitize sanitise sanitized sanitised censor censored tokenize fingerprint last4 crypt hide hidden"
    " truncated partial filtered crc32 checksum".split()
)
# Calls whose result is a number, a truth value, a type or the like.
PLAIN = frozenset(
    "len bool type isinstance issubclass hasattr callable id int float abs round any all sizeof count index find startswith endswith indexof"
    " includes isempty isblank isdigit isalpha isalnum islower isupper isspace test match exists has haskey containskey contains equals number"
    " boolean parseint parsefloat isnan isarray keys size getclass typeof compare comparedigest checkpassword checkpasswordhash verify"
    " verifypassword validate validateemail isvalid search localecompare every some lastindexof ord hasownproperty empty present blank nil"
    " isset strlen ishash instanceof bitlength range getcwd cwd".split()
)
# Calls whose result is, or holds, what they are given: the text functions of the languages.
HANDING_ON = frozenset(
    "str repr ascii unicode format formatmap strip lstrip rstrip lower upper title capitalize casefold swapcase replace replaceall join encode decode"
    " ljust rjust center zfill expandtabs removeprefix removesuffix translate dumps json jsondumps pformat string tostring stringify trim"
    " trimstart trimend tolowercase touppercase tolocalelowercase tolocaleuppercase concat padstart padend repeat normalize valueof quote"
    " quoteplus urlencode encodeuricomponent encodeuri escape unescape b64encode b64decode btoa atob hex bytes bytearray copy deepcopy sprintf"
    " vsprintf fmt printf tojson tos inspect valueof asstring getsecretvalue dedent fill wrap safedump dump serialize structuredclone from"
    " sprintf text tolower toupper getvalue get_value freeze proxy seal assign fromentries items entries values values filter sorted reversed"
    " tuple list set frozenset dict array enumerate zip iter next slice flat map reverse sort tolist split splitlines rsplit partition rpartition"
    " deque ordereddict defaultdict asdict chain min max sum reduce todict promise resolve cast strval implode".split()
)
# Of those, the ones whose result has the values as its elements.
ELEMENTS = frozenset(
    "items entries values filter sorted reversed tuple list set frozenset array enumerate zip iter slice flat map reverse sort tolist split splitlines"
    " rsplit partition rpartition deque chain fromentries from".split()
)
# Calls that put their arguments into what they are called on.
PUTTING = frozenset(
    "append add push extend update insert unshift appendleft extendleft put setdefault write writelines".split()
)
# First words of a call that gives the value that its name says.
GETTING = frozenset("get fetch read load decrypt extract generate create make ask input request current".split())
# Calls that give the value whose name is an argument: the index of it.
BY_KEY = {"get": 0, "getenv": 0, "pop": 0, "getattr": 1, "getparameter": 0, "getheader": 0, "header": 0, "fetch": 0, "param": 0, "input": 0, "query": 0, "env": 0, "config": 0, "getlist": 0, "getfirst": 0, "getstring": 0, "lookupenv": 0}  # fmt: skip
