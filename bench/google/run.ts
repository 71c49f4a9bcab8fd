import { setImmediate } from "node:timers/promises";
import { Logging, v2 } from "@google-cloud/logging";
import { credentials } from "@grpc/grpc-js";
import { CloudLoggingHandler } from "../../lib/handlers/cloud-logging/index.ts";
import { configure, getLogger, shutdown } from "../../lib/index.ts";
import { orderFields } from "../order-record.ts";
import { type BareSender, bareGrpc, concatenatingRest } from "./bare-grpc.ts";

/**
 * One run of one side: `node run.ts SIDE GRPC_PORT REST_PORT ENTRIES`; prints entries per second, CPU per entry and peak memory.
 * Records come 100 in a turn of the loop, as from a server's requests; two calls are in flight at most, on every side.
 */
const [side, grpcPort, restPort, text] = process.argv.slice(2) as [string, string, string, string];
const count = Number(text);
const PER_CALL = 1_000;
const PER_TURN = 100;
const IN_FLIGHT = 2;

const turn = (index: number): Promise<void> | undefined =>
  index % PER_TURN === 0 ? setImmediate() : undefined;

async function ours(transport: "grpc" | "rest", total: number): Promise<void> {
  const handler = new CloudLoggingHandler({
    transport,
    projectId: "p",
    insecure: true,
    endpoint: transport === "grpc" ? `127.0.0.1:${grpcPort}` : `http://127.0.0.1:${restPort}`,
    resource: { type: "global" },
    requestsInFlight: IN_FLIGHT,
    maximumEntries: PER_CALL,
  });
  await configure({ handlers: { cloud: handler }, loggers: { "": { level: "info", handlers: ["cloud"] } } });
  const logger = getLogger("orders.api");
  for (let index = 0; index < total; index++) {
    logger.info(orderFields(index), "order placed");
    await turn(index);
  }
  const { delivered } = await shutdown();
  if (delivered !== total) throw new Error(`delivered ${delivered} of ${total}`);
}

const clientOptions = {
  projectId: "p",
  apiEndpoint: "127.0.0.1",
  port: Number(grpcPort),
  sslCreds: credentials.createInsecure(),
};

/** Calls `send` with full groups, {@link IN_FLIGHT} at once. */
async function inGroups<Entry>(
  total: number,
  make: (index: number) => Entry,
  send: (entries: Entry[]) => Promise<unknown>,
): Promise<void> {
  const open = new Set<Promise<unknown>>();
  let entries: Entry[] = [];
  for (let index = 0; index < total; index++) {
    entries.push(make(index));
    if (entries.length === PER_CALL || index === total - 1) {
      const call = send(entries).finally(() => open.delete(call));
      open.add(call);
      entries = [];
      if (open.size >= IN_FLIGHT) await Promise.race(open);
    }
    await turn(index);
  }
  await Promise.all(open);
}

async function raw(total: number): Promise<void> {
  const client = new v2.LoggingServiceV2Client(clientOptions);
  const make = (index: number) => {
    const now = Date.now();
    const fields = orderFields(index);
    return {
      timestamp: { seconds: Math.floor(now / 1_000), nanos: (now % 1_000) * 1_000_000 },
      severity: 200 as const,
      insertId: `id${index}`,
      jsonPayload: {
        fields: {
          message: { stringValue: "order placed" },
          logger: { stringValue: "orders.api" },
          level: { stringValue: "INFO" },
          timestamp: { stringValue: new Date(now).toISOString() },
          orderId: { numberValue: fields.orderId },
          customer: { stringValue: fields.customer },
          total: { numberValue: fields.total },
          currency: { stringValue: fields.currency },
          path: { stringValue: fields.path },
        },
      },
    };
  };
  await inGroups(total, make, (entries) =>
    client.writeLogEntries({
      logName: "projects/p/logs/raw",
      resource: { type: "global" },
      partialSuccess: true,
      entries,
    }),
  );
  await client.close();
}

async function logWrite(total: number): Promise<void> {
  const logging = new Logging(clientOptions as ConstructorParameters<typeof Logging>[0]);
  const log = logging.log("bench");
  const make = (index: number) =>
    log.entry(
      { severity: "INFO", resource: { type: "global" } },
      { message: "order placed", logger: "orders.api", ...orderFields(index) },
    );
  await inGroups(total, make, (entries) => log.write(entries));
}

async function bare(sender: BareSender, total: number): Promise<void> {
  const open = new Set<Promise<unknown>>();
  for (let index = 0; index < total; index++) {
    if (index % PER_CALL === PER_CALL - 1 || index === total - 1) {
      const from = index - (index % PER_CALL);
      const call = sender.send(from, index + 1).finally(() => open.delete(call));
      open.add(call);
      if (open.size >= IN_FLIGHT) await Promise.race(open);
    }
    await turn(index);
  }
  await Promise.all(open);
  sender.close();
}

const SIDES: Readonly<Record<string, (total: number) => Promise<void>>> = {
  "bare gRPC": (total) => bare(bareGrpc(grpcPort), total),
  "bare REST": (total) => bare(concatenatingRest(restPort), total),
  "Google's client": raw,
  "cumulog grpc": (total) => ours("grpc", total),
  "cumulog rest": (total) => ours("rest", total),
  "log.write": logWrite,
};
const run = SIDES[side]!;
await run(10_000);
const thread = process.threadCpuUsage();
const cpu = process.cpuUsage();
const start = performance.now();
await run(count);
const seconds = (performance.now() - start) / 1_000;
const used = process.cpuUsage(cpu);
const memory = process.resourceUsage().maxRSS / 1_024;
const own = process.threadCpuUsage(thread);
console.log(
  JSON.stringify({
    rate: count / seconds,
    cpu: (used.user + used.system) / count,
    main: (own.user + own.system) / count,
    memory,
  }),
);
process.exit(0);
