import type { MiddyRequest } from "./lambda.ts";

/** What is told of a request's end. */
export interface RequestEndListener {
  /** The handler or a middleware threw. */
  failed(error: unknown): void;
  /** The response is known and middy is about to return it; it waits for the promise. */
  answered(response: unknown): Promise<void> | undefined;
  /** Another onError threw; nothing can be awaited any more. */
  rethrown(error: unknown): void;
}

/**
 * Tells of the end of a request also where middy calls no further hook of ours: a later `before` that answers early, another
 * `after` or `onError` that answers, or an `onError` that throws. middy's only traces of these are its assignments to
 * `request.response` and `request.error`, so these two members become accessors.
 *
 * With an early answer middy sets `earlyResponse`, assigns it to `response` and then reads `response` to return it from an
 * async function, which waits for a promise; in the error path it looks once at the value before that.
 */
export function watchRequestEnd(request: MiddyRequest, listener: RequestEndListener): void {
  let response = request.response;
  let error = request.error;
  let readsUntilReturn = 0;
  Object.defineProperty(request, "response", {
    configurable: true,
    enumerable: true,
    get: () => {
      if (readsUntilReturn === 0) return response;
      readsUntilReturn -= 1;
      if (readsUntilReturn > 0) return response;
      const value = response;
      return listener.answered(value)?.then(() => value) ?? value;
    },
    set: (value: unknown) => {
      response = value;
      const isEarly =
        Object.hasOwn(request, "earlyResponse") && request.earlyResponse === value && value !== undefined;
      const isThrowing = error !== undefined && error !== null;
      readsUntilReturn = isEarly ? (isThrowing ? 2 : 1) : 0;
    },
  });
  Object.defineProperty(request, "error", {
    configurable: true,
    enumerable: true,
    get: () => error,
    set: (value: unknown) => {
      const isSecond = error !== undefined && error !== null;
      error = value;
      if (isSecond) listener.rethrown(value);
      else listener.failed(value);
    },
  });
}
