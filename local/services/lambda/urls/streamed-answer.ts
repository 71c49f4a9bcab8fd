import type { ServerResponse } from "node:http";

/** Content type of a stream that begins with status and headers. */
const WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
/** What parts the prelude from the body. https://docs.aws.amazon.com/lambda/latest/dg/response-streaming-tutorial.html */
const DELIMITER = Buffer.alloc(8);

interface Prelude {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

/** Hands on what a function streams, as it comes. */
export class StreamedAnswer {
  readonly #response: ServerResponse;
  readonly #headers: readonly (readonly [name: string, value: string])[];
  #held = Buffer.alloc(0);
  #begun = false;

  /** @param headers that are added to the function's own */
  constructor(response: ServerResponse, headers: readonly (readonly [name: string, value: string])[]) {
    this.#response = response;
    this.#headers = headers;
  }

  /** Whether the function has streamed anything that was handed on. */
  get begun(): boolean {
    return this.#begun;
  }

  take(chunk: Buffer, contentType: string): void {
    if (this.#begun) {
      this.#response.write(chunk);
      return;
    }
    if (contentType !== WITH_PRELUDE) {
      this.#begin({ headers: { "content-type": contentType } });
      this.#response.write(chunk);
      return;
    }
    this.#held = Buffer.concat([this.#held, chunk]);
    const end = this.#held.indexOf(DELIMITER);
    if (end === -1) return;
    this.#begin(preludeOf(this.#held.subarray(0, end).toString()));
    const rest = this.#held.subarray(end + DELIMITER.length);
    if (rest.length > 0) this.#response.write(rest);
  }

  #begin({ statusCode = 200, headers = {}, cookies = [] }: Prelude): void {
    this.#begun = true;
    for (const [name, value] of [...Object.entries(headers), ...this.#headers])
      this.#response.setHeader(name, value);
    if (cookies.length > 0) this.#response.setHeader("set-cookie", cookies);
    this.#response.writeHead(statusCode);
    this.#response.flushHeaders();
  }
}

function preludeOf(text: string): Prelude {
  try {
    return JSON.parse(text) as Prelude;
  } catch {
    return { statusCode: 502 };
  }
}
