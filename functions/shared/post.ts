import { type HttpAnswer, HttpConnection } from "cumulog/connection";
import pRetry, { AbortError } from "p-retry";
import { abortAt } from "./deadline.ts";

/** Thrown when a web address did not take a message after all attempts. Has no body of the message. */
export class PostFailedError extends Error {
  override readonly name = "PostFailedError";
  readonly status: number | undefined;
  readonly attempts: number;
  /** Body of the last answer. */
  readonly answer: string | undefined;

  constructor(
    message: string,
    status: number | undefined,
    attempts: number,
    options?: ErrorOptions & { readonly answer?: string },
  ) {
    super(message, options);
    this.status = status;
    this.attempts = attempts;
    this.answer = options?.answer;
  }
}

/** One POST and how long to try. */
export interface PostRequest {
  readonly url: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Shown in errors instead of the address, which may hold a secret. */
  readonly label: string;
  /** Milliseconds since the epoch after which no attempt begins or goes on. */
  readonly deadline: number;
  /** @default 4 */
  readonly attempts?: number | undefined;
  /** Looks into an answer with status 2xx: a reason to try again or to give up. @default accepts it */
  readonly inspect?:
    | ((text: string) => { readonly retry: boolean; readonly reason: string } | undefined)
    | undefined;
}

const ATTEMPT_MS = 10_000;
const FIRST_DELAY_MS = 200;
/** Short, because a server may close what waits while the function is frozen. */
const IDLE_MS = 4_000;
/** By protocol. Not by fetch, whose client takes as long to load as the rest of the function. */
const connections = new Map<string, HttpConnection>();

function connectionFor({ protocol }: URL): HttpConnection {
  const connection = connections.get(protocol) ?? new HttpConnection(protocol, { idleMs: IDLE_MS });
  connections.set(protocol, connection);
  return connection;
}

/**
 * Posts until it is taken: network errors, 408, 425, 429 and 5xx are tried again, with jitter and not before `Retry-After`;
 * other statuses are final.
 *
 * @returns the body of the answer
 * @throws PostFailedError
 */
export async function post(request: PostRequest): Promise<string> {
  let attempts = 0;
  let notBefore = 0;
  const attempt = async (): Promise<string> => {
    await waitUntil(notBefore, request, attempts);
    attempts += 1;
    const left = request.deadline - Date.now();
    if (left <= 0) throw new AbortError(failure(request, "there was no time left", undefined, attempts));
    let answer: HttpAnswer;
    try {
      const url = new URL(request.url);
      const message = {
        method: "POST",
        body: request.body,
        headers: {
          "content-type": "application/json; charset=utf-8",
          "user-agent": "cumulog",
          ...trimmed(request.headers),
        },
      };
      const signal = abortAt(Math.min(request.deadline, Date.now() + ATTEMPT_MS));
      answer = await connectionFor(url).send(url, message, signal);
    } catch (cause) {
      throw failure(request, networkReason(cause), undefined, attempts, cause);
    }
    const { status } = answer;
    const text = answer.body.toString("utf8");
    if (status >= 200 && status < 300) {
      const refusal = request.inspect?.(text);
      if (refusal === undefined) return text;
      const error = failure(request, refusal.reason, status, attempts);
      throw refusal.retry ? error : new AbortError(error);
    }
    notBefore = retryAfter(answer.retryAfter);
    const error = failure(request, `it answered ${status}`, status, attempts, undefined, text);
    throw isTransient(status) ? error : new AbortError(error);
  };
  return pRetry(attempt, {
    retries: (request.attempts ?? 4) - 1,
    minTimeout: FIRST_DELAY_MS,
    maxTimeout: 5_000,
    randomize: true,
    maxRetryTime: Math.max(0, request.deadline - Date.now()),
  });
}

/** A token out of a file often ends in a line break, which no header may have. */
function trimmed(headers: PostRequest["headers"] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.trim()]));
}

async function waitUntil(notBefore: number, request: PostRequest, attempts: number): Promise<void> {
  const delay = notBefore - Date.now();
  if (delay <= 0) return;
  if (notBefore >= request.deadline) {
    throw new AbortError(failure(request, "it asked to wait longer than there is time", 429, attempts));
  }
  await new Promise((resolve) => setTimeout(resolve, delay));
}

function isTransient(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function retryAfter(header: string | undefined): number {
  if (header === undefined) return 0;
  const seconds = Number(header);
  const at = Number.isFinite(seconds) ? Date.now() + seconds * 1000 : Date.parse(header);
  return Number.isFinite(at) ? at : 0;
}

function networkReason(cause: unknown): string {
  const { name, code, cause: reason } = cause as NodeJS.ErrnoException;
  // An aborted request tells by its cause that its time was over.
  return `the connection failed (${name === "AbortError" ? (reason as Error).name : (code ?? name)})`;
}

function failure(
  request: PostRequest,
  reason: string,
  status: number | undefined,
  attempts: number,
  cause?: unknown,
  answer?: string,
): PostFailedError {
  const text = `${request.label} did not take the message: ${reason} (${attempts} attempts).`;
  return new PostFailedError(text, status, attempts, {
    ...(cause === undefined ? undefined : { cause }),
    ...(answer === undefined ? undefined : { answer }),
  });
}
