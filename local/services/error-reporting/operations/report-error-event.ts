import { acceptReportedError, type ReportedErrorEvent } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { ErrorReporting } from "../state.ts";
import { projectOf } from "../state.ts";

/** https://cloud.google.com/error-reporting/reference/rpc/google.devtools.clouderrorreporting.v1beta1#google.devtools.clouderrorreporting.v1beta1.ReportErrorsService.ReportErrorEvent */
export async function reportErrorEvent(
  { projectName, event }: { readonly projectName: string; readonly event: ReportedErrorEvent },
  { cloud }: Call<ErrorReporting>,
): Promise<object> {
  const entry = acceptReportedError(event, projectOf(projectName), cloud.clock.now());
  await cloud.call("cloud-logging", "WriteLogEntries", { entries: [entry] });
  return {};
}
