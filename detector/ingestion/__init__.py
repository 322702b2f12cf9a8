"""
From files to articles that can be compared.

In: paths, or articles made by the caller. Out: prepared articles, and every file that was skipped with its reason. ``read`` opens
files (one module a family in ``formats``); ``prepare`` takes the wrapper off, cuts segments and finds languages, and opens
nothing.
"""
