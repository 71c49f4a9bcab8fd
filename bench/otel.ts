/**
 * Cost of one call to /dev/null where OpenTelemetry is not loaded, where it is loaded without an active span, under an active span, and
 * with the same two fields in a context of ours. Every measurement is a process of its own; the rounds are interleaved; the figures are
 * medians. Needs `npm ci --prefix test/interop`.
 */
import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const CALLS = 200_000;
const WARM_UP = 20_000;
const ROUNDS = Number(process.env["ROUNDS"] ?? 9);

const { resolve } = createRequire(new URL("../test/interop/package.json", import.meta.url));
const own = JSON.stringify(new URL("../lib/index.ts", import.meta.url).href);
const [api, hooks, sdk] = ["api", "context-async-hooks", "sdk-trace"].map((name) =>
  JSON.stringify(pathToFileURL(resolve(`@opentelemetry/${name}`)).href),
);

const LOGGER = `
const { getLogger, withContext } = await import(${own});
const log = getLogger("orders");
const context = { requestId: "8f14e45f-ceea-4672-a1c2", tenant: "acme", region: "eu-west-1", version: "1.42.0" };
const call = (i) => log.info({ orderId: "o-" + i, amount: i * 1.25, currency: "EUR", attempt: i & 3, paid: (i & 1) === 0 }, "order placed");
let wrap = (run) => withContext(context, run);`;
const LOADED = `
const { AsyncLocalStorageContextManager } = await import(${hooks});
const { context: contexts, trace } = await import(${api});
contexts.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());`;
const TWO_FIELDS = `{ trace_id: "5759e988bd862e3fe1be46a994272793", span_id: "53995c3f42cd8ad8" }`;

const SUBJECTS = {
  "not loaded": LOGGER,
  "no span": LOGGER + LOADED,
  "two fields": `${LOGGER} wrap = (run) => withContext({ ...context, ...${TWO_FIELDS} }, run);`,
  "active span": `${LOGGER}${LOADED}
const { TracerProvider } = await import(${sdk});
const tracer = new TracerProvider().getTracer("bench");
const inner = wrap;
wrap = (run) => inner(() => tracer.startActiveSpan("request", run));`,
} as const;
type Subject = keyof typeof SUBJECTS;

const LOOP = `
wrap(() => { for (let i = 0; i < ${WARM_UP}; i += 1) call(i); });
const start = process.hrtime.bigint();
wrap(() => { for (let i = 0; i < ${CALLS}; i += 1) call(i); });
process.stderr.write(String(Number(process.hrtime.bigint() - start) / ${CALLS}));`;

function measure(subject: Subject): number {
  const result = spawnSync(process.execPath, ["--input-type=module", "-e", SUBJECTS[subject] + LOOP], {
    encoding: "utf8",
    stdio: ["ignore", openSync("/dev/null", "w"), "pipe"],
  });
  const nanoseconds = Number(result.stderr);
  if (!(nanoseconds > 0)) throw new Error(`${subject}: ${result.stderr}`);
  return nanoseconds;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const subjects = Object.keys(SUBJECTS) as Subject[];
const rounds = Array.from(
  { length: ROUNDS },
  () => Object.fromEntries(subjects.map((subject) => [subject, measure(subject)])) as Record<Subject, number>,
);
const ratio = (one: Subject, other: Subject): string =>
  median(rounds.map((round) => round[one] / round[other])).toFixed(2);

console.log(`ns a call (median of ${ROUNDS})`);
for (const subject of subjects)
  console.log(`${subject.padEnd(12)} ${median(rounds.map((round) => round[subject])).toFixed(0)}`);
console.log(`no span / not loaded     ${ratio("no span", "not loaded")} ×`);
console.log(`active span / two fields ${ratio("active span", "two fields")} ×`);
