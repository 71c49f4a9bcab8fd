export type { HttpAnswer, HttpRequest, SocketOptions } from "./http-connection.ts";
export { HttpConnection } from "./http-connection.ts";
