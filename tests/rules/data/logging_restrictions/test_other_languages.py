"""Go, Java, Kotlin, C#, Ruby and PHP: what leaks, and what looks like it and is let pass."""

from __future__ import annotations

import pytest
from rows import each

from govhooks.core.change import Change
from govhooks.core.changeset import Changeset
from govhooks.rules.data.logging_restrictions import check
from govhooks.rules.data.logging_restrictions.policy import Policy

pytest.importorskip("tree_sitter_go", reason="the extra `languages` is not installed")

# Language -> (ending, what stands around a statement).
AROUND = {
    "go": (".go", "package a\n\nfunc f(u User, r *http.Request, cfg Config) error {{\n\t{}\n\treturn nil\n}}\n"),
    "java": (".java", "class A {{\n  void f(User u) {{\n    {}\n  }}\n}}\n"),
    "kotlin": (".kt", "class A {{\n  fun f(u: User, password: String) {{\n    {}\n  }}\n}}\n"),
    "csharp": (".cs", "class A {{\n  void F(User u) {{\n    {}\n  }}\n}}\n"),
    "ruby": (".rb", "class A\n  def f(u)\n    {}\n  end\nend\n"),
    "php": (".php", "<?php\nfunction f($u) {{\n    {}\n}}\n"),
}
LEAKS = {
    "go": (
        'log.Printf("x %s", u.Password)',
        'slog.Error("x", "password", u.Password)',
        'logger.Info("x", zap.String("card", u.CardNumber))',
        'logger.Info("x", zap.Any("headers", r.Header))',
        'p := u.Password; fmt.Println("x" + p)',
        'return fmt.Errorf("bad %s", u.Password)',
        't := u; return fmt.Errorf("bad %s", t.Password)',
        'msg := fmt.Sprintf("p=%s", u.Password); log.Print(msg)',
        "log.Println(os.Environ())",
        'logrus.WithField("password", u.Password).Info("x")',
        'log.Info().Str("password", u.Password).Msg("x")',
        'panic("bad " + u.Password)',
    ),
    "java": (
        'Counter.builder("a").tag("r", r).tag("who", u.getPassword()).register(m);',
        'log.info("x {}", u.getPassword());',
        'log.atInfo().addKeyValue("password", u.getPassword()).log("x");',
        'logger.warn("x " + u.getPassword());',
        "System.out.println(u.getPassword());",
        'String p = u.getPassword(); log.debug("p {}", p);',
        'throw new IllegalStateException("bad " + u.getPassword());',
        'log.info(String.format("x %s", u.getPassword()));',
        'Sentry.captureMessage("x " + u.getCardNumber());',
        "log.info(System.getenv().toString());",
    ),
    "kotlin": (
        'log.info("x ${u.password}")',
        'logger.info { "x ${u.password}" }',
        'logger.warn(e) { "x ${u.password}" }',
        'error("bad $password")',
        'Timber.d("x $password")',
        "println(u.password)",
        'val p = u.password; log.debug("p $p")',
        'throw IllegalStateException("bad $password")',
        'val a = u.name ?: throw IllegalStateException("bad $password")',
        'Sentry.captureMessage("x ${u.cardNumber}")',
    ),
    "csharp": (
        '_logger.LogInformation("x {P}", u.Password);',
        '_logger.LogError($"x {u.Password}");',
        "Console.WriteLine(u.Password);",
        'Log.ForContext("password", u.Password).Information("x");',
        "_logger.LogInformation(Request.Headers.ToString());",
        'var p = u.Password; Log.Information("p {P}", p);',
        'throw new InvalidOperationException($"bad {u.Password}");',
        "Console.WriteLine(connectionString);",
        'Log.Debug("x " + u.CardNumber);',
        'SentrySdk.CaptureMessage($"x {u.Password}");',
    ),
    "ruby": (
        'Rails.logger.info("x #{u.password}")',
        "logger.debug params.inspect",
        "puts u.card_number",
        'logger.info { "x #{u.password}" }',
        "puts ENV.to_h",
        'p = u.password; logger.info "p #{p}"',
        'raise ArgumentError, "bad #{u.password}"',
        'logger.info("x " + u.password)',
        "logger.info(params)",
        'Sentry.capture_message("x #{u.password}")',
    ),
    "php": (
        "Log::info('x', ['password' => $u->password]);",
        'error_log("x $u->password");',
        "echo $u->password;",
        "$p = $u->password; Log::debug('p ' . $p);",
        "throw new RuntimeException('bad ' . $u->password);",
        "Log::info(request()->all());",
        "print_r($_POST);",
        "var_dump($_POST);",
        "print $u->password;",
        "error_log(sprintf('x %s', $u->password));",
    ),
}
FINE = {
    "go": (
        'log.Printf("password changed for %s", u.ID)',
        'hash, err := bcrypt.GenerateFromPassword(b, 10); if err != nil { return fmt.Errorf("hash password: %w", err) }; _ = hash',
        "log.Println(len(u.Password))",
        'if u.Password == "" { log.Print("empty password") }',
        'slog.Info("x", "user_id", u.ID)',
        'logger.Info("x", zap.String("path", r.URL.Path))',
        "db.Login(u.Name, u.Password)",
        'log.Info().Str("user", u.Name).Msg("password changed")',
        "check(u.Password)",
        "log.Print(hash(u.Password))",
    ),
    "java": (
        'log.info("password changed for {}", u.getId());',
        'throw new IllegalStateException("wrong password");',
        "log.info(mask(u.getPassword()));",
        'if (u.getPassword() == null) log.warn("no password");',
        "encoder.matches(u.getPassword(), x);",
        'log.info("token expired");',
        "System.out.println(u.getName().length());",
        'log.debug("has password: {}", u.hasPassword());',
    ),
    "kotlin": (
        'log.info("password changed for ${u.id}")',
        "println(u.password.length)",
        "login(u.name, password)",
        'logger.info { "password changed for ${u.id}" }',
        "check(password)",
        'if (password.isEmpty()) log.warn("no password")',
        'throw IllegalStateException("wrong password")',
        "log.info(mask(password))",
        'Timber.d("token expired")',
        "val ok = password == u.name; println(ok)",
    ),
    "csharp": (
        '_logger.LogInformation("password changed for {Id}", u.Id);',
        'throw new InvalidOperationException("wrong password");',
        "Console.WriteLine(u.Password.Length);",
        "login(u.Name, u.Password);",
        'Log.Information("x {Masked}", Mask(u.Password));',
        'if (u.Password == null) Log.Warning("no password");',
        'Log.Debug("token expired");',
        "var ok = u.Password == x; Console.WriteLine(ok);",
    ),
    "ruby": (
        'logger.info("password changed for #{u.id}")',
        'raise ArgumentError, "wrong password"',
        "puts u.password.length",
        'logger.info { "password changed for #{u.id}" }',
        "login(u.name, u.password)",
        "logger.info(params[:page])",
        'logger.warn("no password") if u.password.nil?',
        "logger.info(mask(u.password))",
        'logger.debug "token expired"',
    ),
    "php": (
        "Log::info('password changed for ' . $u->id);",
        "throw new RuntimeException('wrong password');",
        "echo strlen($u->password);",
        "login($u->name, $u->password);",
        "Log::info(mask($u->password));",
        "if ($u->password === null) { error_log('no password'); }",
        "echo $_POST['page'];",
        "Log::debug('token expired');",
    ),
}


def found(language: str, statement: str) -> list[str]:
    ending, form = AROUND[language]
    change = Change("A", f"src/a{ending}", new=form.format(statement).encode())
    return [finding.problem for finding in check(Changeset((change,)), Policy())]


@each((language, one) for language, several in LEAKS.items() for one in several)
def test_classified_values_that_reach_a_sink_are_found(language: str, statement: str) -> None:
    assert found(language, statement) != []


@each((language, one) for language, several in FINE.items() for one in several)
def test_what_looks_like_it_is_let_pass(language: str, statement: str) -> None:
    assert found(language, statement) == []
