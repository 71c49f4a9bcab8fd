import type { Members, Mistake, Shape, Source } from "./shape-types.ts";

/** Everything that is wrong with a value, outermost first. */
export function mistakesOf(
  shape: Shape,
  value: unknown,
  source: Source,
  path: readonly PropertyKey[] = [],
): Mistake[] {
  return shape.rules.check(shape as never, value, source, path);
}

/** What a shape takes, in words that go on "use …" and "must be …". */
export function allowed(shape: Shape): string {
  return ("allowed" in shape ? shape.allowed : undefined) ?? shape.rules.words(shape as never);
}

/** What is wrong with the members of an object. */
export function memberMistakes(
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

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** That a value is not what is taken. */
export function refusal(shape: Shape, value: unknown, path: readonly PropertyKey[]): Mistake {
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
