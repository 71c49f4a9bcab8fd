import type { Call } from "#kernel/cloud.ts";
import { type PageRequest, pageOf } from "#kernel/google/page-token.ts";
import { groupStats } from "../group-stats.ts";
import type { ErrorReporting } from "../state.ts";
import { type ErrorSelection, projectOf } from "../state.ts";

interface ListGroupStatsRequest extends ErrorSelection, Omit<PageRequest, "parent"> {
  readonly projectName: string;
  readonly groupId?: readonly string[];
  readonly order?: string;
}

/** https://cloud.google.com/error-reporting/reference/rpc/google.devtools.clouderrorreporting.v1beta1#google.devtools.clouderrorreporting.v1beta1.ErrorStatsService.ListGroupStats */
export async function listGroupStats(
  {
    projectName,
    groupId = [],
    serviceFilter,
    timeRange,
    order = "GROUP_ORDER_UNSPECIFIED",
    ...page
  }: ListGroupStatsRequest,
  { cloud, state }: Call<ErrorReporting>,
): Promise<object> {
  await cloud.open("cloud-logging");
  const { begin, errors } = state.errors(projectOf(projectName), { serviceFilter, timeRange });
  const stats = groupStats(errors, (id) => state.group(`${projectName}/groups/${id}`), order)
    .filter(({ group }) => groupId.length === 0 || groupId.includes(group.groupId))
    .map((one, index) => ({ ...one, place: String(index).padStart(9, "0") }));
  const { items, ...rest } = pageOf(
    stats,
    ({ place }) => place,
    { parent: projectName, ...page },
    `groupStats ${order}`,
  );
  return { errorGroupStats: items.map(({ place: _, ...one }) => one), ...rest, timeRangeBegin: begin };
}
