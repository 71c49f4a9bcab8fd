/**
 * A Lambda extension that delivers what a function writes, also when the function is killed. `extensions/cumulog` of its layer starts it.
 *
 * Environment:
 * - `CUMULOG_EXTENSION`: JSON as in configuration.ts, or `ssm:/name` of a parameter with it
 * - `AWS_LAMBDA_RUNTIME_API`: where Lambda listens
 * - what the handlers read: credentials and Region of the function's role, `AWS_ENDPOINT_URL`, `CLOUD_LOGGING_ENDPOINT`, `OTEL_EXPORTER_OTLP_…`
 */
import { basename } from "node:path";
import { ExtensionApi } from "./extension-api.ts";

/** The file that Lambda started. */
const [, , file = "cumulog"] = process.argv;
const api = new ExtensionApi(process.env["AWS_LAMBDA_RUNTIME_API"] ?? "");

/** Environments of managed instances serve several invocations at once, are never stopped between them, and tell of none. */
const eventsOf = ({ AWS_LAMBDA_INITIALIZATION_TYPE: type }: NodeJS.ProcessEnv): readonly string[] =>
  type === "lambda-managed-instances" ? ["SHUTDOWN"] : ["INVOKE", "SHUTDOWN"];

const tell = (error: unknown): void => {
  const { name, message } = error as Error;
  process.stderr.write(`cumulog: extension-failed: ${name}: ${message}\n`);
};

// An extension that ends takes its function down.
process.on("uncaughtException", tell);
process.on("unhandledRejection", tell);

try {
  const registration = await api.register(basename(file), eventsOf(process.env));
  // Lambda starts the runtime once the extension is registered: what takes time to load is loaded beside it.
  const { runExtension } = await import("./extension.ts");
  await runExtension(api, registration, process.env);
  process.exit(0);
} catch (error) {
  tell(error);
  await api.initError(error as Error).catch(() => {});
  process.exit(1);
}
