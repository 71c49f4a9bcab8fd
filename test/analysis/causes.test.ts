import { describe, expect, test } from "vitest";
import { causeText, groupCauses } from "../../lib/analysis/index.ts";

const access = (path: string, status: number) => ({
  timestamp: Date.UTC(2026, 0, 1),
  message: `10.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET ${path} HTTP/1.1" ${status} 123 "-" "curl/8"`,
});

describe("what lines have in common", () => {
  test("of an access log is what was asked for and answered", () => {
    const causes = groupCauses([access("/pay", 502), access("/pay", 502), access("/cart", 503)]);

    expect(causes.map(causeText)).toEqual([
      "3 × GET requests, route /pay (2), /cart (1), status 502 (2), 503 (1)",
    ]);
  });

  test("of text is its template", () => {
    const causes = groupCauses(
      [17, 18, 19].map((number) => ({ timestamp: number, message: `disk /dev/sd${number} is full` })),
    );

    expect(causes.map(causeText)).toEqual(["3 × disk <*> is full"]);
  });
});
