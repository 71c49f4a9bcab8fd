// Next.js on loopback; the first line tells the port.
import { createServer } from "node:http";
import next from "next";

const app = next({ dev: true, dir: import.meta.dirname, quiet: true });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
