import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../kernel/cloud.ts";
import type { HttpRoute } from "../protocols/route.ts";
import type { EventSearch } from "./api/event-search.ts";
import { PageApi } from "./api/page-api.ts";
import { PAGE_FOLDERS, type PageFile, readPageFiles } from "./page-files.ts";

const API = "/_cumulog/page/";
const NOT_BUILT = 'The page is not built: run "npm run build".\n';

const SECURITY = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
};

export interface ConsoleOptions {
  /** Folders in which the built page is looked for. @default the package's own */
  readonly folders?: readonly string[];
  /** Server outside the cloud whose events the page's search finds as well. @default none */
  readonly search?: EventSearch | undefined;
}

/** The web page of a cloud at `/`, and the API that it talks to under `/_cumulog/page/`. */
export function consoleRoute(
  cloud: Cloud,
  { folders = PAGE_FOLDERS, search }: ConsoleOptions = {},
): HttpRoute {
  const api = new PageApi(cloud, search);
  let files: ReadonlyMap<string, PageFile> | undefined;
  return async (request, response, url) => {
    const path = url.pathname;
    const reads = request.method === "GET" || request.method === "HEAD";
    // AWS's query protocol also has GET requests to "/".
    const isPage = path === "/" && !url.searchParams.has("Action");
    const own = path.startsWith(API) || (reads && (isPage || path.startsWith("/assets/")));
    if (!own) return false;
    if (path.startsWith(API)) {
      await api.answer(path.slice(API.length), request, response, url);
      return true;
    }
    files ??= readPageFiles(folders);
    sendFile(request, response, files, path);
    return true;
  };
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, PageFile> | undefined,
  path: string,
): void {
  const file = files?.get(path);
  if (!file) {
    response.writeHead(files ? 404 : 503, { "content-type": "text/plain; charset=utf-8", ...SECURITY });
    response.end(files ? "The page has no such file.\n" : NOT_BUILT);
    return;
  }
  response.writeHead(200, {
    ...SECURITY,
    "content-type": file.type,
    "content-length": file.content.length,
    "cache-control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
  });
  response.end(request.method === "HEAD" ? undefined : file.content);
}
