"""Tells Airmend of every failure in this Airflow (2.10+ and 3), without a change to any DAG.

Put this file and ``airmend_alerts.py`` into ``plugins/`` and set the variables that the latter names.
A listener hears of every failed try, also of one that Airflow will try again: Airmend leaves those alone.
"""

import sys

import airmend_alerts
from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin


@hookimpl
def on_task_instance_failed(previous_state, task_instance, error):
    airmend_alerts.tell_task(task_instance, error)


@hookimpl
def on_dag_run_failed(dag_run, msg):
    airmend_alerts.tell_dag_run(dag_run, msg)


class AirmendListener(AirflowPlugin):
    name = "airmend_listener"
    listeners = [sys.modules[__name__]]
