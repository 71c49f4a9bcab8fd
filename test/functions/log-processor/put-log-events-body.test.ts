import fc from "fast-check";
import { expect, it } from "vitest";
import { putLogEventsBody } from "../../../functions/log-processor/destinations/log-group.ts";
import { messageBytes, type OutgoingEvent } from "../../../functions/log-processor/event.ts";
import { encodeSubscriptionBytes, scanSubscription } from "../../../lib/semantics/index.ts";

it("a body has the messages as they came or as a rule made them, and counts their bytes", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.json());
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.nat(), fc.boolean())),
      text,
      fc.boolean(),
      (given, group, isPretty) => {
        const messages = given.map(([message]) => (isPretty ? message : JSON.stringify(message)));
        const { logEvents } = scanSubscription(
          encodeSubscriptionBytes({
            owner: "1",
            logGroup: group,
            logStream: "s",
            logEvents: messages.map((message, index) => ({ timestamp: given[index]![1], message })),
          }),
        );
        const events: OutgoingEvent[] = logEvents.map((event, index) => {
          const { id, timestamp, rawMessage } = event;
          return given[index]![2] ? { id, timestamp, rawMessage } : event;
        });

        const body = JSON.parse(putLogEventsBody(group, "s", events).toString()) as unknown;

        expect(body).toEqual({
          logGroupName: group,
          logStreamName: "s",
          logEvents: messages.map((message, index) => ({ timestamp: given[index]![1], message })),
        });
        for (const event of events) expect(messageBytes(event)).toBe(Buffer.byteLength(event.rawMessage) - 2);
      },
    ),
  );
});
