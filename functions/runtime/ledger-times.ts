const dayMs = 24 * 3_600_000;

/** How long the ledger keeps what is over: longer than three times the oldest failure any policy may act on. */
export const ledgerTimes = { keepClosedMs: 30 * dayMs, keepLooksMs: 30 * dayMs } as const;
