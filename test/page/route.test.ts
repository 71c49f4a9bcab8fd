import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EventJournal } from "../../local/control/event-journal.ts";
import { GROUP, ShopCloud } from "./shop-cloud.ts";

let shop: ShopCloud;
beforeEach(async () => {
  shop = await ShopCloud.start("/nowhere");
});
afterEach(() => shop.local.stop());

const api = (path: string) => `${shop.page}/_cumulog/${path}`;
const json = { "content-type": "application/json" };

/** A request with headers that `fetch` does not let through. */
function raw(path: string, headers: Record<string, string>, method = "GET", body = ""): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${shop.page}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on("error", reject);
    request.end(body);
  });
}

describe("the page's files", () => {
  test("a missing build is one clear sentence", async () => {
    const response = await fetch(shop.page);

    expect(response.status).toBe(503);
    expect(await response.text()).toBe('The page is not built: run "npm run build".\n');
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test.each([
    "/assets/../../package.json",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/assets/..%2f..%2fpackage.json",
  ])("%s does not lead out of the folder", async (path) => {
    expect(await raw(path, {})).not.toBe(200);
  });

  test("a link on another site may lead to the page", async () => {
    expect(await raw("/", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).toBe(503);
    expect(await raw("/", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).toBe(403);
  });
});

describe("the page's API", () => {
  test("calls operations by the names of AWS's API", async () => {
    const response = await fetch(api("call"), {
      method: "POST",
      headers: json,
      body: JSON.stringify({ service: "logs", operation: "DescribeLogGroups", input: {} }),
    });

    expect(await response.json()).toMatchObject({ logGroups: [{ logGroupName: "/shop/checkout" }] });
  });

  test("passes on the error code of a service", async () => {
    const response = await fetch(api("call"), {
      method: "POST",
      headers: json,
      body: JSON.stringify({
        service: "logs",
        operation: "DescribeLogStreams",
        input: { logGroupName: "/none" },
      }),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "ResourceNotFoundException" });
  });

  test.each([
    ["a host name of somebody else", "GET", { host: "attacker.example:80" }, 403],
    ["another origin", "GET", { origin: "http://attacker.example" }, 403],
    ["another site", "GET", { "sec-fetch-site": "cross-site" }, 403],
    ["a form of another site", "POST", { "content-type": "text/plain" }, 415],
  ] as const)("refuses requests from %s", async (_, method, headers, status) => {
    expect(await raw("/_cumulog/clock", headers, method, method === "POST" ? '{"speed":60}' : "")).toBe(
      status,
    );
    expect(shop.local.clock.speed).toBe(0);
  });

  test.each([
    ["clock", '{"speed":-1}'],
    ["clock", "not json"],
    ["clock", '{"advance":"soon"}'],
    ["call", '{"service":"logs"}'],
    ["google/entries", '{"filter":"","pageToken":"x"}'],
    ["receive/%E0", "{}"],
    ["ledger", '{"handler":"x","report":{"accepted":-1}}'],
  ])("answers POST %s %s with a problem, not a failure", async (path, body) => {
    const response = await fetch(api(path), { method: "POST", headers: json, body });

    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).not.toBe("");
  });

  test("takes what a notifier posts into the inbox", async () => {
    const response = await fetch(api("receive/slack/chat.postMessage"), {
      method: "POST",
      headers: json,
      body: '{"text":"hello"}',
    });

    expect(await response.json()).toMatchObject({ ok: true });
    expect(shop.local.inbox.list()).toMatchObject([
      { protocol: "webhook", to: "slack/chat.postMessage", body: '{"text":"hello"}' },
    ]);
  });
});

describe("the stream of events", () => {
  test("goes on behind the last event that a reader has seen", async () => {
    await shop.log("one");
    await shop.log("two");
    const all = await readStream({}, 'two"');
    const ids = [...all.matchAll(/^id: (.+)\nevent: log-events/gm)].map(([, id]) => id!);

    await shop.log("three");
    const rest = await readStream({ "last-event-id": ids[0]! }, 'three"');

    expect(rest).not.toContain('"one"');
    expect(rest).toContain('"two"');
  });

  test("tells a reader that this is another run", async () => {
    expect(await readStream({ "last-event-id": "0123abcd-7" }, "restarted")).toContain("event: restarted");
  });

  test("tells how many entries are gone for good", () => {
    const journal = new EventJournal(10);
    for (let number = 1; number <= 25; number++) journal.add("log-events", number);

    const { entries, missed } = journal.after(5, 100);

    expect(missed).toBe(10);
    expect(entries.map(({ payload }) => payload)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  });

  test("does not pile up for a reader that does not read", async () => {
    const request = httpRequest(api("events"));
    const response = await new Promise<IncomingMessage>((resolve) => request.on("response", resolve).end());
    let text = "";
    response.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString("latin1")).slice(-100);
      if (text.includes("the last one")) request.emit("complete");
    });
    await once(response, "data");
    response.pause();

    const publish = (message: string) =>
      shop.cloud.events.emit("log-events", {
        logGroupName: GROUP,
        logStreamName: "web-1",
        events: [{ id: "1", timestamp: 0, message }],
      });
    for (let number = 0; number < 60; number++) publish("x".repeat(1_000_000));
    await expect.poll(() => shop.waitingBytes).toBeGreaterThan(0);
    expect(shop.waitingBytes).toBeLessThan(4_000_000);
    publish("the last one");
    const complete = once(request, "complete");
    response.resume();
    await complete;
    request.destroy();
  });

  async function readStream(headers: Record<string, string>, until: string): Promise<string> {
    const controller = new AbortController();
    const response = await fetch(api("events"), { headers, signal: controller.signal });
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(until)) break;
    }
    controller.abort();
    return text;
  }
});
