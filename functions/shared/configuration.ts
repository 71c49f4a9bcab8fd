import { en } from "zod/locales";
import * as z from "zod/mini";
import { resolveReference } from "./secret.ts";

/** Thrown when a function's configuration is missing or wrong; names every mistake with its path. */
export class FunctionConfigurationError extends Error {
  override readonly name = "FunctionConfigurationError";
}

/**
 * Reads a JSON document from an environment variable: the document itself, or `ssm:/path` or `secretsmanager:arn` that
 * holds it, for documents beyond the 4 KB that Lambda allows its environment.
 *
 * @throws FunctionConfigurationError if it is missing, no JSON, or not of the schema.
 */
export async function readConfiguration<T>(variable: string, schema: z.ZodMiniType<T>): Promise<T> {
  const given = process.env[variable];
  if (given === undefined || given.trim() === "") {
    throw new FunctionConfigurationError(
      `Set the environment variable ${variable} to a JSON document, or to ssm:/name of a parameter that holds it.`,
    );
  }
  const text = await resolveReference(given);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new FunctionConfigurationError(`${variable} is not JSON: ${(cause as Error).message}`, { cause });
  }
  z.config(en());
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new FunctionConfigurationError(`${variable} is not usable:\n${z.prettifyError(parsed.error)}`);
}

/** Runs an asynchronous preparation once, keeps its result, and tries again after a failure. */
export function once<T>(prepare: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= prepare().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
