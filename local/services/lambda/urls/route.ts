import type { Cloud } from "#kernel/cloud.ts";
import type { HttpRoute } from "#protocols/route.ts";
import { FUNCTION_URL_PATH } from "./function-url.ts";

const OWN_HOST = /^([a-z0-9]+)\.lambda-url\./;

/**
 * The function URLs of a cloud: under `/_cumulog/lambda-url/ID/` and, for clients that choose the name,
 * `ID.lambda-url.localhost`. Like everything else they are behind the request guard: a function is code on a developer's
 * machine, whatever origins a template lets in.
 */
export function functionUrlRoute(cloud: Cloud): HttpRoute {
  return async (request, response, url) => {
    const byPath = url.pathname.startsWith(FUNCTION_URL_PATH);
    const [, byHost] = OWN_HOST.exec(url.hostname) ?? [];
    if (!byPath && byHost === undefined) return false;
    const rest = url.pathname.slice(FUNCTION_URL_PATH.length);
    const id = byPath ? rest.split("/")[0]! : byHost!;
    const [{ openLambda }, { executeUrl }, { readHttpCall }] = await Promise.all([
      import("../state.ts"),
      import("./execute-url.ts"),
      import("../http/http-call.ts"),
    ]);
    const found = cloud.state(openLambda).urls.withId(id);
    const call = await readHttpCall(request, url, byPath ? rest.slice(id.length) : url.pathname);
    if (found) await executeUrl(cloud, found, call, response);
    else response.writeHead(403, { "content-type": "application/json" }).end('{"Message":"Forbidden"}');
    return true;
  };
}
