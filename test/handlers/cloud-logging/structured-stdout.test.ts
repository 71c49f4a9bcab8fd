import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { toLogEntry } from "../../../lib/semantics/cloud-logging/to-log-entry.ts";

const library = join(import.meta.dirname, "../../../lib/index.ts");

it("writes lines of which Google's agents make the entries that were meant, without shutdown too", () => {
  const program = `
    import { CloudLoggingHandler, configure, getLogger, withContext } from ${JSON.stringify(library)};
    await configure({
      handlers: { out: new CloudLoggingHandler({ transport: "stdout", projectId: "shop", labels: { team: "orders" } }) },
      loggers: { "": { level: "info", handlers: ["out"] } },
    });
    withContext({ traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }, () =>
      getLogger("orders").warn({ orderId: 3, httpRequest: { requestMethod: "GET", status: 500 } }, "slow"),
    );
    getLogger("orders").error(new Error("broken"), "failed");`;

  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });

  const [warning, failure] = output
    .trim()
    .split("\n")
    .map((line) => toLogEntry(line));
  expect(warning).toMatchObject({
    severity: "WARNING",
    trace: "projects/shop/traces/0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    traceSampled: true,
    httpRequest: { requestMethod: "GET", status: 500 },
    labels: { team: "orders" },
    jsonPayload: { message: "slow", orderId: 3 },
  });
  expect(warning!.insertId).toMatch(/^\S+$/);
  expect(failure).toMatchObject({
    severity: "ERROR",
    jsonPayload: { stack_trace: expect.stringContaining("broken") },
  });
});
