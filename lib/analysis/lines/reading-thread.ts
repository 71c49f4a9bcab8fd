import { parentPort, workerData } from "node:worker_threads";
import { ChunkMemory } from "./chunk-memory.ts";
import { timeZone } from "./dates/zone.ts";
import { memoryOf } from "./line-block.ts";
import { readBlocks } from "./read-blocks.ts";
import { type FromThread, MOST_UNDERWAY, type ThreadTask } from "./thread-messages.ts";

let underway = 0;
let wake: (() => void) | undefined;

async function run({ paths, timestampFormat, zone, keepStray }: ThreadTask): Promise<void> {
  const port = parentPort!;
  const memory = new ChunkMemory();
  port.on("message", (taken: readonly ArrayBuffer[]) => {
    underway -= taken.length;
    for (const one of taken) memory.give(one);
    wake?.();
  });
  const say = (message: FromThread, memory: ArrayBuffer[] = []) => port.postMessage(message, memory);
  let read = 0;
  try {
    const reading = readBlocks(paths, {
      timestampFormat,
      zone: zone === undefined ? undefined : timeZone(zone),
      keepStray: keepStray ?? false,
      memory,
      onRead: (bytes) => {
        read += bytes;
      },
    });
    for await (const block of reading) {
      say({ type: "block", block, read }, memoryOf(block));
      read = 0;
      underway++;
      while (underway >= MOST_UNDERWAY)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    say({ type: "end", report: reading.report });
  } catch (error) {
    say({ type: "failed", name: (error as Error).name, message: (error as Error).message });
  } finally {
    port.close();
  }
}

await run(workerData as ThreadTask);
