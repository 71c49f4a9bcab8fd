import type { ErrorEvent, ErrorGroup, KeptError } from "./error-groups.ts";

/** How often the errors of a group came, as the API tells it; counts are texts. */
export interface GroupStats {
  readonly group: ErrorGroup;
  readonly count: string;
  readonly affectedUsersCount: string;
  readonly firstSeenTime: string;
  readonly lastSeenTime: string;
  readonly affectedServices: readonly object[];
  readonly numAffectedServices: number;
  readonly representative: ErrorEvent;
}

type Order = (one: GroupStats, other: GroupStats) => number;

const byTime =
  (member: "firstSeenTime" | "lastSeenTime"): Order =>
  (one, other) =>
    Date.parse(other[member]) - Date.parse(one[member]);

const ORDERS: Readonly<Record<string, Order>> = {
  LAST_SEEN_DESC: byTime("lastSeenTime"),
  CREATED_DESC: byTime("firstSeenTime"),
  AFFECTED_USERS_DESC: (one, other) => Number(other.affectedUsersCount) - Number(one.affectedUsersCount),
};

const BY_COUNT: Order = (one, other) => Number(other.count) - Number(one.count);

/** Statistics of the groups of errors, the most frequent first unless another order is asked for. */
export function groupStats(
  errors: readonly KeptError[],
  groupOf: (id: string) => ErrorGroup,
  order: string,
): GroupStats[] {
  return [...Map.groupBy(errors, ({ groupId }) => groupId)]
    .map(([id, all]) => {
      const services = new Map(
        all.map(({ event }) => [JSON.stringify(event.serviceContext), event.serviceContext]),
      );
      const users = new Set(all.flatMap(({ event }) => event.context?.["user"] ?? []));
      const newest = all.at(-1)!;
      return {
        group: groupOf(id),
        count: String(all.length),
        affectedUsersCount: String(users.size),
        firstSeenTime: all[0]!.event.eventTime,
        lastSeenTime: newest.event.eventTime,
        affectedServices: [...services.values()],
        numAffectedServices: services.size,
        representative: newest.event,
      };
    })
    .sort(ORDERS[order] ?? BY_COUNT);
}
