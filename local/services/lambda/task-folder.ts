import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "cumulog/temporary-folder";

/** Where code is found, and how Node.js has to be started for it. */
export interface TaskFolder {
  readonly path: string;
  readonly nodeOptions: readonly string[];
}

const neutral = new Map<string, TaskFolder>();

/**
 * The folder of a function's code under which its files are what they are in Lambda. There nothing stands above the code; here the
 * code of `cdk.out` lies in a project, whose `"type": "module"` would make modules of CommonJS files. Such code is reached through a
 * link in a folder without a type.
 */
export function taskFolder(codeFolder: string): TaskFolder {
  if (existsSync(join(codeFolder, "package.json")) || typeAbove(codeFolder) !== "module")
    return { path: codeFolder, nodeOptions: [] };
  const known = neutral.get(codeFolder);
  if (known !== undefined && existsSync(known.path)) return known;
  const parent = temporaryFolder("task");
  writeFileSync(join(parent, "package.json"), "{}\n");
  symlinkSync(codeFolder, join(parent, "task"), "junction");
  const made = { path: join(parent, "task"), nodeOptions: ["--preserve-symlinks"] };
  neutral.set(codeFolder, made);
  return made;
}

/** The module type that files of a folder without a `package.json` take from the folders above. */
function typeAbove(folder: string): string | undefined {
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    const path = join(above, "package.json");
    if (!existsSync(path)) continue;
    try {
      return (JSON.parse(readFileSync(path, "utf8")) as { type?: string }).type;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
