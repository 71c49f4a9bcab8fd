import type { PutDashboardInput } from "@aws-sdk/client-cloudwatch";
import { DASHBOARD_MAX_WIDGETS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { CloudWatch } from "../state.ts";
import { missing } from "../validation.ts";

interface Problem {
  readonly DataPath: string;
  readonly Message: string;
}

const TYPES = ["metric", "text", "log", "alarm", "explorer", "custom"];

const RANGES = { x: [0, 23], y: [0, Number.MAX_SAFE_INTEGER], width: [1, 24], height: [1, 1_000] } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
export function putDashboard(
  input: Input<PutDashboardInput>,
  { state: { dashboards }, cloud }: Call<CloudWatch>,
) {
  const { DashboardName: name, DashboardBody: body } = input;
  if (!name) throw missing("DashboardName");
  if (body === undefined) throw missing("DashboardBody");
  if (!/^[\w-]{1,255}$/.test(name))
    throw new ServiceError(
      "InvalidParameterValueException",
      "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n",
    );
  const problems = problemsOf(body);
  if (problems.length > 0) throw invalid(problems);
  const change = dashboards.has(name) ? "updated" : "created";
  const dashboard = { name, body, modified: cloud.clock.now() };
  dashboards.set(name, dashboard);
  cloud.events.emit("resource", { type: "AWS::CloudWatch::Dashboard", name, change });
  return { DashboardValidationMessages: [] };
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
