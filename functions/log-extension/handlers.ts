import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Handler, jsonFormatter, type LogRecord } from "cumulog";
import { HANDLERS } from "cumulog/config";
import { resolveReference } from "../shared/secret.ts";
import type { ExtensionHandler, ExtensionHandlers } from "./configuration.ts";
import type { TelemetryRecord } from "./function-record.ts";

const MEGABYTE = 1_048_576;
/** A share of the function's memory, which the extension lives in too. */
const QUEUE_SHARE = 1 / 16;
const SMALLEST_QUEUE = 4 * MEGABYTE;
const LARGEST_QUEUE = 64 * MEGABYTE;
const LINGER_MS = 200;

/** Where the extension runs. */
export interface Surroundings {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Makes the handlers of a configuration, with what is known of the function as their defaults.
 *
 * @throws {TypeError} for a wrong option, and {SecretUnavailableError} for a reference that cannot be read
 */
export async function openHandlers(
  handlers: ExtensionHandlers,
  surroundings: Surroundings,
): Promise<Handler[]> {
  return Promise.all(
    Object.values(handlers).map(async (described) => {
      const { type, ...options } = (await resolved(described)) as ExtensionHandler;
      return HANDLERS[type].make({
        ...common(surroundings.environment),
        ...DEFAULTS[type](surroundings),
        ...(type === "cloud-logging" ? withKeyFile(options) : options),
      });
    }),
  );
}

function common({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: megabytes }: NodeJS.ProcessEnv): object {
  const share = Number(megabytes ?? 0) * MEGABYTE * QUEUE_SHARE;
  return {
    // The environment's end is told by an event.
    signals: false,
    lingerMs: LINGER_MS,
    maximumQueueBytes: Math.min(LARGEST_QUEUE, Math.max(SMALLEST_QUEUE, Math.floor(share))),
  };
}

const DEFAULTS = {
  /** Lines go as they are, into a stream that is named as Lambda names its own. */
  cloudwatch: ({ functionVersion }: Surroundings) => ({
    logStreamName: streamName(functionVersion),
    formatter: (record: LogRecord) => (record as Partial<TelemetryRecord>).line ?? jsonFormatter(record),
  }),
  "cloud-logging": ({ functionName, environment }: Surroundings) => ({
    transport: "rest",
    // https://cloud.google.com/logging/docs/api/v2/resource-list
    resource: {
      type: "generic_task",
      labels: {
        location: environment["AWS_REGION"] ?? "",
        namespace: "aws_lambda",
        job: functionName,
        task_id: randomUUID(),
      },
    },
  }),
  opensearch: () => ({}),
  otlp: () => ({}),
} as const;

/** Colons may not be in a stream's name; the version of a published function has none. */
function streamName(functionVersion: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${functionVersion}]${randomUUID().replaceAll("-", "")}`;
}

/** Google's library reads credentials of a file. */
function withKeyFile({ credentials, ...options }: Readonly<Record<string, unknown>>): object {
  if (typeof credentials !== "string") return options;
  const keyFilename = join(tmpdir(), `cumulog-${randomUUID()}.json`);
  writeFileSync(keyFilename, credentials, { mode: 0o600 });
  return { ...options, keyFilename };
}

/** What stands behind the references in a configuration. */
async function resolved(value: unknown): Promise<unknown> {
  if (typeof value === "string") return resolveReference(value);
  if (Array.isArray(value)) return Promise.all(value.map(resolved));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(
    async ([name, member]) => [name, await resolved(member)] as const,
  );
  return Object.fromEntries(await Promise.all(members));
}
