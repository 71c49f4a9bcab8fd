/** `npm start`: the whole product on real traffic, then the page until Ctrl-C. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { runDemo } from "./demo.ts";
import { runInput } from "./input.ts";
import { say, styled } from "./terminal.ts";

interface StartOptions {
  readonly exit: boolean;
  readonly input?: string;
  readonly port: number;
}

const program = new Command("npm start --")
  .description("Deploy the example to a local cloud, send it traffic, break it, and watch the alarm.")
  .option("--exit", "end with a summary instead of serving the page; not 0 if anything went otherwise", false)
  .option("--input <file>", "do the same with a log file of your own")
  .option("--port <port>", "port of the page and of AWS; 0 takes a free one", Number, 0)
  .addHelpText(
    "after",
    "\nExamples:\n  $ npm start\n  $ npm start -- --exit\n  $ npm start -- --input /var/log/nginx/access.log",
  )
  .parse();
const options = program.opts<StartOptions>();

const cleanup = new AsyncDisposableStack();
const folder = join(import.meta.dirname, "../../.cumulog");
mkdirSync(folder, { recursive: true });
const assembly = mkdtempSync(join(folder, "cdk.out-"));
cleanup.defer(() => rmSync(assembly, { recursive: true, force: true }));

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
process.on("SIGINT", () => void end(130)).on("SIGTERM", () => void end(143));

try {
  const { status, cloud } = options.input
    ? await runInput({ port: options.port, assembly, cleanup, file: options.input })
    : await runDemo({ port: options.port, assembly, cleanup });
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
