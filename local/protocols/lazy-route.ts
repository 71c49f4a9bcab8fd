import type { HttpRoute } from "./route.ts";

/** Paths that every client of AWS's RPC protocols and of Lambda calls, and the cloud's own: no other route has them. */
const ELSEWHERE = /^\/($|_cumulog\/|service\/|\d{4}-\d{2}-\d{2}\/)/;

/** A route that is loaded when the first request comes that may be its own, so that the start does not wait for it. */
export function lazyRoute(load: () => Promise<HttpRoute>): HttpRoute {
  let route: Promise<HttpRoute> | undefined;
  return async (request, response, url) => {
    if (ELSEWHERE.test(url.pathname)) return false;
    route ??= load();
    return (await route)(request, response, url);
  };
}
