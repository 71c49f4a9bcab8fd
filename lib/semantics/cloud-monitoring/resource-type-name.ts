/** Names of the monitored resource types as the console shows them. @see https://cloud.google.com/monitoring/api/resources */
const NAMES: Readonly<Record<string, string>> = {
  aws_ec2_instance: "Amazon EC2 Instance",
  aws_lambda_function: "Lambda Function",
  build: "Cloud Build",
  cloud_function: "Cloud Function",
  cloud_run_job: "Cloud Run Job",
  cloud_run_revision: "Cloud Run Revision",
  gae_app: "GAE Application",
  gce_instance: "VM Instance",
  generic_node: "Generic Node",
  generic_task: "Generic Task",
  global: "Global",
  http_load_balancer: "Google Cloud HTTP/S Load Balancing Rule",
  k8s_cluster: "Kubernetes Cluster",
  k8s_container: "Kubernetes Container",
  k8s_node: "Kubernetes Node",
  k8s_pod: "Kubernetes Pod",
  logging_bucket: "Logging bucket",
  project: "Project",
  pubsub_subscription: "Cloud Pub/Sub Subscription",
  pubsub_topic: "Cloud Pub/Sub Topic",
};

/** How people call a monitored resource type; types that are not known stand for themselves. */
export function resourceTypeName(type: string): string {
  return Object.hasOwn(NAMES, type) ? NAMES[type]! : type;
}
