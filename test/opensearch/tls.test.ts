import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onInternal } from "../../lib/logger/internal-channel.ts";
import { listenOnLoopback, stopServer } from "../functions/loopback-server.ts";
import { BulkServer } from "./bulk-server.ts";
import { orderRecord, ordersHandler } from "./orders.ts";

const folder = join(import.meta.dirname, "certificates");
const CA_FILE = join(folder, "certificate.pem");
const AUTHORIZED = `Basic ${Buffer.from("writer:right").toString("base64")}`;

/** Takes TLS and a password off, in front of a server that has neither. */
async function secureProxy(target: string) {
  const tls = { key: readFileSync(join(folder, "key.pem")), cert: readFileSync(CA_FILE) };
  const server = createServer(tls, async (request, response) => {
    if (request.headers.authorization !== AUTHORIZED) {
      request.resume();
      response.writeHead(401, { "content-type": "text/plain" }).end("Unauthorized");
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "GET", url, headers } = request;
    const answer = await fetch(target + url, {
      method,
      headers: {
        "content-type": headers["content-type"] ?? "",
        ...(headers["content-encoding"] && { "content-encoding": headers["content-encoding"] }),
      },
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  const url = (await listenOnLoopback(server)).replace("http:", "https:");
  return { url, stop: () => stopServer(server) };
}

describe("a server behind TLS and a password", () => {
  let server: BulkServer;
  let proxy: Awaited<ReturnType<typeof secureProxy>>;
  let problems: string[];
  let forget: () => void;

  beforeEach(async () => {
    server = new BulkServer();
    proxy = await secureProxy(await server.start());
    problems = [];
    forget = onInternal(({ message }) => problems.push(message));
  });
  afterEach(async () => {
    forget();
    await proxy.stop();
    await server.stop();
  });

  const right = { type: "basic", username: "writer", password: "right" };

  it("is trusted by the certificate of its authority", async () => {
    const handler = ordersHandler(proxy.url, { caFile: CA_FILE, auth: right });
    handler.write(orderRecord(1));

    expect(await handler.close()).toMatchObject({ delivered: 1, pending: 0 });
    expect(problems).toEqual([]);
  });

  it.each([
    [
      "its authority is not known",
      { auth: right },
      /certificate is not trusted \((DEPTH_ZERO_)?SELF_SIGNED\w*\): give .* as caFile/,
    ],
    [
      "the password is wrong",
      { caFile: CA_FILE, auth: { ...right, password: "wrong-secret" } },
      /credentials are wrong or missing: check auth/,
    ],
  ])("keeps the records and says so once when %s", async (_, options, said) => {
    const handler = ordersHandler(proxy.url, options);
    handler.write(orderRecord(1));

    const stopped = await handler.flush();
    await handler.close({ deadline: 0 });

    expect(stopped).toMatchObject({ pending: 1, delivered: 0 });
    expect(problems[0]).toMatch(said);
    expect(problems.join()).not.toContain("wrong-secret");
  });

  it("says that url should begin with http: when the server speaks no TLS", async () => {
    const plain = new BulkServer();
    const url = (await plain.start()).replace("http:", "https:");
    const handler = ordersHandler(url);
    handler.write(orderRecord(1));

    const stopped = await handler.flush();
    await handler.close({ deadline: 0 });
    await plain.stop();

    expect(stopped).toMatchObject({ pending: 1 });
    expect(problems[0]).toMatch(/does not speak TLS .*url begins with http: or https:/);
  });
});
