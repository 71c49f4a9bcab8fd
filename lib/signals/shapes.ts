import { LEVELS } from "../logger/levels.ts";
import type { SignalDescription } from "./description.ts";
import { SignalError } from "./signal-error.ts";

type Test = readonly [expected: string, test: (value: unknown) => boolean];

const text: Test = ["a text", (value) => typeof value === "string"];
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const object: Test = ["an object", isObject];
const texts: Test = [
  "a text for each name",
  (value) => isObject(value) && Object.values(value).every((one) => typeof one === "string"),
];
const number: Test = ["a number", (value) => typeof value === "number" && Number.isFinite(value)];
const limit: Test = [
  'a number, or a text such as "2%"',
  (value) => typeof value === "string" || number[1](value),
];
const level: Test = [
  `one of ${Object.keys(LEVELS).join(", ")}`,
  (value) => typeof value === "string" && Object.hasOwn(LEVELS, value),
];
const list = (of: Test): Test => [
  `a list, each ${of[0]}`,
  (value) => Array.isArray(value) && value.every(of[1]),
];
const events = { level, pattern: text };

interface Shape {
  readonly [member: string]: Test | Shape;
}

const SHAPE: Shape = {
  ...events,
  moreThan: limit,
  fewerThan: limit,
  within: text,
  windows: { over: number, of: number },
  value: text,
  unit: text,
  ratio: { of: events, to: events, minimum: number },
  silence: text,
  unusual: { width: number, direction: text, statistic: text },
  budget: { objective: text, window: text, of: events, to: events, minimum: number },
  query: { query: text, aggregate: text, by: list(text), lines: number },
  dimensions: texts,
  alarmFor: list(texts),
};

/** Whether members that are given have the form that they must have. @throws SignalError that names the member */
export function checkShape(description: SignalDescription): void {
  check(description, SHAPE, [], true);
}

function check(value: unknown, shape: Shape, path: readonly string[], open: boolean): void {
  if (!isObject(value)) throw new SignalError(path, `expected ${object[0]}`);
  for (const [member, given] of Object.entries(value)) {
    const test = Object.hasOwn(shape, member) ? shape[member] : undefined;
    const at = [...path, member];
    if (test === undefined) {
      if (!open) throw new SignalError(at, `unknown; expected one of ${Object.keys(shape).join(", ")}`);
    } else if (given !== undefined && !(member === "unusual" && typeof given === "boolean")) {
      if (!Array.isArray(test)) check(given, test as Shape, at, false);
      else if (!(test as Test)[1](given)) throw new SignalError(at, `expected ${(test as Test)[0]}`);
    }
  }
}
