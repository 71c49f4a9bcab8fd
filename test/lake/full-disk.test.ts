import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { testFolder } from "./folder.ts";

/** A small disk of one's own needs a namespace, which not every machine gives. */
const canMount =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "ignore" }).status === 0;
const CLI = `node ${process.execArgv.join(" ")} --disable-warning=ExperimentalWarning cli/main.ts`;

/** Runs lines of a shell with a disk of three megabytes at `disk`. */
function onSmallDisk(folder: string, ...lines: readonly string[]): string {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const script = ["set -u", `mount -t tmpfs -o size=3m tmpfs '${disk}'`, `disk='${disk}'`, ...lines].join(
    "\n",
  );
  const { stdout } = spawnSync("unshare", ["-rm", "sh", "-c", `${script}\n`], {
    encoding: "utf8",
    cwd: join(import.meta.dirname, "../.."),
  });
  return stdout;
}

const line = (index: number, text: string) =>
  JSON.stringify({
    timestamp: new Date(Date.UTC(2026, 0, 1) + index * 10).toISOString(),
    level: "INFO",
    message: text,
  });

/** Text that no compression makes small. */
const incompressible = (lines: number): string =>
  Array.from({ length: lines }, (_, index) =>
    line(index, createHash("sha512").update(String(index)).digest("base64")),
  ).join("\n");

describe.skipIf(!canMount)(
  `a full disk${canMount ? "" : " (skipped: no disk of one's own, by unshare)"}`,
  () => {
    test("is said in one sentence, and the lake stays as it was", () => {
      const folder = testFolder();
      writeFileSync(join(folder, "small.log"), `${line(0, "first")}\n${line(1, "second")}\n`);
      writeFileSync(join(folder, "large.log"), incompressible(60_000));

      const said = onSmallDisk(
        folder,
        `${CLI} lake load '${folder}/small.log' --lake "$disk/lake"`,
        `${CLI} lake load '${folder}/large.log' --lake "$disk/lake" 2>&1; echo "status $?"`,
        `${CLI} query 'SELECT count(*) AS n FROM logs' --json --lake "$disk/lake" 2>&1`,
        `ls "$disk/lake/.staging" 2>/dev/null | wc -l`,
      );

      expect(said.replaceAll(folder, "")).toBe(
        '2 read, 2 loaded into /disk/lake\nError: The disk of the lake /disk/lake is full: nothing was loaded.\nstatus 2\n[{"n":2}]\n0\n',
      );
    }, 60_000);

    test("leaves no lake where there was none, and no half export", () => {
      const folder = testFolder();
      writeFileSync(join(folder, "large.log"), incompressible(60_000));

      const said = onSmallDisk(
        folder,
        `${CLI} lake load '${folder}/large.log' --lake "$disk/lake" 2>&1; echo "status $?"`,
        'ls -A "$disk"',
        `${CLI} lake load '${folder}/large.log' --lake '${folder}/lake' >/dev/null`,
        `${CLI} lake export --format json --out "$disk/logs.json" --lake '${folder}/lake' 2>&1; echo "status $?"`,
        'ls -A "$disk"',
      );

      expect(said.replaceAll(folder, "")).toMatch(
        /^Error: The disk of the lake \/disk\/lake is full: nothing was loaded\.\nstatus 2\nError: \/disk\/logs\.json cannot be written: .*[Nn]o space left.*\nstatus 2\n$/,
      );
      expect(existsSync(join(folder, "lake", "logs"))).toBe(true);
    }, 60_000);

    test("leaves a lake that is compacted or deleted from as it was", () => {
      const folder = testFolder();
      const lines = incompressible(9_000).split("\n");
      writeFileSync(join(folder, "one.log"), lines.slice(0, 4_500).join("\n"));
      writeFileSync(join(folder, "two.log"), lines.slice(4_500).join("\n"));
      const source = pathToFileURL(join(import.meta.dirname, "../../lake/index.ts"));
      // In one process: each that starts costs seconds.
      writeFileSync(
        join(folder, "change.mjs"),
        `import { readdirSync, rmSync, writeFileSync } from "node:fs";
        import { compactLake, deleteFromLake, loadLake, queryRows } from ${JSON.stringify(source.href)};
        const [folder, disk] = process.argv.slice(2);
        const directory = disk + "/lake";
        const files = () => readdirSync(directory + "/logs/", { recursive: true }).sort().join();
        const said = [];
        const say = (work) => work.then(() => said.push("done"), ({ message }) => said.push(message));
        await loadLake({ directory, paths: [folder + "/one.log", folder + "/two.log"] });
        const before = files();
        // Room for a little, not for the rows once more.
        writeFileSync(disk + "/last", Buffer.alloc(60_000));
        try { writeFileSync(disk + "/filler", Buffer.alloc(3_000_000)); } catch {}
        rmSync(disk + "/last");
        await say(compactLake({ directory }));
        await say(deleteFromLake({ directory, where: "epoch_ms % 2 = 0" }));
        const { rows } = await queryRows({ directory, sql: "SELECT count(*)::INTEGER FROM logs" });
        said.push(files() === before, rows[0][0], readdirSync(directory), readdirSync(directory + "/.snapshots"));
        console.log(JSON.stringify(said));`,
      );

      const said = onSmallDisk(
        folder,
        `node ${process.execArgv.join(" ")} '${folder}/change.mjs' '${folder}' "$disk"`,
      );

      expect(JSON.parse(said.replaceAll(folder, ""))).toEqual([
        "The disk of the lake /disk/lake is full: nothing was changed.",
        "The disk of the lake /disk/lake is full: nothing was deleted.",
        true,
        9_000,
        [".lock", ".readers", ".snapshots", "logs", "logs.duckdb"],
        ["1"],
      ]);
    }, 60_000);
  },
);
