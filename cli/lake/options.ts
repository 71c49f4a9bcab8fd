import { existsSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { interruptible } from "../interruption.ts";

/** Options that all commands of the lake have. */
export interface LakeOptions {
  readonly lake: string;
}

export function withLake(command: Command): Command {
  return command.option("--lake <folder>", "folder of the lake", "lake");
}

/** Adds the options that say which time a command looks at. */
export function withSpan(command: Command): Command {
  return command
    .option("--from <time>", "first time: ISO, or 2h for two hours ago (default: all)")
    .option("--to <time>", "time after the last");
}

/** Collects `name=value`. */
export function collectPairs(text: string, pairs: Readonly<Record<string, string>>): Record<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("expected name=value");
  return { ...pairs, [text.slice(0, equals)]: text.slice(equals + 1) };
}

/**
 * Work on the lake that Ctrl-C ends.
 *
 * @param changed says what was changed by then. @default nothing, as of all that ends whole or not at all
 */
export const interruptibleChange = <T>(
  work: (signal: AbortSignal) => Promise<T>,
  changed: () => string = () => "nothing was changed",
): Promise<T | undefined> =>
  interruptible(work, () => void process.stderr.write(`Interrupted: ${changed()}.\n`));

/** Says on a terminal that another process is changing the lake. */
export const sayWaiting = (): void => {
  process.stderr.write("Waiting for another command that changes this lake …\n");
};

/** The configuration beside which the command runs, when there is one. */
export function configurationPath(given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  return existsSync("cumulog.yaml") ? "cumulog.yaml" : undefined;
}
