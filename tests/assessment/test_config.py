"""Settings come from the environment, and every problem with them is told at once."""

import stat
from pathlib import Path

import pytest

from assessment import config
from assessment.config import ConfigurationError, Settings
from assessment.services.policy import Role


def problems(**variables: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        settings(**variables)
    return caught.value.problems


def settings(**variables: str) -> Settings:
    return config.load({config.variable_of(name): value for name, value in variables.items()})


def test_nothing_set_is_enough_for_a_first_look() -> None:
    assert settings().port == 8000
    assert settings().secret_key is None


def test_other_variables_of_the_environment_are_none_of_our_business() -> None:
    assert config.load({"PORT": "1", "PATH": "/bin"}) == settings()


def test_an_empty_variable_counts_as_not_set() -> None:
    assert settings(port="", contact_email="") == settings()


def test_the_database_lies_in_the_instance_folder_unless_one_is_named(tmp_path: Path) -> None:
    inside = settings(instance_folder=str(tmp_path))
    named = settings(instance_folder=str(tmp_path), database_url="postgresql://someone@host/name")
    assert inside.database_url == f"sqlite:///{tmp_path}/wandelkompass.sqlite3"
    assert named.database_url == "postgresql://someone@host/name"


def test_the_instance_folder_does_not_move_with_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings(instance_folder="data").instance_folder == tmp_path / "data"


def test_all_problems_are_told_at_once() -> None:
    told = problems(
        port="many", workers="0", default_language="fr", accent_colour="blue", contact_email="nobody"
    )
    assert len(told) == 5
    assert all(problem.startswith("WANDELKOMPASS_") for problem in told)


def test_a_misspelt_variable_is_a_problem_and_the_right_one_is_named() -> None:
    assert problems(prot="80") == ["WANDELKOMPASS_PROT is no setting. Is WANDELKOMPASS_PORT meant?"]
    assert problems(zzz="1") == ["WANDELKOMPASS_ZZZ is no setting."]


def test_a_colour_must_carry_white_text() -> None:
    assert "has a contrast of 1.1, 4.5 is needed" in problems(accent_colour="#ffff00")[0]
    assert settings(accent_colour="#000000").accent_colour == "#000000"


@pytest.mark.parametrize("url", ["mysql://me:hush-hush@host/name", "sqlite://", "hush-hush"])
def test_an_unusable_database_is_told_without_its_password(url: str) -> None:
    assert "hush" not in "".join(problems(database_url=url))


def test_a_short_key_is_told_without_the_key() -> None:
    told = problems(secret_key="hush-hush")
    assert "shorter than 32 characters" in told[0]
    assert "hush" not in told[0]


def test_the_key_that_is_given_signs() -> None:
    assert config.signing_key(settings(secret_key="k" * 32)) == "k" * 32


def test_a_key_never_shows_in_the_settings() -> None:
    assert "kkk" not in repr(settings(secret_key="k" * 32))


def test_the_instance_makes_its_key_once_and_for_our_eyes_only(tmp_path: Path) -> None:
    instance = settings(instance_folder=str(tmp_path / "new"))
    first = config.signing_key(instance)
    file = tmp_path / "new" / "secret_key"
    assert len(first) >= config.KEY_LENGTH
    assert config.signing_key(instance) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_damaged_key_file_is_told_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(ConfigurationError, match="delete it"):
        config.signing_key(settings(instance_folder=str(tmp_path)))


def test_two_processes_that_start_together_keep_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    config._create_once(path, "first")
    config._create_once(path, "second")
    assert path.read_text() == "first"


def test_roles_that_must_have_a_second_step_are_roles_that_there_are() -> None:
    assert settings(second_factor_for="operator, advisor").second_factor_for == "operator, advisor"
    assert "foo is no role; there are advisor," in problems(second_factor_for="operator,foo")[0]
    assert set(config.ROLE_NAMES) == set(Role)


def test_another_house_is_asked_over_an_open_line_only_on_this_machine() -> None:
    known = {"oidc_client_id": "x", "oidc_client_secret": "hush-hush"}
    for issuer in ("https://house.example/realm", "http://localhost:8080", "http://127.0.0.1:1/x"):
        assert settings(oidc_issuer=issuer, **known).oidc_issuer == issuer
    for issuer in ("http://house.example", "http://localhost.evil.example", "house.example"):
        assert "OIDC_ISSUER: this has not the right form" in problems(oidc_issuer=issuer, **known)[0]


def test_another_house_needs_the_name_and_the_secret_by_which_it_knows_us() -> None:
    told = problems(oidc_issuer="https://house.example")
    assert ["OIDC_CLIENT_ID" in told[0], "OIDC_CLIENT_SECRET" in told[1]] == [True, True]
    assert "hush" not in repr(settings(oidc_client_secret="hush-hush"))


def test_the_table_names_every_setting_with_its_default() -> None:
    table = config.as_markdown()
    assert "| `WANDELKOMPASS_PORT` | `8000` | Port to listen on. |" in table
    assert "| `WANDELKOMPASS_COOKIES_SECURE` | `false` |" in table
    assert table.count("\n") == len(Settings.model_fields) + 1
