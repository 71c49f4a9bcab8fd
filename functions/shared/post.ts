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
    let response: Response;
    let text: string;
    try {
      response = await fetch(request.url, {
        method: "POST",
        body: request.body,
        headers: { "content-type": "application/json; charset=utf-8", ...request.headers },
        redirect: "error",
        signal: abortAt(Math.min(request.deadline, Date.now() + ATTEMPT_MS)),
      });
      text = await response.text();
    } catch (cause) {
      throw failure(request, networkReason(cause), undefined, attempts, cause);
    }
    if (response.ok) {
      const refusal = request.inspect?.(text);
      if (refusal === undefined) return text;
      const error = failure(request, refusal.reason, response.status, attempts);
      throw refusal.retry ? error : new AbortError(error);
    }
    notBefore = retryAfter(response.headers.get("retry-after"));
    const error = failure(
      request,
      `it answered ${response.status}`,
      response.status,
      attempts,
      undefined,
      text,
    );
    throw isTransient(response.status) ? error : new AbortError(error);
  };
  return pRetry(attempt, {
    retries: (request.attempts ?? 4) - 1,
    minTimeout: FIRST_DELAY_MS,
    maxTimeout: 5_000,
    randomize: true,
    maxRetryTime: Math.max(0, request.deadline - Date.now()),
  });
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

function retryAfter(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const at = Number.isFinite(seconds) ? Date.now() + seconds * 1000 : Date.parse(header);
  return Number.isFinite(at) ? at : 0;
}

function networkReason(cause: unknown): string {
  const inner = (cause as Error).cause as { code?: string } | undefined;
  return `the connection failed (${inner?.code ?? (cause as Error).name})`;
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
