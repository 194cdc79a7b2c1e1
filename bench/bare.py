"""Views that do no more than they must; each is the limit for something of ours."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

PLACES = 50


def book(request: HttpRequest) -> HttpResponse:
    """Lock one row, insert another."""
    with transaction.atomic(), connection.cursor() as cursor:
        lock = "" if connection.vendor == "sqlite" else " FOR UPDATE"
        cursor.execute(f"SELECT taken FROM bench_counter WHERE id = 1{lock}")  # noqa: S608 -- no input
        if cursor.fetchone()[0] >= PLACES:
            return HttpResponse("full", status=409)
        cursor.execute("INSERT INTO bench_booking (name, email) VALUES (%s, %s)", ["Person", request.POST["email"]])
        cursor.execute("UPDATE bench_counter SET taken = taken + 1 WHERE id = 1")
    return HttpResponse("ok")


def prepare(request: HttpRequest) -> HttpResponse:
    """Begin anew: an empty counter, and a page in the cache."""
    serial = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "SERIAL PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_counter (id INTEGER PRIMARY KEY, taken INTEGER)")
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_booking (id {serial}, name TEXT, email TEXT)")
        cursor.execute("DELETE FROM bench_counter")
        cursor.execute("INSERT INTO bench_counter VALUES (1, 0)")
    cache.set("bench", "x" * 10_000)
    return HttpResponse("ok")


urlpatterns = [
    path("book/", book),
    path("prepare/", prepare),
    path("string/", lambda request: HttpResponse("ok")),
    path("cached/", lambda request: HttpResponse(cache.get("bench"))),
    path("healthz", lambda request: HttpResponse("ok")),
]
