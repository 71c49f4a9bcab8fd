/** An event of a history. */
export interface HistoryEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}
