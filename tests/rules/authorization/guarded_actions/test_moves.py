"""Guards that move or are written in another way, in the frameworks of the JVM, Rails, Laravel, Symfony and ASP.NET: nothing is said."""

from __future__ import annotations

import pytest
from guarded_world import judge

pytest.importorskip("tree_sitter_kotlin")

J = "src/main/java/org/acme/"
CONTROLLER = 'package org.acme;\n\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\n@RequestMapping("/keys")\npublic class KeyController {\n    @PreAuthorize("hasRole(\'ADMIN\')")\n    @DeleteMapping("/{id}")\n    public void revoke(@PathVariable String id) {\n        keys.revoke(id);\n    }\n\n    @Secured("ROLE_STAFF")\n    @RequestMapping(value = "/list", method = RequestMethod.GET)\n    public List<Key> list() {\n        return keys.list();\n    }\n}\n'
CONTROLLER_IN_KOTLIN = 'package org.acme\n\nimport org.springframework.web.bind.annotation.*\n\n@RestController\n@RequestMapping("/keys")\nclass KeyController(private val keys: Keys) {\n    @PreAuthorize("hasRole(\'ADMIN\')")\n    @DeleteMapping("/{id}")\n    fun revoke(@PathVariable id: String) = keys.revoke(id)\n\n    @Secured("ROLE_STAFF")\n    @GetMapping("/list")\n    fun list(): List<Key> = keys.list()\n}\n'
LOANS = '[ApiController]\n[Route("api/loans")]\n[Authorize(Roles = "Admin")]\npublic class LoansController : ControllerBase\n{\n    [HttpGet]\n    public IActionResult List() => Ok(1);\n}\n'
CHAIN = 'package org.acme;\n@Configuration\n@EnableWebSecurity\npublic class SecurityConfig {\n  @Bean SecurityFilterChain chain(HttpSecurity http) throws Exception {\n    http.authorizeHttpRequests(a -> a.requestMatchers("/keys/**").hasRole("ADMIN").anyRequest().authenticated());\n    return http.build();\n  }\n}\n'
SYMFONY = "<?php\nnamespace App\\Controller;\n#[Route('/admin')]\nclass AdminController extends AbstractController\n{\n    %s#[Route('/users', methods: ['GET'])]\n    public function users(): Response\n    {\n        return new Response();\n    }\n}\n"
SECURITY = "security:\n    firewalls:\n        main: { lazy: true }\n    access_control:\n%s        - { path: ^/login, roles: PUBLIC_ACCESS }\n"
ROUTES = "<?php\nuse App\\Http\\Controllers\\OrderController;\n%s"
ORDERS = "<?php\nnamespace App\\Http\\Controllers;\nclass OrderController extends Controller\n{\n%s    public function index()\n    {\n        return 1;\n    }\n}\n"
RAILS = "class OrdersController < ApplicationController\n%s  def index\n  end\nend\n"
APPLICATION = "class ApplicationController < ActionController::Base\n%send\n"
# (what moved, files before, files after)
MOVES: list[tuple[str, dict[str, str], dict[str, str]]] = [
    (
        "java->kotlin",
        {J + "KeyController.java": CONTROLLER},
        {"src/main/kotlin/org/acme/KeyController.kt": CONTROLLER_IN_KOTLIN},
    ),
    (
        "mapping",
        {J + "K.java": CONTROLLER},
        {
            J + "K.java": CONTROLLER.replace(
                '@RequestMapping(value = "/list", method = RequestMethod.GET)', '@GetMapping("/list")'
            )
        },
    ),
    (
        "moved",
        {J + "KeyController.java": CONTROLLER},
        {J + "keys/KeyController.java": CONTROLLER.replace("package org.acme", "package org.acme.keys")},
    ),
    (
        "renamed",
        {J + "KeyController.java": CONTROLLER},
        {J + "ApiKeyController.java": CONTROLLER.replace("KeyController", "ApiKeyController")},
    ),
    (
        "annot->chain",
        {
            J + "KeyController.java": CONTROLLER,
            J + "SecurityConfig.java": CHAIN.replace('requestMatchers("/keys/**").hasRole("ADMIN").', ""),
        },
        {
            J + "KeyController.java": CONTROLLER.replace("    @PreAuthorize(\"hasRole('ADMIN')\")\n", ""),
            J + "SecurityConfig.java": CHAIN,
        },
    ),
    (
        "constant",
        {J + "K.java": CONTROLLER},
        {J + "K.java": CONTROLLER.replace('@Secured("ROLE_STAFF")', "@Secured(Roles.STAFF)")},
    ),
    (
        "swagger",
        {J + "K.java": CONTROLLER.replace("    @Secured", '    @SecurityRequirement(name = "bearer")\n    @Secured')},
        {J + "K.java": CONTROLLER},
    ),
    ("asp policy", {"A.cs": LOANS}, {"A.cs": LOANS.replace('Roles = "Admin"', 'Policy = "Admin"')}),
    ("asp const", {"A.cs": LOANS}, {"A.cs": LOANS.replace('Roles = "Admin"', "Roles = Roles.Admin")}),
    (
        "asp to action",
        {"A.cs": LOANS},
        {
            "A.cs": LOANS.replace('[Authorize(Roles = "Admin")]\n', "").replace(
                "    [HttpGet]", '    [HttpGet]\n    [Authorize(Roles = "Admin")]'
            )
        },
    ),
    (
        "asp antiforgery",
        {"A.cs": LOANS.replace("    [HttpGet]", "    [HttpGet]\n    [ValidateAntiForgeryToken]")},
        {"A.cs": LOANS},
    ),
    (
        "asp primary ctor",
        {"A.cs": LOANS},
        {"A.cs": LOANS.replace("LoansController : ControllerBase", "LoansController(ILoans loans) : ControllerBase")},
    ),
    (
        "sym attr->yaml",
        {
            "src/Controller/AdminController.php": SYMFONY % "#[IsGranted('ROLE_ADMIN')]\n    ",
            "config/packages/security.yaml": SECURITY % "",
        },
        {
            "src/Controller/AdminController.php": SYMFONY % "",
            "config/packages/security.yaml": SECURITY % "        - { path: ^/admin, roles: ROLE_ADMIN }\n",
        },
    ),
    (
        "sym yaml->attr",
        {
            "src/Controller/AdminController.php": SYMFONY % "",
            "config/packages/security.yaml": SECURITY % "        - { path: ^/admin, roles: ROLE_ADMIN }\n",
        },
        {
            "src/Controller/AdminController.php": SYMFONY % "#[IsGranted('ROLE_ADMIN')]\n    ",
            "config/packages/security.yaml": SECURITY % "",
        },
    ),
    (
        "sym attr->call",
        {"src/Controller/AdminController.php": SYMFONY % "#[IsGranted('ROLE_ADMIN')]\n    "},
        {
            "src/Controller/AdminController.php": (SYMFONY % "").replace(
                "        return", "        $this->denyAccessUnlessGranted('ROLE_ADMIN');\n        return"
            )
        },
    ),
    (
        "lara class",
        {
            "routes/web.php": ROUTES % "Route::get('/o', [OrderController::class, 'index'])->middleware('auth');\n",
            "app/Http/Controllers/OrderController.php": ORDERS % "",
        },
        {
            "routes/web.php": ROUTES
            % "Route::get('/o', [OrderController::class, 'index'])->middleware(Authenticate::class);\n",
            "app/Http/Controllers/OrderController.php": ORDERS % "",
        },
    ),
    (
        "lara to ctor",
        {
            "routes/web.php": ROUTES % "Route::get('/o', [OrderController::class, 'index'])->middleware('auth');\n",
            "app/Http/Controllers/OrderController.php": ORDERS % "",
        },
        {
            "routes/web.php": ROUTES % "Route::get('/o', [OrderController::class, 'index']);\n",
            "app/Http/Controllers/OrderController.php": ORDERS
            % "    public function __construct()\n    {\n        $this->middleware('auth');\n    }\n\n",
        },
    ),
    (
        "lara controller group",
        {
            "routes/web.php": ROUTES
            % "Route::middleware('auth')->group(function () {\n    Route::get('/o', [OrderController::class, 'index']);\n});\n",
            "app/Http/Controllers/OrderController.php": ORDERS % "",
        },
        {
            "routes/web.php": ROUTES
            % "Route::controller(OrderController::class)->middleware('auth')->group(function () {\n    Route::get('/o', 'index');\n});\n",
            "app/Http/Controllers/OrderController.php": ORDERS % "",
        },
    ),
    (
        "lara moved file",
        {
            "routes/web.php": ROUTES % "Route::get('/o', [OrderController::class, 'index'])->middleware('auth');\n",
            "app/Http/Controllers/OrderController.php": ORDERS % "",
        },
        {
            "routes/orders.php": ROUTES % "Route::get('/o', [OrderController::class, 'index'])->middleware('auth');\n",
            "routes/web.php": ROUTES % "require __DIR__.'/orders.php';\n",
            "app/Http/Controllers/OrderController.php": ORDERS % "",
        },
    ),
    (
        "rails up",
        {
            "app/controllers/application_controller.rb": APPLICATION % "",
            "app/controllers/orders_controller.rb": RAILS % "  before_action :authenticate_user!\n\n",
        },
        {
            "app/controllers/application_controller.rb": APPLICATION % "  before_action :authenticate_user!\n",
            "app/controllers/orders_controller.rb": RAILS % "",
        },
    ),
    (
        "rails down",
        {
            "app/controllers/application_controller.rb": APPLICATION % "  before_action :authenticate_user!\n",
            "app/controllers/orders_controller.rb": RAILS % "",
        },
        {
            "app/controllers/application_controller.rb": APPLICATION % "",
            "app/controllers/orders_controller.rb": RAILS % "  before_action :authenticate_user!\n\n",
        },
    ),
    (
        "rails rename",
        {"app/controllers/orders_controller.rb": RAILS % "  before_action :authenticate_user!\n\n"},
        {"app/controllers/orders_controller.rb": RAILS % "  before_action :authenticate_account!\n\n"},
    ),
    (
        "rails concern",
        {"app/controllers/orders_controller.rb": RAILS % "  before_action :require_login\n\n"},
        {
            "app/controllers/orders_controller.rb": RAILS % "  include LoginRequired\n\n",
            "app/controllers/concerns/login_required.rb": "module LoginRequired\n  extend ActiveSupport::Concern\n\n  included do\n    before_action :require_login\n  end\nend\n",
        },
    ),
    (
        "rails block",
        {"app/controllers/orders_controller.rb": RAILS % "  before_action :require_admin\n\n"},
        {
            "app/controllers/orders_controller.rb": RAILS
            % "  before_action do\n    head :forbidden unless current_user.admin?\n  end\n\n"
        },
    ),
]


@pytest.mark.parametrize(("what", "old", "new"), MOVES, ids=[one[0] for one in MOVES])
def test_what_moves_is_silent(what: str, old: dict[str, str], new: dict[str, str]) -> None:
    assert [one.problem for one in judge(old, new)] == [], what
