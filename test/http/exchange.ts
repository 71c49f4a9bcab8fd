import { createServer, type IncomingHttpHeaders, type RequestListener, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";

/** Puts a fresh handler in force and gives it. */
export async function remembered(level = "info"): Promise<MemoryHandler> {
  const memory = new MemoryHandler();
  await configure({ handlers: { memory }, loggers: { "": { level } } });
  return memory;
}

/** A server on loopback while the body runs. */
export async function serving<Result>(
  listener: RequestListener,
  use: (origin: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Resolves once the handler has so many records of whole requests. */
export async function recordsOf(memory: MemoryHandler, count: number): Promise<Record<string, unknown>[]> {
  const whole = () => memory.entries.filter((entry) => entry["durationMs"] !== undefined);
  while (whole().length < count) await new Promise((resolve) => setImmediate(resolve));
  return whole();
}

/** A request whose response's body may be left in the middle. */
export function leaveAfterFirstByte(url: string): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    const request = send(url, (response) => {
      response.once("data", () => {
        request.destroy();
        resolve(response.headers);
      });
    });
    request.once("error", reject);
    request.end();
  });
}
