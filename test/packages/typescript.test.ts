import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectFolder, runIn } from "./foreign-project.ts";

const SOURCE = `
import { CloudWatchHandler, configure, getLogger, type Handler, type Logger } from "cumulog";
import { readLogGroup } from "cumulog/analysis";
import { createMetrics, Unit } from "cumulog/metrics";
import { logging, withLogging } from "cumulog/middleware";
import { startMonitor } from "cumulog/monitor";
import { compilePattern } from "cumulog/semantics";
import { LocalCloud } from "@cumulog/local";
import { backtest } from "@cumulog/local/testing";
import { buildApp, MonitoredLogGroup } from "@cumulog/cdk";

const logger: Logger = getLogger("a");
const handlers: Record<string, Handler> = { aws: new CloudWatchHandler({ logGroupName: "g" }) };
void configure({ handlers });
// @ts-expect-error: there is no such option
void new CloudWatchHandler({ logGroupName: "g", colour: 1 });
const matches: boolean = compilePattern("ERROR").match("ERROR") !== undefined;
export { backtest, buildApp, createMetrics, LocalCloud, logger, logging, matches, MonitoredLogGroup, readLogGroup, startMonitor, Unit, withLogging };
`;

test.each([
  ["nodenext", "nodenext", "module"],
  ["nodenext", "nodenext", "commonjs"],
  ["node20", "node16", "module"],
  ["node20", "node16", "commonjs"],
  ["node16", "node16", "module"],
  ["esnext", "bundler", "module"],
  ["preserve", "bundler", "commonjs"],
])("a project with module %s, resolution %s and type %s compiles", async (module, moduleResolution, type) => {
  const name = `typescript-${module}-${moduleResolution}-${type}`;
  const folder = join(projectFolder("everything"), name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
  writeFileSync(join(folder, "index.ts"), SOURCE);
  const compilerOptions = {
    module,
    moduleResolution,
    target: "es2022",
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    types: ["node"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["index.ts"] }));

  const { status, stdout } = await runIn("everything", "npx", ["--no-install", "tsc", "-p", name]);
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
