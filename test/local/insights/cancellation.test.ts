import { compileInsightsQuery, InsightsEventRow } from "cumulog/semantics";
import { expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { originOf, type StoredEventRow } from "../../../local/services/logs/insights/event-selection.ts";
import { QueryRuns } from "../../../local/services/logs/insights/query-runs.ts";
import { LogGroup, LogStream } from "../../../local/services/logs/log-group.ts";

const EVENTS = 10_000;

const range = { start: 0, end: EVENTS };
const times = { now: 0, ...range };

function manyRows(): StoredEventRow[] {
  const group = new LogGroup("g", "arn", { creationTime: 0, logGroupClass: "STANDARD", tags: {} });
  const stream = new LogStream("s", group.arn, 0);
  const batch = { sequence: 1, ingestionTime: 0, row: 1 };
  const origin = originOf(group, stream, "1");
  return Array.from(
    { length: EVENTS },
    (_, index) => new InsightsEventRow({ timestamp: index, message: "m", batch, index }, origin),
  );
}

test("a query that is stopped while it runs scans no further", async () => {
  // Prepare
  const cloud = new Cloud({ clock: { speed: 0 } });
  const runs = new QueryRuns(cloud);
  const plan = compileInsightsQuery("stats count(*)", { times });
  const run = runs.start({ queryString: "", logGroupNames: ["g"], plan, range, limit: 10 }, manyRows);
  const before = run.status;
  await Promise.resolve();
  await Promise.resolve();
  const during = run.status;

  // Act
  const stopped = runs.stop(run);
  await cloud.settled();

  // Assess
  expect([before, during, stopped, run.status]).toEqual(["Scheduled", "Running", true, "Cancelled"]);
  expect(run.statistics.recordsScanned).toBeLessThan(EVENTS);
  expect(run.results).toEqual([]);
  expect(runs.stop(run)).toBe(false);
  await cloud.close();
});

test("limit any ends the search early", async () => {
  const cloud = new Cloud({ clock: { speed: 0 } });
  const runs = new QueryRuns(cloud);
  const plan = compileInsightsQuery("fields @message | limit any 3", { times });

  const run = runs.start({ queryString: "", logGroupNames: ["g"], plan, range, limit: 10 }, manyRows);
  await cloud.settled();

  expect([run.status, run.results.length, run.statistics.recordsScanned]).toEqual(["Complete", 3, 3]);
  await cloud.close();
});
