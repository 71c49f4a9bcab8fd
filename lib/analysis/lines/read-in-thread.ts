import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { HistoryError } from "./history-error.ts";
import type { LineBlock } from "./line-block.ts";
import { logFiles } from "./log-files.ts";
import { type BlockReading, readBlocks } from "./read-blocks.ts";
import type { ReadOptions } from "./read-file.ts";
import { emptyReport, type ReadingReport } from "./reading-report.ts";
import { type FromThread, TAKEN_BY, type ThreadTask } from "./thread-messages.ts";

/** Below this a thread takes longer to start than it saves. */
const WORTH_BYTES = 1 << 24;
/** What the thread makes is gone at once. */
const YOUNG_MEGABYTES = 8;

/**
 * The same as {@link readBlocks}, in a thread of its own when the files are large and the machine has a processor for it: lines are
 * found and dated there while they are looked at here. The bytes of a block are used again when the next one is asked for.
 *
 * @throws HistoryError as {@link readBlocks} does
 */
export function readInThread(paths: readonly string[], options: ReadOptions = {}): BlockReading {
  const report = emptyReport();
  const files = logFiles(paths, (file, reason) => report.leftOut.push({ file, reason }));
  const isWorth = files.reduce((sum, { size }) => sum + size, 0) >= WORTH_BYTES;
  const isPlain = files.every(({ isRegular }) => isRegular) && options.now === undefined;
  if (!isWorth || !isPlain || availableParallelism() < 2) return readBlocks(paths, options);
  return {
    files: files.map(({ path }) => path),
    report,
    [Symbol.asyncIterator]: () => blocksOf(paths, options, report),
  };
}

async function* blocksOf(
  paths: readonly string[],
  { timestampFormat, zone, keepStray, onRead }: ReadOptions,
  report: ReadingReport,
): AsyncGenerator<LineBlock> {
  const task: ThreadTask = { paths, timestampFormat, zone: zone?.name, keepStray };
  const thread = new Worker(new URL(`./reading-thread${extname(import.meta.filename)}`, import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  const arrived: FromThread[] = [];
  let taken: ArrayBuffer[] = [];
  let wake: (() => void) | undefined;
  const take = (message: FromThread): void => {
    arrived.push(message);
    wake?.();
  };
  thread.on("message", take);
  thread.on("error", (cause) => take({ type: "failed", name: "Error", message: cause.message }));
  try {
    for (;;) {
      const message = arrived.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (message.type === "failed") throw errorOf(message);
      if (message.type === "end") {
        Object.assign(report, message.report);
        return;
      }
      onRead?.(message.read);
      yield message.block;
      taken.push(message.block.bytes.buffer);
      if (taken.length < TAKEN_BY) continue;
      thread.postMessage(taken, taken);
      taken = [];
    }
  } finally {
    await thread.terminate();
  }
}

function errorOf({ name, message }: FromThread & { type: "failed" }): Error {
  const error = new HistoryError(message);
  return name === error.name ? error : Object.assign(new Error(message), { name });
}
