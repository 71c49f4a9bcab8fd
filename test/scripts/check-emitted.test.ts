import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changedFiles, changedMeaning } from "../../scripts/check-emitted.ts";

const root = join(import.meta.dirname, "../..");

describe("comparing emitted code with its source", () => {
  test.each([
    ["types only", "const a: number = 1 as number;\nexport { a };", "const a = 1;\nexport { a };"],
    ["an import's extension", 'export * from "./a.ts";', 'export * from "./a.js";'],
    ["quotes and layout", 'f( "a", 0x10 )', "f('a', 0x10);\n"],
    ["a module without exports", "import type { A } from 'a';\nlet a: A;", "let a;\nexport {};"],
  ])("%s may differ", (_, source, emitted) => {
    expect(changedMeaning(source, emitted)).toBeUndefined();
  });

  test.each([
    ["a renamed property", "const { Alarm: on } = input", "const { _a: on } = input"],
    ["a renamed key", "f({ Alarm: 1 })", "f({ _a: 1 })"],
    ["a lost statement", "a(); b();", "a();"],
    ["an added statement", "a();", "a(); b();"],
    ["another value", "f(1)", "f(2)"],
    ["another operator", "a ?? b", "a || b"],
    ["another pattern", "/a/.test(b)", "/a/i.test(b)"],
    ["another import", 'import "./a.ts"', 'import "./b.js"'],
  ])("%s is told", (_, source, emitted) => {
    expect(changedMeaning(source, emitted)).toMatch(/^program\.body/);
  });
});

describe("the compiler", () => {
  const NAMED_LIKE_ITS_CLASS = `export class Alarm {
  #run(input: { Alarm: string }): string {
    const { Alarm: onAlarm } = input;
    return onAlarm;
  }
  run(): string {
    return this.#run({ Alarm: "page" });
  }
}
`;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "emitted-"));
    writeFileSync(join(folder, "alarm.ts"), NAMED_LIKE_ITS_CLASS);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const compile = (target: string): string => {
    const output = join(folder, target);
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [
      tsc,
      "--ignoreConfig",
      "--target",
      target,
      "--module",
      "nodenext",
      "--outDir",
      output,
      join(folder, "alarm.ts"),
    ]);
    return output;
  };

  test("keeps a property that is named like its class with the target of the build", () => {
    const { target } = JSON.parse(
      readFileSync(join(root, "tsconfig.build.json"), "utf8").replaceAll(/^\s*\/\/.*$/gm, ""),
    ).compilerOptions;
    const output = compile(target);
    expect(changedFiles(folder, output)).toEqual([]);
  });

  test("loses it with es2024, and the check says so", () => {
    const output = compile("es2024");
    expect(changedFiles(folder, output)).toEqual([
      expect.stringMatching(/^alarm\.ts was compiled to something else: program\.body\[0\]/),
    ]);
  });
});
