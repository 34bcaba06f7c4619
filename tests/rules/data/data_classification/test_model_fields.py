"""The fields of models, in every stack: which are found, and what only looks like one."""

from __future__ import annotations

import pytest

from govhooks.rules.data.data_classification.fields import STACKS, declares, fields_of, note_in, stack_of
from govhooks.rules.data.data_classification.models import full_name, is_classified, sensitive
from govhooks.rules.data.data_classification.policy import Policy

# (path, text, the sensitive fields as Model.name:line, in textual order).
MODELS = [
    (
        "app/models.py",
        """from pydantic import BaseModel, BaseSettings
class User(BaseModel):
    email: str
    email_verified: bool
    KIND: ClassVar[str] = "email"
class Patient(User):
    diagnosis: str | None = None
class Settings(BaseSettings):
    password: str
class DatabaseConfig(BaseModel):
    password: str
class Plain:
    email = "x"
    phone: str = "y"
def f(email: str): ssn: str = ""
""",
        "User.email:3 Patient.diagnosis:7",
    ),
    (
        "app/orm.py",
        """class User(Base):
    __tablename__ = "people"
    email: Mapped[str] = mapped_column(String)
    phone = Column(String)
    has_ssn: Mapped[bool]
    emails = relationship("Email")
class Loose:
    iban: Mapped[str]
    ssn = db.Column(db.Boolean)
t = Table("users", metadata, Column("dob", Date), Column("x", String))
""",
        "User.email:3 User.phone:4 Loose.iban:8 users.dob:10",
    ),
    (
        "app/records.py",
        """@dataclass
class A:
    ssn: str
    is_email: bool = False
@attr.s
class B:
    passport_number = attr.ib()
    other = 3
@define(frozen=True)
class C:
    date_of_birth: date
class D(SQLModel, table=True):
    salary: int
class E(MyUserBase):
    home_address: str
class F(NamedTuple):
    email: str
""",
        "A.ssn:3 B.passport_number:7 C.date_of_birth:11 D.salary:13 E.home_address:15",
    ),
    (
        "app/django_models.py",
        """class Patient(models.Model):
    email = models.EmailField()
    has_email = models.BooleanField()
    contact = models.ForeignKey("Contact", on_delete=models.CASCADE)
    phone = PhoneNumberField()
    class Meta:
        db_table = "patients"
class PatientForm(forms.ModelForm):
    email = forms.EmailField()
class PatientSerializer(serializers.ModelSerializer):
    email = serializers.EmailField()
class SignupForm(BaseForm):
    first_name = StringField()
""",
        "Patient.email:2 Patient.phone:5",
    ),
    (
        "app/migrations/0002_x.py",
        """from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(name="User", fields=[("id", models.AutoField()), ("email", models.EmailField())]),
        migrations.AddField(model_name="user", name="phone", field=models.CharField()),
        migrations.RemoveField(model_name="user", name="ssn"),
    ]
""",
        "User.email:4 user.phone:5",
    ),
    (
        "alembic/versions/a.py",
        """from alembic import op
import sqlalchemy as sa
def upgrade():
    op.add_column("users", sa.Column("email", sa.String()))
    op.create_table("patients", sa.Column("id", sa.Integer), sa.Column("diagnosis", sa.Text))
    with op.batch_alter_table("staff") as batch:
        batch.add_column(sa.Column("salary", sa.Integer))
    op.drop_column("users", "iban")
def downgrade():
    op.add_column("users", sa.Column("ssn", sa.String()))
""",
        "users.email:4 patients.diagnosis:5 staff.salary:7",
    ),
    (
        "src/user.entity.ts",
        """import { Entity, Column } from "typeorm";
@Entity("people")
export class User {
  @Column({ type: "varchar" }) email: string;
  @Column()
  private readonly phone?: string;
  @Column() emailVerified: boolean;
  @OneToMany(() => Phone, (one) => one.user) phones: Phone[];
  ssn: string;
}
class Profile { @Property() dateOfBirth!: Date; @Prop({ required: true }) iban: string }
""",
        "User.email:4 User.phone:6 Profile.dateOfBirth:11 Profile.iban:11",
    ),
    (
        "src/models.js",
        """const mongoose = require("mongoose"), sequelize = x;
const patientSchema = new mongoose.Schema({
  ssn: { type: String, required: true },
  profile: { dateOfBirth: Date, hasEmail: { type: Boolean } },
  kin: [{ phone: String }],
});
mongoose.model("Visit", new Schema({ diagnosis: String }));
sequelize.define("User", { email: { type: DataTypes.STRING, validate: { isEmail: true } }, hasPhone: DataTypes.BOOLEAN });
class Employee extends Model {}
Employee.init({ salary: DataTypes.INTEGER }, { sequelize, modelName: "Employee" });
Sentry.init({ email: "x" });
export const users = pgTable("people", { homeAddress: text("home_address").notNull(), optIn: boolean("email") });
const form = { email: "x", phone: "y" };
""",
        "patient.ssn:3 patient.dateOfBirth:4 patient.phone:5 Visit.diagnosis:7 User.email:8 Employee.salary:10 people.homeAddress:12",
    ),
    (
        "migrations/1.js",
        """module.exports = {
  up: async (queryInterface) => {
    await queryInterface.addColumn("users", "dob", { type: X });
    await queryInterface.createTable("travellers", { passportNumber: X, id: Y });
  },
  down: async (queryInterface) => {
    await queryInterface.addColumn("users", "ssn", { type: X });
  },
};
""",
        "users.dob:3 travellers.passportNumber:4",
    ),
    (
        "migrations/2.ts",
        """export async function up(knex) {
  await knex.schema.createTable("users", (table) => {
    table.increments("id");
    table.string("email", 255).notNullable();
    table.boolean("has_phone");
  });
}
exports.down = (knex) => knex.schema.table("users", (table) => { table.string("ssn"); });
""",
        "users.email:4",
    ),
    (
        "migrations/3.ts",
        """class M { async up(queryRunner) { await queryRunner.addColumn("users", new TableColumn({ name: "iban", type: "varchar" })); } }
""",
        "users.iban:1",
    ),
    (
        "src/main/java/org/acme/User.java",
        """@Entity
@Table(name = "people")
public class User {
  @Column(name = "x") private String email;
  private static String phone;
  private boolean hasSsn;
  @OneToMany private List<Email> emails;
  void f() { String iban = ""; }
}
class Other { String email; }
@Document record Visit(@Id Long id, String diagnosis) {}
""",
        "User.email:4 Visit.diagnosis:11",
    ),
    (
        "src/main/kotlin/org/acme/User.kt",
        """@Entity
data class User(@Id val id: Long, val email: String? = null, val hasPhone: Boolean) {
  var phone: String = ""
  fun f() { val ssn = "" }
}
data class UserDto(val email: String)
""",
        "User.email:2 User.phone:3",
    ),
    (
        "Data/User.cs",
        """namespace Acme.Data;
[Table("people")]
public class User {
  public int Id { get; set; }
  public string? Email { get; set; } = "";
  public bool EmailConfirmed { get; set; }
  public ICollection<Phone> Phones { get; set; }
  public string Phone => "x";
}
public class UserDto { public int Id { get; set; } public string Email { get; set; } }
public class LoginRequest { public string Password { get; set; } }
class Migration {
  void Up() {
    migrationBuilder.AddColumn<string>(name: "Iban", table: "Users", type: "text");
    migrationBuilder.CreateTable(name: "Patients", columns: table => new { Id = table.Column<int>(), Diagnosis = table.Column<string>() });
  }
  void Down() { migrationBuilder.AddColumn<string>(name: "Ssn", table: "Users", type: "text"); }
}
""",
        "User.Email:5 Users.Iban:14 Patients.Diagnosis:15",
    ),
    (
        "model/user.go",
        """package model

type User struct {
	gorm.Model
	Email, Phone string `gorm:"uniqueIndex" json:"email"`
	Inner        struct {
		HomeAddress string `json:"home"`
	}
	SSN      string
	Verified bool `json:"email_verified"`
	Hidden   string `json:"-"`
}

type LoginRequest struct {
	Password string `json:"password"`
}
""",
        "User.Email:5 User.Phone:5 User.HomeAddress:7",
    ),
    (
        "ent/schema/user.go",
        """package schema

import "entgo.io/ent/schema/field"

type User struct{ ent.Schema }

func (User) Fields() []ent.Field {
	return []ent.Field{field.String("email"), field.Bool("has_phone"), field.Text("diagnosis")}
}
""",
        "User.email:8 User.diagnosis:8",
    ),
    (
        "db/migrate/1_x.rb",
        """class X < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email, :phone, null: false
      t.column "ssn", :string
      t.boolean :has_iban
      t.index :email
      t.references :address
    end
    add_column :users, :dob, :date
    add_index :users, :passport_number
    remove_column :users, :iban, :string
    change_table(:patients) { |t| t.text :diagnosis }
  end
  def down
    add_column :users, :salary, :integer
  end
end
class P
  include Mongoid::Document
  field :iban, type: String
end
""",
        "users.email:4 users.phone:4 users.ssn:5 users.dob:10 patients.diagnosis:13 P.iban:21",
    ),
    (
        "database/migrations/1_x.php",
        """<?php
return new class extends Migration {
  public function up(): void {
    Schema::create('users', function (Blueprint $table) {
      $table->string('email')->unique();
      $table->boolean('has_phone');
      $table->rememberToken();
      $table->dropColumn('iban');
    });
  }
  public function down(): void {
    Schema::table('users', function (Blueprint $table) { $table->string('ssn'); });
  }
};
class Visit {
  #[ORM\\Column(type: "string")]
  private string $diagnosis;
  private string $phone;
}
""",
        "users.email:5 users.remember_token:7 Visit.diagnosis:17",
    ),
    (
        "schema.sql",
        """-- CREATE TABLE a (email text);
CREATE TABLE IF NOT EXISTS "public"."users" (
  id int primary key, -- email
  "email" varchar(255) NOT NULL DEFAULT 'a,b(c',
  `phone_number` text, [dob] date,
  email_verified boolean,
  CONSTRAINT ssn_unique UNIQUE (email), KEY passport_number (x)
);
INSERT INTO x VALUES ('CREATE TABLE y (iban text)');
/* ALTER TABLE x ADD ssn text; */
ALTER TABLE patients ADD COLUMN IF NOT EXISTS diagnosis text, ADD phone varchar(3), DROP COLUMN passport_number;
ALTER TABLE ONLY staff ADD CONSTRAINT email UNIQUE (x);
ALTER TABLE dbo.Staff ADD Salary decimal(10,2) NULL, HomePhone nvarchar(20)
GO
ALTER TABLE payees ADD (iban varchar2(34), x int);
CREATE FUNCTION f() RETURNS void AS $$ CREATE TABLE z (email text); $$ LANGUAGE sql;
COPY users (email) FROM stdin;
O'Neill	CREATE TABLE q (email text)
\\.
CREATE TEMP TABLE last1 (ssn text);
""",
        "users.email:4 users.phone_number:5 users.dob:5 patients.diagnosis:11 patients.phone:11 Staff.Salary:13 Staff.HomePhone:13 payees.iban:15 last1.ssn:20",
    ),
    (
        "migrations/0002.sql",
        """-- +goose Up
ALTER TABLE users ADD email text;
-- +goose Down
CREATE TABLE users (ssn text);
""",
        "users.email:2",
    ),
    ("migrations/0002.down.sql", "CREATE TABLE users (ssn text);\n", ""),
    (
        "prisma/schema.prisma",
        """model User {
  id Int @id
  email String @unique // ssn String
  phone Phone
  phoneNumber String?
  emailVerified Boolean
  note String @default("iban String")
  /* passport_number String */
  @@map("people")
}
model Phone { id Int }
enum Kind { EMAIL }
""",
        "User.email:3 User.phoneNumber:5",
    ),
    (
        "api/user.proto",
        """syntax = "proto3"; // string email = 1;
message User {
  string email = 1;
  message Inner { optional string ssn = 2 [deprecated = true]; }
  oneof contact { string phone_number = 3; }
  bool email_verified = 4;
  /* string iban = 9; */
  map<string, string> addresses = 6;
  reserved "diagnosis";
}
enum Kind { EMAIL = 1; }
service Users { rpc GetEmail (User) returns (User); }
""",
        "User.email:3 Inner.ssn:4 User.phone_number:5 User.addresses:8",
    ),
    (
        "schema.graphql",
        '''"""email: String"""
type User @key(fields: "id") implements Node {
  id: ID!
  "phone: String"
  email(format: String = "x"): String! @auth(requires: ADMIN)
  phones: [String!]!
  # ssn: String
  friends(email: String, first: Int): [User]
  iban: String
}
type Query { userByEmail(email: String): User  email: String }
input CreateUser { dob: String!, password: String! }
enum Kind { EMAIL }
''',
        "User.email:5 User.phones:6 User.iban:9 CreateUser.dob:12 CreateUser.password:12",
    ),
    (
        "openapi.yaml",
        """openapi: 3.0.0
paths:
  /users:
    get: {parameters: [{name: email, in: query}]}
components:
  schemas:
    User:
      type: object
      properties:
        email: {type: string}
        has_email: {type: boolean}
        profile:
          type: object
          properties:
            birthDate: {type: string}
    Admin:
      allOf:
      - $ref: "#/components/schemas/User"
      - properties: {phone: {type: string}}
""",
        "User.email:10 profile.birthDate:15 Admin.phone:19",
    ),
    (
        "customer.schema.json",
        """{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Customer",
 "properties": {"email": {"type": "string"}, "address": {"$ref": "#/$defs/A"}},
 "$defs": {"Card": {"properties": {"cvv": {"type": "string"}}}}}
""",
        "Customer.email:2 Customer.address:2 Card.cvv:3",
    ),
    ("chart/values.schema.json", '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"password": {}}}\n', ""),
    ("package.json", '{"properties": {"email": "x"}, "author": {"email": "y"}}\n', ""),
    (
        "user.avsc",
        """{"type": "record", "name": "User", "fields": [{"name": "email", "type": ["null", "string"]},
 {"name": "x", "type": {"type": "record", "name": "Inner", "fields": [{"name": "phone", "type": "string"}]}}]}
""",
        "User.email:1 Inner.phone:2",
    ),
    (
        "models/schema.yml",
        """version: 2
models:
- name: customers
  columns:
  - name: email
  - name: email_count
sources:
- name: crm
  tables:
  - name: people
    columns: [{name: phone}]
""",
        "customers.email:5 people.phone:11",
    ),
    ("db/U2__undo.sql", "CREATE TABLE users (ssn text);\n", ""),
    ("db/V2__x.sql", "ALTER TABLE a ADD (ssn text)\nALTER TABLE b ADD email text\nALTER TABLE c DROP COLUMN iban;\n", "a.ssn:1 b.email:2"),
    ("app/pony.py", "class Person(db.Entity):\n    email = Required(str)\n    cars = Set('Car')\n", "Person.email:2"),
    ("src/add.ts", 'import mongoose from "mongoose";\nuserSchema.add({ iban: String });\n', "user.iban:2"),
    ("m/2.php", "<?php\nSchema::connection('x')->create('users', function ($t) { $t->string('email'); });\n", "users.email:2"),
    ("schemas/person.yaml", "type: object\nproperties:\n  email: {type: string}\n", "person.email:3"),
    ("src/sentry.js", 'const s = require("sequelize");\nSentry.init({ email: "x" });\n', ""),
    ("deploy.yaml", "env:\n- name: EMAIL\nproperties: {email: x}\n", ""),
]  # fmt: skip


def found(path: str, text: str) -> list[str]:
    stack = stack_of(path)
    assert stack is not None and declares(stack, text.encode()) in (True, False)
    read = fields_of(stack, path, text.encode())
    assert not read.error
    fields = [field for field in read.fields_ if sensitive(field) is not None]
    return [f"{full_name(field)}:{field.line}" for field in sorted(fields, key=lambda one: one.line)]


@pytest.mark.parametrize(("path", "text", "expected"), MODELS, ids=[path for path, *_ in MODELS])
def test_each_stack(path: str, text: str, expected: str) -> None:
    assert sorted(found(path, text)) == sorted(expected.split())
    stack = stack_of(path)
    assert not expected or (stack is not None and declares(stack, text.encode()))


def test_every_stack_has_a_model() -> None:
    assert {stack_of(path) for path, _, expected in MODELS if expected} >= {
        one for one in STACKS if one.form not in ("tsx",)
    }


# (path, text): every sensitive field says its class in its own place.
NOTED = [
    ("a.py", 'class U(Base):\n    email = Column(String, comment="classification: restricted")\n'),
    ("a.py", 'class U(BaseModel):\n    email: str = Field(json_schema_extra={"x-data-classification": "confidential"})\n'),
    ("a.py", "@dataclass\nclass U:\n    email: str  # classification: internal\n"),
    ("a.ts", "class U {\n  @Column({ comment: 'classification: restricted' }) email: string;\n}\n"),
    ("a.sql", "CREATE TABLE users (\n  email text COMMENT 'classification: restricted',\n  x int\n);\n"),
    ("a.prisma", "model User {\n  /// classification: restricted\n  email String\n}\n"),
    ("a.proto", "message U {\n  string email = 1 [(data_classification) = CONFIDENTIAL];\n}\n"),
    ("a.graphql", 'type U {\n  email: String # classification: restricted\n}\n'),
    ("o.yaml", "openapi: 3.0.0\ncomponents:\n  schemas:\n    U:\n      properties:\n        email: {x-data-classification: restricted}\n"),
    ("a.avsc", '{"type": "record", "name": "U", "fields": [{"name": "email", "type": "string", "pii": true}]}\n'),
    ("schema.yml", "models:\n- name: u\n  columns:\n  - {name: email, meta: {pii: true}}\n  - {name: ssn, tags: [restricted]}\n"),
    ("schema.yml", "models:\n- name: u\n  columns:\n  - {name: email, config: {meta: {classification: confidential}}}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text"), NOTED)
def test_a_class_in_place_counts(path: str, text: str) -> None:
    stack = stack_of(path)
    assert stack is not None
    fields = [field for field in fields_of(stack, path, text.encode()).fields_ if sensitive(field) is not None]

    assert fields
    assert all(is_classified(field, Policy().register) for field in fields)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("classification: x", "x"),
        ("pii=True", "pii"),
        ('"data_class": "a-b"', "a-b"),
        ("classification", ""),
        ("pii: false", ""),
        ("x = 1", ""),
    ],
)
def test_notes(text: str, note: str) -> None:
    assert note_in(text) == note


def test_what_cannot_be_read_says_so() -> None:
    stack = stack_of("a.py")

    assert stack is not None
    assert "not valid Python" in fields_of(stack, "a.py", b"class User(Base:\n").error
