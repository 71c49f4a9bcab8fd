import { styleText } from "node:util";
import ora from "ora";

type Style = Parameters<typeof styleText>[0];

export const styled = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout });

/** Writes a line of the story. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Shows that something is going on, on a terminal as a spinner, and ends with a line that says what came of it. */
export async function step<Result>(
  text: string,
  work: (show: (detail: string) => void) => Promise<Result>,
  done: (result: Result) => string,
): Promise<Result> {
  const spinner = ora({ text, stream: process.stderr, isSilent: !process.stderr.isTTY }).start();
  try {
    const result = await work((detail) => {
      spinner.text = `${text}: ${detail}`;
    });
    spinner.stop();
    say(`${styled("green", "✔")} ${done(result)}`);
    return result;
  } catch (error) {
    spinner.stop();
    say(`${styled("red", "✘")} ${text}`);
    throw error;
  }
}

/** Indents every line of a text. */
export const indented = (text: string, by = "    "): string => text.replaceAll(/^/gm, by);
