import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleFiles, bundleOptions, filesReadBy } from "../../infra/constructs/function-bundle.ts";
import { synthesize } from "../../scripts/start/synthesize.ts";

const hasLinter = spawnSync("cfn-lint", ["--version"]).status === 0;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "synth-"));
  await synthesize("infra/app.ts", "cumulog.yaml", folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

const templates = () => globSync("*.template.json", { cwd: folder }).map((name) => join(folder, name));
const functions = () =>
  templates()
    .flatMap((path) =>
      Object.values(
        (JSON.parse(readFileSync(path, "utf8")) as { Resources: Record<string, Resource> }).Resources,
      ),
    )
    .filter(({ Type }) => Type === "AWS::Lambda::Function");

describe("the CDK app", () => {
  test("makes a stack for groups, alerting, processing and the dashboard", () => {
    const names = globSync("*.template.json", { cwd: folder }).sort();

    expect(names).toEqual(
      ["alerting", "dashboard", "log-groups", "processing"].map((name) => `checkout-${name}.template.json`),
    );
  });

  test("runs its functions on Node.js 24 and arm64, with source maps", () => {
    expect(functions().length).toBeGreaterThan(0);
    for (const { Properties } of functions())
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Environment: { Variables: { NODE_OPTIONS: "--enable-source-maps --max-semi-space-size=4" } },
      });
    const bundles = globSync("asset.*/index.mjs", { cwd: folder });
    expect(bundles.length).toBeGreaterThan(0);
    for (const bundle of bundles) expect(globSync(`${bundle}.map`, { cwd: folder })).toHaveLength(1);
  });

  test("deploys functions of at most 1.5 MB that read no client before they need it", () => {
    const assets = globSync("asset.*/index.mjs", { cwd: folder }).map((path) => join(folder, dirname(path)));
    for (const asset of assets) {
      const bytes = readdirSync(asset).reduce((sum, name) => sum + statSync(join(asset, name)).size, 0);
      expect(bytes).toBeLessThan(1_500_000);
      // What an entry imports at once, and those in turn.
      const read = new Set(["index.mjs"]);
      for (const name of read)
        for (const [, imported] of readFileSync(join(asset, name), "utf8").matchAll(
          /(?:\bfrom|\bimport)"\.\/([^"]+)"/g,
        ))
          read.add(imported!);
      const code = [...read].map((name) => readFileSync(join(asset, name), "utf8")).join("\n");
      expect(code).not.toMatch(/class \w+Client extends|google-auth-library/);
    }
  });

  test("keeps the function that writes reports under 1.5 MB too", () => {
    const root = join(import.meta.dirname, "../..");
    const bundle = bundleFiles(buildSync(bundleOptions(join(root, "functions/lake-report"))));

    const files = [...bundle, ...filesReadBy("lake-report", root)];

    expect(files.reduce((sum, [, contents]) => sum + contents.length, 0)).toBeLessThan(1_500_000);
  });

  test.runIf(hasLinter)("has no finding of cfn-lint (runs where cfn-lint is installed)", () => {
    const { status, stdout } = spawnSync("cfn-lint", templates(), { encoding: "utf8" });

    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  test("says what is wrong in its configuration, with the place in the file, and fails", async () => {
    const broken = join(folder, "broken.yaml");
    writeFileSync(broken, "groups: { api: { name: /api } }\nsignals: { errors: { group: web } }\n");

    const synth = synthesize("infra/app.ts", broken, join(folder, "broken.out"));

    await expect(synth).rejects.toThrow(
      /broken\.yaml cannot be deployed:\n {2}line 2: signals\.errors\.group: there is no group "web"; expected one of api/,
    );
  });
});
