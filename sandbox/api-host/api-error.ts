/** An answer other than 200, on its way to the sender. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** What stands in the body besides, or in the message's place, where the API has it so. */
  readonly detail: unknown;

  constructor(status: number, message: string, detail: unknown = message) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}
