import { CfnNamedQuery, CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { namedQueries, renderQuery } from "cumulog/analysis";

const GIGABYTE = 1024 ** 3;
/** Stands for a parameter's value until it is a question mark. */
const MARK = "\u0000";

interface LakeWorkgroupOptions {
  readonly name: string;
  readonly bucket: Bucket;
  readonly database: string;
  /** Gigabytes that one query may scan. */
  readonly queryLimitGb: number;
  /** What the queries read. */
  readonly tables: readonly Construct[];
}

/** The workgroup that runs the lake's queries, and the queries that every lake has. */
export function lakeWorkgroup(
  scope: Construct,
  { name, bucket, database, queryLimitGb, tables }: LakeWorkgroupOptions,
): void {
  const workgroup = new CfnWorkGroup(scope, "Workgroup", {
    name,
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: Math.round(queryLimitGb * GIGABYTE),
      engineVersion: { selectedEngineVersion: "Athena engine version 3" },
      resultConfiguration: {
        outputLocation: `s3://${bucket.bucketName}/results/`,
        encryptionConfiguration: { encryptionOption: "SSE_S3" },
      },
    },
  });
  for (const query of namedQueries()) {
    // What must be given is a question mark: Athena asks for it when the query is run.
    const missing = query.parameters.filter((parameter) => parameter.default === undefined);
    const parameters = Object.fromEntries(
      missing.map(({ name, kind }) => [name, kind === "time" ? "0" : MARK]),
    );
    const named = new CfnNamedQuery(scope, `Query-${query.name}`, {
      name: query.name,
      description: query.title,
      database,
      workGroup: name,
      queryString: renderQuery(query, { dialect: "athena", parameters }).replaceAll(`'${MARK}'`, "?"),
    });
    named.addResourceDependency(workgroup);
    for (const part of tables) named.node.addDependency(part);
  }
}
