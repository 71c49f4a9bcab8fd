/** A type of monitored resource and its labels. */
export interface ResourceDescriptor {
  readonly type: string;
  readonly displayName: string;
  readonly labels: readonly { readonly key: string; readonly description: string }[];
}

const TYPES: Readonly<
  Record<string, readonly [displayName: string, labels: Readonly<Record<string, string>>]>
> = {
  global: ["Global", {}],
  project: ["Project", {}],
  logging_log: ["Log stream", { name: "The name of the log." }],
  gce_instance: ["VM instance", { instance_id: "The id of the instance.", zone: "The zone it runs in." }],
  aws_ec2_instance: [
    "Amazon EC2 instance",
    { instance_id: "The id of the instance.", region: "The AWS Region.", aws_account: "The AWS account." },
  ],
  gae_app: [
    "App Engine application",
    { module_id: "The service.", version_id: "The version.", zone: "The zone." },
  ],
  cloud_function: ["Cloud Function", { function_name: "The function.", region: "The region." }],
  cloud_run_revision: [
    "Cloud Run revision",
    {
      service_name: "The service.",
      revision_name: "The revision.",
      location: "The region.",
      configuration_name: "The configuration.",
    },
  ],
  cloud_run_job: ["Cloud Run job", { job_name: "The job.", location: "The region." }],
  k8s_cluster: ["Kubernetes cluster", { location: "The location.", cluster_name: "The cluster." }],
  k8s_node: [
    "Kubernetes node",
    { location: "The location.", cluster_name: "The cluster.", node_name: "The node." },
  ],
  k8s_pod: [
    "Kubernetes pod",
    {
      location: "The location.",
      cluster_name: "The cluster.",
      namespace_name: "The namespace.",
      pod_name: "The pod.",
    },
  ],
  k8s_container: [
    "Kubernetes container",
    {
      location: "The location.",
      cluster_name: "The cluster.",
      namespace_name: "The namespace.",
      pod_name: "The pod.",
      container_name: "The container.",
    },
  ],
  generic_node: [
    "Generic node",
    { location: "The location.", namespace: "The namespace.", node_id: "The id of the node." },
  ],
  generic_task: [
    "Generic task",
    {
      location: "The location.",
      namespace: "The namespace.",
      job: "The name of the task's grouping.",
      task_id: "The id of the task.",
    },
  ],
};

/**
 * The types of resources that logging libraries write for. Entries of other types are accepted too.
 *
 * @see https://cloud.google.com/logging/docs/api/v2/resource-list
 */
export const RESOURCE_DESCRIPTORS: readonly ResourceDescriptor[] = Object.entries(TYPES).map(
  ([type, [displayName, labels]]) => ({
    type,
    displayName,
    labels: [
      { key: "project_id", description: "The id of the project." },
      ...Object.entries(labels).map(([key, description]) => ({ key, description })),
    ],
  }),
);
