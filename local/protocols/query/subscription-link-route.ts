import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import type { HttpRoute } from "../route.ts";
import { handleQuery } from "./query-protocol.ts";

const LINKS = new Set(["ConfirmSubscription", "Unsubscribe"]);

/** Answers the links in SNS's messages, which endpoints follow without a signature. */
export function subscriptionLinkRoute(cloud: Cloud): HttpRoute {
  return async (request, response, url) => {
    const signed = request.headers.authorization !== undefined || url.searchParams.has("X-Amz-Signature");
    if (request.method !== "GET" || signed || !LINKS.has(url.searchParams.get("Action") ?? "")) return false;
    const answer = await handleQuery(cloud, { service: "sns", body: "", url, requestId: randomUUID() });
    response.writeHead(answer.status, { "content-type": answer.contentType }).end(answer.body);
    return true;
  };
}
