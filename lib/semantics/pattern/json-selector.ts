import { isWildcard } from "./selector-parser.ts";
import type { JsonSelector, SelectorStep } from "./tree.ts";

/** A JSON value that is no object and no list. */
export type JsonScalar = string | number | boolean | null;

/** Reads the node a selector lands on; `undefined` when there is none. */
export type JsonReader = (document: object) => unknown;

/** A reader of a selector without wildcards. */
export function compileReader(selector: JsonSelector): JsonReader {
  const steps = selector.map(compileStep);
  const [first, second, third] = steps as [JsonReader, JsonReader | undefined, JsonReader | undefined];
  if (second === undefined) return first;
  if (third === undefined) return (document) => second(first(document) as object);
  return (document) => {
    let node: unknown = document;
    for (const step of steps) {
      node = step(node as object);
      if (node === undefined) return undefined;
    }
    return node;
  };
}

/** Whether any node a selector lands on passes the test. */
export function compileSearch(
  selector: JsonSelector,
  test: (node: unknown) => boolean,
): (document: object) => boolean {
  return (document) => anyNode(document, selector, 0, test);
}

/** The first scalar a selector lands on. */
export function compileScalarReader(selector: JsonSelector): (document: object) => JsonScalar | undefined {
  if (!selector.some(isWildcard)) {
    const read = compileReader(selector);
    return (document) => {
      return scalarOf(read(document));
    };
  }
  return (document) => {
    let found: JsonScalar | undefined;
    anyNode(document, selector, 0, (node) => {
      if (!isScalarOrNull(node)) return false;
      found = node;
      return true;
    });
    return found;
  };
}

/** A node that is a scalar; `undefined` for every other. */
export function scalarOf(node: unknown): JsonScalar | undefined {
  return isScalarOrNull(node) ? node : undefined;
}

function isScalarOrNull(node: unknown): node is JsonScalar {
  return node !== undefined && (node === null || typeof node !== "object");
}

/** A step takes any node, or `undefined` from the step before. */
function compileStep(step: SelectorStep): JsonReader {
  if (step.type === "index") {
    const { index } = step;
    return (node) => (Array.isArray(node) ? node[index] : undefined);
  }
  if (step.type !== "name") throw new TypeError("A wildcard step has no single value");
  const { name } = step;
  // A name that every object inherits must be looked for among its own members.
  if (name in Object.prototype)
    return (node) => (isJsonObject(node) && Object.hasOwn(node, name) ? node[name] : undefined);
  return (node) => (isJsonObject(node) ? node[name] : undefined);
}

function isJsonObject(node: unknown): node is Record<string, unknown> {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function anyNode(
  node: unknown,
  selector: JsonSelector,
  depth: number,
  test: (node: unknown) => boolean,
): boolean {
  const step = selector[depth];
  if (step === undefined) return test(node);
  if (typeof node !== "object" || node === null) return false;
  if (step.type === "index") {
    return (
      Array.isArray(node) && step.index < node.length && anyNode(node[step.index], selector, depth + 1, test)
    );
  }
  if (step.type === "name") {
    if (Array.isArray(node) || !Object.hasOwn(node, step.name)) return false;
    return anyNode((node as Record<string, unknown>)[step.name], selector, depth + 1, test);
  }
  if (step.type === "any-element" && !Array.isArray(node)) return false;
  for (const child of Object.values(node)) if (anyNode(child, selector, depth + 1, test)) return true;
  return false;
}
