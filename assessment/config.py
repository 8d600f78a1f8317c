"""Settings, read once at start from the variables that begin with WANDELKOMPASS_.

All problems are told together, unknown variables included: a misspelt setting must not be a silent default.
No file is read, so the environment of the process is the whole truth. `.env.example` and the table in
README.md name every setting; a test holds the three together.
"""

import contextlib
import difflib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails

PREFIX = "WANDELKOMPASS_"
READABLE_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
KEY_LENGTH = 32

FOLLOWS = "default_factory_not_called"  # no problem of its own: a setting before it is wrong
EMAIL = r"^[^@\s]+@[^@\s]+$"
"""What may be an e-mail address. Whether it is one, only a mail can tell."""
PLAIN_WORDS = {
    "string_pattern_mismatch": "this has not the right form",
    "too_short": f"this is shorter than {KEY_LENGTH} characters",
    "int_parsing": "this is no whole number",
    "bool_parsing": "this is neither true nor false",
}


class ConfigurationError(Exception):
    """The settings cannot be used. `problems` has one sentence for each, none repeats a secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _brightness(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _carries_white_text(colour: str) -> str:
    contrast = 1.05 / (_brightness(colour) + 0.05)
    if contrast < READABLE_CONTRAST:
        raise ValueError(f"white text on it has a contrast of {contrast:.1f}, {READABLE_CONTRAST} is needed")
    return colour


def _sqlite_file(settings: dict[str, Any]) -> str:
    return f"sqlite:///{settings['instance_folder']}/wandelkompass.sqlite3"


def _mail_server(url: SecretStr) -> SecretStr:
    if not re.fullmatch(r"smtp(s|\+plain)?://\S+", url.get_secret_value()):
        raise ValueError("this has not the right form")
    return url


def _issuer(url: str) -> str:
    if not re.fullmatch(r"https://\S+|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?", url):
        raise ValueError("this has not the right form")
    return url


def _with_issuer(value: Any, info: ValidationInfo) -> Any:
    if info.data.get("oidc_issuer") and not value:
        raise ValueError(f"this is needed beside {variable_of('oidc_issuer')}")
    return value


ROLE_NAMES = ("advisor", "chamber_officer", "provider_contact", "operator")


def _roles(names: str | None) -> str | None:
    unknown = set(re.split(r"[\s,]+", names or "")) - {"", *ROLE_NAMES}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} is no role; there are {', '.join(ROLE_NAMES)}")
    return names


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(_carries_white_text)]
DatabaseUrl = Annotated[str, StringConstraints(pattern=r"^(sqlite:///|postgresql(\+psycopg)?://).+$")]
Days = Annotated[int, Field(ge=1, le=365)]
EmailAddress = Annotated[str, StringConstraints(pattern=EMAIL)]
Folder = Annotated[Path, AfterValidator(Path.absolute)]
Issuer = Annotated[str, AfterValidator(_issuer)]
MailServer = Annotated[SecretStr, AfterValidator(_mail_server)]
Months = Annotated[int, Field(ge=1, le=120)]
RoleNames = Annotated[str | None, AfterValidator(_roles)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class Settings(BaseModel):
    """What an operator decides. Everything has a default that suits a first look on one's own machine."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    operator_name: str = Field(
        "ReTraSON", description="Who offers the check; shown on every page and report."
    )
    operator_url: WebAddress | None = Field(None, description="Home page of the operator.")
    contact_email: EmailAddress | None = Field(
        None, description="Address for questions: a function, never a person."
    )
    imprint_url: WebAddress | None = Field(None, description="Page with the imprint.")
    privacy_url: WebAddress | None = Field(None, description="Page with the privacy notice.")
    accent_colour: Colour = Field(
        "#005c8a",
        description="Colour of buttons and headings, as #rrggbb; white text must be readable on it.",
    )
    default_language: Literal["de", "en"] = Field(
        "de", description="Language for people whose browser asks for neither: de or en."
    )
    instance_folder: Folder = Field(
        Path("instance"), description="Folder for everything that is kept: database, key."
    )
    database_url: DatabaseUrl = Field(
        default_factory=_sqlite_file,
        description="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME; "
        "otherwise SQLite in the instance folder.",
    )
    secret_key: SecretStr | None = Field(
        None,
        min_length=KEY_LENGTH,
        description="Signs cookies and links, at least 32 characters; "
        "otherwise made once in the instance folder.",
    )
    cookies_secure: bool = Field(
        False, description="Send cookies over HTTPS only: true wherever there is HTTPS."
    )
    mail_server: MailServer | None = Field(
        None,
        description="Server that takes mails: smtps://USER:PASSWORD@HOST, smtp:// with STARTTLS, or "
        "smtp+plain://HOST on the same machine; without one, mails are files in the instance folder.",
    )
    mail_from: EmailAddress = Field("wandelkompass@localhost", description="Sender of mails.")
    public_url: WebAddress | None = Field(
        None, description="Address under which people reach this installation; links in mails begin with it."
    )
    second_factor_for: RoleNames = Field(
        None,
        description="Roles that must set up a second step of signing in, with commas: advisor, "
        "chamber_officer, provider_contact, operator.",
    )
    oidc_issuer: Issuer | None = Field(
        None,
        description="House whose accounts may be used to sign in (OpenID Connect): its issuer address. The "
        "address to return to is PUBLIC_URL/sign-in/elsewhere.",
    )
    oidc_name: str = Field("Single Sign-on", description="What people call that account.")
    oidc_client_id: Annotated[str | None, AfterValidator(_with_issuer)] = Field(
        None, description="Name under which that house knows this installation."
    )
    oidc_client_secret: Annotated[SecretStr | None, AfterValidator(_with_issuer)] = Field(
        None, description="Secret that goes with it."
    )
    proxies: int = Field(
        0, ge=0, le=9, description="Proxies in front that tell the visitor's address by X-Forwarded-For."
    )
    webhooks_inside: bool = Field(
        False,
        description="Also tell systems within the own network, and without HTTPS: for trying it out only.",
    )
    checks_per_address: int = Field(
        500,
        ge=0,
        le=1_000_000,
        description="Checks that may be begun on one day from one network address, where a whole event may "
        "sit behind it; 0 for any number.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for all.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(2, ge=1, le=64, description="Web processes.")
    threads: int = Field(4, ge=1, le=64, description="Threads of each web process.")
    report_workers: int = Field(
        1,
        ge=0,
        le=64,
        description="Processes that `serve` starts to render reports before they are asked for; 0 where "
        "`python -m assessment worker` runs elsewhere. Without any, each is rendered at the click.",
    )
    keep_checks_months: Months = Field(
        24, description="Months after which an untouched check is erased, with all that hangs on it."
    )
    keep_accounts_months: Months = Field(
        24, description="Months after which an account of staff is erased with which nobody has signed in."
    )
    keep_consents_months: Months = Field(
        36, description="Months for which it stays proven what a company agreed to, after that has ended."
    )
    keep_audit_months: Months = Field(
        12, description="Months for which it stays known who did what: the audit log."
    )
    keep_receipts_months: Months = Field(
        12, description="Months for which receipts of erased data are kept; not less than the oldest backup."
    )
    keep_mails_days: Days = Field(
        30,
        description="Days for which it stays known that a mail was sent, and for which mails stay as files.",
    )
    keep_reports_days: Days = Field(
        30, description="Days for which rendered reports wait for the next click."
    )
    keep_referrals_days: Days = Field(
        90, description="Days for which note and contact of a referral are kept after it has ended."
    )
    referral_answer_days: Days = Field(
        9, description="Days that a provider has to accept or decline a referral, from when it was sent."
    )
    referral_contact_days: Days = Field(
        21,
        description="Days from sending until a provider gets in touch with the company; what nobody has "
        "answered, or a proposal that the company does not send, ends then.",
    )
    referral_close_days: Days = Field(
        45,
        description="Days from sending until it is said how a referral ended; without a contact it ends "
        "then, with one after twice as many.",
    )
    metrics_token: SecretStr | None = Field(
        None,
        min_length=KEY_LENGTH,
        description="Whoever sends it as a bearer token reads /metrics, for Prometheus; "
        "without it there are none.",
    )
    count_examples: bool = Field(
        False, description="Count the fictional companies in figures, too: only to try it out."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning",
        description="Least important message that is logged: debug, info (every page, too), warning "
        "or error.",
    )
    log_format: Literal["console", "json"] | None = Field(
        None,
        description="One line for people (console) or for machines (json); otherwise the first on a terminal "
        "and the second elsewhere.",
    )


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `environ`; an empty variable counts as not set.

    Raises:
        ConfigurationError: with every problem there is.
    """
    given = {name[len(PREFIX) :].lower(): value for name, value in environ.items() if name.startswith(PREFIX)}
    try:
        return Settings.model_validate({name: value for name, value in given.items() if value})
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        problems = [_sentence(detail) for detail in details if detail["type"] != FOLLOWS]
        raise ConfigurationError(problems) from None


def _sentence(detail: ErrorDetails) -> str:
    name = str(detail["loc"][0])
    variable = variable_of(name)
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, Settings.model_fields, n=1)
        return f"{variable} is no setting." + "".join(f" Is {variable_of(other)} meant?" for other in near)
    problem = PLAIN_WORDS.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    return f"{variable}: {problem}. {Settings.model_fields[name].description}"


def variable_of(name: str) -> str:
    """The environment variable of a setting: `port` -> `WANDELKOMPASS_PORT`."""
    return PREFIX + name.upper()


def default_of(name: str) -> str:
    """What holds when nobody sets it, as one would write it; empty where it is nothing or worked out."""
    field = Settings.model_fields[name]
    if field.default is None or field.default_factory:
        return ""
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)


def as_markdown() -> str:
    """The table of all settings, as it stands in README.md between the `settings` marks."""
    return "\n".join(
        ["| Variable | Default | Meaning |", "| --- | --- | --- |", *map(_row, Settings.model_fields)]
    )


def _row(name: str) -> str:
    default = default_of(name)
    shown = f"`{default}`" if default else ""
    return f"| `{variable_of(name)}` | {shown} | {Settings.model_fields[name].description} |"


def public_address(settings: Settings) -> str:
    """How people reach this installation from outside: what addresses in mails begin with."""
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")


def signing_key(settings: Settings) -> str:
    """The key that signs cookies and links: the one given, or the instance's own, made at the first start."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    path = settings.instance_folder / "secret_key"
    if not path.exists():
        settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create_once(path, secrets.token_urlsafe(KEY_LENGTH))
    key = path.read_text().strip()
    if len(key) < KEY_LENGTH:
        raise ConfigurationError([f"{path} holds no key of at least {KEY_LENGTH} characters: delete it."])
    return key


def keep_signing_key(settings: Settings, key: str) -> bool:
    """Makes a key that a backup brings the instance's own; False where there is another one already."""
    if not settings.secret_key:
        settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create_once(settings.instance_folder / "secret_key", key)
    return signing_key(settings) == key


def _create_once(path: Path, content: str) -> None:
    """Write a file for our eyes only (0600), complete or not at all; whoever comes second keeps the first."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
        draft.write(content)
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, path)
