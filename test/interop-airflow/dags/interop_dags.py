"""DAGs that fail as real ones do, and recover after so many starts. For Airflow 2 and 3."""

import os
import pathlib
import signal
import time
from datetime import datetime, timedelta

try:
    from airflow.sdk import DAG, get_current_context, task
except ImportError:
    from airflow import DAG
    from airflow.decorators import task
    from airflow.operators.python import get_current_context

STARTS = pathlib.Path(os.environ["INTEROP_STARTS"])


def count_start() -> int:
    """Which start of this task instance this is: a killed or restarted one counts too, so try numbers will not do."""
    instance = get_current_context()["ti"]
    name = f"{instance.dag_id}.{instance.run_id}.{instance.task_id}.{instance.map_index}".replace("/", "_")
    file = STARTS / name
    with open(file, "a", encoding="utf-8") as starts:
        starts.write("x")
    return file.stat().st_size


def fail_at_first(times: int = 1) -> None:
    if count_start() <= times:
        raise ConnectionResetError(104, "Connection reset by peer")


def dag(dag_id: str, **more):
    return DAG(dag_id, schedule=None, start_date=datetime(2026, 1, 1), catchup=False, default_args={"retries": 0}, **more)


with dag("chain"):

    @task
    def extract():
        return 1

    @task
    def transform(value):
        fail_at_first()
        return value

    @task
    def load(value):
        return value

    @task
    def report(value):
        print(value)

    report(load(transform(extract())))

with dag("native_retries"):

    @task(retries=2, retry_delay=timedelta(seconds=3))
    def call_api():
        fail_at_first()

    call_api()

with dag("mapped"):

    @task
    def tables():
        return list(range(6))

    @task
    def copy(table):
        if table in (1, 4):
            fail_at_first()
        return table

    @task
    def collect(copied):
        print(list(copied))

    collect(copy.expand(table=tables()))

with dag("killed"):

    @task
    def aggregate():
        if count_start() == 1:
            print("reading 40 GB into memory", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    aggregate()

with dag("marked"):

    @task
    def count_stock():
        time.sleep(90)

    @task
    def post_stock():
        print("posted")

    count_stock() >> post_stock()

with dag("paused"):

    @task
    def work():
        time.sleep(4)
        fail_at_first()

    work()

with dag("leaf"):

    @task
    def collect_news():
        return 1

    @task
    def send_digest(news):
        raise ConnectionError(f"the mail server is away: {news}")

    send_digest(collect_news())

with dag("raced"):

    @task
    def query():
        fail_at_first()

    @task
    def publish():
        print("published")

    query() >> publish()

with dag("closing"):

    @task
    def quick():
        fail_at_first()

    @task
    def other():
        time.sleep(6)

    quick()
    other()

with dag("doomed"):

    @task
    def parse():
        raise KeyError("exchange_rate")

    parse()
