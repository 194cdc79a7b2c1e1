"""What the scheduler starts."""

from __future__ import annotations

import logging

from .domain import forgetting
from .domain.capacity import check_pools
from .domain.promoting import promote_all
from .domain.sweeping import expire_due, remind

logger = logging.getLogger("allmende.workshops")


def sweep() -> str:
    """End what is over and serve the waiting lists; every minute."""
    return f"{expire_due()} verfallen, {promote_all()} nachgerückt"


def send_reminders() -> str:
    """Remind of tomorrow's dates."""
    return f"{remind()} erinnert"


def check_counters() -> str:
    """Compare the counters with the claims, nightly; a difference is a fault and is reported, not hidden."""
    drifts = check_pools()
    for drift in drifts:
        logger.error("pool %s: %s is %s, should be %s", drift.pool_id, drift.counter, drift.stored, drift.true)
    return f"{len(drifts)} Abweichungen"


def forget_old() -> str:
    """Forget who took part in what was over long ago, nightly."""
    return f"{forgetting.forget_old()} Anmeldungen anonymisiert"
