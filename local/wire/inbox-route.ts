import type { Inbox } from "../engine/inbox/inbox.ts";
import { isLoopbackHost } from "./loopback.ts";
import type { HttpRoute } from "./route.ts";

/**
 * `GET /_cumulog/inbox` answers with the captured messages, the oldest first; `DELETE` forgets them. Pages of other
 * sites are refused.
 */
export function inboxRoute(inbox: Inbox): HttpRoute {
  return (request, response, url) => {
    if (url.pathname !== "/_cumulog/inbox") return false;
    const { method = "GET", headers } = request;
    request.resume();
    const foreign = headers.origin !== undefined && !isLoopbackHost(URL.parse(headers.origin)?.host ?? "");
    if (foreign) response.writeHead(403).end();
    else if (method === "DELETE") {
      inbox.clear();
      response.writeHead(204).end();
    } else if (method === "GET")
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(inbox.list()));
    else response.writeHead(405, { allow: "GET, DELETE" }).end();
    return true;
  };
}
