import sys

from assessment.commands import main

sys.exit(main())
