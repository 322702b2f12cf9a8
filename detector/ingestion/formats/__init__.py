"""
The readers, one module a family of formats.

In: the bytes of one file or stream and its name. Out: articles, and what could not be read with its reason.
"""
