import type { Members } from "../options/shape.ts";
import { STDOUT_RULES } from "./stdout.ts";

/** The options of `StdoutHandler`, as they are documented. */
export const STDOUT_OPTIONS = {
  stream: { ...STDOUT_RULES.stream, description: "Where the lines go.", default: "stdout" },
  bufferLength: {
    ...STDOUT_RULES.bufferLength,
    description:
      "Characters that are gathered before they are written at once; what is there is written at the end of the tick, at each record of level error and above, and when the process ends. 0 writes each line by itself.",
    default: "16384, on a terminal 0",
  },
} as const satisfies Members;
