"""Writes the schema of results and the table of its fields: `python -m reports.schema`."""

import sys

from reports import schema

missing = schema.undescribed()
if missing:
    sys.exit(f"{schema.FIELDS.name}: without a sentence, or no field any more: {', '.join(missing)}")
for file in schema.write():
    print(file)
