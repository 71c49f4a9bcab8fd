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
    await open("search");

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
    await open("search");

    await page.getByRole("button", { name: "One time line" }).click();

    const lines = page.getByRole("listbox", { name: "Lines found" }).getByRole("option");
    await expect.poll(() => lines.count()).toBe(5);
    const texts = await lines.allTextContents();
    expect(texts.map((text) => /AWS|GCP|Search/.exec(text)?.[0])).toEqual([
      "Search",
      "AWS",
      "GCP",
      "Search",
      "AWS",
    ]);
    expect(texts.join()).not.toContain("the copy");
    expect(new URL(page.url()).hash).toContain("view=one");
  });

  test("says what the server says of a query that it cannot read", async () => {
    const { page, open, complaints } = browserPage();
    await open("search");

    await page.getByLabel("Words or query").fill("(");

    await page.getByText("The search server refuses the query: Failed to parse query").waitFor();
    complaints.length = 0;
  });
});
