import { RE2JS } from "re2js";
import { pathOf, setAt, valueAt } from "../document.ts";
import { TransformationError } from "../transformation-error.ts";
import type { JsonObject, KeyList, Step, TransformerProcessor } from "../types.ts";

/** Changes the texts at some keys, for example to lower case. */
export function changeStrings({ withKeys }: KeyList, change: (text: string) => string): Step {
  return ({ document }) => {
    for (const key of withKeys) changeAt(document, key, change);
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-StringMutate.html#CloudWatch-Logs-Transformation-splitString */
export function splitString({ entries }: NonNullable<TransformerProcessor["splitString"]>): Step {
  return ({ document }) => {
    for (const { source, delimiter } of entries) changeAt(document, source, (text) => text.split(delimiter));
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-StringMutate.html#CloudWatch-Logs-Transformation-substituteString */
export function substituteString({ entries }: NonNullable<TransformerProcessor["substituteString"]>): Step {
  const compiled = entries.map(({ source, from, to }) => ({ source, to, pattern: RE2JS.compile(from) }));
  return ({ document }) => {
    for (const { source, to, pattern } of compiled)
      changeAt(document, source, (text) => {
        try {
          return pattern.matcher(text).replaceAll(to, true);
        } catch {
          throw new TransformationError(
            `substituteString: ${to} names a group that the expression does not have`,
          );
        }
      });
  };
}

function changeAt(document: JsonObject, key: string, change: (text: string) => unknown): void {
  const path = pathOf(key);
  const value = valueAt(document, path);
  if (typeof value === "string") setAt(document, path, change(value), true);
}
