"""The failure that a test asks for."""

import os

FAIL = os.environ.get("POLLS_FAIL", "")


def fail_if(case: str) -> None:
    """Raise where a test wants it."""
    if case == FAIL:
        raise RuntimeError(f"broken {case}")
