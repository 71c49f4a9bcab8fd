import { Spool } from "../delivery/spool/spool.ts";
import { reportInternal } from "../logger/internal-channel.ts";

/**
 * Opens the spool that an option names.
 *
 * @throws {TypeError} when the directory cannot be made
 */
export function openSpool(handler: string, directory: string | undefined): Spool | undefined {
  if (directory === undefined) return undefined;
  try {
    return new Spool({ directory, onProblem: reportInternal });
  } catch (cause) {
    throw new TypeError(
      `${handler}: spool is ${JSON.stringify(directory)}; use a directory that can be written`,
      { cause },
    );
  }
}
