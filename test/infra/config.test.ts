import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDeployment, DeploymentConfigurationError, readDeployment } from "../../infra/index.ts";

const GROUP = { api: { name: "/api" } };

describe("the deployment's configuration", () => {
  test("of the project itself is valid", () => {
    const configuration = readDeployment(join(import.meta.dirname, "../../cumulog.yaml"));

    expect(Object.keys(configuration.signals)).toContain("checkout-errors");
  });

  test.each([
    [
      "a retention that does not exist",
      { groups: { api: { name: "/api", retentionDays: 31 } } },
      "groups.api.retentionDays",
    ],
    ["a group that does not exist", { groups: GROUP, signals: { s: { group: "web" } } }, "signals.s.group"],
    [
      "a signal of a group without metric filters",
      { groups: { api: { name: "/api", class: "INFREQUENT_ACCESS" } }, signals: { s: { group: "api" } } },
      "signals.s.group",
    ],
    [
      "a channel that does not exist",
      { groups: GROUP, signals: { s: { group: "api", channels: ["x"] } } },
      "signals.s.channels.0",
    ],
    [
      "a malformed pattern",
      { groups: GROUP, signals: { s: { group: "api", pattern: "{ $.a" } } },
      "signals.s.pattern",
    ],
    [
      "a period that alarms do not have",
      { groups: GROUP, signals: { s: { group: "api", within: "90s" } } },
      "signals.s.within",
    ],
    [
      "windows that span too long",
      { groups: GROUP, signals: { s: { group: "api", within: "5m", windows: { over: 1, of: 300 } } } },
      "signals.s.windows",
    ],
    ["a channel without receivers", { channels: { c: {} } }, "channels.c"],
    ["an unknown member", { group: {} }, "group"],
  ])("names the place of %s", (_what, document, place) => {
    const check = () => checkDeployment(document, "cumulog.yaml");

    expect(check).toThrow(DeploymentConfigurationError);
    expect(check).toThrow(
      new RegExp(`^cumulog.yaml cannot be deployed:\\n  ${place.replaceAll(".", "\\.")}: `, "m"),
    );
  });

  const SIGNAL = { group: "api", level: "error" };
  test.each<[string, object, string]>([
    [
      "a number for a text",
      { signals: { s: { ...SIGNAL, within: 5 } } },
      "signals.s.within: expected a text, found a number",
    ],
    [
      "no value",
      { signals: { s: { ...SIGNAL, moreThan: null } } },
      'signals.s.moreThan: expected a number, or a comparison such as "> 2s"',
    ],
    [
      "a level that there is not",
      { signals: { s: { group: "api", level: "eror" } } },
      "signals.s.level: expected one of trace, debug, info, warn, error, fatal",
    ],
    [
      "a member that is missing",
      { signals: { s: { level: "error" } } },
      "signals.s.group: missing; expected a text",
    ],
    ["a list for members", { signals: [] }, "signals: expected members with values, found a list"],
    [
      "a limit that nothing passes",
      { signals: { s: { ...SIGNAL, fewerThan: 0 } } },
      "signals.s.fewerThan: nothing is fewer than no events: expected a number above 0",
    ],
    [
      "a kind that is switched off",
      { signals: { s: { ...SIGNAL, unusual: false } } },
      "signals.s.unusual: expected true, or width (a number above 0), direction (above, below or both) and statistic",
    ],
    [
      "a query with a mistake",
      { signals: { s: { group: "api", query: { query: "fields @message | foo" } } } },
      "signals.s.query.query: mismatched input 'foo' expecting a command such as fields, filter, stats, sort, limit, parse or display (at character 19 of the query)",
    ],
    [
      "lines of an unmasking query",
      { signals: { s: { group: "api", query: { query: "unmask @message", lines: 5 } } } },
      "signals.s.query.lines: a query with unmask tells no lines: expected 0",
    ],
    [
      "four dimensions",
      { signals: { s: { ...SIGNAL, dimensions: { a: "$.a", b: "$.b", c: "$.c", d: "$.d" } } } },
      "signals.s.dimensions: found 4, expected at most 3",
    ],
    [
      "dimensions and system fields",
      {
        signals: {
          s: { ...SIGNAL, dimensions: { a: "$.a", b: "$.b" }, systemFields: ["@aws.account", "@aws.region"] },
        },
      },
      "signals.s.systemFields: with dimensions they are 4, expected at most 3 together",
    ],
    [
      "a dimension of a text",
      { signals: { s: { group: "api", pattern: "ERROR", dimensions: { a: "$.a" } } } },
      "signals.s.dimensions.a: $.a cannot be taken out of what the pattern matches: $.name needs a pattern in { }, $name one in [ ]",
    ],
    [
      "a channel of none",
      { signals: { s: { ...SIGNAL, channels: ["x"] } } },
      'signals.s.channels.0: there is no channel "x"; the file has no channels',
    ],
    [
      "a name with a space",
      { signals: { "s p": SIGNAL } },
      "signals.s p: expected letters, digits and -, beginning with a letter",
    ],
    [
      "a destination of no kind",
      { channels: { on: { destinations: [{ name: "a", type: "nope" }] } } },
      "channels.on.destinations.0.type: expected one of slack, teams, pagerduty, webhook, email",
    ],
    [
      "an address",
      { channels: { on: { emails: ["nobody"] } } },
      "channels.on.emails.0: expected an e-mail address",
    ],
    [
      "a format that there is not",
      { groups: { api: { name: "/api", parse: 5 } } },
      "groups.api.parse: expected one of json, apache, nginx, syslog, logfmt, csv, vpc, waf, route53, cloudfront, postgres, or a list, found a number",
    ],
    [
      "a window of sixteen days",
      { signals: { s: SIGNAL }, mute: { m: { cron: "0 2 * * *", duration: "16d", signals: ["s"] } } },
      "mute.m.duration: expected whole minutes up to 15 days, such as 30m or 2h",
    ],
    [
      "an hour that there is not",
      { signals: { s: SIGNAL }, mute: { m: { cron: "0 25 * * *", duration: "1h", signals: ["s"] } } },
      'mute.m.cron: hour "25": expected 0 to 23',
    ],
    [
      "a zone that there is not",
      {
        signals: { s: SIGNAL },
        mute: { m: { cron: "0 2 * * *", duration: "1h", timezone: "Mars/Base", signals: ["s"] } },
      },
      'mute.m.timezone: "Mars/Base" is no time zone, expected for example Europe/Berlin',
    ],
    [
      "no signals to mute",
      { signals: { s: SIGNAL }, mute: { m: { cron: "0 2 * * *", duration: "1h", signals: [] } } },
      "mute.m.signals: expected at least 1 in the list",
    ],
  ])("says in one sentence what was expected in place of %s", (_what, document, sentence) => {
    const check = () => checkDeployment({ groups: GROUP, ...document }, "cumulog.yaml");

    expect(check).toThrow(
      new DeploymentConfigurationError(`cumulog.yaml cannot be deployed:\n  ${sentence}`),
    );
  });

  test("says the line of each mistake in a file, and refuses names that would be lost", () => {
    const folder = mkdtempSync(join(tmpdir(), "configuration-"));
    const file = join(folder, "cumulog.yaml");
    const text = [
      "groups:",
      "  api: { name: /api }",
      "signals:",
      "  errors:",
      "    group: api",
      "    level: eror # no level",
      "  slow: { group: api, value: $.ms,",
      "    p99: 2s }",
      "  none: { level: error }",
      "  __proto__: { group: api }",
      "channels:",
      "  on-call:",
      "    emails:",
      "      - a@example.com",
      "      - nobody",
    ];
    writeFileSync(file, text.join("\n"));

    const read = () => readDeployment(file);

    expect(read).toThrow(
      new DeploymentConfigurationError(
        [
          `${file} cannot be deployed:`,
          "  line 10: signals.__proto__: nothing may have this name",
          "  line 6: signals.errors.level: expected one of trace, debug, info, warn, error, fatal",
          '  line 8: signals.slow.p99: "2s": expected a comparison such as "> 2s", ">= 5", "< 10", "> 2%" or "> 5 MB"',
          "  line 9: signals.none.group: missing; expected a text",
          "  line 15: channels.on-call.emails.1: expected an e-mail address",
        ].join("\n"),
      ),
    );
    rmSync(folder, { recursive: true });
  });

  test("is never refused with anything but its own error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        try {
          checkDeployment(document, "file");
        } catch (error) {
          expect(error).toBeInstanceOf(DeploymentConfigurationError);
        }
      }),
    );
  });
});
