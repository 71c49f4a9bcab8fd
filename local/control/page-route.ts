import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../kernel/cloud.ts";
import type { HttpRoute } from "../protocols/route.ts";
import { openControl } from "./control-api.ts";
import type { EventSearch } from "./event-search.ts";
import { PAGE_FOLDERS, type PageFile, readPageFiles } from "./page-files.ts";
import type { PageSwitch } from "./page-switch.ts";

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
  /** Folder of the lake that the page asks; it is read when it is asked. @default "lake" */
  readonly lake?: string | undefined;
  /** What people break and mend from the page, asked for whenever it is shown. @default nothing */
  readonly switches?: () => readonly PageSwitch[];
}

/** The web page of a cloud at `/`, which talks to the control API. */
export function consoleRoute(
  cloud: Cloud,
  { folders = PAGE_FOLDERS, search, lake, switches = () => [] }: ConsoleOptions = {},
): HttpRoute {
  const control = cloud.state(openControl);
  control.search = search;
  if (lake !== undefined) control.lake = lake;
  control.switches = switches;
  control.watch();
  let files: ReadonlyMap<string, PageFile> | undefined;
  return (request, response, url) => {
    const path = url.pathname;
    const reads = request.method === "GET" || request.method === "HEAD";
    // AWS's query protocol also has GET requests to "/".
    const isPage = path === "/" && !url.searchParams.has("Action");
    if (!(reads && (isPage || path.startsWith("/assets/")))) return false;
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
