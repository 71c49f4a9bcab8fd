import type { Call } from "#kernel/cloud.ts";
import type { ErrorReporting } from "../state.ts";

/** https://cloud.google.com/error-reporting/reference/rpc/google.devtools.clouderrorreporting.v1beta1#google.devtools.clouderrorreporting.v1beta1.ErrorGroupService.GetGroup */
export async function getGroup(
  { groupName }: { readonly groupName: string },
  { cloud, state }: Call<ErrorReporting>,
): Promise<object> {
  await cloud.open("cloud-logging");
  return state.group(groupName);
}
