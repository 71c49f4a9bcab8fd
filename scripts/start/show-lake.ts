import { mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { loadLake, makeReport, namedQuery, queryRows, renderQuery, writeReport } from "@cumulog/lake";
import type { LogEvent } from "cumulog/analysis";
import type { LocalCloud } from "../../local/index.ts";
import { say, step, styled } from "./terminal.ts";

/** Minutes of the cloud that are shown. */
const MINUTES = 12;

const FOLDER = join(import.meta.dirname, "../../.cumulog");
/** The lake that is filled, which the page asks too. */
export const LAKE_DIRECTORY = relative(process.cwd(), join(FOLDER, "lake"));

/** What the logs say as a table: the error rate by minute, the user who met most errors, and the link of a report. */
export async function showLake(cloud: LocalCloud, logGroupName: string): Promise<void> {
  const directory = LAKE_DIRECTORY;
  mkdirSync(FOLDER, { recursive: true });
  rmSync(directory, { recursive: true, force: true });
  await step(
    "Loading the logs into a lake",
    () => loadLake({ directory, events: eventsOf(cloud, logGroupName) }),
    ({ loaded }) => `${loaded.toLocaleString("en")} events in a lake, asked by SQL:`,
  );
  const rates = await ask(directory, "error-rate-by-minute");
  const shown = rates.slice(-MINUTES).map((row) => `${Math.round(Number(row["error_rate"]) * 100)} %`);
  say(`    error rate by minute: ${shown.join("  ")}`);
  const [user] = await ask(directory, "errors-by-user");
  if (user !== undefined)
    say(
      `    the user who met most errors: ${user["user_id"]}, ${user["errors"]} of ${user["events"]} events`,
    );
  const report = join(FOLDER, "report.html");
  await writeReport(await makeReport({ directory, title: "Checkout" }), report);
  say(`    report: ${styled("cyan", pathToFileURL(report).href)}`);
  say(`    ask yourself: npm run cumulog -- query top-errors --lake ${directory}\n`);
}

async function ask(directory: string, name: string): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await queryRows({ directory, sql: renderQuery(namedQuery(name)) });
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

async function* eventsOf(cloud: LocalCloud, logGroupName: string): AsyncGenerator<LogEvent[]> {
  const client = new CloudWatchLogsClient({
    endpoint: cloud.endpoints.aws,
    region: cloud.env["AWS_REGION"]!,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName }))
      yield events.map(({ eventId, timestamp = 0, message = "", logStreamName }) => ({
        id: eventId,
        timestamp,
        message,
        logGroup: logGroupName,
        logStream: logStreamName,
      }));
  } finally {
    client.destroy();
  }
}
