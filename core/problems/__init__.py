"""Pages that say what went wrong and what to do next, and the state in which the whole site is closed for a while.

Nothing here needs the database: where it is down, these pages must still come.
"""
