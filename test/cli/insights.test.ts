import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insightsCommand } from "../../cli/insights/command.ts";
import { startInsightsCloud } from "../local/insights/insights-cloud.ts";
import { type Ended, run } from "./command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cumulog-insights-"));
  const write = (name: string, lines: readonly (string | object)[]): void =>
    writeFileSync(
      join(folder, name),
      lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
    );
  write("access.ndjson", [
    { time: "2026-01-05T10:00:00Z", status: 200 },
    { time: "2026-01-05T10:00:01Z", status: 500 },
    { time: "2026-01-05T10:00:02Z", status: 200 },
  ]);
  write("access.log", [
    '192.0.2.1 - - [05/Jan/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 12',
    '192.0.2.2 - - [05/Jan/2026:10:00:01 +0000] "PUT /b HTTP/1.1" 500 7',
  ]);
  write("app.ndjson", [
    { time: "2026-01-05T10:00:00Z", user: "ann" },
    { time: "2026-01-05T10:00:01Z", user: "bob" },
    { time: "2026-01-05T10:00:02Z", user: "ann" },
  ]);
  write("people.csv", ["user,team", "ann,red", "bob,blue"]);
  mkdirSync(join(folder, "logs"));
  write("logs/one.log", ["2026-01-05T10:00:00Z ERROR \u001b[31mpaid order 71 late\u001b[0m"]);
  write("logs/two.log", ["2026-01-05T10:00:01Z ERROR paid order 72 late", "2026-01-05T10:00:02Z INFO fine"]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, name);
const ask = (...parameters: string[]): Promise<Ended> => run(["insights", ...parameters]);

describe("cumulog insights over files", () => {
  test("prints a table, and what was scanned to standard error", async () => {
    const { status, stdout, stderr } = await ask(
      "stats count(*) as n by status | sort n desc",
      file("access.ndjson"),
    );

    expect(status).toBe(0);
    expect(stdout).toBe(
      "┌────────┬───┐\n│ status │ n │\n├────────┼───┤\n│ 200    │ 2 │\n│ 500    │ 1 │\n└────────┴───┘\n",
    );
    expect(stderr).toMatch(/^2 rows; 3 of 3 events matched, \d+ bytes scanned\n$/);
  });

  test("prints JSON and CSV without anything else", async () => {
    const query = "filter status = 500 | fields status, concat('a,', status) as text";

    expect(await ask(query, file("access.ndjson"), "--json")).toEqual({
      status: 0,
      stdout: '{"status":"500","text":"a,500"}\n',
      stderr: "",
    });
    expect(await ask(query, file("access.ndjson"), "--csv")).toMatchObject({
      stdout: 'status,text\n500,"a,500"\n',
      stderr: "",
    });
  });

  test("takes a part of the time, and the file as the log stream", async () => {
    const { stdout } = await ask(
      "fields @logStream, @timestamp | limit 5",
      file("logs"),
      ...["--from", "2026-01-05T10:00:01Z", "--to", "2026-01-05T10:00:01.999Z", "--json"],
    );

    expect(JSON.parse(stdout)).toEqual({
      "@logStream": file("logs/two.log"),
      "@timestamp": "2026-01-05 10:00:01.000",
    });
  });

  test("shows where a query is wrong", async () => {
    const { status, stderr } = await ask("filter a = 1 | stat count(*)", file("access.ndjson"));

    expect(status).toBe(2);
    expect(stderr).toContain("\n  filter a = 1 | stat count(*)\n                 ^^^^\n");
  });

  test("lets no control character of a log reach the terminal", async () => {
    const { stdout } = await ask("filter @message like /71/ | fields @message", file("logs"));

    expect(stdout).toContain("paid order 71 late");
    expect(stdout).not.toContain("\u001b");
  });

  test.each([
    ["neither files nor groups", ["limit 1"]],
    ["files and groups", ["limit 1", "x.log", "--group", "/a"]],
    ["two forms of output", ["limit 1", "x.log", "--json", "--csv"]],
    ["a limit of nothing", ["limit 1", "x.log", "--limit", "0"]],
    ["a table without a file", ["limit 1", "x.log", "--lookup", "people"]],
  ])("ends with 2 for %s", async (_what, parameters) => {
    const { status, stdout, stderr } = await ask(...parameters);

    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
  });
});

describe("cumulog insights over log groups", () => {
  test("asks the cloud at the endpoint, all pages of it", async () => {
    await using insights = await startInsightsCloud();
    await insights.put([{ level: "ERROR" }, { level: "INFO" }], "/checkout/api");
    const where = ["--endpoint", insights.endpoint, "--from", "2026-01-05", "--to", "2026-01-06"];

    const found = await ask(
      "filter level = 'ERROR' | fields level",
      "--group",
      "/checkout/api",
      ...where,
      "--json",
    );
    const bySource = await ask("SOURCE '/checkout/api' | stats count(*) as n", ...where, "--json");
    const wrong = await ask("filter level =", "--group", "/checkout/api", ...where);

    expect(found).toEqual({ status: 0, stdout: '{"level":"ERROR"}\n', stderr: "" });
    expect(bySource.stdout).toBe('{"n":"2"}\n');
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("\n  filter level =\n")]);
  });

  test("says when nothing answers", async () => {
    const { status, stderr } = await ask("limit 1", "--group", "/a", "--endpoint", "http://127.0.0.1:9");

    expect([status, stderr]).toEqual([2, "Error: Nothing answers at http://127.0.0.1:9.\n"]);
  });
});

describe("the examples of --help", () => {
  const help: string[] = [];
  insightsCommand()
    .configureOutput({ writeOut: (text) => help.push(text) })
    .outputHelp();
  const examples = help
    .join("")
    .split("\n")
    .filter((line) => line.startsWith("  $ "))
    .map((line) => wordsOf(line.slice(4)));

  test.each(examples.filter((words) => !words.includes("--group")))("%s %s %s", async (...words) => {
    const parameters = words
      .slice(1)
      .map((word) =>
        /^(?:[\w.]+\.(?:ndjson|log)|logs\/)$/.test(word)
          ? file(word)
          : word.replace("=people.csv", `=${file("people.csv")}`),
      );

    const { status, stdout } = await run([...parameters]);

    expect(status).toBe(0);
    expect(stdout).not.toBe("");
  });

  test("those over log groups run as well", async () => {
    await using insights = await startInsightsCloud();
    for (const words of examples.filter((each) => each.includes("--group"))) {
      await insights.put(["timeout"], words[words.indexOf("--group") + 1]);
      const parameters = words
        .slice(1)
        .filter((word) => word !== "http://127.0.0.1:4600" && word !== "--endpoint");

      expect(await run([...parameters, "--endpoint", insights.endpoint])).toMatchObject({ status: 0 });
    }
  });
});

/** The words of a command line of a shell, as far as quotes go. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}
