/** Not imported: Node.js has loaded it already, and an import adds a millisecond of names to the start of a process. */
const fs: typeof import("node:fs") = /* @__PURE__ */ process.getBuiltinModule("node:fs");

const RETRY_MS = 2;
let waiter: Int32Array | undefined;

/**
 * Writes a text to a descriptor, in as many pieces as it takes; waits while a pipe that does not block is full.
 *
 * @param patienceMs longest wait in which nothing at all is taken
 * @returns how many bytes were written: less than all when the patience was over
 * @throws the system's error, with the number of bytes written before it as `written`
 */
export function writeFully(descriptor: number, text: string, patienceMs = Number.POSITIVE_INFINITY): number {
  let written = 0;
  let bytes: Buffer | undefined;
  let waitingSince: number | undefined;
  do {
    try {
      // A text needs no copy when it is taken whole, as it nearly always is.
      written +=
        bytes === undefined ? fs.writeSync(descriptor, text) : fs.writeSync(descriptor, bytes, written);
      waitingSince = undefined;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EAGAIN")
        throw Object.assign(cause as Error, { written });
      const now = performance.now();
      waitingSince ??= now;
      if (now - waitingSince >= patienceMs) return written;
      waiter ??= new Int32Array(new SharedArrayBuffer(4));
      Atomics.wait(waiter, 0, 0, RETRY_MS);
    }
    if (bytes === undefined && written === Buffer.byteLength(text)) return written;
    bytes ??= Buffer.from(text);
  } while (written < bytes.length);
  return written;
}

/** Whether what is written to a descriptor is shown on a terminal. */
export function isTerminal(descriptor: number): boolean {
  try {
    const stats = fs.fstatSync(descriptor);
    // node:tty loads the network modules, so it is only asked about what may be a terminal.
    if (!stats.isCharacterDevice() || stats.rdev === nullDevice()) return false;
    return process.getBuiltinModule("node:tty").isatty(descriptor);
  } catch {
    return false;
  }
}

function nullDevice(): number | undefined {
  return fs.statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}
