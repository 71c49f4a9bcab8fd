import type { Agent } from "node:http";
import { statusAdvice } from "../../delivery/connection-trouble.ts";
import type { WrittenBatch } from "../../delivery/written/written-form.ts";
import { loadAuthentication } from "./authentication.ts";
import { CloudLoggingError, statusOf } from "./classify.ts";
import type { CloudLoggingHandlerOptions } from "./cloud-logging-options.ts";
import type { EntryErrors, RequestCommon, Transport } from "./transport.ts";

/** Not by `import`, which reads all that the module exports, WebSocket and the client of fetch among them. */
const http = process.getBuiltinModule("node:http");
const https = process.getBuiltinModule("node:https");

const SCOPE = "https://www.googleapis.com/auth/logging.write";
const GOOGLE = "https://logging.googleapis.com";
const BODY_END = "]}";
const PARTIAL = "WriteLogEntriesPartialErrors";

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

interface ErrorBody {
  readonly error?: {
    readonly status?: string;
    readonly message?: string;
    readonly details?: readonly {
      readonly "@type"?: string;
      readonly logEntryErrors?: Readonly<Record<string, { readonly code?: number }>>;
    }[];
  };
}

/** JSON bodies in one pass over kept connections; only the authentication is Google's library, loaded when first needed. */
export class RestTransport implements Transport {
  readonly #options: CloudLoggingHandlerOptions;
  readonly #url: URL;
  readonly #secure: boolean;
  readonly #agent: Agent;
  #authentication:
    | Promise<{ getRequestHeaders(): Promise<Headers>; getProjectId(): Promise<string> }>
    | undefined;

  constructor(options: CloudLoggingHandlerOptions) {
    this.#options = options;
    this.#url = new URL("/v2/entries:write", options.endpoint ?? GOOGLE);
    this.#secure = this.#url.protocol === "https:";
    this.#agent = new (this.#secure ? https : http).Agent({ keepAlive: true, maxSockets: 16 });
  }

  async projectId(): Promise<string> {
    const { projectId } = this.#options;
    return projectId ?? process.env["GOOGLE_CLOUD_PROJECT"] ?? (await this.#authenticate()).getProjectId();
  }

  async warmUp(): Promise<void> {
    if (!this.#options.insecure) await loadAuthentication();
  }

  write(
    entries: readonly string[],
    common: RequestCommon,
    signal: AbortSignal,
  ): Promise<EntryErrors | undefined> {
    return this.#call(Buffer.from(beginningOf(common) + entries.join(",") + BODY_END), signal);
  }

  writeWritten(
    batch: WrittenBatch,
    common: RequestCommon,
    signal: AbortSignal,
  ): Promise<EntryErrors | undefined> {
    return this.#call(batch.body(beginningOf(common), BODY_END), signal);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #call(body: Buffer, signal: AbortSignal): Promise<EntryErrors | undefined> {
    const answer = await this.#post(body, await this.#headers(), signal);
    if (answer.status !== 200) return entryErrors(answer);
    if (!isOwnAnswer(answer.body))
      throw new CloudLoggingError(
        "FOREIGN_ANSWER",
        "HTTP 200 came from something that is not Cloud Logging: check the endpoint and what stands before it",
      );
    return undefined;
  }

  async #headers(): Promise<Record<string, string>> {
    if (this.#options.insecure) return {};
    return Object.fromEntries((await (await this.#authenticate()).getRequestHeaders()).entries());
  }

  #authenticate() {
    this.#authentication ??= loadAuthentication().then(({ GoogleAuth }) => {
      const { keyFilename } = this.#options;
      return new GoogleAuth({ scopes: [SCOPE], ...(keyFilename !== undefined && { keyFilename }) });
    });
    return this.#authentication;
  }

  #post(body: Buffer, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = (this.#secure ? https : http).request(
        this.#url,
        {
          method: "POST",
          agent: this.#agent,
          signal,
          timeout: this.#options.requestTimeoutMs ?? 30_000,
          headers: { ...headers, "content-type": "application/json", "content-length": body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              retryAfter: response.headers["retry-after"],
              location: response.headers.location,
              body: Buffer.concat(chunks).toString("utf8"),
            }),
          );
        },
      );
      outgoing.on("timeout", () =>
        outgoing.destroy(new CloudLoggingError("DEADLINE_EXCEEDED", "Cloud Logging did not answer in time")),
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

/** A body up to its entries. */
function beginningOf({ logName, resource, labels }: RequestCommon): string {
  const shared = JSON.stringify({ logName, resource, ...(labels && { labels }), partialSuccess: true });
  return `${shared.slice(0, -1)},"entries":[`;
}

/** The service answers with an empty object; an empty page, a login or another server's answer is none of it. */
function isOwnAnswer(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null && Object.keys(answer).length === 0;
  } catch {
    return false;
  }
}

/** @throws CloudLoggingError unless the answer says which entries alone were refused */
function entryErrors({ status: httpStatus, body: text, retryAfter, location }: Answer): EntryErrors {
  let error: ErrorBody["error"];
  try {
    ({ error } = JSON.parse(text) as ErrorBody);
  } catch {
    // Proxies answer with pages; the HTTP status says enough.
  }
  const partial = error?.details?.find((detail) => detail["@type"]?.endsWith(PARTIAL))?.logEntryErrors;
  if (partial)
    return new Map(Object.entries(partial).map(([index, { code = 2 }]) => [Number(index), statusOf(code)]));
  throw new CloudLoggingError(
    error?.status ?? statusOfHttp(httpStatus),
    `Cloud Logging answered with HTTP ${httpStatus}`,
    {
      retryAfter,
      advice:
        statusAdvice("Cloud Logging", httpStatus, location) ??
        (error?.status === undefined && FOREIGN_REFUSALS.has(httpStatus)
          ? `Cloud Logging cannot be reached, something else answers at the endpoint (HTTP ${httpStatus}): check it.`
          : undefined),
    },
  );
}

/** Refusals that the service gives with a status of its own; without one they come from something else. */
const FOREIGN_REFUSALS: ReadonlySet<number> = new Set([404, 405, 406, 410, 501]);

function statusOfHttp(status: number): string {
  if (status === 429) return "RESOURCE_EXHAUSTED";
  if (status === 401) return "UNAUTHENTICATED";
  if (status === 403) return "PERMISSION_DENIED";
  if (status === 400 || status === 413) return "INVALID_ARGUMENT";
  return status >= 500 ? "UNAVAILABLE" : "UNKNOWN";
}
