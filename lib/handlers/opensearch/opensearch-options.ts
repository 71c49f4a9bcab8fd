import { checkIndexPattern } from "../../search/index-name.ts";
import type { AwsCredentials } from "../../search/signature.ts";
import { type HandlerOptions, readHandlerOptions } from "../handler-options.ts";

/** How the handler says who it is. */
export type OpenSearchAuth =
  | { readonly type: "basic"; readonly username: string; readonly password: string }
  /** An encoded API key of Elasticsearch. */
  | { readonly type: "apiKey"; readonly key: string }
  /** Signature Version 4, for Amazon OpenSearch Service and OpenSearch Serverless. */
  | {
      readonly type: "aws";
      /** @default AWS_REGION */
      readonly region?: string;
      /** @default "aoss" for hosts under aoss.amazonaws.com, else "es" */
      readonly service?: "es" | "aoss";
      /** @default the environment's, else the chain of the AWS SDK */
      readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>);
    };

/** Options of `OpenSearchHandler`. */
export interface OpenSearchHandlerOptions extends HandlerOptions {
  /** Address of the server, such as `https://search.example.com:9200`. */
  readonly url: string;
  /** Beginning of the index names; `{service}` is the record's service. The day is added. @default "logs-{service}" */
  readonly index?: string;
  /** @default none */
  readonly auth?: OpenSearchAuth;
  /** PEM file of the authority that signed the server's certificate. @default the authorities that Node trusts */
  readonly caFile?: string;
  /** Days that events are kept; an older event makes no index and is rejected as `too-old`. @default 30 */
  readonly retentionDays?: number;
  /** File that gets what the server refuses for good, a line of JSON each with the server's reason. @default none */
  readonly deadLetterFile?: string;
  /** Installs index template and retention policy before the first delivery. @default false */
  readonly setup?: boolean;
  /** Sends gzip bodies. @default true */
  readonly compress?: boolean;
  /**
   * Bytes that records which wait may make the process grow by: about 1.5 to 2 times their text, and more when they are short.
   * @default 67108864
   */
  readonly maximumQueueBytes?: number;
  /** Directory that keeps records which cannot be sent or held, until they can; processes may share it. @default none */
  readonly spool?: string;
  /** Delivers what is queued when the process gets SIGTERM, SIGINT or SIGHUP, before it ends. @default true */
  readonly signals?: boolean;
  /** Longest wait of a record for a fuller batch, in ms. @default 1000 */
  readonly lingerMs?: number;
  /** Requests at once. @default 2 */
  readonly requestsInFlight?: number;
  /** Upper bound of the first wait between tries, in ms. @default 50 */
  readonly backoffBaseMs?: number;
  /** @default 30000 */
  readonly requestTimeoutMs?: number;
}

const NUMBERS: Readonly<Record<string, number>> = {
  retentionDays: 1,
  maximumQueueBytes: 65_536,
  lingerMs: 0,
  requestsInFlight: 1,
  backoffBaseMs: 0,
  requestTimeoutMs: 1,
};
const TEXTS = ["url", "index", "caFile", "deadLetterFile", "spool"] as const;
const KNOWN = [...TEXTS, "auth", "setup", "compress", "signals", ...Object.keys(NUMBERS)];

/** Members of each kind of `auth`, the first of them required. */
const AUTH_MEMBERS: Readonly<
  Record<string, { readonly required: readonly string[]; readonly known: readonly string[] }>
> = {
  basic: { required: ["username", "password"], known: ["username", "password"] },
  apiKey: { required: ["key"], known: ["key"] },
  aws: { required: [], known: ["region", "service", "credentials"] },
};

/** @throws {TypeError} that names the option and what is allowed; no secret stands in it */
export function checkOpenSearchOptions(options: OpenSearchHandlerOptions): HandlerOptions {
  const common = readHandlerOptions("OpenSearchHandler", options, KNOWN);
  const refuse = (name: string, allowed: string): never => {
    throw new TypeError(`OpenSearchHandler: ${name} must be ${allowed}`);
  };
  for (const name of TEXTS) {
    const value: unknown = options[name];
    if ((value !== undefined || name === "url") && (typeof value !== "string" || value === ""))
      refuse(name, name === "url" ? "an address such as https://search.example.com:9200" : "a text");
  }
  for (const name of ["setup", "compress", "signals"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== "boolean") refuse(name, "true or false");
  }
  for (const [name, minimum] of Object.entries(NUMBERS)) {
    const value = options[name as keyof OpenSearchHandlerOptions];
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= minimum))
      refuse(name, `a whole number from ${minimum}`);
  }
  checkAuth(options.auth, refuse);
  try {
    if (options.index !== undefined) checkIndexPattern(options.index);
  } catch (cause) {
    throw new TypeError(`OpenSearchHandler: ${(cause as Error).message}`, { cause });
  }
  return common;
}

function checkAuth(auth: unknown, refuse: (name: string, allowed: string) => never): void {
  if (auth === undefined) return;
  const members = auth as Readonly<Record<string, unknown>> | null;
  const kind = typeof members === "object" ? AUTH_MEMBERS[String(members?.["type"])] : undefined;
  if (members === null || kind === undefined) {
    refuse("auth", 'an object with type "aws", "basic" or "apiKey"');
    return;
  }
  for (const name of kind.required)
    if (typeof members[name] !== "string" || members[name] === "") refuse(`auth.${name}`, "a text");
  for (const name of Object.keys(members))
    if (name !== "type" && !kind.known.includes(name))
      refuse(`auth.${name}`, `one of ${["type", ...kind.known].join(", ")}`);
}
