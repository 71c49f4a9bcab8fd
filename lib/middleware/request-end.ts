import type { MiddyRequest } from "./lambda.ts";

/** What is told of a request's end. */
export interface RequestEndListener {
  /** The handler or a middleware threw. */
  fail(error: unknown): void;
  /** The response is known and middy is about to return it; it waits for the promise. */
  finish(response: unknown): Promise<void> | undefined;
  /** Another onError threw; nothing can be awaited any more. */
  abandon(error: unknown): void;
}

/**
 * Tells of the end of a request also where middy calls no further hook of ours: a later `before` that answers early, another
 * `after` or `onError` that answers, or an `onError` that throws. middy's only traces of these are its assignments to
 * `request.response` and `request.error`, so these members become accessors; `error` only once something was thrown, because
 * an accessor costs as much as all the rest.
 *
 * With an early answer middy sets `earlyResponse`, assigns it to `response` and then reads `response` to return it from an
 * async function, which waits for a promise; in the error path it looks once at the value before that.
 */
export function watchRequestEnd(request: MiddyRequest, listener: RequestEndListener): void {
  (request as Watched)[WATCH] = {
    listener,
    response: request.response,
    error: request.error,
    isFailing: false,
    readsUntilReturn: 0,
  };
  Object.defineProperty(request, "response", RESPONSE);
}

interface Watch {
  readonly listener: RequestEndListener;
  response: unknown;
  error: unknown;
  /** middy's error path has begun. */
  isFailing: boolean;
  readsUntilReturn: number;
}

const WATCH = Symbol("cumulog.requestEnd");
type Watched = MiddyRequest & { [WATCH]: Watch };

const RESPONSE: PropertyDescriptor & ThisType<Watched> = {
  configurable: true,
  enumerable: true,
  get() {
    const watch = this[WATCH];
    if (watch.readsUntilReturn === 0 || --watch.readsUntilReturn > 0) return watch.response;
    const { response } = watch;
    return watch.listener.finish(response)?.then(() => response) ?? response;
  },
  set(response: unknown) {
    const watch = this[WATCH];
    watch.response = response;
    // What the error path begins with; nothing else takes a response back unless the handler itself returned nothing.
    if (response === undefined && !watch.isFailing) Object.defineProperty(this, "error", ERROR);
    const isEarly = response !== undefined && this.earlyResponse === response;
    watch.readsUntilReturn = isEarly ? (watch.isFailing ? 2 : 1) : 0;
  },
};

const ERROR: PropertyDescriptor & ThisType<Watched> = {
  configurable: true,
  enumerable: true,
  get() {
    return this[WATCH].error;
  },
  set(error: unknown) {
    const watch = this[WATCH];
    watch.error = error;
    if (watch.isFailing) watch.listener.abandon(error);
    else watch.listener.fail(error);
    watch.isFailing = true;
  },
};
