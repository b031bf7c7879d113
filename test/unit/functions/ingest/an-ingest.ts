import type { Answer } from '../../../../functions/ingest/answer.ts';
import { configureSources } from '../../../../functions/ingest/configured-sources.ts';
import { createIngest } from '../../../../functions/ingest/ingest.ts';
import { type HttpEvent, toIngestRequest } from '../../../../functions/ingest/request.ts';
import { configSchema } from '../../../../shared/core/config/config.ts';
import type { WorkMessage } from '../../../../shared/core/incident/work-message.ts';
import { schemes } from '../../../../shared/core/sources/authentication/schemes.ts';
import { sources } from '../../../../shared/core/sources/sources.ts';
import type { JournalEvent } from '../../../../shared/ports/journal.ts';
import { QueueError } from '../../../../shared/ports/queue.ts';
import { type ReplayCache, ReplayCacheError } from '../../../../shared/ports/replay-cache.ts';
import { SecretError } from '../../../../shared/ports/secrets.ts';
import { SnsEndpointError } from '../../../../shared/ports/sns-endpoint.ts';

export const secret = 'test-secret-do-not-use';
export const productionId = 'cm2acmeprod03e01mrt5k8w2v';
export const now = Date.UTC(2026, 7, 1, 2, 15);

const deployment = (runtimeId: string) => ({ organizationId: 'org', workspaceId: 'workspace', runtimeId });

/** An ingest before a queue that the test can read, and whose parts can be broken. */
export function anIngest(given: { sources?: Record<string, unknown>; certificates?: Record<string, string> } = {}) {
  const config = configSchema.parse({
    version: 1,
    deployments: { production: deployment(productionId), staging: deployment('staging-id') },
    channels: { oncall: {} },
    sources: given.sources ?? {
      alerts: aSource({ kind: 'alertmanager' }),
      native: aSource({ kind: 'airmend' }),
    },
  });
  const queued: WorkMessage[] = [];
  const delays: number[] = [];
  const events: JournalEvent[] = [];
  const confirmed: string[] = [];
  const world = {
    queueIsAway: false,
    snsIsAway: false,
    replayCacheIsAway: false,
    now,
    secrets: new Map<string, string>(),
  };
  const remembered = new Map<string, { answer: string; expiresAt: number }>();
  const unlessAway = () => {
    if (world.replayCacheIsAway) throw new ReplayCacheError('the replay cache is away');
  };
  const replayCache: ReplayCache = {
    recall: async (deliveryId, at) => {
      unlessAway();
      const known = remembered.get(deliveryId);
      return known === undefined || known.expiresAt <= at ? null : known.answer;
    },
    remember: async ({ deliveryId, answer, expiresAt }) => {
      unlessAway();
      remembered.set(deliveryId, { answer, expiresAt });
    },
  };
  let ids = 0;
  const ingest = createIngest({
    sources: configureSources(config, sources),
    schemes,
    secrets: {
      read: async (secretName) => {
        const value = world.secrets.get(secretName) ?? secret;
        if (value === '')
          throw new SecretError({ code: 'without-value', secretName, message: `${secretName} is empty` });
        return value;
      },
    },
    snsEndpoint: {
      readCertificate: async (url) => {
        const pem = given.certificates?.[url];
        if (world.snsIsAway || pem === undefined) throw new SnsEndpointError('SNS is away');
        return pem;
      },
      confirmSubscription: async (url) => {
        if (world.snsIsAway) throw new SnsEndpointError('SNS is away');
        confirmed.push(url);
      },
    },
    loadReplayCache: async () => replayCache,
    queue: {
      send: async (messages, { delaySeconds }) => {
        if (world.queueIsAway) throw new QueueError('SQS is away');
        queued.push(...messages);
        delays.push(delaySeconds);
      },
    },
    delaySeconds: config.intervals.debounce / 1_000,
    journal: { note: (event) => events.push(event) },
    clock: () => world.now,
    createId: () => `report-${++ids}`,
  });
  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
    ingest.post(toIngestRequest(aPost(path, body, headers)));
  const reports = () => queued.flatMap((message) => (message.type === 'report' ? [message.report] : []));
  return { ingest, post, queued, reports, delays, events, confirmed, world };
}

export function aSource(given: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    kind: 'alertmanager',
    deployments: ['production'],
    authentication: { scheme: 'bearer' },
    ...given,
  };
}

export function aPost(path: string, body: string | Buffer, headers: Record<string, string> = {}): HttpEvent {
  return {
    rawPath: path,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers },
    requestContext: { http: { method: 'POST' } },
    body: typeof body === 'string' ? body : body.toString('base64'),
    isBase64Encoded: typeof body !== 'string',
  };
}
