import type { Call } from "#kernel/cloud.ts";
import type { ErrorReporting } from "../state.ts";
import { projectOf } from "../state.ts";

/** https://cloud.google.com/error-reporting/reference/rpc/google.devtools.clouderrorreporting.v1beta1#google.devtools.clouderrorreporting.v1beta1.ErrorStatsService.DeleteEvents */
export function deleteEvents(
  { projectName }: { readonly projectName: string },
  { state }: Call<ErrorReporting>,
): object {
  state.forget(projectOf(projectName));
  return {};
}
