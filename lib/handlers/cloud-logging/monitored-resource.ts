import type { MonitoredResourceOption } from "./cloud-logging-options.ts";

/**
 * The monitored resource that the environment tells of: Cloud Run, Cloud Run functions, GKE, else `global`.
 *
 * @see https://cloud.google.com/run/docs/container-contract#env-vars
 * @see https://cloud.google.com/logging/docs/api/v2/resource-list
 */
export function detectResource(environment: NodeJS.ProcessEnv, projectId: string): MonitoredResourceOption {
  const {
    K_SERVICE,
    K_REVISION,
    K_CONFIGURATION,
    CLOUD_RUN_JOB,
    FUNCTION_TARGET,
    FUNCTION_REGION,
    GOOGLE_CLOUD_REGION,
  } = environment;
  const location = FUNCTION_REGION ?? GOOGLE_CLOUD_REGION ?? "";
  if (CLOUD_RUN_JOB)
    return { type: "cloud_run_job", labels: { project_id: projectId, job_name: CLOUD_RUN_JOB, location } };
  if (FUNCTION_TARGET && K_SERVICE)
    return {
      type: "cloud_function",
      labels: { project_id: projectId, function_name: K_SERVICE, region: location },
    };
  if (K_SERVICE)
    return {
      type: "cloud_run_revision",
      labels: {
        project_id: projectId,
        service_name: K_SERVICE,
        revision_name: K_REVISION ?? "",
        configuration_name: K_CONFIGURATION ?? "",
        location,
      },
    };
  const { KUBERNETES_SERVICE_HOST, HOSTNAME, NAMESPACE_NAME, CONTAINER_NAME, CLUSTER_NAME } = environment;
  if (KUBERNETES_SERVICE_HOST)
    return {
      type: "k8s_container",
      labels: {
        project_id: projectId,
        pod_name: HOSTNAME ?? "",
        namespace_name: NAMESPACE_NAME ?? "",
        container_name: CONTAINER_NAME ?? "",
        cluster_name: CLUSTER_NAME ?? "",
        location,
      },
    };
  return { type: "global", labels: { project_id: projectId } };
}
