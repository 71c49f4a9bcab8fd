import { expect, test } from "vitest";
import { alarmUrl } from "../../functions/alert-notifier/insights-link.ts";
import { addressOf } from "../../functions/lake-report/report.ts";

test.each([
  ["eu-west-1", "https://eu-west-1.console.aws.amazon.com/"],
  ["cn-north-1", "https://console.amazonaws.cn/"],
  ["us-gov-west-1", "https://console.amazonaws-us-gov.com/"],
])("links of %s lead to the console of its partition", (region, origin) => {
  const environment = { AWS_REGION: region };

  expect(alarmUrl(region, "a b")).toBe(`${origin}cloudwatch/home?region=${region}#alarmsV2:alarm/a%20b`);
  expect(addressOf("lake", "reports/1.html", environment)).toBe(
    `${origin}s3/object/lake?region=${region}&prefix=reports%2F1.html`,
  );
});

test("a local cloud shows the object itself", () => {
  const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:4600/", AWS_REGION: "us-east-1" };

  expect(addressOf("lake", "reports/ä 1.html", environment)).toBe(
    "http://127.0.0.1:4600/lake/reports/%C3%A4%201.html",
  );
});
