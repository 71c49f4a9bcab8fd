import type { GoogleEntry } from "../../control/lines/log-line.ts";
import { callAllPages, send } from "./api.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import type { LogEventsPayload } from "./cloud-types.ts";
import { createStore } from "./store.ts";

/** Names of log groups, sorted. */
export const logGroups = createStore<readonly string[]>([]);
/** Ids of Cloud Logging's logs, sorted. */
export const googleLogs = createStore<readonly string[]>([]);

function noted(store: typeof logGroups, names: readonly string[]): void {
  const known = store.get();
  const fresh = names.filter((name) => !known.includes(name));
  if (fresh.length > 0) store.set([...new Set([...known, ...fresh])].sort());
}

async function loadGroups(): Promise<void> {
  const groups = await callAllPages<{ logGroupName: string }>(
    "logs",
    "DescribeLogGroups",
    {},
    { list: "logGroups", token: "nextToken" },
  );
  logGroups.set(groups.map(({ logGroupName }) => logGroupName).sort());
}

const logId = (logName: string): string => decodeURIComponent(logName.split("/logs/")[1] ?? logName);

onCloudEvent("hello", async () => {
  await loadGroups();
  const { logNames } = await send<{ logNames: string[] }>("GET", "google/logs");
  noted(googleLogs, logNames.map(logId));
});
onCloudEvent<{ type: string }>("resource", ({ type }) => {
  if (type === "AWS::Logs::LogGroup") void loadGroups();
});
onCloudEvent<LogEventsPayload>("log-events", ({ logGroupName }) => noted(logGroups, [logGroupName]));
onCloudEvent<{ entries: readonly GoogleEntry[] }>("google-entries", ({ entries }) =>
  noted(googleLogs, [...new Set(entries.map(({ logName }) => logId(logName)))]),
);
