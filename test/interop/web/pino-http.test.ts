import { createServer } from "node:http";
import { getLogger, type MemoryHandler } from "cumulog";
import { pinoHttp } from "pino-http";
import { beforeEach, describe, expect, test } from "vitest";
import { listening, remembered } from "./application.ts";

let memory: MemoryHandler;
beforeEach(async () => {
  memory = await remembered();
});

describe("pino-http over our logger", () => {
  test("200 overlapping requests have the id of their own", async () => {
    // Without a cast: our logger is one of pino's.
    const logging = pinoHttp({
      logger: getLogger("web"),
      genReqId: (request) => String(request.headers["x-id"]),
    });
    const server = createServer(async (request, response) => {
      logging(request, response);
      await new Promise((resolve) => setImmediate(resolve));
      request.log.info({ mine: request.headers["x-id"] }, "step");
      response.end();
    });
    const origin = await listening(server);

    await Promise.all(
      Array.from({ length: 200 }, (_, index) => fetch(origin, { headers: { "x-id": `r-${index}` } })),
    );
    await new Promise((resolve) => server.close(resolve));

    const steps = memory.entries.filter((entry) => entry["message"] === "step");
    expect(steps).toHaveLength(200);
    for (const step of steps) expect(step["req"]).toMatchObject({ id: step["mine"] });
    const completed = memory.entries.filter((entry) => entry["message"] === "request completed");
    expect(completed).toHaveLength(200);
    expect(completed[0]).toMatchObject({
      logger: "web",
      res: { statusCode: 200 },
      responseTime: expect.any(Number),
    });
  });
});
