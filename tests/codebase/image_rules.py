"""Rules for a Dockerfile, as hadolint and others have them, as far as they matter here."""

import re
from collections.abc import Callable, Mapping

Instruction = tuple[str, str]
"""What a line of a Dockerfile does, and with what: ("RUN", "apt-get update")."""


def instructions(dockerfile: str) -> list[Instruction]:
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", "")
    split = (line.split(maxsplit=1) for line in joined.splitlines() if line.strip())
    return [(name.upper(), words.strip()) for name, words in split]


def of(name: str, made: list[Instruction]) -> list[str]:
    return [words for one, words in made if one == name]


def last_stage(made: list[Instruction]) -> list[Instruction]:
    return made[max(at for at, (name, _) in enumerate(made) if name == "FROM") :]


def each_base_has_a_version(made: list[Instruction]) -> bool:
    return all(re.match(r"\S+:\d[\w.-]*( AS \w+)?$", words) for words in of("FROM", made))


def one_base_for_all_stages(made: list[Instruction]) -> bool:
    return len({words.split()[0] for words in of("FROM", made)}) == 1


def nobody_is_root(made: list[Instruction]) -> bool:
    users = of("USER", last_stage(made))
    return bool(users) and re.fullmatch(r"[1-9]\d{3,}", users[-1]) is not None


def what_starts_is_no_shell(made: list[Instruction]) -> bool:
    starts = [re.sub(r"^.*?CMD ", "", words) for words in of("HEALTHCHECK", made)]
    return all(words.startswith('["') for words in (*starts, *of("CMD", made), *of("ENTRYPOINT", made)))


def it_starts_in_one_way(made: list[Instruction]) -> bool:
    return [len(of(name, last_stage(made))) for name in ("CMD", "ENTRYPOINT", "HEALTHCHECK")] == [1, 1, 1]


def health_is_asked_without_another_program(made: list[Instruction]) -> bool:
    return not any(re.search(r"\b(curl|wget)\b", words) for _, words in made)


def pip_keeps_no_cache_and_trusts_checksums(made: list[Instruction]) -> bool:
    installs = re.findall(r"pip\b[^&]* (?:install|wheel) [^&]*", " && ".join(of("RUN", made)))
    known = ("--require-hashes", "--no-deps")
    return all("--no-cache-dir" in one and any(word in one for word in known) for one in installs)


def packages_leave_no_lists(made: list[Instruction]) -> bool:
    brings = [words for words in of("RUN", made) if re.search(r"apt-get|system-packages", words)]
    return all("rm -rf /var/lib/apt/lists/*" in words for words in brings)


def the_last_stage_builds_nothing(made: list[Instruction]) -> bool:
    return not any(re.search(r"\bpip\b|\bgcc\b|-dev\b", words) for words in of("RUN", last_stage(made)))


def files_are_copied_by_name(made: list[Instruction]) -> bool:
    return not of("ADD", made) and not any(re.match(r"\.\s", words) for words in of("COPY", made))


def folders_are_absolute(made: list[Instruction]) -> bool:
    return all(words.startswith("/") for words in (*of("WORKDIR", made), *of("VOLUME", made)))


def no_secret_is_built_in(made: list[Instruction]) -> bool:
    return not any(
        re.search("KEY|PASSWORD|SECRET|TOKEN", words) for words in of("ENV", made) + of("ARG", made)
    )


def whoever_finds_it_reads_what_it_is(made: list[Instruction]) -> bool:
    told = " ".join(of("LABEL", last_stage(made)))
    return all(f"org.opencontainers.image.{name}=" in told for name in ("title", "version", "licenses"))


Rule = Callable[[list[Instruction]], bool]
RULES: Mapping[Rule, str] = {
    each_base_has_a_version: "FROM python:latest",
    one_base_for_all_stages: "FROM python:3.11 AS build\nFROM python:3.12",
    nobody_is_root: "FROM x:1\nUSER 10001\nUSER root",
    what_starts_is_no_shell: "HEALTHCHECK --interval=1s CMD true",
    it_starts_in_one_way: 'FROM x:1\nCMD ["a"]\nCMD ["b"]',
    health_is_asked_without_another_program: 'HEALTHCHECK CMD ["curl", "-f", "http://127.0.0.1"]',
    pip_keeps_no_cache_and_trusts_checksums: "RUN pip install --no-cache-dir flask",
    packages_leave_no_lists: "RUN apt-get update && apt-get install nano",
    the_last_stage_builds_nothing: "FROM x:1\nRUN apt-get install libpq-dev",
    files_are_copied_by_name: "COPY . .",
    folders_are_absolute: "WORKDIR app",
    no_secret_is_built_in: "ENV WANDELKOMPASS_SECRET_KEY=1234",
    whoever_finds_it_reads_what_it_is: "FROM x:1\nLABEL maintainer=me",
}
"""What hadolint and others ask for, as far as it matters here, each with what it must find."""
