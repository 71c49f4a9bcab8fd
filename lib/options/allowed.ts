import { LEVELS } from "../logger/levels.ts";
import type { Shape } from "./shape.ts";

/** More than these are a list, not a sentence. */
const MOST_ALTERNATIVES = 5;

/** What a shape takes, in words that go on "use …" and "must be …". */
export function allowed(shape: Shape): string {
  if ("allowed" in shape && shape.allowed !== undefined) return shape.allowed;
  switch (shape.kind) {
    case "text":
      return "a text";
    case "whole":
      return shape.most === undefined
        ? `a whole number from ${shape.least}`
        : `a whole number from ${shape.least} to ${shape.most}`;
    case "share":
      return "a number from 0 to 1";
    case "flag":
      return "true or false";
    case "level":
      return `${Object.keys(LEVELS).join(", ")} or silent`;
    case "choice":
      return shape.of.length > MOST_ALTERNATIVES
        ? `one of ${shape.of.join(", ")}`
        : alternatives(shape.of.map((one) => JSON.stringify(one)));
    case "list":
      return `a list, each ${allowed(shape.of)}`;
    case "map":
      return shape.of.kind === "text" ? "texts by name" : "an object";
    case "object":
      return "an object";
    case "variants":
      return `an object with type ${alternatives(Object.keys(shape.of).map((one) => JSON.stringify(one)))}`;
    default:
      return "another value";
  }
}

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
