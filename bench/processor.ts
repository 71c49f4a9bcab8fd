/**
 * The log processor beside bare decoding, on one payload of about 1 MB gzip (7 MB, 14,000 events):
 * - floor: gunzip and JSON.parse of the envelope and of every message
 * - ours: 20 rules and forwarding to a destination that takes everything
 * - splice: forwarding without rules
 * - forwarders' way: gunzip, JSON.parse of all, JSON.stringify of all; in JavaScript, and in Python where it is installed
 *
 * Run with `node bench/processor.ts`; CPU time of interleaved runs, medians.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { processorSchema } from "../functions/log-processor/configuration.ts";
import type { Destination } from "../functions/log-processor/destinations/destination.ts";
import { putLogEventsBody } from "../functions/log-processor/destinations/log-group.ts";
import { processPayload } from "../functions/log-processor/process.ts";
import { RuleSet } from "../functions/log-processor/rules.ts";
import { createMetrics } from "../lib/metrics/index.ts";
import { encodeSubscription } from "../lib/semantics/subscription/encode.ts";
import { keepResults, median } from "./results.ts";

const EVENTS = 14_000;
const ROUNDS = Number(process.env["ROUNDS"] ?? 9);

function payload(): string {
  let seed = 42;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed / 2 ** 32;
  };
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
  const levels = ["INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"];
  const routes = ["/orders", "/orders/pay", "/health", "/users", "/carts/items"];
  const logEvents = Array.from({ length: EVENTS }, (_, index) => ({
    timestamp: 1_700_000_000_000 + index * 4,
    message: JSON.stringify({
      timestamp: new Date(1_700_000_000_000 + index * 4).toISOString(),
      level: levels[Math.floor(random() * levels.length)],
      logger: "shop.orders.payment",
      message: "request handled by the payment service after authorisation of the customer's card",
      requestId: `${hex(8)}-${hex(4)}-${hex(4)}-${hex(12)}`,
      route: routes[Math.floor(random() * routes.length)],
      status: 200 + Math.floor(random() * 320),
      durationMs: Math.round(random() * 100_000) / 100,
      customer: { id: `c-${hex(6)}`, country: "DE", plan: "business" },
      functionName: "orders-production-handler",
      tags: ["checkout", "payment", "eu-west-1"],
    }),
  }));
  return encodeSubscription({
    owner: "111122223333",
    logGroup: "/shop/orders",
    logStream: "2026/11/20/[$LATEST]a",
    logEvents,
  });
}

const metric = (name: string, pattern: string, more: object = {}) => ({
  name,
  pattern,
  action: { type: "metric", namespace: "Bench", metric: name, ...more },
});

const RULES = [
  metric("errors", '{ $.level = "ERROR" }', { dimensions: { Route: "$.route" } }),
  metric("warnings", '{ $.level = "WARN" }'),
  metric("slow", "{ $.durationMs > 990 }", { value: "$.durationMs" }),
  metric("serverErrors", "{ $.status >= 500 && $.status < 600 }"),
  metric("clientErrors", "{ $.status >= 400 && $.status < 500 }"),
  metric("payments", '{ $.route = "/orders/pay" }'),
  metric("business", '{ $.customer.plan = "business" && $.level = "ERROR" }'),
  metric("german", '{ $.customer.country = "DE" && $.status = 404 }'),
  metric("checkout", '{ $.tags[0] = "checkout" && $.status = 503 }'),
  metric("users", '{ $.route = "/users*" && $.level = "ERROR" }'),
  metric("timeouts", "timeout"),
  metric("refused", '"connection refused"'),
  metric("memory", '?OutOfMemory ?"heap limit"'),
  metric("panics", "panic -recovered"),
  metric("throttled", '{ $.error.name = "ThrottlingException" }'),
  metric("missing", "{ $.requestId NOT EXISTS }"),
  metric("nulls", "{ $.customer.id IS NULL }"),
  { name: "noise", pattern: '{ $.level = "DEBUG" }', action: { type: "drop" } },
  { name: "health", pattern: '{ $.route = "/health" && $.status < 300 }', action: { type: "drop" } },
  {
    name: "sampled",
    pattern: '{ $.level = "INFO" && $.route = "/carts/items" }',
    action: { type: "sample", rate: 0.5 },
  },
];

/** Does what the log group destination does before the network. */
const sink: Destination = {
  name: "sink",
  logGroup: undefined,
  async forward(events, _source, _deadline, delivered) {
    let bytes = 0;
    for (let start = 0; start < events.length; start += 2_000) {
      bytes += putLogEventsBody("/copy", "stream", events.slice(start, start + 2_000)).length;
    }
    if (bytes === 0) throw new Error("nothing was forwarded");
    delivered(events);
    return [];
  },
};

async function processor(rules: unknown[]) {
  const configuration = processorSchema.parse({ rules });
  const compiled = await RuleSet.compile(configuration.rules);
  const metrics = createMetrics({ namespace: "Bench", write: () => {} });
  return async (data: string) => {
    const ledger = await processPayload(
      data,
      undefined,
      {
        rules: compiled,
        destinations: [{ ...sink, takesFrom: () => true }],
        functionName: "bench",
        ownLogGroup: "/aws/lambda/bench",
        region: "eu-west-1",
        done: new Map(),
        alerted: new Map(),
        metricsFor: () => metrics,
      },
      Date.now() + 60_000,
    );
    metrics.flush();
    if (ledger.received !== EVENTS || ledger.failed !== 0) throw new Error("the ledger is wrong");
  };
}

function floor(data: string): void {
  const envelope = JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString());
  for (const event of envelope.logEvents) JSON.parse(event.message);
}

function forwarder(data: string): void {
  const envelope = JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString());
  const entries = envelope.logEvents.map((event: { message: string }) => ({
    ...event,
    message: JSON.parse(event.message),
  }));
  Buffer.from(entries.map((entry: unknown) => JSON.stringify(entry)).join("\n"));
}

const PYTHON = `
import base64, gzip, json, sys, time
data = sys.stdin.read()
def forward():
    envelope = json.loads(gzip.decompress(base64.b64decode(data)))
    entries = []
    for event in envelope["logEvents"]:
        event["message"] = json.loads(event["message"])
        entries.append(event)
    return "\\n".join(json.dumps(entry) for entry in entries).encode()
times = []
for _ in range(5):
    start = time.process_time(); forward(); times.append((time.process_time() - start) * 1000)
print(sorted(times)[2])
`;

// As a child of itself: only our processor, on the payload from standard input, to see its memory alone.
if (process.env["MEMORY_ONLY"] === "1") {
  const given = await textOf(process.stdin);
  const run = await processor(RULES);
  for (let round = 0; round < 20; round += 1) await run(given);
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
  process.exit(0);
}

const data = payload();
const gzip = Buffer.from(data, "base64");
const text = gunzipSync(gzip);
console.log(
  `payload: ${(gzip.length / 1e6).toFixed(2)} MB gzip, ${(text.length / 1e6).toFixed(2)} MB, ${EVENTS} events`,
);

const contenders = new Map<string, (data: string) => unknown>([
  ["floor (gunzip + JSON.parse)", floor],
  ["ours, 20 rules", await processor(RULES)],
  ["ours, no rules (splice)", await processor([])],
  ["forwarders' way, JavaScript", forwarder],
]);
const times = new Map<string, number[]>([...contenders.keys()].map((name) => [name, []]));
for (let round = 0; round < ROUNDS + 2; round += 1) {
  for (const [name, run] of contenders) {
    const start = process.cpuUsage();
    await run(data);
    const used = process.cpuUsage(start);
    if (round >= 2) times.get(name)!.push((used.user + used.system) / 1000);
  }
}
const base = median(times.get("floor (gunzip + JSON.parse)")!);
const rows = [...times].map(([name, values]) => ({
  name,
  "CPU ms": median(values),
  "rate / floor": base / median(values),
}));

const python = spawnSync("python3", ["-c", PYTHON], { input: data, encoding: "utf8" });
const pythonMs = Number(python.stdout);
if (python.status === 0 && pythonMs > 0) {
  rows.push({ name: "forwarders' way, Python", "CPU ms": pythonMs, "rate / floor": base / pythonMs });
}
console.table(
  rows.map((row) => ({
    ...row,
    "CPU ms": row["CPU ms"].toFixed(1),
    "rate / floor": row["rate / floor"].toFixed(2),
  })),
);
const ours = median(times.get("ours, 20 rules")!);
console.log(`20 rules: ${(base / ours).toFixed(2)} × the floor's rate (target 0.6)`);
if (pythonMs > 0) {
  const splice = median(times.get("ours, no rules (splice)")!);
  console.log(
    `beside Python: ${(pythonMs / ours).toFixed(2)} × with rules, ${(pythonMs / splice).toFixed(2)} × without (target 3)`,
  );
}
const folder = mkdtempSync(join(tmpdir(), "cumulog-bench-"));
const bundle = join(folder, "processor.mjs");
buildSync({
  conditions: ["cumulog-source", "module"],
  entryPoints: [fileURLToPath(import.meta.url)],
  bundle: true,
  platform: "node",
  format: "esm",
  outfile: bundle,
  logLevel: "error",
  banner: {
    js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);',
  },
});
// Bundled and with the options that the construct deploys it with.
const alone = spawnSync(process.execPath, ["--enable-source-maps", "--max-semi-space-size=4", bundle], {
  input: data,
  encoding: "utf8",
  env: { ...process.env, MEMORY_ONLY: "1" },
});
rmSync(folder, { recursive: true });
if (alone.status !== 0) throw new Error(`the process alone failed: ${alone.stderr}`);
keepResults(
  "processor",
  "the floor only unpacks and parses: it looks for nothing, counts nothing and forwards nothing",
  Object.fromEntries([
    ...rows.map((row) => [
      row.name,
      { cpuMilliseconds: row["CPU ms"], rateOfFloor: row["rate / floor"] } as Record<string, number>,
    ]),
    ["memory", { megabytes: Number(alone.stdout) }],
  ]),
);
console.log(
  `peak memory of a process that handles 20 such payloads: ${Number(alone.stdout).toFixed(0)} MB (target 256)`,
);
