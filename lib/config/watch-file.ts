import {
  type FSWatcher,
  watchFile as pollFile,
  realpathSync,
  type StatsListener,
  unwatchFile,
  watch,
} from "node:fs";
import { dirname } from "node:path";

/** Time for an editor that writes in several steps to finish. */
const SETTLE_MS = 50;
/** For file systems that send no events (network shares, some containers). */
const POLL_MS = 2000;

/**
 * Calls back after a file may have changed, also when an editor replaces it or a mounted volume swaps a link. Does not
 * keep the process alive.
 *
 * @returns a function that ends the watch
 */
export function watchFile(path: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE_MS);
    timer.unref();
  };
  const poll: StatsListener = () => soon();
  pollFile(path, { interval: POLL_MS, persistent: false }, poll);
  const watchers = folders(path).flatMap((folder) => watchFolder(folder, soon));
  return () => {
    clearTimeout(timer);
    unwatchFile(path, poll);
    for (const watcher of watchers) watcher.close();
  };
}

function folders(path: string): readonly string[] {
  try {
    return [...new Set([dirname(path), dirname(realpathSync(path))])];
  } catch {
    return [dirname(path)];
  }
}

function watchFolder(folder: string, soon: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, soon);
    // A folder that goes away ends its events; the poll goes on.
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
