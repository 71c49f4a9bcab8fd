import type { Call } from "#kernel/cloud.ts";
import type { ErrorGroup } from "../error-groups.ts";
import type { ErrorReporting } from "../state.ts";

/** https://cloud.google.com/error-reporting/reference/rpc/google.devtools.clouderrorreporting.v1beta1#google.devtools.clouderrorreporting.v1beta1.ErrorGroupService.UpdateGroup */
export async function updateGroup(
  { group }: { readonly group: Partial<ErrorGroup> },
  { cloud, state }: Call<ErrorReporting>,
): Promise<object> {
  await cloud.open("cloud-logging");
  return state.change(group);
}
