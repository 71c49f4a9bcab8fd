import { createHmac } from "node:crypto";
import { batchesOf, type RequestLimits } from "cumulog/delivery";
import { PostFailedError, post } from "../../shared/post.ts";
import { resolveReference } from "../../shared/secret.ts";
import type { DestinationConfiguration } from "../configuration.ts";
import { batchDocument, batchId } from "../documents.ts";
import { type FailedEvent, messageBytes, type OutgoingEvent } from "../event.ts";
import { type Destination, sendBisecting } from "./destination.ts";

const LIMITS: RequestLimits = {
  maximumBytes: 512 * 1024,
  maximumItems: 1_000,
  overheadBytes: 100,
  maximumSpanMs: Number.POSITIVE_INFINITY,
};

/** A web address, signed as the alert notifier signs; `x-cumulog-delivery` is the same for a repeated batch. */
export function webhook(configuration: DestinationConfiguration & { type: "webhook" }): Destination {
  return {
    name: configuration.name,
    logGroup: undefined,
    async forward(events, source, deadline, delivered) {
      const failed: FailedEvent[] = [];
      const send = async (batch: readonly OutgoingEvent[]) => {
        const [url, secret] = await Promise.all([
          resolveReference(configuration.url),
          resolveReference(configuration.signingSecret),
        ]);
        const body = batchDocument(batch, source);
        const timestamp = String(Math.floor(Date.now() / 1000));
        const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
        const headers = {
          "x-cumulog-timestamp": timestamp,
          "x-cumulog-signature": `v1=${signature}`,
          "x-cumulog-delivery": batchId(batch),
        };
        await post({ url, body, headers, label: `Webhook (${configuration.name})`, deadline });
        return [];
      };
      for (const batch of batchesOf(events, LIMITS, messageBytes)) {
        failed.push(...(await sendBisecting(batch, send, isRefusal, delivered)));
      }
      return failed;
    },
  };
}

/** Statuses that speak about the content, not about the address or the sender. */
function isRefusal(error: Error): boolean {
  return error instanceof PostFailedError && [400, 413, 422].includes(error.status ?? 0);
}
