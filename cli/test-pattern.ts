import { styleText } from "node:util";
import { Command } from "commander";
import { filesUnder, readTexts, type TextLine } from "cumulog/analysis";
import { type CompiledPattern, compilePattern, PatternSyntaxError } from "cumulog/semantics/pattern";

interface Options {
  readonly json?: true;
  readonly count?: true;
  readonly invert?: true;
}

const EXIT_MATCHED = 0;
const EXIT_NO_MATCH = 1;
const EXIT_ERROR = 2;

const HELP = `
Prints the lines that match and the fields that the pattern extracts.
Exit status, as of grep: 0 when a line was printed, 1 when none was, 2 on an error.

Examples:
  $ cumulog test-pattern 'ERROR -Retrying' app.log
  $ cumulog test-pattern '{ $.level = "ERROR" && $.latency > 500 }' --json < events.ndjson
  $ tail -f access.log | cumulog test-pattern '[ip, ..., status = 5*, bytes]'`;

/** `cumulog test-pattern`: which lines a filter pattern of CloudWatch Logs matches. */
export function testPatternCommand(): Command {
  return new Command("test-pattern")
    .description("print the lines that a CloudWatch Logs filter pattern matches")
    .argument("<pattern>", "filter pattern")
    .argument("[file...]", "log files or folders, plain or gzip; '-' or none for standard input")
    .option("--json", "print one JSON object a match: file, line, message, extractedValues")
    .option("--count", "print only how many lines match")
    .option("--invert", "print the lines that do not match")
    .addHelpText("after", HELP)
    .action(async (pattern: string, files: string[], options: Options) => {
      process.exitCode = await testPattern(pattern, files.length === 0 ? ["-"] : files, options);
    });
}

async function testPattern(pattern: string, paths: readonly string[], options: Options): Promise<number> {
  let compiled: CompiledPattern;
  try {
    compiled = compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternSyntaxError)) throw error;
    complain(`${error.message}\n${pointInto(pattern, error.offset)}`);
    return EXIT_ERROR;
  }
  const output = outputOf(process.stdout);
  let count = 0;
  let failed = false;
  const inputs = inputsOf(paths, (problem) => {
    complain(problem);
    failed = true;
  });
  for (const { name, batches } of inputs) {
    const label = inputs.length > 1 ? name : undefined;
    try {
      for await (const lines of batches) {
        let text = "";
        for (const { text: message, line } of lines) {
          const extractedValues = compiled.match(message);
          if ((extractedValues === undefined) === (options.invert !== true)) continue;
          count++;
          if (options.count === true) continue;
          text +=
            options.json === true
              ? `${JSON.stringify({ file: name, line, message, extractedValues })}\n`
              : `${describe(label, message, extractedValues)}\n`;
        }
        if (text !== "" && !(await output.write(text))) return EXIT_MATCHED;
      }
    } catch (error) {
      complain((error as Error).message);
      failed = true;
    }
  }
  if (options.count === true)
    await output.write(options.json === true ? `{"count":${count}}\n` : `${count}\n`);
  if (failed) return EXIT_ERROR;
  return count > 0 ? EXIT_MATCHED : EXIT_NO_MATCH;
}

interface Input {
  /** Undefined for standard input. */
  readonly name: string | undefined;
  readonly batches: AsyncIterable<readonly TextLine[]>;
}

function inputsOf(paths: readonly string[], complainOf: (problem: string) => void): Input[] {
  return paths.flatMap((path): Input[] => {
    if (path === "-") return [{ name: undefined, batches: readTexts(path) }];
    try {
      return filesUnder(path).map((name) => ({ name, batches: readTexts(name) }));
    } catch (error) {
      complainOf(`${path}: ${(error as Error).message}`);
      return [];
    }
  });
}

function complain(problem: string): void {
  process.stderr.write(`${styleText("red", "error", { stream: process.stderr })}: ${problem}\n`);
}

function describe(
  file: string | undefined,
  message: string,
  extracted: Readonly<Record<string, string>> | undefined,
): string {
  const paint = (style: "cyan" | "dim", text: string) => styleText(style, text, { stream: process.stdout });
  const lines = [file === undefined ? message : `${paint("dim", `${file}:`)}${message}`];
  for (const [name, value] of Object.entries(extracted ?? {}))
    lines.push(`  ${paint("cyan", name)} = ${value}`);
  return lines.join("\n");
}

/** The pattern with a caret under the offending place; control characters are shown as blanks to keep the columns. */
function pointInto(pattern: string, offset: number): string {
  const shown = pattern.replaceAll(/[\u0000-\u001f\u007f]/g, " ");
  return `  ${shown}\n  ${" ".repeat([...shown.slice(0, offset)].length)}^`;
}

/** Waits for the reader when it is slow, and says so when it has gone away, as `head` does. */
function outputOf(stream: NodeJS.WriteStream): { write(text: string): Promise<boolean> } {
  let closed = false;
  let wake: (() => void) | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    closed = true;
    wake?.();
  });
  return {
    async write(text) {
      if (closed) return false;
      if (!stream.write(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          stream.once("drain", resolve);
        });
      }
      return !closed;
    },
  };
}
