/**
 * Time that request logging adds to a request, beside pino-http's and LogTape's for Express: a request and a response of
 * `node:http` without a socket, and its records to /dev/null. Every measurement is a process of its own; the rounds are interleaved;
 * the figures are medians, less those of the same request without logging.
 *
 * Run `npm ci --prefix bench`, then `npm run bench:http`.
 */
import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";

const REQUESTS = Number(process.env["REQUESTS"] ?? 30_000);
const WARM_UP = 5_000;
const ROUNDS = Number(process.env["ROUNDS"] ?? 9);
const ENTRY = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

const PRELUDE = `
import { IncomingMessage, ServerResponse } from "node:http";
import { Duplex } from "node:stream";
const socket = new Duplex({ read() {}, write(chunk, encoding, done) { done(); } });
Object.defineProperty(socket, "remoteAddress", { value: "203.0.113.7" });
socket.remotePort = 40000;
socket.setMaxListeners(0);
const headers = { host: "shop.example", "user-agent": "bench/1.0", accept: "application/json", "accept-encoding": "gzip", "x-forwarded-for": "203.0.113.7", connection: "keep-alive" };
const answer = (request, response) => { response.setHeader("content-type", "application/json"); response.end('{"ok":true}'); };
const exchange = (number) => new Promise((resolve) => {
  const request = new IncomingMessage(socket);
  request.method = "GET";
  request.url = "/orders/" + number + "?page=2";
  request.httpVersion = "1.1";
  request.headers = { ...headers };
  request.push(null);
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  response.once("finish", () => { response.detachSocket(socket); response.emit("close"); setImmediate(resolve); });
  handle(request, response);
});
`;

const SUBJECTS: Readonly<Record<string, string>> = {
  none: `const handle = answer;`,
  cumulog: `const { httpLogging } = await import(${ENTRY("../lib/http/index.ts")});
const logging = httpLogging(); const handle = (request, response) => logging(request, response, () => answer(request, response));`,
  "pino-http": `const { pinoHttp } = await import("pino-http"); const logging = pinoHttp();
const handle = (request, response) => logging(request, response, () => answer(request, response));`,
  "LogTape express": `const { configure, getConsoleSink, jsonLinesFormatter } = await import("@logtape/logtape");
const { expressLogger } = await import("@logtape/express");
await configure({ sinks: { console: getConsoleSink({ formatter: jsonLinesFormatter }) }, loggers: [{ category: [], sinks: ["console"], lowestLevel: "info" }, { category: ["logtape", "meta"], sinks: [], lowestLevel: "error" }] });
const logging = expressLogger();
const handle = (request, response) => { request.originalUrl = request.url; request.get = (name) => request.headers[name]; logging(request, response, () => answer(request, response)); };`,
};

const LOOP = `
const many = async (count) => { for (let number = 0; number < count; number += 1) await exchange(number); };
await many(${WARM_UP});
const cpu = process.cpuUsage(); const start = process.hrtime.bigint();
await many(${REQUESTS});
const wall = Number(process.hrtime.bigint() - start) / ${REQUESTS} / 1000; const used = process.cpuUsage(cpu);
process.stderr.write(JSON.stringify({ wall, cpu: (used.user + used.system) / ${REQUESTS} }));`;

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

function measure(subject: string): Cost {
  const source = `${PRELUDE}${SUBJECTS[subject]}${LOOP}`;
  const result = spawnSync(
    process.execPath,
    ["--conditions=cumulog-source", "--input-type=module", "-e", source],
    {
      cwd: import.meta.dirname,
      encoding: "utf8",
      stdio: ["ignore", openSync("/dev/null", "w"), "pipe"],
    },
  );
  const line = result.stderr.trimEnd().split("\n").at(-1) ?? "";
  if (result.status !== 0 || !line.startsWith('{"wall"')) throw new Error(`${subject}: ${result.stderr}`);
  return JSON.parse(line) as Cost;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const costs = new Map<string, Cost[]>(Object.keys(SUBJECTS).map((subject) => [subject, []]));
for (let round = 0; round < ROUNDS; round += 1)
  for (const [subject, rounds] of costs) rounds.push(measure(subject));
const none = costs.get("none")!;
const peer = costs.get("pino-http")!;
const added = (rounds: readonly Cost[], kind: keyof Cost) =>
  median(rounds.map((cost, round) => cost[kind] - none[round]![kind]));
console.log(
  `a request without logging: ${median(none.map(({ cpu }) => cpu)).toFixed(1)} µs of CPU (median of ${ROUNDS})`,
);
console.table(
  [...costs]
    .filter(([subject]) => subject !== "none")
    .map(([subject, rounds]) => ({
      subject,
      "added CPU µs": added(rounds, "cpu").toFixed(2),
      "added time µs": added(rounds, "wall").toFixed(2),
      "CPU / pino-http": median(
        rounds.map((cost, round) => (cost.cpu - none[round]!.cpu) / (peer[round]!.cpu - none[round]!.cpu)),
      ).toFixed(2),
    })),
);
