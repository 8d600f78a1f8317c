"""Settings, the example file and the table in the docs are one and the same set."""

import re

from assessment import config
from tests.codebase.tree import ROOT, files

SETTINGS = {config.variable_of(name): config.default_of(name) for name in config.Settings.model_fields}


def test_the_example_file_names_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert (
        dict(line.removeprefix("#").split("=", 1) for line in lines if re.match("#[A-Z_]+=", line))
        == SETTINGS
    )


def test_the_example_file_says_what_each_setting_means() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [
        field.description
        for field in config.Settings.model_fields.values()
        if f"# {field.description}\n" not in text
    ] == []


def test_the_docs_hold_the_table_that_the_settings_command_prints() -> None:
    parts = (ROOT / "assessment/OPERATING.md").read_text(encoding="utf-8").split("<!-- settings -->")
    assert len(parts) == 3, "OPERATING.md needs the table between two <!-- settings --> marks"
    assert parts[1].strip() == config.as_markdown()


def test_every_setting_is_read_by_the_application_but_the_key_which_config_reads() -> None:
    readers = [path for path in files("assessment/*.py", "assessment/*.html") if path.name != "config.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in readers)
    unread = {name for name in config.Settings.model_fields if not re.search(rf"\.{name}\b", code)}
    assert unread == {"secret_key"}
