import type { ResourceAttributes } from "./attributes.ts";

/** Longest wait in ms for all that is asked together. */
const METADATA_MS = 1_000;
/** Longest answer that is read. */
const METADATA_MAX_BYTES = 262_144;
const GOOGLE_METADATA_HOST = "169.254.169.254";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the metadata services of ECS and Google tell of where this process runs, beside what the environment does. Nothing is asked where
 * the environment names no such service; what does not answer within a second is left out.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-response.html
 * @see https://cloud.google.com/run/docs/container-contract#metadata-server
 */
export async function networkResource(environment: Environment): Promise<ResourceAttributes> {
  const { ECS_CONTAINER_METADATA_URI_V4, K_SERVICE, CLOUD_RUN_JOB } = environment;
  try {
    if (ECS_CONTAINER_METADATA_URI_V4) return await ecs(ECS_CONTAINER_METADATA_URI_V4);
    if (K_SERVICE ?? CLOUD_RUN_JOB) return await google(environment);
  } catch {
    // A service that does not answer says nothing.
  }
  return {};
}

async function ecs(address: string): Promise<ResourceAttributes> {
  const signal = AbortSignal.timeout(METADATA_MS);
  const [container, task] = (await Promise.all(
    [address, `${address}/task`].map(async (url) => JSON.parse(await ask(url, {}, signal)) as unknown),
  )) as [Record<string, unknown>, Record<string, unknown>];
  const taskArn = textIn(task, "TaskARN");
  const [, , , region, account, path] = taskArn?.split(":") ?? [];
  const cluster = textIn(task, "Cluster");
  return defined({
    "cloud.region": region,
    "cloud.account.id": account,
    "cloud.availability_zone": textIn(task, "AvailabilityZone"),
    "cloud.resource_id": textIn(container, "ContainerARN"),
    "container.id": textIn(container, "DockerId"),
    "container.name": textIn(container, "DockerName"),
    "aws.ecs.container.arn": textIn(container, "ContainerARN"),
    "aws.ecs.cluster.arn":
      cluster === undefined || cluster.startsWith("arn:")
        ? cluster
        : `${taskArn?.split(":", 5).join(":")}:cluster/${cluster}`,
    "aws.ecs.launchtype": textIn(task, "LaunchType")?.toLowerCase(),
    "aws.ecs.task.arn": taskArn,
    "aws.ecs.task.id": path?.split("/").at(-1),
    "aws.ecs.task.family": textIn(task, "Family"),
    "aws.ecs.task.revision": textIn(task, "Revision"),
  });
}

async function google(environment: Environment): Promise<ResourceAttributes> {
  const signal = AbortSignal.timeout(METADATA_MS);
  const host = environment["GCE_METADATA_HOST"] ?? GOOGLE_METADATA_HOST;
  const read = (path: string) =>
    ask(`http://${host}/computeMetadata/v1/${path}`, { "metadata-flavor": "Google" }, signal);
  const [project, region, instance] = await Promise.allSettled(
    ["project/project-id", "instance/region", "instance/id"].map(read),
  );
  const textOf = (answer: PromiseSettledResult<string> | undefined) =>
    answer?.status === "fulfilled" ? answer.value.trim() : undefined;
  return defined({
    "cloud.account.id": textOf(project),
    "cloud.region": textOf(region)?.split("/").at(-1),
    "faas.instance": textOf(instance),
  });
}

async function ask(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { headers, signal, redirect: "error" });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.length > METADATA_MAX_BYTES) throw new Error("the answer is too long");
  }
  return text;
}

function textIn(object: unknown, name: string): string | undefined {
  const value = (object as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof value === "string" ? value : undefined;
}

function defined(attributes: Readonly<Record<string, string | undefined>>): ResourceAttributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== ""),
  ) as ResourceAttributes;
}
