import type { GetDashboardInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { dashboardArn, findDashboard } from "../dashboard.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export function getDashboard(
  input: Input<GetDashboardInput>,
  { state: { dashboards }, cloud }: Call<CloudWatch>,
) {
  const { name, body } = findDashboard(dashboards, input.DashboardName);
  return { DashboardArn: dashboardArn(cloud, name), DashboardBody: body, DashboardName: name };
}
