/** Loaded before the code of a function and of the Node.js processes that it starts. */
import { catchConnections } from "./catch-connections.ts";
import { resolveSandbox } from "./sandbox-host.ts";

const settings = process.env["CUMULOG_CATCH"];
if (settings !== undefined) {
  resolveSandbox();
  catchConnections(JSON.parse(settings));
  const own = `--import ${import.meta.url}`;
  const given = process.env["NODE_OPTIONS"] ?? "";
  if (!given.includes(own)) process.env["NODE_OPTIONS"] = `${given} ${own}`.trim();
}
