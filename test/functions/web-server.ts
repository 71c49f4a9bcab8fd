import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { listenOnLoopback, stopServer } from "./loopback-server.ts";

/** One POST that arrived. */
export interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of several services, looked at by tests
  readonly body: any;
}

/** A web server on loopback that takes posts and answers what a test wants. */
export class WebServer {
  readonly posts: Post[] = [];
  answer: (
    post: Post,
    count: number,
  ) => { status?: number; headers?: Record<string, string>; body?: string } = () => ({});
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8");
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        const post = {
          path: request.url ?? "",
          headers: request.headers,
          text,
          body: text.startsWith("{") ? JSON.parse(text) : text,
        };
        this.posts.push(post);
        const { status = 200, headers = {}, body = "" } = this.answer(post, this.posts.length);
        response.writeHead(status, headers);
        response.end(body);
      });
    });
  }

  start(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  to(path: string): Post[] {
    return this.posts.filter((post) => post.path.startsWith(path));
  }

  reset(): void {
    this.posts.length = 0;
    this.answer = () => ({});
  }
}
