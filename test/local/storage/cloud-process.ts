/** A local cloud of its own process, to be killed: prints its address when it answers. */
import { Cloud } from "../../../local/engine/cloud.ts";
import { registerLogs } from "../../../local/engine/logs/register.ts";
import { SqliteStorage } from "../../../local/engine/storage/sqlite-storage.ts";
import { startHttpServer } from "../../../local/wire/server.ts";

const cloud = new Cloud({ storage: new SqliteStorage(process.argv[2]!) });
registerLogs(cloud);
const { port } = await startHttpServer(cloud);
process.stdout.write(`http://127.0.0.1:${port}\n`);
