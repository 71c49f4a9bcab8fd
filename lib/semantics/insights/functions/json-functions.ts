import { Structure } from "../rows/structure.ts";
import { textOf, toText, toValue, type Value } from "../values.ts";
import { define, type Functions, ofTexts, type QueryFunction } from "./function.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-json-functions */
export const JSON_FUNCTIONS: Functions = {
  jsonparse: ofStructures(1, ([value]) => structureOf(value)),
  jsonstringify: ofStructures(1, ([value]) =>
    value instanceof Structure ? JSON.stringify(value.content) : undefined,
  ),
  jsonarraysize: ofStructures(1, ([value]) => listOf(value)?.length),
  jsonarraycontains: ofStructures(2, ([value, sought]) => {
    const text = textOf(sought);
    return text !== undefined && (listOf(value) ?? []).some((item) => isItem(item, text));
  }),
  split: ofTexts(2, 2, ([text = "", delimiter = ""]) =>
    toValue(delimiter === "" ? [text] : text.split(delimiter)),
  ),
};

/** The map or list that a value is or spells. */
export function structureOf(value: Value): Structure | undefined {
  if (value instanceof Structure) return value;
  if (typeof value !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null ? new Structure(parsed) : undefined;
  } catch {
    return undefined;
  }
}

/** The items of a list that a value is or spells. */
export function listOf(value: Value): readonly unknown[] | undefined {
  const content = structureOf(value)?.content;
  return Array.isArray(content) ? content : undefined;
}

function isItem(item: unknown, text: string): boolean {
  if (typeof item === "boolean") return String(item) === text;
  return (typeof item === "string" || typeof item === "number") && toText(item) === text;
}

function ofStructures(count: number, call: QueryFunction["call"]): QueryFunction {
  return { ...define(count, count, call), structures: true };
}
