"""Whole applications of the JVM, Rails, Laravel, Symfony and ASP.NET, and one change each: what it loosens, and what only looks like it."""

from __future__ import annotations

import pytest
from guarded_world import change, judge, kinds

pytest.importorskip("tree_sitter_kotlin")

JAVA = "src/main/java/org/example/shop"
SPRING = {
    f"{JAVA}/OrderController.java": """\
package org.example.shop;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/orders")
@PreAuthorize("hasAuthority('orders:read')")
public class OrderController {
    private final Orders orders;

    public OrderController(Orders orders) {
        this.orders = orders;
    }

    @GetMapping
    public List<Order> list() {
        return orders.all();
    }

    @PreAuthorize("hasRole('ADMIN') and @limits.allow(#id)")
    @PostMapping("/{id}/refund")
    public Order refund(@PathVariable String id) {
        return orders.refund(id);
    }

    @PreAuthorize("hasAnyRole('ADMIN', 'MANAGER')")
    @DeleteMapping("/{id}")
    public void remove(@PathVariable String id) {
        orders.remove(id);
    }
}
""",
    f"{JAVA}/InvoiceController.java": """\
package org.example.shop;

import org.springframework.security.access.annotation.Secured;
import org.springframework.web.bind.annotation.*;

@RestController
public class InvoiceController {
    @GetMapping("/invoices")
    @Secured("ROLE_MANAGER")
    public List<Invoice> list() {
        return invoices.all();
    }

    @GetMapping("/invoices/{id}")
    public Invoice show(@PathVariable String id, Authentication who) {
        Invoice found = invoices.byId(id);
        if (!found.owner().equals(who.getName())) {
            throw new AccessDeniedException("not yours");
        }
        return found;
    }
}
""",
}
CHAIN = {
    f"{JAVA}/config/SecurityConfig.java": """\
package org.example.shop.config;

@Configuration
@EnableWebSecurity
public class SecurityConfig {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        http.authorizeHttpRequests(auth -> auth
                .requestMatchers("/actuator/health", "/login").permitAll()
                .requestMatchers("/admin/**").hasRole("ADMIN")
                .requestMatchers(HttpMethod.POST, "/reports/**").hasAnyRole("ADMIN", "ANALYST")
                .anyRequest().authenticated())
            .httpBasic(Customizer.withDefaults());
        return http.build();
    }
}
""",
    f"{JAVA}/web/ReportController.java": """\
package org.example.shop.web;

@RestController
@RequestMapping("/reports")
public class ReportController {
    @GetMapping
    public List<Report> list() {
        return reports.all();
    }
}
""",
}
KOTLIN = {
    "src/main/kotlin/org/example/KeyController.kt": """\
package org.example

import org.springframework.security.access.prepost.PreAuthorize
import org.springframework.web.bind.annotation.*

@RestController
@RequestMapping("/keys")
@PreAuthorize("hasRole('STAFF')")
class KeyController(private val keys: KeyService) {

    @GetMapping
    fun list(): List<KeyView> = keys.list()

    @PostMapping("/rotate")
    @PreAuthorize("hasRole('ADMIN')")
    fun rotate(): ResponseEntity<Void> {
        keys.rotate()
        return ResponseEntity.accepted().build()
    }

    @DeleteMapping("/{id}")
    fun revoke(@PathVariable id: String, who: Principal) {
        if (!keys.owns(who.name, id)) throw ResponseStatusException(HttpStatus.FORBIDDEN)
        keys.revoke(id)
    }
}
""",
    "src/main/kotlin/org/example/SecurityConfig.kt": """\
package org.example

@Configuration
@EnableMethodSecurity
class SecurityConfig {
    @Bean
    fun chain(http: HttpSecurity): SecurityFilterChain {
        http {
            authorizeHttpRequests {
                authorize("/login", permitAll)
                authorize("/admin/**", hasRole("ADMIN"))
                authorize(anyRequest, authenticated)
            }
        }
        return http.build()
    }
}
""",
}
JAXRS = {
    f"{JAVA}/AuditResource.java": """\
package org.example.shop;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.*;

@Path("/audit")
@RolesAllowed({"auditor", "admin"})
public class AuditResource {
    @GET
    public List<Event> events() {
        return log.all();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("admin")
    public void remove(@PathParam("id") String id) {
        log.remove(id);
    }

    @POST
    @Path("/export")
    public Response export(@Context SecurityContext who) {
        if (!who.isUserInRole("exporter")) {
            return Response.status(Response.Status.FORBIDDEN).build();
        }
        return Response.ok(log.export()).build();
    }
}
""",
}
RAILS = {
    "app/controllers/application_controller.rb": """\
class ApplicationController < ActionController::Base
  before_action :authenticate_user!

  private

  def require_admin
    redirect_to root_path unless current_user.admin?
  end
end
""",
    "app/controllers/orders_controller.rb": """\
class OrdersController < ApplicationController
  before_action :require_admin, only: %i[destroy refund]
  before_action :set_order, except: :index

  def index
    @orders = policy_scope(Order)
  end

  def show
    authorize @order
  end

  def refund
    @order.refund!
  end

  def destroy
    @order.destroy!
    head :no_content
  end

  private

  def set_order
    @order = Order.find(params[:id])
  end
end
""",
    "app/policies/order_policy.rb": """\
class OrderPolicy < ApplicationPolicy
  def show?
    user.admin? || record.user == user
  end

  def update?
    user.admin?
  end
end
""",
}
LARAVEL = {
    "routes/web.php": """\
<?php

use App\\Http\\Controllers\\DocumentController;
use App\\Http\\Controllers\\Admin\\UserController;
use Illuminate\\Support\\Facades\\Route;

Route::get('/', fn () => view('welcome'));
Route::middleware(['auth', 'verified'])->group(function () {
    Route::resource('documents', DocumentController::class)->only(['index', 'update', 'destroy']);
    Route::prefix('admin')->middleware('can:manage-users')->group(function () {
        Route::get('/users', [UserController::class, 'index']);
        Route::delete('/users/{user}', [UserController::class, 'destroy']);
    });
});
""",
    "app/Http/Controllers/DocumentController.php": """\
<?php

namespace App\\Http\\Controllers;

use App\\Models\\Document;
use Illuminate\\Http\\Request;

class DocumentController extends Controller
{
    public function index()
    {
        return Document::latest()->paginate(20);
    }

    public function update(Request $request, Document $document)
    {
        $this->authorize('update', $document);
        $document->update($request->only('title'));

        return $document;
    }

    public function destroy(Document $document)
    {
        Gate::authorize('delete', $document);
        $document->delete();
    }
}
""",
    "app/Http/Controllers/Admin/UserController.php": """\
<?php

namespace App\\Http\\Controllers\\Admin;

class UserController extends Controller
{
    public function index()
    {
        return User::all();
    }

    public function destroy(User $user)
    {
        abort_unless(auth()->user()->is_admin, 403);
        $user->delete();
    }
}
""",
    "app/Policies/DocumentPolicy.php": """\
<?php

namespace App\\Policies;

class DocumentPolicy
{
    public function update(User $user, Document $document): bool
    {
        return $user->id === $document->user_id;
    }

    public function delete(User $user, Document $document): bool
    {
        return $user->is_admin;
    }
}
""",
    "app/Http/Middleware/EnsureUserIsAdmin.php": """\
<?php

namespace App\\Http\\Middleware;

class EnsureUserIsAdmin
{
    public function handle(Request $request, Closure $next): Response
    {
        if (! $request->user()?->is_admin) {
            abort(403);
        }

        return $next($request);
    }
}
""",
}
SYMFONY = {
    "config/packages/security.yaml": """\
security:
    firewalls:
        dev:
            pattern: ^/(_profiler|_wdt|css|images|js)/
            security: false
        main:
            lazy: true
            form_login: { login_path: login, check_path: login }
    access_control:
        - { path: ^/login, roles: PUBLIC_ACCESS }
        - { path: ^/admin, roles: ROLE_ADMIN }
        - path: ^/reports
          roles: [ROLE_MANAGER]
          methods: [POST]
        - { path: ^/, roles: ROLE_USER }
""",
    "src/Controller/ContractController.php": """\
<?php

namespace App\\Controller;

use Symfony\\Component\\Routing\\Attribute\\Route;
use Symfony\\Component\\Security\\Http\\Attribute\\IsGranted;

#[Route('/contracts')]
#[IsGranted('ROLE_USER')]
final class ContractController extends AbstractController
{
    #[Route('', methods: ['GET'])]
    public function index(): JsonResponse
    {
        return $this->json($this->contracts->findAll());
    }

    #[Route('/{id}/sign', methods: ['POST'])]
    #[IsGranted('ROLE_MANAGER')]
    public function sign(Contract $contract): Response
    {
        return new Response(status: 204);
    }

    #[Route('/{id}', methods: ['DELETE'])]
    public function delete(Contract $contract): Response
    {
        $this->denyAccessUnlessGranted('ROLE_ADMIN');

        return new Response(status: 204);
    }
}
""",
    "src/Security/ContractVoter.php": """\
<?php

namespace App\\Security;

final class ContractVoter extends Voter
{
    protected function supports(string $attribute, mixed $subject): bool
    {
        return $subject instanceof Contract;
    }

    protected function voteOnAttribute(string $attribute, mixed $subject, TokenInterface $token): bool
    {
        return $subject->owner === $token->getUser();
    }
}
""",
}
ASPNET = {
    "Program.cs": """\
using Microsoft.AspNetCore.Authorization;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization(options =>
{
    options.AddPolicy("librarian", policy => policy.RequireRole("Librarian"));
});
var app = builder.Build();

app.UseAuthentication();
app.UseAuthorization();

app.MapGet("/healthz", () => Results.Ok("ok")).AllowAnonymous();

var books = app.MapGroup("/books").RequireAuthorization();
books.MapGet("/", (Catalog catalog) => catalog.All());
books.MapPost("/", (Catalog catalog, Book book) => catalog.Add(book)).RequireAuthorization("librarian");
books.MapDelete("/{isbn}", (Catalog catalog, string isbn) => catalog.Remove(isbn))
    .RequireAuthorization("librarian");

app.MapControllers();
app.Run();
""",
    "Controllers/LoansController.cs": """\
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Library.Controllers;

[ApiController]
[Route("api/[controller]")]
[Authorize]
public class LoansController : ControllerBase
{
    [HttpGet]
    public IActionResult List() => Ok(_loans.All());

    [HttpPost]
    [Authorize(Roles = "Librarian,Manager")]
    public IActionResult Create(Loan loan)
    {
        return Created("", _loans.Add(loan));
    }

    [HttpDelete("{id}")]
    [Authorize(Policy = "CanDelete")]
    public IActionResult Delete(int id)
    {
        if (!User.IsInRole("Manager"))
        {
            return Forbid();
        }
        _loans.Remove(id);
        return NoContent();
    }
}
""",
}
MEMBERS = {
    path: text.replace("except: :index\n", "except: :index\n  before_action :set_membership\n")
    for path, text in RAILS.items()
}
APPS = {
    "rails_members": MEMBERS,
    "spring": SPRING,
    "chain": {**SPRING, **CHAIN},
    "kotlin": KOTLIN,
    "jaxrs": JAXRS,
    "rails": RAILS,
    "laravel": LARAVEL,
    "symfony": SYMFONY,
    "aspnet": ASPNET,
}

# (application, [(end of a path, text there, what it becomes)] or {path: new file}, kinds of finding)
CHANGES: list[tuple[str, list[tuple[str, str, str]], list[str]]] = [
    # --- Spring
    (
        "spring",
        [("OrderController.java", "    @PreAuthorize(\"hasRole('ADMIN') and @limits.allow(#id)\")\n", "")],
        ["removed"],
    ),
    ("spring", [("OrderController.java", " and @limits.allow(#id)", "")], ["weaker"]),
    ("spring", [("OrderController.java", "hasRole('ADMIN') and @limits", "hasRole('ADMIN') or @limits")], ["weaker"]),
    ("spring", [("OrderController.java", "'MANAGER')", "'MANAGER', 'USER')")], ["weaker"]),
    ("spring", [("OrderController.java", "hasAnyRole('ADMIN', 'MANAGER')", "hasRole('ADMIN')")], []),
    (
        "spring",
        [("OrderController.java", "hasAnyRole('ADMIN', 'MANAGER')", "hasRole('ADMIN') or hasRole('MANAGER')")],
        [],
    ),
    ("spring", [("OrderController.java", "@PreAuthorize(\"hasAuthority('orders:read')\")\n", "")], ["removed"]),
    ("spring", [("OrderController.java", "hasAuthority('orders:read')", "permitAll()")], ["open"]),
    ("spring", [("OrderController.java", "hasRole('ADMIN') and @limits.allow(#id)", "isAuthenticated()")], ["weaker"]),
    ("spring", [("OrderController.java", "hasRole('ADMIN') and @limits.allow(#id)", "permitAll")], ["open"]),
    ("spring", [("OrderController.java", "hasAuthority('orders:read')", "hasAuthority('orders:write')")], []),
    ("spring", [("InvoiceController.java", "ROLE_MANAGER", "ROLE_USER")], ["weaker"]),
    ("spring", [("InvoiceController.java", '@Secured("ROLE_MANAGER")', "@PreAuthorize(\"hasRole('MANAGER')\")")], []),
    ("spring", [("InvoiceController.java", '@Secured("ROLE_MANAGER")', '@RolesAllowed({"MANAGER"})')], []),
    (
        "spring",
        [
            (
                "InvoiceController.java",
                '    @GetMapping("/invoices")\n    @Secured("ROLE_MANAGER")',
                '    @Secured("ROLE_MANAGER")\n    @GetMapping("/invoices")',
            )
        ],
        [],
    ),
    (
        "spring",
        [
            (
                "InvoiceController.java",
                '        if (!found.owner().equals(who.getName())) {\n            throw new AccessDeniedException("not yours");\n        }\n',
                "",
            )
        ],
        ["removed"],
    ),
    (
        "spring",
        [
            (
                "InvoiceController.java",
                "public class InvoiceController {\n",
                'public class InvoiceController {\n    @PostMapping("/invoices")\n    public Invoice add(@RequestBody Invoice one) {\n        return one;\n    }\n\n',
            )
        ],
        ["unguarded"],
    ),
    (
        "spring",
        [
            (
                "OrderController.java",
                "    @GetMapping\n",
                '    @GetMapping("/late")\n    public List<Order> late() {\n        return orders.late();\n    }\n\n    @GetMapping\n',
            )
        ],
        [],
    ),
    (
        "spring",
        [
            (
                f"{JAVA}/payee/PayeeController.java",
                "",
                'package x;\n\n@RestController\nclass PayeeController {\n    @PutMapping("/payees/{id}")\n    Payee change(@PathVariable String id) {\n        return null;\n    }\n}\n',
            )
        ],
        ["unguarded"],
    ),
    (
        "chain",
        [
            (
                f"{JAVA}/PayeeController.java",
                "",
                'package x;\n\n@RestController\nclass PayeeController {\n    @PutMapping("/payees/{id}")\n    Payee change(@PathVariable String id) {\n        return null;\n    }\n}\n',
            )
        ],
        [],
    ),
    (
        "spring",
        [
            (
                f"{JAVA}/HealthController.java",
                "",
                'package x;\n\n@RestController\nclass HealthController {\n    @GetMapping("/health")\n    String health() {\n        return "ok";\n    }\n}\n',
            )
        ],
        [],
    ),
    # --- Spring's rules for paths
    ("chain", [("SecurityConfig.java", "anyRequest().authenticated()", "anyRequest().permitAll()")], ["open"]),
    ("chain", [("SecurityConfig.java", '"/admin/**").hasRole("ADMIN")', '"/admin/**").authenticated()')], ["weaker"]),
    ("chain", [("SecurityConfig.java", '"/admin/**").hasRole("ADMIN")', '"/admin/**").hasRole("USER")')], ["weaker"]),
    ("chain", [("SecurityConfig.java", '"/admin/**").hasRole("ADMIN")', '"/admin/**").permitAll()')], ["open"]),
    ("chain", [("SecurityConfig.java", '"ADMIN", "ANALYST"', '"ADMIN", "ANALYST", "USER"')], ["weaker"]),
    (
        "chain",
        [("SecurityConfig.java", '                .requestMatchers("/admin/**").hasRole("ADMIN")\n', "")],
        ["weaker"],
    ),
    ("chain", [("SecurityConfig.java", '"/admin/**"', '"/admin/secret/**"')], ["weaker"]),
    ("chain", [("SecurityConfig.java", '"/admin/**"', '"/api/admin/**"')], []),
    ("chain", [("SecurityConfig.java", '"/login")', '"/login", "/reports/export")')], ["open"]),
    ("chain", [("SecurityConfig.java", '"/actuator/health"', '"/actuator/**"')], ["open"]),
    ("chain", [("SecurityConfig.java", '"/login")', '"/login", "/css/**")')], []),
    ("chain", [("SecurityConfig.java", '"/login")', '"/login", "/swagger-ui/**", "/v3/api-docs/**")')], []),
    (
        "chain",
        [
            (
                "SecurityConfig.java",
                '.requestMatchers("/admin/**").hasRole("ADMIN")',
                '.requestMatchers("/admin/**").hasAuthority("ROLE_ADMIN")',
            )
        ],
        [],
    ),
    (
        "chain",
        [
            (
                "SecurityConfig.java",
                '.requestMatchers("/admin/**").hasRole("ADMIN")',
                '.requestMatchers("/admin/**", "/jobs/**").hasRole("ADMIN")',
            )
        ],
        [],
    ),
    (
        "chain",
        [
            (
                "SecurityConfig.java",
                "                .anyRequest().authenticated())",
                "                .anyRequest().denyAll())",
            )
        ],
        [],
    ),
    # --- Kotlin
    ("kotlin", [("KeyController.kt", "@PreAuthorize(\"hasRole('STAFF')\")\n", "")], ["removed"]),
    ("kotlin", [("KeyController.kt", "    @PreAuthorize(\"hasRole('ADMIN')\")\n", "")], ["removed"]),
    ("kotlin", [("KeyController.kt", "'ADMIN'", "'SUPPORT'")], ["weaker"]),
    (
        "kotlin",
        [
            (
                "KeyController.kt",
                "        if (!keys.owns(who.name, id)) throw ResponseStatusException(HttpStatus.FORBIDDEN)\n",
                "",
            )
        ],
        ["removed"],
    ),
    (
        "kotlin",
        [("SecurityConfig.kt", "authorize(anyRequest, authenticated)", "authorize(anyRequest, permitAll)")],
        ["open"],
    ),
    ("kotlin", [("SecurityConfig.kt", '                authorize("/admin/**", hasRole("ADMIN"))\n', "")], ["weaker"]),
    ("kotlin", [("SecurityConfig.kt", "@EnableMethodSecurity\n", "")], ["removed"]),
    (
        "kotlin",
        [
            (
                "KeyController.kt",
                "fun list(): List<KeyView> = keys.list()",
                "fun list(): List<KeyView> =\n        keys.list().sortedBy { it.name }",
            )
        ],
        [],
    ),
    # --- JAX-RS
    ("jaxrs", [("AuditResource.java", '@RolesAllowed({"auditor", "admin"})\n', "")], ["removed"]),
    ("jaxrs", [("AuditResource.java", '    @RolesAllowed("admin")\n', "")], ["removed"]),
    ("jaxrs", [("AuditResource.java", '@RolesAllowed({"auditor", "admin"})\n', "@PermitAll\n")], ["open"]),
    ("jaxrs", [("AuditResource.java", '{"auditor", "admin"}', '{"auditor", "admin", "user"}')], ["weaker"]),
    ("jaxrs", [("AuditResource.java", '{"auditor", "admin"}', '"admin"')], []),
    ("jaxrs", [("AuditResource.java", '    @RolesAllowed("admin")\n', '    @RolesAllowed("**")\n')], ["weaker"]),
    (
        "jaxrs",
        [
            (
                "AuditResource.java",
                '        if (!who.isUserInRole("exporter")) {\n            return Response.status(Response.Status.FORBIDDEN).build();\n        }\n',
                "",
            )
        ],
        ["removed"],
    ),
    # --- Rails
    ("rails", [("application_controller.rb", "  before_action :authenticate_user!\n", "")], ["removed"]),
    ("rails", [("orders_controller.rb", "%i[destroy refund]", "%i[destroy]")], ["removed"]),
    (
        "rails",
        [
            (
                "orders_controller.rb",
                "  before_action :set_order",
                "  skip_before_action :authenticate_user!, only: :index\n  before_action :set_order",
            )
        ],
        ["open"],
    ),
    ("rails", [("orders_controller.rb", "    authorize @order\n", "")], ["removed"]),
    ("rails", [("orders_controller.rb", "only: %i[destroy refund]", "only: [:refund, :destroy]")], []),
    (
        "rails",
        [("orders_controller.rb", "  before_action :require_admin, only", "  before_action :authenticate_user!, only")],
        ["removed"],
    ),
    ("rails", [("orders_controller.rb", "%i[destroy refund]", "%i[destroy refund], unless: :preview?")], ["weaker"]),
    (
        "rails",
        [
            (
                "application_controller.rb",
                "before_action :authenticate_user!",
                "before_action :authenticate_user!, if: -> { Rails.env.production? }",
            )
        ],
        ["weaker"],
    ),
    ("rails", [("order_policy.rb", "user.admin? || record.user == user", "true")], ["removed"]),
    ("rails", [("order_policy.rb", "user.admin? || record.user == user", "record.user == user || user.admin?")], []),
    (
        "rails",
        [("application_controller.rb", "    redirect_to root_path unless current_user.admin?\n", "    true\n")],
        ["removed"],
    ),
    (
        "rails",
        [
            (
                "orders_controller.rb",
                "  before_action :set_order",
                "  allow_unauthenticated_access only: :index\n  before_action :set_order",
            )
        ],
        ["open"],
    ),
    (
        "rails",
        [
            (
                "app/controllers/alarms_controller.rb",
                "",
                "class AlarmsController < ApplicationController\n  def create\n    Alarm.create!\n  end\nend\n",
            )
        ],
        [],
    ),
    (
        "rails",
        [
            (
                "app/controllers/alarms_controller.rb",
                "",
                "class AlarmsController < ActionController::Base\n  def create\n    Alarm.create!\n  end\nend\n",
            )
        ],
        ["unguarded"],
    ),
    (
        "rails",
        [("orders_controller.rb", "  def show\n", "  def late\n    @orders = Order.late\n  end\n\n  def show\n")],
        [],
    ),
    ("rails", [("orders_controller.rb", "except: :index\n", "except: :index\n  before_action :set_membership\n")], []),
    ("rails_members", [("orders_controller.rb", "  before_action :set_membership\n", "")], []),
    # --- Laravel
    ("laravel", [("DocumentController.php", "        $this->authorize('update', $document);\n", "")], ["removed"]),
    ("laravel", [("DocumentController.php", "        Gate::authorize('delete', $document);\n", "")], ["removed"]),
    (
        "laravel",
        [("DocumentController.php", "Gate::authorize('delete', $document)", "$this->authorize('delete', $document)")],
        [],
    ),
    ("laravel", [("web.php", "['auth', 'verified']", "['auth']")], ["removed"]),
    ("laravel", [("web.php", "->middleware('can:manage-users')", "")], ["removed"]),
    ("laravel", [("web.php", "can:manage-users", "can:view-users")], ["weaker"]),
    ("laravel", [("UserController.php", "        abort_unless(auth()->user()->is_admin, 403);\n", "")], ["removed"]),
    ("laravel", [("DocumentPolicy.php", "$user->id === $document->user_id", "true")], ["removed"]),
    (
        "laravel",
        [
            (
                "EnsureUserIsAdmin.php",
                "        if (! $request->user()?->is_admin) {\n            abort(403);\n        }\n\n",
                "",
            )
        ],
        ["removed"],
    ),
    (
        "laravel",
        [
            (
                "web.php",
                "[UserController::class, 'destroy']);",
                "[UserController::class, 'destroy'])->withoutMiddleware(['auth', 'verified', 'can:manage-users']);",
            )
        ],
        ["open"],
    ),
    (
        "laravel",
        [
            (
                "web.php",
                "Route::get('/', fn",
                "Route::post('/documents/purge', [DocumentController::class, 'purge']);\nRoute::get('/', fn",
            ),
            (
                "DocumentController.php",
                "    public function index()",
                "    public function purge()\n    {\n        Document::truncate();\n    }\n\n    public function index()",
            ),
        ],
        ["unguarded"],
    ),
    (
        "laravel",
        [
            ("web.php", "->middleware('can:manage-users')", ""),
            (
                "UserController.php",
                "    public function index()",
                "    public function __construct()\n    {\n        $this->middleware('can:manage-users');\n    }\n\n    public function index()",
            ),
        ],
        [],
    ),
    (
        "laravel",
        [
            (
                "web.php",
                "Route::middleware(['auth', 'verified'])->group(",
                "Route::group(['middleware' => ['auth', 'verified']], ",
            )
        ],
        [],
    ),
    ("laravel", [("web.php", "'index', 'update', 'destroy'", "'index', 'destroy', 'update'")], []),
    # --- Symfony
    ("symfony", [("ContractController.php", "#[IsGranted('ROLE_USER')]\n", "")], []),
    ("symfony", [("ContractController.php", "    #[IsGranted('ROLE_MANAGER')]\n", "")], ["removed"]),
    ("symfony", [("ContractController.php", "'ROLE_MANAGER'", "'ROLE_USER'")], ["removed"]),
    (
        "symfony",
        [("ContractController.php", "        $this->denyAccessUnlessGranted('ROLE_ADMIN');\n\n", "")],
        ["removed"],
    ),
    (
        "symfony",
        [
            ("ContractController.php", "        $this->denyAccessUnlessGranted('ROLE_ADMIN');\n\n", ""),
            (
                "ContractController.php",
                "    #[Route('/{id}', methods: ['DELETE'])]\n",
                "    #[Route('/{id}', methods: ['DELETE'])]\n    #[IsGranted('ROLE_ADMIN')]\n",
            ),
        ],
        [],
    ),
    ("symfony", [("security.yaml", "^/admin, roles: ROLE_ADMIN", "^/admin, roles: PUBLIC_ACCESS")], ["open"]),
    ("symfony", [("security.yaml", "^/admin, roles: ROLE_ADMIN", "^/admin, roles: ROLE_USER")], ["weaker"]),
    ("symfony", [("security.yaml", "        - { path: ^/admin, roles: ROLE_ADMIN }\n", "")], ["weaker"]),
    ("symfony", [("security.yaml", "        - { path: ^/, roles: ROLE_USER }\n", "")], ["removed"]),
    ("symfony", [("security.yaml", "^/admin, roles", "^/admin/secret, roles")], ["weaker"]),
    ("symfony", [("security.yaml", "          methods: [POST]\n", "")], []),
    ("symfony", [("security.yaml", "            lazy: true\n", "            security: false\n")], ["open"]),
    (
        "symfony",
        [
            (
                "security.yaml",
                "        - { path: ^/login, roles: PUBLIC_ACCESS }\n",
                "        - { path: ^/login, roles: PUBLIC_ACCESS }\n        - { path: ^/export, roles: PUBLIC_ACCESS }\n",
            )
        ],
        ["open"],
    ),
    (
        "symfony",
        [
            (
                "security.yaml",
                "        - { path: ^/login, roles: PUBLIC_ACCESS }\n",
                "        - { path: ^/login, roles: PUBLIC_ACCESS }\n        - { path: ^/register, roles: PUBLIC_ACCESS }\n",
            )
        ],
        [],
    ),
    ("symfony", [("security.yaml", "[ROLE_MANAGER]", "[ROLE_MANAGER, ROLE_USER]")], ["weaker"]),
    (
        "symfony",
        [
            (
                "security.yaml",
                "        - { path: ^/admin, roles: ROLE_ADMIN }\n",
                "        - path: '^/admin'\n          roles: [ 'ROLE_ADMIN' ]\n",
            )
        ],
        [],
    ),
    (
        "symfony",
        [
            ("security.yaml", "        - { path: ^/admin, roles: ROLE_ADMIN }\n", ""),
            (
                "security.yaml",
                "        - { path: ^/, roles: ROLE_USER }\n",
                "        - { path: ^/, roles: ROLE_USER }\n        - { path: ^/admin, roles: ROLE_ADMIN }\n",
            ),
        ],
        ["weaker"],
    ),
    ("symfony", [("ContractVoter.php", "return $subject->owner === $token->getUser();", "return true;")], ["removed"]),
    # --- ASP.NET
    (
        "aspnet",
        [("Program.cs", 'app.MapGroup("/books").RequireAuthorization()', 'app.MapGroup("/books")')],
        ["removed"],
    ),
    ("aspnet", [("Program.cs", '\n    .RequireAuthorization("librarian")', "")], ["removed"]),
    (
        "aspnet",
        [
            (
                "Program.cs",
                'books.MapGet("/", (Catalog catalog) => catalog.All())',
                'books.MapGet("/", (Catalog catalog) => catalog.All()).AllowAnonymous()',
            )
        ],
        ["open"],
    ),
    ("aspnet", [("Program.cs", 'policy.RequireRole("Librarian")', "policy.RequireAuthenticatedUser()")], ["weaker"]),
    ("aspnet", [("Program.cs", 'policy.RequireRole("Librarian")', "policy.RequireAssertion(_ => true)")], ["removed"]),
    ("aspnet", [("Program.cs", "app.UseAuthorization();\n", "")], ["removed"]),
    ("aspnet", [("LoansController.cs", "[Authorize]\n", "")], ["removed"]),
    ("aspnet", [("LoansController.cs", '    [Authorize(Roles = "Librarian,Manager")]\n', "")], ["removed"]),
    ("aspnet", [("LoansController.cs", '"Librarian,Manager"', '"Librarian,Manager,Member"')], ["weaker"]),
    ("aspnet", [("LoansController.cs", '"Librarian,Manager"', '"Manager"')], []),
    ("aspnet", [("LoansController.cs", '(Policy = "CanDelete")', "")], ["removed"]),
    (
        "aspnet",
        [
            (
                "LoansController.cs",
                '        if (!User.IsInRole("Manager"))\n        {\n            return Forbid();\n        }\n',
                "",
            )
        ],
        ["removed"],
    ),
    ("aspnet", [("LoansController.cs", "[Authorize]\n", "[AllowAnonymous]\n")], ["open"]),
    ("aspnet", [("LoansController.cs", "    [HttpGet]\n", "    [HttpGet, AllowAnonymous]\n")], ["open"]),
    (
        "aspnet",
        [
            (
                "LoansController.cs",
                '    [HttpPost]\n    [Authorize(Roles = "Librarian,Manager")]',
                '    [Authorize(Roles = "Manager, Librarian"), HttpPost]',
            )
        ],
        [],
    ),
    (
        "aspnet",
        [
            (
                "Controllers/FinesController.cs",
                "",
                '[ApiController]\n[Route("api/[controller]")]\npublic class FinesController : ControllerBase\n{\n    [HttpPost]\n    public IActionResult Add(Fine fine) => Ok(fine);\n}\n',
            )
        ],
        ["unguarded"],
    ),
    (
        "aspnet",
        [
            (
                "LoansController.cs",
                "    [HttpPost]\n",
                '    [HttpGet("late")]\n    public IActionResult Late() => Ok(_loans.Late());\n\n    [HttpPost]\n',
            )
        ],
        [],
    ),
]


@pytest.mark.parametrize(("app", "edits", "expected"), CHANGES)
def test_changes(app: str, edits: list[tuple[str, str, str]], expected: list[str]) -> None:
    found = judge(*change(APPS[app], edits))

    assert kinds(found) == expected, [one.problem for one in found]
