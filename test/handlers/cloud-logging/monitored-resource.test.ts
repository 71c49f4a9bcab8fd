import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { detectResource } from "../../../lib/handlers/cloud-logging/monitored-resource.ts";

const METADATA: Readonly<Record<string, string>> = {
  "instance/region": "projects/123/regions/europe-west1",
  "instance/zone": "projects/123/zones/europe-west1-b",
  "instance/id": "4711",
  "instance/attributes/cluster-name": "main",
  "instance/attributes/cluster-location": "europe-west1",
};
let metadata: Server;
let host: string;
beforeEach(async () => {
  metadata = createServer((request, response) => {
    const value = METADATA[request.url!.replace("/computeMetadata/v1/", "")];
    const isKnown = request.headers["metadata-flavor"] === "Google" && value !== undefined;
    response.writeHead(isKnown ? 200 : 404).end(isKnown ? value : "");
  });
  await new Promise<void>((resolve) => metadata.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(metadata.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => metadata.close(resolve)));

describe("detectResource", () => {
  it.each([
    [
      { K_SERVICE: "shop", K_REVISION: "shop-1", K_CONFIGURATION: "shop" },
      "cloud_run_revision",
      {
        service_name: "shop",
        revision_name: "shop-1",
        configuration_name: "shop",
        location: "europe-west1",
      },
    ],
    [{ CLOUD_RUN_JOB: "import" }, "cloud_run_job", { job_name: "import", location: "europe-west1" }],
    [
      { K_SERVICE: "resize", FUNCTION_TARGET: "main" },
      "cloud_function",
      { function_name: "resize", region: "europe-west1" },
    ],
    [
      { GAE_SERVICE: "web", GAE_VERSION: "7" },
      "gae_app",
      { module_id: "web", version_id: "7", zone: "europe-west1-b" },
    ],
    [
      {
        KUBERNETES_SERVICE_HOST: "10.0.0.1",
        HOSTNAME: "pod-1",
        NAMESPACE_NAME: "shop",
        CONTAINER_NAME: "web",
      },
      "k8s_container",
      {
        pod_name: "pod-1",
        namespace_name: "shop",
        container_name: "web",
        cluster_name: "main",
        location: "europe-west1",
      },
    ],
    [{}, "gce_instance", { instance_id: "4711", zone: "europe-west1-b" }],
  ])("in %j finds %s", async (environment, type, labels) => {
    const resource = await detectResource({ ...environment, GCE_METADATA_HOST: host }, "p");

    expect(resource).toEqual({ type, labels: { project_id: "p", ...labels } });
  });

  it("is global elsewhere, and what is not known is empty", async () => {
    const none = { METADATA_SERVER_DETECTION: "none" };

    expect(await detectResource(none, "p")).toEqual({ type: "global", labels: { project_id: "p" } });
    expect((await detectResource({ ...none, CLOUD_RUN_JOB: "import" }, "p")).labels).toMatchObject({
      location: "",
    });
  });
});
