import { followRequest, type NodeRequest, type NodeResponse, requestLogOf } from "./node-http.ts";
import type { HttpLoggingOptions } from "./options.ts";
import { HttpSettings } from "./settings.ts";

/** What is read of Fastify's request. */
export interface FastifyRequestLike {
  readonly raw: object;
  readonly ip?: string;
  readonly is404?: boolean;
  readonly routeOptions?: { readonly url?: string | undefined };
}
/** What is read of Fastify's reply. */
export interface FastifyReplyLike {
  readonly raw: object;
}
/** What the plugin needs of Fastify's instance. */
export interface FastifyLike {
  addHook(name: "onRequest" | "preValidation", hook: (...args: never[]) => void): unknown;
  addHook(name: "onError", hook: (...args: never[]) => void): unknown;
}

/**
 * Logging for Fastify 4 and 5, as a plugin that is registered first: `await app.register(fastifyLogging, { ignore: ["/health"] })`. It
 * holds for the whole instance. Fastify's own lines about requests are then better off: `disableRequestLogging: true`.
 *
 * @throws InvalidHttpLoggingOptionError
 */
export const fastifyLogging: (
  instance: FastifyLike,
  options: HttpLoggingOptions,
  done: (error?: Error) => void,
) => void = Object.assign(
  (instance: FastifyLike, options: HttpLoggingOptions, done: (error?: Error) => void) => {
    const settings = new HttpSettings(withoutFastifysOwn(options));
    const onRequest = (request: FastifyRequestLike, reply: FastifyReplyLike, next: () => void) => {
      const log = followRequest(settings, request.raw as NodeRequest, reply.raw as NodeResponse, (ended) => {
        if (request.is404 !== true) ended.route = request.routeOptions?.url ?? ended.route;
      });
      if (settings.trustedProxies === 0) log.client = request.ip;
      log.run(next);
    };
    instance.addHook("onRequest", onRequest);
    // What a hook has put in place of the body emits elsewhere.
    instance.addHook("preValidation", (request: FastifyRequestLike, _reply: unknown, next: () => void) => {
      const log = requestLogOf(request.raw);
      if (log === undefined) next();
      else log.run(next);
    });
    instance.addHook(
      "onError",
      (request: FastifyRequestLike, _reply: unknown, error: unknown, next: () => void) => {
        requestLogOf(request.raw)?.fail(error);
        next();
      },
    );
    done();
  },
  {
    // What the package fastify-plugin sets, so that hooks hold for the instance that registers the plugin.
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "cumulog",
  },
);

/** Fastify passes on what `register` itself takes. */
function withoutFastifysOwn(options: HttpLoggingOptions): HttpLoggingOptions {
  const {
    prefix: _prefix,
    logLevel: _level,
    logSerializers: _serializers,
    ...own
  } = options as Record<string, unknown>;
  return own;
}
