import {
  type CompileQueryOptions,
  compileInsightsQuery,
  type InsightsQueryPlan,
  type InsightsRunOptions,
  QueryCompileError,
  type SourceSelection,
  selectLogGroups,
} from "cumulog/semantics";
import { ServiceError } from "#kernel/service-error.ts";
import type { LogGroup } from "../log-group.ts";
import { selectEvents } from "./event-selection.ts";
import type { QueryContext } from "./query-context.ts";

/** @throws ServiceError `MalformedQueryException` with the place that is to blame */
export function compileLogQuery(queryString: string, options: CompileQueryOptions): InsightsQueryPlan {
  try {
    return compileInsightsQuery(queryString, options);
  } catch (error) {
    if (!(error instanceof QueryCompileError)) throw error;
    const { message, span } = error;
    const location = { startCharOffset: span.start, endCharOffset: span.end };
    throw new ServiceError("MalformedQueryException", message, {
      details: { queryCompileError: { location, message } },
    });
  }
}

/** The log groups that a SOURCE names. @throws ServiceError `ResourceNotFoundException` for a name that is not there */
export function sourceGroups(service: QueryContext, source: SourceSelection, accountId: string): LogGroup[] {
  const groups = [...service.store.groups.values()];
  const selectable = groups.map((group) => ({
    group,
    logGroupName: group.name,
    logGroupClass: group.settings.logGroupClass,
    tags: group.settings.tags,
  }));
  const chosen = selectLogGroups(selectable, source, accountId).map(({ group }) => group);
  const missing = source.names.find(
    (name) => !chosen.some((group) => name === group.name || name.startsWith(group.arn)),
  );
  if (missing !== undefined)
    throw new ServiceError(
      "ResourceNotFoundException",
      `Log group '${missing}' does not exist for account ID '${accountId}'`,
    );
  return chosen;
}

/**
 * Reads the events of a range: of the groups that a subquery names, or of the query's own; as they came when it asks for what
 * a data protection policy masks.
 */
export function readerOf(
  service: QueryContext,
  groups: readonly LogGroup[],
  { accountId, unmask }: { readonly accountId: string; readonly unmask: boolean },
): InsightsRunOptions["read"] {
  return (source, { start, end }) =>
    selectEvents(source ? sourceGroups(service, source, accountId) : groups, {
      start,
      end: end + 1,
      accountId,
      unmask,
      indexPolicyOf: service.indexPolicyOf,
    });
}
