import { globalArnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { StoredMap } from "../../kernel/storage/stored-map.ts";

export interface Dashboard {
  readonly name: string;
  readonly body: string;
  readonly modified: number;
}

export function dashboardArn(cloud: Cloud, name: string): string {
  return globalArnOf(cloud, "cloudwatch", `dashboard/${name}`);
}

/** @throws ServiceError when there is no such dashboard */
export function findDashboard(dashboards: StoredMap<Dashboard>, name: string): Dashboard {
  const dashboard = dashboards.get(name);
  if (dashboard) return dashboard;
  throw new ServiceError("DashboardNotFoundError", `Dashboard ${name} does not exist`);
}
