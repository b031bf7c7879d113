export type LogLevel = 'debug' | 'info' | 'warning' | 'error' | 'critical';

/** One message of a log, whatever the log's format: what was said, by whom, and the lines that belong to it. */
export interface LogRecord {
  /** Null: a line outside any format, before the first message. */
  readonly level: LogLevel | null;
  /** The file or the logger that wrote it, in lower case. */
  readonly source: string;
  readonly message: string;
  /** Lines that follow the message without a head of their own: a traceback, a dump. */
  readonly body: readonly string[];
  /** The exceptions of a structured message, the one that left the task last. */
  readonly chain: readonly ChainedException[] | null;
  /** What a structured message says besides its text, as `key=value`. */
  readonly fields: string;
}

/** One exception of a chain. */
export interface ChainedException {
  /** Type with or without its module. */
  readonly type: string;
  readonly message: string;
  /** How it led to the next one: raised from it, or only while it was handled. Null for the last. */
  readonly leadsTo: 'cause' | 'context' | null;
  /** Where it was raised: the last frame's file. */
  readonly raisedIn: string | null;
}
