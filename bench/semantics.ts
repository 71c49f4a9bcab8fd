/** Filter patterns beside their floors: `node bench/semantics.ts`. Rounds are interleaved; medians of CPU time. */
import { compilePattern, PatternSet } from "../lib/semantics/pattern/index.ts";
import { keepResults, median } from "./results.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 31);
const PASSES = Number(process.env["BENCH_PASSES"] ?? 20);

const LEVELS = ["INFO", "WARN", "ERROR", "DEBUG"];
const jsonMessages = Array.from({ length: 500 }, (_, index) =>
  JSON.stringify({
    timestamp: new Date(1_700_000_000_000 + index * 997).toISOString(),
    level: LEVELS[index % 4],
    message: `order ${index} was handled in the queue of the shop`,
    logger: "checkout.payment",
    service: "checkout",
    requestId: `3f1c9a52-77aa-4b5e-${String(index).padStart(4, "0")}-9d1e2c3b4a59`,
    latency: (index * 37) % 900,
    status: 200 + (index % 5) * 100,
    user: { id: index, name: `user-${index % 20}`, roles: ["buyer", "admin"] },
  }),
);
const lines = Array.from(
  { length: 500 },
  (_, index) =>
    `10.0.${index % 200}.7 - user${index % 20} [10/Oct/2025:13:25:${10 + (index % 50)} +0000] "GET /items/${index}.html HTTP/1.1" ${200 + (index % 5) * 100} ${index * 13}`,
);

const fifty = (make: (index: number) => string): string[] =>
  Array.from({ length: 50 }, (_, index) => make(index));
const jsonPatterns = fifty(
  (index) =>
    [
      `{ $.level = "ERROR" && $.latency > ${index * 10} }`,
      `{ $.user.name = "user-${index}" }`,
      `{ $.status = ${200 + index} || $.status = 5* }`,
      `{ $.latency >= ${index * 20} && $.user.id != ${index} }`,
      `{ $.message = "*order ${index}*" && $.level != "DEBUG" }`,
    ][index % 5] as string,
);
const equalityPatterns = fifty(
  (index) =>
    [
      `{ $.level = "ERROR" && $.latency > ${index * 10} }`,
      `{ $.user.name = "user-${index}" }`,
      `{ $.status = ${200 + index * 10} }`,
      `{ $.service = "service-${index}" && $.status >= 500 }`,
      `{ $.logger = "checkout.payment" && $.user.id = ${index} }`,
    ][index % 5] as string,
);
const spacePatterns = fifty((index) =>
  index % 2 === 0
    ? `[ip, id, user = user${index}, timestamp, request, status, bytes > ${index * 10}]`
    : `[..., request = *.html*, status = ${index % 5}*, bytes]`,
);
const termPatterns = fifty((index) =>
  index % 2 === 0 ? `ERROR order${index}` : `?timeout${index} ?"refused by ${index}"`,
);

type Work = (message: string) => unknown;

interface Subject {
  readonly name: string;
  readonly messages: readonly string[];
  readonly floor: { readonly name: string; readonly work: Work };
  readonly work: Work;
  readonly target?: number;
}

const parse = { name: "JSON.parse", work: (message: string) => JSON.parse(message) as unknown };
const includes = { name: "String.includes", work: (message: string) => message.includes("ERROR") };
const split = { name: "String.split", work: (message: string) => message.split(" ") };

const oneMatching = compilePattern("{ $.level = * && $.latency >= 0 }");
const oneSelective = compilePattern('{ $.level = "ERROR" && $.latency > 500 }');
const jsonSet = new PatternSet(jsonPatterns);
const equalitySet = new PatternSet(equalityPatterns);
const oneTerm = compilePattern("ERROR");
const twoTerms = compilePattern("ERROR -Retrying");
const termSet = new PatternSet(termPatterns);
const words = termPatterns.flatMap((pattern) => pattern.match(/[a-z]+\d+|ERROR|refused by \d+/g) ?? []);
const oneSpace = compilePattern("[ip, id, user, timestamp, request = *.html*, status = 4*, bytes]");
const spaceSet = new PatternSet(spacePatterns);
const regex = compilePattern("%order [0-9]+7 was .*shop%");

const subjects: readonly Subject[] = [
  {
    name: "1 JSON pattern, every message matches",
    messages: jsonMessages,
    floor: parse,
    work: (message) => oneMatching.match(message),
    target: 0.8,
  },
  {
    name: "1 JSON pattern, few messages match",
    messages: jsonMessages,
    floor: parse,
    work: (message) => oneSelective.match(message),
    target: 0.8,
  },
  {
    name: "50 JSON patterns of equalities",
    messages: jsonMessages,
    floor: parse,
    work: (message) => equalitySet.match(message),
    target: 0.5,
  },
  {
    name: "50 JSON patterns, wildcards and orders",
    messages: jsonMessages,
    floor: parse,
    work: (message) => jsonSet.match(message),
    target: 0.5,
  },
  {
    name: "1 term",
    messages: jsonMessages,
    floor: includes,
    work: (message) => oneTerm.match(message),
    target: 0.5,
  },
  {
    name: "2 terms",
    messages: jsonMessages,
    floor: {
      name: "2 × includes",
      work: (message) => message.includes("ERROR") && !message.includes("Retrying"),
    },
    work: (message) => twoTerms.match(message),
    target: 0.5,
  },
  {
    name: "50 patterns of terms",
    messages: jsonMessages,
    floor: {
      name: `${words.length} × includes`,
      work: (message) => words.filter((word) => message.includes(word)),
    },
    work: (message) => termSet.match(message),
    target: 0.5,
  },
  { name: "1 space pattern", messages: lines, floor: split, work: (message) => oneSpace.match(message) },
  { name: "50 space patterns", messages: lines, floor: split, work: (message) => spaceSet.match(message) },
  {
    name: "1 regular expression",
    messages: jsonMessages,
    floor: includes,
    work: (message) => regex.match(message),
  },
];

let sink = 0;

function microsecondsPerMessage(work: Work, messages: readonly string[]): number {
  const start = process.cpuUsage();
  for (let pass = 0; pass < PASSES; pass++)
    for (const message of messages) if (work(message) !== undefined) sink++;
  const { user, system } = process.cpuUsage(start);
  return (user + system) / (PASSES * messages.length);
}

const rows: Record<string, Record<string, number>> = {};
for (const { name, messages, floor, work, target } of subjects) {
  const floorTimes: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS + 3; round++) {
    const floorTime = microsecondsPerMessage(floor.work, messages);
    const time = microsecondsPerMessage(work, messages);
    if (round < 3) continue;
    floorTimes.push(floorTime);
    times.push(time);
  }
  const ratio = median(times.map((time, round) => (floorTimes[round] as number) / time));
  const rate = Math.round(1e6 / median(times)).toLocaleString("en");
  const floorRate = Math.round(1e6 / median(floorTimes)).toLocaleString("en");
  rows[name] = { microseconds: median(times), rateOfFloor: ratio, timeOfFloor: 1 / ratio };
  const goal = target === undefined ? "" : ` (target ${target})`;
  console.log(
    `${name.padEnd(40)} ${rate.padStart(12)}/s  ${floor.name} ${floorRate.padStart(12)}/s  ${ratio.toFixed(2)} × floor${goal}`,
  );
}
if (sink === 0) throw new Error("The benchmark matched nothing");
keepResults("semantics", "the floor of JSON patterns is JSON.parse alone", rows);
