"""`python -m plait.cli` is the plait command: it works where a long path or a space breaks console scripts."""

import sys

from plait.cli import main

if __name__ == "__main__":
    sys.exit(main())
