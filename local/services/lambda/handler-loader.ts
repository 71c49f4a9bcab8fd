import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A handler as the managed Node.js runtime calls it. */
export type LambdaHandler = (event: unknown, context: unknown, callback: unknown) => unknown;

/** An error in the form that Lambda answers with. */
export interface ErrorDescription {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** Describes whatever was thrown as Lambda does. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof Error)
    return {
      errorType: error.name,
      errorMessage: error.message,
      trace: (error.stack ?? "").split("\n"),
    };
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

class LoadError extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
  }
}

/**
 * Imports the handler named `file.export` (the export may be nested, the file in a sub-folder).
 *
 * @throws an error named `Runtime.MalformedHandlerName`, `Runtime.ImportModuleError` or `Runtime.HandlerNotFound`
 */
export async function loadHandler(root: string, name: string): Promise<LambdaHandler> {
  const [, path, member] = /^((?:.*\/)?[^./]+)\.(.+)$/.exec(name) ?? [];
  if (!path || !member || name.includes(".."))
    throw new LoadError("Runtime.MalformedHandlerName", "Bad handler");
  const file = [".mjs", ".js", ".cjs", ".mts", ".ts"]
    .map((end) => resolve(root, path + end))
    .find(existsSync);
  if (!file) throw new LoadError("Runtime.ImportModuleError", `Error: Cannot find module '${path}'`);
  let exported: unknown;
  try {
    exported = await import(pathToFileURL(file).href);
  } catch (error) {
    throw new LoadError("Runtime.ImportModuleError", String(error), error);
  }
  const named = at(exported, member) ?? at((exported as { default?: unknown }).default, member);
  if (named === undefined)
    throw new LoadError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  if (typeof named !== "function")
    throw new LoadError("Runtime.HandlerNotFound", `${name} is not a function`);
  return named as LambdaHandler;
}

function at(exported: unknown, member: string): unknown {
  return member
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], exported);
}
