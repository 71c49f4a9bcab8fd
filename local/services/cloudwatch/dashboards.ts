import { DASHBOARD_MAX_WIDGETS } from "cumulog/semantics";
import type { Cloud, Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import { TEXTS } from "./shapes.ts";
import { checkMembers, invalidValue, missing, pageOf, seconds } from "./validation.ts";

export interface Dashboard {
  readonly name: string;
  readonly body: string;
  readonly modified: number;
}

interface Problem {
  readonly DataPath: string;
  readonly Message: string;
}

const TYPES = ["metric", "text", "log", "alarm", "explorer", "custom"];
const RANGES = { x: [0, 23], y: [0, Number.MAX_SAFE_INTEGER], width: [1, 24], height: [1, 1_000] } as const;
const PAGE = 1_000;
const TEXT = { type: "string" } as const;

/** Dashboards, kept as they were given. */
export function dashboardOperations(cloud: Cloud, kept: Collection<Dashboard>): Operations {
  const dashboards = new Map<string, Dashboard>(kept.entries());
  const arnOf = (name: string): string => `arn:aws:cloudwatch::${cloud.accountId}:dashboard/${name}`;
  const at = (name: string): Dashboard => {
    const dashboard = dashboards.get(name);
    if (!dashboard)
      throw new ServiceError("DashboardNotFoundError", `Dashboard ${name} does not exist`, {
        statusCode: 404,
      });
    return dashboard;
  };
  return {
    PutDashboard(input: { readonly DashboardName: string; readonly DashboardBody: string }) {
      checkMembers(input, { DashboardName: TEXT, DashboardBody: TEXT });
      const { DashboardName: name, DashboardBody: body } = input;
      if (!name) throw missing("DashboardName");
      if (body === undefined) throw missing("DashboardBody");
      if (!/^[\w-]{1,255}$/.test(name))
        throw invalid([{ DataPath: "DashboardName", Message: "It may only hold letters, digits, - and _." }]);
      const problems = problemsOf(body);
      if (problems.length > 0) throw invalid(problems);
      const change = dashboards.has(name) ? "updated" : "created";
      const dashboard = { name, body, modified: cloud.clock.now() };
      dashboards.set(name, dashboard);
      kept.set(name, dashboard);
      cloud.events.emit("resource", { type: "AWS::CloudWatch::Dashboard", name, change });
      return { DashboardValidationMessages: [] };
    },

    GetDashboard(input: { readonly DashboardName: string }) {
      checkMembers(input, { DashboardName: { ...TEXT, required: true } });
      const { name, body } = at(input.DashboardName);
      return { DashboardArn: arnOf(name), DashboardBody: body, DashboardName: name };
    },

    ListDashboards(input: { DashboardNamePrefix?: string; NextToken?: string }) {
      checkMembers(input, { DashboardNamePrefix: TEXT, NextToken: TEXT });
      const found = [...dashboards.values()]
        .filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ""))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, NextToken } = pageOf(found, input.NextToken, PAGE);
      return {
        DashboardEntries: items.map(({ name, body, modified }) => ({
          DashboardName: name,
          DashboardArn: arnOf(name),
          LastModified: seconds(modified),
          Size: Buffer.byteLength(body),
        })),
        ...(NextToken && { NextToken }),
      };
    },

    DeleteDashboards(input: { readonly DashboardNames: readonly string[] }) {
      checkMembers(input, { DashboardNames: TEXTS });
      const { DashboardNames } = input;
      if (!DashboardNames?.length)
        throw invalidValue("The parameter DashboardNames must hold at least one name.");
      for (const name of DashboardNames) at(name);
      for (const name of DashboardNames) {
        dashboards.delete(name);
        kept.delete(name);
        cloud.events.emit("resource", { type: "AWS::CloudWatch::Dashboard", name, change: "deleted" });
      }
      return {};
    },
  };
}

function problemsOf(body: string): Problem[] {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return [{ DataPath: "", Message: "The field DashboardBody must be a valid JSON object" }];
  }
  const widgets = (document as { widgets?: unknown } | null)?.widgets;
  if (!Array.isArray(widgets)) return [{ DataPath: "/widgets", Message: "Should be an array of widgets" }];
  if (widgets.length > DASHBOARD_MAX_WIDGETS)
    return [{ DataPath: "/widgets", Message: `Should not have more than ${DASHBOARD_MAX_WIDGETS} items` }];
  return widgets.flatMap((widget: unknown, index) => problemsOfWidget(widget, `/widgets/${index}`));
}

function problemsOfWidget(widget: unknown, DataPath: string): Problem[] {
  if (typeof widget !== "object" || widget === null) return [{ DataPath, Message: "Should be an object" }];
  const members = widget as Record<string, unknown>;
  const problems: Problem[] = [];
  if (!TYPES.includes(String(members["type"])))
    problems.push({ DataPath: `${DataPath}/type`, Message: `Should be one of: ${TYPES.join(", ")}` });
  if (typeof members["properties"] !== "object" || members["properties"] === null)
    problems.push({ DataPath, Message: "Should have required property 'properties'" });
  for (const [name, [lowest, highest]] of Object.entries(RANGES)) {
    const value = members[name];
    if (
      value !== undefined &&
      !(Number.isInteger(value) && Number(value) >= lowest && Number(value) <= highest)
    )
      problems.push({
        DataPath: `${DataPath}/${name}`,
        Message: `Should be an integer from ${lowest} to ${highest}`,
      });
  }
  return problems;
}

function invalid(dashboardValidationMessages: readonly Problem[]): ServiceError {
  const [first] = dashboardValidationMessages;
  const message = `The field DashboardBody must be valid: ${first?.DataPath} ${first?.Message}`;
  return new ServiceError("DashboardInvalidInputError", message, {
    details: { dashboardValidationMessages },
  });
}
