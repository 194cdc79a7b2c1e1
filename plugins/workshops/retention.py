"""How long the plugin keeps what people said about themselves."""

from __future__ import annotations

import datetime as dt

#: Counted from the end of the session's last date, whether it took place or not.
KEPT = dt.timedelta(days=30)
