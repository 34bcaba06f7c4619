"""Gemfile and Gemfile.lock."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read
from govhooks.readers.locks.package import Package

# After Bundler's own specification (bundler/spec/bundler/lockfile_parser_spec.rb describes the same sections).
LOCK = """GIT
  remote: https://github.com/alloy/peiji-san.git
  revision: eca485d8dc95f12aaec1a434b49d295c7e91844b
  branch: main
  specs:
    peiji-san (1.2.0)

PATH
  remote: engines/own
  specs:
    own (0.1.0)
      rake

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.15.4)
      mini_portile2 (~> 2.8.2)
      racc (~> 1.4)
    nokogiri (1.15.4-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.1)
    rake (13.0.6)

GEM
  remote: https://gems.corp.example/
  specs:
    inner (2.0.0.pre.1)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  inner (>= 2.0)!
  nokogiri
  own!
  peiji-san!

CHECKSUMS
  inner (2.0.0.pre.1)
  nokogiri (1.15.4-x86_64-linux) sha256=abc,sha512=def
  rake (13.0.6) sha256=123

RUBY VERSION
   ruby 3.2.2p53

BUNDLED WITH
   2.4.19
"""


def test_a_lock() -> None:
    contents = read("gems.locked", LOCK.encode())
    git = "git:https://github.com/alloy/peiji-san.git@eca485d8dc95f12aaec1a434b49d295c7e91844b"

    assert (contents.tool, contents.ecosystem, contents.is_lock, contents.unread) == ("bundler", "RubyGems", True, ())
    assert contents.packages == (
        Package("RubyGems", "peiji-san", "1.2.0", 6, direct=True, source=git),
        Package("RubyGems", "own", "0.1.0", 11, direct=True, source="path:engines/own", requires=("rake",)),
        Package("RubyGems", "nokogiri", "1.15.4", 17, direct=True, requires=("mini_portile2", "racc")),
        Package(
            "RubyGems",
            "nokogiri",
            "1.15.4",
            20,
            direct=True,
            hashes=("sha256:abc", "sha512:def"),
            requires=("racc",),
            marker="x86_64-linux",
        ),
        Package("RubyGems", "racc", "1.7.1", 22, direct=False),
        Package("RubyGems", "rake", "13.0.6", 23, direct=False, hashes=("sha256:123",)),
        Package("RubyGems", "inner", "2.0.0.pre.1", 28, direct=True, source="registry:https://gems.corp.example/"),
    )
    assert read("Gemfile.lock", LOCK.replace("\n", "\r\n").encode()) == contents


GEMFILE = """# frozen_string_literal: true
source "https://rubygems.org"
ruby "3.2.2"

gem "rails", "~> 7.0", ">= 7.0.4" # a remark
gem 'pg'
gem "puma", "5.6", require: false
gem("rack", "2.2.8")
gem "own", path: "engines/own"
gem "fork", github: "u/fork",
            branch: "main"
gem "repo", git: "https://h.example/r.git", tag: "v1"
gem "inner", "1.0", source: "https://gems.corp.example"
gem "windows", "1.0", platforms: [:mingw, :mswin]
gem "linux", "1.0", :group => :dev
gem "later", "1.0" if RUBY_VERSION > "3"

group :development, :test do
  gem "rspec"
  group :ci do
    gem "junit"
  end
end

source "https://gems.corp.example" do
  gem "secret-sauce"
end
git_source(:corp) { |name| "https://h.example/#{name}.git" }
git "https://h.example/many.git", branch: "next" do
  gem "one-of-many"
end
github "u/many" do
  gem "another"
end
platforms :ruby do
  gem "native"
end

if ENV["X"]
  gem "maybe"
end
gem "last"
"""


def test_a_manifest() -> None:
    contents = read("Gemfile", GEMFILE.encode())
    rows = [(one.name, one.wanted, one.line, one.groups, one.source, one.marker) for one in contents.packages]

    assert (contents.unread, contents.settings, contents.is_lock) == ((), {"index": "https://rubygems.org"}, False)
    assert rows == [
        ("rails", "~> 7.0, >= 7.0.4", 5, (), "", ""),
        ("pg", "", 6, (), "", ""),
        ("puma", "5.6", 7, (), "", ""),
        ("rack", "2.2.8", 8, (), "", ""),
        ("own", "", 9, (), "path:engines/own", ""),
        ("fork", "", 10, (), "git:https://github.com/u/fork@main", ""),
        ("repo", "", 12, (), "git:https://h.example/r.git@v1", ""),
        ("inner", "1.0", 13, (), "registry:https://gems.corp.example", ""),
        ("windows", "1.0", 14, (), "", ""),
        ("linux", "1.0", 15, ("dev",), "", ""),
        ("later", "1.0", 16, (), "", 'if RUBY_VERSION > "3"'),
        ("rspec", "", 19, ("development", "test"), "", ""),
        ("junit", "", 21, ("development", "test", "ci"), "", ""),
        ("secret-sauce", "", 26, (), "registry:https://gems.corp.example", ""),
        ("one-of-many", "", 30, (), "git:https://h.example/many.git@next", ""),
        ("another", "", 33, (), "git:https://github.com/u/many", ""),
        ("native", "", 36, (), "", ""),
        ("maybe", "", 40, (), "", "conditional"),
        ("last", "", 42, (), "", ""),
    ]
    assert all(one.direct for one in contents.packages)


@pytest.mark.parametrize(
    "row",
    [
        "gem name, '1.0'",
        'gem "a#{b}"',
        "gem 'a', VERSION",
        "gem 'a', **options",
        "gemspec",
        "eval_gemfile 'other'",
        "%w[a b].each { |one| gem one }",
        "%w[a b].each do |gem_name| gem gem_name",
        "instance_eval File.read('x')",
        "gem 'a'; gem 'b'",
    ],
)
def test_ruby_that_would_have_to_run_is_said(row: str) -> None:
    contents = read("Gemfile", f"\n{row}\n".encode())

    assert [line for line, _ in contents.unread] == [2]
    assert contents.packages == ()


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("GEM\n  specs:\n    a\n", (3, "a line that names no gem and version")),
        ("GEM\n  specs:\n      b\n", (3, "a line that names no gem and version")),
        ("NEW THING\n  x\n", (1, "the section NEW THING is not known")),
        ("DEPENDENCIES\n  a (\n", (2, "a line that names no gem")),
        ("CHECKSUMS\n  a\n", (2, "a line that names no gem and checksum")),
    ],
)
def test_what_cannot_be_read_is_said(text: str, unread: tuple[int, str]) -> None:
    assert read("Gemfile.lock", text.encode()).unread == (unread,)


@pytest.mark.parametrize(("text", "line"), [("", 1), ("a\n", 1), ("  a\nGEM\n", 1), ("GEM\n<<<<<<< HEAD\n", 2)])
def test_no_lock(text: str, line: int) -> None:
    with pytest.raises(BadDocument) as error:
        read("Gemfile.lock", text.encode())

    assert error.value.line == line


PIECES = [
    "GEM",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "specs:",
    "remote: x",
    "a (1.0)",
    "b",
    "!",
    "DEPENDENCIES",
    "CHECKSUMS",
    " ",
    "(",
    "é",
]
RUBY = [
    "gem ",
    '"a"',
    "'b'",
    ", ",
    "group ",
    ":c",
    " do",
    "\nend",
    "\n",
    "git: ",
    "[",
    "]",
    "(",
    ")",
    "if x",
    " => ",
    "#",
    "\\",
    "%w[",
    "#{",
    "source ",
    "path: ",
    " ",
]


@settings(derandomize=True, deadline=None, max_examples=examples(300))
@given(text=st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=20))
def test_whatever_it_is_it_is_read_or_refused(text: str) -> None:
    try:
        contents = read("Gemfile.lock", text.encode())
    except BadDocument:
        return

    assert all(1 <= line <= text.count("\n") + 1 for line, _ in contents.unread)
    assert all(1 <= one.line <= text.count("\n") + 1 and one.name for one in contents.packages)


@settings(derandomize=True, deadline=None, max_examples=examples(300))
@given(text=st.lists(st.sampled_from(RUBY), max_size=30).map("".join) | st.text(max_size=20))
def test_any_gemfile(text: str) -> None:
    contents = read("Gemfile", text.encode())

    assert all(1 <= line <= text.count("\n") + 1 for line, _ in contents.unread)
    assert all(1 <= one.line <= text.count("\n") + 1 and one.name for one in contents.packages)
