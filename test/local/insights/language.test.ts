import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cells, type InsightsCloud, startInsightsCloud } from "./insights-cloud.ts";

const EVENTS = [
  { level: "info", status: 200, ms: 12.5, path: "/a", ok: true, user: { id: "u1", tags: ["x", { k: "v" }] } },
  { level: "error", status: 503, ms: 250, path: "/b", ok: false, ip: "10.1.2.3" },
  { level: "info", status: "404", ms: 7, path: "/a/b", "odd-name": "odd", "@type": "own" },
  "GET /items/42 took 31 ms user=eve",
  "user=bob, method:PUT, latency := 17",
];

let insights: InsightsCloud;
beforeAll(async () => {
  insights = await startInsightsCloud();
  await insights.put(EVENTS);
});
afterAll(() => insights[Symbol.asyncDispose]());

/** Queries with what they answer, the newest event first. */
const CASES: readonly (readonly [query: string, rows: readonly Cells[]])[] = [
  ["fields level | filter level = 'error'", [{ level: "error" }]],
  ["fields status | filter status >= 400 | sort status", [{ status: "404" }, { status: "503" }]],
  ["fields path | filter status in [200, '404'] | sort path asc", [{ path: "/a" }, { path: "/a/b" }]],
  ["fields path | filter status not in [200, 404] and ispresent(status)", [{ path: "/b" }]],
  [
    "filter @message like 'took' | display @logStream, @log",
    [{ "@logStream": "web-1", "@log": "123456789012:/app/shop" }],
  ],
  ["filter @message like /(?i)TOOK \\d+/ | fields strlen(@message) as length", [{ length: "33" }]],
  ["filter @message =~ /items\\/42/ | fields 1 + 2 * 3 ^ 2 % 4 as n", [{ n: "3" }]],
  ["filter level not like /inf/ and isPresent(level) | fields level", [{ level: "error" }]],
  ["filter not (level = 'info') and ispresent(level) | display ms / 2 as half", [{ half: "125" }]],
  ["filter ok = 1 | display ok", [{ ok: "1" }]],
  ["filter ok = false | display ok", [{ ok: "0" }]],
  [
    "filter user.id = 'u1' | display user.tags.0, user.tags.1.k",
    [{ "user.tags.0": "x", "user.tags.1.k": "v" }],
  ],
  ["filter `odd-name` = 'odd' | display `odd-name` as odd, @@type", [{ odd: "odd", "@@type": "own" }]],
  [
    'parse @message "user=*, method:*, latency := *" as @user, @method, @latency | filter ispresent(@user) | display @user, @method, @latency * 2 as twice',
    [{ "@user": "bob", "@method": "PUT", twice: "34" }],
  ],
  [
    "parse @message /(?<verb>GET|PUT) \\/items\\/(?<item>\\d+)/ | filter item > 41 | display verb, item",
    [{ verb: "GET", item: "42" }],
  ],
  ["parse 'GET * took * ms' as url, took | filter took = 31 | display url", [{ url: "/items/42" }]],
  ["fields ms | filter ms > 8 and ms < 100 or ms = 7 | sort ms desc | limit 1", [{ ms: "12.5" }]],
  ["filter ispresent(level) | fields level | dedup level | limit 5", [{ level: "info" }, { level: "error" }]],
  [
    "# every level\nfilter ispresent(level) # only those\n| stats count(*) as n by level | sort n desc",
    [
      { level: "info", n: "2" },
      { level: "error", n: "1" },
    ],
  ],
  [
    "stats sum(ms) / count(ms) as mean, avg(ms), pct(ms, 50), median(ms)",
    [
      {
        mean: "89.83333333333333",
        "avg(ms)": "89.83333333333333",
        "pct(ms, 50)": "12.5",
        "median(ms)": "12.5",
      },
    ],
  ],
  ["stats count(*) as n by bin(1m) as minute | sort minute", [{ minute: "2026-01-05 11:59:00.000", n: "5" }]],
  ["stats sum(status >= 400) as bad, count_distinct(level) as levels", [{ bad: "2", levels: "2" }]],
  [
    "stats earliest(path) as first, latest(path) as last, sortsFirst(path) as low, sortsLast(path) as high",
    [{ first: "/a", last: "/a/b", low: "/a", high: "/b" }],
  ],
  ["stats count(*) as n by level | stats max(n) as most, count(*) as groups", [{ most: "2", groups: "3" }]],
  [
    "stats count(*) by level | filter `count(*)` > 1 and ispresent(level) | sort count(*)",
    [{ level: "info", "count(*)": "2" }],
  ],
  [
    "filter level = 'error' | display toupper(level) as a, substr(path, 1) as b, replace(path, '/', '-') as c, concat(level, '-', status) as d",
    [{ a: "ERROR", b: "b", c: "-b", d: "error-503" }],
  ],
  [
    "filter level = 'error' | display trim('xyZfooxyZ', 'xyZ') as t, ltrim('xyZfooxyZ', 'xyZ') as l, rtrim('xyZfooxyZ', 'xyZ') as r, strcontains(path, 'b') as s",
    [{ t: "foo", l: "fooxyZ", r: "xyZfoo", s: "1" }],
  ],
  [
    "filter level = 'error' | display abs(-2) as a, ceil(1.2) as c, floor(-1.2) as f, greatest(1, 3, 2) as g, least(1, 3) as l, sqrt(9) as s, log(1) as n",
    [{ a: "2", c: "2", f: "-2", g: "3", l: "1", s: "3", n: "0" }],
  ],
  [
    "filter level = 'error' | display coalesce(missing, path) as c, isempty(missing) as e, isblank('  ') as b, if(status > 500, 'bad', 'good') as i",
    [{ c: "/b", e: "1", b: "1", i: "bad" }],
  ],
  [
    "filter isIpv4InSubnet(ip, '10.0.0.0/8') | display isValidIp(ip) as v, isValidIpv6(ip) as six",
    [{ v: "1", six: "0" }],
  ],
  [
    "filter level = 'error' | display fromMillis(0) as epoch, toMillis(@timestamp) as t, datefloor(@timestamp, 1h) as f, dateceil(@timestamp, 1h) as c, now() as n",
    [
      {
        epoch: "1970-01-01 00:00:00.000",
        t: "1767614396000",
        f: "2026-01-05 11:00:00.000",
        c: "2026-01-05 12:00:00.000",
        n: "1767614400",
      },
    ],
  ],
  [
    "filter level = 'error' | display bin(1w) as w, bin(1mo) as m, bin(1q) as q, bin(1y) as y",
    [
      {
        w: "2026-01-05 00:00:00.000",
        m: "2026-01-01 00:00:00.000",
        q: "2026-01-01 00:00:00.000",
        y: "2026-01-01 00:00:00.000",
      },
    ],
  ],
  ["fields level | filter level = 'nothing'", []],
];

describe("the Logs Insights query language", () => {
  test.each(CASES)("%s", async (query, rows) => {
    expect(await insights.query(query)).toEqual(rows);
  });

  test("shows the time and the message when nothing is selected, the newest first", async () => {
    const rows = await insights.query("limit 2");

    expect(rows).toEqual([
      { "@timestamp": "2026-01-05 11:59:59.000", "@message": EVENTS[4] },
      { "@timestamp": "2026-01-05 11:59:58.000", "@message": EVENTS[3] },
    ]);
  });

  test("a different value also stands for a missing one", async () => {
    expect(await insights.query("filter level != 'info' | stats count(*) as n")).toEqual([{ n: "3" }]);
  });
});
