"""What frameworks of the JVM, Rails, Laravel, Symfony and ASP.NET guard beside their annotations: interceptors, concerns, gates, pages."""

from __future__ import annotations

import pytest
from guarded_world import change, judge, kinds

pytest.importorskip("tree_sitter_kotlin")

APPS = {
    "svc": {
        "src/main/java/com/acme/billing/BillingService.java": """package com.acme.billing;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

@Service
public class BillingService {
    @PreAuthorize("hasAuthority('billing:write')")
    public void charge(String account, long cents) {
        ledger.charge(account, cents);
    }

    public long balance(String account) {
        return ledger.balance(account);
    }
}
""",
        "src/main/java/com/acme/billing/BillingController.java": """package com.acme.billing;

@RestController
@RequestMapping("/api/billing")
public class BillingController extends SecuredController {
    @GetMapping("/{account}")
    public long balance(@PathVariable String account) {
        return service.balance(account);
    }

    @AdminOnly
    @DeleteMapping("/{account}")
    public ResponseEntity<Void> close(@PathVariable String account) {
        service.close(account);
        return ResponseEntity.noContent().build();
    }
}
""",
        "src/main/java/com/acme/billing/SecuredController.java": """package com.acme.billing;

@PreAuthorize("isAuthenticated()")
public abstract class SecuredController {
}
""",
        "src/main/java/com/acme/billing/WebConfig.java": """package com.acme.billing;

@Configuration
public class WebConfig implements WebMvcConfigurer {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AuthInterceptor(tokens)).addPathPatterns("/api/**").excludePathPatterns("/api/login");
    }
}
""",
        "src/main/java/com/acme/billing/AuthInterceptor.java": """package com.acme.billing;

public class AuthInterceptor implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) throws Exception {
        if (!tokens.valid(request.getHeader("Authorization"))) {
            response.sendError(401);
            return false;
        }
        return true;
    }
}
""",
        "src/main/java/com/acme/billing/MethodConfig.java": """package com.acme.billing;

@Configuration
@EnableWebSecurity
@EnableMethodSecurity(securedEnabled = true)
public class MethodConfig {
}
""",
        "src/main/java/com/acme/billing/TokenFilter.java": """package com.acme.billing;

@Provider
@Priority(Priorities.AUTHENTICATION)
public class TokenAuthFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext context) {
        String token = context.getHeaderString("Authorization");
        if (token == null || !tokens.isValid(token)) {
            context.abortWith(Response.status(Response.Status.UNAUTHORIZED).build());
        }
    }
}
""",
    },
    "old": {
        "src/main/java/com/acme/WebSecurityConfig.java": """package com.acme;

@Configuration
@EnableGlobalMethodSecurity(prePostEnabled = true)
public class WebSecurityConfig extends WebSecurityConfigurerAdapter {
    @Override
    protected void configure(HttpSecurity http) throws Exception {
        http.csrf().disable()
            .authorizeRequests()
            .antMatchers("/api/auth/**").permitAll()
            .antMatchers(HttpMethod.GET, "/api/books/**").permitAll()
            .antMatchers("/api/users/**").access("hasRole('ADMIN')")
            .anyRequest().authenticated()
            .and()
            .addFilterBefore(jwtFilter, UsernamePasswordAuthenticationFilter.class);
    }

    @Override
    public void configure(WebSecurity web) {
        web.ignoring().antMatchers("/css/**", "/js/**");
    }
}
"""
    },
    "flux": {
        "src/main/kotlin/com/acme/Security.kt": """package com.acme

@Configuration
@EnableWebFluxSecurity
class Security {
    @Bean
    fun chain(http: ServerHttpSecurity): SecurityWebFilterChain =
        http
            .authorizeExchange { exchanges ->
                exchanges
                    .pathMatchers("/actuator/health").permitAll()
                    .pathMatchers(HttpMethod.POST, "/orders/**").hasAuthority("SCOPE_orders:write")
                    .anyExchange().authenticated()
            }
            .oauth2ResourceServer { it.jwt {} }
            .build()
}
""",
        "src/main/kotlin/com/acme/OrderController.kt": """package com.acme

@RestController
class OrderController(private val orders: OrderService) {

    @GetMapping("/orders/{id}")
    @PreAuthorize("@orderAccess.canRead(#id, authentication)")
    suspend fun get(@PathVariable id: UUID): Order = orders.get(id)

    @PostMapping("/orders")
    @PreAuthorize("hasAnyAuthority('orders:write', 'orders:admin')")
    suspend fun create(@RequestBody body: NewOrder): Order {
        return orders.create(body)
    }
}
""",
    },
    "quarkus": {
        "src/main/java/org/acme/UserResource.java": """package org.acme;

@Path("/users")
@Authenticated
public class UserResource {
    @GET
    @Path("/me")
    public User me(@Context SecurityContext ctx) {
        return users.of(ctx.getUserPrincipal());
    }

    @GET
    @RolesAllowed({"admin"})
    public List<User> all() {
        return users.all();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.ADMIN)
    public void delete(@PathParam("id") Long id) {
        users.delete(id);
    }
}
"""
    },
    "rails8": {
        "app/controllers/application_controller.rb": """class ApplicationController < ActionController::Base
  include Authentication
  include Pundit::Authorization
  after_action :verify_authorized, except: :index
  rescue_from Pundit::NotAuthorizedError, with: :forbidden
end
""",
        "app/controllers/concerns/authentication.rb": """module Authentication
  extend ActiveSupport::Concern

  included do
    before_action :require_authentication
    helper_method :authenticated?
  end

  class_methods do
    def allow_unauthenticated_access(**options)
      skip_before_action :require_authentication, **options
    end
  end

  private

  def require_authentication
    resume_session || request_authentication
  end
end
""",
        "app/controllers/admin/base_controller.rb": """module Admin
  class BaseController < ApplicationController
    before_action :require_admin!

    private

    def require_admin!
      raise ActionController::RoutingError, "Not Found" unless Current.user.admin?
    end
  end
end
""",
        "app/controllers/admin/users_controller.rb": """module Admin
  class UsersController < BaseController
    def index
      @users = User.all
    end

    def destroy
      User.find(params[:id]).destroy!
      redirect_to admin_users_path
    end
  end
end
""",
        "app/controllers/api/v1/posts_controller.rb": """class Api::V1::PostsController < ApplicationController
  before_action :set_post, only: %i[show update]
  before_action -> { doorkeeper_authorize! :write }, only: [:update]

  def show
    render json: @post
  end

  def update
    unless @post.user_id == current_user.id
      return render json: { error: "forbidden" }, status: :forbidden
    end
    @post.update!(post_params)
  end
end
""",
        "config/routes.rb": """Rails.application.routes.draw do
  authenticate :user, ->(user) { user.admin? } do
    mount Sidekiq::Web => "/sidekiq"
  end
  resources :posts
end
""",
    },
    "cancan": {
        "app/controllers/reports_controller.rb": """class ReportsController < ApplicationController
  load_and_authorize_resource

  def index
  end

  def create
    @report.save!
  end
end
""",
        "app/models/ability.rb": """class Ability
  include CanCan::Ability

  def initialize(user)
    can :read, Report
    can :manage, Report, user_id: user.id
    can :manage, :all if user.admin?
  end
end
""",
    },
    "lara11": {
        "routes/api.php": """<?php

use App\\Http\\Controllers\\Api\\OrderController;
use Illuminate\\Support\\Facades\\Route;

Route::post('/login', [AuthController::class, 'login']);

Route::middleware('auth:sanctum')->group(function () {
    Route::get('/orders', [OrderController::class, 'index']);
    Route::post('/orders', [OrderController::class, 'store'])->middleware('ability:orders:create');
    Route::delete('/orders/{order}', [OrderController::class, 'destroy'])->can('delete', 'order');
});
""",
        "app/Http/Controllers/Api/OrderController.php": """<?php

namespace App\\Http\\Controllers\\Api;

use Illuminate\\Routing\\Controllers\\HasMiddleware;
use Illuminate\\Routing\\Controllers\\Middleware;

class OrderController extends Controller implements HasMiddleware
{
    public static function middleware(): array
    {
        return [
            'log',
            new Middleware('role:manager', only: ['destroy']),
        ];
    }

    public function index(Request $request)
    {
        return $request->user()->orders;
    }

    public function store(StoreOrderRequest $request)
    {
        return Order::create($request->validated());
    }

    public function destroy(Order $order)
    {
        if ($order->user_id !== auth()->id()) {
            abort(403);
        }
        $order->delete();
    }
}
""",
        "app/Http/Requests/StoreOrderRequest.php": """<?php

namespace App\\Http\\Requests;

class StoreOrderRequest extends FormRequest
{
    public function authorize(): bool
    {
        return $this->user()->can('create', Order::class);
    }

    public function rules(): array
    {
        return ['sku' => 'required'];
    }
}
""",
        "app/Providers/AppServiceProvider.php": """<?php

namespace App\\Providers;

class AppServiceProvider extends ServiceProvider
{
    public function boot(): void
    {
        Gate::define('view-reports', fn (User $user) => $user->role === 'analyst');
        Gate::define('purge', function (User $user) {
            return $user->isAdmin();
        });
        Route::middleware('web')->group(base_path('routes/web.php'));
    }
}
""",
        "bootstrap/app.php": """<?php

return Application::configure(basePath: dirname(__DIR__))
    ->withRouting(web: __DIR__.'/../routes/web.php', api: __DIR__.'/../routes/api.php')
    ->withMiddleware(function (Middleware $middleware) {
        $middleware->api(append: [EnsureTokenIsValid::class]);
        $middleware->alias(['admin' => EnsureUserIsAdmin::class]);
    })
    ->create();
""",
    },
    "sym": {
        "src/Controller/Admin/UserController.php": """<?php

namespace App\\Controller\\Admin;

#[Route('/admin/users')]
class UserController extends AbstractController
{
    #[Route('', name: 'admin_users', methods: ['GET'])]
    public function index(UserRepository $users): Response
    {
        return $this->render('admin/users.html.twig', ['users' => $users->findAll()]);
    }

    #[Route('/{id}/promote', methods: ['POST'])]
    #[IsGranted('PROMOTE', subject: 'user', message: 'No.')]
    public function promote(User $user): Response
    {
        return $this->redirectToRoute('admin_users');
    }

    #[Route('/{id}', methods: ['DELETE'])]
    public function delete(User $user): Response
    {
        if (!$this->isGranted('ROLE_SUPER_ADMIN')) {
            throw $this->createAccessDeniedException();
        }

        return $this->redirectToRoute('admin_users');
    }
}
""",
        "config/packages/security.yaml": """security:
    role_hierarchy:
        ROLE_ADMIN: [ROLE_USER]
        ROLE_SUPER_ADMIN: [ROLE_ADMIN, ROLE_ALLOWED_TO_SWITCH]
    firewalls:
        main:
            lazy: true
    access_control:
        - { path: '^/login$', roles: PUBLIC_ACCESS }
        - { path: '^/admin', roles: ROLE_ADMIN }
        - { path: '^/api', roles: IS_AUTHENTICATED_FULLY }
        - { path: '^/internal', allow_if: "is_granted('ROLE_OPS') and request.getClientIp() == '10.0.0.1'" }
""",
    },
    "asp": {
        "src/Api/Program.cs": """var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddAuthorization(o =>
{
    o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    o.AddPolicy("Admin", p =>
    {
        p.RequireRole("admin");
        p.RequireClaim("mfa", "true");
    });
});
builder.Services.AddRazorPages(o =>
{
    o.Conventions.AuthorizeFolder("/Admin", "Admin");
    o.Conventions.AllowAnonymousToPage("/Index");
});
var app = builder.Build();
app.MapHub<ChatHub>("/chat").RequireAuthorization();
app.MapGet("/me", [Authorize] (ClaimsPrincipal user) => user.Identity!.Name);
app.MapPost("/jobs", (Job job, ClaimsPrincipal user) =>
{
    if (!user.IsInRole("ops")) return Results.Forbid();
    return Results.Ok(job);
});
app.MapControllers();
app.Run();
""",
        "src/Api/Controllers/UsersController.cs": """namespace Api.Controllers;

[Route("api/users")]
public class UsersController : SecuredController
{
    [HttpGet]
    public async Task<IActionResult> Get() => Ok(await _users.All());

    [HttpDelete("{id:guid}")]
    [RequirePermission(Permissions.UsersDelete)]
    public async Task<IActionResult> Delete(Guid id)
    {
        var allowed = await _authorization.AuthorizeAsync(User, id, "CanDelete");
        if (!allowed.Succeeded) return Forbid();
        await _users.Delete(id);
        return NoContent();
    }
}
""",
        "src/Api/Controllers/SecuredController.cs": """namespace Api.Controllers;

[ApiController]
[Authorize(Policy = "Admin")]
public abstract class SecuredController : ControllerBase
{
}
""",
        "src/Api/Auth/OwnerHandler.cs": """namespace Api.Auth;

public class OwnerHandler : AuthorizationHandler<OwnerRequirement, Document>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnerRequirement requirement, Document resource)
    {
        if (context.User.Identity?.Name == resource.Author)
        {
            context.Succeed(requirement);
        }
        return Task.CompletedTask;
    }
}
""",
        "src/Api/Auth/ApiKeyMiddleware.cs": """namespace Api.Auth;

public class ApiKeyMiddleware
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue("X-Api-Key", out var key) || key != _key)
        {
            context.Response.StatusCode = 401;
            return;
        }
        await _next(context);
    }
}
""",
        "src/Api/Startup.cs": """public class Startup
{
    public void Configure(IApplicationBuilder app)
    {
        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseAuthentication();
        app.UseAuthorization();
    }
}
""",
    },
}
# (application, [(end of a path, text there, what it becomes)], kinds of finding)
CHANGES: list[tuple[str, list[tuple[str, str, str]], list[str]]] = [
    ("svc", [("BillingService.java", "    @PreAuthorize(\"hasAuthority('billing:write')\")\n", "")], ["removed"]),
    ("svc", [("BillingController.java", "    @AdminOnly\n", "")], ["removed"]),
    ("svc", [("BillingController.java", " extends SecuredController", "")], ["removed"]),
    ("svc", [("BillingController.java", "@AdminOnly", "@PreAuthorize(\"hasRole('ADMIN')\")")], []),
    ("svc", [("SecuredController.java", '@PreAuthorize("isAuthenticated()")\n', "")], ["removed"]),
    ("svc", [("WebConfig.java", '"/api/login"', '"/api/login", "/api/billing/**"')], ["open"]),
    (
        "svc",
        [
            (
                "WebConfig.java",
                '        registry.addInterceptor(new AuthInterceptor(tokens)).addPathPatterns("/api/**").excludePathPatterns("/api/login");\n',
                "",
            )
        ],
        ["removed"],
    ),
    (
        "svc",
        [
            (
                "AuthInterceptor.java",
                """        if (!tokens.valid(request.getHeader("Authorization"))) {
            response.sendError(401);
            return false;
        }
""",
                "",
            )
        ],
        ["removed"],
    ),
    ("svc", [("MethodConfig.java", "(securedEnabled = true)", "")], ["removed"]),
    (
        "svc",
        [("MethodConfig.java", "securedEnabled = true", "securedEnabled = true, prePostEnabled = false")],
        ["removed"],
    ),
    ("svc", [("MethodConfig.java", "@EnableMethodSecurity(securedEnabled = true)\n", "")], ["removed", "removed"]),
    (
        "svc",
        [
            (
                "TokenFilter.java",
                """        if (token == null || !tokens.isValid(token)) {
            context.abortWith(Response.status(Response.Status.UNAUTHORIZED).build());
        }
""",
                "",
            )
        ],
        ["removed"],
    ),
    ("svc", [("TokenFilter.java", "@Provider\n", "")], ["removed"]),
    (
        "svc",
        [
            (
                "BillingService.java",
                "    public long balance",
                '    @PreAuthorize("isAuthenticated()")\n    public long balance',
            )
        ],
        [],
    ),
    (
        "svc",
        [
            (
                "BillingService.java",
                "public void charge(String account, long cents)",
                "public void charge(String account, Money amount)",
            )
        ],
        [],
    ),
    ("old", [("WebSecurityConfig.java", ".anyRequest().authenticated()", ".anyRequest().permitAll()")], ["open"]),
    ("old", [("WebSecurityConfig.java", 'HttpMethod.GET, "/api/books/**"', '"/api/books/**"')], ["open"]),
    ("old", [("WebSecurityConfig.java", '"/js/**")', '"/js/**", "/api/reports/**")')], ["open"]),
    ("old", [("WebSecurityConfig.java", '"/js/**")', '"/js/**", "/images/**")')], []),
    (
        "old",
        [("WebSecurityConfig.java", "@EnableGlobalMethodSecurity(prePostEnabled = true)", "@EnableMethodSecurity")],
        [],
    ),
    (
        "old",
        [
            (
                "WebSecurityConfig.java",
                "@EnableGlobalMethodSecurity(prePostEnabled = true)",
                "@EnableGlobalMethodSecurity(prePostEnabled = false)",
            )
        ],
        ["removed"],
    ),
    ("old", [("WebSecurityConfig.java", ".access(\"hasRole('ADMIN')\")", '.hasRole("ADMIN")')], []),
    (
        "old",
        [
            (
                "WebSecurityConfig.java",
                ".access(\"hasRole('ADMIN')\")",
                ".access(\"hasRole('ADMIN') or hasRole('USER')\")",
            )
        ],
        ["weaker"],
    ),
    (
        "old",
        [
            (
                "WebSecurityConfig.java",
                """        http.csrf().disable()
            .authorizeRequests()
            .antMatchers("/api/auth/**").permitAll()
            .antMatchers(HttpMethod.GET, "/api/books/**").permitAll()
            .antMatchers("/api/users/**").access("hasRole('ADMIN')")
            .anyRequest().authenticated()
            .and()
            .addFilterBefore(""",
                """        http.csrf(c -> c.disable())
            .authorizeHttpRequests(auth -> auth
                .requestMatchers("/api/auth/**").permitAll()
                .requestMatchers(HttpMethod.GET, "/api/books/**").permitAll()
                .requestMatchers("/api/users/**").hasRole("ADMIN")
                .anyRequest().authenticated())
            .addFilterBefore(""",
            )
        ],
        [],
    ),
    ("old", [("WebSecurityConfig.java", '            .antMatchers("/api/auth/**").permitAll()\n', "")], []),
    ("flux", [("Security.kt", ".anyExchange().authenticated()", ".anyExchange().permitAll()")], ["open"]),
    ("flux", [("Security.kt", '.hasAuthority("SCOPE_orders:write")', ".authenticated()")], ["weaker"]),
    ("flux", [("Security.kt", '"/actuator/health"', '"/actuator/health", "/orders/**"')], ["open"]),
    (
        "flux",
        [("OrderController.kt", '    @PreAuthorize("@orderAccess.canRead(#id, authentication)")\n', "")],
        ["removed"],
    ),
    ("flux", [("OrderController.kt", "@orderAccess.canRead(#id, authentication)", "isAuthenticated()")], ["weaker"]),
    (
        "flux",
        [
            (
                "OrderController.kt",
                "hasAnyAuthority('orders:write', 'orders:admin')",
                "hasAuthority('orders:write') or hasAuthority('orders:admin')",
            )
        ],
        [],
    ),
    (
        "flux",
        [
            (
                "OrderController.kt",
                '    @PostMapping("/orders")',
                '    @GetMapping("/orders")\n    suspend fun list(): List<Order> = orders.list()\n\n    @PostMapping("/orders")',
            )
        ],
        [],
    ),
    ("quarkus", [("UserResource.java", "@Authenticated\n", "")], ["removed"]),
    ("quarkus", [("UserResource.java", "    @RolesAllowed(Roles.ADMIN)\n", "")], ["removed"]),
    ("quarkus", [("UserResource.java", '    @RolesAllowed({"admin"})\n', "    @PermitAll\n")], ["open"]),
    ("quarkus", [("UserResource.java", '{"admin"}', '"admin"')], []),
    ("quarkus", [("UserResource.java", '{"admin"}', "Roles.ADMIN")], []),
    (
        "quarkus",
        [
            (
                "UserResource.java",
                "    @GET\n    @RolesAllowed",
                "    @POST\n    public User add(User user) {\n        return users.add(user);\n    }\n\n    @GET\n    @RolesAllowed",
            )
        ],
        [],
    ),
    ("quarkus", [("UserResource.java", "@Authenticated\n", '@RolesAllowed("user")\n')], []),
    ("rails8", [("application_controller.rb", "  include Authentication\n", "")], ["removed"]),
    ("rails8", [("authentication.rb", "    before_action :require_authentication\n", "")], ["removed"]),
    ("rails8", [("base_controller.rb", "    before_action :require_admin!\n", "")], ["removed"]),
    ("rails8", [("users_controller.rb", "< BaseController", "< ApplicationController")], ["removed"]),
    (
        "rails8",
        [("posts_controller.rb", "  before_action -> { doorkeeper_authorize! :write }, only: [:update]\n", "")],
        ["removed"],
    ),
    (
        "rails8",
        [
            (
                "posts_controller.rb",
                """    unless @post.user_id == current_user.id
      return render json: { error: "forbidden" }, status: :forbidden
    end
""",
                "",
            )
        ],
        ["removed"],
    ),
    (
        "rails8",
        [
            (
                "posts_controller.rb",
                "  before_action :set_post",
                "  allow_unauthenticated_access only: :show\n  before_action :set_post",
            )
        ],
        ["open"],
    ),
    (
        "rails8",
        [
            (
                "routes.rb",
                """  authenticate :user, ->(user) { user.admin? } do
    mount Sidekiq::Web => "/sidekiq"
  end
""",
                """  mount Sidekiq::Web => "/sidekiq"
""",
            )
        ],
        ["removed"],
    ),
    ("rails8", [("routes.rb", "authenticate :user, ->(user) { user.admin? } do", "authenticate :user do")], ["weaker"]),
    (
        "rails8",
        [
            (
                "base_controller.rb",
                'raise ActionController::RoutingError, "Not Found" unless Current.user.admin?',
                'redirect_to root_path, alert: "Admins only" unless Current.user.admin?',
            )
        ],
        [],
    ),
    ("rails8", [("application_controller.rb", "  after_action :verify_authorized, except: :index\n", "")], ["removed"]),
    (
        "rails8",
        [
            (
                "users_controller.rb",
                "    def destroy\n",
                "    def show\n      @user = User.find(params[:id])\n    end\n\n    def destroy\n",
            )
        ],
        [],
    ),
    (
        "rails8",
        [("routes.rb", "  resources :posts\n", "  resources :posts\n  resources :comments, only: :create\n")],
        [],
    ),
    ("cancan", [("reports_controller.rb", "  load_and_authorize_resource\n", "")], ["removed"]),
    (
        "cancan",
        [("reports_controller.rb", "load_and_authorize_resource", "load_and_authorize_resource except: :create")],
        ["removed"],
    ),
    ("cancan", [("ability.rb", "    can :manage, :all if user.admin?\n", "    can :manage, :all\n")], ["removed"]),
    ("cancan", [("ability.rb", "    can :read, Report\n", "    can :read, Report\n    can :read, Invoice\n")], []),
    ("lara11", [("api.php", "Route::middleware('auth:sanctum')->group(", "Route::group([], ")], ["removed"]),
    ("lara11", [("api.php", "->middleware('ability:orders:create')", "")], ["removed"]),
    ("lara11", [("api.php", "->can('delete', 'order')", "")], ["removed"]),
    (
        "lara11",
        [("OrderController.php", "            new Middleware('role:manager', only: ['destroy']),\n", "")],
        ["removed"],
    ),
    ("lara11", [("OrderController.php", "role:manager", "role:manager|clerk")], ["weaker"]),
    (
        "lara11",
        [
            (
                "OrderController.php",
                "        if ($order->user_id !== auth()->id()) {\n            abort(403);\n        }\n",
                "",
            )
        ],
        ["removed"],
    ),
    (
        "lara11",
        [
            (
                "OrderController.php",
                "        if ($order->user_id !== auth()->id()) {\n            abort(403);\n        }\n",
                "        abort_if($order->user_id !== auth()->id(), 403);\n",
            )
        ],
        [],
    ),
    ("lara11", [("StoreOrderRequest.php", "$this->user()->can('create', Order::class)", "true")], ["removed"]),
    (
        "lara11",
        [("AppServiceProvider.php", "fn (User $user) => $user->role === 'analyst'", "fn () => true")],
        ["removed"],
    ),
    ("lara11", [("AppServiceProvider.php", "return $user->isAdmin();", "return true;")], ["removed"]),
    (
        "lara11",
        [("AppServiceProvider.php", "$user->role === 'analyst'", "in_array($user->role, ['analyst', 'lead'])")],
        [],
    ),
    ("lara11", [("app.php", "        $middleware->api(append: [EnsureTokenIsValid::class]);\n", "")], ["removed"]),
    (
        "lara11",
        [
            ("api.php", "    Route::get('/orders', [OrderController::class, 'index']);\n", ""),
            (
                "api.php",
                "Route::post('/login'",
                "Route::get('/orders', [OrderController::class, 'index']);\nRoute::post('/login'",
            ),
        ],
        ["removed"],
    ),
    ("lara11", [("api.php", "auth:sanctum", "auth:api")], []),
    (
        "lara11",
        [
            (
                "api.php",
                "    Route::get('/orders', [",
                "    Route::get('/orders/recent', [OrderController::class, 'recent']);\n    Route::get('/orders', [",
            )
        ],
        [],
    ),
    (
        "sym",
        [("UserController.php", "    #[IsGranted('PROMOTE', subject: 'user', message: 'No.')]\n", "")],
        ["removed"],
    ),
    ("sym", [("UserController.php", ", message: 'No.'", "")], []),
    ("sym", [("UserController.php", ", subject: 'user'", "")], ["weaker"]),
    (
        "sym",
        [
            (
                "UserController.php",
                "        if (!$this->isGranted('ROLE_SUPER_ADMIN')) {\n            throw $this->createAccessDeniedException();\n        }\n\n",
                "",
            )
        ],
        ["removed"],
    ),
    (
        "sym",
        [
            (
                "UserController.php",
                "        if (!$this->isGranted('ROLE_SUPER_ADMIN')) {\n            throw $this->createAccessDeniedException();\n        }\n\n",
                "        $this->denyAccessUnlessGranted('ROLE_SUPER_ADMIN');\n\n",
            )
        ],
        [],
    ),
    (
        "sym",
        [("security.yaml", "'^/api', roles: IS_AUTHENTICATED_FULLY", "'^/api', roles: IS_AUTHENTICATED_ANONYMOUSLY")],
        ["open"],
    ),
    ("sym", [("security.yaml", "IS_AUTHENTICATED_FULLY", "IS_AUTHENTICATED_REMEMBERED")], []),
    ("sym", [("security.yaml", " and request.getClientIp() == '10.0.0.1'", "")], ["weaker"]),
    ("sym", [("security.yaml", "        - { path: '^/admin', roles: ROLE_ADMIN }\n", "")], ["removed"]),
    ("sym", [("security.yaml", "'^/admin', roles", "'^/(admin|ops)', roles")], []),
    (
        "sym",
        [
            (
                "security.yaml",
                "        ROLE_ADMIN: [ROLE_USER]\n",
                "        ROLE_ADMIN: [ROLE_USER]\n        ROLE_USER: [ROLE_EDITOR, ROLE_ADMIN]\n",
            )
        ],
        ["weaker"],
    ),
    ("sym", [("security.yaml", "'^/login$'", "'^/(login|register)$'")], []),
    (
        "asp",
        [
            (
                "Program.cs",
                "    o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();\n",
                "",
            )
        ],
        ["removed"],
    ),
    ("asp", [("Program.cs", '        p.RequireClaim("mfa", "true");\n', "")], ["removed"]),
    (
        "asp",
        [
            (
                "Program.cs",
                '        p.RequireRole("admin");\n        p.RequireClaim("mfa", "true");\n',
                '        p.RequireClaim("mfa", "true");\n        p.RequireRole("admin");\n',
            )
        ],
        [],
    ),
    ("asp", [("Program.cs", '    o.Conventions.AuthorizeFolder("/Admin", "Admin");\n', "")], ["removed"]),
    (
        "asp",
        [
            (
                "Program.cs",
                'AllowAnonymousToPage("/Index");\n',
                'AllowAnonymousToPage("/Index");\n    o.Conventions.AllowAnonymousToFolder("/Admin/Reports");\n',
            )
        ],
        ["open"],
    ),
    ("asp", [("Program.cs", '"/chat").RequireAuthorization()', '"/chat").AllowAnonymous()')], ["open"]),
    ("asp", [("Program.cs", "[Authorize] (", "[AllowAnonymous] (")], ["open"]),
    ("asp", [("Program.cs", '    if (!user.IsInRole("ops")) return Results.Forbid();\n', "")], ["removed"]),
    ("asp", [("UsersController.cs", "    [RequirePermission(Permissions.UsersDelete)]\n", "")], ["removed"]),
    (
        "asp",
        [
            (
                "UsersController.cs",
                """        var allowed = await _authorization.AuthorizeAsync(User, id, "CanDelete");
        if (!allowed.Succeeded) return Forbid();
""",
                "",
            )
        ],
        ["removed"],
    ),
    ("asp", [("UsersController.cs", ": SecuredController", ": ControllerBase")], ["removed"]),
    ("asp", [("SecuredController.cs", '(Policy = "Admin")', "")], ["removed"]),
    ("asp", [("SecuredController.cs", '[Authorize(Policy = "Admin")]\n', "")], ["removed"]),
    (
        "asp",
        [
            (
                "OwnerHandler.cs",
                """        if (context.User.Identity?.Name == resource.Author)
        {
            context.Succeed(requirement);
        }
""",
                """        context.Succeed(requirement);
""",
            )
        ],
        ["removed"],
    ),
    (
        "asp",
        [
            (
                "ApiKeyMiddleware.cs",
                """        if (!context.Request.Headers.TryGetValue("X-Api-Key", out var key) || key != _key)
        {
            context.Response.StatusCode = 401;
            return;
        }
""",
                "",
            )
        ],
        ["removed"],
    ),
    ("asp", [("Startup.cs", "        app.UseMiddleware<ApiKeyMiddleware>();\n", "")], ["removed"]),
    (
        "asp",
        [
            (
                "UsersController.cs",
                "    [HttpGet]\n",
                "    [HttpPost]\n    public async Task<IActionResult> Add(NewUser user) => Ok(await _users.Add(user));\n\n    [HttpGet]\n",
            )
        ],
        [],
    ),
    (
        "asp",
        [
            (
                "UsersController.cs",
                "[RequirePermission(Permissions.UsersDelete)]",
                "[RequirePermission(Permissions.UsersRead)]",
            )
        ],
        ["weaker"],
    ),
]


@pytest.mark.parametrize(("app", "edits", "expected"), CHANGES)
def test_changes(app: str, edits: list[tuple[str, str, str]], expected: list[str]) -> None:
    found = judge(*change(APPS[app], edits))

    assert kinds(found) == expected, [one.problem for one in found]
