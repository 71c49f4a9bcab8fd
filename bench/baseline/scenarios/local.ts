/** Ingestion of the local cloud through the wire, with the groups, filters and alarms of `bench:local`; microseconds an event. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { prepareStack } from "../../local/stack.ts";
import { LocalCloud } from "./local-cloud.ts";
import { CpuTime, report } from "./report.ts";

const EVENTS = 200_000;
const MICROSECONDS = 1_000;

const cloud = await LocalCloud.start({ googlePort: false });
const endpoint = cloud.endpoints.aws;
await prepareStack(endpoint);
const time = new CpuTime();
const sender = fork(join(import.meta.dirname, "send.ts"), [endpoint, String(EVENTS)]);
const [status] = (await once(sender, "exit")) as [number | null];
const { wall, cpu } = time.read();
if (status !== 0) throw new Error(`The sender ended with ${status}.`);
report({ event: { wall: (wall * MICROSECONDS) / EVENTS, cpu: (cpu * MICROSECONDS) / EVENTS } });
await cloud.stop();
process.exit(0);
