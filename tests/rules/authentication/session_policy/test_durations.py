"""Durations in every form that people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhooks.readers.code import Expression
from govhooks.rules.authentication.session_policy.durations import parse, seconds, show

MS, S, MIN = 0.001, 1.0, 60.0
EXPRESSIONS = [
    ("60 * 60 * 24", S, 86400),
    ("timedelta(days=7)", S, 604800),
    ("datetime.timedelta(minutes=30)", S, 1800),
    ("Duration.ofHours(8)", S, 28800),
    ("1.hour", S, 3600),
    ("14.days", S, 1209600),
    ("8 * time.Hour", S, 28800),
    ("time.Hour * 24 * 7", S, 604800),
    ("TimeSpan.FromHours(8)", S, 28800),
    ("TimeSpan.FromMinutes(30)", S, 1800),
    ("new TimeSpan(0, 30, 0)", S, 1800),
    ("Date.now() + 3600*1000", MS, 3600),
    ("Math.floor(Date.now() / 1000) + 60 * 60", S, 3600),
    ("datetime.utcnow() + timedelta(hours=1)", S, 3600),
    ("datetime.now(timezone.utc) + timedelta(hours=1)", S, 3600),
    ("new Date(System.currentTimeMillis() + 3600_000)", MS, 3600),
    ("new Date(System.currentTimeMillis() + 1000L * 60 * 60 * 10)", MS, 36000),
    ("time.Now().Add(24 * time.Hour).Unix()", S, 86400),
    ("jwt.NewNumericDate(time.Now().Add(24 * time.Hour))", S, 86400),
    ("DateTime.UtcNow.AddHours(8)", S, 28800),
    ("24.hours.from_now.to_i", S, 86400),
    ("Time.now.to_i + 3600", S, 3600),
    ("time() + 3600", S, 3600),
    ("now()->addHours(1)", S, 3600),
    ("Instant.now().plus(1, ChronoUnit.HOURS)", S, 3600),
    ("Instant.now().plusSeconds(3600)", S, 3600),
    ("ms('7d')", MS, 604800),
    ("env('SESSION_LIFETIME', 120)", MIN, 7200),
    ("int(os.environ.get('X', '3600'))", S, 3600),
    ("process.env.X || 3600", S, 3600),
    ("Number(process.env.X ?? 60) * 60", S, 3600),
    ("int(timedelta(days=1).total_seconds())", S, 86400),
    ("ONE_DAY * 2", S, 172800),
    ("time.Duration(8) * time.Hour", S, 28800),
    ("Time.now.to_i + 4 * 3600", S, 14400),
    ("1.hour.from_now", S, 3600),
    ("Duration.ofDays(1).toSeconds()", S, 86400),
    ("Duration.ofDays(1).toMillis()", MS, 86400),
    ("foo()", S, None),
    ("time.Now().Add(time.Hour)", S, 3600),
    ("time.Now().Add(time.Hour * 24)", S, 86400),
    ("TimeUnit.HOURS.toSeconds(2)", S, 7200),
    ("TimeUnit.DAYS.toMillis(1)", MS, 86400),
    ("(int)TimeSpan.FromDays(1).TotalSeconds", S, 86400.0),
    ("Date.from(Instant.now().plus(Duration.ofHours(2)))", S, 7200),
    ("new Date(Date.now() + 86400000)", MS, 86400),
    ("config('session.lifetime', 30)", MIN, 1800),
    ("DateTime.Now.AddDays(7)", S, 604800),
    ("Time.current + 30.minutes", S, 1800),
    ("30.days.to_i", S, 2592000),
    ("(Time.now + 24*60*60).to_i", S, 86400),
    ("strtotime('+1 day')", S, 86400),
    ("Carbon::now()->addMinutes(60)->timestamp", S, 3600),
    ("Duration.ofMinutes(15)", S, 900),
    ("Cypress", S, None),
    ("env.int('X', default=3600)", S, 3600),
    ("Duration.ofSeconds(60 * 15)", S, 900),
    ("Expiration(60)", S, None),
    ("new Date(now.getTime() + 864_000_00)", MS, 86400),
    ("time.time() + 60*60", S, 3600),
    ("int(time.time()) + 3600", S, 3600),
    ("dayjs().add(7, 'days').toDate()", MS, 604800),
    ("moment().add(1,'h')", S, 3600),
    ("now + 3600", S, 3600),
    ("new Date(nowMillis + 3600000)", MS, None),
]


@pytest.mark.parametrize(("text", "bare", "expected"), EXPRESSIONS)
def test_an_expression(text: str, bare: float, expected: float | None) -> None:
    assert seconds(Expression(text), bare, {"ONE_DAY": 86400}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d", 604800),
        ("PT30M", 1800),
        ("P7D", 604800),
        ("12h", 43200),
        ("00:30:00", 1800),
        ("1.00:00:00", 86400),
        ("1h30m", 5400),
        ("2 hours", 7200),
        ("3600", 3600),
        ("500ms", 0.5),
        ("1 day", 86400),
        ("soon", None),
        ("", None),
    ],
)
def test_a_text(text: str, expected: float | None) -> None:
    assert parse(text, 1) == expected


@given(st.integers(1, 10**9))
def test_what_is_shown_can_be_read(value: int) -> None:
    read = parse(show(value).replace(" ", ""))

    assert read is not None
    assert abs(read - value) < 86400 and (value >= 86400 or abs(read - value) < 60)


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    parse(text, 1)
    seconds(Expression(text), 1)


@given(
    st.lists(
        st.sampled_from(
            "( ) + * - / 5 60 time.Hour now timedelta days= , . hours Duration ofHours 1.day || [ ]".split()
        ),
        max_size=30,
    )
)
def test_any_tokens_are_read_without_an_error(tokens: list[str]) -> None:
    seconds(Expression(" ".join(tokens)), 1, {"A": Expression("A")})


def test_constants_that_name_each_other_end() -> None:
    names = {"A": Expression("B + 1"), "B": Expression("A + 1")}

    assert seconds(Expression("A"), 1, names) is None


@pytest.mark.parametrize(
    "text", ["f(]", "f()()", "a.b(1)(2) + 3", "f(1, ]", "timedelta(])", "f((]))", "a(" * 80, "f(" * 60 + "1" + ")" * 60]
)
def test_calls_and_brackets_that_mean_nothing_end(text: str) -> None:
    assert seconds(Expression(text), 1) is None


def test_constants_that_name_each_other_many_times_end() -> None:
    names = {name: Expression(" + ".join("ABCDEF" * 8)) for name in "ABCDEF"}

    assert seconds(Expression("A"), 1, names) is None


@pytest.mark.slow
def test_many_expressions_of_the_same_tokens_end() -> None:
    from random import Random

    tokens = "( ) ( ) + * - / 5 60 time.Hour now timedelta days= , . hours Duration 1.day || [ ] { } < > :: -> 'a' new A B env ? : ! **"
    random = Random(5)
    names = {"A": Expression("B + A * B"), "B": 7}
    for _ in range(60_000):
        seconds(Expression(" ".join(random.choice(tokens.split()) for _ in range(random.randint(1, 40)))), 1, names)
