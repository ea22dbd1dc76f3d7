"""`python -m treaty_explainer`: the same as the command `treaty`."""

from treaty_explainer.cli import main

main()
