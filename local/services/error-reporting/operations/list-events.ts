import type { Call } from "#kernel/cloud.ts";
import { type PageRequest, pageOf } from "#kernel/google/page-token.ts";
import type { ErrorReporting } from "../state.ts";
import { type ErrorSelection, projectOf } from "../state.ts";

interface ListEventsRequest extends ErrorSelection, Omit<PageRequest, "parent"> {
  readonly projectName: string;
  readonly groupId: string;
}

/** https://cloud.google.com/error-reporting/reference/rpc/google.devtools.clouderrorreporting.v1beta1#google.devtools.clouderrorreporting.v1beta1.ErrorStatsService.ListEvents */
export async function listEvents(
  { projectName, groupId, serviceFilter, timeRange, ...page }: ListEventsRequest,
  { cloud, state }: Call<ErrorReporting>,
): Promise<object> {
  await cloud.open("cloud-logging");
  const { begin, errors } = state.errors(projectOf(projectName), { serviceFilter, timeRange });
  const events = errors.filter((error) => error.groupId === groupId).toReversed();
  const { items, ...rest } = pageOf(
    events,
    ({ order }) => order,
    { parent: projectName, ...page },
    `events ${groupId}`,
  );
  return { errorEvents: items.map(({ event }) => event), ...rest, timeRangeBegin: begin };
}
