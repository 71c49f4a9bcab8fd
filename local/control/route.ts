import type { Cloud } from "../kernel/cloud.ts";
import type { HttpRoute } from "../protocols/route.ts";
import { openControl } from "./control-api.ts";
import { sendJson } from "./json-body.ts";

const PREFIX = "/_cumulog/";

/** The control API of a cloud, see `ControlApi`. */
export function controlRoute(cloud: Cloud): HttpRoute {
  const control = cloud.state(openControl);
  return async (request, response, url) => {
    if (!url.pathname.startsWith(PREFIX)) return false;
    const name = url.pathname.slice(PREFIX.length);
    if (await control.answer(name, request, response, url)) return true;
    const message = `The control API does not have ${request.method} ${name.slice(0, 256)}.`;
    sendJson(response, 404, { code: "NotFound", message });
    request.resume();
    return true;
  };
}
