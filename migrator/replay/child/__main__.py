"""Run a job: the handler of a function over its events."""

from __future__ import annotations

import sys

from .keeper import main

if __name__ == "__main__":
    main(sys.argv[1])
