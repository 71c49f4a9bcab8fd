import type { Cloud } from "../../kernel/cloud.ts";
import type { HttpRoute } from "../../protocols/route.ts";

/** Hosts such as `a1b2c3d4e5.execute-api.localhost`. */
const OWN_HOST = /^([a-z0-9]+)\.execute-api\./;
const OWN_PATH = /^\/_cumulog\/execute-api\/([a-z0-9]+)(\/.*)?$/s;

/** The APIs of a cloud: under `/_cumulog/execute-api/ID` and, for clients that choose the name, `ID.execute-api.localhost`. */
export function executeApiRoute(cloud: Cloud): HttpRoute {
  return async (request, response, url) => {
    const [, byHost] = OWN_HOST.exec(url.hostname) ?? [];
    const [, byPath, rest = "/"] = OWN_PATH.exec(url.pathname) ?? [];
    const id = byPath ?? byHost;
    if (id === undefined) return false;
    const [{ openApis }, { execute }, { readHttpCall }, { messageAnswer }] = await Promise.all([
      import("./state.ts"),
      import("./execute.ts"),
      import("../lambda/http/http-call.ts"),
      import("../lambda/http/http-answer.ts"),
    ]);
    const api = cloud.state(openApis).find(id);
    const call = await readHttpCall(request, url, byPath === undefined ? url.pathname : rest);
    const domain = `${id}.execute-api.${cloud.region}.amazonaws.com`;
    const answer = api ? await execute(cloud, api, call, domain) : messageAnswer(403, "Forbidden");
    // The guard may have let an origin in already: what the API says of it takes the place of that.
    for (const [name] of answer.headers) response.removeHeader(name);
    for (const [name, value] of answer.headers) response.appendHeader(name, value);
    if (answer.status !== 204 && answer.status !== 304)
      response.setHeader("content-length", answer.body.length);
    response.writeHead(answer.status);
    response.end(answer.status === 204 || call.method === "HEAD" ? undefined : answer.body);
    return true;
  };
}
