import type { Call } from "#kernel/cloud.ts";
import { pageOf } from "#kernel/google/page-token.ts";
import type { CloudLogging } from "../state.ts";

interface ListLogsRequest {
  readonly parent?: string;
  readonly resourceNames?: readonly string[];
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.LoggingServiceV2.ListLogs */
export function listLogs(request: ListLogsRequest, { state }: Call<CloudLogging>): object {
  const { parent, resourceNames = [], ...page } = request;
  const owners = [...(parent ? [parent] : []), ...resourceNames];
  const names = state.logNames(state.selection(owners, ""));
  const { items, ...rest } = pageOf(names, (name) => name, { ...page, parent: owners.join(" ") }, "logs");
  return { logNames: items, ...rest };
}
