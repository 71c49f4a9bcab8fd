/** An event of either cloud, as it is printed. */
export interface TailEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly group: string;
  readonly stream: string;
  readonly message: string;
  /** What the service calls it; events of a live tail have none. */
  readonly id?: string | undefined;
  /** Severity of Cloud Logging; a level in the message wins. */
  readonly severity?: string | undefined;
}
