import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestOfInputs, isBuilt } from "../../scripts/build-inputs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "build-"));
  write("lib/logger/logger.ts", "export {};");
  write("package.json", "{}");
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe("what a build is made of", () => {
  test.each([
    ["a file of a package", "lib/logger/logger.ts", "export const a = 1;"],
    ["a new file", "functions/log-processor/new.ts", "export {};"],
    ["a script", "scripts/build.ts", "build();"],
    ["versions of other packages", "package-lock.json", "{}"],
    ["settings of the compiler", "tsconfig.build.json", "{}"],
  ])("is something else with %s", (_what, path, text) => {
    const before = digestOfInputs(folder);

    write(path, text);

    expect(digestOfInputs(folder)).not.toBe(before);
  });

  test.each(["lib/dist/index.js", "lib/node_modules/a/index.js", "test/a.test.ts", "README.md"])(
    "is the same with %s",
    (path) => {
      const before = digestOfInputs(folder);

      write(path, "other");

      expect(digestOfInputs(folder)).toBe(before);
    },
  );

  test("is something else when a file has another name", () => {
    const before = digestOfInputs(folder);

    rmSync(join(folder, "lib/logger/logger.ts"));
    write("lib/logger/other.ts", "export {};");

    expect(digestOfInputs(folder)).not.toBe(before);
  });
});

test("an empty folder holds no build", () => {
  expect(isBuilt(folder)).toBe(false);
});
