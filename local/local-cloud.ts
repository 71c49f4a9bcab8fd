import { controlRoute } from "./control/route.ts";
import type { Clock, ClockOptions } from "./kernel/clock.ts";
import { Cloud } from "./kernel/cloud.ts";
import type { CloudEventBus } from "./kernel/cloud-events.ts";
import type { Faults } from "./kernel/faults.ts";
import { listGoogle } from "./kernel/google/google-service.ts";
import { type Inbox, registerInbox } from "./kernel/inbox/inbox.ts";
import { NoStorage, type Storage } from "./kernel/storage/storage.ts";
import { lazyRoute } from "./protocols/lazy-route.ts";
import type { HttpRoute } from "./protocols/route.ts";
import { startHttpServer } from "./protocols/server.ts";
import { executeApiRoute } from "./services/api-gateway/route.ts";
import { openStacks } from "./services/cloudformation/state.ts";
import { OutgoingRequests } from "./services/lambda/outgoing/outgoing-requests.ts";
import { functionUrlRoute } from "./services/lambda/urls/route.ts";
import { GOOGLE_SERVICES, SERVICES } from "./services/list.ts";
import type { Deployment, DeploymentInput } from "./template/deployment.ts";
import type { StackOptions } from "./template/stack-options.ts";
import {
  openTerraform,
  type TerraformDeployment,
  type TerraformOptions,
} from "./terraform/terraform-deployment.ts";

/** Options of {@link LocalCloud.start}. */
export interface LocalCloudOptions extends StackOptions, DeploymentInput {
  /** A `cdk.out` folder or a template file. @default an empty cloud */
  readonly template?: string;
  /** A file in Terraform's JSON syntax, such as `cumulog synth --google` writes. @default nothing on Google Cloud */
  readonly google?: string;
  /** Values of its variables. @default their defaults; sensitive ones stand for themselves by their names */
  readonly googleVariables?: Readonly<Record<string, string>>;
  /** `"real"`, `"stepped"` (moves only by `clock.advance`), or a start time and a speed. @default "real" */
  readonly clock?: "real" | "stepped" | ClockOptions;
  /** Port of AWS, Google's REST API and the page; 0 takes a free one. @default 0 */
  readonly port?: number;
  /** Port of Google's gRPC API; 0 takes a free one, false leaves it out. @default 0 */
  readonly googlePort?: number | false;
  /** Address to listen on; with another than loopback, other machines may connect. @default "127.0.0.1" */
  readonly host?: string;
  /** Names under which other machines may reach the cloud, when `host` lets them in. @default none */
  readonly allowedHosts?: readonly string[];
  /** Origins of web applications that may talk to the cloud; pages of all others are refused. @default none */
  readonly allowedOrigins?: readonly string[];
  /**
   * Hosts that functions may reach; `*.example.com` means every name below, `*` all. Requests to others end in the inbox.
   * @default this machine only
   */
  readonly allowedNetwork?: readonly string[];
  /** Folder that keeps everything across restarts. @default memory only */
  readonly data?: string;
  /** Log events kept at most; the oldest go first. @default 1,000,000 in memory, no limit with `data` */
  readonly maxEvents?: number;
  /** @default "us-east-1" */
  readonly region?: string;
  /** Twelve digits. @default "123456789012" */
  readonly accountId?: string;
  /** Further parts of the HTTP port, for example the page. */
  readonly routes?: (cloud: Cloud) => readonly HttpRoute[];
}

/** Where a local cloud listens. */
export interface Endpoints {
  /** For `AWS_ENDPOINT_URL`. */
  readonly aws: string;
  /** `host:port` of Google's gRPC API. */
  readonly google: string;
  readonly page: string;
}

/**
 * CloudWatch Logs, CloudWatch, SNS, SQS, Lambda and Cloud Logging in this process, on loopback, with a clock of their own.
 *
 * @example
 * const cloud = await LocalCloud.start({ template: "cdk.out", clock: "stepped" });
 * Object.assign(process.env, cloud.env);
 * await cloud.clock.advance("5m");
 * await cloud.stop();
 */
export class LocalCloud {
  readonly #cloud: Cloud;
  readonly #deployment: Deployment;
  readonly #close: () => Promise<void>;
  readonly inbox: Inbox;
  readonly endpoints: Endpoints;

  private constructor(
    cloud: Cloud,
    deployment: Deployment,
    inbox: Inbox,
    endpoints: Endpoints,
    close: () => Promise<void>,
  ) {
    this.#cloud = cloud;
    this.#deployment = deployment;
    this.inbox = inbox;
    this.endpoints = endpoints;
    this.#close = close;
  }

  /**
   * Starts a cloud and deploys the template, if one is given.
   *
   * @throws TemplateError when the template cannot be deployed, and the system's error when a port is taken; nothing is
   *   left running then
   */
  static async start(options: LocalCloudOptions = {}): Promise<LocalCloud> {
    const started: { environment: Readonly<Record<string, string>>; closers: (() => Promise<void>)[] } = {
      environment: {},
      closers: [],
    };
    const cloud = new Cloud({
      storage: await openStorage(options.data),
      clock: clockOptions(options.clock),
      ...(options.maxEvents !== undefined && { maxEvents: options.maxEvents }),
      ...(options.region !== undefined && { region: options.region }),
      ...(options.accountId !== undefined && { accountId: options.accountId }),
      variables: () => started.environment,
    });
    started.closers.push(() => cloud.close());
    const close = async () => {
      for (const closer of started.closers.splice(0)) await closer();
    };
    try {
      const inbox = registerServices(cloud);
      if (cloud.storage.durable) await cloud.start();
      const endpoints = await listen(cloud, options, started.closers);
      const outgoing = new OutgoingRequests(cloud);
      started.closers.unshift(() => outgoing.close());
      started.environment = {
        ...environmentFor(cloud, endpoints),
        ...(await outgoing.start([options.host ?? "127.0.0.1", ...(options.allowedNetwork ?? [])])),
      };
      const { deployment } = cloud.state(openStacks);
      const local = new LocalCloud(cloud, deployment, inbox, endpoints, close);
      if (options.template !== undefined) await local.deploy(options.template, options);
      if (options.google !== undefined)
        await local.deployGoogle(options.google, { ...options, variables: options.googleVariables ?? {} });
      return local;
    } catch (error) {
      await close();
      throw error;
    }
  }

  get clock(): Clock {
    return this.#cloud.clock;
  }

  get events(): CloudEventBus {
    return this.#cloud.events;
  }

  get faults(): Faults {
    return this.#cloud.faults;
  }

  /** What to export so that SDKs, the AWS command line and the library's handlers talk to this cloud. */
  get env(): Readonly<Record<string, string>> {
    return environmentFor(this.#cloud, this.endpoints);
  }

  /** Stacks that are deployed, with their resources and outputs. */
  get stacks(): Deployment["stacks"] {
    return this.#deployment.stacks;
  }

  /**
   * Deploys a `cdk.out` folder or a template file, or brings what is deployed to its newest state. Log groups that it imports
   * and that are not there are made, and stand in `importedGroups` of their stack.
   */
  async deploy(path: string, options: StackOptions & DeploymentInput = {}): Promise<void> {
    await this.#deployment.deploy(path, options);
  }

  /**
   * Makes what a file in Terraform's JSON syntax says of Google Cloud, or brings what it made to its newest state.
   *
   * @throws TerraformError saying what, where and what was expected
   */
  async deployGoogle(path: string, options: TerraformOptions = {}): Promise<void> {
    await this.#cloud.state(openTerraform).deploy(path, options);
  }

  /** What was made of a file for Terraform, by its addresses. */
  get googleResources(): TerraformDeployment["resources"] {
    return this.#cloud.state(openTerraform).resources;
  }

  /** Removes a stack with its resources. */
  async destroy(stackName: string): Promise<void> {
    await this.#deployment.destroy(stackName);
  }

  /** Resolves when the work that calls have started, such as invocations and deliveries, is over. */
  settled(): Promise<void> {
    return this.#cloud.settled();
  }

  /** Ends functions, closes the ports and, with `data`, the storage. */
  async stop(): Promise<void> {
    await this.#close();
  }
}

function clockOptions(clock: LocalCloudOptions["clock"] = "real"): ClockOptions {
  if (clock === "real") return {};
  return clock === "stepped" ? { speed: 0 } : clock;
}

async function openStorage(folder: string | undefined): Promise<Storage> {
  if (folder === undefined) return new NoStorage();
  const { SqliteStorage } = await import("./kernel/storage/sqlite-storage.ts");
  return new SqliteStorage(folder);
}

function registerServices(cloud: Cloud): Inbox {
  const inbox = registerInbox(cloud);
  cloud.list(SERVICES);
  listGoogle(cloud, GOOGLE_SERVICES);
  return inbox;
}

async function listen(
  cloud: Cloud,
  options: LocalCloudOptions,
  closers: (() => Promise<void>)[],
): Promise<Endpoints> {
  const {
    host = "127.0.0.1",
    port = 0,
    googlePort = 0,
    routes,
    allowedHosts = [],
    allowedOrigins = [],
  } = options;
  const http = await startHttpServer(cloud, {
    host,
    port,
    allowedHosts: [host, ...allowedHosts],
    allowedOrigins,
    routes: [
      executeApiRoute(cloud),
      functionUrlRoute(cloud),
      lazyRoute(async () => (await import("./protocols/ingestion/route.ts")).ingestionRoute(cloud)),
      lazyRoute(async () => (await import("./protocols/google/rest.ts")).googleRestRoute(cloud)),
      ...(routes?.(cloud) ?? []),
      controlRoute(cloud),
    ],
  });
  closers.unshift(() => http.close());
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${http.port}`;
  if (googlePort === false) return { aws: address, google: "", page: address };
  const { startGoogleGrpc } = await import("./protocols/google/grpc.ts");
  const grpc = await startGoogleGrpc(cloud, { host, port: googlePort });
  closers.unshift(() => grpc.close());
  return { aws: address, google: `${host}:${grpc.port}`, page: address };
}

function environmentFor(cloud: Cloud, { aws, google }: Endpoints): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: cloud.region,
    // boto3 and version 1 of the AWS CLI know the region by this name only.
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    // No name before a loopback address resolves; boto3, the AWS CLI and the SDKs of Java obey.
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-host-prefix.html
    AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
    GOOGLE_CLOUD_PROJECT: "local-project",
    METADATA_SERVER_DETECTION: "none",
    CLOUD_LOGGING_ENDPOINT: aws,
    CLOUD_LOGGING_GRPC_ENDPOINT: google,
  };
}
