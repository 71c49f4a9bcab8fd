import type { DeleteDashboardsInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { findDashboard } from "../dashboard.ts";
import type { CloudWatch } from "../state.ts";
import { invalidValue } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html */
export function deleteDashboards(
  input: Input<DeleteDashboardsInput>,
  { state: { dashboards }, cloud }: Call<CloudWatch>,
) {
  const { DashboardNames } = input;
  if (!DashboardNames?.length)
    throw invalidValue("The parameter DashboardNames must hold at least one name.");
  for (const name of DashboardNames) findDashboard(dashboards, name);
  for (const name of DashboardNames) {
    dashboards.delete(name);
    cloud.events.emit("resource", { type: "AWS::CloudWatch::Dashboard", name, change: "deleted" });
  }
  return {};
}
