import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * A part of the one HTTP port: answers the requests that are its own.
 *
 * @returns false, without having touched the response, when the request is somebody else's
 */
export type HttpRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => boolean | Promise<boolean>;
