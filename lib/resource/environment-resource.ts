import { readFileSync } from "node:fs";
import type { ResourceAttributes } from "./attributes.ts";

const NAMESPACE_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";
const CGROUP_FILE = "/proc/self/cgroup";
const MOUNTS_FILE = "/proc/self/mountinfo";
const CONTAINER_ID = /[0-9a-f]{64}/;
const MEGABYTE = 1024 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the environment tells of where this process runs: Lambda, ECS, EKS and other Kubernetes, Cloud Run and Cloud Run functions. Reads
 * variables and small files alone, nothing over the network.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/resource/faas/
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html
 * @see https://cloud.google.com/run/docs/container-contract#env-vars
 */
export function environmentResource(environment: Environment): ResourceAttributes {
  const attributes = platformResource(environment);
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== ""),
  ) as ResourceAttributes;
}

function platformResource(environment: Environment): Record<string, ResourceAttributes[string] | undefined> {
  const { AWS_LAMBDA_FUNCTION_NAME, ECS_CONTAINER_METADATA_URI_V4, ECS_CONTAINER_METADATA_URI } = environment;
  if (AWS_LAMBDA_FUNCTION_NAME) return lambda(environment, AWS_LAMBDA_FUNCTION_NAME);
  if (ECS_CONTAINER_METADATA_URI_V4 ?? ECS_CONTAINER_METADATA_URI)
    return {
      ...aws(environment, "aws_ecs"),
      "container.name": environment["HOSTNAME"],
      "container.id": containerId(),
    };
  if (environment["KUBERNETES_SERVICE_HOST"]) return kubernetes(environment);
  if (environment["K_SERVICE"] ?? environment["CLOUD_RUN_JOB"]) return cloudRun(environment);
  return {};
}

function aws(environment: Environment, platform: string) {
  return {
    "cloud.provider": "aws",
    "cloud.platform": platform,
    "cloud.region": environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"],
  };
}

function lambda(environment: Environment, name: string) {
  const group = environment["AWS_LAMBDA_LOG_GROUP_NAME"];
  const memory = Number(environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]);
  return {
    ...aws(environment, "aws_lambda"),
    "faas.name": name,
    "faas.version": environment["AWS_LAMBDA_FUNCTION_VERSION"],
    "faas.instance": environment["AWS_LAMBDA_LOG_STREAM_NAME"],
    "faas.max_memory": memory > 0 ? memory * MEGABYTE : undefined,
    "aws.log.group.names": group ? [group] : undefined,
  };
}

function kubernetes(environment: Environment) {
  const isAmazon =
    environment["AWS_ROLE_ARN"] !== undefined ||
    environment["AWS_WEB_IDENTITY_TOKEN_FILE"] !== undefined ||
    environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] !== undefined ||
    environment["AWS_REGION"] !== undefined;
  return {
    ...(isAmazon && aws(environment, "aws_eks")),
    "k8s.pod.name": environment["HOSTNAME"],
    "k8s.namespace.name": environment["NAMESPACE_NAME"] ?? textOf(NAMESPACE_FILE),
    "k8s.cluster.name": environment["CLUSTER_NAME"],
    "k8s.container.name": environment["CONTAINER_NAME"],
    "container.id": containerId(),
  };
}

function cloudRun(environment: Environment) {
  const { K_SERVICE, K_REVISION, CLOUD_RUN_JOB, CLOUD_RUN_EXECUTION, CLOUD_RUN_TASK_INDEX } = environment;
  const google = {
    "cloud.provider": "gcp",
    "cloud.platform": environment["FUNCTION_TARGET"] ? "gcp_cloud_functions" : "gcp_cloud_run",
    "cloud.account.id": environment["GOOGLE_CLOUD_PROJECT"],
    "cloud.region": environment["FUNCTION_REGION"] ?? environment["GOOGLE_CLOUD_REGION"],
  };
  if (!CLOUD_RUN_JOB) return { ...google, "faas.name": K_SERVICE, "faas.version": K_REVISION };
  const task = Number(CLOUD_RUN_TASK_INDEX);
  return {
    ...google,
    "faas.name": CLOUD_RUN_JOB,
    "gcp.cloud_run.job.execution": CLOUD_RUN_EXECUTION,
    "gcp.cloud_run.job.task_index": CLOUD_RUN_TASK_INDEX && Number.isInteger(task) ? task : undefined,
  };
}

/** The id that the container's own cgroup or mounts have. */
function containerId(): string | undefined {
  return CONTAINER_ID.exec(textOf(CGROUP_FILE) ?? "")?.[0] ?? mountedId(textOf(MOUNTS_FILE));
}

function mountedId(mounts: string | undefined): string | undefined {
  return /\/containers\/([0-9a-f]{64})\//.exec(mounts ?? "")?.[1];
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
