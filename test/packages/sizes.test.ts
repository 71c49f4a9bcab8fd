import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ProjectName, projectFolder } from "./foreign-project.ts";

const MEGABYTE = 1_000_000;

/** What an installation consists of: packages, and the sum of the sizes of all their files. */
function installed(project: ProjectName): { readonly packages: readonly string[]; readonly bytes: number } {
  const folder = join(projectFolder(project), "node_modules");
  const lock = JSON.parse(readFileSync(join(folder, ".package-lock.json"), "utf8")) as { packages: object };
  const files = globSync("**/*", { cwd: folder, exclude: [".package-lock.json", ".bin/**"] });
  const bytes = files.reduce((sum, file) => {
    const stats = statSync(join(folder, file));
    return stats.isFile() ? sum + stats.size : sum;
  }, 0);
  return { packages: Object.keys(lock.packages), bytes };
}

describe("an installation of cumulog", () => {
  test("is 6 packages and 4 MB at most", () => {
    const { packages, bytes } = installed("logger");

    expect(packages.length, packages.join(", ")).toBeLessThanOrEqual(6);
    expect(bytes).toBeLessThanOrEqual(4 * MEGABYTE);
    process.stdout.write(`cumulog: ${packages.length} packages, ${(bytes / MEGABYTE).toFixed(2)} MB\n`);
  });

  test("is 13 MB at most with the client of CloudWatch Logs", () => {
    const { packages, bytes } = installed("cloudwatch");

    expect(bytes, packages.join(", ")).toBeLessThanOrEqual(13 * MEGABYTE);
    process.stdout.write(
      `with the client: ${packages.length} packages, ${(bytes / MEGABYTE).toFixed(2)} MB\n`,
    );
  });

  test.each(["cumulog", "@cumulog/cdk", "@cumulog/local", "@cumulog/cli"])(
    "%s carries its licence, and neither sources of its own nor the condition of the workspace",
    (name) => {
      const folder = join(projectFolder("everything"), "node_modules", name);

      const files = globSync("**/*", { cwd: folder });
      expect(files).toContain("LICENSE");
      expect(files).toContain("README.md");
      expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
      expect(files.filter((file) => file.endsWith(".map") && !file.includes("bundled"))).toEqual([]);
      expect(readFileSync(join(folder, "package.json"), "utf8")).not.toContain("cumulog-source");
    },
  );

  test("what is bundled comes with its notices", () => {
    const folder = join(projectFolder("everything"), "node_modules/@cumulog");

    const notices = globSync("{cdk/dist/bundled/*,local/dist/built-page}/THIRD-PARTY-NOTICES.*", {
      cwd: folder,
    });
    // The bundle of a layer lies a folder deeper.
    const bundles = globSync("cdk/dist/bundled/{*,*/*}/index.mjs", { cwd: folder });
    expect(bundles.length).toBeGreaterThan(0);
    expect(notices).toHaveLength(bundles.length + 1);
    for (const file of notices) expect(readFileSync(join(folder, file), "utf8")).toMatch(/MIT|Apache/);
  });
});
