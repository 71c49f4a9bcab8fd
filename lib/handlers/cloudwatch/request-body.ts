import type { Item } from "../../delivery/item.ts";

/** Beginning of a PutLogEvents call's body, up to its events. */
export function bodyBeginning(
  logGroupName: string,
  logStreamName: string,
  sequenceToken: string | undefined,
): string {
  const token = sequenceToken === undefined ? "" : `"sequenceToken":${JSON.stringify(sequenceToken)},`;
  return `{"logGroupName":${JSON.stringify(logGroupName)},"logStreamName":${JSON.stringify(logStreamName)},${token}"logEvents":[`;
}

/** What closes the body. */
export const BODY_END = "]}";

/** A body of events that could not go as they were written. */
export function requestBody(beginning: string, items: readonly Item[]): Buffer {
  const events = items.map(
    ({ timestamp, text }) => `{"timestamp":${timestamp},"message":${JSON.stringify(text)}}`,
  );
  return Buffer.from(beginning + events.join(",") + BODY_END);
}
