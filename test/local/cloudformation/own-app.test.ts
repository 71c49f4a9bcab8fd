import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const CDK = join(createRequire(import.meta.url).resolve("aws-cdk/package.json"), "../bin/cdk");
const ROOT = join(import.meta.dirname, "../../..");

test("cdk deploy --all brings up this repository's own app: groups, streams and alarms of cumulog.yaml", {
  timeout: 240_000,
}, async () => {
  const output = mkdtempSync(join(tmpdir(), "own-app-"));
  const cloud = await LocalCloud.start({ googlePort: false });
  const { FORCE_COLOR: _colour, ...inherited } = process.env;
  const parameters = ["deploy", "--all", "--require-approval", "never", "--ci", "--no-notices", "--no-color"];

  await promisify(execFile)(process.execPath, [CDK, ...parameters, "--output", output], {
    cwd: ROOT,
    maxBuffer: 100_000_000,
    env: {
      ...inherited,
      ...cloud.env,
      AWS_EC2_METADATA_DISABLED: "true",
      CDK_DISABLE_CLI_TELEMETRY: "true",
      NODE_OPTIONS: "",
    },
  });

  const deployed = cloud.stacks.flatMap(({ resources }) => resources);
  const ids = (type: string) => deployed.filter((one) => one.type === type).map(({ id }) => id);
  expect(deployed.filter(({ placeholder }) => placeholder)).toEqual([]);
  expect(ids("AWS::Logs::LogGroup")).toContain("/checkout/api");
  expect(ids("AWS::Logs::LogStream")).toEqual(["checkout-1"]);
  expect(ids("AWS::CloudWatch::Alarm")).toContain("checkout-errors");
  await cloud.stop();
  rmSync(output, { recursive: true, force: true });
});
