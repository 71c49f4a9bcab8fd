import { routeOf } from "./express.ts";
import type { FastifyLike } from "./fastify.ts";
import { followRequest, type NodeRequest, type NodeResponse, requestLogOf } from "./node-http.ts";
import type { HttpLoggingOptions } from "./options.ts";
import { HttpSettings } from "./settings.ts";

export { type NestLevel, NestLogger } from "./nest-logger.ts";

/** What is needed of Nest's application. */
export interface NestApplicationLike {
  use(...middlewares: never[]): unknown;
  useGlobalInterceptors(...interceptors: never[]): unknown;
  getHttpAdapter?(): { getType?(): string; getInstance?(): unknown };
}

/** What is read of Nest's execution context. */
interface ExecutionContextLike {
  getType(): string;
  switchToHttp(): { getRequest(): unknown };
}
interface ObserverLike {
  next(value: unknown): void;
  error(error: unknown): void;
  complete(): void;
}
interface ObservableLike {
  subscribe(observer: ObserverLike): unknown;
}
interface CallHandlerLike {
  handle(): ObservableLike;
}
/** Fastify's request in Nest, or Express's. */
interface HttpRequestLike {
  readonly raw?: object;
  readonly ip?: string;
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: string };
}

/**
 * Logging for a Nest application on Express or Fastify, called before it listens: `nestLogging(app, { ignore: ["/health"] })`. The
 * record has the controller's route and what the handler threw; errors that no filter takes come with {@link NestLogger}.
 *
 * @throws InvalidHttpLoggingOptionError
 */
export function nestLogging(app: NestApplicationLike, options: HttpLoggingOptions = {}): void {
  const settings = new HttpSettings(options);
  const middleware = (request: NodeRequest, response: NodeResponse, next: () => void): void => {
    // Guards refuse before interceptors are asked.
    const log = followRequest(settings, request, response, (ended) => {
      ended.route ??= routeOf(request);
    });
    log.run(next);
  };
  app.use(middleware as never);
  tellFastifysRoute(app);
  app.useGlobalInterceptors(new RequestInterceptor(options.trustedProxies === undefined) as never);
}

/** Fastify keeps the route from Node's request, and guards refuse before interceptors are asked. */
function tellFastifysRoute(app: NestApplicationLike): void {
  const adapter = app.getHttpAdapter?.();
  if (adapter?.getType?.() !== "fastify") return;
  const hook = (request: HttpRequestLike, _reply: unknown, next: () => void): void => {
    const log = requestLogOf(request.raw ?? request);
    if (log !== undefined) log.route ??= request.routeOptions?.url;
    next();
  };
  const fastify = adapter.getInstance?.() as FastifyLike | undefined;
  fastify?.addHook("preValidation", hook);
}

/** Tells a request's log its route, its client and its error. */
class RequestInterceptor {
  readonly #asksForClient: boolean;

  constructor(asksForClient: boolean) {
    this.#asksForClient = asksForClient;
  }

  intercept(context: ExecutionContextLike, next: CallHandlerLike): ObservableLike {
    const result = next.handle();
    if (context.getType() !== "http") return result;
    const request = context.switchToHttp().getRequest() as HttpRequestLike;
    const log = requestLogOf(request.raw ?? request);
    if (log === undefined) return result;
    log.route ??= request.routeOptions?.url ?? routeOf(request as NodeRequest);
    if (this.#asksForClient) log.client ??= request.ip;
    return observed(result, (error) => log.fail(error));
  }
}

/** The same values, with errors told on their way. */
function observed(source: ObservableLike, tell: (error: unknown) => void): ObservableLike {
  const Observable = source.constructor as new (
    subscribe: (observer: ObserverLike) => unknown,
  ) => ObservableLike;
  return new Observable((observer) =>
    source.subscribe({
      next: (value) => observer.next(value),
      error: (error) => {
        tell(error);
        observer.error(error);
      },
      complete: () => observer.complete(),
    }),
  );
}
