import { describe, expect, test } from "vitest";
import { useBrowserPage } from "./browser-page.ts";
import { errorRecord, GROUP, infoRecord } from "./shop-cloud.ts";

const browserPage = useBrowserPage();

describe("patterns", () => {
  test("tell what a group consists of, live, and what is new", async () => {
    const { shop, page, open } = browserPage();
    await shop.log("user 17 has logged in", "user 21 has logged in", infoRecord(1), infoRecord(2));
    await open(`patterns?group=${encodeURIComponent(GROUP)}`);
    const patterns = page.getByRole("region", { name: "Patterns" }).getByRole("row");
    await patterns
      .filter({ hasText: /^250\.0 % ?user <\*> has logged in2026-03-02 09:00:002026-03-02 09:00:00/ })
      .waitFor();
    await page.getByText("in 2 patterns, none of them new: the log is younger than that.").waitFor();

    await shop.local.clock.advance("20m");
    await shop.log(...Array.from({ length: 4 }, (_, index) => errorRecord(index)));

    await page.getByText("8 events since 2026-03-02 09:00:00 in 3 patterns, 1 of them new.").waitFor();
    const declined = patterns.filter({ hasText: "payment was declined" });
    expect(await declined.textContent()).toMatch(/^450\.0 %new .*2026-03-02 09:20:00/);
    expect(await declined.getByRole("img").getAttribute("aria-label")).toBe("From 0 to 4, highest 4");
  });

  test("are taken out by a click, and in again", async () => {
    const { shop, page, open } = browserPage();
    await shop.log("user 17 has logged in", infoRecord(1));
    await open("patterns");
    const shown = page.getByRole("region", { name: "Patterns", exact: true });

    await shown.getByRole("button", { name: "Exclude user <*> has logged in" }).click();

    const excluded = page.getByRole("region", { name: "Excluded patterns" });
    await excluded.getByRole("row", { name: /user <\*> has logged in/ }).waitFor();
    expect(await shown.getByText("user <*> has logged in").count()).toBe(0);
    await excluded.getByRole("button", { name: "Include user <*> has logged in" }).click();
    await shown.getByRole("row", { name: /user <\*> has logged in/ }).waitFor();
    expect(await excluded.count()).toBe(0);
  });
});
