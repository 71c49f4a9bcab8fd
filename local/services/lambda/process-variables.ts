import { extname } from "node:path";
import type { CatchOptions } from "./outgoing/catch-connections.ts";

const PRELOAD = new URL(`./outgoing/preload${extname(import.meta.url)}`, import.meta.url).href;

/** What a program needs to start at all; on Windows sockets want SystemRoot. */
export function platformVariables(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return SystemRoot === undefined ? { PATH } : { PATH, SystemRoot };
}

/** What has programs in other languages send their requests to where those of Node.js end, as far as they heed it. */
export function proxied(settings: string | undefined): Readonly<Record<string, string>> {
  if (settings === undefined) return {};
  const { plainPort, allowed } = JSON.parse(settings) as CatchOptions;
  const proxy = `http://127.0.0.1:${plainPort}`;
  const direct = ["localhost", "127.0.0.1", "::1", ...allowed].join(",");
  return {
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    NO_PROXY: direct,
    http_proxy: proxy,
    https_proxy: proxy,
    no_proxy: direct,
    NODE_OPTIONS: `--import ${PRELOAD}`,
  };
}
