import { MalformedSubscriptionError } from "./errors.ts";
import type { SubscriptionPayload } from "./payload.ts";
import { textOf, type UnpackOptions, unpack } from "./unpack.ts";

/**
 * Reads a subscription payload: `event.awslogs.data` of a Lambda event, or the bytes of a Kinesis or Firehose record.
 * Accepts gzip, zlib and plain JSON. Unpacks at most `maxBytes`, whatever the payload claims.
 *
 * @throws MalformedSubscriptionError, SubscriptionTooLargeError
 */
export function decodeSubscription(data: string | Uint8Array, options?: UnpackOptions): SubscriptionPayload {
  const text = textOf(unpack(data, options));
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new MalformedSubscriptionError("The subscription payload is not JSON.");
  }
  return checked(document);
}

function checked(document: unknown): SubscriptionPayload {
  const { messageType, logEvents } = (document ?? {}) as Partial<SubscriptionPayload>;
  if (typeof messageType !== "string" || !Array.isArray(logEvents))
    throw new MalformedSubscriptionError(
      "The subscription payload needs a messageType and an array of logEvents.",
    );
  for (let index = 0; index < logEvents.length; index++)
    if (typeof logEvents[index]?.message !== "string")
      throw new MalformedSubscriptionError(`Event ${index} of the subscription payload has no message.`);
  return document as SubscriptionPayload;
}
