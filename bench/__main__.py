"""`python -m bench`: see `bench.table`. A process that is spawned finds its work there, and not in a program's main module."""

import sys

from bench.table import main

if __name__ == "__main__":
    sys.exit(main())
