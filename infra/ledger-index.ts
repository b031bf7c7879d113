/** What the ledger's index holds beside its keys: what names the work, so that a change of anything else is no write of the index. */
export const indexedAttributes = ['work', 'deployment', 'deploymentId', 'dagId', 'dagRunId'];
