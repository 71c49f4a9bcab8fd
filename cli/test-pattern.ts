import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { styleText } from "node:util";
import { Command } from "commander";
import { compilePattern } from "../lib/semantics/pattern/compile-pattern.ts";
import { PatternSyntaxError } from "../lib/semantics/pattern/pattern-syntax-error.ts";

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
Exit status, as of grep: 0 when a line matched, 1 when none did, 2 on an error.

Examples:
  $ cumulog test-pattern 'ERROR -Retrying' app.log
  $ cumulog test-pattern '{ $.level = "ERROR" && $.latency > 500 }' --json < events.ndjson
  $ tail -f access.log | cumulog test-pattern '[ip, ..., status = 5*, bytes]'`;

/** `cumulog test-pattern`: which lines a filter pattern of CloudWatch Logs matches. */
export function testPatternCommand(): Command {
  return new Command("test-pattern")
    .description("print the lines that a CloudWatch Logs filter pattern matches")
    .argument("<pattern>", "filter pattern")
    .argument("[file...]", "files to read, '-' or none for standard input")
    .option("--json", "print one JSON object a match: file, line, message, extractedValues")
    .option("--count", "print only how many lines match")
    .option("--invert", "print the lines that do not match")
    .addHelpText("after", HELP)
    .action(async (pattern: string, files: string[], options: Options) => {
      process.exitCode = await testPattern(pattern, files.length === 0 ? ["-"] : files, options);
    });
}

async function testPattern(pattern: string, files: readonly string[], options: Options): Promise<number> {
  const paint = styler();
  let compiled: ReturnType<typeof compilePattern>;
  try {
    compiled = compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternSyntaxError)) throw error;
    process.stderr.write(`${paint("red", "error")}: ${error.message}\n${pointInto(pattern, error.offset)}\n`);
    return EXIT_ERROR;
  }
  const output = outputOf(process.stdout);
  let count = 0;
  let failed = false;
  for (const file of files) {
    try {
      let line = 0;
      for await (const message of linesOf(file)) {
        line++;
        const extractedValues = compiled.match(message);
        if ((extractedValues === undefined) === (options.invert !== true)) continue;
        count++;
        if (options.count === true) continue;
        const name = file === "-" ? undefined : file;
        const text =
          options.json === true
            ? JSON.stringify({ file: name, line, message, extractedValues })
            : describe(files.length > 1 ? file : undefined, message, extractedValues, paint);
        if (!(await output.write(`${text}\n`))) return EXIT_MATCHED;
      }
    } catch (error) {
      process.stderr.write(`${paint("red", "error")}: ${file}: ${(error as Error).message}\n`);
      failed = true;
    }
  }
  if (options.count === true)
    await output.write(options.json === true ? `{"count":${count}}\n` : `${count}\n`);
  if (failed) return EXIT_ERROR;
  return count > 0 ? EXIT_MATCHED : EXIT_NO_MATCH;
}

type Paint = (style: "red" | "cyan" | "dim", text: string) => string;

function styler(): Paint {
  const colours = process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}

function describe(
  file: string | undefined,
  message: string,
  extracted: Readonly<Record<string, string>> | undefined,
  paint: Paint,
): string {
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

async function* linesOf(file: string): AsyncGenerator<string> {
  const input: Readable = file === "-" ? process.stdin : createReadStream(file);
  input.setEncoding("utf8");
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
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
