import { logIdOf } from "../../functions/cloud-logging-forwarder/configuration.ts";
import type { DeploymentConfiguration } from "../config/deployment.ts";
import type { TerraformResources } from "./terraform.ts";
import { literal, terraformName } from "./terraform-value.ts";

/** Days that CloudWatch Logs keeps events of a group which says nothing else. */
const DEFAULT_RETENTION_DAYS = 90;

/** The log of a group on Google Cloud. */
export interface GroupLog {
  /** The group's id in cumulog.yaml. */
  readonly group: string;
  readonly logGroupName: string;
  /** Undefined when it is not known before the first event: its template has `{account}`. */
  readonly logId: string | undefined;
  /** A query for its entries. */
  readonly filter: string;
}

type GoogleCloud = NonNullable<DeploymentConfiguration["googleCloud"]>;

/** Where the entries of a group are. */
export function groupLog(
  group: string,
  { groups, googleCloud }: Pick<DeploymentConfiguration, "groups" | "googleCloud">,
): GroupLog {
  const logGroupName = groups[group]!.name;
  const template = (googleCloud as GoogleCloud | undefined)?.logId ?? "aws{logGroup}";
  const logId = template.includes("{account}")
    ? undefined
    : logIdOf(template, { logGroup: logGroupName, account: "" });
  const filter =
    logId === undefined
      ? `labels.log_group=${JSON.stringify(logGroupName)}`
      : `log_id(${JSON.stringify(logId)})`;
  return { group, logGroupName, logId, filter };
}

/**
 * A log bucket for each group, with the group's retention, a sink into it, a view of it, and an exclusion that keeps the entries
 * from being stored a second time in `_Default`. Groups of the lake are kept in the lake's bucket.
 * https://cloud.google.com/logging/docs/buckets
 */
export function googleLogs(configuration: DeploymentConfiguration, projectId: string): TerraformResources {
  const { googleCloud, groups, lake } = configuration;
  const buckets: Record<string, object> = {};
  const sinks: Record<string, object> = {};
  const views: Record<string, object> = {};
  const exclusions: Record<string, object> = {};
  for (const group of googleCloud?.groups ?? []) {
    const name = terraformName(group);
    const { logId, logGroupName, filter } = groupLog(group, configuration);
    const inLake = lake?.groups.includes(group) ?? false;
    const bucket = `\${google_logging_project_bucket_config.${inLake ? "lake" : name}.id}`;
    const id = `cumulog-${group.replaceAll(/[^A-Za-z0-9-]+/g, "-")}`;
    if (!inLake) {
      buckets[name] = {
        project: projectId,
        location: "global",
        bucket_id: id,
        retention_days: groups[group]!.retentionDays ?? DEFAULT_RETENTION_DAYS,
        description: literal(`Events of ${logGroupName}`),
      };
      sinks[name] = {
        name: id,
        destination: `logging.googleapis.com/${bucket}`,
        filter: literal(filter),
        unique_writer_identity: true,
      };
    }
    if (logId !== undefined)
      views[name] = {
        name: id,
        bucket,
        filter: literal(filter),
        description: literal(`Events of ${logGroupName}`),
      };
    exclusions[name] = {
      name: id,
      filter: literal(filter),
      description: literal(`Events of ${logGroupName} are kept in a bucket of their own`),
    };
  }
  return withoutEmpty({
    google_logging_project_bucket_config: buckets,
    google_logging_project_sink: sinks,
    google_logging_log_view: views,
    google_logging_project_exclusion: exclusions,
  });
}

/** Only types that have a resource. */
export function withoutEmpty(resources: TerraformResources): TerraformResources {
  return Object.fromEntries(Object.entries(resources).filter(([, named]) => Object.keys(named).length > 0));
}
