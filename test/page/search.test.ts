import { describe, expect, test } from "vitest";
import type { EventSearchQuery, SearchedEvent } from "../../local/index.ts";
import { useBrowserPage } from "./browser-page.ts";
import { errorRecord, infoRecord, START } from "./shop-cloud.ts";

const asked: EventSearchQuery[] = [];
const stored: SearchedEvent[] = [];

const browserPage = useBrowserPage({
  search: {
    origin: "https://search.example.com:9200",
    async find(query) {
      asked.push(query);
      if (query.text.includes("("))
        throw new Error("The search server refuses the query: Failed to parse query [(]");
      const events = stored.filter(({ message }) => message.includes(query.text)).toReversed();
      return { events, total: events.length };
    },
  },
});

const event = (id: string, timestamp: number, message: string): SearchedEvent => ({
  id,
  source: "checkout",
  stream: "web-1",
  timestamp,
  severity: "ERROR",
  message: JSON.stringify({ level: "ERROR", message }),
});

describe("search over a search server", () => {
  test("stands beside the clouds, with its own language", async () => {
    const { page, open } = browserPage();
    stored.splice(0, stored.length, event("1", START, "declined there"), event("2", START, "fine there"));
    await open("search?view=own");

    await page.getByLabel("Words or query").fill("declined");

    const found = page.getByRole("listbox", { name: "Events found" }).getByRole("option");
    await expect.poll(() => found.count()).toBe(1);
    expect(await found.textContent()).toContain("declined there");
    expect(asked.at(-1)).toMatchObject({ text: "declined", to: START + 1, from: START + 1 - 3_600_000 });
    await page.getByRole("heading", { name: "https://search.example.com:9200" }).waitFor();
  });

  test("lies on one time line with both clouds, and shows an event once that was copied", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(errorRecord(1));
    const { events } = await shop.call<{ events: { eventId: string }[] }>("logs", "FilterLogEvents", {
      logGroupName: "/shop/checkout",
    });
    shop.logToGoogle({ level: "ERROR", message: "from Google" });
    await shop.local.clock.advance("1m");
    await shop.log(infoRecord(2));
    stored.splice(
      0,
      stored.length,
      event("10", START - 60_000, "before all"),
      event(events[0]!.eventId, START, "the copy"),
      event("11", START + 30_000, "between"),
    );
    await open("search?view=own");

    await page.getByRole("button", { name: "One time line" }).click();

    const lines = page.getByRole("listbox", { name: "Lines found" }).getByRole("option");
    await expect.poll(() => lines.count()).toBe(5);
    const texts = await lines.allTextContents();
    expect(texts.map((text) => /AWS|GCP|Search/.exec(text)?.[0])).toEqual([
      "AWS",
      "Search",
      "AWS",
      "GCP",
      "Search",
    ]);
    expect(texts.join()).not.toContain("the copy");
    expect(new URL(page.url()).hash).toContain("view=one");
  });

  test("says what the server says of a query that it cannot read", async () => {
    const { page, open, complaints } = browserPage();
    await open("search?view=own");

    await page.getByLabel("Words or query").fill("(");

    await page.getByText("The search server refuses the query: Failed to parse query").waitFor();
    complaints.length = 0;
  });
});

describe("one search over every source", () => {
  const found = () => browserPage().page.getByRole("listbox", { name: "Lines found" }).getByRole("option");

  test("finds in both clouds and the server with one pattern, the newest first", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(errorRecord(1), infoRecord(2));
    await shop.local.clock.advance("1m");
    shop.logToGoogle({ level: "ERROR", message: "declined by Google" }, { level: "INFO", message: "fine" });
    stored.splice(0, stored.length, event("20", START + 90_000, "declined elsewhere"));
    await shop.local.clock.advance("1m");
    await open("search");

    await page.getByLabel("Filter pattern").fill("declined");

    await page.getByText("3 found").waitFor();
    const texts = await found().allTextContents();
    expect(texts.map((text) => /declined elsewhere|declined by|acme-pay/.exec(text)?.[0])).toEqual([
      "declined elsewhere",
      "declined by",
      "acme-pay",
    ]);
    await page.getByLabel("Source", { exact: true }).selectOption("google");
    await page.getByText("1 found").waitFor();
  });

  test("shows nothing of before under a pattern that is wrong", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(errorRecord(1));
    await open("search");
    await found().first().waitFor();

    await page.getByLabel("Filter pattern").fill("{ $.level = ");

    await page.getByText("Lines are searched when the pattern is right.").waitFor();
    expect(await found().count()).toBe(0);
    expect(await page.getByRole("slider").count()).toBe(0);
  });

  test("counts lines by level over time, and narrows the range by the keys, the pointer, and back", async () => {
    const { shop, page, open } = browserPage();
    stored.splice(0, stored.length);
    await shop.log(errorRecord(1), errorRecord(2), infoRecord(3));
    await shop.local.clock.advance("10m");
    await shop.log({ level: "WARN", message: "slow" });
    await open("search");
    const histogram = page.getByRole("slider", { name: "Lines by level over time" });
    await histogram.waitFor();
    expect(await histogram.getAttribute("aria-valuetext")).toBe("2 errors, 1 warning, 1 other");

    await histogram.press("End");
    await histogram.press("Enter");

    await page.getByText("1 found").waitFor();
    expect(await found().textContent()).toContain("slow");
    await page.goBack();
    await page.getByText("4 found").waitFor();
    const box = (await histogram.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.7, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 20);
    await page.mouse.up();
    await page.getByText("3 found").waitFor();
  });

  test("opens a line to its members, asks for one of them, and for its whole request", async () => {
    const { shop, page, open } = browserPage();
    stored.splice(0, stored.length);
    const requestId = "5f0c1bb8-2f6e-4c57-9d39-9b6c0c9f3a11";
    await shop.log({ ...errorRecord(1), requestId, user: { id: "u-7" } }, infoRecord(2), {
      ...infoRecord(3),
      user: { id: "u-7" },
    });
    shop.logToGoogle({ level: "INFO", message: `mail for ${requestId}` });
    await open("search");
    await page.getByText("4 found").waitFor();

    await found().getByText("payment was declined").click();

    const details = page.getByRole("region", { name: "Selected line" });
    await details.getByText("2026-03-02 09:00:00.000 UTC").waitFor();
    await details.getByRole("button", { name: "Only lines with this user.id" }).click();
    await page.getByText("2 found").waitFor();
    expect(await page.getByLabel("Filter pattern").inputValue()).toBe('{ $.user.id = "u-7" }');
    await details.getByRole("link", { name: "Whole request" }).click();
    await found().getByText("mail for").waitFor();
    expect(await page.getByLabel("Filter pattern").inputValue()).toBe(`"${requestId}"`);
    await page.getByText("2 found").waitFor();
  });

  test("has an address that opens the same line again", async () => {
    const { shop, page, open } = browserPage();
    await shop.log(errorRecord(1), infoRecord(2));
    await open("search?pattern=declined");
    await found().getByText("payment was declined").click();
    await page.getByRole("region", { name: "Selected line" }).waitFor();
    const { hash } = new URL(page.url());

    await open("overview");
    await open(hash.replace("#/", ""));

    const details = page.getByRole("region", { name: "Selected line" });
    await details.getByText("acme-pay").first().waitFor();
  });
});
