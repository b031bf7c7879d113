"""Tells Airmend of failures, from inside Airflow 2.4+ and 3. Needs nothing but Python's standard library.

Put this file where DAGs can import it (``plugins/``, or beside them), and set in Airflow's environment:

    AIRMEND_URL             https://<ingest URL>/<source>
    AIRMEND_SECRET          the source's secret
    AIRMEND_DEPLOYMENT_ID   the deployment's id, or its name in Airmend's config; not needed if the source has one only

In a DAG: ``default_args={"on_failure_callback": task_failed}``, and ``on_failure_callback=dag_run_failed`` on the DAG
itself. For every DAG at once, use ``airmend_listener.py`` instead.

Nothing here raises: a task must never fail because its failure could not be told.
"""

import datetime
import json
import logging
import os
import time
import traceback
import urllib.error
import urllib.request

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5
TRIES = 3
TEXT_CHARS_MAX = 4000


def task_failed(context):
    """An ``on_failure_callback`` for tasks."""
    _tell(lambda: describe_task(context.get("ti") or context.get("task_instance"), context.get("exception"), context))


def dag_run_failed(context):
    """An ``on_failure_callback`` for DAGs."""
    _tell(lambda: describe_dag_run(context.get("dag_run"), context.get("reason")))


def describe_task(ti, exception=None, context=None):
    """A failed task instance as Airmend reads it."""
    task = getattr(ti, "task", None)
    run = (context or {}).get("dag_run") or getattr(ti, "dag_run", None)
    return _without_none(
        {
            **_describe_run(run),
            "event": "task_failed",
            "dag_id": ti.dag_id,
            "run_id": ti.run_id,
            "task_id": ti.task_id,
            "map_index": getattr(ti, "map_index", -1),
            "try_number": getattr(ti, "try_number", None),
            "max_tries": getattr(ti, "max_tries", None),
            "state": _text(getattr(ti, "state", None)) or "failed",
            "operator": getattr(ti, "operator", None) or (type(task).__name__ if task is not None else None),
            "exception": _describe_exception(exception),
            "log_url": getattr(ti, "log_url", None),
            "hostname": getattr(ti, "hostname", None),
            "pool": getattr(ti, "pool", None) or getattr(task, "pool", None),
            "queue": getattr(ti, "queue", None) or getattr(task, "queue", None),
            "owner": getattr(task, "owner", None),
        }
    )


def describe_dag_run(run, reason=None):
    """A failed DAG run as Airmend reads it."""
    return _without_none(
        {
            **_describe_run(run),
            "event": "dag_run_failed",
            "dag_id": run.dag_id,
            "run_id": run.run_id,
            "state": _text(getattr(run, "state", None)) or "failed",
            "reason": reason,
        }
    )


def post(payload):
    """Posts one event; tries again where Airmend could not take it yet."""
    request = urllib.request.Request(
        os.environ["AIRMEND_URL"],
        data=json.dumps(payload).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": "Bearer " + os.environ["AIRMEND_SECRET"],
        },
        method="POST",
    )
    for attempt in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
                return
        except urllib.error.HTTPError as error:
            if error.code < 500 or attempt == TRIES:
                raise
        except OSError:
            if attempt == TRIES:
                raise
        time.sleep(2 ** (attempt - 1))


def tell_task(ti, exception=None):
    """For listeners: tells of a failed task instance."""
    _tell(lambda: describe_task(ti, exception))


def tell_dag_run(run, reason=None):
    """For listeners: tells of a failed DAG run."""
    _tell(lambda: describe_dag_run(run, reason))


def _tell(describe):
    try:
        post(describe())
    except Exception as error:  # noqa: BLE001
        log.warning("Airmend was not told of a failure: %s", type(error).__name__)


def _describe_run(run):
    return {
        "version": 1,
        "timestamp": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        "airflow_version": _airflow_version(),
        "organization_id": _setting("ORGANIZATION_ID"),
        "workspace_id": _setting("WORKSPACE_ID"),
        "deployment_id": _setting("DEPLOYMENT_ID"),
        "run_type": _text(getattr(run, "run_type", None)),
        "logical_date": _iso(getattr(run, "logical_date", None)),
        "run_after": _iso(getattr(run, "run_after", None)),
    }


def _describe_exception(exception):
    if exception is None:
        return None
    if not isinstance(exception, BaseException):
        return {"message": str(exception)[:TEXT_CHARS_MAX]}
    kind = type(exception)
    lines = traceback.format_exception(kind, exception, exception.__traceback__)
    return {
        "type": kind.__module__ + "." + kind.__qualname__,
        "message": str(exception)[:TEXT_CHARS_MAX],
        "traceback": "".join(lines)[-TEXT_CHARS_MAX:],
    }


def _setting(name):
    return os.environ.get("AIRMEND_" + name) or os.environ.get("ASTRO_" + name)


def _airflow_version():
    try:
        from airflow import __version__

        return __version__
    except ImportError:
        return None


def _text(value):
    return None if value is None else str(getattr(value, "value", value))


def _iso(value):
    return value.isoformat() if hasattr(value, "isoformat") else None


def _without_none(payload):
    return {name: value for name, value in payload.items() if value is not None}
