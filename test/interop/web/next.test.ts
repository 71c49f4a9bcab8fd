import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const REQUESTS = 200;
const folder = join(import.meta.dirname, "../next");
/** Next.js bundles by itself and knows nothing of the source's condition. */
const isBuilt = existsSync(join(import.meta.dirname, "../../../lib/dist/http/fetch.js"));

describe.skipIf(!isBuilt)("Next.js 16, route handlers (needs npm run build)", () => {
  const records: Record<string, unknown>[] = [];
  let server: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_OPTIONS: "", NODE_ENV: "development" };
    server = spawn(process.execPath, ["serve.mjs"], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: server.stdout! });
    const port = await new Promise<string>((resolve, reject) => {
      server.once("exit", (code) => reject(new Error(`Next.js ended with ${code}`)));
      lines.on("line", (line) => {
        if (line.startsWith("port ")) resolve(line.slice(5));
        if (line.startsWith("{")) records.push(JSON.parse(line) as Record<string, unknown>);
      });
    });
    origin = `http://127.0.0.1:${port}`;
    // The first request compiles.
    await (await fetch(`${origin}/stream`)).text();
  }, 60_000);
  afterAll(() => void server.kill());

  const wholeOf = async (route: string, count: number) => {
    const whole = () => records.filter((record) => record["route"] === route);
    while (whole().length < count) await new Promise((resolve) => setImmediate(resolve));
    return whole();
  };

  test("a stream is logged after its last byte", async () => {
    expect(await wholeOf("/stream", 1)).toMatchObject([
      { message: "GET /stream 200", responseBytes: "one two three".length, level: "INFO" },
    ]);
  });

  test("200 overlapping requests have none of another's context", async () => {
    const answers = await Promise.all(
      Array.from({ length: REQUESTS }, async (_, index) => {
        const id = `r-${index}`;
        const headers = { "x-request-id": id, "content-type": "application/json" };
        const init = { method: "POST", headers, body: JSON.stringify({ id }) };
        const response = await fetch(`${origin}/orders/${id}`, init);
        expect(response.headers.get("x-request-id")).toBe(id);
        return (await response.json()) as { id: string };
      }),
    );

    expect(new Set(answers.map(({ id }) => id)).size).toBe(REQUESTS);
    for (const record of await wholeOf("/orders/[id]", REQUESTS))
      expect(record).toMatchObject({
        path: `/orders/${record["requestId"]}`,
        wide: record["requestId"],
        client: "127.0.0.1",
      });
    const steps = records.filter((record) => record["logger"] === "orders");
    expect(steps).toHaveLength(2 * REQUESTS);
    for (const step of steps) expect(step).toMatchObject({ requestId: step["mine"], body: step["mine"] });
  });
});
