import { pathOf, setAt, valueAt } from "../document.ts";
import { TransformationError } from "../transformation-error.ts";
import type { Step, TransformerProcessor } from "../types.ts";

type Entries = NonNullable<TransformerProcessor["typeConverter"]>["entries"];
type Type = Entries[number]["type"];

const INTEGER = /^\s*[+-]?\d+\s*$/;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Datatype.html#CloudWatch-Logs-Transformation-typeConverter */
export function typeConverter({ entries }: { readonly entries: Entries }): Step {
  return ({ document }) => {
    for (const { key, type } of entries) {
      const path = pathOf(key);
      const value = valueAt(document, path);
      if (value === undefined || value === null || typeof value === "object") continue;
      const converted = CONVERSIONS[type](value);
      if (converted === undefined)
        throw new TransformationError(`typeConverter: the value of ${key} is no ${type}`);
      setAt(document, path, converted, true);
    }
  };
}

const CONVERSIONS: Readonly<Record<Type, (value: unknown) => unknown>> = {
  string: (value) => String(value),
  integer: (value) => {
    if (typeof value === "number") return Math.trunc(value);
    if (typeof value === "boolean") return Number(value);
    return INTEGER.test(String(value)) ? Number(value) : undefined;
  },
  double: (value) => {
    if (typeof value === "boolean") return Number(value);
    const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
    return Number.isFinite(number) ? number : undefined;
  },
  boolean: (value) => {
    if (typeof value === "boolean") return value;
    if (typeof value === "number") return value !== 0;
    const text = String(value).trim().toLowerCase();
    return text === "true" ? true : text === "false" ? false : undefined;
  },
};
