import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DIALECTS,
  loadLake,
  namedQueries,
  namedQuery,
  queryRows,
  type RenderOptions,
  renderQuery,
} from "@cumulog/lake";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Line {
  readonly timestamp: string;
  readonly level: "INFO" | "ERROR";
  readonly message: string;
  readonly service: string;
  readonly userId?: string;
  readonly route?: string;
  readonly status?: number;
  readonly durationMs?: number;
}

const at = (time: number) => new Date(START + time).toISOString();

/** A log whose answers are known by how it is made. */
function makeLines(): Line[] {
  const lines: Line[] = [];
  // Each hour of two days has 40 requests of four routes; of hour h, h are errors. Ten users take turns.
  for (let hour = 0; hour < 48; hour += 1)
    for (let index = 0; index < 40; index += 1) {
      const isError = index < hour % 24;
      lines.push({
        timestamp: at(hour * HOUR + index * MINUTE),
        level: isError ? "ERROR" : "INFO",
        message: isError ? `payment provider timed out after ${index} ms` : `order ${1000 + index} placed`,
        service: "checkout",
        userId: `u-${index % 10}`,
        route: ["/cart", "/address", "/pay", "/done"][index % 4]!,
        status: isError ? 502 : 200,
        durationMs: index + 1,
      });
    }
  // A service that is silent after the first hour, and a message that is new on the second day.
  for (let index = 0; index < 5; index += 1)
    lines.push({ timestamp: at(index * MINUTE), level: "INFO", message: "tick", service: "cron" });
  lines.push({ timestamp: at(DAY + 5), level: "ERROR", message: "certificate expired", service: "edge" });
  return lines;
}

const lines = makeLines();
let folder: string;
let directory: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cumulog-queries-"));
  directory = join(folder, "lake");
  writeFileSync(join(folder, "app.log"), lines.map((line) => JSON.stringify(line)).join("\n"));
  await loadLake({ directory, paths: [join(folder, "app.log")] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(name: string, options: RenderOptions = {}) {
  const { columns, rows } = await queryRows({ directory, sql: renderQuery(namedQuery(name), options) });
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]!])));
}

const isError = ({ level }: Line) => level === "ERROR";
const round = (value: number) => Math.round(value * 1e4) / 1e4;

describe("queries that ship", () => {
  test("error rate by hour, as a plain loop counts it", async () => {
    const expected = Array.from({ length: 48 }, (_, hour) => {
      const inHour = lines.filter(
        ({ timestamp }) => Math.floor((Date.parse(timestamp) - START) / HOUR) === hour,
      );
      const errors = inHour.filter(isError).length;
      return {
        day: hour < 24 ? "2026-01-01" : "2026-01-02",
        hour: hour % 24,
        events: inHour.length,
        errors,
        error_rate: round(errors / inHour.length),
      };
    });

    expect(await run("error-rate-by-hour")).toEqual(expected);
    expect(await run("error-rate-by-hour", { from: START + 3 * HOUR, to: START + 5 * HOUR })).toEqual(
      expected.slice(3, 5),
    );
  });

  test("error rate by minute", async () => {
    const rows = await run("error-rate-by-minute");

    expect(rows[0]).toEqual({ minute_ms: START, events: 2, errors: 0, error_rate: 0 });
    expect(rows).toHaveLength(48 * 40);
  });

  test("the history of one user, as a plain loop finds it", async () => {
    const expected = lines.filter(({ userId }) => userId === "u-3");

    const rows = await run("user-history", { parameters: { user: "u-3" } });

    expect(rows.map(({ event_time, message, status }) => ({ event_time, message, status }))).toEqual(
      expected.map(({ timestamp, message, status }) => ({
        event_time: timestamp.replace(".000Z", "Z"),
        message,
        status,
      })),
    );
    expect(await run("user-history", { parameters: { user: "' OR '1'='1" } })).toEqual([]);
  });

  test("users who met most errors, as a plain loop counts them", async () => {
    const counts = new Map<string, number>();
    for (const line of lines)
      if (isError(line) && line.userId !== undefined)
        counts.set(line.userId, (counts.get(line.userId) ?? 0) + 1);
    const expected = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));

    const rows = await run("errors-by-user", { parameters: { top: "4" } });

    expect(rows.map(({ user_id, errors }) => [user_id, errors])).toEqual(expected.slice(0, 4));
  });

  test("sessions: users come every ten minutes of 40, and pause for 30", async () => {
    const short = await run("sessions", { parameters: { pause_minutes: "15" } });
    const long = await run("sessions");

    expect(short).toHaveLength(48 * 10);
    expect(short[0]).toEqual({
      user_id: "u-0",
      session: 1,
      started_ms: START,
      minutes: 30,
      events: 4,
      errors: 0,
    });
    expect(long).toHaveLength(10);
  });

  test("funnel: a step counts only behind the one before", async () => {
    const rows = await run("funnel", { parameters: { step1: "/cart", step2: "/pay", step3: "/nowhere" } });

    // Users with even numbers meet /cart and /pay, those with odd ones neither.
    expect(rows).toEqual([
      { number: 1, step: "/cart", users: 5, of_first: 1 },
      { number: 2, step: "/pay", users: 5, of_first: 1 },
      { number: 3, step: "/nowhere", users: 0, of_first: 0 },
    ]);
  });

  test("errors by template", async () => {
    const rows = await run("top-errors");

    expect(rows.map(({ message_template, events, users }) => [message_template, events, users])).toEqual([
      ["payment provider timed out after <*>", 2 * ((23 * 24) / 2), 10],
      ["certificate expired", 1, 0],
    ]);
  });

  test("new templates since a time", async () => {
    const rows = await run("new-templates", { parameters: { since: "2026-01-02T00:00:00Z" } });

    expect(rows.map(({ message_template, first_ms }) => [message_template, first_ms])).toEqual([
      ["certificate expired", START + DAY + 5],
    ]);
  });

  test("durations of routes: quantiles as they are interpolated by a plain loop", async () => {
    const durations = (route: string) =>
      lines
        .filter((line) => line.route === route)
        .map((line) => line.durationMs!)
        .sort((a, b) => a - b);
    const quantile = (values: readonly number[], part: number) => {
      const place = (values.length - 1) * part;
      const [low, high] = [values[Math.floor(place)]!, values[Math.ceil(place)]!];
      return Math.round((low + (high - low) * (place % 1)) * 10) / 10;
    };

    const rows = await run("slow-routes");
    const boxes = await run("duration-by-route");

    expect(rows.map(({ route }) => route)).toEqual(["/done", "/pay", "/address", "/cart"]);
    for (const { route, p50, p95, p99, requests } of rows) {
      const values = durations(String(route));
      expect([p50, p95, p99, requests]).toEqual([
        quantile(values, 0.5),
        quantile(values, 0.95),
        quantile(values, 0.99),
        480,
      ]);
    }
    expect(boxes.map(({ route, minimum, maximum }) => [route, minimum, maximum])).toEqual([
      ["/address", 2, 38],
      ["/cart", 1, 37],
      ["/done", 4, 40],
      ["/pay", 3, 39],
    ]);
  });

  test("answers by status, and by hour too", async () => {
    const errors = lines.filter(({ status }) => status === 502).length;

    expect(await run("status-mix")).toEqual([
      { status: 200, events: 1920 - errors, part: round((1920 - errors) / 1920) },
      { status: 502, events: errors, part: round(errors / 1920) },
    ]);
    expect((await run("status-by-hour")).slice(0, 3)).toEqual([
      { day: "2026-01-01", hour: 0, status: 200, events: 40 },
      { day: "2026-01-01", hour: 1, status: 200, events: 39 },
      { day: "2026-01-01", hour: 1, status: 502, events: 1 },
    ]);
  });

  test("before and after a time", async () => {
    const rows = await run("before-after", { parameters: { at: "2026-01-01T05:00:00Z", minutes: "60" } });

    expect(rows).toEqual([
      {
        service: "checkout",
        events_before: 40,
        events_after: 40,
        error_rate_before: 0.1,
        error_rate_after: 0.125,
        mean_ms_before: 20.5,
        mean_ms_after: 20.5,
      },
    ]);
  });

  test("services that stopped logging", async () => {
    const rows = await run("silent-services", { parameters: { minutes: "1440" } });

    expect(rows).toEqual([
      { service: "cron", last_ms: START + 4 * MINUTE, events: 5, silent_minutes: 47 * 60 + 35 },
    ]);
  });

  test("volume and cost by group", async () => {
    const bytes = lines.reduce((sum, { message }) => sum + message.length + 150, 0);

    expect(await run("volume-and-cost", { parameters: { usd_per_gb: "1000" } })).toEqual([
      {
        log_group: "app.log",
        events: lines.length,
        megabytes: Math.round(bytes / 1e3) / 1e3,
        usd: round((bytes / 1e9) * 1000),
      },
    ]);
  });

  test("users who come back", async () => {
    expect(await run("user-retention")).toEqual([
      { first_day: "2026-01-01", day: "2026-01-01", users: 10, active: 10, part: 1 },
      { first_day: "2026-01-01", day: "2026-01-02", users: 10, active: 10, part: 1 },
    ]);
  });

  test("data quality", async () => {
    expect(await run("data-quality")).toMatchObject([
      {
        events: lines.length,
        same_id: 0,
        without_level: 0,
        without_user: 6,
        without_request: lines.length,
        unparsable_status: 0,
      },
    ]);
  });

  test("late events: the six lines at the end of the file", async () => {
    expect(await run("late-events")).toEqual([
      {
        log_group: "",
        log_stream: "app.log",
        events: lines.length,
        late: 6,
        most_seconds: (47 * HOUR + 39 * MINUTE) / 1_000,
      },
    ]);
  });

  test("weekdays and hours, a histogram, and the slowest", async () => {
    const hours = await run("weekday-hours");
    const histogram = await run("duration-histogram", { parameters: { width_ms: "10" } });
    const slowest = await run("slow-requests", { parameters: { top: "1" } });

    // The first of January 2026 is a Thursday.
    expect(hours[1]).toEqual({ weekday: 4, hour: 1, events: 40, errors: 1 });
    expect(hours).toHaveLength(48);
    expect(histogram[0]).toEqual({ from_duration_ms: 0, requests: 9 * 48 });
    expect(slowest[0]).toMatchObject({ duration_ms: 40, route: "/done" });
  });

  test("every query has a golden result here", () => {
    expect(namedQueries().map(({ name }) => name)).toEqual([
      "before-after",
      "data-quality",
      "duration-by-route",
      "duration-histogram",
      "error-rate-by-hour",
      "error-rate-by-minute",
      "errors-by-user",
      "funnel",
      "late-events",
      "new-templates",
      "sessions",
      "silent-services",
      "slow-requests",
      "slow-routes",
      "status-by-hour",
      "status-mix",
      "top-errors",
      "user-history",
      "user-retention",
      "volume-and-cost",
      "weekday-hours",
    ]);
  });
});

describe("one text for three engines", () => {
  const parameters = (name: string) =>
    Object.fromEntries(
      namedQuery(name)
        .parameters.filter((parameter) => parameter.default === undefined)
        .map((parameter) => [parameter.name, parameter.kind === "time" ? "0" : "it's"]),
    );
  const texts = () =>
    namedQueries().map(({ name }) => ({
      name,
      texts: DIALECTS.map((dialect) =>
        renderQuery(namedQuery(name), { dialect, parameters: parameters(name) }),
      ),
    }));

  test("most queries are the same on all", () => {
    const same = namedQueries().filter(({ template }) => !template.includes("{{"));

    expect(same.length).toBeGreaterThanOrEqual(12);
  });

  const python = ["python3", process.env["CUMULOG_PYTHON"] ?? "python3"].find(
    (command) => spawnSync(command, ["-c", "import sqlglot"]).status === 0,
  );
  test.skipIf(python === undefined)(
    `all parse as the dialect of their engine${python ? "" : " (skipped: no Python with sqlglot)"}`,
    () => {
      const script = `
import json, sys, sqlglot
for query in json.load(sys.stdin):
  for dialect, text in zip(["duckdb", "athena", "bigquery"], query["texts"]):
    tree = sqlglot.parse(text, read=dialect, error_level=sqlglot.ErrorLevel.RAISE)
    assert len(tree) == 1 and tree[0].key == "select", query["name"]
    assert not list(tree[0].find_all(sqlglot.exp.Placeholder)), query["name"]
print("parsed")`;

      const { stdout, stderr } = spawnSync(python!, ["-c", script], {
        input: JSON.stringify(texts()),
        encoding: "utf8",
      });

      expect(stderr).toBe("");
      expect(stdout).toBe("parsed\n");
    },
  );

  test.each([
    ["user-history", {}, "needs --param user=…"],
    ["user-history", { user: "u", nobody: "x" }, 'has no parameter "nobody": expected user'],
    ["sessions", { pause_minutes: "long" }, "expected a number"],
    ["new-templates", { since: "yesterday" }, "expected a time"],
  ])("%s refuses %j", (name, given, reason) => {
    expect(() => renderQuery(namedQuery(name), { parameters: given })).toThrow(reason);
  });

  test("an unknown name lists the known ones", () => {
    expect(() => namedQuery("error-rates")).toThrow(
      /There is no query "error-rates": expected one of before-after,/,
    );
  });
});
