import type { AddressInfo, Server } from "node:net";
import { addFields, configure, getLogger, MemoryHandler } from "cumulog";
import { expect } from "vitest";

const REQUESTS = 200;
const log = getLogger("orders");

/** What every framework's application does with `POST /orders/:id` and a body `{ id }`. */
export async function placeOrder(id: string, body: unknown): Promise<{ id: string }> {
  addFields({ wide: id });
  log.info({ mine: id, body: (body as { id: string }).id }, "begin");
  for (let turn = Number(id.slice(2)) % 7; turn >= 0; turn -= 1)
    await new Promise((resolve) => setImmediate(resolve));
  log.info({ mine: id, body: id }, "step");
  return { id };
}

/** A fresh handler for everything. */
export async function remembered(): Promise<MemoryHandler> {
  const memory = new MemoryHandler();
  await configure({ handlers: { memory }, loggers: { "": { level: "info" } } });
  return memory;
}

/** Where a server listens on loopback. */
export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function listening(server: Server): Promise<string> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return originOf(server);
}

/** Resolves once there are so many records of whole requests. */
export async function recordsOf(memory: MemoryHandler, count: number): Promise<Record<string, unknown>[]> {
  const whole = () => memory.entries.filter((entry) => entry["durationMs"] !== undefined);
  while (whole().length < count) await new Promise((resolve) => setImmediate(resolve));
  return whole();
}

/** Sends overlapping orders and checks that no record has another's context. */
export async function expectNoForeignContext(
  memory: MemoryHandler,
  send: (path: string, init: RequestInit) => Promise<Response>,
  route: string | undefined,
): Promise<void> {
  const ids = Array.from({ length: REQUESTS }, (_, index) => `r-${index}`);

  const answers = await Promise.all(
    ids.map(async (id) => {
      const headers = { "x-request-id": id, "content-type": "application/json" };
      const response = await send(`/orders/${id}`, { method: "POST", headers, body: JSON.stringify({ id }) });
      expect(response.headers.get("x-request-id")).toBe(id);
      return (await response.json()) as { id: string };
    }),
  );

  expect(answers.map((answer) => answer.id)).toEqual(ids);
  const records = await recordsOf(memory, REQUESTS);
  expect(records).toHaveLength(REQUESTS);
  for (const record of records) {
    const { requestId } = record;
    expect(record).toMatchObject({
      path: `/orders/${requestId}`,
      wide: requestId,
      method: "POST",
      level: "INFO",
    });
    expect(record["route"]).toBe(route);
    expect(record["responseBytes"]).toBe(JSON.stringify({ id: requestId }).length);
  }
  const steps = memory.entries.filter((entry) => entry["logger"] === "orders");
  expect(steps).toHaveLength(2 * REQUESTS);
  for (const step of steps) expect(step).toMatchObject({ requestId: step["mine"], body: step["mine"] });
}
