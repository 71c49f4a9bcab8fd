import { type Fields, withContext } from "../logger/context.ts";

type Members = Readonly<Record<string, unknown>>;

/** A member of a member, and so on; undefined where one is missing. */
export function path(value: unknown, ...names: readonly (string | number)[]): unknown {
  let current = value;
  for (const name of names) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Members)[name];
  }
  return current;
}

/**
 * Id under which a record of a batch belongs together with others: a correlation id of the sender if it set the attribute
 * `correlationId`, else the source's own id.
 */
export function recordId(record: unknown): unknown {
  return (
    path(record, "messageAttributes", "correlationId", "stringValue") ??
    path(record, "Sns", "MessageAttributes", "correlationId", "Value") ??
    ownId(record)
  );
}

/** SQS, SNS, Kinesis and DynamoDB, S3. */
function ownId(record: unknown): unknown {
  return (
    path(record, "messageId") ??
    path(record, "Sns", "MessageId") ??
    path(record, "eventID") ??
    path(record, "responseElements", "x-amz-request-id")
  );
}

/**
 * Runs a function for one record of a batch (SQS, SNS, Kinesis, DynamoDB, S3), so that everything that it logs, also after `await`,
 * carries the record's `correlationId`, `recordId` and where it comes from: `for (const record of event.Records) await
 * withRecord(record, () => handle(record))`. Nothing of its content is logged.
 *
 * @param further fields of these records besides
 * @returns what the function returns
 */
export function withRecord<Result>(record: unknown, run: () => Result, further?: Fields): Result {
  return withContext({ ...recordFields(record), ...further }, run);
}

function recordFields(record: unknown): Fields {
  const fields: Record<string, unknown> = {
    correlationId: text(recordId(record)),
    recordId: text(ownId(record)),
    recordSource: text(path(record, "eventSource") ?? path(record, "EventSource")),
    recordPartition: text(
      path(record, "kinesis", "partitionKey") ?? path(record, "attributes", "MessageGroupId"),
    ),
    recordKey: objectOf(record),
    recordEvent: text(path(record, "eventName")),
    receiveCount: Number(path(record, "attributes", "ApproximateReceiveCount")) || undefined,
  };
  const trace = text(path(record, "attributes", "AWSTraceHeader"));
  const [, root] = /\bRoot=([^;]{1,64})/.exec(trace ?? "") ?? [];
  if (root !== undefined) fields["xrayTraceId"] = root;
  for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name];
  return fields;
}

/** Bucket and key of S3. */
function objectOf(record: unknown): string | undefined {
  const [bucket, key] = [path(record, "s3", "bucket", "name"), path(record, "s3", "object", "key")];
  return typeof bucket === "string" && typeof key === "string" ? `${bucket}/${key}` : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
