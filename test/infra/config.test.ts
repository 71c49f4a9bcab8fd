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
