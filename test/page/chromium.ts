import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** Switches of the package that take protections away which the page must get along with, or that make it fragile. */
const LEFT_OUT = new Set(["--disable-web-security", "--allow-running-insecure-content", "--single-process"]);

const LONGEST_EXTRACTION_MS = 120_000;

const ROOT = join(import.meta.dirname, "../..");
const { version } = JSON.parse(
  readFileSync(join(ROOT, "node_modules/@sparticuz/chromium/package.json"), "utf8"),
) as { version: string };

/** Outlives a run: to unpack the 200 MB takes seconds. */
const FOLDER = join(ROOT, `.cumulog/chromium-${version}`);

/**
 * Path of the Chromium that comes inside the npm package. The first call in a checkout unpacks it; another process that did the same
 * meanwhile would start a file that is still written ("text file busy"), so one at a time. The system frees the lock with its process,
 * and what a killed process has unpacked in part is not taken for the whole.
 */
async function executablePath(): Promise<string> {
  mkdirSync(dirname(FOLDER), { recursive: true });
  const lock = new DatabaseSync(`${FOLDER}.lock`, { timeout: LONGEST_EXTRACTION_MS });
  const { TMPDIR } = process.env;
  try {
    lock.exec("BEGIN EXCLUSIVE");
    if (!existsSync(FOLDER)) {
      const unpacking = `${FOLDER}-unpacking`;
      rmSync(unpacking, { recursive: true, force: true });
      mkdirSync(unpacking);
      process.env["TMPDIR"] = unpacking;
      await sparticuz.executablePath();
      renameSync(unpacking, FOLDER);
    }
    process.env["TMPDIR"] = FOLDER;
    return await sparticuz.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
    lock.close();
  }
}

/** Starts the Chromium that comes inside the npm package. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await executablePath(),
    args: sparticuz.args.filter((argument) => !LEFT_OUT.has(argument)),
    headless: true,
  });
}
