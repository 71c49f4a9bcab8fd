import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** Switches of the package that take protections away which the page must get along with, or that make it fragile. */
const LEFT_OUT = new Set(["--disable-web-security", "--allow-running-insecure-content", "--single-process"]);

const LONGEST_EXTRACTION_MS = 120_000;

/**
 * Path of the Chromium that comes inside the npm package. The first call on a machine unpacks it; another process that did the same
 * meanwhile would start a file that is still written ("text file busy"), so one at a time. The system frees the lock with its process.
 */
async function executablePath(): Promise<string> {
  const lock = new DatabaseSync(join(tmpdir(), "cumulog-chromium.lock"), { timeout: LONGEST_EXTRACTION_MS });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return await sparticuz.executablePath();
  } finally {
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
