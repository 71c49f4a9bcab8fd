import type { Delivery } from "../delivery/delivery.ts";
import { Spool } from "../delivery/spool/spool.ts";

/**
 * Opens the spool that an option names.
 *
 * @throws {TypeError} when the directory cannot be made
 */
export function openSpool(handler: string, directory: string | undefined): Spool | undefined {
  if (directory === undefined) return undefined;
  try {
    return new Spool({ directory });
  } catch (cause) {
    throw new TypeError(
      `${handler}: spool is ${JSON.stringify(directory)}; use a directory that can be written`,
      { cause },
    );
  }
}

/** Writes what is left to the spool when the process exits without having closed the handler. */
export function spoolAtExit(delivery: Delivery): () => void {
  const surrender = () => delivery.surrender();
  process.on("exit", surrender);
  return () => process.off("exit", surrender);
}
