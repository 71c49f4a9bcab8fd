import { spawn } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { NODES, projectFolder, type Ran, runIn, runModule } from "./foreign-project.ts";

/** The last line of a program's output, as JSON. */
function lastLine({ status, stdout, stderr }: Ran): unknown {
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

describe.each(Object.keys(NODES) as (keyof typeof NODES)[])("on %s", (name) => {
  const node = () => NODES[name]();
  const run = (...parameters: string[]) => runIn("everything", node(), parameters);

  test("a logger delivers to both clouds", async () => {
    expect(lastLine(await run("both-clouds.mjs"))).toEqual({
      report: expect.objectContaining({ accepted: 200, delivered: 200, pending: 0 }),
      events: 100,
      entries: 100,
    });
  });

  test("the ALARM action, the OK action and the composite action of alarms arrive", async () => {
    expect(lastLine(await run("alarm-actions.mjs"))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^alarm@example\.com ALARM: "errors"/),
        expect.stringMatching(/^composite@example\.com ALARM: "any"/),
        expect.stringMatching(/^ok@example\.com OK: "errors"/),
      ]),
    );
  });

  test("a middy function logs and answers", async () => {
    const source = `
      const { handler } = await import("./middy-function.mjs");
      const context = { awsRequestId: "r-1", functionName: "f", getRemainingTimeInMillis: () => 1000 };
      console.log(JSON.stringify(await handler({}, context)));`;

    const ran = await runModule("everything", node(), source);
    expect(lastLine(ran)).toEqual({ statusCode: 200 });
    expect(ran.stdout).toContain("order received");
    expect(ran.stdout).toContain("r-1");
  });

  test("a CDK app synthesizes with the functions bundled, and runs in the local cloud", async () => {
    expect(await run("app.mjs")).toMatchObject({ status: 0 });
    const bundles = globSync("cdk.out/asset.*/index.mjs", { cwd: projectFolder("everything") });

    expect(bundles).toHaveLength(1);
    expect(lastLine(await run("deployed.mjs"))).toEqual({
      answer: '"from CommonJS"',
      delivered: 1,
      received: expect.arrayContaining([expect.stringMatching(/^on-call@example\.com ALARM: "/)]),
    });
  });

  test("what the README pastes first runs", async () => {
    const readme = readFileSync(join(projectFolder("everything"), "node_modules/cumulog/README.md"), "utf8");
    const [, snippet] = /```ts\n([\s\S]*?)```/.exec(readme)!;

    const { status, stdout, stderr } = await runModule("everything", node(), snippet!);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/accepted: 4,\s+delivered: 4/);
  });

  test("npx cumulog up serves the page until it is ended", async () => {
    const bin = join(projectFolder("everything"), "node_modules/cumulog/bin/cumulog.js");
    const child = spawn(node(), [bin, "up", "--port", "0", "--google-port", "0", "--json"], {
      cwd: projectFolder("everything"),
      env: { ...process.env, NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const lines = createInterface({ input: child.stdout });
    const line = await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      child.once("exit", (status) => reject(new Error(`ended with ${status} before it listened`)));
    });
    const { page } = JSON.parse(line) as { page: string };

    const answer = await fetch(page);
    const html = await answer.text();
    child.kill("SIGTERM");

    expect(answer.status).toBe(200);
    expect(html).toContain("<script");
    expect(await ended).toBe(0);
  });
});

test("npm finds the command", async () => {
  const { status, stdout } = await runIn("everything", "npx", ["--no-install", "cumulog", "--version"]);

  expect({ status, stdout: stdout.trim() }).toEqual({
    status: 0,
    stdout: JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")).version,
  });
  expect(existsSync(join(projectFolder("everything"), "node_modules/.bin/cumulog"))).toBe(true);
});
