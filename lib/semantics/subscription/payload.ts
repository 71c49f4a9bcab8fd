/** One event inside a subscription payload. */
export interface SubscriptionLogEvent {
  /** Decimal number of 56 or 57 digits that sorts by time; see {@link eventId}. Empty in control messages. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** The message byte for byte, trailing line breaks included. */
  readonly message: string;
  /** Only with space-delimited patterns: the fields by name, without `$`, always strings. */
  readonly extractedFields?: Readonly<Record<string, string>>;
}

/**
 * The document that a subscription filter delivers.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export interface SubscriptionPayload {
  /** `CONTROL_MESSAGE` documents only probe the destination and must be skipped. */
  readonly messageType: "DATA_MESSAGE" | "CONTROL_MESSAGE";
  /** Account id of the log group; `"CloudwatchLogs"` in control messages. */
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  /** Names of the subscription filters that matched. */
  readonly subscriptionFilters: readonly string[];
  readonly logEvents: readonly SubscriptionLogEvent[];
  /** `"ACCOUNT_LEVEL_POLICY"` when an account-level policy delivered the batch. */
  readonly policyLevel?: string;
}
