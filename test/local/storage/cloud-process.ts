/** A local cloud of its own process, to be killed: prints its address when it answers. */
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { startHttpServer } from "../../../local/protocols/server.ts";
import { service as logs } from "../../../local/services/logs/service.ts";

const cloud = new Cloud({ storage: new SqliteStorage(process.argv[2]!) });
cloud.add(logs);
const { port } = await startHttpServer(cloud);
process.stdout.write(`http://127.0.0.1:${port}\n`);
