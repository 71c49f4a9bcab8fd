import { isDeepStrictEqual } from "node:util";
import { ServiceError } from "#kernel/service-error.ts";

/** One step of a patch. */
interface PatchStep {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * A copy of a document with a patch of RFC 6902 applied to it.
 * https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-update.html
 *
 * @param text the patch, a list of steps in JSON
 * @throws ServiceError `InvalidRequestException` when the patch is none, or does not fit
 */
export function patched(document: object, text: string): Record<string, unknown> {
  const result = { document: structuredClone(document) as unknown };
  for (const step of stepsOf(text)) OPERATIONS[step.op]!(result, step);
  return result.document as Record<string, unknown>;
}

const invalid = (message: string): ServiceError => new ServiceError("InvalidRequestException", message);

function stepsOf(text: string): PatchStep[] {
  let steps: unknown;
  try {
    steps = JSON.parse(text);
  } catch {
    // Said below.
  }
  const isStep = (step: unknown) =>
    Object.hasOwn(OPERATIONS, String((step as PatchStep | null)?.op)) &&
    typeof (step as PatchStep).path === "string";
  if (Array.isArray(steps) && steps.every(isStep)) return steps as PatchStep[];
  throw invalid(
    "Invalid patch document: expected a list of the operations add, copy, move, remove, replace and test, each with its path.",
  );
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-4 */
const INDEX = /^(0|[1-9]\d*)$/;

type Root = { document: unknown };

const OPERATIONS: Readonly<Record<string, (root: Root, step: PatchStep) => void>> = {
  add: (root, { path, value }) => put(root, path, value, true),
  copy: (root, { path, from = "" }) => put(root, path, structuredClone(found(root, from)), true),
  move: (root, { path, from = "" }) => {
    const moved = found(root, from);
    remove(root, from);
    put(root, path, moved, true);
  },
  remove: (root, { path }) => remove(root, path),
  replace: (root, { path, value }) => put(root, path, value, false),
  test: (root, { path, value }) => {
    if (!isDeepStrictEqual(found(root, path), value))
      throw invalid(`Invalid patch update: the value at ${path} is another one.`);
  },
};

/** What a path's last part is in: an object or a list. The empty path is the document itself. */
function placeOf(root: Root, path: string): [container: object, key: string] {
  if (path === "") return [root, "document"];
  if (!path.startsWith("/")) throw missing(path);
  const parts = path.split("/").slice(1);
  const keys = parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  let container = root.document;
  for (const key of keys.slice(0, -1)) container = memberOf(container, key, path);
  if (typeof container !== "object" || container === null) throw missing(path);
  return [container, keys.at(-1)!];
}

const missing = (path: string): ServiceError => invalid(`Invalid patch update: there is nothing at ${path}.`);

function memberOf(container: unknown, key: string, path: string): unknown {
  if (typeof container !== "object" || container === null || !Object.hasOwn(container, key))
    throw missing(path);
  if (Array.isArray(container) && !INDEX.test(key)) throw missing(path);
  return (container as Record<string, unknown>)[key];
}

function found(root: Root, path: string): unknown {
  const [container, key] = placeOf(root, path);
  return memberOf(container, key, path);
}

function put(root: Root, path: string, value: unknown, adds: boolean): void {
  const [container, key] = placeOf(root, path);
  if (!adds) memberOf(container, key, path);
  if (Array.isArray(container) && adds) {
    const at = key === "-" ? container.length : INDEX.test(key) ? Number(key) : Number.NaN;
    if (!(at <= container.length)) throw missing(path);
    container.splice(at, 0, value);
    return;
  }
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}

function remove(root: Root, path: string): void {
  const [container, key] = placeOf(root, path);
  memberOf(container, key, path);
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete (container as Record<string, unknown>)[key];
}
