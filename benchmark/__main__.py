"""`python -m benchmark FOOTAGE` is `python -m benchmark.run --footage FOOTAGE`."""

import sys

from benchmark.run import main

arguments = sys.argv[1:]
if arguments and not arguments[0].startswith("-"):
    arguments = ["--footage", *arguments]
sys.exit(main(arguments))
