/** Runs in a mount namespace of its own, as a container does; writes the accounts that it saw to stdout. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { CloudLoggingHandler } from "../../../lib/handlers/cloud-logging/index.ts";
import { orderRecord } from "../../handlers/cloudwatch/orders.ts";

const [scenario, directory, endpoint] = process.argv.slice(2);
const handlerAt = (url: string) =>
  new CloudLoggingHandler({
    projectId: "test",
    insecure: true,
    endpoint: url,
    spool: directory!,
    backoffBaseMs: 1,
    maximumQueueBytes: 65_536,
  });
const mount = (...args: string[]) => execFileSync("mount", [...args, directory!]);
const makeDisk = (size: string) => mount("-t", "tmpfs", "-o", `size=${size}`, "none");
/** A second mount over the first, so that files that are open do not stand in the way. */
const makeReadOnly = () => {
  mount("--bind", directory!);
  mount("-o", "remount,bind,ro");
};
const makeWritable = () => execFileSync("umount", [directory!]);
const segments = () => readdirSync(directory!).filter((file) => file.endsWith(".spool"));

/** Two processes: one is cut off and ends, its successor sends; the disk is full, or read-only for a while. */
async function succeed(): Promise<object> {
  makeDisk("256k");
  const first = handlerAt("http://127.0.0.1:9");
  for (let index = 0; index < 3_000; index++) first.write(orderRecord(index));
  const cut = await first.close({ deadline: Date.now() });
  const files = segments().length;
  if (scenario === "read-only") makeReadOnly();
  const second = handlerAt(endpoint!);
  const replayed = await second.flush();
  const later = await second.flush();
  if (scenario === "read-only") makeWritable();
  return { cut, files, replayed, later, closed: await second.close(), left: segments().length };
}

/** One process whose records wait in the spool when the disk becomes read-only, before the service is there again. */
async function stay(): Promise<object> {
  makeDisk("16m");
  const handler = handlerAt(endpoint!);
  for (let index = 0; index < 3_000; index++) handler.write(orderRecord(index));
  makeReadOnly();
  for (let count = 0; count < 6; count++) await handler.flush();
  makeWritable();
  return { closed: await handler.close(), left: segments().length };
}

process.stdout.write(JSON.stringify(await (scenario === "own" ? stay() : succeed())));
