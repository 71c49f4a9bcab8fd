import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCloudLogging } from "../../../local/services/cloud-logging/state.ts";
import { type Google, PROJECT, START, startGoogle, type WireEntry } from "./google-cloud.ts";

let google: Google;
beforeEach(async () => {
  google = await startGoogle();
});
afterEach(() => google.stop());

const LOG = `${PROJECT}/logs/app`;

function write(...texts: readonly string[]) {
  const entries = texts.map((textPayload, index) => ({
    textPayload,
    timestamp: { seconds: Math.floor(START / 1000) - index },
  }));
  return google.client.writeLogEntries({ logName: LOG, resource: { type: "global" }, entries });
}

/** Resolves when somebody begins or ceases to listen to new entries. */
function change(of: "newListener" | "removeListener"): Promise<void> {
  const { events } = google.cloud;
  return new Promise((resolve) => {
    const note = (name: string | symbol) => {
      if (name !== "google-entries") return;
      events.off(of as never, note as never);
      setImmediate(resolve);
    };
    events.on(of as never, note as never);
  });
}

/** Opens a tail and waits until the cloud listens for it. */
async function tail(request: object) {
  const listens = change("newListener");
  const stream = google.client.tailLogEntries();
  stream.on("error", () => {});
  stream.write({ resourceNames: [PROJECT], ...request });
  await listens;
  return stream;
}

interface TailResponse {
  readonly entries: readonly WireEntry[];
  readonly suppressionInfo: readonly { readonly reason: string; readonly suppressedCount: number }[];
}

function textsOf([response]: unknown[]): unknown {
  return (response as { entries: WireEntry[] }).entries.map(({ textPayload }) => textPayload);
}

describe("TailLogEntries", () => {
  it("delivers what matches from then on, sorted within the window", async () => {
    await write("before");
    const stream = await tail({ filter: "NOT skipped" });

    const delivered = once(stream, "data");
    await write("third", "second", "skipped", "first");
    await google.cloud.clock.advance("2s");

    expect(textsOf(await delivered)).toEqual(["first", "second", "third"]);
    stream.destroy();
  });

  it("delivers at once without a window", async () => {
    const stream = await tail({ bufferWindow: { seconds: 0 } });

    const delivered = once(stream, "data");
    await write("now");

    expect(textsOf(await delivered)).toEqual(["now"]);
    stream.destroy();
  });

  it("tells how much a client did not consume", async () => {
    const stream = await tail({ bufferWindow: { seconds: 0 } });
    const entries = Array.from({ length: 1_000 }, (_, index) => ({ textPayload: `${index}` }));
    // All of it within one turn, in which nothing can be sent on.
    for (let request = 0; request < 15; request++)
      google.cloud.state(openCloudLogging).write({ logName: LOG, resource: { type: "global" }, entries });

    let [received, suppressed] = [0, 0];
    await new Promise<void>((all) => {
      stream.on("data", ({ entries: some, suppressionInfo }: TailResponse) => {
        received += some.length;
        for (const { reason, suppressedCount } of suppressionInfo) {
          expect(reason).toBe("NOT_CONSUMED");
          suppressed += suppressedCount;
        }
        if (received + suppressed === 15_000) all();
      });
    });

    expect({ received, suppressed }).toEqual({ received: 11_000, suppressed: 4_000 });
    stream.destroy();
  });

  it("stops listening when the client goes", async () => {
    const stream = await tail({ bufferWindow: { seconds: 0 } });
    const stopped = change("removeListener");

    stream.cancel();
    await stopped;

    expect(google.cloud.events.listenerCount("google-entries")).toBe(0);
  });

  it.each([[{ filter: "(" }], [{ bufferWindow: { seconds: 61 } }], [{ resourceNames: ["shop"] }]])(
    "refuses %j",
    async (request) => {
      const stream = google.client.tailLogEntries();
      const failed = once(stream, "error");
      stream.on("data", () => {});
      stream.write({ resourceNames: [PROJECT], ...request });

      expect((await failed)[0]).toMatchObject({ code: 3 });
    },
  );
});

it("is called by the cloud itself without a client", async () => {
  const request = { resourceNames: [PROJECT], bufferWindow: "0s" };
  const responses = await google.cloud.call<AsyncIterableIterator<{ entries: WireEntry[] }>>(
    "cloud-logging",
    "TailLogEntries",
    request,
  );
  const next = responses.next();

  await write("shown");
  const { value } = await next;
  await responses.return!();
  await write("not shown");

  expect(value.entries).toMatchObject([{ textPayload: "shown", logName: LOG }]);
  expect(await responses.next()).toEqual({ done: true, value: undefined });
  expect(google.cloud.events.listenerCount("google-entries")).toBe(0);
});
