/** Loads a bundle: `node load.ts FILE`; milliseconds. `COLD=1` counts from the start of the process. */
import { pathToFileURL } from "node:url";
import { CpuTime, report, sinceStart } from "./report.ts";

const file = pathToFileURL(process.argv[2]!).href;
const time = new CpuTime();
await import(file);
report({ load: process.env["COLD"] === undefined ? time.read() : sinceStart() });
process.exit(0);
