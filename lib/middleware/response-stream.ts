/** What the middleware reads of the stream that Lambda gives to a handler; Node.js has it in every writable stream. */
interface ResponseStream {
  write(chunk: unknown): unknown;
  end(): unknown;
  once?(event: string, listener: (error?: unknown) => void): unknown;
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
  readonly closed?: boolean;
  listenerCount?(event: string): number;
}

/** Whether the argument in the place of the context is the stream of a handler `(event, responseStream, context)`. */
export function isResponseStream(value: unknown): value is ResponseStream {
  if (typeof value !== "object" || value === null) return false;
  const { write, end } = value as Partial<ResponseStream>;
  return typeof write === "function" && typeof end === "function";
}

/** Follows the stream of one invocation from before its handler, which may return long before the last byte. */
export class ResponseEnd {
  readonly #stream: ResponseStream;
  #settle: (() => void) | undefined;
  /** What the stream failed with. */
  failure: unknown;
  /** Whether nobody else listens to that failure, so that it would have ended the process. */
  isUnhandled = false;

  constructor(stream: ResponseStream) {
    this.#stream = stream;
    stream.once?.("error", (error) => {
      this.failure = error;
      this.isUnhandled = stream.listenerCount?.("error") === 0;
      this.#settle?.();
    });
  }

  /**
   * Waits until the stream has handed on its last byte or was closed before, as Lambda does itself after the handler. One that
   * tells of no end is not waited for.
   */
  async lastByte(): Promise<void> {
    const stream = this.#stream;
    const isOver = this.failure !== undefined || (stream.closed ?? stream.destroyed);
    if (stream.once === undefined || stream.writableFinished !== false || isOver) return;
    await new Promise<unknown>((resolve) => {
      this.#settle = () => resolve(undefined);
      stream.once?.("finish", resolve);
      stream.once?.("close", resolve);
    });
  }
}

/** The stream that a handler under middy answers with, by itself or as the body of a response. */
export function streamIn(response: unknown): { readonly errored?: unknown } | undefined {
  if (isReadable(response)) return response;
  const body = (response as { body?: unknown } | null | undefined)?.body;
  return isReadable(body) ? body : undefined;
}

/** Whether a value is a stream to read, of Node.js or of the web. */
export function isReadable(value: unknown): value is { readonly errored?: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const { pipe, getReader } = value as { pipe?: unknown; getReader?: unknown };
  return typeof pipe === "function" || typeof getReader === "function";
}
