"""Relays Astro alerts of the channel "DAG trigger" to Airmend. Airflow 2.4+ and 3; needs ``airmend_alerts.py``.

Deploy it under this name, choose ``airmend_relay`` as the DAG of the alert's channel, and set the variables that
``airmend_alerts.py`` names; here AIRMEND_URL is that of a source of the kind ``astro``.
"""

import datetime

import airmend_alerts

try:
    from airflow.sdk import dag, get_current_context, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task
    from airflow.operators.python import get_current_context

RELAY = "airmend_relay"


def relay_alert(conf):
    """Posts an alert, unless it is about this DAG: relaying that would never end."""
    words = str(conf.get("message", "")).replace("\\n", " ").split()
    if any(word.strip('."') == RELAY for word in words):
        return False
    airmend_alerts.post(conf)
    return True


@dag(
    dag_id=RELAY,
    schedule=None,
    start_date=datetime.datetime(2024, 1, 1),
    catchup=False,
    is_paused_upon_creation=False,
    default_args={"retries": 3, "retry_delay": datetime.timedelta(seconds=30)},
)
def airmend_relay():
    @task
    def relay():
        relay_alert(get_current_context()["dag_run"].conf or {})

    relay()


airmend_relay()
