import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { declaredResource } from "../../lib/resource/declared-resource.ts";
import { environmentResource } from "../../lib/resource/environment-resource.ts";
import { networkResource } from "../../lib/resource/network-resource.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function metadata(answers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const answer = answers[url];
    response.writeHead(answer === undefined ? 404 : 200).end(answer ?? "");
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("the environment tells of", () => {
  it("Lambda", () => {
    expect(
      environmentResource({
        AWS_LAMBDA_FUNCTION_NAME: "orders",
        AWS_LAMBDA_FUNCTION_VERSION: "7",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
        AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/orders",
        AWS_LAMBDA_LOG_STREAM_NAME: "2026/01/05/[7]abc",
        AWS_REGION: "eu-west-1",
      }),
    ).toEqual({
      "cloud.provider": "aws",
      "cloud.platform": "aws_lambda",
      "cloud.region": "eu-west-1",
      "faas.name": "orders",
      "faas.version": "7",
      "faas.instance": "2026/01/05/[7]abc",
      "faas.max_memory": 134_217_728,
      "aws.log.group.names": ["/aws/lambda/orders"],
    });
  });

  it.each([
    [
      "ECS",
      {
        ECS_CONTAINER_METADATA_URI_V4: "http://169.254.170.2/v4/x",
        AWS_REGION: "us-east-1",
        HOSTNAME: "ip-1",
      },
      { "cloud.platform": "aws_ecs", "cloud.region": "us-east-1", "container.name": "ip-1" },
    ],
    [
      "EKS",
      {
        KUBERNETES_SERVICE_HOST: "10.0.0.1",
        AWS_REGION: "us-east-1",
        HOSTNAME: "orders-1",
        NAMESPACE_NAME: "shop",
      },
      { "cloud.platform": "aws_eks", "k8s.pod.name": "orders-1", "k8s.namespace.name": "shop" },
    ],
    [
      "Cloud Run",
      { K_SERVICE: "orders", K_REVISION: "orders-001", GOOGLE_CLOUD_PROJECT: "shop" },
      {
        "cloud.provider": "gcp",
        "cloud.platform": "gcp_cloud_run",
        "cloud.account.id": "shop",
        "faas.name": "orders",
        "faas.version": "orders-001",
      },
    ],
    [
      "a job of Cloud Run",
      { CLOUD_RUN_JOB: "nightly", CLOUD_RUN_EXECUTION: "nightly-x", CLOUD_RUN_TASK_INDEX: "3" },
      {
        "faas.name": "nightly",
        "gcp.cloud_run.job.execution": "nightly-x",
        "gcp.cloud_run.job.task_index": 3,
      },
    ],
    [
      "a function of Cloud Run",
      { K_SERVICE: "orders", FUNCTION_TARGET: "handle" },
      { "cloud.platform": "gcp_cloud_functions", "faas.name": "orders" },
    ],
  ])("%s", (_name, environment, expected) => {
    expect(environmentResource(environment)).toMatchObject(expected);
  });

  it("Kubernetes elsewhere without naming a cloud, and of nothing at home", () => {
    expect(environmentResource({ KUBERNETES_SERVICE_HOST: "10.0.0.1" })).not.toHaveProperty("cloud.provider");
    expect(environmentResource({})).toEqual({});
  });
});

it("OTEL_RESOURCE_ATTRIBUTES is decoded, and OTEL_SERVICE_NAME wins", () => {
  expect(
    declaredResource({
      OTEL_RESOURCE_ATTRIBUTES: "service.name=other,service.version=1.2,team=a%2Cb,broken,bad=%zz,=x",
      OTEL_SERVICE_NAME: "orders",
    }),
  ).toEqual({ "service.name": "orders", "service.version": "1.2", team: "a,b" });
});

describe("the metadata service", () => {
  it("of ECS tells of task and container", async () => {
    const host = await metadata({
      "/v4/x": JSON.stringify({
        DockerId: "c-1",
        DockerName: "web",
        ContainerARN: "arn:aws:ecs:eu-west-1:111122223333:container/c-1",
      }),
      "/v4/x/task": JSON.stringify({
        Cluster: "shop",
        TaskARN: "arn:aws:ecs:eu-west-1:111122223333:task/shop/t-1",
        Family: "web",
        Revision: "12",
        LaunchType: "FARGATE",
        AvailabilityZone: "eu-west-1a",
      }),
    });

    expect(await networkResource({ ECS_CONTAINER_METADATA_URI_V4: `http://${host}/v4/x` })).toMatchObject({
      "cloud.region": "eu-west-1",
      "cloud.account.id": "111122223333",
      "cloud.availability_zone": "eu-west-1a",
      "container.name": "web",
      "aws.ecs.cluster.arn": "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
      "aws.ecs.launchtype": "fargate",
      "aws.ecs.task.id": "t-1",
      "aws.ecs.task.family": "web",
    });
  });

  it("of Google tells of project, region and instance", async () => {
    const host = await metadata({
      "/computeMetadata/v1/project/project-id": "shop",
      "/computeMetadata/v1/instance/region": "projects/1/regions/europe-west1",
    });

    expect(await networkResource({ K_SERVICE: "orders", GCE_METADATA_HOST: host })).toEqual({
      "cloud.account.id": "shop",
      "cloud.region": "europe-west1",
    });
  });

  it("is not asked where there is none, and what is broken says nothing", async () => {
    const host = await metadata({ "/v4/x": "{", "/v4/x/task": "[]" });

    expect(await networkResource({})).toEqual({});
    expect(await networkResource({ ECS_CONTAINER_METADATA_URI_V4: `http://${host}/v4/x` })).toEqual({});
    expect(await networkResource({ ECS_CONTAINER_METADATA_URI_V4: "http://127.0.0.1:9/x" })).toEqual({});
  });
});
