import { parseLevel } from "../logger/levels.ts";
import { allowed } from "./allowed.ts";
import type { Members, Shape } from "./shape.ts";

/** One thing that is wrong with a value. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  /** What is taken instead, or what is wrong, as a sentence without the path. */
  readonly message: string;
  /** What stands there, in a few words; undefined when it must not be repeated or the message says it. */
  readonly given?: string | undefined;
  /** What is taken instead; undefined when the message says it. */
  readonly allowed?: string | undefined;
}

/** Where the values come from: options that a program gives, or a file. */
export type Source = "code" | "file";

/** Everything that is wrong with a value, outermost first. */
export function mistakesOf(
  shape: Shape,
  value: unknown,
  source: Source,
  path: readonly PropertyKey[] = [],
): Mistake[] {
  const refused = (): Mistake[] => [refusal(shape, value, path)];
  switch (shape.kind) {
    case "text":
      return isText(shape, value) ? [] : refused();
    case "whole":
      return isWhole(value, shape.least, shape.most) ? [] : refused();
    case "share":
      return typeof value === "number" && value >= 0 && value <= 1 ? [] : refused();
    case "flag":
      return typeof value === "boolean" ? [] : refused();
    case "level":
      return levelMistakes(value, path);
    case "choice":
      return shape.of.includes(value as string | number) ? [] : refused();
    case "program":
      return shape.accepts(value) ? [] : refused();
    case "list":
      if (!Array.isArray(value)) return refused();
      return value.flatMap((one, index) => mistakesOf(shape.of, one, source, [...path, index]));
    case "map":
      if (!isObject(value)) return refused();
      return Object.entries(value).flatMap(([name, one]) =>
        mistakesOf(shape.of, one, source, [...path, name]),
      );
    case "object":
      return isObject(value) ? memberMistakes(shape.members, value, source, path) : refused();
    case "variants": {
      if (!isObject(value)) return refused();
      const type = value["type"];
      const members = typeof type === "string" && Object.hasOwn(shape.of, type) ? shape.of[type] : undefined;
      if (members !== undefined) return memberMistakes({ type: TYPE, ...members }, value, source, path);
      const known = Object.keys(shape.of).join(", ");
      return [
        { path: [...path, "type"], message: `must be one of ${known}`, allowed: known, given: given(type) },
      ];
    }
    case "either":
      return eitherMistakes(shape, value, source, path);
  }
}

/** What an object is said to be by its own member `type` was looked at already. */
const TYPE: Shape = { kind: "text" };

/** An object that is one of the alternatives, but for some members, is told of those. */
function eitherMistakes(
  shape: Extract<Shape, { kind: "either" }>,
  value: unknown,
  source: Source,
  path: readonly PropertyKey[],
): Mistake[] {
  const found: Mistake[][] = [];
  for (const one of shape.of) {
    if (one.only !== undefined && one.only !== source) continue;
    const mistakes = mistakesOf(one, value, source, path);
    if (mistakes.length === 0) return [];
    found.push(mistakes);
  }
  return (
    found.find(([first]) => first !== undefined && first.path.length > path.length) ?? [
      refusal(shape, value, path),
    ]
  );
}

function memberMistakes(
  members: Members,
  value: Readonly<Record<string, unknown>>,
  source: Source,
  path: readonly PropertyKey[],
): Mistake[] {
  const here = Object.entries(members).filter(([, { only }]) => only === undefined || only === source);
  const names = new Set(here.map(([name]) => name));
  const unknown = Object.keys(value).filter((name) => !names.has(name));
  return [
    ...unknown.map((name) => ({
      path: [...path, name],
      message: `is unknown; use ${[...names].join(", ")}`,
    })),
    ...here.flatMap(([name, shape]) => {
      const member = value[name];
      if (member !== undefined || shape.required) return mistakesOf(shape, member, source, [...path, name]);
      return [];
    }),
  ];
}

function isText(shape: Extract<Shape, { kind: "text" }>, value: unknown): boolean {
  if (typeof value !== "string" || (value === "" && !shape.mayBeEmpty)) return false;
  return (shape.pattern?.test(value) ?? true) && (shape.test?.(value) ?? true);
}

const isWhole = (value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function levelMistakes(value: unknown, path: readonly PropertyKey[]): Mistake[] {
  try {
    parseLevel(value);
    return [];
  } catch (cause) {
    return [{ path, message: (cause as Error).message }];
  }
}

function refusal(shape: Shape, value: unknown, path: readonly PropertyKey[]): Mistake {
  const use = allowed(shape);
  return { path, message: `must be ${use}`, allowed: use, given: shape.secret ? undefined : given(value) };
}

/** A value in a few words. */
export function given(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  if (typeof value === "function") return "a function";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
