/**
 * A Lambda extension that delivers what a function writes, also when the function is killed. `extensions/cumulog` of its layer starts it.
 *
 * Environment:
 * - `CUMULOG_EXTENSION`: JSON as in configuration.ts, or `ssm:/name` of a parameter with it
 * - `AWS_LAMBDA_RUNTIME_API`: where Lambda listens
 * - what the handlers read: credentials and Region of the function's role, `AWS_ENDPOINT_URL`, `CLOUD_LOGGING_ENDPOINT`, `OTEL_EXPORTER_OTLP_…`
 */
import { basename } from "node:path";
import { runExtension } from "./extension.ts";
import { ExtensionApi } from "./extension-api.ts";

/** The file that Lambda started. */
const [, , file = "cumulog"] = process.argv;
const api = new ExtensionApi(process.env["AWS_LAMBDA_RUNTIME_API"] ?? "");

const tell = (error: unknown): void => {
  const { name, message } = error as Error;
  process.stderr.write(`cumulog: extension-failed: ${name}: ${message}\n`);
};

// An extension that ends takes its function down.
process.on("uncaughtException", tell);
process.on("unhandledRejection", tell);

try {
  await runExtension(api, basename(file), process.env);
  process.exit(0);
} catch (error) {
  tell(error);
  await api.initError(error as Error).catch(() => {});
  process.exit(1);
}
