"""What was found and what mends it, in the sentences of `words.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assessment.operating.doctor import Finding
from questionnaires.text import Text

FILE = Path(__file__).parent / "words.yaml"


@dataclass(frozen=True, slots=True)
class Words:
    """`about`: what was looked at. `said`: a sentence for each code; what stands in braces are facts."""

    about: Mapping[str, Text]
    said: Mapping[str, Text]


@cache
def words() -> Words:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Words(**{part: {key: Text(**text) for key, text in found[part].items()} for part in found})


def about(finding: Finding) -> Text:
    return words().about[finding.about]


def said(finding: Finding) -> Text:
    """The sentences of a finding, with its facts."""
    text = words().said[finding.code]
    return Text(de=text.de.format(**finding.facts), en=text.en.format(**finding.facts))
