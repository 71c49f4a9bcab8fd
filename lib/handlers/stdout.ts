import { choice, either, type Members, program, whole } from "../options/shape.ts";
import { type HandlerOptions, readHandlerOptions } from "./handler-options.ts";
import { StandardOutput } from "./standard-output.ts";

/** Options of {@link StdoutHandler}. */
export interface StdoutHandlerOptions extends HandlerOptions {
  /** Where the lines go: `"stdout"`, `"stderr"`, a file descriptor, or anything with `write`. @default "stdout" */
  readonly stream?: "stdout" | "stderr" | number | { write(text: string): unknown };
  /**
   * Characters that are gathered before they are written at once; what is there is written at the end of the tick,
   * at each record of level error and above, and when the process ends. 0 writes each line by itself.
   * @default 16384, on a terminal 0
   */
  readonly bufferLength?: number;
}

/** The options of `StdoutHandler`, as they are checked; `stdout-options.ts` has their descriptions, which no program needs. */
export const STDOUT_RULES = {
  stream: either(
    [choice(["stdout", "stderr"]), program("a stream", isDescriptorOrStream)],
    '"stdout", "stderr", a file descriptor or an object with write()',
  ),
  bufferLength: whole(0),
} as const satisfies Record<Exclude<keyof StdoutHandlerOptions, keyof HandlerOptions>, Members[string]>;

function isDescriptorOrStream(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0;
  return typeof (value as { write?: unknown } | null)?.write === "function";
}

/**
 * Writes one line a record on standard output: JSON, or colours on a terminal. The lines of one tick are written
 * together and before any I/O goes on; nothing is lost when the process exits or throws.
 */
export class StdoutHandler extends StandardOutput {
  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: StdoutHandlerOptions = {}) {
    const common = readHandlerOptions("StdoutHandler", options, STDOUT_RULES);
    super({ ...common, stream: options.stream, bufferLength: options.bufferLength });
  }
}
