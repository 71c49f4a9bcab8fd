import { CLOUD_LOGGING_LOG_ID_MAX_LENGTH } from "cumulog/semantics";
import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const labels = z._default(z.record(z.string(), z.string()), {});

/** The document in `CLOUD_LOGGING_CONFIGURATION`. */
export const forwarderSchema = z.strictObject({
  /** Google Cloud project that receives the entries. */
  projectId: z.string().check(z.regex(/^[a-z][a-z0-9.:-]{4,}$/, "expected the id of a Google Cloud project")),
  /** `{logGroup}` and `{account}` stand for the source's. */
  logId: z._default(text, "aws{logGroup}"),
  /**
   * Credential configuration of Workload Identity Federation (`type: external_account`), or a service account's key, as JSON
   * or as `ssm:` or `secretsmanager:` reference; `none` for a server that asks for none. Without it the library's own search.
   */
  credentials: z.optional(z.union([text, z.record(z.string(), z.unknown())])),
  /** Monitored resource of the entries. */
  resource: z._default(z.strictObject({ type: text, labels }), { type: "global", labels: {} }),
  /** Further labels of every entry. */
  labels,
  /** Reports errors of this service to Error Reporting. */
  errorReporting: z.optional(z.strictObject({ service: text, version: z.optional(z.string()) })),
});

export type ForwarderConfiguration = z.infer<typeof forwarderSchema>;

/** The id of the log that gets a group's events. Names of log groups may have a #, ids of logs may not. */
export function logIdOf(logId: string, { logGroup, account }: { logGroup: string; account: string }): string {
  return logId
    .replaceAll("{logGroup}", logGroup)
    .replaceAll("{account}", account)
    .replace(/[^\w./-]/g, "_")
    .slice(0, CLOUD_LOGGING_LOG_ID_MAX_LENGTH);
}
