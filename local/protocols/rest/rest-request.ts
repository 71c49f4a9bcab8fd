import type { CloudService } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { decodeBlobs } from "../blob-texts.ts";
import type { Exchange } from "../exchange.ts";
import type { OperationRequest } from "../protocol.ts";
import { type BodyReader, readRestInput } from "./rest-input.ts";
import { RestRoutes } from "./rest-route.ts";

const routes = new WeakMap<CloudService["model"], RestRoutes>();

function routesOf({ model }: CloudService): RestRoutes {
  let known = routes.get(model);
  if (!known) {
    known = new RestRoutes(model);
    routes.set(model, known);
  }
  return known;
}

/**
 * Finds the operation of a REST request and reads its input.
 *
 * @throws ServiceError for a request that the service does not have, or whose parts are malformed
 */
export function readRestRequest(
  { request, url }: Exchange,
  service: CloudService,
  body: Buffer,
  reader: BodyReader,
): OperationRequest {
  const method = request.method ?? "GET";
  const { path, input: addressed } = service.address?.(url) ?? { path: url.pathname, input: {} };
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith("X-Amz-")));
  const found = routesOf(service).find(method, path, query, request.headers, addressed);
  if (!found)
    throw new ServiceError(
      "UnknownOperationException",
      `The local cloud does not have the operation ${service.signedAs}:${method} ${url.pathname.slice(0, 256)}.`,
      { statusCode: 404 },
    );
  const { operation, labels, told } = found;
  const ofResource = Object.keys(addressed).length > 0;
  const part = ofResource && service.parts?.find((name) => query.has(name) && !told.includes(name));
  if (part)
    throw new ServiceError(
      "NotImplemented",
      `The local cloud does not have the operation ${service.signedAs}:${method} with the parameter "${part}".`,
      { statusCode: 501 },
    );
  const parts = { labels, query, headers: request.headers, body };
  const input = readRestInput(service.model, operation, parts, reader);
  decodeBlobs(service.model, operation, input);
  return { operation, input: { ...input, ...addressed } };
}
