"""`/healthz`: what a machine asks to learn whether this installation serves, and what is missing."""

from __future__ import annotations

import django_rq
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from core.problems.maintenance import is_under_maintenance
from core.processes.scheduler import timetable


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer with status, database, redis and failures; 503 only if the database cannot be reached.

    Public, so a failure is told by the stage at which it happened, never by its message.
    """
    database, redis = is_database_reachable(), is_redis_reachable()
    failures = [{"plugin": found.plugin, "problem": found.stage.value} for found in settings.PLUGIN_REGISTRY.failures]
    if database:
        failures += [{"job": found.key, "problem": "it cannot run"} for found in timetable().problems]
    healthy = database and redis and not failures
    status = "maintenance" if is_under_maintenance() else "ok" if healthy else "degraded"
    body = {"status": status, "database": database, "redis": redis, "failures": failures}
    return JsonResponse(body, status=200 if database else 503)


def is_database_reachable() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_redis_reachable() -> bool:
    """Whether the queues' Redis answers; without it the site serves, and mail waits for the sweeper."""
    try:
        django_rq.get_connection("default").ping()
    except RedisError:
        return False
    return True
