"""Print the JSON Schemas of the files of a questionnaire, or write them where editors find them."""

import json
from argparse import ArgumentParser, Namespace

from questionnaires.exchange import schema

NAME = "schema"
HELP = "JSON Schemas for editors: print one, or all; with --write, put them beside the content"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", choices=schema.FILES, help="which kind of file; all, if not given")
    parser.add_argument("--write", action="store_true", help=f"write all of them to {schema.FOLDER.name}/")


def run(options: Namespace) -> str:
    if options.write:
        return "\n".join(map(str, schema.write()))
    if options.file:
        return schema.written(options.file).rstrip()
    return json.dumps({name: schema.schema(name) for name in schema.FILES}, ensure_ascii=False, indent=2)
