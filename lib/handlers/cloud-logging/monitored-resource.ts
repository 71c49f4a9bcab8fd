import { readFileSync } from "node:fs";
import type { MonitoredResourceOption } from "./cloud-logging-options.ts";

/** Longest wait in ms for the metadata server, which answers at once where there is one. */
const METADATA_MS = 1_000;
const NAMESPACE_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";
const PRODUCT_FILE = "/sys/class/dmi/id/product_name";

/**
 * The monitored resource that this process runs on: Cloud Run, Cloud Run functions, App Engine, GKE, Compute Engine, else
 * `global`. What the environment does not tell is asked of the metadata server, and only where there is one.
 *
 * @see https://cloud.google.com/logging/docs/api/v2/resource-list
 * @see https://cloud.google.com/run/docs/container-contract#env-vars
 * @see https://cloud.google.com/compute/docs/metadata/overview
 */
export async function detectResource(
  environment: NodeJS.ProcessEnv,
  projectId: string,
): Promise<MonitoredResourceOption> {
  const read = metadataReader(environment);
  const project = { project_id: projectId };
  const { K_SERVICE, CLOUD_RUN_JOB, FUNCTION_TARGET, FUNCTION_REGION, GOOGLE_CLOUD_REGION } = environment;
  const region = async () =>
    FUNCTION_REGION ?? GOOGLE_CLOUD_REGION ?? lastPart(await read("instance/region")) ?? "";
  const zone = async () => lastPart(await read("instance/zone")) ?? "";
  if (CLOUD_RUN_JOB)
    return {
      type: "cloud_run_job",
      labels: { ...project, job_name: CLOUD_RUN_JOB, location: await region() },
    };
  if (FUNCTION_TARGET && K_SERVICE)
    return {
      type: "cloud_function",
      labels: { ...project, function_name: K_SERVICE, region: await region() },
    };
  if (K_SERVICE) {
    const { K_REVISION = "", K_CONFIGURATION = "" } = environment;
    const names = { service_name: K_SERVICE, revision_name: K_REVISION, configuration_name: K_CONFIGURATION };
    return { type: "cloud_run_revision", labels: { ...project, ...names, location: await region() } };
  }
  const { GAE_SERVICE, GAE_MODULE_NAME, GAE_VERSION = "" } = environment;
  const module_id = GAE_SERVICE ?? GAE_MODULE_NAME;
  if (module_id)
    return {
      type: "gae_app",
      labels: { ...project, module_id, version_id: GAE_VERSION, zone: await zone() },
    };
  const { KUBERNETES_SERVICE_HOST, HOSTNAME = "", NAMESPACE_NAME, CONTAINER_NAME = "" } = environment;
  if (KUBERNETES_SERVICE_HOST) {
    const namespace_name = NAMESPACE_NAME ?? textOf(NAMESPACE_FILE) ?? "";
    const cluster_name =
      environment["CLUSTER_NAME"] ?? (await read("instance/attributes/cluster-name")) ?? "";
    const location = GOOGLE_CLOUD_REGION ?? (await read("instance/attributes/cluster-location")) ?? "";
    const names = { pod_name: HOSTNAME, namespace_name, container_name: CONTAINER_NAME };
    return { type: "k8s_container", labels: { ...project, ...names, cluster_name, location } };
  }
  const instance_id = await read("instance/id");
  if (instance_id) return { type: "gce_instance", labels: { ...project, instance_id, zone: await zone() } };
  return { type: "global", labels: project };
}

/** Asks the metadata server; gives undefined where there is none, without having waited for it. */
function metadataReader(environment: NodeJS.ProcessEnv): (path: string) => Promise<string | undefined> {
  const { GCE_METADATA_HOST, METADATA_SERVER_DETECTION, K_SERVICE, CLOUD_RUN_JOB, GAE_ENV } = environment;
  const isOnGoogle = () =>
    Boolean(K_SERVICE ?? CLOUD_RUN_JOB ?? GAE_ENV) || /google/i.test(textOf(PRODUCT_FILE) ?? "");
  return async (path) => {
    if (METADATA_SERVER_DETECTION === "none" || !(GCE_METADATA_HOST ?? isOnGoogle())) return undefined;
    try {
      const host = GCE_METADATA_HOST ?? "169.254.169.254";
      const response = await fetch(`http://${host}/computeMetadata/v1/${path}`, {
        headers: { "metadata-flavor": "Google" },
        signal: AbortSignal.timeout(METADATA_MS),
      });
      return response.ok ? (await response.text()).trim() : undefined;
    } catch {
      return undefined;
    }
  };
}

/** `projects/123/zones/europe-west1-b` is `europe-west1-b`. */
function lastPart(path: string | undefined): string | undefined {
  return path?.split("/").at(-1);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
