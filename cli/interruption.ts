/**
 * Runs work that Ctrl-C ends, with the exit status of an interruption. What the work throws once it was interrupted is what ended it.
 *
 * @returns what the work gives; undefined when the interruption ended it
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  onInterruption: () => void = () => {},
): Promise<T | undefined> {
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.once("SIGINT", interrupted);
  try {
    const result = await work(stop.signal);
    if (stop.signal.aborted) process.exitCode = 130;
    return result;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.exitCode = 130;
    onInterruption();
    return undefined;
  } finally {
    process.off("SIGINT", interrupted);
  }
}
