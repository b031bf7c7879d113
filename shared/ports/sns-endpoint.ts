/** What ingest needs of Amazon SNS beside its messages. Every URL was checked by the core before it comes here. */
export interface SnsEndpoint {
  /** The signing certificate at a URL, PEM. Rejects with an `SnsEndpointError`. */
  readCertificate(url: string): Promise<string>;
  /** Confirms a subscription. Rejects with an `SnsEndpointError`. */
  confirmSubscription(url: string): Promise<void>;
}

/** SNS could not be asked: the sender should try again. */
export class SnsEndpointError extends Error {
  override readonly name = 'SnsEndpointError';
}
