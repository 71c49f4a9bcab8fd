import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One line of README's table of measurements. `{row|member|digits}` stands for a figure that the line's bench has kept. */
interface MeasuredLine {
  readonly measured: string;
  readonly cumulog: string;
  readonly others: string;
  /** `npm run bench:NAME`, which keeps `bench/results/NAME.json`. */
  readonly bench: string;
}

/** What README says of speed and size. No figure stands here: `npm run measured` writes them out of `bench/results`. */
export const MEASURED: readonly MeasuredLine[] = [
  {
    measured: "time of a call, to `/dev/null`, of `console.log(JSON.stringify(…))`",
    cumulog: "**{to null: cumulog|ofConsole|2} ×**",
    others: "pino {to null: pino|ofConsole|2} ×, Powertools {to null: powertools|ofConsole|2} ×",
    bench: "logger",
  },
  {
    measured: "the same, to a pipe",
    cumulog: "**{to pipe: cumulog|ofConsole|2} ×**",
    others: "pino {to pipe: pino|ofConsole|2} ×, Powertools {to pipe: powertools|ofConsole|2} ×",
    bench: "logger",
  },
  {
    measured:
      "time that a logger and its first line add to a cold start, of Powertools', and its size in the bundle",
    cumulog: "**{cumulog|ofPowertools|2} ×**, {cumulog|kilobytes|1} KB",
    others:
      "Powertools {powertools|milliseconds|1} ms, {powertools|kilobytes|1} KB; pino {pino|ofPowertools|1} ×, {pino|kilobytes|1} KB; winston {winston|ofPowertools|1} ×, {winston|kilobytes|0} KB",
    bench: "coldstart",
  },
  {
    measured: "what the middleware adds to an invocation, of Powertools' `injectLambdaContext`",
    cumulog:
      "**{cumulog, given to middy|ofPowertools|2} ×** given to middy 7; {cumulog, given to use|ofPowertools|2} × given to `.use`",
    others: "Powertools is the unit",
    bench: "middleware",
  },
  {
    measured: "the same with its record of each invocation, of Powertools with `logEvent`",
    cumulog:
      "**{summary, given to middy|ofPowertoolsWithLogEvent|2} ×** given to middy 7; {summary, given to use|ofPowertoolsWithLogEvent|2} × given to `.use`",
    others: "Powertools is the unit",
    bench: "middleware",
  },
  {
    measured:
      "records a second to CloudWatch Logs through the logger, warm, of the raw SDK with perfect batches and two calls in flight while records are made",
    cumulog:
      "**{no latency: cumulog|rateOfRaw|2} ×**, {no latency: cumulog|mainThreadOfRaw|2} × its main thread, none lost, order kept",
    others:
      "the raw SDK waiting for each call {no latency: raw|rateOfRaw|2} ×; a fused floor that signs its own bodies and keeps no account {no latency: floor|rateOfRaw|2} ×, {no latency: floor|mainThreadOfRaw|2} × the main thread",
    bench: "delivery",
  },
  {
    measured: "the same with 50 milliseconds to each answer",
    cumulog:
      "{50 ms latency: cumulog|rateOfRaw|2} ×: one call at a time keeps the order; **{50 ms latency: cumulog-overlapped|rateOfRaw|2} ×** with `requestsInFlight: 2`",
    others: "the raw SDK waiting for each call {50 ms latency: raw|rateOfRaw|2} ×",
    bench: "delivery",
  },
  {
    measured: "the same from a cold process, counted from its start",
    cumulog: "**{from a cold process: cumulog|rateOfRaw|2} ×**",
    others: "the fused floor {from a cold process: floor|rateOfRaw|2} ×",
    bench: "delivery",
  },
  {
    measured: "events a second into OpenSearch 2.19, of the bulk helper of its own client",
    cumulog:
      "{cumulog: into OpenSearch 2.19|rateOf official|2} × uncompressed, {cumulog: the same, gzip bodies|rateOf official|2} × with gzip, the default",
    others: "bodies built before {prebuilt: into OpenSearch 2.19|rateOf official|2} ×",
    bench: "search",
  },
  {
    measured: "entries a second to Cloud Logging in calls of 1,000, of bare grpc-js with protobufjs",
    cumulog: "**{cumulog grpc|rateOfBareGrpc|2} ×** gRPC, **{cumulog rest|rateOfBareGrpc|2} ×** REST",
    others:
      "Google's client {Google's client|rateOfBareGrpc|2} ×, its `log.write` {log.write|rateOfBareGrpc|2} ×; REST bodies put together from texts {bare REST|rateOfBareGrpc|2} ×",
    bench: "google",
  },
  {
    measured: "time to test one JSON pattern, of `JSON.parse` alone",
    cumulog:
      "{1 JSON pattern, every message matches|timeOfFloor|2} × where every message matches, {1 JSON pattern, few messages match|timeOfFloor|2} × where few do",
    others: "–",
    bench: "semantics",
  },
  {
    measured: "log processor with 20 rules over a payload of 8 MB, of `gunzip` and `JSON.parse` alone",
    cumulog:
      "{ours, 20 rules|rateOfFloor|2} × the rate; {ours, no rules (splice)|rateOfFloor|2} × without rules; {memory|megabytes|0} MB",
    others:
      "parsed and printed again {forwarders' way, JavaScript|rateOfFloor|2} ×, by Python {forwarders' way, Python|rateOfFloor|2} ×",
    bench: "processor",
  },
  {
    measured: "from an alarm's message to the post of its alert, warm; the log processor's bundle",
    cumulog: "{notifier|warmMs|1} ms; loaded in {log-processor|loadMs|0} ms, {log-processor|kilobytes|0} KB",
    others: "a function that only posts {only a post|warmMs|1} ms",
    bench: "notifier",
  },
  {
    measured: "a backtest of 1 GB of access log, beside `grep -c`",
    cumulog: "{access|seconds|1} s, {access|megabytesOfMemory|0} MB of memory",
    others: "{access|grepSeconds|1} s",
    bench: "backtest",
  },
];

export const BEGIN = "<!-- measured: written by `npm run measured` out of bench/results -->";
export const END = "<!-- /measured -->";

/** Thrown when README would quote what no bench has kept. */
export class FigureMissingError extends Error {
  override readonly name = "FigureMissingError";
}

interface Kept {
  readonly path: string;
  readonly date: string;
  readonly machine: string;
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The benches that README quotes, in the order of its lines. */
export const QUOTED_BENCHES: readonly string[] = [...new Set(MEASURED.map(({ bench }) => bench))];

/**
 * README's table, with the machines of its figures.
 *
 * @param results folder of what the benches keep with `KEEP=1`
 * @throws FigureMissingError that names the bench and the figure
 */
export function measuredTable(results: string): string {
  const machines = new Map<string, Set<string>>();
  const rows: string[] = [];
  for (const line of MEASURED) {
    const kept = keptBy(results, line.bench);
    const where = `${kept.machine}, ${kept.date}`;
    machines.set(where, (machines.get(where) ?? new Set()).add(line.bench));
    rows.push(rowOf(line, kept));
  }
  const said = [...machines].map(([where, benches]) =>
    machines.size === 1 ? where : `${where} (${[...benches].join(", ")})`,
  );
  return [
    BEGIN,
    `Medians of interleaved rounds on ${said.join("; ")}.`,
    "",
    "| measured | cumulog | others | command |",
    "|---|---|---|---|",
    ...rows,
    END,
  ].join("\n");
}

/**
 * Checks that a bench has kept every figure that README quotes of it.
 *
 * @throws FigureMissingError that names the bench and the figure
 */
export function checkKept(results: string, bench: string): void {
  const kept = keptBy(results, bench);
  for (const line of MEASURED) if (line.bench === bench) rowOf(line, kept);
}

function keptBy(results: string, bench: string): Kept {
  const path = join(results, `${bench}.json`);
  if (!existsSync(path))
    throw new FigureMissingError(`${path} is missing: KEEP=1 npm run bench:${bench} writes it`);
  return { ...(JSON.parse(readFileSync(path, "utf8")) as Omit<Kept, "path">), path };
}

function rowOf({ measured, cumulog, others, bench }: MeasuredLine, { path, rows }: Kept): string {
  const filled = (text: string) =>
    text.replace(/\{([^|{}]+)\|([^|{}]+)\|(\d)\}/g, (_, row: string, member: string, digits: string) => {
      const figure = rows[row]?.[member];
      if (typeof figure !== "number")
        throw new FigureMissingError(`${path} has no ${member} of "${row}", which README quotes`);
      return figure.toFixed(Number(digits));
    });
  return `| ${measured} | ${filled(cumulog)} | ${filled(others)} | \`npm run bench:${bench}\` |`;
}

/** README with its table written again. @throws FigureMissingError when its marks are missing */
export function withMeasuredTable(readme: string, table: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new FigureMissingError(`README.md has no "${BEGIN}" … "${END}"`);
  return readme.slice(0, begin) + table + readme.slice(end + END.length);
}
