import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { FunctionLogs } from "./function-logs.ts";

/** Characters of output that may wait to be stored. */
const LARGEST_BACKLOG = 4_000_000;

/** What the bootstrap writes on the third pipe: one JSON line each. */
interface Frame {
  readonly event?: string;
  readonly raw?: string;
  /** Whether the process exits once it has said that an invocation's output is complete. */
  readonly exits?: boolean;
}

/**
 * Reads what a function's process prints into its log, no faster than the log stores it, so that a function that prints
 * without end stays bounded. `complete` is called when the runtime has said that all output of an invocation is written.
 */
export function readOutput(
  child: ChildProcess,
  logs: FunctionLogs,
  complete: (exits: boolean) => void,
): void {
  const frames = child.stdio[3] as Readable;
  const sources = [child.stdout, child.stderr, frames].filter((source) => source !== null);
  const restrain = () => {
    if (logs.backlog < LARGEST_BACKLOG) return;
    for (const source of sources) source.pause();
    void logs.flush().then(() => {
      for (const source of sources) source.resume();
    });
  };
  const take = (line: string) => {
    const { event, raw, exits = false } = JSON.parse(line) as Frame;
    if (event !== undefined) logs.event(event);
    else if (raw !== undefined) logs.raw(raw);
    else complete(exits);
  };
  let partial = "";
  for (const source of sources) {
    source.setEncoding("utf8");
    source.on("data", (text: string) => {
      if (source === frames) {
        const lines = (partial + text).split("\n");
        partial = lines.pop() ?? "";
        for (const line of lines) take(line);
      } else logs.raw(text);
      restrain();
    });
  }
}
