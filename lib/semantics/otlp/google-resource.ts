import type { MonitoredResource } from "../cloud-logging/log-entry.ts";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The monitored resource that Google Cloud makes of a resource's attributes.
 *
 * @param projectId label of every resource
 * @see https://docs.cloud.google.com/stackdriver/docs/reference/telemetry/otlp-attribute-to-resource-type
 */
export function otlpMonitoredResource(attributes: Attributes, projectId: string): MonitoredResource {
  const { type, labels } = resourceOf(attributes);
  return { type, labels: { project_id: projectId, ...labels } };
}

function resourceOf(attributes: Attributes): { type: string; labels: Record<string, string> } {
  const text = (name: string): string => {
    const value = attributes[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const zone = text("cloud.availability_zone");
  const location = zone || text("cloud.region");
  const platform = text("cloud.platform");
  const cluster = { location, cluster_name: text("k8s.cluster.name") };
  const pod = {
    ...cluster,
    namespace_name: text("k8s.namespace.name"),
    pod_name: text("k8s.pod.name"),
  };
  if (platform === "gcp_compute_engine")
    return { type: "gce_instance", labels: { zone, instance_id: text("host.id") } };
  if (platform === "gcp_kubernetes_engine") {
    const container = text("k8s.container.name");
    if (container) return { type: "k8s_container", labels: { ...pod, container_name: container } };
    if (pod.pod_name) return { type: "k8s_pod", labels: pod };
    const node = text("k8s.node.name");
    if (node) return { type: "k8s_node", labels: { ...cluster, node_name: node } };
    return { type: "k8s_cluster", labels: cluster };
  }
  if (platform === "aws_ec2")
    return {
      type: "aws_ec2_instance",
      labels: { instance_id: text("host.id"), region: location, aws_account: text("cloud.account.id") },
    };
  const generic = { location: location || "global", namespace: text("service.namespace") };
  const task = text("service.instance.id") || text("faas.instance");
  const job = text("service.name") || text("faas.name");
  if (task && job) return { type: "generic_task", labels: { ...generic, job, task_id: task } };
  return { type: "generic_node", labels: { ...generic, node_id: text("host.id") || text("host.name") } };
}
