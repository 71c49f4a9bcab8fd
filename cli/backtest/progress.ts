import { interruptible } from "../interruption.ts";
import type { BacktestCommandOptions } from "./options.ts";

/** A run over a history that Ctrl-C ends. */
export interface Run {
  readonly signal: AbortSignal;
  /** So many bytes of the files were read. */
  readonly read: (bytes: number) => void;
  /** Nothing is read any more: what follows may be written. */
  readonly end: () => void;
}

/** Runs with a bar of progress, until it is done or Ctrl-C is pressed. */
export async function withProgress(
  paths: readonly string[],
  options: BacktestCommandOptions,
  body: (run: Run) => Promise<void>,
): Promise<void> {
  await interruptible(async (signal) => {
    const progress = await progressOf(paths, options);
    try {
      await body({ signal, ...progress });
    } finally {
      progress.end();
    }
  });
}

/** A bar over the bytes of the files, on a terminal only. */
async function progressOf(paths: readonly string[], { json }: BacktestCommandOptions) {
  if (json || !process.stderr.isTTY || paths.length === 0) return { read: () => {}, end: () => {} };
  const [{ SingleBar, Presets }, { logFiles }] = [
    (await import("cli-progress")).default,
    await import("cumulog/analysis"),
  ];
  const total = logFiles(paths).reduce((sum, { size }) => sum + size, 0);
  const bar = new SingleBar(
    { format: "{bar} {percentage} % | {eta_formatted} left", clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    read: (bytes: number) => bar.increment(bytes),
    end: () => bar.stop(),
  };
}
