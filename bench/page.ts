/**
 * Frame times of the page's live tail in a real Chromium: while 10,000 lines stream in at 2,000 lines/s, while the 10,000 are
 * scrolled through, and while a filter pattern is typed over them. A frame over 50 ms is a stutter that people notice.
 */
import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { buildPage } from "../test/page/build-page.ts";
import { launchChromium } from "../test/page/chromium.ts";
import { infoRecord, ShopCloud } from "../test/page/shop-cloud.ts";

const LINES = 10_000;
const BATCH = 100;
const BATCHES_PER_SECOND = 20;
const STUTTER_MS = 50;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const build = await buildPage();
const shop = await ShopCloud.start(build);
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${shop.page}/#/tail`);
  await page.locator(".connection.open").waitFor();
  await report(page, "nothing happens", () => wait(2_000));
  await report(page, "10,000 lines stream in", async () => {
    for (let line = 0; line < LINES; line += BATCH) {
      await shop.log(...Array.from({ length: BATCH }, (_, index) => infoRecord(line + index)));
      await wait(1_000 / BATCHES_PER_SECOND);
    }
    await page.getByText("10,000 of 10,000 lines").waitFor();
  });
  await report(page, "they are scrolled through", async () => {
    await page.locator(".lines").hover();
    for (let step = 0; step < 100; step++) await page.mouse.wheel(0, step < 50 ? -1_500 : 1_500);
  });
  await report(page, "a filter pattern is typed", () =>
    page
      .getByLabel("Filter pattern")
      .pressSequentially('{ $.orderId = "o-5*" && $.durationMs > 60 }', { delay: 30 }),
  );
} finally {
  await browser.close();
  await shop.local.stop();
  rmSync(build, { recursive: true, force: true });
}

/** Runs something while the page takes down how long each of its frames lasts, and prints them. */
async function report(page: Page, what: string, work: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    const { requestAnimationFrame } = globalThis as unknown as {
      requestAnimationFrame(callback: (now: number) => void): void;
    };
    const frames: number[] = [];
    Object.assign(globalThis, { frames, recording: true });
    let last = performance.now();
    requestAnimationFrame(function next(now) {
      frames.push(now - last);
      last = now;
      if ((globalThis as unknown as { recording: boolean }).recording) requestAnimationFrame(next);
    });
  });
  await work();
  const frames = await page.evaluate(() => {
    Object.assign(globalThis, { recording: false });
    return (globalThis as unknown as { frames: number[] }).frames;
  });
  const sorted = frames.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(1).padStart(6);
  const stutters = sorted.filter((frame) => frame > STUTTER_MS).length;
  process.stdout.write(
    `${what.padEnd(28)} ${String(sorted.length).padStart(5)} frames  median ${at(0.5)} ms  95 % ${at(0.95)} ms  99 % ${at(0.99)} ms  longest ${at(1)} ms  ${stutters} over ${STUTTER_MS} ms\n`,
  );
}
