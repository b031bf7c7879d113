/**
 * What the ledger's items have in common, as deflate knows it beforehand: an item shrinks to a quarter of what gzip makes of it.
 * Frozen: what was written with it can only be read with it. A better one gets a name of its own, and this one stays for reading.
 * What is most frequent stands last.
 */
export const storedDictionary = Buffer.from(
  [
    // A recorded look: its policy, settings and verdicts.
    '"policy":{"version":1,"mode":"enforce","zone":"UTC","classes":{},"guardrails":{"blastRadius":{"taskInstances":50},"tries":{"perTaskInstance":8},',
    '"budgets":[{"per":"dag","clears":5,"withinMs":3600000},{"per":"deployment","clears":20,"withinMs":3600000}],"age":{"failureAtMostMs":86400000},',
    '"tell":{"withinMs":1800000},"deadline":{"withinMs":86400000},"protect":[]},"rules":[{"name":"","match":{"failureClass":[""],"transient":[true],"dagId":[{"prefix":""},{"anything-but":',
    '"mode":"enforce"}],"otherwise":[{"kind":"escalate","channel":"oncall"}],"policyHash":"","settings":{"cadenceMs":[60000,120000,240000,480000,900000],"freshHintMs":120000,',
    '"coveredAfterMs":5000,"sendWithinMs":10000,"requestLimitMs":20000,"settleMs":60000,"troubleBackoffMs":[60000,120000,300000,900000],"lookLimitMs":600000,"discoveryEveryMs":300000,',
    '"hintReachMs":7200000,"logSettleMs":20000,"probeEveryMs":60000},"deployment":{"name":"production","deploymentId":"","mode":"enforce","airflowUrl":"https://","defaultChannel":"oncall"},',
    '"abilities":{"addressesMapIndex":false},"truth":{"observedAt":17,"run":{"dagId":"","dagRunId":"scheduled__20","state":"failed","runType":"scheduled","logicalAt":17,"startedAt":17,"endedAt":17},',
    '"taskInstances":[{"taskId":"","mapIndex":-1,"state":"upstream_failed","tryNumber":0,"maxTries":0,"startedAt":null,"endedAt":null,"durationSeconds":null,"operator":"KubernetesPodOperator","queue":"default","pool":"default_pool"},',
    '{"taskId":"","mapIndex":-1,"state":"success","tryNumber":1,"maxTries":0,"startedAt":17,"endedAt":17,"durationSeconds":0,"operator":"PythonOperator","queue":"default","pool":"default_pool"},{"taskId":"","mapIndex":-1,"state":"failed","tryNumber":1,',
    '"logs":[{"taskId":"","mapIndex":-1,"tryNumber":1,"kind":"text","text":"[20-T:+0000] {taskinstance.py:} INFO - Starting attempt 1 of 1\\n{taskinstance.py:} INFO - Executing <Task(PythonOperator): > on 20 00:00:00+00:00\\n',
    'Traceback (most recent call last):\\n  File \\"/usr/local/lib/python3.12/site-packages/airflow/models/taskinstance.py\\", line , in \\n[20-T:+0000] {taskinstance.py:} ERROR - Task failed with exception\\nINFO - Marking task as FAILED.\\n{local_task_job_runner.py:} INFO - Task exited with return code 1\\n"}],',
    '"dag":{"dagId":"","isPaused":false,"isActive":true,"hasImportErrors":false,"maxActiveRuns":16,"tags":[],"owners":["airflow"]}},',
    '"control":{"deploymentId":"","adoptedAt":17,"enforcedSince":{"otherwise":17,"rule:":17},"pauses":[],"health":{"failures":0,"closedAt":null,"lastCode":null,"probeAt":null,"release":null},"told":{}},"budget":{"deploymentId":"","sends":[{"dagId":"","at":17',
    '"decisions":[{"taskId":"","rule":"","step":{"kind":"clear","afterMs":120000,"timeoutMs":7200000},"verdicts":[{"guardrail":"mode","kind":"act","reason":"the mode is enforce","reading":"enforce"},{"guardrail":"age","kind":"act","reason":"the failure is recent","reading":"20","limit":"20"},',
    '{"guardrail":"protect","kind":"act","reason":"not protected"},{"guardrail":"person","kind":"act","reason":"nobody acted on it since it failed"},{"guardrail":"nativeRetries","kind":"act","reason":"Airflow has no retry left","reading":0,"limit":0},',
    '{"guardrail":"dagReady","kind":"act","reason":"the DAG is not paused"},{"guardrail":"health","kind":"act","reason":"the deployment\'s API answers"},{"guardrail":"pause","kind":"act","reason":"not paused"},{"guardrail":"freshness","kind":"act","reason":"the run was read just now","reading":0,"limit":60000},',
    '{"guardrail":"blastRadius","kind":"act","reason":"touches 1 of at most 50 task instances","reading":1,"limit":50},{"guardrail":"tries","kind":"act","reason":"0 tries added so far, up to 1 more, at most 8","reading":1,"limit":8},{"guardrail":"budgets","kind":"act","reason":"within every budget"}],',
    '"reason":"waits  s more before it acts","next":{"kind":"hold","until":17,"deploymentCause":null}}]}',
    // An incident, from its first hint to its end.
    '{"version":1,"run":{"deploymentId":"","dagId":"","dagRunId":"manual__20T00:00:00+00:00"},"deployment":"production","generation":1,"openedAt":17,"hints":{"count":1,"lastReceivedAt":17,"advisory":[{"reportId":"","source":"alertmanager","error":" failed","severity":"critical","labels":{"alertname":"AirflowTaskFailed"}}],"taskIds":[""]},',
    '"lookBeganAt":17,"looks":1,"quietLooks":0,"dueAt":17,"cases":[{"taskId":"","openedAt":17,"failedAt":17,"failing":"-1@1/0","evidence":{"failedAt":17,"log":"text","failureClass":"connection","transient":true,"decidingLine":"Error: ","confidence":0.9,"signature":"","setFromOutside":false,"sampled":null,"protectedBy":null,"policyHash":""},',
    '"rule":"","plan":[{"kind":"clear","afterMs":120000,"timeoutMs":7200000},{"kind":"escalate","channel":"oncall"}],"step":0,"stepSince":17,"written":{"intentId":"","roots":"-1@1/0","at":17,"happened":true},"writes":1,"idle":{"ms":0,"since":17},"toldAt":null,"ending":{"outcome":"remedied","at":17,"reason":" succeeded after Airmend\'s write","channel":null}}],',
    '"intent":{"intentId":"","action":{"kind":"clear"},"tasks":[{"taskId":"","roots":"-1@1/0","blocked":1}],"recordedAt":17,"sendBy":17,"settleBy":17,"runEndedAt":17,"settledOutside":0},"outbox":[],"trouble":null,"tries":[{"taskId":"","added":{"-1":1},"retries":0}],"completions":0,"runQueuings":0,',
    '"story":[{"at":17,"kind":"hint","text":" reported a failure of "},{"at":17,"kind":"case","text":" is failed since 20"},{"at":17,"kind":"intent","text":"about to clear , (blocked)"},{"at":17,"kind":"write","text":"sent, and Airflow took it"},{"at":17,"kind":"verification","text":"the write is seen in Airflow"},',
    '{"at":17,"kind":"decision","text":": remedied,  succeeded after Airmend\'s write"},{"at":17,"kind":"ending","text":"remedied:  succeeded after Airmend\'s write"}],"closing":{"outcome":"remedied","at":17,"reason":" succeeded after Airmend\'s write","failing":[],"runEndedAt":17}}',
    '"written":null,"writes":0,"idle":{"ms":0,"since":null},"toldAt":null,"ending":null}],"intent":null,"outbox":[],"trouble":null,"tries":[],"completions":0,"runQueuings":0,"story":[{"at":17,"kind":"hint","text":" reported a failure of "}],"closing":null}',
  ].join(''),
);
