import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { errorRecord, START } from "./shop-cloud.ts";

const browserPage = useBrowserPage();

describe("a view whose newest event is older than its range", () => {
  test("says how old that is, jumps there, and back", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(errorRecord(1));
    shop.logToGoogle({ level: "ERROR", message: "from Google" });
    await shop.local.clock.advance("80m");
    await open("search?view=own");

    await page.getByText("Newest event 1 h ago:").waitFor();
    await page.getByRole("button", { name: "show" }).click();

    await page.getByRole("listbox", { name: "Log events found" }).getByText("payment was declined").waitFor();
    await page.getByRole("listbox", { name: "Entries found" }).getByText("from Google").waitFor();
    expect(page.url()).toContain(`to=${START + 60_000}`);
    await page.getByRole("button", { name: "back to the present" }).click();
    await page.getByText("Newest event 1 h ago:").waitFor();
    expect(page.url()).not.toContain("to=");
  });

  test.each(["metrics", "alarms/checkout-errors"])("leads the charts of %s there", async (view) => {
    const { shop, page, open } = browserPage();
    await shop.failFor(1);
    await shop.local.clock.advance("20m");
    await open(`${view}?span=900000`);

    await page.getByText("Newest event 22 min ago:").waitFor();
    await page.getByRole("button", { name: "show" }).click();

    await page.getByText("Up to 2026-03-02 09:01:00 UTC").waitFor();
    await page.locator(".chart canvas").first().waitFor();
    await page.locator("td", { hasText: /^8$/ }).first().waitFor({ state: "attached" });
  });

  test("says nothing while there are events in its range", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(errorRecord(1));
    await open("search");

    await page.getByRole("listbox", { name: "Lines found" }).getByText("payment was declined").waitFor();

    expect(await page.getByText("Newest event").count()).toBe(0);
  });
});

describe("what is outside the cloud", () => {
  test("is broken and mended by a switch", async () => {
    const { shop, page, open } = browserPage();
    let isDown = false;
    const set = (on: boolean): void => {
      isDown = on;
    };
    shop.switches.push({ name: "The payment provider is down", isOn: () => isDown, set });
    await open("faults");
    const toggle = page.getByRole("switch", { name: "The payment provider is down" });

    await toggle.click();

    await expect.poll(() => toggle.getAttribute("aria-checked")).toBe("true");
    expect(isDown).toBe(true);
    await toggle.click();
    await expect.poll(() => toggle.getAttribute("aria-checked")).toBe("false");
    expect(isDown).toBe(false);
  });

  test.each([
    ["an unknown name", { name: "The moon", on: true }, "expected that of a switch"],
    ["a state that is none", { name: "The sun is down", on: "yes" }, "expected true or false"],
  ])("is left alone by %s", async (_what, body, message) => {
    const { shop } = browserPage();
    shop.switches.push({ name: "The sun is down", isOn: () => false, set: () => {} });

    const response = await fetch(`${shop.page}/_cumulog/switches`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(message);
  });
});
