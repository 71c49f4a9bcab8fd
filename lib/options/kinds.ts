import { LEVELS, parseLevel } from "../logger/levels.ts";
import { allowed, given, isObject, memberMistakes, mistakesOf, refusal } from "./check-shape.ts";
import type { Rules, Shape } from "./shape-types.ts";

type Of<Kind extends Shape["kind"]> = Extract<Shape, { kind: Kind }>;

/** Rules of a kind that a value fits or not. */
function fitting<Kind extends Shape["kind"]>(
  words: (shape: Of<Kind>) => string,
  fits: (shape: Of<Kind>, value: unknown) => boolean,
): Rules {
  return {
    words,
    check: (shape: Of<Kind>, value, _source, path) =>
      fits(shape, value) ? [] : [refusal(shape, value, path)],
  };
}

export const TEXT: Rules = /* @__PURE__ */ fitting<"text">(
  () => "a text",
  (shape, value) => {
    if (typeof value !== "string" || (value === "" && !shape.mayBeEmpty)) return false;
    return (shape.pattern?.test(value) ?? true) && (shape.test?.(value) ?? true);
  },
);

export const WHOLE: Rules = /* @__PURE__ */ fitting<"whole">(
  ({ least, most }) => `a whole number from ${least}${most === undefined ? "" : ` to ${most}`}`,
  ({ least, most = Number.MAX_SAFE_INTEGER }, value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
);

export const SHARE: Rules = /* @__PURE__ */ fitting<"share">(
  () => "a number from 0 to 1",
  (_, value) => typeof value === "number" && value >= 0 && value <= 1,
);

export const FLAG: Rules = /* @__PURE__ */ fitting<"flag">(
  () => "true or false",
  (_, value) => typeof value === "boolean",
);

export const PROGRAM: Rules = /* @__PURE__ */ fitting<"program">(
  () => "another value",
  (shape, value) => shape.accepts(value),
);

/** More than these are a list, not a sentence. */
const MOST_ALTERNATIVES = 5;

export const CHOICE: Rules = /* @__PURE__ */ fitting<"choice">(
  ({ of }) =>
    of.length > MOST_ALTERNATIVES
      ? `one of ${of.join(", ")}`
      : alternatives(of.map((one) => JSON.stringify(one))),
  ({ of }, value) => of.includes(value as string | number),
);

export const LEVEL: Rules = {
  words: () => `${Object.keys(LEVELS).join(", ")} or silent`,
  check(_, value, _source, path) {
    try {
      parseLevel(value);
      return [];
    } catch (cause) {
      return [{ path, message: (cause as Error).message }];
    }
  },
};

export const LIST: Rules = {
  words: ({ of }: Of<"list">) => `a list, each ${allowed(of)}`,
  check: (shape: Of<"list">, value, source, path) =>
    Array.isArray(value)
      ? value.flatMap((one, index) => mistakesOf(shape.of, one, source, [...path, index]))
      : [refusal(shape, value, path)],
};

export const MAP: Rules = {
  words: ({ of }: Of<"map">) => (of.kind === "text" ? "texts by name" : "an object"),
  check: (shape: Of<"map">, value, source, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, one]) => mistakesOf(shape.of, one, source, [...path, name]))
      : [refusal(shape, value, path)],
};

export const OBJECT: Rules = {
  words: () => "an object",
  check: (shape: Of<"object">, value, source, path) =>
    isObject(value) ? memberMistakes(shape.members, value, source, path) : [refusal(shape, value, path)],
};

/** An object that is one of the alternatives, but for some members, is told of those. */
export const EITHER: Rules = {
  words: () => "another value",
  check(shape: Of<"either">, value, source, path) {
    const found = [];
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
  },
};

export const VARIANTS: Rules = {
  words: ({ of }: Of<"variants">) =>
    `an object with type ${alternatives(Object.keys(of).map((one) => JSON.stringify(one)))}`,
  check(shape: Of<"variants">, value, source, path) {
    if (!isObject(value)) return [refusal(shape, value, path)];
    const type = value["type"];
    const members = typeof type === "string" && Object.hasOwn(shape.of, type) ? shape.of[type] : undefined;
    if (members !== undefined) {
      // What it is said to be by its member `type` was looked at already.
      const itself: Shape = { kind: "text", rules: TEXT };
      return memberMistakes({ type: itself, ...members }, value, source, path);
    }
    const known = Object.keys(shape.of).join(", ");
    return [
      { path: [...path, "type"], message: `must be one of ${known}`, allowed: known, given: given(type) },
    ];
  },
};

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
