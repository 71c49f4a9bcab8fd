import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { COMMANDS, loadAll } from "../../cli/commands.ts";
import { completedCommands } from "../../cli/completion/completed-commands.ts";
import { SCRIPTS } from "../../cli/completion/scripts.ts";
import { compilePattern } from "../../lib/semantics/index.ts";
import { run } from "./command.ts";

/** The words of a line as a shell reads them, up to a pipe or a redirection. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part, single, double, escaped, space, end] of line.matchAll(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|(\s+)|([|>#&].*)|[^\s'"\\|>#&]+/g,
  )) {
    if (end !== undefined) break;
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + (single ?? double?.replaceAll(/\\(.)/g, "$1") ?? escaped ?? part);
  }
  return word === undefined ? words : [...words, word];
}

const examplesIn = (help: string): string[] =>
  [...help.matchAll(/^ {2}\$ (.*\bcumulog .*)$/gm)].map(([, line]) => line!);

/** The examples in what a command and those below it print as help. */
function examplesOf(command: Command): string[] {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return [...examplesIn(help), ...command.commands.flatMap(examplesOf)];
}

describe("every command", () => {
  test.each(Object.entries(COMMANDS))(
    "%s says in the list what it says itself",
    async (name, { description, load }) => {
      const command = await load();

      expect([command.name(), command.description()]).toEqual([name, description]);
    },
  );

  test.each(Object.entries(COMMANDS))("%s takes the examples of its help", async (_name, { load }) => {
    for (const example of examplesOf(await load())) await expectTaken(example);
  });
});

/** Parses an example with the command that it calls, and compiles the filter patterns in it. */
async function expectTaken(example: string): Promise<void> {
  // What stands behind two spaces says what it is for.
  const line = example.slice(example.search(/\bcumulog /)).replace(/ {2,}.*$/, "");
  const [, called, ...words] = wordsOf(line);
  const command = await COMMANDS[called!]!.load();
  let refused: string | undefined;
  silence(command, (message) => {
    refused ??= message;
  });
  await command.parseAsync(words, { from: "user" }).catch((error: Error) => {
    refused ??= error.message;
  });
  expect(refused, example).toBeUndefined();
  const patterns = words.filter(
    (_word, index) =>
      ["--pattern", "--filter"].includes(words[index - 1] ?? "") ||
      (called === "test-pattern" && index === 0),
  );
  for (const pattern of patterns) expect(() => compilePattern(pattern), example).not.toThrow();
}

/** Takes the work out of a command, so that only what it was given is judged. */
function silence(command: Command, refuse: (message: string) => void): void {
  command.action(() => {});
  command.exitOverride(({ message }) => {
    refuse(message);
    throw new Error(message);
  });
  command.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const below of command.commands) silence(below, refuse);
}

test("a command that is called wrongly, and help, are answered without reading the others", async () => {
  const [help, unknown, ofCommand] = await Promise.all([
    run(["--help"]),
    run(["tial"]),
    run(["help", "tail"]),
  ]);

  expect(help.status).toBe(0);
  for (const [name, { description }] of Object.entries(COMMANDS)) {
    expect(help.stdout).toContain(name);
    expect(help.stdout.replaceAll(/\s+/g, " ")).toContain(description);
  }
  for (const example of examplesIn(help.stdout)) await expectTaken(example);
  expect(unknown).toMatchObject({ status: 2, stderr: expect.stringContaining("unknown command 'tial'") });
  expect(unknown.stderr).toContain("Did you mean tail?");
  expect(ofCommand).toMatchObject({ status: 0, stdout: expect.stringContaining("cumulog tail") });
});

describe("completion", () => {
  const complete = (script: string, words: readonly string[]): string[] => {
    const ask = `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})\nCOMP_CWORD=${words.length - 1}\n_cumulog\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", ask], { encoding: "utf8" }).trim().split("\n");
  };

  test("of bash offers commands, those below them, and options", async () => {
    const script = SCRIPTS.bash(completedCommands(await loadAll()));

    expect(complete(script, ["cumulog", "ta"])).toEqual(["tail"]);
    expect(complete(script, ["cumulog", "alarms", "hi"])).toEqual(["history"]);
    expect(complete(script, ["cumulog", "alarms", "history", "x", "--li"])).toEqual(["--limit"]);
    expect(complete(script, ["cumulog", "lake", "load", "--goo"])).toEqual(["--google"]);
    expect(complete(script, ["cumulog", "tail", "/app", "--fo"])).toEqual(["--follow"]);
  });

  test.each(["zsh", "fish"] as const)(
    "of %s is what the shell can read, where it is there",
    async (shell) => {
      const script = SCRIPTS[shell](completedCommands(await loadAll()));
      const folder = mkdtempSync(join(tmpdir(), "completion-"));
      const path = join(folder, "script");
      writeFileSync(path, script);

      try {
        execFileSync(shell, ["-n", path]);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      } finally {
        rmSync(folder, { recursive: true });
      }
      for (const name of Object.keys(COMMANDS)) expect(script).toContain(name);
    },
  );

  test("of another shell is refused", async () => {
    const { status, stderr } = await run(["completion", "tcsh"]);

    expect(status).toBe(2);
    expect(stderr).toContain("bash, zsh, fish");
  });
});
