import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Http2Server, ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";

/** What a client that speaks HTTP/2 without asking begins with. https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const PREFACE = "PRI * HTTP/2.0";

/**
 * Lets clients speak HTTP/2 on the port of an HTTP/1.1 server, as the SDK's client of Kinesis does: the first bytes of a
 * connection tell. HTTP/2 is loaded with the first such connection.
 *
 * @returns what ends its connections
 */
export function acceptHttp2(server: Server, listener: RequestListener): () => void {
  const [serveHttp1] = server.listeners("connection") as ((socket: Socket) => void)[];
  const waiting = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  let http2: Promise<Http2Server> | undefined;
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    waiting.add(socket);
    const forget = (): void => {
      waiting.delete(socket);
    };
    const failed = (): void => {
      socket.destroy();
    };
    socket.once("close", forget);
    socket.once("error", failed);
    socket.once("data", (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      socket.off("close", forget);
      socket.off("error", failed);
      forget();
      if (chunk.subarray(0, PREFACE.length).toString("latin1") !== PREFACE) {
        serveHttp1!.call(server, socket);
        process.nextTick(() => socket.resume());
        return;
      }
      socket.on("error", failed);
      http2 ??= openHttp2(listener, sessions);
      http2.then((opened) => {
        opened.emit("connection", socket);
        process.nextTick(() => socket.resume());
      }, failed);
    });
  });
  return () => {
    for (const socket of waiting) socket.destroy();
    for (const session of sessions) session.destroy();
  };
}

async function openHttp2(listener: RequestListener, sessions: Set<ServerHttp2Session>): Promise<Http2Server> {
  const { createServer } = await import("node:http2");
  const server = createServer((request, response) => {
    // The name that the client asked for is a header of its own kind here.
    request.headers.host = request.authority;
    listener(
      request as unknown as IncomingMessage,
      response as unknown as ServerResponse & { req: IncomingMessage },
    );
  });
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  return server;
}
