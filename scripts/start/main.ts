/** `npm start`: the whole product on real traffic, then the page until Ctrl-C. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { timestampFormatNames } from "../../lib/analysis/lines/timestamp.ts";
import { say, styled } from "./terminal.ts";

interface StartOptions {
  readonly exit: boolean;
  readonly input?: string;
  readonly timestampFormat?: string;
  readonly timezone?: string;
  readonly port: number;
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535 && text.trim() !== "") return value;
  throw new InvalidArgumentError("expected a number from 0 to 65535");
}

const program = new Command("npm start --")
  .description("Deploy the example to a local cloud, send it traffic, break it, and watch the alarm.")
  .option("--exit", "end with a summary instead of serving the page; not 0 if anything went otherwise", false)
  .option(
    "--input <file>",
    "do the same with a log of your own: a file, a folder, a pipe, or - for the standard input",
  )
  .option(
    "--timestamp-format <format>",
    `with --input: ${timestampFormatNames.join(", ")} or a strptime pattern (default: guessed)`,
  )
  .option("--timezone <zone>", "with --input: zone of times that do not say theirs (default: UTC)")
  .option("--port <port>", "port of the page and of AWS; 0 takes a free one", port, 0)
  .addHelpText(
    "after",
    "\nExamples:\n  $ npm start\n  $ npm start -- --exit\n  $ npm start -- --input /var/log/nginx/access.log",
  )
  .parse();
const options = program.opts<StartOptions>();

const cleanup = new AsyncDisposableStack();
const assembly = assemblyFolder();
cleanup.defer(() => rmSync(assembly, { recursive: true, force: true }));

/** In the project's folder, or, where nobody may write there, in the one for temporary files. */
function assemblyFolder(): string {
  try {
    const folder = join(import.meta.dirname, "../../.cumulog");
    mkdirSync(folder, { recursive: true });
    return mkdtempSync(join(folder, "cdk.out-"));
  } catch {
    return mkdtempSync(join(tmpdir(), "cumulog-cdk.out-"));
  }
}

let ending: Promise<never> | undefined;
/** Stops everything that was started, once, and ends. */
function end(status: number): Promise<never> {
  ending ??= cleanup.disposeAsync().then(
    () => process.exit(status),
    (error: unknown) => {
      process.stderr.write(`${(error as Error).message}\n`);
      process.exit(1);
    },
  );
  return ending;
}
// The second time it does not wait.
for (const [signal, status] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.on(signal, () => (ending ? process.exit(status) : void end(status)));

try {
  if (!existsSync(join(import.meta.dirname, "../../local/dist/built-page/index.html")))
    throw new Error('The build is missing: run "npm run build" first, as npm start does.');
  const common = { port: options.port, assembly, stays: !options.exit, cleanup };
  const { status, cloud } = options.input
    ? await (await import("./input.ts")).runInput({
        ...common,
        input: {
          path: options.input,
          timestampFormat: options.timestampFormat,
          timezone: options.timezone,
        },
      })
    : await (await import("./demo.ts")).runDemo(common);
  if (options.exit || ending) await end(status);
  else say(`\nThe page stays at ${styled("cyan", cloud.endpoints.page)} until Ctrl-C.`);
} catch (error) {
  if (ending) await ending;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  const message =
    code === "EADDRINUSE" ? `Port ${port} is taken: choose another with --port.` : (error as Error).message;
  process.stderr.write(`${styled("red", "Error:")} ${message}\n`);
  await end(1);
}
