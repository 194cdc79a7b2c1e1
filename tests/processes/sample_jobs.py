"""Functions that tests put into queues."""


def do_nothing() -> None:
    """Succeed."""


class Sample:
    """Something whose methods are no functions of the module."""

    def run(self) -> None:
        """Succeed."""
