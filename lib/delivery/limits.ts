/** What a service takes in one request. */
export interface RequestLimits {
  /** Bytes of all items, {@link overheadBytes} included. */
  readonly maximumBytes: number;
  readonly maximumItems: number;
  /** Bytes counted for each item beside its text. */
  readonly overheadBytes: number;
  /** Milliseconds between the oldest and the newest item. */
  readonly maximumSpanMs: number;
}

/** What a service takes in one request and as one item. */
export interface BatchLimits extends RequestLimits {
  /** Bytes of one item, {@link overheadBytes} included. */
  readonly maximumItemBytes: number;
}
