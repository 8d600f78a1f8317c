"""`python -m tests.content.golden [KIND or OFFER ...]`: the tables as they are found today.

To be read, held against the sources and, where right, written into the file of the kind by a person.
"""

import sys

from tests.content.golden.approved import current

if __name__ == "__main__":
    print(current(sys.argv[1:]), end="")
