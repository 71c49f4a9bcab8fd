import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** Switches of the package that take protections away which the page must get along with, or that make it fragile. */
const LEFT_OUT = new Set(["--disable-web-security", "--allow-running-insecure-content", "--single-process"]);

/** The Chromium that comes inside the npm package. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: sparticuz.args.filter((argument) => !LEFT_OUT.has(argument)),
    headless: true,
  });
}
