import { mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../cli/command.ts";
import { listenOnLoopback, stopServer } from "../functions/loopback-server.ts";

interface Import {
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Saved objects as OpenSearch Dashboards and Kibana take them: by a form with a file, refused without a header of their own. */
async function dashboardsServer() {
  const imports: Import[] = [];
  const objects = new Map<string, string>();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    imports.push({ url: request.url!, headers: request.headers, body });
    if (request.headers["osd-xsrf"] === undefined) {
      response.writeHead(400).end('{"statusCode":400,"message":"Request must contain the osd-xsrf header"}');
      return;
    }
    if (request.headers.authorization === undefined) {
      response.writeHead(401).end("Unauthorized");
      return;
    }
    const lines = body
      .split("\r\n\r\n")[1]!
      .split("\n")
      .filter((line) => line.startsWith("{"));
    for (const line of lines) {
      const { type, id } = JSON.parse(line) as { type: string; id: string };
      objects.set(`${type}:${id}`, line);
    }
    response.end(JSON.stringify({ success: true, successCount: lines.length }));
  });
  return { url: await listenOnLoopback(server), imports, objects, stop: () => stopServer(server) };
}

// Every command is a process of its own, which takes its time on a busy machine.
describe("cumulog search", { timeout: 90_000 }, () => {
  it.each([
    [["search", "x"], /no search server is named: give --url/],
    [["search", "x", "--url", "nowhere"], /url must be an address/],
    [["search", "x", "--url", "http://127.0.0.1:9"], /127.0.0.1:9 cannot be reached \(ECONNREFUSED\)/],
    [["search", "x", "--url", "http://h", "--from", "yesterday"], /--from is "yesterday"; expected a time/],
    [["search", "x", "--url", "http://h", "--from", "1h", "--to", "2h"], /--from must be before --to/],
    [["search", "setup", "--url", "http://h", "--index", "Logs"], /index "Logs" has an upper-case letter/],
    [["search", "setup", "--url", "http://h", "--user", "u"], /password in CUMULOG_SEARCH_PASSWORD/],
    [["search", "dashboards"], /give --out FILE, or --to URL/],
    [["search", "dashboards", "--for", "cloudwatch", "--out", "-"], /needs --group/],
    [
      ["search", "dashboards", "--for", "grafana", "--to", "http://h"],
      /write the file for grafana with --out/,
    ],
  ])("says in one sentence what is wrong with %j", async (parameters, said) => {
    const { status, stderr } = await run(parameters, {
      CUMULOG_SEARCH_URL: "",
      CUMULOG_SEARCH_PASSWORD: "",
      AWS_REGION: "",
    });

    expect(status).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("writes the dashboards of every application", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dashboards-"));
    const sizes: number[] = [];
    for (const application of ["opensearch", "kibana", "grafana", "cloudwatch"]) {
      const file = join(folder, application);
      const more = application === "cloudwatch" ? ["--group", "/app/a", "--region", "eu-west-1"] : [];
      const { status, stderr } = await run([
        "search",
        "dashboards",
        "--for",
        application,
        "--out",
        file,
        ...more,
      ]);
      expect([status, stderr]).toEqual([0, ""]);
      sizes.push(readFileSync(file).length);
    }

    expect(Math.min(...sizes)).toBeGreaterThan(1_000);
  });

  it("imports the dashboard; a second import replaces the same objects by the same", async () => {
    const server = await dashboardsServer();
    const parameters = ["search", "dashboards", "--to", server.url, "--user", "admin"];
    const environment = { CUMULOG_SEARCH_PASSWORD: "very-secret" };

    const refused = await run(["search", "dashboards", "--to", server.url]);
    const first = await run(parameters, environment);
    const objects = new Map(server.objects);
    const second = await run(parameters, environment);
    await server.stop();

    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/refuses the import \(HTTP 401\)/),
    ]);
    expect([first.status, first.stderr, second.status]).toEqual([0, "", 0]);
    expect(first.stdout).toMatch(/12 objects imported/);
    expect(objects.size).toBe(12);
    expect(server.objects).toEqual(objects);
    expect(server.imports[1]!.url).toBe("/api/saved_objects/_import?overwrite=true");
  });
});
