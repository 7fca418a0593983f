"""Starts the program from a checkout."""

import sys

from upudesk.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
