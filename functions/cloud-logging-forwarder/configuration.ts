import { CLOUD_LOGGING_LOG_ID_MAX_LENGTH } from "cumulog/semantics";
import * as z from "zod";

/** The document in `CLOUD_LOGGING_CONFIGURATION`. */
export const forwarderSchema = z.strictObject({
  /** Google Cloud project that receives the entries. */
  projectId: z.string().regex(/^[a-z][a-z0-9.:-]{4,}$/, "expected the id of a Google Cloud project"),
  /** `{logGroup}` and `{account}` stand for the source's. */
  logId: z.string().min(1).default("aws{logGroup}"),
  /**
   * Credential configuration of Workload Identity Federation (`type: external_account`), or a service account's key, as JSON
   * or as `ssm:` or `secretsmanager:` reference; `none` for a server that asks for none. Without it the library's own search.
   */
  credentials: z.union([z.string().min(1), z.record(z.string(), z.unknown())]).optional(),
  /** Monitored resource of the entries. */
  resource: z
    .strictObject({ type: z.string().min(1), labels: z.record(z.string(), z.string()).default({}) })
    .default({ type: "global", labels: {} }),
  /** Further labels of every entry. */
  labels: z.record(z.string(), z.string()).default({}),
  /** Reports errors of this service to Error Reporting. */
  errorReporting: z.strictObject({ service: z.string().min(1), version: z.string().optional() }).optional(),
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
