"""`python -m lighed`: the command line."""

from lighed.cli import main

main()
