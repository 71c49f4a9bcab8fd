import type { ListDashboardsInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { dashboardArn } from "../dashboard.ts";
import type { CloudWatch } from "../state.ts";
import { pageOf, seconds } from "../validation.ts";

const PAGE = 1_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html */
export function listDashboards(
  input: Input<ListDashboardsInput>,
  { state: { dashboards }, cloud }: Call<CloudWatch>,
) {
  const found = [...dashboards.values()]
    .filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ""))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, NextToken } = pageOf(found, input.NextToken, PAGE);
  return {
    DashboardEntries: items.map(({ name, body, modified }) => ({
      DashboardName: name,
      DashboardArn: dashboardArn(cloud, name),
      LastModified: seconds(modified),
      Size: Buffer.byteLength(body),
    })),
    ...(NextToken && { NextToken }),
  };
}
