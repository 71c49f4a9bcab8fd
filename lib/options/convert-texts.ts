import { isObject } from "./check-shape.ts";
import { pathText } from "./path-text.ts";
import type { Members, Shape } from "./shape.ts";

/**
 * Values in which texts that came from the environment are numbers or booleans where the shape has those.
 *
 * @param paths texts of the paths to values that hold something of the environment
 */
export function convertTexts(
  shape: Shape,
  value: unknown,
  paths: ReadonlySet<string>,
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === "string") return paths.has(pathText(path)) ? converted(shape, value) : value;
  if (Array.isArray(value))
    return shape.kind === "list"
      ? value.map((one, index) => convertTexts(shape.of, one, paths, [...path, index]))
      : value;
  if (!isObject(value)) return value;
  const members = membersOf(shape, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const member = shape.kind === "map" ? shape.of : members?.[name];
      return [name, member === undefined ? one : convertTexts(member, one, paths, [...path, name])];
    }),
  );
}

function membersOf(shape: Shape, value: Readonly<Record<string, unknown>>): Members | undefined {
  if (shape.kind === "object") return shape.members;
  if (shape.kind === "variants") return shape.of[String(value["type"])];
  if (shape.kind !== "either") return undefined;
  const [first] = shape.of.flatMap((one) => (one.kind === "object" ? [one.members] : []));
  return first;
}

function converted(shape: Shape, text: string): unknown {
  const trimmed = text.trim();
  const kinds = (shape.kind === "either" ? shape.of : [shape]).map(({ kind }) => kind);
  if (kinds.includes("flag") && (trimmed === "true" || trimmed === "false")) return trimmed === "true";
  const isNumber =
    kinds.includes("whole") ||
    kinds.includes("share") ||
    (shape.kind === "choice" && shape.of.some((one) => typeof one === "number"));
  return isNumber && trimmed !== "" && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}
