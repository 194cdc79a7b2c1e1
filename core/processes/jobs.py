"""Core's own periodic jobs. The work is named by dotted paths, since most of it belongs to layers above this one."""

from django.core.management import call_command

from core.hooks.contracts import ScheduledJob

CORE_JOBS = (
    ScheduledJob(key="core.outbox", run="core.mail.delivery.sweep", interval=30, queue="mail"),
    ScheduledJob(key="core.outbox_retention", run="core.mail.delivery.forget_old", cron="7 3 * * *", queue="low"),
    ScheduledJob(key="core.publish", run="core.processes.jobs.publish_scheduled", interval=60),
    ScheduledJob(key="core.calendar", run="core.calendar.jobs.sweep", interval=60),
    ScheduledJob(key="core.calendar_nightly", run="core.calendar.jobs.nightly", cron="37 3 * * *", queue="low"),
    ScheduledJob(key="core.demo", run="core.pages.demo.move_forward", cron="3 4 * * *", queue="low"),
    ScheduledJob(key="core.rate_counts", run="core.visitors.limits.remove_old_counts", cron="17 3 * * *", queue="low"),
    ScheduledJob(
        key="core.invitations", run="core.pages.invitations.inviting.forget_old", cron="47 3 * * *", queue="low"
    ),
    ScheduledJob(key="core.sessions", run="core.processes.jobs.remove_old_sessions", cron="27 3 * * *", queue="low"),
)


def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


def remove_old_sessions() -> None:
    """Remove the expired sessions of editors."""
    call_command("clearsessions", verbosity=0)
