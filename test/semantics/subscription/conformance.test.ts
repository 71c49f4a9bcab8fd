import { describe, expect, it } from "vitest";
import { decodeSubscription } from "../../../lib/semantics/subscription/decode.ts";
import {
  controlMessage,
  encodeSubscription,
  encodeSubscriptionBytes,
  type SubscriptionInput,
} from "../../../lib/semantics/subscription/encode.ts";
import { eventIdTimestamp } from "../../../lib/semantics/subscription/event-id.ts";
import { scanSubscription } from "../../../lib/semantics/subscription/scan.ts";
import corpus from "../../conformance/subscription.json" with { type: "json" };

interface Sample {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
  readonly encoding: string | null;
  readonly data?: string;
  readonly decoded: SubscriptionInput;
}

const samples = corpus.samples as unknown as readonly Sample[];

describe("published subscription payloads", () => {
  for (const { id, name, data, decoded } of samples) {
    it(`${id} ${name}`, () => {
      const published = data ?? encodeSubscription(decoded);

      const document = decodeSubscription(published);
      const scanned = scanSubscription(Buffer.from(published, "base64"));

      expect(document).toEqual(decoded);
      expect(decodeSubscription(encodeSubscription(decoded))).toEqual(decoded);
      expect(scanned).toMatchObject({ messageType: decoded.messageType, owner: decoded.owner });
      expect(scanned.logEvents.map(({ message, id, timestamp }) => ({ message, id, timestamp }))).toEqual(
        decoded.logEvents.map(({ message, id, timestamp }) => ({
          message,
          id,
          timestamp: Number(timestamp),
        })),
      );
    });
  }

  it("have event ids that hold their timestamps", () => {
    for (const { id, timestamp } of corpus.eventIdSelfcheck) expect(eventIdTimestamp(id)).toBe(timestamp);
  });

  it("that AWS captured have the member order that is written here", () => {
    const captured = samples.find(({ id }) => id === "L0002")!;
    const order = Object.keys(decodeSubscription(captured.data!));

    const ours = Object.keys(decodeSubscription(encodeSubscription(shuffled(captured.decoded))));

    expect(ours).toEqual(order);
  });

  it("that probe a stream are what controlMessage makes", () => {
    const probe = samples.find(({ id }) => id === "L0008")!;

    const made = encodeSubscriptionBytes(controlMessage("Kinesis stream", 1_498_519_943_285));

    expect(decodeSubscription(made)).toEqual(probe.decoded);
  });
});

function shuffled(input: SubscriptionInput): SubscriptionInput {
  return Object.fromEntries(Object.entries(input).reverse()) as unknown as SubscriptionInput;
}
