"""What is more than one number: how figures grow, how slow the slowest answers are, and where the time goes.

Each module has HELP, FILES (what it writes into tests/bench/results), add_options(parser), sizes(options) and
run(context, options, out), which gives the text for the terminal."""

from studies import growth, profile, tail

ALL = {"growth": growth, "tail": tail, "profile": profile}
