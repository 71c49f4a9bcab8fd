import { type IncomingHttpHeaders, request } from "node:http";

/** What Lambda tells an extension. @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html */
export type LifecycleEvent =
  | { readonly eventType: "INVOKE"; readonly requestId: string; readonly deadlineMs: number }
  | { readonly eventType: "SHUTDOWN"; readonly shutdownReason: string; readonly deadlineMs: number };

/** What Lambda answers to the registration. */
export interface Registration {
  readonly functionName: string;
  readonly functionVersion: string;
}

/** Thrown when Lambda refuses a call of the extension. */
export class ExtensionApiError extends Error {
  override readonly name = "ExtensionApiError";
}

/** Versions of the events' form, newest first: managed instances take only that. */
const SCHEMA_VERSIONS = ["2025-01-29", "2022-12-13"];
/** Largest batches that Lambda sends, so that there are few. @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html */
const BATCH = { maxItems: 10_000, maxBytes: 1_048_576 };

/** Calls Lambda's Extensions API and Telemetry API. */
export class ExtensionApi {
  readonly #address: string;
  #headers: Record<string, string> = {};

  /** @param address host and port, as in `AWS_LAMBDA_RUNTIME_API` */
  constructor(address: string) {
    this.#address = address;
  }

  /** @param name the full name of the file that Lambda started */
  async register(name: string, events: readonly string[]): Promise<Registration> {
    const { headers, body } = await this.#call(
      "POST",
      "/2020-01-01/extension/register",
      { events },
      { "lambda-extension-name": name },
    );
    this.#headers = { "lambda-extension-identifier": String(headers["lambda-extension-identifier"]) };
    return JSON.parse(body) as Registration;
  }

  /** Has telemetry sent to a port of this environment. */
  async subscribe(port: number, types: readonly string[], timeoutMs: number): Promise<void> {
    for (const schemaVersion of SCHEMA_VERSIONS)
      try {
        await this.#call("PUT", "/2022-07-01/telemetry", {
          schemaVersion,
          types,
          buffering: { ...BATCH, timeoutMs },
          destination: { protocol: "HTTP", URI: `http://sandbox.localdomain:${port}/` },
        });
        return;
      } catch (error) {
        if (schemaVersion === SCHEMA_VERSIONS.at(-1)) throw error;
      }
  }

  /** Says that the extension is done with the last event, and resolves with the next. */
  async next(): Promise<LifecycleEvent> {
    return JSON.parse((await this.#call("GET", "/2020-01-01/extension/event/next")).body) as LifecycleEvent;
  }

  /** Says that the extension cannot start. */
  async initError(error: Error): Promise<void> {
    await this.#call(
      "POST",
      "/2020-01-01/extension/init/error",
      { errorType: error.name, errorMessage: error.message, stackTrace: [] },
      { "lambda-extension-function-error-type": `Cumulog.${error.name}` },
    );
  }

  #call(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: string }> {
    const [host, port = "80"] = this.#address.split(":");
    const text = body === undefined ? "" : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host,
          port,
          method,
          path,
          headers: {
            ...this.#headers,
            ...headers,
            "content-type": "application/json",
            "content-length": Buffer.byteLength(text),
          },
        },
        (response) => {
          let answer = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (answer += chunk));
          response.on("error", reject);
          response.on("end", () => {
            const { statusCode = 0 } = response;
            if (statusCode < 300) resolve({ headers: response.headers, body: answer });
            else
              reject(
                new ExtensionApiError(
                  `Lambda answers ${statusCode} to ${method} ${path}: ${answer.slice(0, 300)}`,
                ),
              );
          });
        },
      );
      outgoing.on("error", reject).end(text);
    });
  }
}
