import { GoogleError } from "../../kernel/google/google-error.ts";
import {
  argumentsChange,
  messageOfArguments,
  projectPath,
  type TerraformArguments,
  type TerraformContext,
  type TerraformResource,
  type TerraformResult,
} from "../../kernel/google/terraform-resource.ts";
import { isTrue } from "../../kernel/resource-type.ts";
import { LOGGING_TYPES } from "./types.ts";

const SERVICE = "cloud-logging";

interface Named {
  readonly name: string;
  readonly writerIdentity?: string;
}

/** The members that a resource's arguments name, for an update of exactly these. */
const maskOf = (message: object): string[] => Object.keys(message).filter((name) => name !== "name");

const SINK = LOGGING_TYPES.message("google.logging.v2.LogSink");
const SINK_OWN = ["project", "unique_writer_identity"];

const sinkResult = (parent: string, { name, writerIdentity = "" }: Named): TerraformResult => ({
  id: `${parent}/sinks/${name}`,
  attributes: { name, writer_identity: writerIdentity },
});

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_project_sink */
const sink: TerraformResource = {
  async create(properties, context) {
    const parent = projectPath(properties, context);
    const message = messageOfArguments(SINK, properties, SINK_OWN);
    const uniqueWriterIdentity = isUnique(properties);
    const request = { parent, sink: message, uniqueWriterIdentity };
    return sinkResult(parent, await context.cloud.call<Named>(SERVICE, "CreateSink", request));
  },
  async update(properties, { id }, { cloud }) {
    const message = messageOfArguments(SINK, properties, SINK_OWN);
    const updateMask = ["destination", "filter", "description", "disabled", "exclusions", "bigqueryOptions"];
    const request = { sinkName: id, sink: message, uniqueWriterIdentity: isUnique(properties), updateMask };
    return sinkResult(
      id.slice(0, id.indexOf("/sinks/")),
      await cloud.call<Named>(SERVICE, "UpdateSink", request),
    );
  },
  replaces: (properties, former) =>
    argumentsChange("name", "project")(properties, former) || (isUnique(former) && !isUnique(properties)),
  async delete({ id }, { cloud }) {
    await cloud.call(SERVICE, "DeleteSink", { sinkName: id });
  },
};

/** The provider asks for an identity of its own unless it is told not to. */
function isUnique({ unique_writer_identity: unique = true }: TerraformArguments): boolean {
  return isTrue(unique);
}

const EXCLUSION = LOGGING_TYPES.message("google.logging.v2.LogExclusion");

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_project_exclusion */
const exclusion: TerraformResource = {
  async create(properties, context) {
    const parent = projectPath(properties, context);
    const message = messageOfArguments(EXCLUSION, properties, ["project"]);
    const { name } = await context.cloud.call<Named>(SERVICE, "CreateExclusion", {
      parent,
      exclusion: message,
    });
    return { id: `${parent}/exclusions/${name}`, attributes: { name } };
  },
  async update(properties, existing, { cloud }) {
    const message = messageOfArguments(EXCLUSION, properties, ["project"]);
    const updateMask = ["filter", "description", "disabled"];
    await cloud.call(SERVICE, "UpdateExclusion", { name: existing.id, exclusion: message, updateMask });
    return existing;
  },
  replaces: argumentsChange("name", "project"),
  async delete({ id }, { cloud }) {
    await cloud.call(SERVICE, "DeleteExclusion", { name: id });
  },
};

const METRIC = LOGGING_TYPES.message("google.logging.v2.LogMetric");

async function putMetric(
  properties: TerraformArguments,
  context: TerraformContext,
): Promise<TerraformResult> {
  const parent = projectPath(properties, context);
  const metric = messageOfArguments(METRIC, properties, ["project"]);
  const metricName = `${parent}/metrics/${encodeURIComponent(String(metric["name"] ?? ""))}`;
  const { name } = await context.cloud.call<Named>(SERVICE, "UpdateLogMetric", { metricName, metric });
  return { id: name, attributes: { name, metric_name: metricName } };
}

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_metric */
const metric: TerraformResource = {
  create: putMetric,
  update: (properties, _existing, context) => putMetric(properties, context),
  replaces: argumentsChange("name", "project"),
  async delete({ attributes }, { cloud }) {
    await cloud.call(SERVICE, "DeleteLogMetric", { metricName: attributes["metric_name"] });
  },
};

const BUCKET = LOGGING_TYPES.message("google.logging.v2.LogBucket");
const BUCKET_OWN = ["project", "location", "bucket_id", "enable_analytics"];

function bucketMessage(properties: TerraformArguments): Record<string, unknown> {
  const message = messageOfArguments(BUCKET, properties, BUCKET_OWN);
  const { enable_analytics: analyticsEnabled } = properties;
  return analyticsEnabled === undefined ? message : { ...message, analyticsEnabled };
}

async function changeBucket(name: string, properties: TerraformArguments, { cloud }: TerraformContext) {
  const bucket = bucketMessage(properties);
  const updateMask = maskOf(bucket);
  if (updateMask.length > 0) await cloud.call(SERVICE, "UpdateBucket", { name, bucket, updateMask });
  return { id: name, attributes: { name, lifecycle_state: "ACTIVE" } };
}

/** What is there already, as `_Default` is, is taken over; those are left there in the end, too. */
const bucketConfig: TerraformResource = {
  async create(properties, context) {
    const { location = "", bucket_id: bucketId = "" } = properties;
    const parent = `${projectPath(properties, context)}/locations/${location}`;
    const name = `${parent}/buckets/${bucketId}`;
    try {
      await context.cloud.call(SERVICE, "CreateBucket", {
        parent,
        bucketId,
        bucket: bucketMessage(properties),
      });
    } catch (error) {
      if (!(error instanceof GoogleError && error.code === "ALREADY_EXISTS")) throw error;
      await undelete(name, context);
      return changeBucket(name, properties, context);
    }
    return { id: name, attributes: { name, lifecycle_state: "ACTIVE" } };
  },
  update: (properties, { id }, context) => changeBucket(id, properties, context),
  replaces: argumentsChange("project", "location", "bucket_id"),
  async delete({ id }, { cloud }) {
    if (!/\/(?:_Default|_Required)$/.test(id)) await cloud.call(SERVICE, "DeleteBucket", { name: id });
  },
};

async function undelete(name: string, { cloud }: TerraformContext): Promise<void> {
  const { lifecycleState } = await cloud.call<{ lifecycleState?: string }>(SERVICE, "GetBucket", { name });
  if (lifecycleState === "DELETE_REQUESTED") await cloud.call(SERVICE, "UndeleteBucket", { name });
}

/** A bucket's full name, or its id with a parent and a location beside it. */
function bucketOf(properties: TerraformArguments, context: TerraformContext): string {
  const { bucket = "", location = "global", parent } = properties;
  if (String(bucket).includes("/")) return String(bucket);
  const owner = typeof parent === "string" ? parent : projectPath(properties, context);
  return `${owner}/locations/${location}/buckets/${bucket}`;
}

const VIEW = LOGGING_TYPES.message("google.logging.v2.LogView");
const VIEW_OWN = ["name", "bucket", "location", "parent", "project"];

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_log_view */
const view: TerraformResource = {
  async create(properties, context) {
    const message = messageOfArguments(VIEW, properties, VIEW_OWN);
    const parent = bucketOf(properties, context);
    const viewId = String(properties["name"] ?? "")
      .split("/")
      .at(-1)!;
    const { name } = await context.cloud.call<Named>(SERVICE, "CreateView", {
      parent,
      viewId,
      view: message,
    });
    return { id: name, attributes: { name } };
  },
  async update(properties, existing, { cloud }) {
    const message = messageOfArguments(VIEW, properties, VIEW_OWN);
    const request = { name: existing.id, view: message, updateMask: ["filter", "description"] };
    await cloud.call(SERVICE, "UpdateView", request);
    return existing;
  },
  replaces: argumentsChange(...VIEW_OWN),
  async delete({ id }, { cloud }) {
    await cloud.call(SERVICE, "DeleteView", { name: id });
  },
};

const LINK = LOGGING_TYPES.message("google.logging.v2.Link");
const LINK_OWN = ["link_id", "bucket", "location", "parent", "project"];

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_linked_dataset */
const linkedDataset: TerraformResource = {
  async create(properties, context) {
    const parent = bucketOf(properties, context);
    const linkId = String(properties["link_id"] ?? "");
    const link = messageOfArguments(LINK, properties, LINK_OWN);
    await context.cloud.call(SERVICE, "CreateLink", { parent, linkId, link });
    const name = `${parent}/links/${linkId}`;
    return { id: name, attributes: { name } };
  },
  update: async (_properties, existing) => existing,
  replaces: argumentsChange(...LINK_OWN, "description"),
  async delete({ id }, { cloud }) {
    await cloud.call(SERVICE, "DeleteLink", { name: id });
  },
};

/** Terraform's resource types of Cloud Logging. */
export const LOGGING_RESOURCES: Readonly<Record<string, TerraformResource>> = {
  google_logging_linked_dataset: linkedDataset,
  google_logging_log_view: view,
  google_logging_metric: metric,
  google_logging_project_bucket_config: bucketConfig,
  google_logging_project_exclusion: exclusion,
  google_logging_project_sink: sink,
};
