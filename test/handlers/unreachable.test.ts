import { createServer as createHttp, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CloudLoggingHandler } from "../../lib/handlers/cloud-logging/index.ts";
import type { Handler } from "../../lib/handlers/handler.ts";
import { onInternal } from "../../lib/logger/internal-channel.ts";
import { orderRecord, ordersHandler } from "./cloudwatch/orders.ts";

let problems: { code: string; message: string; cause?: unknown }[];
let forget: () => void;
let server: Server | undefined;
let calls: number;
beforeEach(() => {
  problems = [];
  calls = 0;
  forget = onInternal((problem) => problems.push(problem));
});
afterEach(async () => {
  forget();
  if (server?.listening) await new Promise((resolve) => server!.close(resolve));
});

const HANDLERS: Readonly<Record<string, (endpoint: string) => Handler>> = {
  "CloudWatch Logs": (endpoint) => ordersHandler(endpoint),
  "Cloud Logging": (endpoint) =>
    new CloudLoggingHandler({ projectId: "test", insecure: true, endpoint, backoffBaseMs: 1 }),
};

async function answering(answer: (response: ServerResponse) => void): Promise<string> {
  const http = createHttp((request, response) => {
    calls += 1;
    request.resume();
    request.on("end", () => answer(response.setHeader("connection", "close")));
  });
  server = http;
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

async function reportOf(handler: Handler) {
  handler.write(orderRecord(0));
  const flushed = await handler.flush({ deadline: Date.now() + 5_000 });
  const after = calls;
  await handler.close({ deadline: Date.now() });
  return { flushed, after };
}

describe.each(Object.entries(HANDLERS))("%s", (service, make) => {
  it.each<readonly [string, (response: ServerResponse) => void]>([
    ["nothing", (response) => response.writeHead(200).end()],
    [
      "a page",
      (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Log in</html>"),
    ],
    [
      "another server's JSON",
      (response) => response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}'),
    ],
  ])("is not what answers HTTP 200 with %s: nothing counts as delivered", async (_, answer) => {
    const handler = make(await answering(answer));
    handler.write(orderRecord(0));

    let report = await handler.flush({ deadline: Date.now() + 50 });
    while (calls < 2) report = await handler.flush({ deadline: Date.now() + 50 });
    await handler.close({ deadline: Date.now() });

    expect(report).toMatchObject({ delivered: 0, pending: 1 });
  });

  it.each<readonly [number, Record<string, string>, string]>([
    [
      301,
      { location: "https://elsewhere.example/v2?token=secret" },
      "a redirect answers (HTTP 301 to elsewhere.example)",
    ],
    [307, {}, "a redirect answers (HTTP 307)"],
    [407, {}, "a proxy wants credentials (HTTP 407)"],
  ])("behind HTTP %d is tried once, and what to do is said", async (status, headers, said) => {
    const { flushed, after } = await reportOf(
      make(await answering((response) => response.writeHead(status, headers).end())),
    );

    expect(flushed).toMatchObject({ delivered: 0, pending: 1 });
    expect(after).toBe(1);
    expect(problems[0]).toMatchObject({ code: "delivery-stopped", message: expect.stringContaining(said) });
    expect(problems[0]!.message).toMatch(new RegExp(`^${service} cannot be reached, `));
    expect(problems[0]!.message).not.toContain("secret");
  });

  it("of an unknown host is tried once", async () => {
    const { flushed } = await reportOf(make("http://no-such-host.invalid"));

    expect(flushed.pending).toBe(1);
    expect(problems[0]!.message).toMatch(
      /no address is known for its host: check endpoint, Region and DNS\./,
    );
  });

  it("asked for TLS where there is none is tried once", async () => {
    const plain = await answering((response) => response.end());

    await reportOf(make(plain.replace("http:", "https:")));

    expect(problems[0]!.message).toMatch(
      /it does not speak TLS: check whether the endpoint begins with http: or https:/,
    );
  });

  it("asked at a port that speaks something else is tried once", async () => {
    server = createTcp((socket) => {
      socket.on("error", () => {});
      socket.resume().end("220 mail.example ESMTP\r\n");
    });
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));

    await reportOf(make(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

    expect(problems[0]!.message).toMatch(/what answers does not speak HTTP/);
  });
});
