import { rmSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { ConsoleOptions } from "../../local/control/page-route.ts";
import { buildPage } from "./build-page.ts";
import { launchChromium } from "./chromium.ts";
import { ShopCloud } from "./shop-cloud.ts";

/** What a test of the page has: a cloud of its own and an empty tab. */
export interface BrowserPage {
  readonly shop: ShopCloud;
  readonly page: Page;
  /** What the browser has complained about; a test that causes complaints takes them out. */
  readonly complaints: string[];
  /** Opens a view and waits until the page hears the cloud. */
  open(hash: string): Promise<void>;
}

/** A fresh cloud and tab for each test; every test also checks that the browser had nothing to complain about. */
export function useBrowserPage(connected: Omit<ConsoleOptions, "folders"> = {}): () => BrowserPage {
  let folder: string;
  let browser: Browser;
  let current: BrowserPage;

  beforeAll(async () => {
    folder = await buildPage();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const complaints: string[] = [];
    const shop = await ShopCloud.start(folder, connected);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    const open = async (hash: string): Promise<void> => {
      await page.goto(`${shop.page}/#/${hash}`);
      await page.locator(".connection.open").waitFor();
    };
    current = { shop, page, complaints, open };
  });
  afterEach(async () => {
    await current.page.close();
    await current.shop.local.stop();
    expect(current.complaints).toEqual([]);
  });
  return () => current;
}
