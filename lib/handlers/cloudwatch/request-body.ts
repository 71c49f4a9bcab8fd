import type { Item } from "../../delivery/item.ts";

/** Body of a PutLogEvents call, written in one pass: a line is only escaped into it. */
export function requestBody(
  logGroupName: string,
  logStreamName: string,
  items: readonly Item[],
  sequenceToken: string | undefined,
): Buffer {
  let text = `{"logGroupName":${JSON.stringify(logGroupName)},"logStreamName":${JSON.stringify(logStreamName)},`;
  if (sequenceToken !== undefined) text += `"sequenceToken":${JSON.stringify(sequenceToken)},`;
  text += '"logEvents":[';
  let separator = '{"timestamp":';
  for (const item of items) {
    text += separator + item.timestamp + ',"message":' + JSON.stringify(item.text);
    separator = '},{"timestamp":';
  }
  return Buffer.from(text + "}]}");
}
