/** What a service takes in one request. */
export interface BatchLimits {
  /** Bytes of all items, {@link overheadBytes} included. */
  readonly maximumBytes: number;
  readonly maximumItems: number;
  /** Bytes counted for each item beside its text. */
  readonly overheadBytes: number;
  /** Bytes of one item, {@link overheadBytes} included. */
  readonly maximumItemBytes: number;
  /** Milliseconds between the oldest and the newest item. */
  readonly maximumSpanMs: number;
}
