/** Members of CloudWatch, SNS and STS that are moments: seconds since the epoch in JSON, dates in XML and CBOR. */
export const TIMESTAMPS: ReadonlySet<string> = new Set([
  "AlarmConfigurationUpdatedTimestamp",
  "CreatedAt",
  "EndDate",
  "EndTime",
  "Expiration",
  "LastModified",
  "LastUpdatedTimestamp",
  "StartDate",
  "StartTime",
  "StateTransitionedTimestamp",
  "StateUpdatedTimestamp",
  "Timestamp",
  "Timestamps",
]);
