import { controlRoute } from "../../../local/control/route.ts";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { type Inbox, registerInbox } from "../../../local/kernel/inbox/inbox.ts";
import { startHttpServer } from "../../../local/protocols/server.ts";
import { SERVICES } from "../../../local/services/list.ts";

export interface TestServer extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly inbox: Inbox;
  /** Options for SDK clients. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
    readonly maxAttempts: number;
  };
}

/** The services under test on a port of their own, with a stopped clock. */
export async function startTestServer(start = Date.UTC(2026, 0, 5, 12)): Promise<TestServer> {
  const cloud = new Cloud({ clock: { start, speed: 0 } });
  const inbox = registerInbox(cloud);
  cloud.list(SERVICES);
  const server = await startHttpServer(cloud, { routes: [controlRoute(cloud)] });
  return {
    cloud,
    inbox,
    client: {
      endpoint: `http://127.0.0.1:${server.port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await cloud.close();
    },
  };
}
