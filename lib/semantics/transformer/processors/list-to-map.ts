import { isObject, pathOf, putFields, valueAt } from "../document.ts";
import type { ListToMap, Step } from "../types.ts";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-JSONMutate.html#CloudWatch-Logs-Transformation-listToMap */
export function listToMap({
  source,
  key,
  valueKey,
  target,
  flatten = false,
  flattenedElement,
}: ListToMap): Step {
  return ({ document }) => {
    const list = valueAt(document, pathOf(source));
    if (!Array.isArray(list)) return;
    const found = new Map<string, unknown[]>();
    for (const element of list) {
      if (!isObject(element)) continue;
      const name = valueAt(element, pathOf(key));
      if (name === undefined || name === null || typeof name === "object") continue;
      const value = valueKey === undefined ? element : valueAt(element, pathOf(valueKey));
      if (value === undefined) continue;
      const values = found.get(String(name));
      if (values) values.push(value);
      else found.set(String(name), [value]);
    }
    const which = flattenedElement === "last" ? -1 : 0;
    putFields(
      document,
      target,
      [...found].map(
        ([name, values]) => [name, structuredClone(flatten ? values.at(which) : values)] as const,
      ),
    );
  };
}
