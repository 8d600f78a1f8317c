"""Approves how reports and charts look now: `python -m tests.reports.approve`. Look at the pictures first.

With `--reports` the reports that are drawn are taken afresh from the worked cases, for a new format.
"""

import sys

from tests.reports import pictures


def main(arguments: list[str]) -> int:
    pictures.APPROVED.mkdir(exist_ok=True)
    if "--reports" in arguments:
        for name in pictures.REPORTS:
            pictures.keep(name)
    seen, before = pictures.drawn(), pictures.approved()
    for name in before.keys() - seen.keys():
        (pictures.APPROVED / f"{name}.png").unlink()
        print(f"gone     {name}")
    for name, picture in seen.items():
        found = pictures.fault(picture, before[name]) if name in before else "new"
        if found:
            pictures.save(picture, pictures.APPROVED / f"{name}.png")
            print(f"approved {name}: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
