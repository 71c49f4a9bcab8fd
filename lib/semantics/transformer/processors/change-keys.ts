import { deleteAt, isObject, objectAt, pathOf, setAt, setMember, valueAt } from "../document.ts";
import type { KeyList, Step, TransformerProcessor } from "../types.ts";

type Of<Name extends keyof TransformerProcessor> = NonNullable<TransformerProcessor[Name]>;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-JSONMutate.html#CloudWatch-Logs-Transformation-addKeys */
export function addKeys({ entries }: Of<"addKeys">): Step {
  return ({ document }) => {
    for (const { key, value, overwriteIfExists = false } of entries)
      setAt(document, pathOf(key), value, overwriteIfExists);
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-JSONMutate.html#CloudWatch-Logs-Transformation-copyValue */
export function copyValue({ entries }: Of<"copyValue">): Step {
  return ({ document, metadata }) => {
    for (const { source, target, overwriteIfExists = false } of entries) {
      const value = Object.hasOwn(metadata, source) ? metadata[source] : valueAt(document, pathOf(source));
      if (value !== undefined) setAt(document, pathOf(target), structuredClone(value), overwriteIfExists);
    }
  };
}

/**
 * Moves a key into another field, under the name it has.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-JSONMutate.html#CloudWatch-Logs-Transformation-moveKeys
 */
export function moveKeys({ entries }: Of<"moveKeys">): Step {
  return ({ document }) => {
    for (const { source, target, overwriteIfExists = false } of entries) {
      const from = pathOf(source);
      const name = from.at(-1)!;
      const value = valueAt(document, from);
      if (value === undefined || `${target}.`.startsWith(`${source}.`)) continue;
      const parent = objectAt(document, pathOf(target));
      if (parent === undefined || (Object.hasOwn(parent, name) && !overwriteIfExists)) continue;
      deleteAt(document, from);
      setMember(parent, name, value);
    }
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-JSONMutate.html#CloudWatch-Logs-Transformation-renameKeys */
export function renameKeys({ entries }: Of<"renameKeys">): Step {
  return ({ document }) => {
    for (const { key, renameTo, overwriteIfExists = false } of entries) {
      const from = pathOf(key);
      const value = valueAt(document, from);
      if (value === undefined || key === renameTo) continue;
      const inside = isObject(value) && renameTo.startsWith(`${key}.`);
      if (!inside && setAt(document, pathOf(renameTo), value, overwriteIfExists)) deleteAt(document, from);
    }
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-JSONMutate.html#CloudWatch-Logs-Transformation-deleteKeys */
export function deleteKeys({ withKeys }: KeyList): Step {
  return ({ document }) => {
    for (const key of withKeys) deleteAt(document, pathOf(key));
  };
}
