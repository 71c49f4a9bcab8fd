import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, inject, test } from "vitest";
import { NODES, projectFolder, runIn, runModule } from "./foreign-project.ts";

describe.each(Object.keys(NODES) as (keyof typeof NODES)[])("on %s", (name) => {
  const node = () => NODES[name]();

  test.each([
    [
      "import",
      [
        "--input-type=module",
        "--eval",
        'import { getLogger } from "cumulog"; getLogger("a").info({ n: 1 }, "hello");',
      ],
    ],
    [
      "require()",
      ["--input-type=commonjs", "--eval", 'require("cumulog").getLogger("a").info({ n: 1 }, "hello");'],
    ],
  ])("%s gives a logger that writes a line", async (_, parameters) => {
    const { status, stdout } = await runIn("logger", node(), parameters);

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ level: "INFO", message: "hello", n: 1, logger: "a" });
  });

  test("every entry can be imported and required", async () => {
    const source = `
      import { createRequire } from "node:module";
      import { readFileSync } from "node:fs";
      const require = createRequire(process.cwd() + "/x.js");
      const { exports } = JSON.parse(readFileSync("node_modules/cumulog/package.json", "utf8"));
      for (const entry of Object.keys(exports).filter((key) => !key.endsWith(".json"))) {
        const name = "cumulog" + entry.slice(1);
        if (/pino|winston/.test(name)) continue;
        const [imported, required] = [await import(name), require(name)];
        if (Object.keys(imported).length !== Object.keys(required).length) throw new Error(name);
      }
      console.log("all");`;

    expect(await runModule("logger", node(), source)).toMatchObject({ status: 0, stdout: "all\n" });
  });

  test.each([
    [
      "CloudWatchHandler",
      'new c.CloudWatchHandler({ logGroupName: "g" })',
      "@aws-sdk/client-cloudwatch-logs",
    ],
    ["CloudLoggingHandler", 'new c.CloudLoggingHandler({ projectId: "p" })', "google-auth-library"],
  ])("%s without its SDK says in one sentence what to install", async (_, handler, sdk) => {
    const source = `
      import * as c from "cumulog";
      const problems = [];
      c.onInternal(({ message }) => problems.push(message));
      await c.configure({ handlers: { h: ${handler} } });
      c.getLogger("a").info("x");
      await c.flush({ deadline: Date.now() + 3_000 });
      console.log(JSON.stringify(problems));
      process.exit(0);`;

    const { stdout } = await runModule("logger", node(), source);
    const problems = JSON.parse(stdout.trim().split("\n").at(-1)!) as string[];
    expect(problems.join("\n")).toContain(
      `needs the package ${sdk}, which is not installed: npm install ${sdk}`,
    );
  });

  test("the command line that is not installed is named", async () => {
    const { status, stderr } = await runIn("logger", node(), ["node_modules/cumulog/bin/cumulog.js", "up"]);

    expect(status).toBe(2);
    expect(stderr).toBe(
      "Error: The command line is not installed here: npm install --save-dev @cumulog/cli\n",
    );
  });
});

describe("on a Node.js that is too old", () => {
  test.each([
    ["logger", "cumulog"],
    ["everything", "@cumulog/local"],
    ["everything", "@cumulog/cdk"],
  ] as const)("in the project %s, %s says so in one sentence", async (project, name) => {
    const { status, stderr } = await runModule(project, inject("tooOldNode"), `await import("${name}")`);

    expect(status).toBe(1);
    expect(stderr).toContain("cumulog needs Node.js 22.15 or newer, and this is 20.11.0.");
    expect(stderr).not.toContain("SyntaxError");
  });

  test("the command line says so in one sentence", async () => {
    const { status, stderr } = await runIn("everything", inject("tooOldNode"), [
      "node_modules/cumulog/bin/cumulog.js",
      "up",
    ]);

    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "Error: cumulog needs Node.js 22.15 or newer, and this is 20.11.0.\n",
    });
  });
});

test.each([
  [
    "a logger",
    20.5,
    'import { getLogger } from "cumulog"; export const handler = async () => getLogger("f").info("x");',
  ],
  [
    "a logger and the handler of standard output",
    24.5,
    'import { getLogger, StdoutHandler } from "cumulog"; export { getLogger, StdoutHandler };',
  ],
  [
    "a logger and middleware",
    57,
    'import { getLogger } from "cumulog"; import { withLogging } from "cumulog/middleware"; export const handler = withLogging(async () => 1, { logger: getLogger("f") });',
  ],
])("a function with %s is bundled without any SDK, into %d KB at most", async (name, kilobytes, source) => {
  const folder = projectFolder("logger");
  const file = join(folder, "bundled-function.mjs");
  writeFileSync(file, source);

  const { outputFiles, warnings } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  expect(warnings).toEqual([]);
  const [{ contents }] = outputFiles as [(typeof outputFiles)[number]];
  expect(contents.length).toBeLessThanOrEqual(kilobytes * 1_000);
  process.stdout.write(`function with ${name}: ${(contents.length / 1_000).toFixed(1)} KB\n`);
});
